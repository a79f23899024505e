### Sentences of the office, for its manager.
### What a shell says of commands has no unseen marks, so that a command can be copied.

## What went wrong

error-no-home = لا يحدد هذا النظام مجلدًا لبياناتكم. يُرجى تحديد مجلد بالخيار --state-dir FOLDER.
    .window = لا يحدد هذا الكمبيوتر مجلدًا لبياناتكم. يُرجى سؤال الدعم التقني.
error-foreign-folder = المجلد { $path } يخص شخصًا آخر. يُرجى اختيار مجلد آخر بالخيار --state-dir FOLDER.
    .window = المجلد { $path } يخص شخصًا آخر. يُرجى سؤال الدعم التقني.
error-io = تعذّر استخدام { $path }: { $why }. يُرجى التحقق من المجلد والمساحة الخالية، ثم إعادة المحاولة.
error-held = هناك Patchround آخر يعمل في هذا المكتب: { $by }. يُرجى الانتظار حتى ينتهي، ثم إعادة المحاولة.
error-no-office = لا يوجد مكتب في { $path } بعد. يمكن إنشاؤه بالأمر: patchround init --office NAME --person NAME
    .window = لا يوجد مكتب هنا بعد.
error-office-exists = يوجد مكتب هنا بالفعل: { $name }. لم يتغير شيء. لإنشاء مكتب ثانٍ يُرجى اختيار مجلد آخر بالخيار --state-dir FOLDER.
    .window = يوجد مكتب هنا بالفعل: { $name }. لم يتغير شيء.
error-key-file = ملف المفتاح { $path } تالف. يُرجى استعادته من نسختكم الاحتياطية.
error-store-too-new = استُخدم هذا المكتب آخر مرة مع إصدار أحدث من Patchround. يُرجى تثبيت أحدث إصدار على هذا الكمبيوتر.
error-store-damaged = ملفات المكتب تالفة. تُركت كما هي. يُرجى استعادة المجلد من نسختكم الاحتياطية.
error-store = تعذّر استخدام ملفات المكتب: { $why }. لم يتغير شيء. يُرجى إعادة المحاولة.
error-disk-full = قرص هذا الكمبيوتر ممتلئ. لم يُفقد شيء. يُرجى إخلاء بعض المساحة، ثم إعادة المحاولة.
error-bad-name = لا يمكن استخدام «{ $name }» اسمًا. يُرجى استخدام ما بين 1 و80 من الحروف أو الأرقام أو المسافات.
error-wrong-words = هذه ليست كلمات المالك المكتوبة على ورقتكم. يُرجى مراجعة كل كلمة ثم إعادة المحاولة.
error-unknown-pc = لا يوجد في هذا المكتب جهاز اسمه «{ $name }». لعرض الأسماء: patchround pcs
    .window = لا يوجد في هذا المكتب جهاز اسمه «{ $name }».
error-which-pc = هناك عدة أجهزة تسمي نفسها «{ $name }»: { $pcs }. يُرجى كتابة أحد الأسماء الواردة قبل الأقواس.
error-name-taken = هناك جهاز آخر اسمه «{ $name }». يُرجى اختيار اسم آخر.
error-already-joined = { $pc } موجود في هذا المكتب بالفعل. لم يتغير شيء. لمعرفة حاله: patchround pcs
    .window = { $pc } موجود في هذا المكتب بالفعل. لم يتغير شيء.
error-bad-address = «{ $address }» ليس عنوانًا. يُرجى كتابة اسم جهاز أو أرقامه، مثل: ⁦192.168.1.20⁩
error-bad-port = «{ $port }» ليس منفذًا. يُرجى حذفه مع النقطتين، أو كتابة رقم من 1 إلى 65535.
error-unknown-host = لا يُعرف عنوان لـ «{ $host }». يُرجى التحقق من الكتابة، أو كتابة الأرقام التي يعرضها patchround-helper pair على ذلك الجهاز.
    .window = لا يُعرف عنوان لـ «{ $host }». يُرجى التحقق من الكتابة، أو كتابة الأرقام التي يعرضها الجهاز.
error-no-code = لا يوجد بعد رمز للأجهزة الجديدة. يمكن إنشاؤه بالأمر: patchround code
    .window = لا يوجد بعد رمز للأجهزة الجديدة. يُرجى الضغط على «رمز جديد».
error-code-expired = مضى على رمز الأجهزة الجديدة أكثر من ساعة. يمكن إنشاء رمز جديد بالأمر: patchround code
    .window = انتهت صلاحية هذا الرمز. يُرجى الضغط على «رمز جديد».
error-code-used-up = جُرِّب رمز خاطئ مرات كثيرة، لذلك انتهى هذا الرمز. إن لم يكن ذلك منكم، فقد جرّبه شخص في شبكتكم. يمكن إنشاء رمز جديد بالأمر: patchround code
    .window = جُرِّب رمز خاطئ مرات كثيرة، لذلك انتهى هذا الرمز. إن لم يكن ذلك منكم، فقد جرّبه شخص في شبكتكم. يُرجى الضغط على «رمز جديد».
error-unknown-invitation = لا يوجد ملف انضمام صالح رقمه { $id }. لعرض الأرقام: patchround invite --list
    .window = انتهت صلاحية ذاكرة USB هذه بالفعل.
error-too-many-invitations = بلغت ملفات الانضمام الصالحة أقصى عدد لمكتب واحد. يمكن إنهاء أحدها بالأمر: patchround invite --end NUMBER
    .window = بلغت ذاكرات USB الصالحة أقصى عدد لمكتب واحد. يُرجى إنهاء إحداها أولًا.
error-file-exists = يوجد ملف { $path } بالفعل. لم يتغير شيء. يُرجى اختيار اسم آخر.
    .window = يوجد ملف انضمام هنا بالفعل: { $path }. لم يتغير شيء. يُرجى اختيار مجلد آخر أو ذاكرة أخرى.
error-bad-update-id = «{ $id }» ليس معرّف تحديث. المعرّفات في آخر كل سطر مما يعرضه: patchround updates
error-not-firmware = ليس «{ $id }» برنامجًا ثابتًا. ويُثبَّت بالأمر: patchround update --id ID
error-no-reason = يُرجى ذكر السبب في كلمات قليلة.
error-nothing-instead = يُرجى ذكر ما يُفعل بدلًا منه حتى ذلك الحين في كلمات قليلة.
error-too-many-exceptions = لا تتسع الأجهزة لمزيد من الاستثناءات. أنهوا أحدها أولًا: patchround except --end PROGRAM
    .window = لا تتسع الأجهزة لمزيد من الاستثناءات. يُرجى إنهاء أحدها أولًا في صفحة التحديثات.
error-bad-end = يجب أن يقع اليوم الأخير بين اليوم و{ $latest }.
error-never-installs = بهذه الأوقات ستنتظر تحديثات الأمان أطول مما يسمح به المكتب. يُرجى اختيار أوقات أكثر تكرارًا.
error-never-restarts = بهذه الأوقات لن يُعاد تشغيل أي جهاز من تلقاء نفسه، فالمكتب مفتوح فيها كلها. يُرجى اختيار أوقات يكون فيها مغلقًا، أو تغيير أوقات عمل المكتب.
error-not-objected = لا أحد ينتظر ردًا هناك. يعرض الأمر patchround answer من ينتظر.
error-not-held = لا يُبقي المكتب على «{ $package }».
error-not-excepted = لم يوافق المالك على تأخير «{ $package }».
error-nothing-kept = لا يمكن لهذا الجهاز الرجوع في «{ $package }»: لم يحتفظ بإصدار سابق منه، أو رجع إليه من قبل.
error-not-back = لم يرجع هذا الجهاز إلى إصدار سابق من «{ $package }».
error-not-paused = لا شيء متوقف.
error-update-gone = لم يعد أي جهاز يعرض { $id }: ثُبِّت، أو حلّ محله ما هو أحدث، أو أُزيل البرنامج. يُرجى تشغيل patchround check، ثم patchround updates.
    .window = لم يعد أي جهاز يعرض هذا التحديث: ثُبِّت، أو حلّ محله ما هو أحدث، أو أُزيل البرنامج.
error-discovery = لا يستطيع هذا الكمبيوتر البحث في الشبكة. يمكن إضافة الأجهزة بعناوينها بالأمر: patchround add ADDRESS
    .window = لا يستطيع هذا الكمبيوتر البحث في الشبكة. يُرجى إضافة الأجهزة بعناوينها.
error-no-terminal = لم يُفعل شيء، إذ لا يمكن سؤال أحد هنا. يُرجى إضافة --yes للموافقة مسبقًا.
error-no-terminal-firmware = لم يُفعل شيء، إذ لا يمكن سؤال أحد هنا. يُرجى إضافة --yes-firmware بعد معرفة ما يتطلبه هذا البرنامج الثابت.
error-no-window = ليس لهذا المكتب ساعات مسائية للتحديث. يُرجى حذف --tonight للبدء الآن.

## Joining

invite-unreachable = لا شيء يستجيب عند هذا العنوان. يُرجى التأكد من أن الجهاز قيد التشغيل، وأن patchround-helper pair يعمل عليه.
    .window = تعذّر علينا الوصول إلى هذا الجهاز. هل هو قيد التشغيل، وعلى الشبكة نفسها؟ كثيرًا ما تفصل شبكة Wi-Fi الخاصة بالضيوف الأجهزة بعضها عن بعض.
invite-wrong-code = الرمز على الجهاز مختلف. يُرجى كتابة الرمز الذي يعرضه patchround code على الجهاز، ثم إعادة المحاولة.
    .window = الرمز المكتوب على الجهاز مختلف. يُرجى كتابة الرمز المعروض هنا على الجهاز، ثم إعادة المحاولة.
invite-not-counted = لم يستطع هذا الكمبيوتر تسجيل المحاولة، لذلك لم يُرسَل شيء. يُرجى التحقق من المساحة الخالية، ثم إعادة المحاولة.
invite-window-closed = لا ينتظر الجهاز مكتبًا الآن. يُرجى تشغيل patchround-helper pair CODE عليه، ثم إعادة المحاولة.
    .window = لا ينتظر الجهاز مكتبًا الآن. يُرجى كتابة الرمز عليه، ثم إعادة المحاولة.
invite-not-patchround = هناك ما يستجيب عند هذا العنوان، لكنه ليس جهازًا ينتظر مكتبًا. يُرجى التحقق من العنوان الذي يعرضه patchround-helper pair على الجهاز، ثم إعادة المحاولة بعد دقيقة.
    .window = هناك ما يستجيب عند هذا العنوان، لكنه ليس جهازًا ينتظر مكتبًا. يُرجى التحقق من العنوان الذي يعرضه الجهاز، ثم إعادة المحاولة بعد دقيقة.
invite-other-office = هذا الجهاز تابع لمكتب بالفعل. لضمّه يُرجى أولًا تشغيل patchround-helper leave عليه.
    .window = هذا الجهاز تابع لمكتب آخر. يُرجى إخراجه من ذلك المكتب أولًا.
invite-clock-wrong = ساعة هذا الجهاز غير صحيحة. يُرجى ضبط تاريخه ووقته، ثم إعادة المحاولة.
invite-disk-full = قرص الجهاز ممتلئ، لذلك لم ينضم. يُرجى إخلاء بعض المساحة عليه، ثم إعادة المحاولة.
invite-disk-unusable = لا تمكن الكتابة على قرص الجهاز، لذلك لم ينضم. يُرجى حفظ ما هو مهم منه وعرضه قريبًا على الدعم التقني.
invite-refused = لم ينضم الجهاز. يُرجى تشغيل patchround-helper status عليه، ثم إعادة المحاولة.
    .window = لم ينضم الجهاز. يُرجى إعادة المحاولة. وإن بقي الأمر، فيُرجى نسخ التفاصيل للدعم التقني.
invite-timed-out = لم يستجب الجهاز في الوقت المناسب. يُرجى التحقق من شبكته، ثم إعادة المحاولة.
invite-not-invited = ملف الانضمام على الجهاز ليس من هذا المكتب، أو انتهت صلاحيته. يُرجى إنشاء ملف جديد بالأمر patchround invite، ثم استخدامه على الجهاز.
    .window = ملف الانضمام على الجهاز ليس من هذا المكتب، أو انتهت صلاحيته. يُرجى إعداد ذاكرة USB جديدة هنا، ثم استخدامها على الجهاز.
