### Labels of the flows in the window: setting up, adding PCs, plan, progress, result.

ui-flow-not-answered = لم ينجح ذلك لأن البرنامج لا يستجيب. يُرجى إغلاق هذه النافذة وفتحها من جديد.
ui-flow-more = { $count ->
    [zero] لا أجهزة أخرى
    [one] عرض جهاز آخر
    [two] عرض جهازين آخرين
    [few] عرض { $count } أجهزة أخرى
    [many] عرض { $count } جهازًا آخر
   *[other] عرض { $count } جهاز آخر
}

## Setting up

ui-setup-step = الخطوة { $step } من { $all }
ui-setup-back = رجوع
ui-setup-next = التالي

ui-setup-office-title = إعداد مكتبكم
ui-setup-office-time = يستغرق هذا نحو 5 دقائق لخمسة أجهزة. يمكن التوقف والعودة في أي وقت.
ui-setup-office-name = اسم المكتب
ui-setup-office-name-hint = مثلًا: عيادة الميناء.
ui-setup-office-name-empty = يُرجى كتابة اسم لمكتبكم.
ui-setup-office-person = من يعتني بالأجهزة؟
ui-setup-office-person-hint = يُذكر هذا الاسم في التقرير وفي السجل.
ui-setup-office-person-empty = يُرجى كتابة اسم من يعتني بالأجهزة.
ui-setup-office-open = متى يفتح المكتب؟
ui-setup-office-open-hint = خارج هذه الأوقات لا نرسل رسائل. ولا نعيد تشغيل الأجهزة إلا حين لا يعمل عليها أحد.
ui-setup-office-days-empty = يُرجى اختيار يوم واحد على الأقل.
ui-setup-office-from = يفتح الساعة
ui-setup-office-to = يغلق الساعة
ui-setup-office-hours-wrong = يجب أن يغلق المكتب بعد أن يفتح. يُرجى اختيار ساعات أخرى.
ui-setup-office-safe = لن يتغير شيء على أي جهاز قبل أن تختاروا الموعد في الخطوة 4. الإصلاحات الأمنية المتأخرة هي وحدها تُثبَّت تلقائيًا.
ui-setup-office-next = التالي: إضافة الأجهزة
ui-setup-office-practice = التجربة أولًا بمكتب للتدريب

ui-setup-pcs-title = إضافة أجهزتكم
ui-setup-pcs-later = سأضيف المزيد لاحقًا

ui-setup-names-title = أسماء يعرفها الناس لأجهزتكم
ui-setup-names-text = تظهر هذه الأسماء في كل قائمة ورسالة. يُرجى اختيار اسم الغرفة أو العمل، مثل: مكتب الاستقبال.
ui-setup-names-label = اسم { $pc }
ui-setup-names-who = مسجَّل الدخول هناك: { $who }
ui-setup-names-here = هذا هو الجهاز الذي أمامكم.
ui-setup-names-empty = يُرجى كتابة اسم لهذا الجهاز.
ui-setup-names-none = لم ينضم أي جهاز بعد. يمكن المتابعة وإضافة الأجهزة لاحقًا.
ui-setup-person = من يستخدمه؟
ui-setup-person-text = كُتب هنا اسم من سجّل الدخول. يمكن تغييره إن لم يكن صحيحًا، أو تركه فارغًا. يُسأل الناس قبل أي تغيير كبير على أجهزتهم.

ui-setup-when-title = متى يُسمح بالتحديث؟
ui-setup-when-legend = يُرجى اختيار واحد. ويمكن تغييره في أي وقت.
ui-setup-when-urgent = يُعَد الإصلاح ضد هجمات تجري الآن متأخرًا بعد يومين، وأي إصلاح أمني آخر بعد 14 يومًا، وأي تحديث آخر بعد 30 يومًا.

ui-setup-ready-title = كل شيء جاهز
ui-setup-ready-pcs = { $count ->
    [zero] لم تُضَف أجهزة بعد. يمكن ذلك في أي وقت.
    [one] نعتني الآن بجهاز واحد.
    [two] نعتني الآن بجهازين.
    [few] نعتني الآن بـ { $count } أجهزة.
    [many] نعتني الآن بـ { $count } جهازًا.
   *[other] نعتني الآن بـ { $count } جهاز.
}
ui-setup-ready-looking = نبحث الآن عن تحديثات لها.
ui-setup-ready-look = أريد أن أنظر أولًا
ui-setup-ready-open = الانتقال إلى مكتبي
ui-setup-ready-paper-first = يُرجى أولًا حفظ الكلمات أعلاه في مكان آمن ووضع العلامة في المربع.

