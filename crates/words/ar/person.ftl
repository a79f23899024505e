### ما يقوله «هذا الجهاز» لمن يستخدمونه.

## حال هذا الجهاز

person-looking = لحظة واحدة. يجري سؤال هذا الجهاز.
person-absent = لا أحد يعتني بهذا الجهاز بعد.
person-absent-text = مساعد Patchround غير موجود على هذا الجهاز.
person-silent = لا يمكن سؤال هذا الجهاز الآن.
person-silent-text = لا جواب منذ: { $when }. نعيد المحاولة من تلقاء أنفسنا. تحديثاته مستمرة.
person-foreign = شيء آخر يجيب مكان مساعد هذا الجهاز.
person-foreign-text = لا يُعرض منه شيء هنا. يُرجى إخبار من يعتني بهذا الجهاز.
person-no-office = هذا الجهاز لا ينتمي إلى أي مكتب بعد.
person-no-office-text = على من يعتني به أن يضيفه أولًا.
person-office = ينتمي إلى { $office }.
person-office-of = ينتمي إلى { $office }. يعتني به { $name }.
person-unknown = لا نعرف بعد حال هذا الجهاز.
person-old = تعذّر فحص هذا الجهاز مؤخرًا. آخر فحص: { $when }.
person-good = هذا الجهاز محدَّث.
person-ready = { $count ->
    [zero] لا تحديثات تنتظر هذا الجهاز.
    [one] تحديث واحد ينتظر هذا الجهاز.
    [two] تحديثان ينتظران هذا الجهاز.
    [few] { $count } تحديثات تنتظر هذا الجهاز.
    [many] { $count } تحديثًا تنتظر هذا الجهاز.
   *[other] { $count } تحديث تنتظر هذا الجهاز.
}
person-ready-text = لا يلزمكم فعل شيء.
person-restart = هذا الجهاز يحتاج إلى إعادة تشغيل.
person-restart-text = بإعادة التشغيل تعمل تحديثاته. يُرجى حفظ عملكم أولًا.
person-restart-windows = لن تُفتح نوافذكم من جديد تلقائيًا.
person-restart-no-time = لم يُحدَّد وقت. يمكنكم إعادة تشغيله بأنفسكم متى ناسبكم.
person-restart-planned = إعادة تشغيل هذا الجهاز مقررة.
person-restart-default = يعاد تشغيله { $when } إن لم يكن أحد يستخدمه.
person-restart-as-soon = في أقرب وقت
person-restart-agreed = يعاد تشغيله { $when } كما طلبتم. سيُقال لكم ذلك قبلها بخمس عشرة دقيقة.
person-restart-close = يعاد تشغيله { $when } كما طلبتم.
person-restart-soon = يعاد تشغيله بعد لحظات. يُرجى حفظ عملكم الآن.
person-restart-missed = لم يُعَد تشغيله { $when }.
person-restart-tonight = { $when }، إن لم يكن أحد يستخدمه
person-restart-hour = بعد ساعة واحدة، { $when }
person-restart-others = { $count ->
    [zero] { $people }: ما زال تسجيل الدخول قائمًا.
    [one] { $people }: ما زال تسجيل الدخول قائمًا.
    [two] { $people }: ما زال تسجيل الدخول قائمًا للاثنين.
    [few] { $people }: ما زال تسجيل الدخول قائمًا لهم.
    [many] { $people }: ما زال تسجيل الدخول قائمًا لهم.
   *[other] { $people }: ما زال تسجيل الدخول قائمًا لهم.
} قد يضيع عمل غير محفوظ، لذلك ينتظر جهازكم.
person-restart-call = الكاميرا أو الميكروفون قيد الاستخدام، لذلك ينتظر جهازكم.
person-restart-presentation = يُعرض شيء الآن، لذلك ينتظر جهازكم.
person-restart-program = برنامج يُبقي جهازكم مشغّلًا: { $program }.
person-restart-battery = بقي في البطارية { $percent } %. يُرجى توصيل الجهاز بالكهرباء.
person-restart-not-known = لا يعرف جهازكم إن كان أحد يستخدمه، لذلك ينتظر.
person-restart-over = فات الأوان. إعادة التشغيل بدأت أو تمت أو أُلغيت.
person-last-minutes = { $count ->
    [zero] إعادة التشغيل الآن
    [one] إعادة التشغيل بعد دقيقة واحدة
    [two] إعادة التشغيل بعد دقيقتين
    [few] إعادة التشغيل بعد { $count } دقائق
    [many] إعادة التشغيل بعد { $count } دقيقة
   *[other] إعادة التشغيل بعد { $count } دقيقة
}
person-last-seconds = { $count ->
    [zero] إعادة التشغيل الآن
    [one] إعادة التشغيل بعد ثانية واحدة
    [two] إعادة التشغيل بعد ثانيتين
    [few] إعادة التشغيل بعد { $count } ثوانٍ
    [many] إعادة التشغيل بعد { $count } ثانية
   *[other] إعادة التشغيل بعد { $count } ثانية
}
person-last-text = طلبتم ذلك عند { $time }. يُرجى حفظ عملكم الآن.
person-last-left = لم يكن أحد يستخدم هذا الجهاز. لإبقائه مشغّلًا حرّكوا الفأرة.
person-last-more = أحتاج إلى 15 دقيقة أخرى
person-last-now = إعادة التشغيل الآن
person-restart-told = جهازكم يحتاج إلى إعادة تشغيل.
person-restart-day-before = غدًا آخر يوم لاختيار وقت. { $stands }
person-restart-quarter = إعادة التشغيل بعد 15 دقيقة كما طلبتم.
person-restart-save = يُرجى حفظ عملكم.
person-asked = سؤال إليكم من { $from } عن { $program }.
person-in-charge = الشخص المسؤول
person-in-charge-first = الشخص المسؤول
person-sees = ما يستطيع { $from } رؤيته
person-ask = سؤال { $from }
person-ask-note = يرى { $from } ملاحظتكم ويتحدث معكم. ولا يتغير شيء على جهازكم بسببها.
person-said-note = ملاحظتكم في الطريق إلى { $from }.
person-wrote = كتبتم { $when }.
person-two = { $one } و{ $other }
person-more = { $count ->
    [zero] { $one }
    [one] { $one } وبرنامج آخر
    [two] { $one } وبرنامجان آخران
    [few] { $one } و{ $count } برامج أخرى
    [many] { $one } و{ $count } برنامجًا آخر
   *[other] { $one } و{ $count } برنامج آخر
}