invite-no-place-left = أدخل ملف الانضمام هذا كل ما يسمح به من أجهزة. يُرجى إنشاء ملف جديد بالأمر patchround invite، ثم استخدامه على الجهاز.
    .window = أدخلت ذاكرة USB هذه كل ما تسمح به من أجهزة. يُرجى إعداد ذاكرة جديدة هنا، ثم استخدامها على الجهاز.
invite-unheard = انقطع الاتصال بالجهاز أثناء انضمامه. يُرجى تشغيل الأمر نفسه من جديد: إن كان الجهاز قد انضم، فسيقول ذلك.
    .window = انقطع الاتصال بالجهاز أثناء انضمامه. يُرجى إعادة المحاولة: إن كان الجهاز قد انضم، فسيظهر هنا.
invite-broken = انقطع الاتصال بالجهاز. يُرجى إعادة المحاولة بعد تشغيل patchround-helper pair عليه من جديد.
    .window = انقطع الاتصال بالجهاز. يُرجى كتابة الرمز عليه من جديد.

trouble-unreachable = لم يستجب { $pc }. يُرجى تشغيله والتحقق من شبكته.
trouble-foreign = يستجيب جهاز آخر حيث كان { $pc }. يُرجى تشغيل { $pc }؛ وإن أُعيد إعداده من البداية، فيُرجى إزالته وإضافته من جديد.
trouble-not-patchround = يستجيب شيء غير Patchround حيث كان { $pc }. يُرجى التأكد من أن البرنامج المساعد يعمل على { $pc }.
trouble-not-admitted = لم يعد { $pc } تابعًا لهذا المكتب. يُرجى إزالته هنا، أو تشغيل patchround-helper leave عليه وإضافته من جديد.
    .window = لم يعد { $pc } تابعًا لهذا المكتب. يُرجى إزالته هنا وإضافته من جديد.
trouble-clock-wrong = بين ساعة { $pc } وساعة هذا الكمبيوتر فرق يزيد على يوم. يُرجى ضبط التاريخ والوقت على كليهما.
trouble-disk-full = قرص { $pc } ممتلئ. يُرجى إفراغ سلة المحذوفات أو حذف ملفات قديمة عليه، ثم إعادة المحاولة.
trouble-disk-unusable = لا تمكن الكتابة على قرص { $pc }: إنه مقفل أو تالف. يُرجى حفظ ما هو مهم منه وعرضه قريبًا على الدعم التقني.
trouble-refused = لم يقبل { $pc } ما طُلب منه. يُرجى تشغيل patchround-helper status عليه.
    .window = لم يقبل { $pc } ما طُلب منه. يُرجى إعادة المحاولة. وإن بقي الأمر، فيُرجى نسخ التفاصيل للدعم التقني.

concern-rules-ahead = يتبع { $pc } قواعد أحدث مما يعرفه هذا الكمبيوتر، لذلك لم يتغير عليه شيء. يُرجى استخدام الكمبيوتر الذي أصدرها، أو استعادة مجلد هذا الكمبيوتر من أحدث نسخة احتياطية.
concern-rules-old-helper = البرنامج المساعد على { $pc } قديم على أحدث قواعد هذا المكتب. يُرجى تثبيت أحدث برنامج مساعد عليه.
concern-rules-floor = لم يأخذ { $pc } أحدث القواعد: فهي تؤخر الإصلاحات الأمنية أكثر مما يسمح به هذا المكتب. تبقى قواعده القديمة سارية حتى تأتي قواعد جديدة.
concern-rules-not-allowed = لم يأخذ { $pc } أحدث القواعد: فهو لا يعرف من وقّعها. يُرجى تشغيل patchround-helper leave عليه، ثم إزالته هنا وإضافته من جديد.
    .window = لم يأخذ { $pc } أحدث القواعد: فهو لا يعرف من وقّعها. يُرجى إخراجه من مكتبه، ثم إزالته هنا وإضافته من جديد.
concern-rules-refused = لم يأخذ { $pc } أحدث قواعد هذا المكتب. يُرجى تشغيل patchround-helper status عليه.
    .window = لم يأخذ { $pc } أحدث قواعد هذا المكتب. يُرجى نسخ التفاصيل للدعم التقني.
concern-too-much = يقول { $pc } أكثر بكثير مما يلزم أن يقوله جهاز، لذلك أُهمل جزء منه. يُرجى تشغيل patchround-helper status عليه: قد يكون معطلًا، أو هناك من يعبث به.
    .window = يقول { $pc } أكثر بكثير مما يلزم أن يقوله جهاز، لذلك أُهمل جزء منه. يُرجى عرض هذا الجهاز على الدعم التقني: قد يكون معطلًا، أو هناك من يعبث به.
concern-two-places = هناك جهازان يقول كل منهما إنه { $pc }: أحدهما نسخة من الآخر. يُرجى تشغيل patchround-helper leave على كليهما، ثم إزالة { $pc } هنا وإضافة كليهما من جديد.
    .window = هناك جهازان يقول كل منهما إنه { $pc }: أحدهما نسخة من الآخر. يُرجى إخراج كليهما من المكتب، ثم إزالة { $pc } هنا وإضافة كليهما من جديد.
notice-rules-older = اتبع { $pc } قواعد أقدم من قبل. لعله أُعيد إلى يوم سابق؛ وهو يأخذ الآن أحدث القواعد.
notice-put-back = أُعيد { $pc } إلى يوم سابق: لم يعد يعرف ما فعله منذ ذلك اليوم. تُقرأ تحديثاته من جديد.
notice-notes-lost = { $lines ->
    [zero] لم يبق سطر غير مقروء
    [one] تعذّرت قراءة سطر واحد
    [two] تعذّرت قراءة سطرين
    [few] تعذّرت قراءة { $lines } أسطر
    [many] تعذّرت قراءة { $lines } سطرًا
   *[other] تعذّرت قراءة { $lines } سطر
} مما دوّنه { $pc } عن الطلبات السابقة. ما ينقصه يُقرأ من جديد وهو صحيح. إن تكرر هذا فيُرجى فحص قرصه.
notice-calls-itself = يسمي { $pc } نفسه الآن «{ $now }». ويبقى اسمه هنا كما هو؛ لتغييره: patchround rename
    .window = يسمي { $pc } نفسه الآن «{ $now }». ويبقى اسمه هنا كما هو. يمكن تغييره في صفحته.
notice-moved = عُثر على { $pc } من جديد عند { $now }.
somebody-else = شخص آخر
notice-ordered-many = طلب { $who } أيضًا { $count ->
    [zero] لا تحديث منها
    [one] تحديثًا واحدًا منها
    [two] تحديثين منها
    [few] { $count } تحديثات منها
    [many] { $count } تحديثًا منها
   *[other] { $count } تحديث منها
} على { $pcs ->
    [zero] لا جهاز
    [one] جهاز واحد
    [two] جهازين
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}. ما هو مثبَّت هناك لا يُثبَّت مرة أخرى.
notice-ordered-too = طلب { $who } أيضًا { $count ->
    [zero] لا تحديث منها
    [one] تحديثًا واحدًا منها
    [two] تحديثين منها
    [few] { $count } تحديثات منها
    [many] { $count } تحديثًا منها
   *[other] { $count } تحديث منها
} للجهاز { $pc }، { $at }. ما هو مثبَّت هناك لا يُثبَّت مرة أخرى.
notice-ordered-later = طلب { $who } أيضًا { $count ->
    [zero] لا تحديث منها
    [one] تحديثًا واحدًا منها
    [two] تحديثين منها
    [few] { $count } تحديثات منها
    [many] { $count } تحديثًا منها
   *[other] { $count } تحديث منها
} للجهاز { $pc }، { $at }، على أن يبدأ { $begins }. ما يكون مثبَّتًا حتى ذلك الحين لا يُثبَّت مرة أخرى.

## The office

pcs-up-to-date = { $done } من أصل { $all } من الأجهزة محدَّثة.
pcs-only-up-to-date = جهازكم محدَّث.
pcs-only-not = جهازكم غير محدَّث بعد.
pcs-none = لا يوجد في هذا المكتب جهاز بعد. يُرجى إضافة جهازكم الأول: بتشغيل patchround code.
pcs-late = { $count ->
    [zero] لا جهاز متأخر.
    [one] جهاز واحد متأخر.
    [two] جهازان متأخران.
    [few] { $count } أجهزة متأخرة.
    [many] { $count } جهازًا متأخرة.
   *[other] { $count } جهاز متأخرة.
}
pcs-updates-available = { $count ->
    [zero] لا جهاز له تحديثات جاهزة.
    [one] جهاز واحد له تحديثات جاهزة.
    [two] جهازان لهما تحديثات جاهزة.
    [few] { $count } أجهزة لها تحديثات جاهزة.
    [many] { $count } جهازًا لها تحديثات جاهزة.
   *[other] { $count } جهاز لها تحديثات جاهزة.
}
pcs-working = { $count ->
    [zero] لا جهاز قيد التحديث.
    [one] جهاز واحد قيد التحديث.
    [two] جهازان قيد التحديث.
    [few] { $count } أجهزة قيد التحديث.
    [many] { $count } جهازًا قيد التحديث.
   *[other] { $count } جهاز قيد التحديث.
}
pcs-needs-restart = { $count ->
    [zero] لا جهاز يحتاج إلى إعادة تشغيل.
    [one] جهاز واحد يحتاج إلى إعادة تشغيل.
    [two] جهازان يحتاجان إلى إعادة تشغيل.
    [few] { $count } أجهزة تحتاج إلى إعادة تشغيل.
    [many] { $count } جهازًا تحتاج إلى إعادة تشغيل.
   *[other] { $count } جهاز تحتاج إلى إعادة تشغيل.
}
pcs-needs-person = { $count ->
    [zero] لا جهاز بانتظاركم.
    [one] جهاز واحد بانتظاركم.
    [two] جهازان بانتظاركم.
    [few] { $count } أجهزة بانتظاركم.
    [many] { $count } جهازًا بانتظاركم.
   *[other] { $count } جهاز بانتظاركم.
}
pcs-not-seen = { $count ->
    [zero] لا جهاز تعذّر الوصول إليه.
    [one] جهاز واحد تعذّر الوصول إليه.
    [two] جهازان تعذّر الوصول إليهما.
    [few] { $count } أجهزة تعذّر الوصول إليها.
    [many] { $count } جهازًا تعذّر الوصول إليها.
   *[other] { $count } جهاز تعذّر الوصول إليها.
}
pcs-unknown = { $count ->
    [zero] لا جهاز تأخرت قراءة تحديثاته.
    [one] جهاز واحد لم تُقرأ تحديثاته منذ مدة: يُرجى تشغيل patchround check.
    [two] جهازان لم تُقرأ تحديثاتهما منذ مدة: يُرجى تشغيل patchround check.
    [few] { $count } أجهزة لم تُقرأ تحديثاتها منذ مدة: يُرجى تشغيل patchround check.
    [many] { $count } جهازًا لم تُقرأ تحديثاتها منذ مدة: يُرجى تشغيل patchround check.
   *[other] { $count } جهاز لم تُقرأ تحديثاتها منذ مدة: يُرجى تشغيل patchround check.
}
pcs-restart-unknown = { $count ->
    [zero] لا جهاز لا يُبلّغ إن كان يحتاج إلى إعادة تشغيل.
    [one] جهاز واحد لا يُبلّغ إن كان يحتاج إلى إعادة تشغيل. يُعاد تشغيله حين لا يعمل عليه أحد.
    [two] جهازان لا يُبلّغان إن كانا يحتاجان إلى إعادة تشغيل. يُعاد تشغيل كل منهما حين لا يعمل عليه أحد.
    [few] { $count } أجهزة لا تُبلّغ إن كانت تحتاج إلى إعادة تشغيل. يُعاد تشغيل كل منها حين لا يعمل عليه أحد.
    [many] { $count } جهازًا لا تُبلّغ إن كانت تحتاج إلى إعادة تشغيل. يُعاد تشغيل كل منها حين لا يعمل عليه أحد.
   *[other] { $count } جهاز لا تُبلّغ إن كانت تحتاج إلى إعادة تشغيل. يُعاد تشغيل كل منها حين لا يعمل عليه أحد.
}
state-up-to-date = محدَّث
state-updates-available = له تحديثات جاهزة
state-working = قيد التحديث
state-needs-restart = يحتاج إلى إعادة تشغيل
state-needs-person = بانتظاركم
state-not-seen = تعذّر الوصول إليه
state-unknown = لم يُقرأ منذ مدة
state-restart-unknown = لا يُبلّغ إن كان يحتاج إلى إعادة تشغيل
pc-updates = { $count ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $count } تحديثات
    [many] { $count } تحديثًا
   *[other] { $count } تحديث
}
pc-due = موعده { $day }
pc-late = متأخر، كان موعده { $day }
pc-never-seen = لم يظهر قط
pc-last-seen = آخر ظهور { $time }
stored-state = هناك Patchround آخر يعمل في هذا المكتب ({ $by }). هذا آخر ما سجّله.

