/** What the service says that refuses something, in Arabic: as `../sentences/ar.ts`, which has the sentences of the rules. */
import type { Sentences } from '../../teller.ts';

export const refusals: Sentences = {
  // What is asked of an address
  'There is nothing at this address.': 'لا شيء في هذا العنوان.',
  'This address does not take that method.': 'لا يقبل هذا العنوان تلك الطريقة.',
  'What was sent is larger than this address takes.': 'ما أُرسل أكبر مما يقبله هذا العنوان.',
  'This address takes JSON: send it with "Content-Type: application/json".':
    'يقبل هذا العنوان JSON: أرسله مع «Content-Type: application/json».',
  'This address takes bodies as they are, neither packed nor encoded.':
    'يقبل هذا العنوان المحتوى كما هو، غير مضغوط وغير مرمّز.',
  'The request does not have the fields it must have.': 'ليس في الطلب الحقول التي يجب أن تكون فيه.',
  'The request could not be read.': 'تعذّرت قراءة الطلب.',
  'The request has no body.': 'ليس في الطلب محتوى.',
  'The request cannot be used: {0}.': 'لا يمكن استعمال الطلب: {0}.',
  'The field "{0}" cannot be used: {1}.': 'لا يمكن استعمال الحقل «{0}»: {1}.',
  'What was sent is not in the form it must have.': 'ما أُرسل ليس على الصيغة المطلوبة.',
  'Something went wrong here. It is not your doing.': 'حدث خطأ من جانبنا. ليس السبب منك.',
  'This is a copy, which takes nothing in. Send it to {0}': 'هذه نسخة لا تستلم شيئًا. أرسله إلى {0}',
  'Nothing is at this address of a copy. The original is at {0}': 'لا شيء في هذا العنوان من النسخة. الأصل في {0}',

  // How much is sent at once
  'More was sent than this address takes in so short a time. Nothing of it was kept.':
    'أُرسل أكثر مما يقبله هذا العنوان في وقت قصير كهذا. لم يُحفظ منه شيء.',
  'More was sent from your network than this address takes in so short a time. Nothing of it was kept: send it again after {0} seconds.':
    'أُرسل من شبكتك أكثر مما يقبله هذا العنوان في وقت قصير كهذا. لم يُحفظ منه شيء: أرسله من جديد بعد هذا العدد من الثواني: {0}.',
  'More was sent by everybody together than this address takes in so short a time. Nothing of it was kept: send it again after {0} seconds.':
    'أُرسل من الجميع معًا أكثر مما يقبله هذا العنوان في وقت قصير كهذا. لم يُحفظ منه شيء: أرسله من جديد بعد هذا العدد من الثواني: {0}.',
  'Very much is being sent just now, so each sender shows that their machine worked for it. Solve the challenge and send it again with the solution in the header "Counterfoil-Work".':
    'يُرسل الآن الكثير جدًا، ولذلك يُظهر كل مرسل أن جهازه أجرى عملية حسابية. أجرِ العملية الحسابية وأرسله من جديد مع الحل في الترويسة «Counterfoil-Work».',
  'The proof of work is wrong, for another address, expired or used already. Here is a new challenge.':
    'حل العملية الحسابية خاطئ، أو لعنوان آخر، أو انتهت صلاحيته، أو استُعمل من قبل. إليك عملية حسابية جديدة.',

  // Whether it is recorded
  'It could not be recorded just now. Nothing of it was kept: please send it again.':
    'تعذّر تسجيله الآن. لم يُحفظ منه شيء: أرسله من جديد من فضلك.',
  'It may or may not have been recorded. Send the very same statement again: it will not be recorded twice.':
    'ربما سُجّل وربما لم يُسجَّل. أرسل البيان نفسه تمامًا من جديد: لن يُسجَّل مرتين.',
  'It may or may not have been recorded. Look whether it is on record before you send it again: it would be recorded twice.':
    'ربما سُجّل وربما لم يُسجَّل. تحقق مما إذا كان قد سُجّل قبل أن ترسله من جديد: وإلا فسيُسجَّل مرتين.',
  'The service has stopped writing to protect the record. The operator has to look at it.':
    'توقفت الخدمة عن الكتابة لحماية السجل. على مشغّل الخدمة أن ينظر في الأمر.',
  'What is recorded cannot be signed for just now. Words that people send are promised; anything else can be sent again later. The reason stands in the log of the service, for its operator.':
    'يتعذّر الآن توقيع ما يُسجَّل. الكلام الذي يُرسل يُعطى وعدًا بتسجيله، وما عداه يمكن إرساله من جديد لاحقًا. السبب مكتوب لمشغّل الخدمة في ملف أحداث الخدمة.',
  'This process is about to stop. Another one answers, or this one in a moment.':
    'هذا الجزء من الخدمة على وشك التوقف. سيجيب جزء آخر، أو هذا نفسه بعد لحظة.',
  'The clock of this service is far behind the newest entry, so nothing is recorded. The operator has to set it right.':
    'ساعة هذه الخدمة متأخرة كثيرًا عن أحدث قيد، ولذلك لا يُسجَّل شيء. على مشغّل الخدمة أن يضبطها.',
  'The record cannot be read just now. Ask again in a minute.': 'تعذّرت قراءة السجل الآن. اسأل من جديد بعد دقيقة.',
  'This ledger has not been opened yet.': 'لم يُفتح هذا السجل بعد.',
  'Only the operator can open this ledger.': 'لا يستطيع فتح هذا السجل إلا مشغّل الخدمة.',
  'This ledger is named "{0}".': 'اسم هذا السجل «{0}».',
  'The log key of this service is {0}.': 'مفتاح السجل لهذه الخدمة هو {0}.',
  'The intake key of this service is {0}.': 'مفتاح الاستقبال لهذه الخدمة هو {0}.',
  'The process that answers was not given the new log key, {0}, and cannot sign with it: its log names the folder. The operator copies the file of the key into the folder "keys" of every process, and then the same statement is sent again.':
    'جزء الخدمة الذي يجيب لم يُعطَ مفتاح السجل الجديد {0} ولا يستطيع التوقيع به: ملف أحداثه يذكر المجلد. ينسخ مشغّل الخدمة ملف المفتاح إلى المجلد «keys» لكل جزء، ثم يُرسل البيان نفسه من جديد.',
  'The ledger has no entry with this index yet.': 'ليس في السجل قيد بهذا الرقم بعد.',
  'There is no case {0}.': 'لا توجد معاملة برقم {0}.',
  'There is no such tile: see c2sp.org/tlog-tiles for the addresses.':
    'لا يوجد ملف بصمات كهذا: العناوين في c2sp.org/tlog-tiles.',
  'The ledger does not reach as far as this tile yet.': 'لم يصل السجل بعد إلى ملف البصمات هذا.',
  'There is no such page of redactions yet.': 'لا توجد بعد صفحة كهذه من قائمة النصوص المحجوبة.',
  'Nothing is known here of such a promise. Look whether the digest is the one in the file.':
    'لا يُعرف هنا شيء عن وعد كهذا. تأكد من أن البصمة هي التي في الملف.',

  // Statements and their texts
  'The statement is too large for one entry.': 'البيان أكبر من أن يسعه قيد واحد.',
  'An entry holds at most {0} bytes, and the payload alone takes {1}.':
    'يسع القيد {0} بايت على الأكثر، والمحتوى وحده يشغل {1}.',
  'A text that the statement refers to was not sent along.': 'لم يُرسل مع البيان نص يشير إليه.',
  'A text that was sent along is not what the statement refers to.': 'أُرسل مع البيان نص ليس هو الذي يشير إليه.',
  'A place is one line of 1 to {0} characters.': 'المكان سطر واحد من 1 إلى {0} حرف.',
  'No text with this digest is part of the record.': 'لا يوجد في السجل نص بهذه البصمة.',
  'No file with this digest is part of the record.': 'لا يوجد في السجل ملف بهذه البصمة.',
  'The text cannot be read here any more, so it cannot be published. The operator has to look for the key of the sealed texts.':
    'لم تعد قراءة النص ممكنة هنا، فلا يمكن نشره. على مشغّل الخدمة أن يبحث عن مفتاح النصوص المشفّرة.',
  'The key {0} has no part in this ledger.': 'ليس للمفتاح {0} دور في هذا السجل.',
  'No key signed it that has a part in this ledger.': 'لم يوقّعه أي مفتاح له دور في هذا السجل.',
  'What somebody says on by a key of their own goes to /api/v1/follow, through the door for what people say.':
    'ما يضيفه أحد بمفتاح خاص به يُرسل إلى /api/v1/follow، من مدخل كلام الناس.',
  'It names no entry as its "speaker".': 'لا يذكر أي قيد بصفته «speaker».',

  // Coming back, and letters
  'No entry of this record names this key (yet).': 'لا يذكر هذا المفتاحَ أي قيد من هذا السجل (بعد).',
  'No entry of this record names its key.': 'لا يذكر مفتاحَه أي قيد من هذا السجل.',
  'Another key signed it.': 'وقّعه مفتاح آخر.',
  'It does not hold here and now ({0}).': 'ليس صالحًا هنا والآن ({0}).',
  'This service sends no letters, so it keeps no addresses.': 'لا ترسل هذه الخدمة رسائل، فلا تحفظ عناوين.',

  // The tray, and passes
  'What waits for signatures is shown to those who sign: send a desk pass.':
    'ما ينتظر التوقيعات لا يُعرض إلا على من يوقّعون: أرسل تصريحًا.',
  'The desk pass cannot be accepted.': 'لا يمكن قبول التصريح.',
  'It was made for another ledger.': 'أُنشئ لسجل آخر.',
  'It is good for longer than twelve hours, or for no time at all. Make one for a working day.':
    'مدته أطول من اثنتي عشرة ساعة، أو لا مدة له. أنشئ تصريحًا ليوم عمل واحد.',
  'It is not good yet. Compare the clock of the computer that made it.':
    'لم تبدأ صلاحيته بعد. قارن ساعة الحاسوب الذي أنشأه.',
  'It is good no more. Make a new one.': 'انتهت صلاحيته. أنشئ تصريحًا جديدًا.',
  'It is not signed by the key that it names.': 'ليس موقّعًا بالمفتاح الذي يذكره.',
  'Its key is none that signs in this ledger, or signs no more.':
    'مفتاحه ليس من المفاتيح التي توقّع في هذا السجل، أو لم يعد يوقّع.',
  'It is not in the form of a desk pass.': 'ليس على صيغة تصريح.',
  'Its key signs for no mandate of the office "{0}" that is in force.':
    'لا يوقّع مفتاحه عن أي تفويض سارٍ من الجهة «{0}».',
  'Only those who sign a statement can put it into the tray.': 'لا يستطيع وضع البيان في الحافظة إلا من يوقّعونه.',
  '"lapses" lies in the future, by at most {0} days.': 'يقع «lapses» في المستقبل، وأقصى عدد للأيام هو {0}.',
  'Nothing by this name waits for you, or it was closed long ago.': 'لا شيء ينتظرك بهذا الاسم، أو أُغلق منذ وقت طويل.',
  'It waits no more: it has been recorded, or it lapsed.': 'لم يعد ينتظر: سُجّل أو سقط.',
  'It has been recorded as entry {0}.': 'سُجّل في القيد {0}.',
  'It lapsed on {0}: it has to be proposed anew.': 'سقط في {0}: يجب اقتراحه من جديد.',
  'A signature by this key is not wanted there.': 'لا يُطلب هناك توقيع بهذا المفتاح.',
  'This key has signed already.': 'وقّع هذا المفتاح من قبل.',
  'Too many statements wait for signatures already. Some have to be signed or to lapse first.':
    'ثمة بيانات كثيرة جدًا تنتظر التوقيعات. يجب أولًا أن يُوقَّع بعضها أو يسقط.',

  // Files
  'This is none of the files that are taken: JPEG, PNG and WebP pictures, and PDF.':
    'ليس من الملفات المقبولة، وهي صور JPEG وPNG وWebP، وملفات PDF.',
  'The file is not what its first bytes say that it is.': 'ليس الملف ما تقوله بايتاته الأولى.',
  'The file is larger than 10,000,000 bytes.': 'الملف أكبر من 10,000,000 بايت.',
  'A file that is referred to is not here: it was never sent, or by somebody else, or so long ago that it was not kept. Send it again.':
    'ملف يُشار إليه ليس هنا: لم يُرسل قط، أو أرسله غيرك، أو أُرسل منذ وقت طويل فلم يُحفظ. أرسله من جديد.',
  'Many files are coming in just now. Nothing of this one was kept: send it again in a minute.':
    'تصل الآن ملفات كثيرة. لم يُحفظ شيء من هذا الملف: أرسله من جديد بعد دقيقة.',
  'Files cannot be kept just now. Your words can be sent without them, or all of it later.':
    'لا يمكن حفظ الملفات الآن. يمكنك إرسال كلامك من دونها، أو إرسال كل شيء لاحقًا.',
  'The file ends before its end: it was cut off. Send it again, whole.':
    'ينتهي الملف قبل نهايته: فقد انقطع. أرسله من جديد كاملًا.',
  'This PDF does not end as it must: it was cut off, or something else was put behind it. Save it anew and send that.':
    'لا ينتهي ملف PDF هذا كما يجب: فقد انقطع، أو أُضيف شيء بعده. احفظه من جديد وأرسل ما حفظته.',
  'This is not a JPEG picture as it must be. {0}': 'ليست هذه صورة JPEG كما يجب. {0}',
  'This is not a PNG picture as it must be. {0}': 'ليست هذه صورة PNG كما يجب. {0}',
  'This is not a WebP picture as it must be. {0}': 'ليست هذه صورة WebP كما يجب. {0}',
  'The picture has no size.': 'ليس للصورة أبعاد.',
  'The picture is {0} points wide and {1} high, which is more than can be shown. Make it smaller and send that.':
    'عرض الصورة {0} من النقاط وارتفاعها {1}، وهذا أكثر مما يمكن عرضه. صغّرها وأرسلها.',
  'It was cut off.': 'فقد انقطعت.',
  'It ends in the middle of the picture: it was cut off.': 'تنتهي في وسط الصورة: فقد انقطعت.',
  'It does not begin as it must.': 'لا تبدأ كما يجب.',
  'It holds a part that no such picture has.': 'فيها جزء لا يكون في صورة كهذه.',
  'It holds a second picture.': 'فيها صورة ثانية.',
  'Moving pictures are not taken.': 'لا تُقبل الصور المتحركة.',
  'Its parts are not in their order.': 'أجزاؤها ليست على ترتيبها.',
  'Its length is wrong.': 'طولها خاطئ.',
  'A part of it has no length.': 'جزء منها لا طول له.',
  'A part of it is too short.': 'جزء منها قصير جدًا.',
  'A part of it is longer than the whole.': 'جزء منها أطول منها كلها.',
  'A part of it is damaged: its sum is wrong.': 'جزء منها تالف: فمجموع التحقق فيه خاطئ.',
  'There is no picture in it.': 'ليس فيها صورة.',
  'Something else stands between its parts.': 'بين أجزائها شيء آخر.',
};
