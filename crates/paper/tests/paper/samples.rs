//! The owner's page and an evidence table, in three languages and with longer words.

use jiff::civil::date;
use patchround_paper::{
    Answers, Bar, Bars, Block, Column, Direction, Document, Emphasis, Fact, Fit, Group, Level, Made, Paper,
    Part, Shape, Side, Strip, Table,
};

/// Every word of a sample.
pub(crate) struct Words {
    pub(crate) language: &'static str,
    pub(crate) direction: Direction,
    pub(crate) office: &'static str,
    pub(crate) subject: &'static str,
    pub(crate) title: &'static str,
    pub(crate) late: &'static str,
    pub(crate) your_pcs: &'static str,
    pub(crate) groups: [&'static str; 4],
    pub(crate) months_title: &'static str,
    pub(crate) months: [&'static str; 6],
    pub(crate) no_data: &'static str,
    pub(crate) in_month: &'static str,
    pub(crate) facts: [&'static str; 5],
    pub(crate) decide: &'static str,
    pub(crate) question: &'static str,
    pub(crate) yes_no: [&'static str; 2],
    pub(crate) in_charge: &'static str,
    pub(crate) who: &'static str,
    pub(crate) note: &'static str,
    pub(crate) made: &'static str,
    pub(crate) evidence: &'static str,
    pub(crate) columns: [&'static str; 5],
    pub(crate) row: [&'static str; 5],
    pub(crate) page: fn(usize, usize) -> String,
}

pub(crate) const ENGLISH: Words = Words {
    language: "en",
    direction: Direction::LeftToRight,
    office: "Harbour Dental",
    subject: "Updates report, May 2026",
    title: "11 of 12 PCs were up to date at the end of May. That is 2 more than in April.",
    late: "One PC was late: the front desk PC, by 6 days.",
    your_pcs: "Your PCs on 31 May",
    groups: ["up to date (9)", "late (1)", "waiting (1)", "off (1)"],
    months_title: "Over six months, more PCs are up to date at month end (of 12)",
    months: ["December", "January", "February", "March", "April", "May"],
    no_data: "no data",
    in_month: "In May",
    facts: [
        "updates were put in place",
        "of them were security fixes",
        "was the slowest security fix (limit 14 days)",
        "people asked to wait; both answered",
        "restarts surprised anyone *",
    ],
    decide: "Please decide (1)",
    question: "X-ray viewer: the maker stopped fixing it in 2024. Replace it?",
    yes_no: ["yes", "no"],
    in_charge: "Who is in charge",
    who: "Maria Lopez. Stand-in: Dr Weiss.",
    note: "* a restart nobody agreed to while someone was using the PC.",
    made: "Made on 1 June 2026 by Patchround",
    evidence: "Updates that were late",
    columns: ["PC", "Program", "Released", "Source of the date", "Days"],
    row: ["Front desk", "LibreOffice 25.2", "3 May 2026", "Maker's page", "6"],
    page: |n, m| format!("Page {n} of {m}"),
};

pub(crate) const GERMAN: Words = Words {
    language: "de",
    direction: Direction::LeftToRight,
    office: "Zahnarztpraxisgemeinschaft Donaudampfschifffahrtsgesellschaftsstraße",
    subject: "Aktualisierungsbericht, Mai 2026",
    title: "11 von 12 PCs waren Ende Mai auf dem neuesten Stand. Das sind 2 mehr als im April.",
    late: "Ein PC war zu spät: Empfangstresenarbeitsplatzrechner, um 6 Tage.",
    your_pcs: "Ihre PCs am 31. Mai",
    groups: ["auf dem neuesten Stand (9)", "zu spät (1)", "wartet (1)", "ausgeschaltet (1)"],
    months_title: "In sechs Monaten sind am Monatsende mehr PCs auf dem neuesten Stand (von 12)",
    months: ["Dezember", "Januar", "Februar", "März", "April", "Mai"],
    no_data: "keine Daten",
    in_month: "Im Mai",
    facts: [
        "Aktualisierungen wurden eingespielt",
        "davon waren Sicherheitskorrekturen",
        "brauchte die langsamste Sicherheitskorrektur (Grenze 14 Tage)",
        "Personen baten um Aufschub; beide erhielten eine Antwort",
        "Neustarts haben jemanden überrascht *",
    ],
    decide: "Bitte entscheiden (1)",
    question: "Röntgenbildbetrachtungsprogramm: der Hersteller pflegt es seit 2024 nicht mehr. Ersetzen?",
    yes_no: ["ja", "nein"],
    in_charge: "Wer verantwortlich ist",
    who: "Maria Lopez. Vertretung: Dr. Weiß.",
    note: "* ein Neustart, dem niemand zugestimmt hat, während jemand den PC benutzte.",
    made: "Erstellt am 1. Juni 2026 von Patchround",
    evidence: "Aktualisierungen, die zu spät kamen",
    columns: ["PC", "Programm", "Veröffentlicht", "Quelle des Datums", "Tage"],
    row: ["Empfangstresenarbeitsplatzrechner", "LibreOffice 25.2", "3. Mai 2026", "Herstellerseite", "6"],
    page: |n, m| format!("Seite {n} von {m}"),
};

pub(crate) const ARABIC: Words = Words {
    language: "ar",
    direction: Direction::RightToLeft,
    office: "عيادة الميناء لطب الأسنان",
    subject: "تقرير التحديثات، مايو 2026",
    title: "كان 11 من أصل 12 حاسوبًا محدَّثًا في نهاية مايو. هذا أكثر بحاسوبين من أبريل.",
    late: "تأخر حاسوب واحد: \u{2068}FRONT-DESK-01\u{2069}، بمقدار 6 أيام.",
    your_pcs: "حواسيبك في 31 مايو",
    groups: ["محدَّث (9)", "متأخر (1)", "ينتظر (1)", "مطفأ (1)"],
    months_title: "خلال ستة أشهر ازداد عدد الحواسيب المحدَّثة في نهاية الشهر (من 12)",
    months: ["ديسمبر", "يناير", "فبراير", "مارس", "أبريل", "مايو"],
    no_data: "لا توجد بيانات",
    in_month: "في مايو",
    facts: [
        "تحديثًا تم تثبيتها",
        "منها إصلاحات أمنية",
        "استغرقها أبطأ إصلاح أمني (الحد 14 يومًا)",
        "طلبا الانتظار؛ وتلقى كلاهما جوابًا",
        "إعادة تشغيل فاجأت أحدًا *",
    ],
    decide: "بانتظار قرارك (1)",
    question: "برنامج \u{2068}X-Ray Viewer\u{2069}: توقف الصانع عن إصلاحه في 2024. هل نستبدله؟",
    yes_no: ["نعم", "لا"],
    in_charge: "من المسؤول",
    who: "ماريا لوبيز. البديل: الدكتور \u{2068}Weiss\u{2069}.",
    note: "* إعادة تشغيل لم يوافق عليها أحد بينما كان شخص يستخدم الحاسوب.",
    made: "أُنشئ في 1 يونيو 2026 بواسطة \u{2068}Patchround\u{2069}",
    evidence: "تحديثات متأخرة",
    columns: ["الحاسوب", "البرنامج", "تاريخ الإصدار", "مصدر التاريخ", "الأيام"],
    row: ["FRONT-DESK-01", "LibreOffice 25.2", "3 مايو 2026", "صفحة الصانع", "6"],
    page: |n, m| format!("صفحة {n} من {m}"),
};

/// The owner's page alone.
pub(crate) fn owners_page(words: &Words, paper: Paper) -> Document {
    Document {
        language: words.language.into(),
        direction: words.direction,
        paper,
        title: words.title.into(),
        office: words.office.into(),
        subject: words.subject.into(),
        keywords: Vec::new(),
        made: Made { date: date(2026, 6, 1), line: words.made.into() },
        footer: String::new(),
        parts: vec![Part { fit: Fit::OnePage, blocks: blocks(words, [9, 1, 1, 1]) }],
    }
}

/// With as many rows of evidence on pages of their own.
pub(crate) fn with_evidence(words: &Words, paper: Paper, rows: usize) -> Document {
    let mut document = owners_page(words, paper);
    document.footer = "SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into();
    let heading = Block::Heading { level: Level::Section, text: words.evidence.into() };
    document.parts.push(Part { fit: Fit::Flow, blocks: vec![heading, Block::Table(table(words, rows))] });
    document
}

/// Every text 40 % longer, as the longest of languages are.
pub(crate) fn longer(mut document: Document) -> Document {
    let part = document.parts.remove(0);
    document.title = stretched(&document.title);
    document.office = stretched(&document.office);
    document.subject = stretched(&document.subject);
    document.made.line = stretched(&document.made.line);
    let blocks = part.blocks.into_iter().map(longer_block).collect();
    document.parts.insert(0, Part { blocks, ..part });
    document
}

fn stretched(text: &str) -> String {
    let more: String = text.chars().take(text.chars().count() * 2 / 5).collect();
    format!("{text} {more}")
}

fn longer_block(block: Block) -> Block {
    match block {
        Block::Heading { level, text } => Block::Heading { level, text: stretched(&text) },
        Block::Paragraph { emphasis, text } => Block::Paragraph { emphasis, text: stretched(&text) },
        Block::Strip(mut strip) => {
            strip.groups.iter_mut().for_each(|group| group.words = stretched(&group.words));
            Block::Strip(strip)
        }
        Block::Bars(mut bars) => {
            bars.title = stretched(&bars.title);
            bars.bars.iter_mut().for_each(|bar| bar.label = stretched(&bar.label));
            Block::Bars(bars)
        }
        Block::Facts(mut facts) => {
            facts.iter_mut().for_each(|fact| fact.text = stretched(&fact.text));
            Block::Facts(facts)
        }
        Block::Answers(mut questions) => {
            questions.iter_mut().for_each(|question| question.text = stretched(&question.text));
            Block::Answers(questions)
        }
        Block::Columns { first, second } => Block::Columns {
            first: first.into_iter().map(longer_block).collect(),
            second: second.into_iter().map(longer_block).collect(),
        },
        other => other,
    }
}

/// What is on the owner's page, with as many PCs of each kind.
pub(crate) fn blocks(words: &Words, counts: [u32; 4]) -> Vec<Block> {
    let section = |text: &str| Block::Heading { level: Level::Section, text: text.into() };
    let question = Answers { text: words.question.into(), answers: words.yes_no.map(String::from).to_vec() };
    vec![
        Block::Paragraph { emphasis: Emphasis::Strong, text: words.late.into() },
        Block::Strip(strip(words, counts)),
        Block::Bars(bars(words)),
        Block::Columns {
            first: vec![section(words.in_month), Block::Facts(facts(words))],
            second: vec![
                section(words.decide),
                Block::Answers(vec![question]),
                section(words.in_charge),
                Block::Paragraph { emphasis: Emphasis::Plain, text: words.who.into() },
            ],
        },
        Block::Paragraph { emphasis: Emphasis::Quiet, text: words.note.into() },
    ]
}

fn strip(words: &Words, counts: [u32; 4]) -> Strip {
    let shapes = [Shape::Circle, Shape::Triangle, Shape::Diamond, Shape::Slashed];
    let groups = shapes.into_iter().zip(counts).zip(words.groups);
    let group = |((shape, count), words): ((Shape, u32), &str)| Group { shape, count, words: words.into() };
    Strip { title: words.your_pcs.into(), alt: words.groups.join(", "), groups: groups.map(group).collect() }
}

fn bars(words: &Words) -> Bars {
    let values = [Some(8), None, Some(9), Some(10), Some(0), Some(11)];
    let bar = |(label, value): (&str, Option<u64>)| Bar {
        label: label.into(),
        value,
        printed: value.map_or(words.no_data.into(), |value| value.to_string()),
    };
    let bars: Vec<Bar> = words.months.into_iter().zip(values).map(bar).collect();
    let alt = bars.iter().map(|bar| format!("{} {}", bar.label, bar.printed)).collect::<Vec<_>>().join(", ");
    Bars { title: words.months_title.into(), alt, max: 12, bars }
}

fn facts(words: &Words) -> Vec<Fact> {
    let numbers = ["214", "26", "9", "2", "0"];
    let fact = |(number, text): (&str, &str)| Fact { number: number.into(), text: text.into() };
    numbers.into_iter().zip(words.facts).map(fact).collect()
}

fn table(words: &Words, rows: usize) -> Table {
    let weights = [3, 3, 2, 3, 1];
    let columns = words.columns.into_iter().zip(weights).enumerate();
    let column = |(index, (title, weight)): (usize, (&str, u16))| Column {
        title: title.into(),
        weight,
        side: if index == 4 { Side::End } else { Side::Start },
    };
    let row = |index: usize| {
        let mut cells: Vec<String> = words.row.map(String::from).to_vec();
        cells[0] = format!("{} {:03}", cells[0], index + 1);
        cells
    };
    Table { columns: columns.map(column).collect(), row_headers: true, rows: (0..rows).map(row).collect() }
}

/// Every string of a document that has to be read, in reading order.
pub(crate) fn strings(document: &Document) -> Vec<String> {
    let mut strings = vec![document.office.clone(), document.subject.clone(), document.title.clone()];
    document.parts.iter().flat_map(|part| &part.blocks).for_each(|block| add_strings(block, &mut strings));
    strings.push(document.made.line.clone());
    strings.push(document.footer.clone());
    strings.retain(|text| !text.is_empty());
    strings
}

fn add_strings(block: &Block, strings: &mut Vec<String>) {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => strings.push(text.clone()),
        Block::Strip(strip) => {
            strings.push(strip.title.clone());
            strings.extend(strip.groups.iter().map(|group| group.words.clone()));
        }
        Block::Bars(bars) => {
            strings.push(bars.title.clone());
            strings.extend(bars.bars.iter().flat_map(|bar| [bar.label.clone(), bar.printed.clone()]));
        }
        Block::Facts(facts) => {
            strings.extend(facts.iter().flat_map(|fact| [fact.number.clone(), fact.text.clone()]))
        }
        Block::Answers(questions) => strings.extend(
            questions
                .iter()
                .flat_map(|question| std::iter::once(&question.text).chain(&question.answers).cloned()),
        ),
        Block::Columns { first, second } => {
            first.iter().chain(second).for_each(|block| add_strings(block, strings))
        }
        Block::Table(table) => {
            strings.extend(table.columns.iter().map(|column| column.title.clone()));
            strings.extend(table.rows.iter().flatten().cloned());
        }
        Block::PageBreak => {}
    }
}