## Making an office and adding PCs

init-done = المكتب «{ $office }» جاهز. المسؤولية لدى { $person }.
init-paper = يُرجى كتابة هذه الكلمات الآن على ورق وحفظها في مكان آمن. لا تظهر إلا هذه المرة.
init-passphrase = كلمات المالك (لازمة لتغيير من يتولى المسؤولية): { $words }
init-recovery = كلمات الاستعادة (لازمة إذا فُقد هذا الكمبيوتر): { $words }
init-next = بعد ذلك يُرجى تشغيل patchround code، وكتابة الرمز على كل جهاز بالأمر patchround-helper pair CODE.
code-made = رمز الأجهزة الجديدة هو { $code }. وهو صالح 60 دقيقة، ولم يعد أي رمز سابق صالحًا.
code-again = ما زال رمز الأجهزة الجديدة { $code } صالحًا حتى { $until }. لرمز آخر: patchround code --new
code-next = على كل جهاز يُرجى تشغيل: patchround-helper pair { $code }
    ثم هنا: patchround find --join، أو patchround add ADDRESS بالعنوان الذي يعرضه الجهاز.
invitation-made = يتيح ملف الانضمام { $path } الانضمام حتى { $until }، والعدد: { $pcs ->
    [zero] لا أجهزة
    [one] جهاز واحد
    [two] جهازان
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}. من يملكه يستطيع ضم جهاز إلى هذا المكتب: يُرجى حفظه كمفتاح.
invitation-next = على كل جهاز يُرجى تشغيل: patchround-helper pair --file FILE
    ثم هنا: patchround find --join، أو patchround add ADDRESS بالعنوان الذي يعرضه الجهاز.
invitation-none = لا يوجد ملف انضمام صالح. يمكن إنشاؤه بالأمر: patchround invite --out FILE
invitation-line = ملف الانضمام { $id }: استُخدم { $used } من { $pcs }، صالح حتى { $until }
invitation-ended = لم يعد ملف الانضمام { $id } يُدخل أحدًا. وتبقى الأجهزة التي انضمت.
joined = انضم { $pc } ({ $address }).
joined-next = لمعرفة ما يحتاج إليه: patchround check
removed = لم يعد { $pc } في هذا المكتب. يُرجى أيضًا تشغيل patchround-helper leave عليه ليتوقف عن اتباع المكتب.
renamed = أصبح اسم { $from } الآن { $pc }.
found-ours = { $address }: { $pc } من هذا المكتب
found-ours-unnamed = { $address }: جهاز من هذا المكتب
found-pairing = { $address }: ينتظر الانضمام إلى مكتب. لإدخاله يُرجى تشغيل هذا هنا: patchround find --join
found-other = { $address }: ليس جهازًا من هذا المكتب. لإضافته يُرجى تشغيل patchround-helper pair CODE عليه.
found-this-ours = { $address }: { $pc } من هذا المكتب، على هذا الكمبيوتر
found-this = { $address }: هذا الكمبيوتر. للعناية به أيضًا يُرجى تشغيل patchround-helper pair CODE عليه.
found-none = لم يُعثر على أي من أجهزتكم.
found-none-next = يمكن إضافة جهاز بعنوانه: patchround add ADDRESS، أو سؤال كل عنوان: patchround find --look-everywhere
found-none-everywhere = سُئل كل عنوان. يُرجى التأكد من أن الأجهزة قيد التشغيل وعليها البرنامج المساعد، أو إضافة جهاز بعنوانه: patchround add ADDRESS
found-none-waiting = لا جهاز ينتظر الانضمام. يُرجى تشغيل patchround-helper pair CODE عليه، أو إضافته بعنوانه: patchround add ADDRESS
found-not-joined = لم ينضم { $address }. { $why }
found-computers = { $count ->
    [zero] لا أجهزة كمبيوتر دون البرنامج المساعد:
    [one] جهاز كمبيوتر واحد دون البرنامج المساعد:
    [two] جهازا كمبيوتر دون البرنامج المساعد:
    [few] { $count } أجهزة كمبيوتر دون البرنامج المساعد:
    [many] { $count } جهاز كمبيوتر دون البرنامج المساعد:
   *[other] { $count } جهاز كمبيوتر دون البرنامج المساعد:
}
found-computers-next = للعناية بأحدها يُرجى تثبيت البرنامج المساعد عليه، ثم تشغيل patchround-helper pair CODE هناك.
found-things = { $count ->
    [zero] لا أشياء أخرى:
    [one] شيء آخر واحد:
    [two] شيئان آخران:
    [few] { $count } أشياء أخرى:
    [many] { $count } شيئًا آخر:
   *[other] { $count } شيء آخر:
}
found-unclear = { $count ->
    [zero] لا شيء مجهول:
    [one] لا يمكن معرفة ما هذا، لعله هاتف:
    [two] لا يمكن معرفة ما هذان، لعلهما هاتفان:
    [few] لا يمكن معرفة ما هذه ({ $count })، لعلها هواتف:
    [many] لا يمكن معرفة ما هذه ({ $count })، لعلها هواتف:
   *[other] لا يمكن معرفة ما هذه ({ $count })، لعلها هواتف:
}
found-router = موجّه الشبكة (راوتر)
search-no-network = لا يمكن البحث عن أجهزة أخرى: هذا الكمبيوتر غير متصل بأي شبكة مكتب، أي شبكة بعناوين مثل 192.168.1.20. يُرجى توصيل الكابل أو Wi-Fi، ثم تشغيل patchround find من جديد.
    .window = لا يمكن العثور على الأجهزة تلقائيًا: هذا الكمبيوتر غير متصل بأي شبكة مكتب. يُرجى توصيل الكابل أو Wi-Fi، ثم إعادة المحاولة، أو إضافة الأجهزة بعناوينها.
search-port-taken = لا يعمل البحث التلقائي على هذا الكمبيوتر: برنامج آخر يحتكر البحث لنفسه. يُرجى إغلاق ذلك البرنامج، أو تشغيل: patchround find --look-everywhere
    .window = لا يمكن العثور على الأجهزة تلقائيًا: برنامج آخر على هذا الكمبيوتر يحتكر البحث لنفسه. يُرجى إغلاق ذلك البرنامج، أو إضافة الأجهزة بعناوينها.
search-silent = لا يعمل البحث التلقائي على هذا الكمبيوتر: فهو لا يسمع نفسه. الأرجح أن جدار الحماية يمنع البحث (UDP port 5353). يُرجى السماح به هناك، أو تشغيل: patchround find --look-everywhere
    .window = لا يمكن العثور على الأجهزة تلقائيًا: الأرجح أن جدار الحماية على هذا الكمبيوتر يمنع البحث (⁦UDP port 5353⁩). يُرجى السماح به هناك، أو إضافة الأجهزة بعناوينها.
probe-begins = يُسأل الآن { $count ->
    [zero] لا عنوان
    [one] عنوان واحد
    [two] عنوانان
    [few] { $count } عناوين
    [many] { $count } عنوانًا
   *[other] { $count } عنوان
} من { $networks } عن وجود جهاز لكم. قد تبلّغ برامج الحماية في شبكتكم عن هذا.
probe-left-out = في { $networks } عناوين أكثر من اللازم، لذلك تُركت. يمكن إضافة الأجهزة هناك بالأمر: patchround add ADDRESS
    .window = في { $networks } عناوين أكثر من اللازم، لذلك تُركت. يُرجى إضافة الأجهزة هناك بعناوينها.
probe-nowhere = لا توجد هنا شبكة مكتب يمكن سؤال عناوينها.
kept-apart = لا يستجيب هنا إلا موجّه الشبكة (الراوتر). الأرجح أن شبكة Wi-Fi لديكم تفصل الأجهزة بعضها عن بعض (هل هي شبكة للضيوف؟). يُرجى الاتصال بشبكة المكتب نفسها أو استخدام كابل، ثم تشغيل الأمر نفسه من جديد.
    .window = لا يستجيب هنا إلا موجّه الشبكة (الراوتر). الأرجح أن شبكة Wi-Fi لديكم تفصل الأجهزة بعضها عن بعض. هل هي شبكة للضيوف؟ يُرجى الاتصال بشبكة المكتب نفسها أو استخدام كابل، ثم إعادة المحاولة.

## Updates and the plan

