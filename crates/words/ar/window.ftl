### What stands fixed in the window: headings, buttons, short explanations.
### Instructions say "يُرجى" with a verbal noun and "your" is the plural "كم": polite, and for women and men alike.
### Around what has to stay from left to right in the text (keys, paths, commands) stand U+2066 and U+2069, unseen.
### A sentence that has no letters of its own begins with U+200F: what it is put into sees by that how it is written.

## Around every screen

ui-skip = الانتقال إلى المحتوى
ui-nav = القائمة الرئيسية
ui-office = المكتب
ui-pcs = الأجهزة
ui-updates = التحديثات
ui-report = التقرير
ui-settings = الإعدادات
ui-help = المساعدة
ui-close = إغلاق
ui-cancel = ليس الآن
ui-save = حفظ
ui-undo = تراجع
ui-waiting = لحظة واحدة.
ui-see = عرض
ui-about-update = الإصدار والملاحظات
ui-see-named = عرض { $name }
ui-technical = التفاصيل التقنية
ui-copy = نسخ
ui-copied = تم النسخ.
ui-copy-by-hand = تعذّر النسخ. النص محدَّد: يُرجى الضغط على ⁦Ctrl+C⁩.
ui-and-more = و{ $count } غيرها
ui-this-pc = هذا الجهاز
ui-select = اختيار { $pc }
ui-trouble = لا يستطيع Patchround عرض مكتبكم.
ui-trouble-text = ما هو جارٍ على الأجهزة يستمر.
ui-try-again = إعادة المحاولة

## Office

ui-update-all = تحديث الكل…
ui-check = التحقق الآن
ui-checking = جارٍ التحقق الآن.
ui-see-progress = عرض سير التحديث
ui-running = تحديثات جارية الآن
ui-last-round = الجولة الأخيرة
ui-see-result = عرض النتيجة
ui-put-away = إخفاء
ui-needs = بانتظاركم ({ $count })
ui-needs-all = عرض الكل ({ $count })
ui-needs-nothing = لا شيء بانتظاركم.
ui-see-pc = عرض المطلوب
ui-agreed = متفق عليه لوقت لاحق ({ $count })
ui-take-back = إلغاء ما اتُّفق عليه
ui-empty-pcs = لا توجد أجهزة هنا بعد.
ui-empty-pcs-text = يُرجى البدء بالجهاز الذي تستخدمونه أكثر من غيره. يستغرق ذلك نحو دقيقة. ومواعيد تحديثاته مذكورة في الإعدادات.
ui-add-pcs = إضافة أجهزة

## PCs

ui-find = البحث عن جهاز أو شخص
ui-found = { $found } من { $all }
ui-find-nothing = لم يُعثر على أي جهاز.
ui-find-nothing-text = يُرجى كتابة جزء من الاسم. لا يُعثر هنا إلا على أجهزة هذا المكتب.
ui-choose-pcs = يُرجى اختيار الأجهزة المراد تحديثها.
ui-selected = تم اختيار { $count }
ui-update-selected = تحديث المختار…
ui-column-select = الاختيار
ui-column-pc = الجهاز
ui-column-who = الشخص
ui-column-state = الحالة
ui-column-note = المزيد
ui-column-seen = آخر ظهور

## One PC

ui-all-pcs = جميع الأجهزة
ui-pc-gone = لا يمكن عرض هذا الجهاز.
ui-restart-this = إعادة التشغيل…
ui-restart-move = تغيير موعد إعادة التشغيل…
ui-restart-none = عدم إعادة التشغيل
ui-wake = إيقاظه
ui-restart-title = إعادة تشغيل { $pc }
ui-restart-text = لا يُعاد تشغيله إلا حين لا يستخدمه أحد: لا أحد في جلسته، ولا مكالمة جارية، ولا شيء يُعرض، والبطارية غير ضعيفة. وحتى ذلك الحين ينتظر ويبيّن السبب.
ui-restart-when = متى؟
ui-restart-now = حين لا يستخدمه أحد
ui-restart-at = في وقت آخر
ui-restart-time = ليس قبل
ui-restart-yes = إعادة التشغيل
ui-repair-this = إصلاح هذا الجهاز…
ui-update-this = تحديث هذا الجهاز…
ui-rename = تغيير الاسم…
ui-rename-title = اسم آخر للجهاز { $pc }
ui-rename-name = الاسم
ui-rename-hint = يُرجى اختيار الاسم الشائع بين الناس، مثل: مكتب الاستقبال.
ui-remove = إزالة…
ui-remove-title = هل تريدون إزالة { $pc } من هذا المكتب؟
ui-remove-text = بعد ذلك لن يعتني أحد هنا بتحديثاته. لا يتغير عليه شيء آخر. ولإضافته من جديد يُكتب عليه أولًا: في Linux أو على جهاز Mac: ⁦sudo patchround-helper leave⁩، وفي Windows في «موجه الأوامر» بعد اختيار «تشغيل كمسؤول»: ⁦"C:\Program Files\Patchround Helper\patchround-helper" leave⁩
ui-remove-keep = الإبقاء عليه
ui-remove-yes = إزالته
ui-pc-updates = التحديثات ({ $count })
ui-nothing-here = لا يلزم فعل شيء هنا.
ui-tries = آخر ما جرت محاولته
ui-facts = عن هذا الجهاز

