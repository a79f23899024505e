//! What an office prints on, where nobody has said so.

use jiff::tz::TimeZone;

use super::Sheet;

/// Countries that print on Letter (CLDR, `paperSize`).
const LETTER: [&str; 14] =
    ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];
/// Time zones of those of them with most offices, for systems that name no country.
const LETTER_ZONES: [&str; 22] = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Detroit",
    "America/Boise",
    "America/Puerto_Rico",
    "Pacific/Honolulu",
    "America/Toronto",
    "America/Vancouver",
    "America/Edmonton",
    "America/Winnipeg",
    "America/Halifax",
    "America/Regina",
    "America/St_Johns",
    "America/Mexico_City",
    "America/Bogota",
    "America/Santiago",
    "America/Caracas",
    "Asia/Manila",
];

/// The paper of a country, out of a locale's name such as `en_US.UTF-8`; of the time zone where it names none; else A4.
pub fn usual_sheet(locale: Option<&str>, zone: &TimeZone) -> Sheet {
    let is_letter = match locale.and_then(country) {
        Some(country) => LETTER.contains(&country),
        None => zone.iana_name().is_some_and(|zone| LETTER_ZONES.contains(&zone)),
    };
    if is_letter { Sheet::Letter } else { Sheet::A4 }
}

fn country(locale: &str) -> Option<&str> {
    let plain = locale.split(['.', '@']).next()?;
    plain
        .split(['_', '-'])
        .skip(1)
        .find(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_is_the_countrys_then_the_time_zones_then_a4() {
        let (york, berlin) =
            (TimeZone::get("America/New_York").unwrap(), TimeZone::get("Europe/Berlin").unwrap());
        assert_eq!(usual_sheet(Some("en_US.UTF-8"), &berlin), Sheet::Letter);
        assert_eq!(usual_sheet(Some("de_DE@euro"), &york), Sheet::A4);
        assert_eq!(usual_sheet(Some("zh-Hant-TW"), &york), Sheet::A4);
        assert_eq!(usual_sheet(Some("C.UTF-8"), &york), Sheet::Letter);
        assert_eq!(usual_sheet(None, &berlin), Sheet::A4);
    }
}