ui-setup-message-send = إرسال رسالة تجريبية إليّ
ui-setup-message-question = هل ظهرت لكم؟
ui-setup-message-yes = نعم
ui-setup-message-no = لا
ui-setup-message-good = جيد. رسائلنا تصل إليكم.
ui-setup-message-off = يُرجى تفعيل الرسائل في إعدادات هذا الجهاز ثم إرسالها من جديد. كما تظهر كل رسالة في هذه النافذة أيضًا.

ui-when-by-themselves = تلقائيًا، مع إعادة التشغيل بعد العمل
ui-when-by-themselves-hint = الأنسب لمعظم المكاتب. تجري التحديثات في الخلفية. وتنتظر إعادة التشغيل حتى يغلق المكتب ولا يكون أحد قد سجّل الدخول.
ui-when-asked = فقط عند الضغط على «تحديث الكل»
ui-when-asked-hint = تنتظركم التحديثات، باستثناء واحد: الإصلاح الأمني الذي يوشك أن يتأخر يُثبَّت تلقائيًا.
ui-when-weekly = في وقت محدد كل أسبوع
ui-when-weekly-hint = يجب أن تكون الأجهزة قيد التشغيل.
ui-when-day = اليوم
ui-when-hour = ابتداءً من

ui-paper-title = حفظ هذه الكلمات على الورق
ui-paper-text = تظهر هنا فقط. لا يستطيع أحد إخباركم بها مرة أخرى، ولا حتى نحن.
ui-paper-write = يُرجى طباعتها أو كتابتها. ويُرجى حفظ الورقة حيث تحفظون مفاتيحكم، لا بجانب هذا الجهاز.
ui-paper-owner = كلمات المالك
ui-paper-owner-hint = لتغيير اسم المكتب أو ساعاته أو من يتولى المسؤولية، وللموافقة على تأخير تحديث.
ui-paper-recovery = كلمات للطوارئ
ui-paper-recovery-hint = في حال فقدان هذا الجهاز أو تلفه.
ui-paper-print = طباعة هذه الورقة
ui-paper-kept = حفظتُ هذه الكلمات في مكان آمن
ui-paper-sheet = Patchround، { $office }

## Adding PCs

ui-add-title = إضافة أجهزتكم
ui-add-text = يُرجى الذهاب إلى كل جهاز واتباع هذه الخطوات الثلاث. بعدها يظهر الجهاز في القائمة أدناه.
ui-add-practice = أجهزة مكتب التدريب تكتب هذا الرمز وحدها. يمكنكم مشاهدتها وهي تنضم.
ui-add-step-helper = يُرجى وضع برنامجنا المساعد على الجهاز: فتح الملف patchround-helper الموجود على ذاكرة USB الخاصة بنا، ثم اختيار «تثبيت».
ui-add-step-helper-hint = يطلب الجهاز كلمة مرور من يحق له تثبيت البرامج. لا توجد ذاكرة USB بعد؟ يُرجى اختيار «استخدام ذاكرة USB» أدناه.
ui-add-step-helper-there = يجب أن يكون برنامجنا المساعد موجودًا على الجهاز من قبل.
ui-add-step-terminal = يُرجى فتح برنامج «الطرفية» (Terminal) على ذلك الجهاز.
ui-add-step-type = يُرجى كتابة هذا السطر ثم الضغط على مفتاح الإدخال (Enter). رمزكم في آخره.
ui-add-step-type-hint = يطلب الجهاز كلمة مرور من يحق له تثبيت البرامج. ولا تظهر أثناء الكتابة.
ui-add-step-windows = على جهاز يعمل بنظام Windows: يُرجى البحث عن «موجه الأوامر» في قائمة «ابدأ» واختيار «تشغيل كمسؤول»، ثم كتابة هذا السطر بدلًا من ذلك.
ui-add-code-digits = رمزكم رقمًا رقمًا: { $digits }
ui-add-code-new = رمز جديد
ui-add-code-making = نُعِدّ رمزًا.
ui-add-listening = نترقب الأجهزة التي تكتب هذا الرمز.
ui-add-joined = { $count ->
    [zero] انضمت الآن
    [one] انضم الآن ({ $count })
    [two] انضما الآن ({ $count })
    [few] انضمت الآن ({ $count })
    [many] انضمت الآن ({ $count })
   *[other] انضمت الآن ({ $count })
}
ui-add-joined-now = { $count ->
    [zero] لم ينضم أي جهاز.
    [one] انضم جهاز واحد.
    [two] انضم جهازان.
    [few] انضمت { $count } أجهزة.
    [many] انضم { $count } جهازًا.
   *[other] انضم { $count } جهاز.
}
ui-add-joined-none = لم ينضم أي جهاز بعد.
ui-add-joined-state = انضم
ui-add-remove = ليس لنا؟ إزالة
ui-add-remove-pc = ليس لنا؟ إزالة { $pc }
ui-add-remove-title = هل تريدون إزالة { $pc }؟
ui-add-remove-text = سيغادر هذا المكتب، ولن تظهر لكم تحديثاته. ويمكن أيضًا إزالة البرنامج المساعد من ذلك الجهاز.
ui-add-remove-yes = إزالة
ui-add-remove-no = الإبقاء عليه
ui-add-done = تم