updates-none = لا توجد تحديثات بالانتظار.
updates-of = ‏{ $pc }:
updates-line = ‏{ $name } ({ $class })  { $id }
changes-none = لم تذكر الجهة المنتجة ما الذي يتغيّر.
changes-unknown = لا نعرف بعد ما الذي يتغيّر.
changes-from = من { $file }، ‏{ $what } ‏{ $version }
changes-from-document = من { $document }
updates-held = موقوف على هذا الجهاز
updates-removes = سيزيل { $packages }
class-urgent = إصلاح عاجل
class-security = إصلاح أمني
class-other = تحديث
class-unknown = تحديث
updates-next = لتثبيت واحد منها على كل جهاز، يُكتب معرّفه من آخر السطر: patchround update --id ID
source-unfinished = ‏{ $pc }: { $cause } { $next }
source-unread = تعذّرت قراءة تحديثات { $pc }. { $cause } { $next }
plan-title = هذا ما سيحدث. لم يبدأ شيء بعد.
plan-next = للبدء: patchround update --all
plan-next-pc = للبدء: patchround update --pc "{ $pc }"
plan-nobody = لا يلزم أحدًا التوقف عن العمل، حسب ما نعلم: { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
} على { $pcs ->
    [zero] لا أجهزة
    [one] جهاز واحد
    [two] جهازين
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}.
plan-close = يجب إغلاق برامج: { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
} على { $pcs ->
    [zero] لا أجهزة
    [one] جهاز واحد
    [two] جهازين
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}.
plan-restart = تُنهيه إعادة التشغيل: { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
} على { $pcs ->
    [zero] لا أجهزة
    [one] جهاز واحد
    [two] جهازين
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}. لا يعيد هذا تشغيل أي جهاز.
plan-asked = يُسأل الناس أولًا، لأن شيئًا كبيرًا يتغير: { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
} على { $pcs ->
    [zero] لا أجهزة
    [one] جهاز واحد
    [two] جهازين
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}
plan-asked-row = { $pc }: يُثبَّت { $name } { $time }، إن لم يقل أحد غير ذلك
plan-no-undo = لا يمكن التراجع عنه بعد ذلك: { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
} على { $pcs ->
    [zero] لا أجهزة
    [one] جهاز واحد
    [two] جهازين
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}.
plan-off = لا يستجيب { $pc }. { $count ->
    [zero] لا تحديثات تنتظر
    [one] تحديث واحد ينتظر
    [two] تحديثان ينتظران
    [few] { $count } تحديثات تنتظر
    [many] { $count } تحديثًا تنتظر
   *[other] { $count } تحديث تنتظر
} حتى أسبوع: { $names }. تبدأ عند تشغيلكم patchround في المرة القادمة وهو قيد التشغيل.
plan-refresh = يبحث { $pc } عن التحديثات أولًا: قد يكون ما نعرفه عنه قديمًا.
plan-repair = ‏{ $pc }، أولًا: { $what }
repair-cut-off = يُكمَل ما انقطع.
repair-cut-off-of = يُكمَل تحديث { $names } الذي لم ينتهِ.
repair-set-up = تُعاد محاولة إعداد { $names }.
repaired = اكتمل الآن ما انقطع.
repaired-not = تعذّر إكمال ما انقطع.
repaired-limit = لم تُعَد محاولة الإصلاح: جرت بعدد المرات المسموح به في اليوم الواحد.
repaired-set-up = أُعيدت محاولة إعداد { $names }، ونجحت.
repaired-set-up-not = أُعيدت محاولة إعداد { $names }، ولم تنجح.
repaired-set-up-limit = لم تُعَد محاولة إعداد { $names }: جرت بعدد المرات المسموح به في اليوم الواحد.
not-whole-unnamed = برنامج
not-whole-cut-off = لم يكتمل تحديث { $names }: انقطع، أو فشلت إحدى خطواته.
not-whole-set-up = ثُبِّت { $names }، لكن خطوة من الإعداد لم تنجح.
plan-not-now = ليس الآن، { $pc }: { $name }. { $cause } { $next }
plan-nothing = لا يوجد ما يُحدَّث.
plan-new-waits = حديث جدًا، لذلك ينتظر. لتثبيته الآن أيضًا: patchround update --all --new-too
plan-ask = هل نبدأ الآن؟ للبدء يُرجى كتابة yes:
plan-ask-tonight = هل نبدأ الساعة { $time }؟ للموافقة يُرجى كتابة yes:
plan-not-started = لم يبدأ شيء.
firmware-what = يحصل { $pc } على البرنامج الثابت { $version } لـ { $name }، ولا شيء غيره.
firmware-what-from = يحصل { $pc } على البرنامج الثابت { $version } لـ { $name } بدلًا من { $from }، ولا شيء غيره.
firmware-people = على من يعمل على { $pc } حفظ كل شيء قبل البدء.
firmware-power = يُرجى توصيل الجهاز بالكهرباء، وعدم إيقافه أو فصل أي شيء عنه حتى ينتهي، وإن بقيت الشاشة مظلمة.
firmware-at-once = يُكتب فورًا. وإن احتاج الجهاز إلى إعادة تشغيل رغم ذلك، ظهر هذا في صفحته.
firmware-restart = لا يكتمل إلا بإعادة تشغيل: منكم، أو من الجهاز نفسه من أجل تحديثات أخرى. يُرجى تركه يعمل وموصولًا بالكهرباء حينها أيضًا، مهما طال ظلام الشاشة.
firmware-switch-off = لا يُستخدم إلا بعد إيقاف الجهاز ثم تشغيله من جديد.
firmware-key = قد يطلب الجهاز عند التشغيل التالي مفتاح استرداد قرصه المشفر. يُرجى تجهيزه قبل البدء.
firmware-no-way-back = لا يمكن التراجع عن هذا: لا رجوع في البرنامج الثابت إلى إصدار سابق.
firmware-ask = هل الجهاز موصول بالكهرباء وكل ما سبق واضح؟ للبدء يُرجى كتابة yes:
updates-firmware = برنامج ثابت: يُثبَّت وحده بالأمر patchround firmware { $id } --pc "{ $pc }"
error-cannot-go-first = لا يمكن البدء بـ { $pc } الآن: إنه لا يستجيب، أو لا تحديث له، أو لا تحديث لجهاز غيره.
lists-name = تحديثات هذا الجهاز
names-more = { $names } و{ $count } غيرها
names-times = ‏{ $name } ({ $count })
big-change = تغيير كبير. { $why }
big-first-number = يصبح الإصدار { $from } الإصدار { $to }.
big-removes = يزيل هذا التحديث { $names }.
big-new-maker = يأتي من { $to } بدلًا من { $from }.
big-downgrade = يعود إلى إصدار أقدم.
big-maker-tells = تقول الجهة المنتجة إن شيئًا سيُزال أو يجب نقله.
big-asked-first = يريد مكتبكم أن يُسأل أولًا.
big-new-permissions = يستطيع فعل أكثر من السابق على الجهاز.
big-feature-update = هو الإصدار التالي من النظام.
big-unknown = لدى الجهاز سبب لا يعرفه هذا البرنامج بعد.
plan-big = ‏{ $name }: { $big }

## A round

round-open = لم يستجب { $pc } منذ جولة سابقة. وما بقي عليه يستمر متى شُغّل.
round-joins = هناك جولة سابقة لم تكتمل. نتابعها أولًا حتى نهايتها.
round-checks = { $count ->
    [zero] لا جهاز يبحث عن التحديثات أولًا.
    [one] جهاز واحد يبحث عن التحديثات أولًا.
    [two] جهازان يبحثان عن التحديثات أولًا.
    [few] { $count } أجهزة تبحث عن التحديثات أولًا.
    [many] { $count } جهازًا تبحث عن التحديثات أولًا.
   *[other] { $count } جهاز تبحث عن التحديثات أولًا.
}
round-later = تم الاتفاق. تبدأ التحديثات { $time }، حتى إن كان هذا الكمبيوتر مطفأ. لمعرفة ما حدث: patchround record
round-retrying = { $pc }: لا يستجيب، نعيد المحاولة
round-retrying-refused = { $pc }: لا يستطيع البدء الآن، نعيد المحاولة
round-gave-up = { $pc }: ما زال لا يستجيب
round-gave-up-refused = { $pc }: ما زال لا يستطيع البدء
round-waits = تحديثات الأجهزة التي لم تستجب تنتظر حتى أسبوع. تبدأ عند تشغيلكم patchround في المرة القادمة وتلك الأجهزة قيد التشغيل.
round-left = توقفتم عن المتابعة. الأجهزة التي أُبلغت تتابع وحدها؛ وتُبلَّغ البقية عند تشغيلكم patchround في المرة القادمة. لمعرفة ما حدث: patchround record
later-line = متفق عليه { $time }، { $pc }: { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
}.
later-waits = بانتظار استجابة { $pc }: { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
}.
later-after-first = بعد النجاح على { $first }، { $pc }: { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
}.
later-just-on = شُغِّل { $pc } للتو. يبدأ ما اتُّفق عليه له { $time }.
later-cancel = لإلغاء الاتفاق: patchround update --cancel --all، أو --pc NAME لجهاز واحد.
hold-meant = لا يعرض أي جهاز { $package } حاليًا. للإبقاء على البرنامج بهذا الاسم: patchround hold { $other } ثم patchround release { $package }
hold-not-offered = لا يعرض أي جهاز تحديثًا لـ { $package } حاليًا. ولمعرفة ما تُسمى به الحزم هنا: patchround updates
hold-done = يبقى { $package } كما هو على كل جهاز حتى { $until }. ويُثبَّت إصلاح الأمان قبل ذلك متى تأخر.
except-meant = لا يعرض أي جهاز { $package } حاليًا. والبرنامج الذي يحمل هذا الاسم يُسمى هنا { $other }: patchround except { $other }
except-words = كلمات المالك الست من الورقة:
except-done = يبقى { $package } كما هو على { $pcs } حتى { $until } بموافقة المالك. ويُعَد متأخرًا عن قصد، لا منتهيًا.
except-done-everywhere = يبقى { $package } كما هو على كل جهاز حتى { $until } بموافقة المالك. ويُعَد متأخرًا عن قصد، لا منتهيًا.
except-ended = لم يعد { $package } متأخرًا عن قصد.
except-none = لا يوجد اتفاق على تأخير أي شيء.
release-done = لم يعد { $package } مُبقى عليه.
undo-done = رجع { $pc } إلى { $name } { $version }، ويبقى عليه حتى { $until }. وللسماح بالإصدار الأحدث قبل ذلك: patchround release { $package } --pc "{ $pc }"
undo-not-done = لم يرجع { $pc } إلى { $name } { $version }. { $cause } { $next }
undo-waits = لا يستجيب { $pc }. يرجع متى استجاب، إن كان ذلك خلال يومين.
undo-what = ‏{ $pc }: يرجع { $name } من { $newer } إلى { $version }، ويبقى عليه حتى إشعار آخر، أسبوعين على الأكثر.
undo-files = قد لا يُفتح في الإصدار الأقدم ما حُفظ في الأحدث. ولا ترجع الإعدادات معه.
undo-ask = هل نرجع؟ للبدء يُرجى كتابة yes:
undo-cause-not-there = قال برنامج التثبيت إنه انتهى، لكن الإصدار الأقدم غير موجود.
undo-cause-cut-off = انقطع الرجوع قبل أن ينتهي، أو انقطع التحديث الذي سبقه.
undo-cause-held = أبقى أحد هذا البرنامج عمدًا على إصداره على هذا الجهاز.
undo-next-look = يُرجى تشغيل patchround check، ثم يقول patchround updates إلى أي إصدار يمكن لهذا الجهاز أن يرجع. وإن لم ينفع ذلك، فيُرجى سؤال الدعم التقني عن الإصدار الأقدم.
    .window = يُرجى الضغط على «التحقق الآن»، ثم تقول صفحة هذا الجهاز إلى أي إصدار يمكنه أن يرجع. وإن لم ينفع ذلك، فيُرجى سؤال الدعم التقني عن الإصدار الأقدم.
undo-next-cut-off = يُرجى تشغيل patchround update: يُنهي أولًا ما انقطع. ثم يُرجى الرجوع مرة أخرى.
    .window = إن كان في صفحة هذا الجهاز «إصلاح هذا الجهاز…» فيُرجى الضغط عليه أولًا. ثم يُرجى الرجوع مرة أخرى.
undo-next-held = يُرجى السؤال عمّن أبقاه عليه وعن السبب. ويمكن إنهاء ذلك عند ذلك الجهاز.
undo-next-busy = يُرجى الانتظار حتى ينتهي، ثم إعادة المحاولة.
undo-next-network = يُرجى التحقق من عمل الإنترنت على هذا الجهاز، ثم إعادة المحاولة.
undo-next-later = يُرجى إعادة المحاولة في وقت لاحق اليوم.
undo-next-disk-full = يُرجى إفراغ سلة المحذوفات أو حذف ملفات قديمة على هذا الجهاز، ثم إعادة المحاولة.
undo-next-check = يُرجى تشغيل patchround check، ثم إعادة المحاولة.
    .window = يُرجى الضغط على «التحقق الآن»، ثم إعادة المحاولة.