## السؤال

person-question = تحديث كبير قادم: { $program }.
person-wants = يرغب { $from } في تحديث { $program } على جهازكم من الإصدار { $old } إلى الإصدار { $new }.
person-wants-plain = يرغب { $from } في تحديث { $program } على جهازكم.
person-notes = ‏{ $program }: من { $old } إلى { $new }
person-why-urgent = يستغل المهاجمون الآن ثغرة في الإصدار القديم.
person-why-security = يُصلح مشكلة أمنية.
person-why-other = إنه إصدار أحدث. لا يتعلق بالأمان.
person-why-unknown = لم يقل أحد بعد إن كان يتعلق بالأمان.
person-long-unknown = لا نعرف بعد كم يستغرق.
person-limited-network = جهازكم على بيانات الهاتف أو شبكة محدودة أخرى. قد يستهلك التحديث بيانات كثيرة.
person-close = يجب إغلاق: { $programs }.
person-stays-open = ما هو مفتوح يبقى مفتوحا. أغلقه ثم افتحه مرة واحدة لتحصل على النسخة الجديدة.
person-restarts = يحتاج جهازكم بعده إلى إعادة تشغيل.
person-no-restart = لا يُعاد تشغيل جهازكم.
person-restart-unknown = لا نعرف بعد إن كان جهازكم يحتاج إلى إعادة تشغيل.
person-back-kept = نعم. يحتفظ جهازكم بالإصدار القديم ما دام فيه متسع.
person-back-until = نعم، حتى { $day }.
person-back-no = لا. لا عودة إلى الإصدار القديم.
person-back-unknown = لا نعرف بعد إن كانت العودة ممكنة.
person-default = إن لم تفعلوا شيئًا فسيحدث ذلك { $when }.
person-set = تم التحديد: سيحدث ذلك { $when }.
person-set-waits = وصل جوابكم. لم يوافق بعد شخص آخر يستخدمه.
person-moves = { $count ->
    [zero] لا يمكنكم تأجيله مرة أخرى. آخر يوم هو { $day }.
    [one] يمكنكم تأجيله مرة واحدة أخرى. آخر يوم هو { $day }.
    [two] يمكنكم تأجيله مرتين أخريين. آخر يوم هو { $day }.
    [few] يمكنكم تأجيله { $count } مرات أخرى. آخر يوم هو { $day }.
    [many] يمكنكم تأجيله { $count } مرة أخرى. آخر يوم هو { $day }.
   *[other] يمكنكم تأجيله { $count } مرة أخرى. آخر يوم هو { $day }.
}
person-no-moves = لا يمكنكم تأجيله إلى وقت لاحق بعد الآن.
person-stays = يبقى جهازكم كما هو حتى يأتي الجواب من { $from }.
person-stays-until = يبقى جهازكم كما هو حتى يأتي الجواب من { $from }. إنه تحديث أمني: سيُثبَّت في موعد أقصاه { $when }.
person-note-kept = تُحفظ ملاحظتكم مع سجل المكتب.
person-send = إرسال إلى { $from }
person-planned = سيُحدَّث { $program } { $when }.
person-planned-waits = ينتظر { $program } شخصًا آخر يستخدمه.
person-planned-note = ينتظر { $program }. ملاحظتكم عند { $from }.

