### الأشخاص في المكتب: المسؤول، ومن يستخدم أي حاسوب، ومن يفعل ماذا، ومن يستطيع تغيير كل شيء.

## المسؤول

in-charge = المسؤول: { $person }.
in-charge-instead = المسؤول حتى { $until }: { $person }، بسبب غياب { $away }.
people-stand-in = ينوب { $name } عند غياب { $person }.
people-no-stand-in = لا أحد ينوب عند غياب { $person }.
people-away = غياب { $person } من { $from } إلى { $until }. ينوب { $name }.
people-back = { $person } هو المسؤول.
people-uses = يستخدم { $person } { $pc }.
people-shared = يتشارك كثيرون { $pc }.
people-nobody = لم يُذكر من يستخدم { $pc }.
uses-many = يتشاركه كثيرون
uses-nobody = لا أحد بعد
said-people = سُجّل هذا. تُبلَّغ الحواسيب به.
pc-shared = حاسوب مشترك
need-no-person = { $count ->
    [zero] لا حواسيب بلا شخص: { $names }.
    [one] لم يُذكر من يستخدم حاسوبًا واحدًا: { $names }.
    [two] لم يُذكر من يستخدم حاسوبين: { $names }.
    [few] لم يُذكر من يستخدم { $count } حواسيب: { $names }.
    [many] لم يُذكر من يستخدم { $count } حاسوبًا: { $names }.
   *[other] لم يُذكر من يستخدم { $count } حاسوب: { $names }.
}
need-no-person-next = يُذكر من يستخدمه بالأمر: ⁦patchround people --pc NAME --person NAME⁩
    .window = يُذكر من يستخدمه في «من يفعل ماذا»، كي يمكن سؤال أحد.
need-no-stand-in = لا أحد ينوب عن { $person }.
need-no-stand-in-next = يُسمّى أحد بالأمر: ⁦patchround people --stand-in NAME⁩
    .window = يُسمّى أحد في «من يفعل ماذا». يُسأل هذا الشخص أثناء غيابكم.
error-no-stand-in = لن يكون أحد مسؤولًا في هذه الأثناء. يُذكر أولًا من ينوب، بالأمر: ⁦patchround people --stand-in NAME⁩
    .window = لن يكون أحد مسؤولًا في هذه الأثناء. يُذكر أولًا من ينوب.
error-stands-in-for-oneself = لا ينوب أحد عن نفسه. يُرجى تسمية شخص آخر.
error-bad-days = لا يمكن الغياب في هذه الأيام. اليوم الأخير هو اليوم أو بعده، وليس قبل الأول، وخلال سنة منه.
error-not-away = لا أحد غائب.

## السجل

record-pc-used-by = { $who }: يستخدم { $person } { $pc }.
record-pc-shared = { $who }: يتشارك كثيرون { $pc }.
record-pc-used-by-nobody = { $who }: لا أحد بعينه يستخدم { $pc }.
record-stand-in = { $who }: ينوب { $name }.
record-no-stand-in = { $who }: لا أحد ينوب.
record-away = غياب { $who } من { $from } إلى { $until }. ينوب { $name }.
record-back = عاد { $who } إلى المسؤولية.
record-can-change = { $count ->
    [zero] لا حسابات جديدة تستطيع تغيير كل شيء على { $pc }: { $names }.
    [one] حساب جديد واحد يستطيع تغيير كل شيء على { $pc }: { $names }.
    [two] حسابان جديدان يستطيعان تغيير كل شيء على { $pc }: { $names }.
    [few] { $count } حسابات جديدة تستطيع تغيير كل شيء على { $pc }: { $names }.
    [many] { $count } حسابًا جديدًا تستطيع تغيير كل شيء على { $pc }: { $names }.
   *[other] { $count } حساب جديد تستطيع تغيير كل شيء على { $pc }: { $names }.
}
record-can-no-longer = { $count ->
    [zero] لا تغيير فيمن يستطيع تغيير كل شيء على { $pc }: { $names }.
    [one] لم يعد حساب واحد يستطيع تغيير كل شيء على { $pc }: { $names }.
    [two] لم يعد حسابان يستطيعان تغيير كل شيء على { $pc }: { $names }.
    [few] لم تعد { $count } حسابات تستطيع تغيير كل شيء على { $pc }: { $names }.
    [many] لم يعد { $count } حسابًا يستطيع تغيير كل شيء على { $pc }: { $names }.
   *[other] لم يعد { $count } حساب يستطيع تغيير كل شيء على { $pc }: { $names }.
}

## من يستطيع تغيير كل شيء على حاسوب