undo-next-on = يُرجى إعادة المحاولة والجهاز يعمل.
undo-next-first = يُرجى حل ذلك أولًا، ثم إعادة المحاولة.
release-pc-done = يقبل { $pc } من جديد الإصدارات الأحدث من { $name }.
release-pc-not-done = ما زال { $pc } على { $name } { $version }. { $cause } { $next }
updates-undo = ‏{ $name }: يمكن الرجوع من { $newer } إلى { $version } بالأمر patchround undo { $package } --pc "{ $pc }" --why TEXT
updates-back = ‏{ $name }: يبقى على { $version } حتى { $until }. ولإنهاء ذلك: patchround release { $package } --pc "{ $pc }"
updates-no-end = يُنهي أحد ذلك
pause-done = حتى { $until } لا شيء يحدث تلقائيًا سوى إصلاحات الأمان المتأخرة. وما يُطلَب يستمر. لإنهاء الإيقاف: patchround resume
resume-done = انتهى الإيقاف.
paused = حتى { $until } لا شيء يحدث تلقائيًا سوى إصلاحات الأمان المتأخرة. لإنهاء الإيقاف: patchround resume
cooling-off-done = { $days ->
    [zero] من الآن لا تنتظر التغييرات الكبيرة.
    [one] من الآن تنتظر التغييرات الكبيرة يومًا واحدًا بعد صدورها، كي يكتشف الآخرون عيوبها أولًا.
    [two] من الآن تنتظر التغييرات الكبيرة يومين بعد صدورها، كي يكتشف الآخرون عيوبها أولًا.
    [few] من الآن تنتظر التغييرات الكبيرة { $days } أيام بعد صدورها، كي يكتشف الآخرون عيوبها أولًا.
    [many] من الآن تنتظر التغييرات الكبيرة { $days } يومًا بعد صدورها، كي يكتشف الآخرون عيوبها أولًا.
   *[other] من الآن تنتظر التغييرات الكبيرة { $days } يوم بعد صدورها، كي يكتشف الآخرون عيوبها أولًا.
}
later-none = لا شيء متفق عليه لوقت لاحق.
later-taken-back = { $pc }: أُلغي الاتفاق، لن يبدأ.
later-not-taken-back = أُبلغ { $pc } بالأمر من قبل ولا يستجيب الآن: سيبدأ كما اتُّفق. يُرجى تشغيله وإعادة المحاولة.
wake-asked-one = طلبنا من { $first } إيقاظ { $pc }. قد يستغرق ذلك بضع دقائق؛ ولا يمكن إيقاظ كل جهاز.
wake-asked-two = طلبنا من { $first } و{ $second } إيقاظ { $pc }. قد يستغرق ذلك بضع دقائق؛ ولا يمكن إيقاظ كل جهاز.
wake-off-there = أخبرنا { $pc } أن بطاقات شبكته لا توقظه، فالأرجح أنه سيبقى مطفأً.
wake-is-on = { $pc } مشغَّل بالفعل.
wake-no-card = لم يخبرنا { $pc } بعدُ كيف يمكن إيقاظه. يُرجى تشغيله يدويًا؛ وعندها يخبرنا.
wake-just-asked = طُلب إيقاظ { $pc } قبل قليل. قد يستغرق ذلك بضع دقائق؛ ولا يمكن إيقاظ كل جهاز.
wake-nobody-else = لم يستطع أي جهاز آخر مشغَّل في المكتب إيقاظ { $pc }. يُرجى تشغيله يدويًا.
restart-planned = يُعاد تشغيل { $pc } ‏({ $time }) حين لا يستخدمه أحد.
restart-off-planned = يُطفأ { $pc } ‏({ $time }) حين لا يستخدمه أحد.
restart-not-told = لا يستجيب { $pc }. وحين يستجيب يُبلَّغ بإعادة التشغيل.
restart-off-not-told = لا يستجيب { $pc }. وحين يستجيب يُبلَّغ بالإطفاء.
restart-waits = لم يُعَد تشغيل { $pc } بعد. { $why } ويُعاد تشغيله حين ينتهي ذلك.
restart-off-waits = لم يُطفأ { $pc } بعد. { $why } ويُطفأ حين ينتهي ذلك.
restart-goes-on = يُعاد الآن تشغيل { $pc }.
restart-off-goes-on = يُطفأ الآن { $pc }.
restart-done = أُعيد تشغيل { $pc } وجرى التحقق منه. ولم تعد هناك حاجة إلى إعادة تشغيل.
restart-needed-for = يحتاج { $pc } إلى إعادة تشغيل بسبب: { $names }.
restart-cancel = لإلغاء إعادة تشغيل: patchround restart NAME --cancel. ولتغيير موعدها: patchround restart NAME --at TIME.
restart-nobody = لا يحتاج أي جهاز إلى إعادة تشغيل.
restart-none-planned = لم يُتفق على أي إعادة تشغيل.
restart-step = لم يُعَد تشغيل { $pc }: { $cause } { $next }
restart-next-battery = يُرجى توصيل الشاحن، ثم طلب ذلك من جديد.
restart-next-busy = يُرجى الانتظار حتى ينتهي، ثم طلب ذلك من جديد.
restart-next-disk-full = يُرجى إفراغ سلة المحذوفات أو إزالة ملفات قديمة على هذا الجهاز، ثم طلب ذلك من جديد.
restart-next-cancelled = يمكن طلب ذلك من جديد متى شئتم.
restart-next-expired = يُرجى طلب ذلك من جديد والجهاز قيد التشغيل.
wait-call = هناك كاميرا أو ميكروفون قيد الاستخدام: ربما كانت هناك مكالمة.
wait-presentation = هناك شيء يُعرض الآن.
wait-at-work = { $count ->
    [zero] يعمل { $people } هناك.
    [one] يعمل { $people } هناك.
    [two] يعمل { $people } هناك.
    [few] يعمل { $people } هناك.
    [many] يعمل { $people } هناك.
   *[other] يعمل { $people } هناك.
}
wait-signed-in = { $count ->
    [zero] ما زال { $people } في جلسته هناك.
    [one] ما زال { $people } في جلسته هناك.
    [two] ما زال { $people } في جلستيهما هناك.
    [few] ما زال { $people } في جلساتهم هناك.
    [many] ما زال { $people } في جلساتهم هناك.
   *[other] ما زال { $people } في جلساتهم هناك.
} سيضيع ما لم يُحفظ، لذلك ننتظر.
wait-program = هناك برنامج يبقي الجهاز قيد التشغيل: { $program }.
wait-battery = يعمل على البطارية وبقي فيها { $percent } %. يُرجى توصيل الشاحن.
wait-not-known = لا يستطيع الجهاز معرفة هل يستخدمه أحد.
wait-names-two = { $first } و{ $second }
wait-names-more = { $first } و{ $second } و{ $count ->
    [zero] غيرهما
    [one] شخص آخر
    [two] شخصان آخران
    [few] { $count } آخرون
    [many] { $count } آخرون
   *[other] { $count } آخرون
}
wait-somebody = أحدهم
error-bad-time = { $time } ليس وقتًا يمكن إبلاغ جهاز به: يُرجى كتابة 18:30 أو 2026-11-30T18:30، على ألا يتجاوز ستة أيام مقبلة.
progress-restart-waits = { $pc }: ينتظر قبل إعادة تشغيله
progress-just-on = { $pc }: شُغِّل للتو، ويبدأ بعد بضع دقائق
progress-woken = { $pc }: لا يستجيب، وطُلب من { $by } إيقاظه
progress-restarting = { $pc }: يُعاد تشغيله
progress-accepted = ‏{ $pc }: يعرف ما عليه فعله
progress-started = { $pc }: يبدأ
progress-waiting = { $pc }: ينتظر برنامجًا آخر
progress-waiting-for = { $pc }: ينتظر { $item }
progress-downloading = { $pc }: يجلب التحديثات، { $percent } %
progress-installing = { $pc }: يثبّت، { $percent } %
progress-verifying = { $pc }: يتأكد من النجاح
progress-working = { $pc }: يعمل
progress-refreshing = { $pc }: يبحث عن التحديثات
progress-ended = { $pc }: انتهى
result-done = { $pc }: اكتمل.
result-nothing = { $pc }: لا يلزم فعل شيء.
result-done-many = { $pc }: اكتمل، { $count ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $count } تحديثات
    [many] { $count } تحديثًا
   *[other] { $count } تحديث
}.
result-later = { $pc }: متفق عليه لوقت لاحق.
result-turn = { $pc }: ينتظر حتى ينجح التحديث على الجهاز الأول.
result-needs-restart = { $pc }: اكتمل، ويحتاج إلى إعادة تشغيل.
result-needs-person = { $pc }: بانتظاركم.
result-unreachable = { $pc }: تعذّر الوصول إليه.
result-busy = ‏{ $pc }: ما زال مشغولًا بطلب سابق.
result-partly = ‏{ $pc }: { $count ->
    [zero] لم يُثبَّت شيء.
    [one] ثُبِّت تحديث واحد، لا كلها.
    [two] ثُبِّت تحديثان، لا كلها.
    [few] ثُبِّتت { $count } تحديثات، لا كلها.
    [many] ثُبِّت { $count } تحديثًا، لا كلها.
   *[other] ثُبِّت { $count } تحديث، لا كلها.
}
result-failed = { $pc }: لم ينجح.
result-step = ‏{ $name }: { $cause } { $next }
result-details = التفاصيل التقنية: { $details }

## The record