ui-add-other-ways = طرق أخرى
ui-add-stick = استخدام ذاكرة USB
ui-add-address = كتابة عنوان
ui-add-around = البحث في الشبكة

ui-add-stick-text = يُرجى إدخال ذاكرة USB. سننسخ إليها برنامجنا المساعد وملف انضمام. وتبقى ملفاتكم الأخرى كما هي.
ui-add-stick-text-alone = يُرجى إدخال ذاكرة USB. سننسخ إليها ملف انضمام. وتبقى ملفاتكم الأخرى كما هي. ويجب أن يكون برنامجنا المساعد موجودًا على كل جهاز من قبل.
ui-add-stick-then = على كل جهاز يُرجى فتح الملف patchround-helper من الذاكرة واختيار «تثبيت». ثم فتح «الطرفية» (Terminal) وكتابة السطر أدناه ثم مسافة. ثم سحب الملف ⁦patchround-join.json⁩ من الذاكرة إلى الطرفية والضغط على مفتاح الإدخال (Enter).
ui-add-stick-then-alone = على كل جهاز يُرجى فتح «الطرفية» (Terminal) وكتابة السطر أدناه ثم مسافة. ثم سحب الملف ⁦patchround-join.json⁩ من الذاكرة إلى الطرفية والضغط على مفتاح الإدخال (Enter).
ui-add-stick-folder = مجلد ذاكرة USB
ui-add-stick-folder-hint = مثلًا: ⁦/media/maria/STICK⁩
ui-add-stick-folder-empty = يُرجى اختيار ذاكرة USB أولًا.
ui-add-stick-choose = اختيار الذاكرة
ui-add-stick-pcs = لكم جهازًا؟
ui-add-stick-pcs-wrong = يُرجى كتابة عدد من 1 إلى { $most }.
ui-add-stick-copy = النسخ إلى الذاكرة
ui-add-stick-open = ملفات انضمام ما زالت صالحة
ui-add-stick-end = إنهاء صلاحيته

ui-add-address-text = يُرجى أولًا كتابة الرمز على ذلك الجهاز. بعدها تعرض الطرفية عنوانه.
ui-add-address-label = اسم الجهاز أو عنوانه
ui-add-address-hint = مثلًا: ⁦192.168.1.20⁩
ui-add-address-empty = يُرجى كتابة اسم الجهاز أو عنوانه.
ui-add-address-add = إضافة هذا الجهاز
ui-add-address-asking = نسأل ذلك الجهاز.