## Updates

ui-updates-title = { $count ->
    [zero] التحديثات
    [one] برنامج واحد له تحديث
    [two] برنامجان لهما تحديثات
    [few] { $count } برامج لها تحديثات
    [many] { $count } برنامجًا لها تحديثات
   *[other] { $count } برنامج لها تحديثات
}
ui-updates-all = { $count ->
    [zero] لا تحديثات في المجموع.
    [one] تحديث واحد في المجموع.
    [two] تحديثان في المجموع.
    [few] { $count } تحديثات في المجموع.
    [many] { $count } تحديثًا في المجموع.
   *[other] { $count } تحديث في المجموع.
}
ui-updates-none = لا توجد تحديثات بالانتظار.
ui-update = تحديث…
ui-hold = إبقاء القديم…
ui-hold-title = إبقاء { $name } كما هو
ui-hold-text = لن يحصل عليه أي جهاز تلقائيًا ولا بتحديث الكل. ويُثبَّت إصلاح الأمان قبل ذلك متى تأخر.
ui-hold-why = ما السبب؟
ui-hold-why-hint = يراه كل من يقرأ التقرير.
ui-hold-long = إلى متى؟
ui-hold-week = أسبوع واحد
ui-hold-two-weeks = أسبوعان
ui-hold-month = شهر واحد
ui-hold-three-months = ثلاثة أشهر
ui-hold-yes = إبقاء القديم
ui-except = الموافقة على التأخير…
ui-except-named = الموافقة على تأخير { $name }…
ui-except-title = الموافقة على تأخير { $name }
ui-except-text = لتحديث لا بد أن ينتظر أطول مما تسمح به قواعدكم. القرار للمالك. وحتى ذلك الحين لا تثبّته الأجهزة، ويُعَد متأخرًا عن قصد، ولا يُعَد منتهيًا أبدًا.
ui-except-where = أين؟
ui-except-here = على { $pc } فقط
ui-except-everywhere = على كل جهاز
ui-except-instead = ما البديل حتى ذلك الحين؟
ui-except-instead-hint = مثلًا: لا أحد يقرأ البريد على هذا الجهاز.
ui-except-long = إلى متى؟
ui-except-days =
    { $count ->
        [zero] { $count } يوم، حتى { $day }
        [one] يوم واحد، حتى { $day }
        [two] يومان، حتى { $day }
        [few] { $count } أيام، حتى { $day }
        [many] { $count } يومًا، حتى { $day }
       *[other] { $count } يوم، حتى { $day }
    }
ui-except-words = الكلمات الست المكتوبة على ورقة المالك من الإعداد.
ui-except-yes = موافقة
ui-except-see = عرض ما تمت الموافقة عليه
ui-exceptions = متأخر عن قصد بموافقة المالك
ui-except-end = إنهاء الآن
ui-except-end-named = إنهاء الآن: { $name }
ui-except-why = السبب
ui-except-instead-was = البديل
ui-show-typed = إظهار ما أكتبه
ui-firmware = تثبيت البرنامج الثابت…
ui-firmware-named = تثبيت البرنامج الثابت: { $name }…
ui-firmware-title = هل يُثبَّت البرنامج الثابت لـ { $name }؟
ui-firmware-yes = تثبيته الآن
ui-ways = الرجوع
ui-go-back = رجوع…
ui-go-back-title = الرجوع في { $name }
ui-go-back-text = يحصل الجهاز على الإصدار السابق ويبقى عليه حتى إشعار آخر، أسبوعين على الأكثر. وقد لا يُفتح في الإصدار الأقدم ما حُفظ في الأحدث. ولا ترجع الإعدادات معه.
ui-go-back-who = الاسم والسبب في السجل.
ui-go-back-why = ما السبب؟
ui-go-back-why-hint = مثلًا: لم يعد يطبع.
ui-go-back-yes = الرجوع إلى الإصدار القديم
ui-let-go = قبول الإصدارات الأحدث من جديد
ui-way-waits = جارٍ
ui-release = إنهاء الإبقاء
ui-update-named = تحديث { $name }…
ui-all-updates = جميع التحديثات
ui-program-gone = لم يعد هذا التحديث لازمًا.
ui-program-pcs = { $count ->
    [zero] ليس على أي جهاز
    [one] على جهاز واحد
    [two] على جهازين
    [few] على { $count } أجهزة
    [many] على { $count } جهازًا
   *[other] على { $count } جهاز
}
ui-versions = الإصدارات
ui-maker-notes = ما تقوله الجهة المنتجة
ui-changes = ما الذي يتغيّر