record-none = لم يحدث شيء بعد.
record-line = ‏{ $time }  { $text }
record-office-made = { $who }: إنشاء المكتب { $office }.
record-code-made = { $who }: إنشاء رمز للأجهزة الجديدة.
record-invitation-made = { $who }: إنشاء ملف انضمام صالح حتى { $until }، والعدد: { $pcs ->
    [zero] لا أجهزة
    [one] جهاز واحد
    [two] جهازان
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}.
record-invitation-ended = { $who }: إنهاء صلاحية ملف الانضمام { $id }.
record-pc-joined = { $who }: إضافة { $pc }.
record-pc-removed = { $who }: إزالة { $pc }.
record-pc-renamed = { $who }: تغيير الاسم { $from } إلى { $pc }.
record-by-itself = ثبّت { $pc } تلقائيًا { $name } { $version }، { $at }.
record-by-itself-restart = ثبّت { $pc } تلقائيًا { $name } { $version }، { $at }. ولن يُستخدم إلا بعد إعادة تشغيل الحاسوب.
record-by-itself-not-whole = ثبّت { $pc } تلقائيًا { $name } { $version }، { $at }. { $cause } وعند تحديث هذا الحاسوب مرة أخرى يُعاد ذلك أولًا.
record-by-itself-not = حاول { $pc } تلقائيًا تثبيت { $name } { $version }، { $at }. { $cause }
record-restarted-by-itself = أعاد { $pc } تشغيل نفسه تلقائيًا، { $at }: لم يكن أحد هناك.
record-repaired-by-itself = أكمل { $pc } تلقائيًا ما انقطع، { $at }.
record-not-restarted-by-itself = كان على { $pc } أن يعيد تشغيل نفسه تلقائيًا، { $at }، ولم يفعل. { $cause }
record-not-repaired-by-itself = تعذّر على { $pc } أن يكمل تلقائيًا ما انقطع، { $at }. { $cause }
record-repair-agreed = { $who }: الموافقة على أن يكمل { $pc } ما انقطع.
record-repair-agreed-later = { $who }: الموافقة على أن يكمل { $pc } ما انقطع ليس قبل { $begins }.
record-repaired = أكمل { $pc } ما انقطع.
record-repaired-not = لم يكمل { $pc } ما انقطع. { $cause }
record-set-up-agreed = { $who }: الموافقة على أن يعيد { $pc } محاولة إعداد { $names }.
record-set-up-agreed-later = { $who }: الموافقة على أن يعيد { $pc } محاولة إعداد { $names } ليس قبل { $begins }.
record-set-up = أعاد { $pc } محاولة إعداد { $names }، ونجحت.
record-set-up-not = لم يكمل { $pc } إعداد { $names }. { $cause }
record-restart-agreed = { $who }: الموافقة على إعادة تشغيل { $pc } حين لا يستخدمه أحد.
record-restart-agreed-later = { $who }: الموافقة على إعادة تشغيل { $pc } ليس قبل { $begins } وحين لا يستخدمه أحد.
record-off-agreed = { $who }: الموافقة على إطفاء { $pc } حين لا يستخدمه أحد.
record-off-agreed-later = { $who }: الموافقة على إطفاء { $pc } ليس قبل { $begins } وحين لا يستخدمه أحد.
record-restarted = أُعيد تشغيل { $pc } وجرى التحقق منه.
record-switched-off = أُطفئ { $pc }، وهو الآن قيد التشغيل.
record-restart-not = لم يُعَد تشغيل { $pc }. { $cause }
record-rules-changed = { $who }: تغيير وقت التحديثات.
record-cooling-off = { $days ->
    [zero] { $who }: لا تنتظر التغييرات الكبيرة بعد الآن.
    [one] { $who }: تنتظر التغييرات الكبيرة يومًا واحدًا.
    [two] { $who }: تنتظر التغييرات الكبيرة يومين.
    [few] { $who }: تنتظر التغييرات الكبيرة { $days } أيام.
    [many] { $who }: تنتظر التغييرات الكبيرة { $days } يومًا.
   *[other] { $who }: تنتظر التغييرات الكبيرة { $days } يوم.
}
record-held = { $who }: الإبقاء على { $package } حتى { $until }: { $why }
record-excepted = { $who }: الموافقة على تأخير { $package } على { $pcs } حتى { $until }: { $why }؛ وبدلًا منه: { $instead }
record-excepted-everywhere = { $who }: الموافقة على تأخير { $package } على كل جهاز حتى { $until }: { $why }؛ وبدلًا منه: { $instead }
record-exception-ended = { $who }: انتهاء الموافقة على تأخير { $package }.
record-exception-ended-on = { $who }: انتهاء الموافقة على تأخير { $package } على { $pcs }.
record-released = { $who }: انتهاء الإبقاء على { $package }.
record-undo-agreed = { $who }: رجوع { $pc } إلى { $name } { $version } والبقاء عليه حتى { $until }: { $why }
record-went-back = رجع { $pc } إلى { $name } { $version }.
record-went-back-not = لم يرجع { $pc } إلى { $name } { $version }. { $cause }
record-firmware-agreed = { $who }: تثبيت البرنامج الثابت { $version } لـ { $name } على { $pc }.
record-release-agreed = { $who }: إنهاء بقاء { $pc } على { $name } { $version }.
record-let-go = لم يعد { $pc } باقيًا على { $name } { $version }.
record-let-go-not = ما زال { $pc } باقيًا على { $name } { $version }. { $cause }
record-let-go-by-itself = لم يعد { $pc } باقيًا على { $name } { $version }: انتهى وقت ذلك، { $at }.
record-paused = { $who }: إيقاف المكتب حتى { $until }.
record-resumed = { $who }: انتهاء إيقاف المكتب.
record-office-changed = { $who }: تغيير بيانات المكتب. اسمه { $office }.
record-rules-older = اتبع { $pc } قواعد أقدم من قبل.
record-pc-put-back = أُعيد { $pc } إلى يوم سابق.
record-pc-log-changed = ما دوّنه { $pc } عن نفسه غُيِّر أو قُصِّر. يُرجى السؤال عمّن يعتني به غيركم.
record-shortened = { $lines ->
    [zero] لا أسطر ناقصة هنا
    [one] سطر واحد كان ناقصًا هنا
    [two] سطران كانا ناقصين هنا
    [few] { $lines } أسطر كانت ناقصة هنا
    [many] { $lines } سطرًا كانت ناقصة هنا
   *[other] { $lines } سطر كانت ناقصة هنا
}: قُصِّر السجل أو استُعيد من نسخة احتياطية.
record-changed = وُجد السجل حتى هنا مُغيَّرًا.
record-round-agreed = { $who }: الموافقة على { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثين
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
} على { $pcs ->
    [zero] لا أجهزة
    [one] جهاز واحد
    [two] جهازين
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}.
record-round-agreed-later = { $who }: الموافقة على { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثين
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
} على { $pcs ->
    [zero] لا أجهزة
    [one] جهاز واحد
    [two] جهازين
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}، ليس قبل { $begins }.
record-tried-again = { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
} على { $pcs ->
    [zero] لا جهاز
    [one] جهاز واحد
    [two] جهازين
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}: لم ينجح ذلك لسبب عابر، وطُلب من جديد.
record-first-chosen = { $pcs ->
    [zero] يبدأ التحديث على { $pc }؛ لا ينتظر جهاز آخر.
    [one] يبدأ التحديث على { $pc }؛ وينتظره جهاز واحد آخر.
    [two] يبدأ التحديث على { $pc }؛ وينتظره جهازان آخران.
    [few] يبدأ التحديث على { $pc }؛ وتنتظره { $pcs } أجهزة أخرى.
    [many] يبدأ التحديث على { $pc }؛ وينتظره { $pcs } جهازًا آخر.
   *[other] يبدأ التحديث على { $pc }؛ وينتظره { $pcs } جهاز آخر.
}
record-first-done = { $pcs ->
    [zero] نجح التحديث على { $pc }. لا ينتظر جهاز آخر.
    [one] نجح التحديث على { $pc }. يتلقى الجهاز الآخر نصيبه الآن.
    [two] نجح التحديث على { $pc }. يتلقى الجهازان الآخران نصيبهما الآن.
    [few] نجح التحديث على { $pc }. تتلقى { $pcs } أجهزة أخرى نصيبها الآن.
    [many] نجح التحديث على { $pc }. يتلقى { $pcs } جهازًا آخر نصيبه الآن.
   *[other] نجح التحديث على { $pc }. يتلقى { $pcs } جهاز آخر نصيبه الآن.
}
record-first-failed = { $pcs ->
    [zero] لم ينجح التحديث على { $pc } الذي بدأنا به. لا يتأثر جهاز آخر.
    [one] لم ينجح التحديث على { $pc } الذي بدأنا به. بقي الجهاز الآخر كما هو.
    [two] لم ينجح التحديث على { $pc } الذي بدأنا به. بقي الجهازان الآخران كما هما.
    [few] لم ينجح التحديث على { $pc } الذي بدأنا به. بقيت { $pcs } أجهزة أخرى كما هي.
    [many] لم ينجح التحديث على { $pc } الذي بدأنا به. بقي { $pcs } جهازًا آخر كما هو.
   *[other] لم ينجح التحديث على { $pc } الذي بدأنا به. بقي { $pcs } جهاز آخر كما هو.
}
record-order-taken = أُبلغ { $pc } بما عليه فعله.
record-ordered-by-others = سبق أن طلب { $who } { $count ->
    [zero] لا تحديث منها
    [one] تحديثًا واحدًا منها
    [two] تحديثين منها
    [few] { $count } تحديثات منها
    [many] { $count } تحديثًا منها
   *[other] { $count } تحديث منها
} على { $pcs ->
    [zero] لا جهاز
    [one] جهاز واحد
    [two] جهازين
    [few] { $pcs } أجهزة
    [many] { $pcs } جهازًا
   *[other] { $pcs } جهاز
}.
record-order-waits = لم يستجب { $pc }. تنتظره تحديثاته حتى { $until }.
record-wake-asked = طلب { $who } من { $by } إيقاظ { $pc }.
record-woken-for-order = طُلب من { $by } إيقاظ { $pc } لأن ما اتُّفق عليه ينتظره.
record-order-withdrawn = أُلغي ما اتُّفق عليه لـ { $pc } أو استُبدل قبل أن يبدأ.
record-update-done = { $pc }: ثُبِّت { $name } { $version }.
record-update-needs-restart = { $pc }: ثُبِّت { $name } { $version }. ولن يُستخدم إلا بعد إعادة تشغيل الحاسوب.
record-update-not-whole = { $pc }: يوجد { $name } { $version }. { $cause } وعند تحديث هذا الحاسوب مرة أخرى يُعاد ذلك أولًا.
record-update-ended = { $pc }: لم يُثبَّت { $name } { $version }. { $cause }
record-name-of-many = ‏{ $name } ({ $package })
record-pc-done = انتهى { $pc }.
record-pc-needs-restart = انتهى { $pc } ويحتاج إلى إعادة تشغيل.
record-pc-waiting = لم يكتمل { $pc }: ما زال شيء ينتظر.
record-pc-not-done = لم يكتمل { $pc }: لم يُثبَّت كل شيء.
record-flaw-changed = ما يقوله السجل من { $from } إلى { $until } غُيِّر لاحقًا. لا يُعتمد عليه، ويُرجى الاحتفاظ بنسخة منه والسؤال عمّن يستخدم هذا الكمبيوتر غيركم.
record-flaw-shortened = فقد السجل أسطرًا بين { $from } و{ $until }. إن استعدتم نسخة احتياطية فهذا هو السبب. وإلا فيُرجى الاحتفاظ بنسخة منه والسؤال عمّن يستخدم هذا الكمبيوتر غيركم.

## Wrong use

usage-command = لا يوجد أمر «{ $what }».
usage-option = لا يوجد هنا خيار { $what }.
usage-missing = هناك شيء ناقص: { $what }.
usage-missing-value = هناك شيء ناقص بعد { $what }.
usage-value = لا يصلح «{ $value }» مع { $what }.
usage-conflict = لا يجتمع { $what } و{ $other }.
usage-other = لا يمكن تنفيذ ما كُتب.
usage-nearest = هل المقصود «{ $nearest }»؟
usage-no-command = يُرجى كتابة ما المطلوب، مثل: patchround pcs
usage-extra = «{ $what }» زائد هنا.
usage-missing-one = هناك شيء ناقص من هذه: { $what }.
usage-no-value = لا يُكتب شيء بعد { $what }.
usage-range = لا يصلح «{ $value }» مع { $what }: يُكتب رقم من { $from } إلى { $to }.
usage-twice = لا يُكتب { $what } إلا مرة واحدة.
usage-help = لعرض ما هو متاح: { $command } --help

# الأشخاص الذين يُسألون
record-person-asked = سُئل { $person } على { $pc } عن { $names }. من دون رد يُثبَّت { $time }.
record-person-answered = أجاب { $person } على { $pc } عن { $names }: { $answer }
record-objection-answered = أجاب { $who } على { $people } على { $pc } عن { $names }: { $decision }
record-said-wrong = ذكر { $person } على { $pc } وجود خلل منذ تحديث { $names }.
record-stopped-for-people = أُوقف { $names } على { $pcs }، لأن { $people } ذكر على { $pc } وجود خلل.
record-wrong-answered = أجاب { $who } على { $people } على { $pc } عن { $names }: { $decision }
record-stand-in-has-it = لم يصل ردّ من { $person } إلى { $people } على { $pc } عن { $names } منذ { $since }. الأمر الآن لدى { $name }.
record-answer-late = لم يصل ردّ إلى { $people } على { $pc } عن { $names } منذ { $since }. تأخّر { $person } في ذلك.
record-person-wrote = كتب { $person } من { $pc }: «{ $words }»
record-note-done = تحدث { $who } مع { $people } عن الملاحظة من { $pc }.
record-stand-in-has-note = لم يتحدث أحد مع { $people } على { $pc } عن ملاحظة منذ { $since }. وهي الآن لدى { $name } بدلًا من { $person }.
record-note-late = لم يتحدث أحد مع { $people } على { $pc } عن ملاحظة منذ { $since }. تأخّر { $person } في ذلك.
turn-stand-in = لم يصل ردّ من { $person } منذ { $since }. الأمر الآن لدى { $name }.
turn-late = هناك تأخير: لم يصل ردّ من { $person } منذ { $since }.
together = طلب { $count } من { $all } الانتظار مع { $names }: { $people }.
together-person = ‏{ $person } ({ $pc })
together-how = نقترح تأجيله على كل الأجهزة حتى { $until } بالأمر: patchround answer --for-all "{ $name }".
together-done = أُجِّل «{ $name }» على كل الأجهزة. ووصل ردّ إلى كل من طلب الانتظار.
hold-for-people = طلب عدة أشخاص الانتظار.
said-wrong = هناك خلل.
answer-now = التحديث الآن.
answer-time = التحديث { $time }.
answer-unknown = رد لا يعرفه هذا البرنامج.
worry-busy = لدي عمل مهم حتى { $time }.
worry-tool = قد تتوقف أداة أحتاج إليها عن العمل.
worry-unwanted = لا أريد هذا التغيير.
decision-wait = ننتظر حتى { $time }.
decision-keep = يُبقي هذا الجهاز على الإصدار القديم.
decision-go-ahead = يُثبَّت مع ذلك، { $time }.
decision-go-back = يعود هذا الجهاز إلى الإصدار القديم. ويبقى عليه حتى { $time }.
decision-go-on = يبقى الإصدار الجديد.
decision-unknown = قرار لا يعرفه هذا البرنامج.
with-words = ‏{ $sentence } «{ $words }»
answer-none = لا أحد ينتظر ردًا.
answer-title = { $pc }: طلب الانتظار مع { $names }.
answer-until = إنه إصلاح أمني: يُثبَّت { $time } في كل الأحوال.
answer-how = يُرجى الرد بالأمر patchround answer { $pc } --wait-until YYYY-MM-DD أو --keep أو --go-ahead. ويُضاف --say "..." للكتابة إليهم.
answer-wrong-title = { $pc }: هناك خلل منذ تحديث { $names }.
answer-wrong-stopped = { $count ->
    [zero] لم يُوقف على أي جهاز آخر.
    [one] أُوقف على جهاز واحد آخر حتى الرد.
    [two] أُوقف على جهازين آخرين حتى الرد.
    [few] أُوقف على { $count } أجهزة أخرى حتى الرد.
    [many] أُوقف على { $count } جهازًا آخر حتى الرد.
   *[other] أُوقف على { $count } جهاز آخر حتى الرد.
}
answer-wrong-how = يُرجى الرد بالأمر patchround answer { $pc } --go-back أو --go-on. ويُضاف --say "..." للكتابة إليهم.
answer-wrong-no-way = لم يحتفظ هذا الجهاز بالإصدار القديم. يُرجى الرد بالأمر patchround answer { $pc } --go-on.
answer-done = تم الرد: { $decision } يقرؤونه على { $pc }.
answer-which = تنتظر عدة ردود على { $pc }. يُرجى تسمية أحدها بـ --about: { $names }.
answer-person = ‏{ $person }: { $said }
answer-note-title = { $pc }: ملاحظة لا تخص أي تحديث.
quoted = ‏«{ $words }»
answer-note-how = يُرجى التحدث معهم، ثم تأكيد ذلك بالأمر patchround answer { $pc } --done.
answer-note-done = لم تعد أي ملاحظة من { $pc } تنتظر. تم التحدث عن: { $notes }
answer-note-person = ‏{ $person } «{ $words }»
pcs-objections = { $count ->
    [zero] لا ردود تنتظر. يعرضها الأمر patchround answer.
    [one] ينتظر شخص ردًا. يعرضه الأمر patchround answer.
    [two] ينتظر ردان. يعرضهما الأمر patchround answer.
    [few] تنتظر { $count } ردود. يعرضها الأمر patchround answer.
    [many] ينتظر { $count } ردًا. يعرضها الأمر patchround answer.
   *[other] ينتظر { $count } رد. يعرضها الأمر patchround answer.
}