ui-add-around-text = نبحث عن أجهزة كمبيوتر أخرى في شبكتكم. لا يتغير عليها شيء.
ui-add-around-look = البحث في الشبكة
ui-add-around-again = البحث في الشبكة من جديد
ui-add-around-looking = نبحث في الشبكة.
ui-add-around-helpers = عليها برنامجنا المساعد ({ $count })
ui-add-around-not-waiting = يُرجى كتابة الرمز عليه أولًا.
ui-add-around-add = إضافة
ui-add-around-add-pc = إضافة { $pc }
ui-add-around-computers = أجهزة كمبيوتر دون برنامجنا المساعد ({ $count })
ui-add-around-computers-hint = يُرجى وضع برنامجنا المساعد على ما يخصكم منها.
ui-add-around-things = أشياء أخرى ({ $count })
ui-add-around-unclear = لا يمكننا معرفة ما هي ({ $count })
ui-add-around-none = لم نعثر على أجهزة أخرى من تلقاء أنفسنا. هذا أمر عادي. يُرجى استخدام الرمز أو ذاكرة USB.
ui-add-around-everywhere = سؤال كل عنوان
ui-add-around-everywhere-title = هل تريدون سؤال كل عنوان؟
ui-add-around-everywhere-no = ليس الآن

## Plan

ui-plan-reading = نُعِدّ الخطة
ui-plan-nothing-started = هذا ما سيحدث. لم يبدأ شيء بعد.
ui-plan-see = عرض
ui-plan-leave-out-hint = يُرجى إزالة العلامة عمّا لا يُراد حدوثه الآن.
ui-plan-take-in-hint = ضعوا علامة عند ما ينبغي تثبيته مع ذلك.
ui-plan-taken-in =
    { $count ->
        [zero] لم تُحدَّد تحديثات جديدة.
        [one] حُدِّد تحديث جديد واحد، وسيُثبَّت أيضًا.
        [two] حُدِّد تحديثان جديدان، وسيُثبَّتان أيضًا.
        [few] حُدِّدت { $count } تحديثات جديدة، وستُثبَّت أيضًا.
        [many] حُدِّد { $count } تحديثًا جديدًا، وستُثبَّت أيضًا.
       *[other] حُدِّد { $count } تحديث جديد، وستُثبَّت أيضًا.
    }
ui-plan-left-out = { $count ->
    [zero] لم تُزَل أي علامة.
    [one] أُزيلت علامة واحدة. ما تدل عليه يبقى كما هو.
    [two] أُزيلت علامتان. ما تدلان عليه يبقى كما هو.
    [few] أُزيلت { $count } علامات. ما تدل عليه يبقى كما هو.
    [many] أُزيلت { $count } علامة. ما تدل عليه يبقى كما هو.
   *[other] أُزيلت { $count } علامة. ما تدل عليه يبقى كما هو.
}
ui-then-off = إطفاء الأجهزة بعد ذلك، حين لا يستخدمها أحد
ui-plan-not-now = ليس الآن
ui-plan-start = البدء الآن
ui-plan-first = من يبدأ
ui-plan-first-nobody = كل الأجهزة معًا
ui-plan-first-pc = { $pc } أولًا
ui-plan-back = العودة إلى المكتب

## Progress

ui-progress-starting = نحن نبدأ
ui-progress-bar = الأجهزة التي اكتملت
ui-progress-pcs = حسب الجهاز
ui-progress-stop = التوقف بعد الحالي
ui-progress-stop-before = الإيقاف قبل البدء
ui-progress-stopped = سنتوقف بعد ما يُثبَّت الآن. ويبقى الباقي كما هو.
ui-progress-close = يمكن إغلاق هذه النافذة. سنخبركم عند الانتهاء.
ui-progress-close-only = يمكنكم إغلاق هذه النافذة. يستمر العمل من دونها.

## Result

ui-result-none = لا توجد نتيجة لعرضها
ui-result-pcs = حسب الجهاز
ui-result-again = إعادة المحاولة
ui-result-again-pc = إعادة المحاولة على { $pc }
ui-result-details = التفاصيل التقنية
ui-result-copy = نسخ
ui-result-copied = تم النسخ.
ui-result-copy-failed = لم ينجح النسخ. يُرجى تحديد النص ونسخه يدويًا.
ui-result-done = تم

## Practice office

ui-practice-name = مكتب التدريب
ui-practice-banner = هذا مكتب للتدريب. لا شيء هنا حقيقي.
ui-practice-leave = مغادرة مكتب التدريب