## ما آل إليه الجواب

person-said-now = يبدأ الآن تحديث { $program }.
person-said-time = تم التحديد: سيُحدَّث { $program } { $when }.
person-said-others = وصل جوابكم. يستخدم شخص آخر { $program } هنا أيضا: يجري التحديث { $when }، أو قبل ذلك إن طلب.
person-said-objection = ملاحظتكم في طريقها إلى { $from }.
person-reply-wait = جواب من { $from }: ينتظر التحديث حتى { $day }.
person-reply-keep = جواب من { $from }: يحتفظ جهازكم بالإصدار القديم.
person-reply-ahead = جواب من { $from }: سيُثبَّت التحديث { $when }.
person-reply = جواب من { $from }.
person-reply-back = جواب من { $from }: يعود جهازكم إلى الإصدار القديم. ويبقى عليه حتى { $day }.
person-reply-on = جواب من { $from }: يبقى الإصدار الجديد.
person-waits = لم يرد { $from } بعد على ملاحظتكم عن { $names }.
person-waits-stand-in = لم يصل ردّ على ملاحظتكم عن { $names } خلال ثلاثة أيام عمل. وهي الآن لدى { $from }.
person-not-over = فات الأوان. بدأ التحديث أو انتهى أو أُلغي.
person-not-asked = لم يسألكم جهازكم عن هذا.
person-not-time = لم يعد هذا الوقت متاحًا. يُرجى اختيار وقت آخر.
person-not-moves = لا يمكن تأجيله مرة أخرى. يُرجى اختيار وقت أبكر.
person-not-possible = لا يستطيع جهازكم تدوين ذلك. ربما امتلأ قرصه. يُرجى المحاولة لاحقًا.
person-not-so-often = هذه ثلاث ملاحظات في يوم واحد. يمكنكم الكتابة مرة أخرى غدًا.
person-not-read = لم يستطع جهازكم قراءة ذلك. يُرجى المحاولة بكلمات أقل.
person-not-heard = لم يسمعكم جهازكم. يُرجى المحاولة بعد دقيقة.
person-not-said = فات الأوان، أو سبق أن ذكرتم ذلك.

## بعد التحديث