## By which rules an office is judged

rule-recommended = توصيتنا
rule-recommended-text = توصيتنا: يومان لما يستغله المهاجمون، و14 يومًا لتحديثات الأمان، و30 يومًا لكل ما عدا ذلك.
rule-cyber-essentials = ‏Cyber Essentials
rule-cyber-essentials-text = ‏Cyber Essentials (المملكة المتحدة): 14 يومًا لتحديثات الأمان التي يصفها صانعها بالحرجة أو العالية، أو التي تبلغ درجتها 7 أو أكثر، أو التي لا يذكر صانعها مدى خطورتها.
rule-bod-26-04 = ‏CISA BOD 26-04
rule-bod-26-04-text = ‏CISA BOD 26-04 (الولايات المتحدة): 3 أو 14 أو 60 يومًا، بحسب استغلال المهاجمين لها وسهولته وغايته.
rule-cis = ‏CIS Controls
rule-cis-text = ‏CIS Controls: شهر واحد لكل شيء.
rule-pci = ‏PCI DSS
rule-pci-text = ‏PCI DSS: شهر واحد لتحديثات الأمان الحرجة.
rule-own = مهلكم الخاصة
rule-own-text = مهلكم الخاصة.
rule-own-days = مهلكم الخاصة ({ $days })
rule-own-urgent = { $days ->
    [zero] ما يستغله المهاجمون: { $days } يوم
    [one] ما يستغله المهاجمون: يوم واحد
    [two] ما يستغله المهاجمون: يومان
    [few] ما يستغله المهاجمون: { $days } أيام
    [many] ما يستغله المهاجمون: { $days } يومًا
   *[other] ما يستغله المهاجمون: { $days } يوم
}
rule-own-security = { $days ->
    [zero] تحديثات الأمان: { $days } يوم
    [one] تحديثات الأمان: يوم واحد
    [two] تحديثات الأمان: يومان
    [few] تحديثات الأمان: { $days } أيام
    [many] تحديثات الأمان: { $days } يومًا
   *[other] تحديثات الأمان: { $days } يوم
}
rule-own-other = { $days ->
    [zero] كل ما عدا ذلك: { $days } يوم
    [one] كل ما عدا ذلك: يوم واحد
    [two] كل ما عدا ذلك: يومان
    [few] كل ما عدا ذلك: { $days } أيام
    [many] كل ما عدا ذلك: { $days } يومًا
   *[other] كل ما عدا ذلك: { $days } يوم
}
judged-by = يُحكم على مكتبكم وفق: { $rules }
judged-by-strictest = من بين عدة قواعد تسري أشدها على كل تحديث.
judged-reachable = يمكن لأي شخص الوصول إلى { $pc } من الإنترنت.
brought-later = { $count ->
    [zero] حُفظ هذا.
    [one] حُفظ هذا. لم يُجب جهاز واحد: سيصله عند الاتصال التالي.
    [two] حُفظ هذا. لم يُجب جهازان: سيصلهما عند الاتصال التالي.
    [few] حُفظ هذا. لم تُجب { $count } أجهزة: سيصلها عند الاتصال التالي.
    [many] حُفظ هذا. لم يُجب { $count } جهازًا: سيصلها عند الاتصال التالي.
   *[other] حُفظ هذا. لم يُجب { $count } جهاز: سيصلها عند الاتصال التالي.
}
clock-due = مستحق في { $day } وفق: { $rule }. صدر في { $released }، { $from }.
clock-used = يستغل المهاجمون ما يصلحه، بحسب قائمة { $day }.
clock-used-said = يستغل المهاجمون ما يصلحه، بحسب صانعه.
clock-not-used = ما يصلحه ليس في قائمة ما يستغله المهاجمون، المؤرخة { $day }.
clock-no-list = لا يُعرف هل يستغل المهاجمون ما يصلحه: لا توجد قائمة بذلك بعد.
clock-no-flaws = لا يُعرف هل يستغل المهاجمون ما يصلحه: لا يذكر أحد ما يصلحه.
pc-agreed = متفق عليه: يجوز أن يتأخر حتى { $day }
error-bad-limit = { $most ->
    [zero] المهلة من 1 إلى { $most } يوم.
    [one] المهلة يوم واحد.
    [two] المهلة يوم أو يومان.
    [few] المهلة من 1 إلى { $most } أيام.
    [many] المهلة من 1 إلى { $most } يومًا.
   *[other] المهلة من 1 إلى { $most } يوم.
}
record-judged-by = { $who }: يُحكم على المكتب وفق: { $rules }
record-reachable = { $who }: يمكن لأي شخص الوصول إلى { $pc } من الإنترنت.
record-not-reachable = { $who }: لا يمكن لأحد الوصول إلى { $pc } من الإنترنت.
record-report-made = { $who }: إعداد تقرير { $month }.

## What the world knows of flaws

feed-kev = ما يستغله المهاجمون، من CISA وهي هيئة في الولايات المتحدة
feed-epss = مدى احتمال الهجمات، من FIRST
feed-vulnrichment = ما قد يكسبه الهجوم، من CISA
feed-osv = مدى سوء العيوب، من OSV
feed-endoflife = إلى متى تحصل الأنظمة على إصلاحات، من endoflife.date
feed-off = غير مستخدم. ما كان سيقوله غير معروف.
feed-of = قورن بقائمة { $day }.
feed-asked = آخر سؤال في { $day }.
feed-none = غير معروف بعد: لا يوجد شيء منه على هذا الحاسوب.
feed-not-reached = تعذر الوصول إليه. تُعاد المحاولة تلقائيًا. تحققوا من الاتصال بالإنترنت إن استمر ذلك.
feed-certificate = أجاب طرف آخر مكانه، فلم يؤخذ شيء. تحققوا من تاريخ هذا الحاسوب أو جربوا شبكة أخرى.
feed-insecure = كان سيصل دون حماية في الطريق، فلم يؤخذ شيء.
feed-too-large = ما وصل كبير جدًا فلم يؤخذ. تُعاد المحاولة تلقائيًا.
feed-slow = وصل ببطء شديد. تُعاد المحاولة تلقائيًا.
feed-cut = انقطع في الطريق فلم يؤخذ. تُعاد المحاولة تلقائيًا.
feed-not-the-format = وصل شيء آخر فلم يؤخذ. تعرض بعض الشبكات صفحة تسجيل دخول أولًا.
feed-empty = وصل فارغًا، فيسري ما كان قبله.
feed-shrunk = صار فجأة أصغر بكثير، فيسري ما كان قبله. إن بدأ صانعه من جديد فاكتبوا: patchround feeds --forget { $key }
feed-older = كان أقدم مما هو موجود هنا، فيسري الموجود.
feed-from-the-future = تاريخه في المستقبل فلم يؤخذ. تحققوا من تاريخ هذا الحاسوب.
feed-stale = إنه قديم. يُستخدم بتاريخه حتى يصل أحدث منه.
feed-damaged = النسخة على هذا الحاسوب تالفة ولا تُستخدم. تُجلب من جديد تلقائيًا.
feed-not-kept = لم يتمكن هذا الحاسوب من حفظه. أفسحوا مكانًا على القرص.
feed-line = ‏{ $key }: { $name }
feed-from = من { $address }
error-feed-unreadable = هذا ليس عنوانًا يبدأ بـ https://. لم يتغير شيء.
error-feed-not-encrypted = قد يغير آخرون في الطريق ما يأتي من هناك. اذكروا عنوانًا يبدأ بـ https://.
error-feed-no-place = يجب أن يحتوي العنوان على { $place } في موضع ما يُسأل عنه. لم يتغير شيء.
record-feed-on = { $who }: يُستخدم هذا: { $feed }.
record-feed-from = { $who }: يُستخدم هذا، من { $address }: { $feed }.
record-feed-off = { $who }: لم يعد هذا مستخدمًا: { $feed }.

## The report as a file

report-to-come = لم يأت هذا الشهر بعد.
report-no-pcs = لم يكن في مكتبكم أي جهاز في ذلك الوقت.
report-written = كُتب: { $file }. ‏SHA-256: { $hash }
report-late = { $count ->
    [zero] لم يتأخر أي تحديث.
    [one] تأخر تحديث واحد.
    [two] تأخر تحديثان.
    [few] تأخرت { $count } تحديثات.
    [many] تأخر { $count } تحديثًا.
   *[other] تأخر { $count } تحديث.
}
report-is-ours = هذا تقرير { $month } الذي أعده { $who } في { $time }. لم يتغير فيه شيء.
report-record-flawed = لكن سجل ذلك الوقت تغير أو اقتُطع لاحقًا: يبين الأمر patchround record الموضع.
report-was-changed = يذكر هذا الملف تقرير { $month } الذي أعده { $who } في { $time }، لكنه ليس ذلك الملف: تغير فيه شيء. أعدوه من جديد وقارنوا بينهما.
report-not-ours = هذا ليس تقريرًا أعده مكتبكم، أو أنه تغير بعد ذلك. أعدوه من جديد وقارنوا بينهما.
report-no-file = هذا ليس ملفًا

## The report on paper