can-change = { $count ->
    [zero] لا أحد ممن يستخدمون هذا الحاسوب يستطيع تغيير كل شيء عليه.
    [one] شخص واحد من { $all } يستطيع تغيير كل شيء على هذا الحاسوب.
    [two] شخصان من { $all } يستطيعان تغيير كل شيء على هذا الحاسوب.
    [few] { $count } أشخاص من { $all } يستطيعون تغيير كل شيء على هذا الحاسوب.
    [many] { $count } شخصًا من { $all } يستطيعون تغيير كل شيء على هذا الحاسوب.
   *[other] { $count } شخص من { $all } يستطيعون تغيير كل شيء على هذا الحاسوب.
}
can-change-only = الشخص الوحيد الذي له حساب هنا يستطيع تغيير كل شيء على هذا الحاسوب.
can-change-names = يُسمح لهم بذلك: { $names }.
can-change-by-group = يستطيعون ذلك عن طريق مجموعة: { $names }.
can-change-member = ‏{ $name } ({ $group })
can-change-masters = يمكن أيضًا الدخول باسم يُسمح له بكل شيء: { $names }.
can-change-why = وكل برنامج سيئ يفتحونه يستطيع تغيير كل شيء أيضًا.
can-change-next = لا يحتاج أحد إلى هذا من أجل التحديثات. يكفي للعمل حساب لا يستطيع ذلك.
can-change-unknown = غير معروف بعد

## من يفعل ماذا

duties-way-maker = المنتج يكتب التحديث.
duties-way-office = المكتب يقرر هل يأتي ومتى: { $person }.
duties-way-person = الشخص على الحاسوب يختار الوقت.
duties-way-pc = الحاسوب يقوم بالعمل.
duties-some-system = نظام لم يذكر اسمه
duties-maker = المنتج
duties-until = ‏{ $month }
duties-until-ended = انتهى في { $month }
duties-until-unknown = غير معروف
duties-picks-people = { $count ->
    [zero] لا أحد
    [one] شخص واحد
    [two] كل من شخصين
    [few] كل من { $count } أشخاص
    [many] كل من { $count } شخصًا
   *[other] كل من { $count } شخص
}
duties-picks-office = { $count ->
    [zero] المكتب
    [one] المكتب لحاسوب واحد
    [two] المكتب لحاسوبين
    [few] المكتب لأجل { $count } حواسيب
    [many] المكتب لأجل { $count } حاسوبًا
   *[other] المكتب لأجل { $count } حاسوب
}
duties-replace = وضع شيء آخر مكانه
duties-look = النظر فيما يعيقه
duties-answer = الرد على من سأل
duties-answer-late = الرد على من سأل، وقد تأخّر ذلك
duties-kept = السماح به من جديد
duties-decide = القول إنه يمكن أن يأتي
duties-close = إغلاق برنامج
duties-sign-in = استخدام الحساب ليُحدَّث برنامج خاص
duties-say = تحديد وقت تغيير كبير
duties-restart = إيجاد وقت لإعادة التشغيل
duties-off = أن يُشغَّل
duties-works = إنهاء عمله
duties-planned = البدء عندما يحين وقته
duties-agreed = قبوله متى انتهت المدة التي وافق عليها المالك
duties-by-itself = القيام به في ساعاته
duties-restart-by-itself = إعادة التشغيل عندما لا يستخدمه أحد
duties-not-offered = عرضه على هذا الحاسوب أيضًا
duties-since = منذ { $when }.
duties-pc = ينتظر { $pc } { $who }: { $what }.
duties-pc-itself = الدور على { $pc }: { $what }.
duties-row = ‏{ $program }: { $count ->
    [zero] لا حواسيب
    [one] حاسوب واحد
    [two] حاسوبان
    [few] { $count } حواسيب
    [many] { $count } حاسوبًا
   *[other] { $count } حاسوب
}، يُصلَح حتى: { $until }، يقرر: { $decides }، يختار الوقت: { $picks }.
duties-row-waits = ‏{ $who }: { $what }.
duties-none = لا شيء ينتظر أحدًا.
duties-none-mine = لا شيء ينتظر { $person }.

## How many people of a round were asked

asked-people = { $count ->
    [zero] لم يُسأل أحد: { $said }.
    [one] سُئل شخص واحد: { $said }.
    [two] سُئل شخصان: { $said }.
    [few] سُئل { $count } أشخاص: { $said }.
    [many] سُئل { $count } شخصًا: { $said }.
   *[other] سُئل { $count } شخص: { $said }.
}
asked-now = { $count ->
    [zero] لم يقل أحد «الآن»
    [one] قال شخص واحد «الآن»
    [two] قال شخصان «الآن»
    [few] قال { $count } أشخاص «الآن»
    [many] قال { $count } شخصًا «الآن»
   *[other] قال { $count } شخص «الآن»
}
asked-later = { $count ->
    [zero] لم يختر أحد وقتًا لاحقًا
    [one] اختار شخص واحد وقتًا لاحقًا
    [two] اختار شخصان وقتًا لاحقًا
    [few] اختار { $count } أشخاص وقتًا لاحقًا
    [many] اختار { $count } شخصًا وقتًا لاحقًا
   *[other] اختار { $count } شخص وقتًا لاحقًا
}
asked-wait = { $count ->
    [zero] لم يطلب أحد الانتظار
    [one] طلب شخص واحد الانتظار
    [two] طلب شخصان الانتظار
    [few] طلب { $count } أشخاص الانتظار
    [many] طلب { $count } شخصًا الانتظار
   *[other] طلب { $count } شخص الانتظار
}
asked-not-yet = { $count ->
    [zero] لم يبقَ أحد بلا جواب بعد
    [one] لم يُجب شخص واحد بعد
    [two] لم يُجب شخصان بعد
    [few] لم يُجب { $count } أشخاص بعد
    [many] لم يُجب { $count } شخصًا بعد
   *[other] لم يُجب { $count } شخص بعد
}