## Report

ui-report-month = الشهر
ui-report-save = حفظ بصيغة PDF
ui-report-ways = طرق أخرى
ui-report-language = لغة التقرير
ui-report-paper = الورق
ui-report-html = حفظ كصفحة للمتصفح (HTML)
ui-report-csv = حفظ كجدول (CSV)
ui-report-json = حفظ كل شيء للبرامج (JSON)
ui-report-which = أي أجهزة
ui-report-pc = فتح { $pc }
page-late-title = ما تأخر
page-late-none = لم يتأخر شيء.
page-exceptions = ما وافق المالك على تأخره
page-in-charge = المسؤول
ui-record = سجل هذا الشهر ({ $count })

## Settings

ui-settings-when = وقت التحديثات
ui-settings-when-legend = متى يُسمح بالتحديث؟
ui-cooling-off = مدة انتظار التغييرات الكبيرة بعد صدورها
ui-cooling-off-days =
    { $count ->
        [zero] لا تنتظر
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
ui-cooling-off-hint = هكذا يكتشف الآخرون عيوبها أولًا. ما يستغله المهاجمون وما يوشك أن يتأخر لا ينتظر.
ui-pause = إيقاف لأسبوعين
ui-pause-hint = عندها لا شيء يحدث تلقائيًا سوى إصلاحات الأمان المتأخرة. وما يُطلَب يستمر.
ui-resume = إنهاء الإيقاف
ui-settings-office = مكتبكم
ui-settings-office-words = للحفظ نحتاج إلى الكلمات الست المكتوبة على الورقة من الإعداد.
ui-settings-messages = الرسائل
ui-quiet = بلا رسائل حتى الغد
ui-quiet-hint = تنتظر الرسائل حتى الغد. وما اتُّفق عليه يجري في موعده.
ui-digest = وقت الرسالة اليومية
ui-test-message = عرض رسالة تجريبية
ui-messages-so-far = الرسائل حتى الآن
ui-settings-computer = هذا الكمبيوتر
ui-autostart = بدء Patchround عند تسجيل الدخول
ui-autostart-hint = يبدأ دون نافذة.
ui-language = اللغة
ui-leave-practice = مغادرة مكتب التدريب
ui-leave-practice-text = هذا مكتب للتدريب. عند مغادرته لا يبقى منه شيء.
ui-quit = إنهاء Patchround…
ui-quit-title = هل تريدون إنهاء Patchround؟
ui-quit-text = تستمر التحديثات على هذا الحاسوب. ولن تظهر لكم رسائل.
ui-quit-yes = إنهاء
ui-quit-text-only = لن تظهر لكم رسائل.
ui-quit-run = الأجهزة التي يجري تحديثها تتابع عملها.
ui-quit-run-not-begun = ما بدأتموه للتو لم يبدأ بعد. إذا أنهيتم البرنامج الآن فلن يبدأ.
ui-quit-run-waiting = الأجهزة التي يجري تحديثها تتابع عملها. وتنتظر الأجهزة الأخرى إلى أن يعمل Patchround من جديد.
ui-quit-stay = إبقاؤه قيد التشغيل
ui-version = ⁦Patchround { $version }⁩

## Help

ui-help-title = ماذا تريدون أن تفعلوا؟
ui-help-update = تحديث جميع الأجهزة
ui-help-needs = معرفة ما ينتظرني
ui-help-add = إضافة جهاز
ui-help-find = البحث عن جهاز
ui-help-rename = تغيير اسم جهاز أو إزالته
ui-help-when = تغيير وقت التحديثات
ui-help-messages = تلقي رسائل أقل
ui-help-report = حفظ تقرير شهر
ui-help-helper = هل يساعدكم أحد في أجهزتكم؟
ui-help-helper-text = تبيّن هذه التفاصيل للدعم التقني سبب المشكلة. وفيها أسماء أجهزتكم، ولكن لا شيء من داخل ملفاتكم.
ui-copy-details = نسخ التفاصيل للدعم التقني
ui-keys = اختصارات لوحة المفاتيح
ui-key-tonight = تحديث الكل في الموعد المحدد التالي
ui-key-back = رجوع
ui-key-forward = إلى الأمام
ui-key-part = الانتقال إلى قائمة الشاشات والعودة منها
ui-key-escape = إغلاق دون تغيير شيء

## Who does what

ui-duties = من يفعل ماذا
ui-duties-way = كيف يأتي التحديث
ui-duties-table = ما ينتظر ومن ينتظره
ui-duties-mine = ما الذي ينتظرني؟
ui-duties-program = البرنامج
ui-duties-until = يُصلحه المنتج حتى
ui-duties-decides = يقرر
ui-duties-picks = يختار الوقت
ui-duties-waits = ينتظر
ui-duties-nobody = لا أحد
ui-duties-people = من يستخدم أي حاسوب
ui-change = تغيير…
ui-uses-change = تغيير من يستخدم { $pc }
ui-uses = من يستخدمه…
ui-uses-title = من يستخدم { $pc }؟
ui-uses-legend = من يجلس هناك؟
ui-uses-person = شخص واحد
ui-uses-many = يتشاركه كثيرون
ui-uses-many-hint = لا يُسأل أحد هناك. الإجابة عنكم.
ui-uses-nobody = لا أحد بعد
ui-uses-name = الاسم
ui-uses-name-hint = كما تسمّونه.
ui-stand-in = المسؤول
ui-stand-in-change = من ينوب…
ui-stand-in-title = من ينوب عنكم؟
ui-stand-in-hint = يُسأل أثناء غيابكم. يُترك فارغًا إن لم ينب أحد.
ui-away = أنا غائب…
ui-away-title = متى الغياب؟
ui-away-text = في هذه الأيام يُذكر من ينوب عنكم ويُسأل.
ui-away-from = اليوم الأول
ui-away-until = اليوم الأخير
ui-back = لقد عدت
ui-can-change = من يستطيع تغيير كل شيء
ui-can-change-none = لم يقل أي حاسوب بعد من يستطيع تغيير كل شيء عليه.
ui-answer = الرد…
ui-answer-title = الرد
ui-answer-wait = الانتظار
ui-answer-keep = إبقاء الإصدار القديم على هذا الجهاز
ui-answer-go-ahead = التحديث مع ذلك: { $time }
ui-answer-what = ما القرار؟
ui-answer-long = كم من الوقت؟
ui-answer-last-day = حتى آخر يوم له
ui-answer-words = ماذا نكتب لهم؟
ui-answer-words-hint = يقرؤونه على جهازهم. يمكن تركه فارغًا.
ui-answer-send = إرسال الرد
ui-answer-back = العودة إلى الإصدار القديم على هذا الجهاز
ui-answer-on = إبقاء الإصدار الجديد والمتابعة

## By which rules an office is judged

ui-judged-title = متى يتأخر التحديث
ui-judged = وفق أي قواعد يُحكم عليكم؟
ui-judged-hint = تحدد هذه القواعد متى يتأخر التحديث. من بين عدة قواعد تسري أشدها. إن لم تعرفوا، فاسألوا من يؤمّن عليكم أو يدقق أعمالكم.
ui-judged-own = مهلكم الخاصة
ui-judged-own-hint = بالأيام منذ صدور التحديث. الحقل الفارغ يعني بلا مهلة.
ui-judged-own-urgent = ما يستغله المهاجمون
ui-judged-own-security = تحديثات الأمان
ui-judged-own-other = كل ما عدا ذلك
ui-judged-own-save = حفظ المهل
ui-judged-own-not = هذا ليس عدد أيام. اكتبوا عددًا من 1 إلى 365.
ui-feeds = ما يُعرف عن العيوب
ui-feeds-hint = يسأل هذا الحاسوب عنها مرة في اليوم ويخبر حواسيبكم. يمكن إيقاف كل منها: عندها يصبح ما يقوله غير معروف.
ui-reachable = يمكن لأي شخص الوصول إلى هذا الجهاز من الإنترنت
ui-reachable-hint = لا يمكن الوصول إلى معظم أجهزة المكاتب: اتركوه مغلقًا ما لم يُعِدّه أحد عمدًا.
