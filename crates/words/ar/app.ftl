### Sentences that the engine makes for the window, the tray and its messages.

## Days and times

weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
day = ‏{ $weekday } { $day } { $month }
month = ‏{ $month } { $year }
moment-today = اليوم الساعة { $time }
moment-tomorrow = غدًا الساعة { $time }
moment-yesterday = أمس الساعة { $time }
moment-day = { $day } الساعة { $time }
moment-tonight = الليلة الساعة { $time }
moment-weekday = يوم { $weekday } الساعة { $time }
moment-next = يوم { $day } الساعة { $time }
ago-now = قبل لحظات
ago-minutes = { $count ->
    [zero] قبل أقل من دقيقة
    [one] قبل دقيقة واحدة
    [two] قبل دقيقتين
    [few] قبل { $count } دقائق
    [many] قبل { $count } دقيقة
   *[other] قبل { $count } دقيقة
}
ago-hours = { $count ->
    [zero] قبل أقل من ساعة
    [one] قبل ساعة واحدة
    [two] قبل ساعتين
    [few] قبل { $count } ساعات
    [many] قبل { $count } ساعة
   *[other] قبل { $count } ساعة
}
never = لم يحدث بعد

## How the office is

office-empty = يُرجى إضافة جهازكم الأول.
office-urgent = { $count ->
    [zero] إصلاح عاجل لـ { $name }: لا يحتاج إليه أي جهاز الآن.
    [one] إصلاح عاجل لـ { $name }: جهاز واحد يحتاج إليه الآن.
    [two] إصلاح عاجل لـ { $name }: جهازان يحتاجان إليه الآن.
    [few] إصلاح عاجل لـ { $name }: { $count } أجهزة تحتاج إليه الآن.
    [many] إصلاح عاجل لـ { $name }: { $count } جهازًا تحتاج إليه الآن.
   *[other] إصلاح عاجل لـ { $name }: { $count } جهاز تحتاج إليه الآن.
}
office-only-late = جهازكم متأخر.
office-only-ready = يحتاج جهازكم إلى تحديثات.
office-only-needs = يحتاج جهازكم إليكم.
office-only-restart = يحتاج جهازكم إلى إعادة تشغيل.
office-only-working = يجري تحديث جهازكم.
office-only-unknown = لا نعرف بعد حال جهازكم.
office-late = { $count ->
    [zero] لا جهاز متأخر من أصل { $all }.
    [one] جهاز واحد من أصل { $all } متأخر.
    [two] جهازان من أصل { $all } متأخران.
    [few] { $count } أجهزة من أصل { $all } متأخرة.
    [many] { $count } جهازًا من أصل { $all } متأخرة.
   *[other] { $count } جهاز من أصل { $all } متأخرة.
}
office-ready = { $count ->
    [zero] لا جهاز من أصل { $all } يحتاج إلى تحديثات.
    [one] جهاز واحد من أصل { $all } يحتاج إلى تحديثات.
    [two] جهازان من أصل { $all } يحتاجان إلى تحديثات.
    [few] { $count } أجهزة من أصل { $all } تحتاج إلى تحديثات.
    [many] { $count } جهازًا من أصل { $all } تحتاج إلى تحديثات.
   *[other] { $count } جهاز من أصل { $all } تحتاج إلى تحديثات.
}
office-old = تعذّر علينا التحقق مؤخرًا. آخر تحقق: { $when }. هل يعمل الإنترنت؟
office-needs = { $count ->
    [zero] لا جهاز من أصل { $all } بانتظاركم.
    [one] جهاز واحد من أصل { $all } بانتظاركم.
    [two] جهازان من أصل { $all } بانتظاركم.
    [few] { $count } أجهزة من أصل { $all } بانتظاركم.
    [many] { $count } جهازًا من أصل { $all } بانتظاركم.
   *[other] { $count } جهاز من أصل { $all } بانتظاركم.
}
office-restart = { $count ->
    [zero] لا جهاز من أصل { $all } يحتاج إلى إعادة تشغيل.
    [one] جهاز واحد من أصل { $all } يحتاج إلى إعادة تشغيل.
    [two] جهازان من أصل { $all } يحتاجان إلى إعادة تشغيل.
    [few] { $count } أجهزة من أصل { $all } تحتاج إلى إعادة تشغيل.
    [many] { $count } جهازًا من أصل { $all } تحتاج إلى إعادة تشغيل.
   *[other] { $count } جهاز من أصل { $all } تحتاج إلى إعادة تشغيل.
}
office-working = { $count ->
    [zero] لا جهاز من أصل { $all } قيد التحديث.
    [one] جهاز واحد من أصل { $all } قيد التحديث.
    [two] جهازان من أصل { $all } قيد التحديث.
    [few] { $count } أجهزة من أصل { $all } قيد التحديث.
    [many] { $count } جهازًا من أصل { $all } قيد التحديث.
   *[other] { $count } جهاز من أصل { $all } قيد التحديث.
}
office-all-off = { $all ->
    [zero] لا توجد أجهزة يمكننا الوصول إليها.
    [one] تعذّر علينا الوصول إلى جهازكم.
    [two] تعذّر علينا الوصول إلى أي من جهازيكم.
    [few] تعذّر علينا الوصول إلى أي من أجهزتكم ({ $all }).
    [many] تعذّر علينا الوصول إلى أي من أجهزتكم ({ $all }).
   *[other] تعذّر علينا الوصول إلى أي من أجهزتكم ({ $all }).
}
office-unknown = { $count ->
    [zero] لا جهاز من أصل { $all } نجهل حاله.
    [one] لا نعرف بعد حال جهاز واحد من أصل { $all }.
    [two] لا نعرف بعد حال جهازين من أصل { $all }.
    [few] لا نعرف بعد حال { $count } أجهزة من أصل { $all }.
    [many] لا نعرف بعد حال { $count } جهازًا من أصل { $all }.
   *[other] لا نعرف بعد حال { $count } جهاز من أصل { $all }.
}
office-only-restart-unknown = لا يُبلّغ جهازكم إن كان يحتاج إلى إعادة تشغيل.
office-restart-unknown = { $count ->
    [zero] لا جهاز من { $all } لا يُبلّغ إن كان يحتاج إلى إعادة تشغيل.
    [one] جهاز واحد من { $all } لا يُبلّغ إن كان يحتاج إلى إعادة تشغيل.
    [two] جهازان من { $all } لا يُبلّغان إن كانا يحتاجان إلى إعادة تشغيل.
    [few] { $count } أجهزة من { $all } لا تُبلّغ إن كانت تحتاج إلى إعادة تشغيل.
    [many] { $count } جهازًا من { $all } لا تُبلّغ إن كانت تحتاج إلى إعادة تشغيل.
   *[other] { $count } جهاز من { $all } لا تُبلّغ إن كانت تحتاج إلى إعادة تشغيل.
}
office-good-reachable = { $count ->
    [zero] لا يوجد جهاز يمكننا الوصول إليه.
    [one] الجهاز الوحيد الذي يمكننا الوصول إليه محدَّث.
    [two] الجهازان اللذان يمكننا الوصول إليهما محدَّثان.
    [few] جميع الأجهزة التي يمكننا الوصول إليها محدَّثة ({ $count }).
    [many] جميع الأجهزة التي يمكننا الوصول إليها محدَّثة ({ $count }).
   *[other] جميع الأجهزة التي يمكننا الوصول إليها محدَّثة ({ $count }).
}
office-good = { $all ->
    [zero] لا توجد أجهزة بعد.
    [one] جهازكم محدَّث.
    [two] الجهازان كلاهما محدَّثان.
    [few] جميع الأجهزة محدَّثة ({ $all }).
    [many] جميع الأجهزة محدَّثة ({ $all }).
   *[other] جميع الأجهزة محدَّثة ({ $all }).
}
office-and-restart = { $count ->
    [zero] لا جهاز يحتاج إلى إعادة تشغيل.
    [one] جهاز واحد يحتاج إلى إعادة تشغيل.
    [two] جهازان يحتاجان إلى إعادة تشغيل.
    [few] { $count } أجهزة تحتاج إلى إعادة تشغيل.
    [many] { $count } جهازًا تحتاج إلى إعادة تشغيل.
   *[other] { $count } جهاز تحتاج إلى إعادة تشغيل.
}
office-and-needs = { $count ->
    [zero] لا شيء بانتظاركم.
    [one] أمر واحد بانتظاركم.
    [two] أمران بانتظاركم.
    [few] { $count } أمور بانتظاركم.
    [many] { $count } أمرًا بانتظاركم.
   *[other] { $count } أمر بانتظاركم.
}
office-off-one = { $pc } مطفأ منذ { $when }.
office-off-more = { $count ->
    [zero] لا جهاز آخر مطفأ.
    [one] هناك أيضًا جهاز آخر مطفأ.
    [two] هناك أيضًا جهازان آخران مطفآن.
    [few] هناك أيضًا { $count } أجهزة أخرى مطفأة.
    [many] هناك أيضًا { $count } جهازًا آخر مطفأً.
   *[other] هناك أيضًا { $count } جهاز آخر مطفأ.
}
checked = آخر تحقق { $ago }.
system-parts = أجزاء النظام
system-parts-one = أجزاء النظام (⁦{ $package }⁩)
for-person = لحساب { $person } فقط
for-one-person = لشخص واحد فقط
somebody = شخص واحد
name-for = ‏{ $name } ({ $whose })
own-unread = تعذّرت قراءة البرامج الخاصة بحساب { $person } وحده على { $pc }. { $cause }
own-never-refreshed = لا يُعرف بعد هل توجد تحديثات للبرامج الخاصة بحساب { $person } وحده على { $pc }. يُبحث عنها أثناء استخدام هذا الحساب.
own-old = لم يُبحث منذ { $day } عن تحديثات للبرامج الخاصة بحساب { $person } وحده على { $pc }.
managed = قسم الدعم التقني لديكم هو من يقرر أي تحديثات يعرضها { $system } على { $pc }. ما يؤجله لا يظهر هنا: إن افتقدتم تحديثًا فيُرجى سؤال قسم الدعم التقني.
managed-system = نظامه
group-needs = بانتظاركم ({ $count })
group-ready = تحديثات جاهزة ({ $count })
group-restart = إعادة التشغيل لازمة ({ $count })
group-working = قيد التحديث ({ $count })
group-off = مطفأة أو لم يُتحقق منها ({ $count })
group-good = محدَّثة ({ $count })
agreed-later = { $count ->
    [zero] { $pc }: لا تحديثات، { $when }.
    [one] { $pc }: تحديث واحد، { $when }.
    [two] { $pc }: تحديثان، { $when }.
    [few] { $pc }: { $count } تحديثات، { $when }.
    [many] { $pc }: { $count } تحديثًا، { $when }.
   *[other] { $pc }: { $count } تحديث، { $when }.
}
agreed-waits = { $count ->
    [zero] { $pc }: لا تحديثات عند تشغيله القادم.
    [one] { $pc }: تحديث واحد عند تشغيله القادم.
    [two] { $pc }: تحديثان عند تشغيله القادم.
    [few] { $pc }: { $count } تحديثات عند تشغيله القادم.
    [many] { $pc }: { $count } تحديثًا عند تشغيله القادم.
   *[other] { $pc }: { $count } تحديث عند تشغيله القادم.
}
agreed-after-first = { $count ->
    [zero] { $pc }: لا تحديثات، بعد النجاح على { $first }.
    [one] { $pc }: تحديث واحد، بعد نجاحه على { $first }.
    [two] { $pc }: تحديثان، بعد نجاحهما على { $first }.
    [few] { $pc }: { $count } تحديثات، بعد نجاحها على { $first }.
    [many] { $pc }: { $count } تحديثًا، بعد نجاحها على { $first }.
   *[other] { $pc }: { $count } تحديث، بعد نجاحها على { $first }.
}
agreed-just-on = شُغِّل { $pc } للتو. يبدأ ما اتُّفق عليه له { $when }.