person-after = حُدِّث { $program } { $when }.
person-after-said = أبلغتم { $from } بوجود خلل.
person-after-told = يمكنكم رؤية الجديد. وإن كان هناك خلل فيُرجى إبلاغ { $from }.
person-after-see = رؤية الجديد
person-after-wrong = هناك خلل
person-wrong-note = يرى { $from } ملاحظتكم. ولا يبدأ التحديث على أي جهاز آخر حتى يرد { $from }.
person-said-wrong = ملاحظتكم في الطريق إلى { $from }. ولا يبدأ التحديث على أي جهاز آخر حتى يرد { $from }.

## الرسائل والأيقونة

person-pick = اختيار وقت
person-see = ما الذي يتغيّر
person-tray-planned = ما هو مخطط…

## ما هو ثابت في النافذة

ui-person-planned = ما هو مخطط
ui-person-nothing-planned = لا تحديث كبير مخطط.
ui-person-replies = أجوبة على ملاحظاتكم
ui-person-answer = الاطلاع واختيار وقت
ui-person-change = تغيير الوقت
ui-person-back = رجوع
ui-person-changes = ما الذي يتغيّر
ui-person-notes = ما كتبته الجهة المنتجة
ui-person-why = لماذا
ui-person-long = كم يستغرق
ui-person-going-back = العودة
ui-person-when = متى يناسبكم؟
ui-person-another = اختيار وقت آخر
ui-person-day = اليوم
ui-person-time = الساعة
ui-person-restart-title = جهازكم يحتاج إلى إعادة تشغيل
ui-person-restart-time = اختيار وقت
ui-person-restart-now = إعادة التشغيل الآن
ui-person-restart-ok = موافق
ui-person-restart-gone = إعادة التشغيل هذه تمت أو بدأت أو أُلغيت.
ui-person-no-time = لم يبقَ وقت آخر.
ui-person-now = التحديث الآن
ui-person-set = تحديد الوقت
ui-person-talk = أريد التحدث عن هذا أولًا…
ui-person-gone = انتهى هذا السؤال. بدأ التحديث أو انتهى أو أُلغي.
ui-person-worry = ما الذي يقلقكم؟
ui-person-busy = أنا مشغول بشيء مهم
ui-person-busy-until = حتى نهاية
ui-person-tool = قد تتوقف أداة أحتاج إليها
ui-person-which = ما هي الأداة؟ وهل من شيء آخر؟
ui-person-unwanted = لا أريد هذا التغيير
ui-person-words = هل من شيء آخر؟
ui-person-letters = { $used } من { $all } حرف
ui-person-after = ما حُدِّث
ui-person-wrong = ما الخلل؟
ui-person-wrong-words = بكلماتكم. ويمكن تركه فارغًا.
ui-person-wrong-gone = سبق أن ذكرتم ذلك، أو فات الأوان.
ui-person-ask-words = ما الذي تريدون قوله أو السؤال عنه؟
person-ask-gone = لا يستطيع أحد قراءة ملاحظة من هنا الآن.
ui-person-wrote = ما كتبتموه
ui-person-sees-name = اسم هذا الجهاز ونظامه وسعة قرصه المتبقية.
ui-person-sees-updates = التحديثات التي لديه والتي تنقصه وكيف انتهى كل منها.
ui-person-sees-state = هل هو مشغَّل وهل يحتاج إلى إعادة تشغيل ومن سجّل الدخول.
ui-person-sees-answers = متى سُئلتم وبماذا أجبتم والملاحظات التي كتبتموها.
ui-person-sees-not = ما لا يراه أحد من هنا
ui-person-sees-not-files = ملفاتكم وبريدكم وشاشتكم.
ui-person-sees-not-programs = البرامج التي تستخدمونها. لا يغادر هذا الجهاز إلا أنكم سُئلتم عن أحدها.

## What became of updates

person-change = ‏{ $program } { $version }
person-change-done = تم التحديث: { $when }.
person-change-restart = تم التحديث: { $when }. يبدأ مفعوله بعد إعادة التشغيل.
person-change-back = أُعيد إلى هذا الإصدار: { $when }.
person-change-failed = لم ينجح: { $when }.
person-change-not = لم يُثبَّت: { $when }.
ui-person-lately = آخر التغييرات
ui-person-lately-none = لم يُسجَّل أي تغيير هنا بعد.