page-title = ‏{ $good } من { $all } من الأجهزة كانت محدَّثة في نهاية { $month }.
page-title-now = ‏{ $good } من { $all } من الأجهزة محدَّثة الآن في { $month }.
page-title-unknown = لا يُعرف شيء عن { $month }: لم يُفحص أي جهاز.
page-more = { $count ->
    [zero] العدد كما في نهاية { $month }.
    [one] هذا يزيد بجهاز واحد عن نهاية { $month }.
    [two] هذا يزيد بجهازين عن نهاية { $month }.
    [few] هذا يزيد بـ{ $count } أجهزة عن نهاية { $month }.
    [many] هذا يزيد بـ{ $count } جهازًا عن نهاية { $month }.
   *[other] هذا يزيد بـ{ $count } جهاز عن نهاية { $month }.
}
page-fewer = { $count ->
    [zero] العدد كما في نهاية { $month }.
    [one] هذا يقل بجهاز واحد عن نهاية { $month }.
    [two] هذا يقل بجهازين عن نهاية { $month }.
    [few] هذا يقل بـ{ $count } أجهزة عن نهاية { $month }.
    [many] هذا يقل بـ{ $count } جهازًا عن نهاية { $month }.
   *[other] هذا يقل بـ{ $count } جهاز عن نهاية { $month }.
}
page-as-many = العدد كما في نهاية { $month }.
page-late-one = { $days ->
    [zero] تأخر جهاز واحد: { $pc }.
    [one] تأخر جهاز واحد: { $pc }، بيوم واحد.
    [two] تأخر جهاز واحد: { $pc }، بيومين.
    [few] تأخر جهاز واحد: { $pc }، بـ{ $days } أيام.
    [many] تأخر جهاز واحد: { $pc }، بـ{ $days } يومًا.
   *[other] تأخر جهاز واحد: { $pc }، بـ{ $days } يوم.
}
page-late = { $days ->
    [zero] عدد الأجهزة المتأخرة { $count }. أطولها تأخرًا: { $pc }.
    [one] عدد الأجهزة المتأخرة { $count }. أطولها تأخرًا: { $pc }، بيوم واحد.
    [two] عدد الأجهزة المتأخرة { $count }. أطولها تأخرًا: { $pc }، بيومين.
    [few] عدد الأجهزة المتأخرة { $count }. أطولها تأخرًا: { $pc }، بـ{ $days } أيام.
    [many] عدد الأجهزة المتأخرة { $count }. أطولها تأخرًا: { $pc }، بـ{ $days } يومًا.
   *[other] عدد الأجهزة المتأخرة { $count }. أطولها تأخرًا: { $pc }، بـ{ $days } يوم.
}
page-unknown = { $count ->
    [zero] شوهدت جميع الأجهزة.
    [one] جهاز واحد لم يظهر منذ أسبوع: حالته غير معروفة.
    [two] جهازان لم يظهرا منذ أسبوع: حالتهما غير معروفة.
    [few] { $count } أجهزة لم تظهر منذ أسبوع: حالتها غير معروفة.
    [many] { $count } جهازًا لم تظهر منذ أسبوع: حالتها غير معروفة.
   *[other] { $count } جهاز لم تظهر منذ أسبوع: حالتها غير معروفة.
}
page-record-flawed = تغيّر سجل هذا الشهر أو اقتُطع لاحقًا: لا تعتمدوا عليه.
page-strip = أجهزتكم في { $day }
page-strip-now = أجهزتكم الآن
page-how-up-to-date = محدَّثة ({ $count })
page-how-open = لم تُحدَّث بعد ({ $count })
page-how-late = متأخرة ({ $count })
page-how-agreed = متأخرة باتفاق ({ $count })
page-how-unknown = لم تظهر منذ أسبوع ({ $count })
page-months = الأجهزة المحدَّثة في نهاية كل شهر
page-good-of = ‏{ $good } من { $all }
page-no-data = لا بيانات
page-in-month = في { $month }
page-placed = { $count ->
    [zero] تحديث ثُبّت
    [one] تحديث ثُبّت
    [two] تحديثان ثُبّتا
    [few] تحديثات ثُبّتت
    [many] تحديثًا ثُبّت
   *[other] تحديث ثُبّت
}
page-security = { $count ->
    [zero] منها تحديثات أمان
    [one] منها تحديث أمان
    [two] منها تحديثا أمان
    [few] منها تحديثات أمان
    [many] منها تحديث أمان
   *[other] منها تحديث أمان
}
page-slowest = { $count ->
    [zero] يوم استغرق أبطأ تحديث أمان: { $name } على { $pc }
    [one] يوم استغرق أبطأ تحديث أمان: { $name } على { $pc }
    [two] يومان استغرق أبطأ تحديث أمان: { $name } على { $pc }
    [few] أيام استغرق أبطأ تحديث أمان: { $name } على { $pc }
    [many] يومًا استغرق أبطأ تحديث أمان: { $name } على { $pc }
   *[other] يوم استغرق أبطأ تحديث أمان: { $name } على { $pc }
}
page-in-time = { $count ->
    [zero] تحديثات أمان ثُبّتت خلال 14 يومًا
    [one] تحديث أمان ثُبّت خلال 14 يومًا
    [two] تحديثا أمان ثُبّتا خلال 14 يومًا
    [few] تحديثات أمان ثُبّتت خلال 14 يومًا
    [many] تحديث أمان ثُبّت خلال 14 يومًا
   *[other] تحديث أمان ثُبّت خلال 14 يومًا
}
page-too-late = { $count ->
    [zero] استغرقت أطول أو ما زالت ناقصة
    [one] استغرق أطول أو ما زال ناقصًا
    [two] استغرقا أطول أو ما زالا ناقصين
    [few] استغرقت أطول أو ما زالت ناقصة
    [many] استغرق أطول أو ما زال ناقصًا
   *[other] استغرق أطول أو ما زال ناقصًا
}
page-asked-to-wait = { $count ->
    [zero] أشخاص طلبوا الانتظار
    [one] شخص طلب الانتظار
    [two] شخصان طلبا الانتظار
    [few] أشخاص طلبوا الانتظار
    [many] شخصًا طلبوا الانتظار
   *[other] شخص طلبوا الانتظار
}
page-restarts = { $count ->
    [zero] مرات إعادة تشغيل لم يكن أحد يستخدم الجهاز خلالها
    [one] إعادة تشغيل لم يكن أحد يستخدم الجهاز خلالها
    [two] مرتا إعادة تشغيل لم يكن أحد يستخدم الجهاز خلالهما
    [few] مرات إعادة تشغيل لم يكن أحد يستخدم الجهاز خلالها
    [many] مرة إعادة تشغيل لم يكن أحد يستخدم الجهاز خلالها
   *[other] مرة إعادة تشغيل لم يكن أحد يستخدم الجهاز خلالها
}
page-month-no-data = { $month } (لا بيانات)
page-late-since = { $count ->
    [zero] متأخر منذ { $day }.
    [one] متأخر منذ { $day }، بيوم واحد.
    [two] متأخر منذ { $day }، بيومين.
    [few] متأخر منذ { $day }، بمقدار { $count } أيام.
    [many] متأخر منذ { $day }، بمقدار { $count } يومًا.
   *[other] متأخر منذ { $day }، بمقدار { $count } يوم.
}
page-late-due = كان موعده { $day } حسب هذه القاعدة: { $rule }. وهو متاح منذ { $out } ({ $from }).
page-late-used = يستغل المهاجمون ثغرة يسدها.
page-late-why = السبب: { $why }.
page-exception = { $package } على { $pcs }: وافق { $by } حتى { $until }. السبب: { $why } البديل: { $instead }
page-every-pc = كل جهاز
said-report-saved = تم الحفظ: { $file }. الملف في المجلد { $folder }.
said-no-downloads = لا يذكر هذا الجهاز مجلدًا لملفاتكم. سجّلوا الخروج ثم الدخول من جديد، ثم احفظوا مرة أخرى.
page-decide = للقرار ({ $count })
page-ended = ‏{ $pc }: لم يعد صانع { $system } يصلحه منذ { $day }. هل يُستبدل؟
page-yes = نعم
page-no = لا
page-number = صفحة { $page } من { $pages }
page-program = ‏Patchround { $version }.
page-list = قائمة ما يستغله المهاجمون: { $day }.
page-no-list = لم تكن هناك قائمة بما يستغله المهاجمون.
page-hash = ‏SHA-256 للبيانات: { $hash }
page-behind = لمن يدقق أعمالكم: { $month }
page-judged-by = احتُسب التأخر وفق: { $rules }. يُحتسب كل تحديث من يوم صدوره.
page-auto-all = وفق قواعد المكتب تثبّت الأجهزة كل التحديثات من تلقاء نفسها.
page-auto-security = وفق قواعد المكتب تثبّت الأجهزة تحديثات الأمان من تلقاء نفسها.
page-auto-asked = وفق قواعد المكتب تنتظر التحديثات أن يطلبها أحد؛ أما تحديث الأمان الذي يوشك أن يتأخر فيُثبَّت من تلقاء نفسه.
page-auto-paused = حتى { $day } لا يُثبَّت شيء من تلقاء نفسه سوى تحديثات الأمان المتأخرة.
page-rules-changed = غيّر { $who } القواعد في { $day }: { $rules }.
page-feeds = ما ينشره آخرون عن الثغرات وتاريخه عند إعداد هذا التقرير: { $feeds }.
page-feed-of = ‏{ $feed } ({ $day })
page-feed-asked = { $feed } (آخر سؤال في { $day })
page-feed-and = ‏{ $before }؛ { $feed }
page-feeds-none = لا شيء مما ينشره آخرون عن الثغرات موجود على هذا الحاسوب: ما كان سيقوله غير معروف.
page-fixes = تحديثات الأمان التي تسري عليها مهلة 14 يومًا وفق Cyber Essentials، لكل جهاز على حدة: { $all }. ثُبّت في وقته: { $in_time }؛ متأخرًا: { $too_late }؛ ناقص وما زال له وقت: { $open }؛ ناقص ومتأخر: { $late }. لا يغيّر أي اتفاق هذه الأعداد.
page-pcs = كل جهاز
page-pcs-good = { $count ->
    [zero] كان في كل جهاز أمر ما:
    [one] جهاز واحد محدَّث في وقته، ونظامه ما زال يُصلَح. يسميه جدول البيانات.
    [two] جهازان محدَّثان في وقتهما، ونظاماهما ما زالا يُصلَحان. يسميهما جدول البيانات.
    [few] { $count } أجهزة محدَّثة في وقتها، وأنظمتها ما زالت تُصلَح. يسميها جدول البيانات.
    [many] { $count } جهازًا محدَّثة في وقتها، وأنظمتها ما زالت تُصلَح. يسميها جدول البيانات.
   *[other] { $count } جهاز محدَّثة في وقتها، وأنظمتها ما زالت تُصلَح. يسميها جدول البيانات.
}
page-exceptions-none = لا شيء.
page-failed = ما لم ينجح أو أُرجع
page-failed-none = لا شيء.
page-people = ما سُئل عنه الناس
page-asked = سُئل: { $asked }. أجاب: { $answered }. طلب الانتظار: { $wait }؛ رُدّ على: { $replied }. أبلغ بعدها عن خلل: { $wrong }.
page-column-pc = الجهاز
page-column-how = حالته
page-column-seen = آخر ظهور
page-column-missing = الناقص
page-column-ce = ‏Cyber Essentials، ‏14 يومًا
page-column-system = النظام، وموعد انتهاء إصلاحه
page-column-update = التحديث
page-column-versions = النسخة الموجودة والمطلوبة
page-column-out = صدر في
page-column-due = كان مستحقًا
page-column-days = أيام التأخر
page-column-flaws = الثغرات التي يصلحها
page-column-why = السبب
page-column-pcs = الأجهزة
page-column-by = وافق عليه
page-column-instead = البديل
page-column-since = اتُّفق عليه في
page-column-until = حتى
page-column-when = متى
page-missing-restart = ‏{ $count }، وإعادة تشغيل
page-is-up-to-date = محدَّث
page-is-open = لم يُحدَّث بعد
page-is-late = متأخر
page-is-agreed = متأخر باتفاق
page-is-unknown = غير معروف
page-ce-yes = في الوقت
page-ce-no = متأخر
page-ce-unknown = غير معروف
page-not-known = غير معروف
page-system = ‏{ $system }، { $day }
page-versions = ‏{ $from }، { $to }
page-flaws-unknown = غير معروفة
page-flaw-used = ‏{ $flaw } (يستغلها المهاجمون)
page-flaws-used = يستغل المهاجمون إحداها، كما أبلغ الجهاز
page-flaws-more = و{ $count } أخرى
page-why-agreed = متفق عليه حتى { $day }
page-why-restart = ينتظر إعادة تشغيل
page-why-kept-by = أبقاه { $who }
page-why-kept = أُبقي
page-why-off = لم يظهر الجهاز منذ { $day }
page-why-never = لم يظهر الجهاز قط
page-why-open = لم يثبّته أحد
page-all-pcs = الكل
page-went-back = أُرجع
error-no-language = لا توجد كلمات باللغة { $language }. المتاح: en وde وar.
error-not-printed = تعذر إعداد الصفحة. اكتبوا التقرير بصيغة json وأرسلوه إلى من يساعدكم في هذا البرنامج.