## A PC

pc-working = قيد التحديث
pc-off = مطفأ منذ { $when }
pc-off-late = { $days ->
    [zero] مطفأ منذ { $when }، غير متأخر
    [one] مطفأ منذ { $when }، متأخر يومًا واحدًا
    [two] مطفأ منذ { $when }، متأخر يومين
    [few] مطفأ منذ { $when }، متأخر { $days } أيام
    [many] مطفأ منذ { $when }، متأخر { $days } يومًا
   *[other] مطفأ منذ { $when }، متأخر { $days } يوم
}
pc-unknown = لم يُتحقق منه منذ مدة
pc-restart-unknown = لا يُبلّغ إن كان يحتاج إلى إعادة تشغيل
pc-late-days = { $days ->
    [zero] غير متأخر
    [one] متأخر يومًا واحدًا
    [two] متأخر يومين
    [few] متأخر { $days } أيام
    [many] متأخر { $days } يومًا
   *[other] متأخر { $days } يوم
}
pc-needs = بانتظاركم
pc-ready = { $count ->
    [zero] لا تحديثات جاهزة
    [one] تحديث واحد جاهز
    [two] تحديثان جاهزان
    [few] { $count } تحديثات جاهزة
    [many] { $count } تحديثًا جاهزة
   *[other] { $count } تحديث جاهزة
}
pc-restart = يحتاج إلى إعادة تشغيل
pc-good = محدَّث
pc-due-day = موعده { $day }
pc-on-now = قيد التشغيل
page-sentence = ‏{ $pc }: { $state }.
count-pcs = { $count ->
    [zero] لا أجهزة
    [one] جهاز واحد
    [two] جهازان
    [few] { $count } أجهزة
    [many] { $count } جهازًا
   *[other] { $count } جهاز
}
count-updates-pcs = { $updates ->
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
fact-system = النظام
fact-who = مسجَّل الدخول
fact-nobody = لا أحد
fact-seen = آخر ظهور
fact-disk-free = المساحة الخالية
fact-address = العنوان
fact-own-updaters = يحدِّث نفسه أيضًا بواسطة
fact-helper = برنامج Patchround المساعد
fact-unknown = غير معروف
fact-gigabytes = { $count } غيغابايت

## What needs you

need-late = { $count ->
    [zero] { $pc } غير متأخر.
    [one] { $pc } متأخر يومًا واحدًا.
    [two] { $pc } متأخر يومين.
    [few] { $pc } متأخر { $count } أيام.
    [many] { $pc } متأخر { $count } يومًا.
   *[other] { $pc } متأخر { $count } يوم.
}
need-late-next = يُرجى تحديثه الآن، أو الاطلاع في صفحته على ما يعيقه.
need-late-over = ما اتُّفق عليه بشأن { $name } انتهى في { $day }.
need-late-off = { $count ->
    [zero] { $pc } مطفأ وغير متأخر.
    [one] { $pc } مطفأ ومتأخر يومًا واحدًا.
    [two] { $pc } مطفأ ومتأخر يومين.
    [few] { $pc } مطفأ ومتأخر { $count } أيام.
    [many] { $pc } مطفأ ومتأخر { $count } يومًا.
   *[other] { $pc } مطفأ ومتأخر { $count } يوم.
}
need-late-off-next = يُرجى تشغيله. عندها يستدرك ما فاته.
need-cause = ‏{ $pc }: { $why }
need-silent = { $pc }: آخر ظهور { $when }.
need-silent-next = يُرجى تشغيله. وإن لم يعد أحد يستخدمه، فيُرجى إزالته من صفحته.
need-not-going = { $count ->
    [zero] { $pc }: لا تحديث متوقف. { $why }
    [one] { $pc }: تحديث واحد لا يُثبَّت تلقائيًا. { $why }
    [two] { $pc }: تحديثان لا يُثبَّتان تلقائيًا. { $why }
    [few] { $pc }: { $count } تحديثات لا تُثبَّت تلقائيًا. { $why }
    [many] { $pc }: { $count } تحديثًا لا تُثبَّت تلقائيًا. { $why }
   *[other] { $pc }: { $count } تحديث لا تُثبَّت تلقائيًا. { $why }
}
need-agreed = { $count ->
    [zero] { $pc }: لا تحديث متأخر عن قصد.
    [one] { $pc }: تحديث واحد متأخر عن قصد بموافقة المالك.
    [two] { $pc }: تحديثان متأخران عن قصد بموافقة المالك.
    [few] { $pc }: { $count } تحديثات متأخرة عن قصد بموافقة المالك.
    [many] { $pc }: { $count } تحديثًا متأخرًا عن قصد بموافقة المالك.
   *[other] { $pc }: { $count } تحديث متأخر عن قصد بموافقة المالك.
}
need-agreed-next = يمكن إبقاؤه كذلك حتى تنتهي المدة، أو إنهاؤها قبل ذلك بالضغط على «إنهاء الآن» في صفحة التحديثات.
need-stuck = { $count ->
    [zero] { $pc }: لا تحديث فشل. { $why }
    [one] { $pc }: تحديث واحد لم ينجح. { $why }
    [two] { $pc }: تحديثان لم ينجحا. { $why }
    [few] { $pc }: { $count } تحديثات لم تنجح. { $why }
    [many] { $pc }: { $count } تحديثًا لم تنجح. { $why }
   *[other] { $pc }: { $count } تحديث لم تنجح. { $why }
}
need-not-taking = { $count ->
    [zero] { $pc }: لا تحديث يُعرض من جديد.
    [one] { $pc }: تحديث واحد لا يثبت. فقد تم ثم عُرض من جديد.
    [two] { $pc }: تحديثان لا يثبتان. فقد تما ثم عُرضا من جديد.
    [few] { $pc }: { $count } تحديثات لا تثبت. فقد تمت ثم عُرضت من جديد.
    [many] { $pc }: { $count } تحديثًا لا تثبت. فقد تمت ثم عُرضت من جديد.
   *[other] { $pc }: { $count } تحديث لا تثبت. فقد تمت ثم عُرضت من جديد.
}
need-not-taking-next = يُرجى عرض التفاصيل التقنية في صفحة هذا الجهاز على الدعم التقني.

## Updates

update-held = موقوف على هذا الجهاز
update-held-there-until = موقوف على هذا الجهاز حتى { $day }
update-held-by = موقوف من قِبل { $by }
update-held-until = يُبقي { $by } عليه كما هو حتى { $day }: { $why }
except-until = يجوز أن يتأخر حتى { $day }
except-who = بموافقة { $by }، على: { $pcs }
except-who-everywhere = بموافقة { $by }، على كل جهاز
except-pc-gone = جهاز لم يعد في هذا المكتب
update-removes = سيزيل { $names }
update-whole = لا يُحدَّث هذا الجهاز إلا كاملًا: ينتظر هذا حتى يمكن تثبيت { $names } أيضًا.
update-firmware = البرنامج الثابت هو البرنامج المدمج في الجهاز نفسه أو فيما يوصل به. لا يُثبَّت مع تحديثات أخرى أبدًا.
update-firmware-where = في صفحة الجهاز زر له ما دام الجهاز يعمل ولا شيء آخر جارٍ.
versions = من { $from } إلى { $to }.
version-new = إلى { $to }.
size = { $size } ميغابايت.

## A plan

plan-title-all = { $count ->
    [zero] تحديث الأجهزة
    [one] تحديث جهازكم
    [two] تحديث الجهازين
    [few] تحديث جميع الأجهزة ({ $count })
    [many] تحديث جميع الأجهزة ({ $count })
   *[other] تحديث جميع الأجهزة ({ $count })
}
plan-title-pcs = { $count ->
    [zero] تحديث الأجهزة
    [one] تحديث جهاز واحد
    [two] تحديث جهازين
    [few] تحديث { $count } أجهزة
    [many] تحديث { $count } جهازًا
   *[other] تحديث { $count } جهاز
}
plan-title-pc = تحديث { $pc }
plan-title-program = { $count ->
    [zero] تحديث { $name }
    [one] تحديث { $name } على جهاز واحد
    [two] تحديث { $name } على جهازين
    [few] تحديث { $name } على { $count } أجهزة
    [many] تحديث { $name } على { $count } جهازًا
   *[other] تحديث { $name } على { $count } جهاز
}
plan-group-nobody = لن يلاحظ أحد شيئًا
plan-group-close = يجب إغلاق برامج
plan-group-restart = { $pcs ->
    [zero] لا جهاز يحتاج بعدها إلى إعادة تشغيل
    [one] جهاز واحد يحتاج بعدها إلى إعادة تشغيل
    [two] جهازان يحتاجان بعدها إلى إعادة تشغيل
    [few] { $pcs } أجهزة تحتاج بعدها إلى إعادة تشغيل
    [many] { $pcs } جهازًا تحتاج بعدها إلى إعادة تشغيل
   *[other] { $pcs } جهاز تحتاج بعدها إلى إعادة تشغيل
}
plan-group-asked = { $pcs ->
    [zero] لا أحد يُسأل أولًا
    [one] يُسأل الناس أولًا على جهاز واحد، لأن شيئًا كبيرًا يتغير
    [two] يُسأل الناس أولًا على جهازين، لأن شيئًا كبيرًا يتغير
    [few] يُسأل الناس أولًا على { $pcs } أجهزة، لأن شيئًا كبيرًا يتغير
    [many] يُسأل الناس أولًا على { $pcs } جهازًا، لأن شيئًا كبيرًا يتغير
   *[other] يُسأل الناس أولًا على { $pcs } جهاز، لأن شيئًا كبيرًا يتغير
}
plan-text-asked = يختارون وقتًا. إن لم يقولوا شيئًا، يُثبَّت في الوقت المذكور هنا.
plan-row-asked = { $name }: { $time }، إن لم يقل أحد غير ذلك
plan-group-repair = يُصلَح أولًا ما لم يكتمل
plan-group-off = { $pcs ->
    [zero] لا جهاز مطفأ
    [one] جهاز واحد مطفأ
    [two] جهازان مطفآن
    [few] { $pcs } أجهزة مطفأة
    [many] { $pcs } جهازًا مطفأة
   *[other] { $pcs } جهاز مطفأة
}
plan-group-not-now = ليس الآن
plan-group-new = حديث جدًا، لذلك ينتظر
plan-text-new = { $updates ->
    [zero] كل هذا يُثبَّت مع ذلك.
    [one] تغيير كبير واحد ينتظر بضعة أيام، كي يكتشف الآخرون العيوب أولًا.
    [two] تغييران كبيران ينتظران بضعة أيام، كي يكتشف الآخرون العيوب أولًا.
    [few] تنتظر { $updates } تغييرات كبيرة بضعة أيام، كي يكتشف الآخرون العيوب أولًا.
    [many] ينتظر { $updates } تغييرًا كبيرًا بضعة أيام، كي يكتشف الآخرون العيوب أولًا.
   *[other] ينتظر { $updates } تغيير كبير بضعة أيام، كي يكتشف الآخرون العيوب أولًا.
}
plan-cooling = { $name }: جديد منذ { $since }، { $from }. ننتظر حتى { $until } كي يكتشف الآخرون عيوبه أولًا.
plan-new-all-the-same = { $name }: جديد منذ { $since }، { $from }. سيُثبَّت مع ذلك، مع أننا كنا سننتظر حتى { $until }.
plan-cooling-unknown = قد يُصلح مشكلة أمنية، ولم يُخبر أحد هل يستغلها المهاجمون.
new-from-catalogue = كما يقول صانع النظام
new-from-maker = كما يقول صانعه
new-from-seen = حين رآه مكتبكم أول مرة
plan-text-updates = { $updates ->
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
plan-text-restart = { $updates ->
    [zero] لا تحديثات
    [one] تحديث واحد
    [two] تحديثان
    [few] { $updates } تحديثات
    [many] { $updates } تحديثًا
   *[other] { $updates } تحديث
}. لا يُعاد تشغيل أي جهاز ما دام أحد يستخدمه.
plan-text-repair = { $pcs ->
    [zero] ليس على أي جهاز
    [one] على جهاز واحد
    [two] على جهازين
    [few] على { $pcs } أجهزة
    [many] على { $pcs } جهازًا
   *[other] على { $pcs } جهاز
}
plan-text-off = تنتظر تحديثاتها حتى أسبوع. وتستدرك الأجهزة ما فاتها عند تشغيلها.
plan-text-not-now = { $updates ->
    [zero] لا تحديث يبقى كما هو
    [one] تحديث واحد يبقى كما هو
    [two] تحديثان يبقيان كما هما
    [few] { $updates } تحديثات تبقى كما هي
    [many] { $updates } تحديثًا تبقى كما هي
   *[other] { $updates } تحديث تبقى كما هي
}
plan-row-off = { $count ->
    [zero] لا تحديثات تنتظر
    [one] تحديث واحد ينتظر
    [two] تحديثان ينتظران
    [few] { $count } تحديثات تنتظر
    [many] { $count } تحديثًا تنتظر
   *[other] { $count } تحديث تنتظر
}
plan-row-not-now = ‏{ $name }: { $cause }
plan-note-looks = { $count ->
    [zero] لا جهاز يبحث عن التحديثات أولًا.
    [one] جهاز واحد يبحث عن التحديثات أولًا: قد يكون ما نعرفه عنه قديمًا.
    [two] جهازان يبحثان عن التحديثات أولًا: قد يكون ما نعرفه عنهما قديمًا.
    [few] { $count } أجهزة تبحث عن التحديثات أولًا: قد يكون ما نعرفه عنها قديمًا.
    [many] { $count } جهازًا تبحث عن التحديثات أولًا: قد يكون ما نعرفه عنها قديمًا.
   *[other] { $count } جهاز تبحث عن التحديثات أولًا: قد يكون ما نعرفه عنها قديمًا.
}
plan-note-restart = لا يعيد هذا تشغيل أي جهاز. الأجهزة التي تحتاج إلى ذلك يُعاد تشغيلها تلقائيًا لاحقًا، حين يكون المكتب مغلقًا ولا أحد مسجَّل الدخول.
plan-note-restart-never = لا يعيد هذا تشغيل أي جهاز. يُرجى إعادة تشغيل الأجهزة التي تحتاج إلى ذلك حين يناسب من يستخدمها.
plan-note-together = نقترح تأجيله للجميع. انظروا ما يحتاج إليكم.
plan-note-no-way-back = لا يمكن الرجوع إلى الإصدارات القديمة.
plan-first-all = { $pcs ->
    [zero] يبدأ التحديث على { $pc }، ولا ينتظر جهاز آخر.
    [one] يبدأ التحديث على { $pc }، ويتلقى تحديثاته الجهاز الآخر بعد نجاحها هناك.
    [two] يبدأ التحديث على { $pc }، ويتلقى تحديثاته الجهازان الآخران بعد نجاحها هناك.
    [few] يبدأ التحديث على { $pc }، وتتلقى تحديثاته { $pcs } أجهزة أخرى بعد نجاحها هناك.
    [many] يبدأ التحديث على { $pc }، ويتلقى تحديثاته { $pcs } جهازًا آخر بعد نجاحها هناك.
   *[other] يبدأ التحديث على { $pc }، ويتلقى تحديثاته { $pcs } جهاز آخر بعد نجاحها هناك.
}
plan-first-big = { $pcs ->
    [zero] تُجرَّب التغييرات الكبيرة على { $pc } أولًا، ولا ينتظر جهاز آخر.
    [one] تُجرَّب التغييرات الكبيرة على { $pc } أولًا، ويتلقى هذه التغييرات الجهاز الآخر بعد نجاحها هناك.
    [two] تُجرَّب التغييرات الكبيرة على { $pc } أولًا، ويتلقى هذه التغييرات الجهازان الآخران بعد نجاحها هناك.
    [few] تُجرَّب التغييرات الكبيرة على { $pc } أولًا، وتتلقى هذه التغييرات { $pcs } أجهزة أخرى بعد نجاحها هناك.
    [many] تُجرَّب التغييرات الكبيرة على { $pc } أولًا، ويتلقى هذه التغييرات { $pcs } جهازًا آخر بعد نجاحها هناك.
   *[other] تُجرَّب التغييرات الكبيرة على { $pc } أولًا، ويتلقى هذه التغييرات { $pcs } جهاز آخر بعد نجاحها هناك.
}
plan-first-off = { $pc } مطفأ الآن: تنتظر الأجهزة الأخرى حتى يُشغَّل.
plan-note-way-back = يمكن التراجع عن كل ذلك لاحقًا من صفحة كل جهاز.
plan-note-own = ما يخص شخصًا واحدًا فقط يُثبَّت أثناء استخدام حساب هذا الشخص، وينتظره أسبوعًا على الأكثر.
plan-note-some-no-way-back = { $count ->
    [zero] لا تحديثات بلا رجوع
    [one] تحديث واحد لا يمكن التراجع عنه
    [two] تحديثان لا يمكن التراجع عنهما
    [few] { $count } تحديثات لا يمكن التراجع عنها
    [many] { $count } تحديثًا لا يمكن التراجع عنها
   *[other] { $count } تحديث لا يمكن التراجع عنها
}: { $names }.

## A round

run-sentence = { $count ->
    [zero] التحديث جارٍ. لم يكتمل بعد أي جهاز من أصل { $all }.
    [one] التحديث جارٍ. اكتمل جهاز واحد من أصل { $all }.
    [two] التحديث جارٍ. اكتمل جهازان من أصل { $all }.
    [few] التحديث جارٍ. اكتملت { $count } أجهزة من أصل { $all }.
    [many] التحديث جارٍ. اكتمل { $count } جهازًا من أصل { $all }.
   *[other] التحديث جارٍ. اكتمل { $count } جهاز من أصل { $all }.
}
run-only = يجري تحديث { $pc }.
run-begins = يبدأ التحديث بعد لحظة.
run-turn = ينتظر دوره
run-after-first = ينتظر حتى ينجح على { $pc }
run-has-order = على وشك البدء
run-looks = يبحث عن التحديثات
run-waits = ينتظر برنامجًا آخر
run-gets = يجلب التحديثات
run-installs = يثبّت التحديثات
run-verifies = يتأكد من النجاح
run-asked = لا يستجيب، نعيد المحاولة
run-done = اكتمل
run-done-restart = اكتمل، ويحتاج إلى إعادة تشغيل
run-later = متفق عليه لوقت لاحق
run-person = يُثبَّت أثناء استخدام الحساب المعني
run-unreachable = تعذّر الوصول إليه
run-needs = بانتظاركم
run-failed = لم ينجح
run-stopped = أُوقف قبل أن يبدأ
life-waits-for-person = ينتظر أن يقرر أحد
life-person-away = يُثبَّت أثناء استخدام حساب { $person }
life-somebody-away = يُثبَّت أثناء استخدام الحساب المعني
life-waits-for-program = ينتظر إغلاق برنامج
life-waits-for-power = ينتظر وصل الجهاز بالكهرباء
life-waits-for-network = لم يمكن جلبه بعد
life-downloading = يجلب التحديث
life-not-taking = لا يثبت
life-tries-again = المحاولة التالية { $when }.
run-longer = يستغرق هذا وقتًا أطول من المعتاد. قد يحدث ذلك. يُرجى عدم إطفاء الجهاز.
result-only-good = { $pc } محدَّث.
result-only-done = اكتمل { $pc }: ثُبِّت ما طُلب.
result-only-needs = { $pc } بانتظاركم.
result-only-not = لم يكتمل تحديث { $pc } بعد.
result-sentence = { $done ->
    [zero] لا جهاز محدَّث من أصل { $all }.
    [one] جهاز واحد من أصل { $all } محدَّث.
    [two] جهازان من أصل { $all } محدَّثان.
    [few] { $done } أجهزة من أصل { $all } محدَّثة.
    [many] { $done } جهازًا من أصل { $all } محدَّثة.
   *[other] { $done } جهاز من أصل { $all } محدَّثة.
}
result-sentence-needs = ‏{ $done ->
    [zero] لا جهاز محدَّث من أصل { $all }.
    [one] جهاز واحد من أصل { $all } محدَّث.
    [two] جهازان من أصل { $all } محدَّثان.
    [few] { $done } أجهزة من أصل { $all } محدَّثة.
    [many] { $done } جهازًا من أصل { $all } محدَّثة.
   *[other] { $done } جهاز من أصل { $all } محدَّثة.
} { $needs ->
    [zero] لا جهاز بانتظاركم.
    [one] جهاز واحد بانتظاركم.
    [two] جهازان بانتظاركم.
    [few] { $needs } أجهزة بانتظاركم.
    [many] { $needs } جهازًا بانتظاركم.
   *[other] { $needs } جهاز بانتظاركم.
}
result-counted-done = { $done ->
    [zero] لم يكتمل أي جهاز من أصل { $all }.
    [one] اكتمل جهاز واحد من أصل { $all }.
    [two] اكتمل جهازان من أصل { $all }.
    [few] اكتملت { $done } أجهزة من أصل { $all }.
    [many] اكتمل { $done } جهازًا من أصل { $all }.
   *[other] اكتمل { $done } جهاز من أصل { $all }.
}
result-counted-done-needs = ‏{ $done ->
    [zero] لم يكتمل أي جهاز من أصل { $all }.
    [one] اكتمل جهاز واحد من أصل { $all }.
    [two] اكتمل جهازان من أصل { $all }.
    [few] اكتملت { $done } أجهزة من أصل { $all }.
    [many] اكتمل { $done } جهازًا من أصل { $all }.
   *[other] اكتمل { $done } جهاز من أصل { $all }.
} { $needs ->
    [zero] لا جهاز بانتظاركم.
    [one] جهاز واحد بانتظاركم.
    [two] جهازان بانتظاركم.
    [few] { $needs } أجهزة بانتظاركم.
    [many] { $needs } جهازًا بانتظاركم.
   *[other] { $needs } جهاز بانتظاركم.
}
result-count-needs = بانتظاركم ({ $count })
result-count-ready = تحديثات جاهزة ({ $count })
result-count-restart = اكتملت وتحتاج إلى إعادة تشغيل ({ $count })
result-count-working = قيد التحديث ({ $count })
result-count-off = ليس بعد ({ $count })
result-count-good = اكتملت ({ $count })
result-row-done = { $count ->
    [zero] لم يلزم فعل شيء.
    [one] اكتمل، تحديث واحد.
    [two] اكتمل، تحديثان.
    [few] اكتمل، { $count } تحديثات.
    [many] اكتمل، { $count } تحديثًا.
   *[other] اكتمل، { $count } تحديث.
}
result-row-none = لم يُثبَّت شيء هذه المرة.
result-row-partly = { $count ->
    [zero] لم يُثبَّت أي تحديث.
    [one] ثُبِّت تحديث واحد، لكن ليس كلها.
    [two] ثُبِّت تحديثان، لكن ليس كلها.
    [few] ثُبِّتت { $count } تحديثات، لكن ليس كلها.
    [many] ثُبِّت { $count } تحديثًا، لكن ليس كلها.
   *[other] ثُبِّت { $count } تحديث، لكن ليس كلها.
}
result-row-restart = اكتمل. تُنهيه إعادة التشغيل.
result-next-restart = يُعاد تشغيله تلقائيًا لاحقًا، حين يكون المكتب مغلقًا ولا أحد مسجَّل الدخول. ويمكنكم أيضًا إعادة تشغيله بأنفسكم.
result-row-later = متفق عليه لوقت لاحق.
result-row-person = { $count ->
    [zero] يُثبَّت أثناء استخدام الحساب المعني.
    [one] ثُبِّت تحديث واحد. الباقي يُثبَّت أثناء استخدام الحساب المعني.
    [two] ثُبِّت تحديثان. الباقي يُثبَّت أثناء استخدام الحساب المعني.
    [few] ثُبِّتت { $count } تحديثات. الباقي يُثبَّت أثناء استخدام الحساب المعني.
    [many] ثُبِّت { $count } تحديثًا. الباقي يُثبَّت أثناء استخدام الحساب المعني.
   *[other] ثُبِّت { $count } تحديث. الباقي يُثبَّت أثناء استخدام الحساب المعني.
}
result-row-turn = ينتظر حتى ينجح التحديث على الجهاز الأول.
result-row-off = تعذّر الوصول إليه. سيُحدَّث عند تشغيله القادم.
result-row-off-firmware = تعذّر الوصول إليه. لا يُثبَّت البرنامج الثابت إلا إذا شُغّل خلال ساعة.
result-row-not-reached = تعذّر الوصول إليه.
result-row-ran-out = انتهت مدة طلبه قبل تشغيله.
result-row-busy = ما زال مشغولًا بطلب سابق.
result-row-needs = بانتظاركم.
result-row-failed = لم ينجح.
result-cause = ‏{ $names }: { $cause }
said-tonight = { $pcs ->
    [zero] تم الاتفاق: لا أجهزة، { $when }.
    [one] تم الاتفاق: جهاز واحد، { $when }.
    [two] تم الاتفاق: جهازان، { $when }.
    [few] تم الاتفاق: { $pcs } أجهزة، { $when }.
    [many] تم الاتفاق: { $pcs } جهازًا، { $when }.
   *[other] تم الاتفاق: { $pcs } جهاز، { $when }.
}
said-started = بدأ التحديث.
said-taken-back = أُلغي الاتفاق. لن يبدأ شيء.
said-undone = تم التراجع: لن يبدأ هذا.
said-undo-over = لم يعد التراجع عن هذا ممكنًا هنا. تعرض الصفحة الرئيسية ما اتُّفق عليه.
said-not-taken-back = أُبلغ { $pc } بالأمر من قبل ولا يستجيب الآن: سيبدأ كما اتُّفق. يُرجى تشغيله وإعادة المحاولة.
said-removed = لم يعد { $pc } في هذا المكتب. ويمكن أيضًا إزالة البرنامج من ذلك الجهاز.
said-renamed = أصبح اسم { $from } الآن { $pc }.
said-held = يبقى كما هو على كل جهاز.
said-released = انتهى الإبقاء عليه.
said-excepted = يبقى { $name } كما هو على { $pcs } حتى { $day } بموافقة المالك. ويُعَد متأخرًا عن قصد، لا منتهيًا.
said-excepted-everywhere = يبقى { $name } كما هو على كل جهاز حتى { $day } بموافقة المالك. ويُعَد متأخرًا عن قصد، لا منتهيًا.
said-except-ended = انتهت الموافقة: يُثبَّت التحديث كما تقول قواعدكم.
said-firmware = يحصل { $pc } الآن على برنامجه الثابت. يُرجى تركه يعمل موصولًا بالكهرباء حتى ينتهي.
said-goes-back = يرجع { $pc } الآن.
said-goes-back-later = لا يستجيب { $pc }. يُبلَّغ متى استجاب، خلال يومين.
said-lets-go = يقبل { $pc } الإصدار الأحدث من الآن.
way-back = عليه { $from }. والإصدار السابق { $to } محفوظ.
way-stays = يبقى على { $to }، وهو الإصدار السابق.
way-stays-until = يبقى على { $to }، وهو الإصدار السابق، حتى { $until }.
way-stays-for = { $stays } بطلب من { $who }: { $why }
office-paused = حتى { $until } لا شيء يحدث تلقائيًا سوى إصلاحات الأمان المتأخرة. وما يُطلَب يستمر.
said-office-changed = تم الحفظ. يعرف كل جهاز ذلك عندما نصل إليه في المرة القادمة.
said-joined = انضم { $pc }.
said-invited = الذاكرة جاهزة. وهي صالحة حتى { $when }.
said-no-stick = لا نجد المجلد { $folder }. يُرجى اختيار ذاكرة USB، أو التحقق من اسم مجلدها.
said-stick-not-written = تعذّرت الكتابة في { $folder }. يُرجى استخدام ذاكرة USB فيها مساحة خالية ومسموح بالكتابة عليها.
said-invited-alone = ملف الانضمام موجود وصالح حتى { $when }. يُرجى أيضًا نسخ ملف تثبيت البرنامج المساعد إلى الذاكرة.
said-nothing = لا يوجد ما يُحدَّث.
said-nothing-yet = لا شيء يُثبَّت بعد: ما هو متاح حديث جدًا، وينتظر إلى أن يكتشف الآخرون عيوبه.
said-cannot-go-first = لا يمكن البدء بهذا الجهاز الآن. يُرجى فتح الخطة من جديد واختيار جهاز آخر.
said-no-evening = ليس لهذا المكتب ساعات مسائية للتحديث. يُرجى البدء الآن، أو تغيير الساعات في الإعدادات.

## Joining

code-until = صالح حتى { $time }.
joined-here = هذا الجهاز
file-row = { $pcs ->
    [zero] استخدمه { $used } من أصل { $pcs }. وهو صالح حتى { $when }.
    [one] استخدمه { $used } من أصل جهاز واحد. وهو صالح حتى { $when }.
    [two] استخدمه { $used } من أصل جهازين. وهو صالح حتى { $when }.
    [few] استخدمه { $used } من أصل { $pcs } أجهزة. وهو صالح حتى { $when }.
    [many] استخدمه { $used } من أصل { $pcs } جهازًا. وهو صالح حتى { $when }.
   *[other] استخدمه { $used } من أصل { $pcs } جهاز. وهو صالح حتى { $when }.
}
around-this = هذا الجهاز
around-waits = ينتظر الانضمام
around-helper = عليه البرنامج المساعد ولا يتبع مكتبًا هنا، أو يتبع مكتبًا آخر
around-unnamed = بلا اسم
ask-everywhere = { $count ->
    [zero] لن يُسأل أي عنوان من { $networks } عن وجود جهاز لكم. قد تبلّغ برامج الحماية في شبكتكم عن هذا.
    [one] سيُسأل عنوان واحد من { $networks } عن وجود جهاز لكم. قد تبلّغ برامج الحماية في شبكتكم عن هذا.
    [two] سيُسأل عنوانان من { $networks } عن وجود جهاز لكم. قد تبلّغ برامج الحماية في شبكتكم عن هذا.
    [few] ستُسأل { $count } عناوين من { $networks } عن وجود جهاز لكم. قد تبلّغ برامج الحماية في شبكتكم عن هذا.
    [many] سيُسأل { $count } عنوانًا من { $networks } عن وجود جهاز لكم. قد تبلّغ برامج الحماية في شبكتكم عن هذا.
   *[other] سيُسأل { $count } عنوان من { $networks } عن وجود جهاز لكم. قد تبلّغ برامج الحماية في شبكتكم عن هذا.
}

## The report

report-title = تقرير التحديثات، { $month }
report-in-charge = المسؤولية لدى: { $person }
report-made = أعدّه Patchround يوم { $day }

## The tray and messages

tray-update-all = تحديث الكل…
evening-restart = ليس قبل { $when }
said-restart = اتُّفق على ذلك. يُعاد تشغيل الجهاز حين لا يستخدمه أحد.
said-restart-later = اتُّفق على ذلك. يُعاد تشغيل الجهاز { $when } حين لا يستخدمه أحد.
said-no-restart = أُلغي الاتفاق. لن يُعاد تشغيل الجهاز.
said-bad-time = هذا الوقت مضى أو يبعد أكثر من ستة أيام. يُرجى اختيار وقت آخر.
pc-restart-planned = إعادة التشغيل: { $when }
pc-restart-waits = إعادة التشغيل تنتظر
pc-restart-goes-on = يُعاد تشغيله
evening-update = التحديث { $when }
evening-start = البدء { $when }
tray-needs = بانتظاركم ({ $count })
tray-open = فتح Patchround
tray-quiet = بلا رسائل حتى الغد
tray-quit = إنهاء
tray-setup = { $count ->
    [zero] الإعداد لم يكتمل
    [one] الإعداد: أُضيف جهاز واحد
    [two] الإعداد: أُضيف جهازان
    [few] الإعداد: أُضيفت { $count } أجهزة
    [many] الإعداد: أُضيف { $count } جهازًا
   *[other] الإعداد: أُضيف { $count } جهاز
}
tray-welcome = إعداد مكتبكم
message-digest = { $count ->
    [zero] لا شيء بانتظاركم.
    [one] أمر واحد بانتظاركم.
    [two] أمران بانتظاركم.
    [few] { $count } أمور بانتظاركم.
    [many] { $count } أمرًا بانتظاركم.
   *[other] { $count } أمر بانتظاركم.
}
message-overdue = { $count ->
    [zero] لا يوجد جهاز متأخر عن التحديث.
    [one] جهاز واحد متأخر عن التحديث.
    [two] جهازان متأخران عن التحديث.
    [few] { $count } أجهزة متأخرة عن التحديث.
    [many] { $count } جهازًا متأخرًا عن التحديث.
   *[other] { $count } جهاز متأخر عن التحديث.
}
message-urgent = إصلاح أمني عاجل لبرنامج { $name }.
message-urgent-body = { $count ->
    [zero] يستغل المهاجمون هذه الثغرة الآن. لا يحتاج أي جهاز إلى الإصلاح.
    [one] يستغل المهاجمون هذه الثغرة الآن. يحتاج جهاز واحد إلى الإصلاح.
    [two] يستغل المهاجمون هذه الثغرة الآن. يحتاج جهازان إلى الإصلاح.
    [few] يستغل المهاجمون هذه الثغرة الآن. تحتاج { $count } أجهزة إلى الإصلاح.
    [many] يستغل المهاجمون هذه الثغرة الآن. يحتاج { $count } جهازًا إلى الإصلاح.
   *[other] يستغل المهاجمون هذه الثغرة الآن. يحتاج { $count } جهاز إلى الإصلاح.
}
message-update-now = تحديث الآن
message-report = تقرير شهر { $month } جاهز.
message-setup-title = الإعداد لم يكتمل.
message-setup-body = يُرجى فتح Patchround للمتابعة من حيث توقفتم.
message-test-title = هذه رسالة تجريبية.
message-test-body = هكذا تبدو الرسائل من Patchround.
message-undo = تراجع
message-not-done = لم يتم ذلك.
message-see = عرض التفاصيل
message-what-to-do = عرض المطلوب
message-open = فتح
messages-week = { $count ->
    [zero] لا رسائل هذا الأسبوع
    [one] رسالة واحدة هذا الأسبوع
    [two] رسالتان هذا الأسبوع
    [few] { $count } رسائل هذا الأسبوع
    [many] { $count } رسالة هذا الأسبوع
   *[other] { $count } رسالة هذا الأسبوع
}
messages-not-shown = لا يعرض هذا الكمبيوتر رسائل Patchround. وهي موجودة كلها هنا.
said-check-running = يجري تثبيت التحديثات: يُرجى الفحص مجددًا عند انتهائها.
said-running = هناك جولة جارية. يُرجى الانتظار حتى تكتمل.
said-no-practice = لا يمكن فتح مكتب التدريب على هذا الكمبيوتر.
said-no-looking = لا يُبحث في الشبكة هنا. يُرجى إضافة الأجهزة بعناوينها.
said-not-there = لم يعد هذا موجودًا.
said-gone = يجري إنهاء Patchround. يُرجى فتحه من جديد.

## Where there is no window, or the system does not obey

app-no-screen = يحتاج Patchround إلى شاشة لنافذته، ولا توجد شاشة هنا. يُرجى بدؤه من سطح المكتب.
app-does-not-answer = Patchround مفتوح بالفعل، لكنه لا يستجيب. يُرجى تسجيل الخروج ثم الدخول، ثم إعادة المحاولة.
app-autostart-not-set = تعذّر تغيير هذا. يُرجى التحقق من المساحة الخالية على هذا الكمبيوتر، ثم إعادة المحاولة.
need-objected = طلب { $people } الانتظار مع { $names } على { $pc }. { $said }
need-objected-next = يبقى كل شيء هناك كما هو حتى الرد.
need-objected-until = إنه إصلاح أمني. يُثبَّت { $time } في كل الأحوال.
need-wrong = ذكر { $people } على { $pc } وجود خلل منذ تحديث { $names }.
need-wrong-next = لا يبدأ التحديث على أي جهاز آخر حتى الرد.
need-wrong-stopped = { $count ->
    [zero] لم يُوقف على أي جهاز آخر.
    [one] أُوقف على جهاز واحد آخر حتى الرد.
    [two] أُوقف على جهازين آخرين حتى الرد.
    [few] أُوقف على { $count } أجهزة أخرى حتى الرد.
    [many] أُوقف على { $count } جهازًا آخر حتى الرد.
   *[other] أُوقف على { $count } جهاز آخر حتى الرد.
}
need-wrong-no-way = لم يحتفظ { $pc } بالإصدار القديم، فلا يمكنه العودة.
need-together-next = نقترح تأجيله على كل الأجهزة حتى { $until }. لا يحدث شيء من دونكم.
need-together-button = تأجيله للجميع
need-note = كتب إليكم { $person } من { $pc } { $when }: «{ $words }»
need-note-next = يُرجى التحدث مع { $person }. يبقى هذا السطر حتى تأكيد الانتهاء منه.
need-note-button = تم الأمر
said-answered = ردكم في الطريق.
