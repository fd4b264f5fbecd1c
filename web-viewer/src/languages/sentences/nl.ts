/** What the ledger’s own code says, in Dutch: each sentence by the English one, with the same gaps. The words for things are those of `../nl.ts`. */
import type { Sentences } from '../../teller.ts';

export const sentences: Sentences = {
  'The entry does not carry the index of its place.': 'De vermelding draagt niet het nummer van haar plaats.',
  'The entry does not name the hash of the entry before it.':
    'De vermelding noemt niet de hash van de vermelding ervoor.',
  'The entry was recorded earlier than the entry before it.':
    'De vermelding is eerder vastgelegd dan de vermelding ervoor.',
  'A signature does not fit the statement and the key it names.':
    'Een handtekening past niet bij de verklaring en de sleutel die ze noemt.',
  'A signature is not in the form of its scheme.': 'Een handtekening heeft niet de vorm die bij haar soort hoort.',
  'A signature says that it was made with another key than the one it stands for.':
    'Een handtekening zegt dat ze met een andere sleutel is gezet dan die waarvoor ze staat.',
  'A signature was made for another purpose or for another ledger.':
    'Een handtekening is gezet voor een ander doel of voor een ander register.',
  'A signature was made over something else than this statement.':
    'Een handtekening is gezet onder iets anders dan deze verklaring.',
  'A signature was made on another page than those its key is for.':
    'Een handtekening is gezet op een andere pagina dan die waarvoor de sleutel bedoeld is.',
  'The device signed for another site than the one its key is for.':
    'Het apparaat heeft getekend voor een andere site dan die waarvoor de sleutel bedoeld is.',
  'The device that signed does not say that somebody was there.':
    'Het apparaat dat tekende, zegt niet dat er iemand bij was.',
  'The device that signed does not say that it knew who was there.':
    'Het apparaat dat tekende, zegt niet dat het wist wie erbij was.',
  'The same key signed twice.': 'Dezelfde sleutel heeft twee keer getekend.',
  'The ledger has not been opened: its first entry must open it.':
    'Het register is niet geopend: de eerste vermelding moet het openen.',
  'The ledger is open already; it cannot be opened twice.':
    'Het register is al open; het kan niet twee keer worden geopend.',
  'The statement was made for another ledger.': 'De verklaring is voor een ander register gemaakt.',
  'The log key that the opening names does not carry the name of this ledger.':
    'De sleutel van het logboek die de opening noemt, draagt niet de naam van dit register.',
  'The statement claims to have seen entries that did not exist yet.':
    'De verklaring zegt dat vermeldingen zijn gezien die er nog niet waren.',
  'The statement was made in sight of another history than this one.':
    'De verklaring is gemaakt met een andere geschiedenis voor ogen dan deze.',
  'The statement names an entry that its author had not seen.':
    'De verklaring noemt een vermelding die de auteur niet had gezien.',
  'The statement says it happened later than it was recorded.':
    'De verklaring zegt dat het later gebeurde dan het is vastgelegd.',
  'This very statement is on record already.': 'Precies deze verklaring staat al in het register.',
  'A signature was made with a key that has no part in this ledger.':
    'Een handtekening is gezet met een sleutel die geen rol heeft in dit register.',
  'The key is not a sound one.': 'De sleutel is niet deugdelijk.',
  'The key already serves another person or another role.':
    'De sleutel dient al voor een andere persoon of een andere rol.',
  'The key had been revoked or replaced.': 'De sleutel was ingetrokken of vervangen.',
  'A key is replaced only where the old and the new key sign it as well.':
    'Een sleutel wordt alleen vervangen als ook de oude en de nieuwe sleutel tekenen.',
  'Too few registrars would be left to sign together.':
    'Er zouden te weinig registerbeheerders overblijven om samen te tekenen.',
  'Too few different registrars signed.': 'Er hebben te weinig verschillende registerbeheerders getekend.',
  'The threshold is higher than the number of different registrars.':
    'Er worden meer handtekeningen gevraagd dan er verschillende registerbeheerders zijn.',
  'There is no such office.': 'Zo’n dienst is er niet.',
  'An office of this kind cannot have this right.': 'Een dienst van deze soort kan dit recht niet hebben.',
  'There is no such mandate.': 'Zo’n mandaat is er niet.',
  'The mandate would end before it begins.': 'Het mandaat zou eindigen voordat het begint.',
  'The mandate had not begun when the statement was recorded.':
    'Het mandaat was nog niet begonnen toen de verklaring werd vastgelegd.',
  'The mandate had run out when the statement was recorded.':
    'Het mandaat was afgelopen toen de verklaring werd vastgelegd.',
  'The mandate had been ended.': 'Het mandaat was beëindigd.',
  'The signatures and the mandates named do not belong together.':
    'De handtekeningen en de genoemde mandaten horen niet bij elkaar.',
  'The office may not do this, by its own definition or by the rules of the process.':
    'De dienst mag dit niet, volgens haar eigen omschrijving of volgens de regels van de procedure.',
  'Too few different people signed.': 'Er hebben te weinig verschillende mensen getekend.',
  'There is no such process.': 'Zo’n procedure is er niet.',
  'Versions of a process follow each other one by one.': 'Versies van een procedure volgen elkaar één voor één op.',
  'A newer version of the process is in force.': 'Er geldt een nieuwere versie van de procedure.',
  'The process asks for a step that no office may take.':
    'De procedure vraagt om een stap die geen enkele dienst mag zetten.',
  'Versions of the calendar follow each other one by one.': 'Versies van de kalender volgen elkaar één voor één op.',
  'The process has clocks, and the authority has not published its calendar.':
    'De procedure heeft termijnen en de overheid heeft haar kalender niet gepubliceerd.',
  'The process does not take input from this kind of author.':
    'De procedure neemt geen bijdragen aan van deze soort auteur.',
  'The process knows no such area.': 'De procedure kent zo’n gebied niet.',
  'The process counts no supporters.': 'De procedure telt geen steunbetuigingen.',
  'Only officials can record several supporters at once.':
    'Alleen ambtenaren kunnen meerdere steunbetuigingen tegelijk vastleggen.',
  'This record of this source is in the ledger already.': 'Dit gegeven uit deze bron staat al in het register.',
  'There is no such case.': 'Zo’n zaak is er niet.',
  'The case has been decided.': 'Over de zaak is beslist.',
  'The case has not been decided.': 'Over de zaak is nog niet beslist.',
  'The case has been merged into another: what is new belongs there.':
    'De zaak is met een andere samengevoegd: wat nieuw is, hoort daar.',
  'These cases cannot become one.': 'Deze zaken kunnen niet één worden.',
  'These inputs cannot go on in a case of their own.': 'Deze bijdragen kunnen niet verder in een eigen zaak.',
  'A case can be linked to another case, and to that one once.':
    'Een zaak kan aan een andere zaak worden gekoppeld, en aan die maar één keer.',
  'The stages of a case are opened one after the other.': 'De fasen van een zaak worden na elkaar geopend.',
  'The case is at a stage that does not take this.': 'De zaak is in een fase waarin dit niet kan.',
  'The process does not know this outcome.': 'De procedure kent deze uitkomst niet.',
  'The process does not know this disposition.':
    'De procedure kent dit niet als iets wat met een bijdrage gedaan kan worden.',
  'There is no such input in this case.': 'Zo’n bijdrage is er niet in deze zaak.',
  'What became of this input is on record already.': 'Wat er met deze bijdrage is gedaan, is al vastgelegd.',
  'The process asks a decision to account for every input, and some have no disposition.':
    'De procedure vraagt dat een beslissing over elke bijdrage verantwoording geeft, en van sommige is niet vastgelegd wat ermee is gedaan.',
  'Only an official act of the same case, by the same office, not yet corrected, can be corrected.':
    'Alleen een officiële handeling in dezelfde zaak, van dezelfde dienst en nog niet verbeterd, kan worden verbeterd.',
  'The process asks decisions to state more than this one does.':
    'De procedure vraagt dat beslissingen meer vermelden dan deze.',
  'Only a decision of the same case can be dissented from.':
    'Een afwijkend standpunt kan alleen bij een beslissing in dezelfde zaak.',
  'Only an official act of the same case can be disputed, and only a decision appealed.':
    'Alleen een officiële handeling in dezelfde zaak kan worden betwist, en bezwaar kan alleen tegen een beslissing.',
  'Only what was asked or contested in the same case, and has no answer yet, can be answered.':
    'Alleen op wat in dezelfde zaak is gevraagd of aangevochten en nog geen antwoord heeft, kan worden geantwoord.',
  'An answer to an appeal or a dispute says how it ends; no other answer does.':
    'Een antwoord op een bezwaar of een betwisting zegt hoe het afloopt; andere antwoorden doen dat niet.',
  'A commitment rests on a decision of its case where it names one or hands work to citizens.':
    'Een toezegging steunt op een beslissing in haar zaak als ze er een noemt of werk aan burgers overlaat.',
  'The term of the commitment had passed before it was made.':
    'De termijn van de toezegging was voorbij voordat ze werd gedaan.',
  'There is no such commitment in this case.': 'Zo’n toezegging is er niet in deze zaak.',
  'The commitment had been reported as complete.': 'Er was al gemeld dat de toezegging was nagekomen.',
  'There is no such text in this entry of the case.': 'Zo’n tekst is er niet in deze vermelding van de zaak.',
  'The text is not in a state in which this can be done with it.':
    'De tekst is niet in een toestand waarin dit ermee kan.',
  'The process knows no such ground for taking a text out of public view.':
    'De procedure kent zo’n grond om een tekst af te schermen niet.',
  'The texts of this case are to be kept for longer.': 'De teksten van deze zaak moeten langer worden bewaard.',
  'The process asks for an export to an archive before its texts are erased.':
    'De procedure vraagt dat teksten naar een archief gaan voordat ze worden gewist.',
  'Somebody has asked for this text to be erased, and has no answer yet.':
    'Iemand heeft gevraagd deze tekst te wissen en heeft nog geen antwoord.',
  'Whoever this speaks on for named no key to do so, or said it in another case.':
    'Degene namens wie hier verder wordt gesproken, heeft daarvoor geen sleutel genoemd, of zei het in een andere zaak.',
  'It is not signed by the key that was named for what they say on, and by no other.':
    'Het is niet ondertekend met alleen de sleutel die is genoemd om verder te spreken.',
  'It was taken back by its own author.': 'De auteur heeft het zelf ingetrokken.',
  'Versions in a register follow each other one by one.': 'Versies in een overzicht volgen elkaar één voor één op.',
  'Another office keeps this part of the register.': 'Een andere dienst houdt dit deel van het overzicht bij.',
  'The register has no such entry.': 'Het overzicht heeft zo’n onderdeel niet.',
  'Only the office whose figures they are can reply to them.':
    'Alleen de dienst waar de cijfers over gaan, kan erop reageren.',
  'The days that the reply is about end before they begin.':
    'De dagen waar de reactie over gaat, eindigen voordat ze beginnen.',
  'An algorithm of high impact may be cited only with a named human reviewer and a way to appeal.':
    'Een algoritme met grote gevolgen mag alleen worden aangehaald met een genoemde menselijke beoordelaar en een manier om bezwaar te maken.',
  'The decision rests on a version that was no longer in force, or on something retired.':
    'De beslissing steunt op een versie die niet meer gold, of op iets wat was afgeschaft.',
  'Those who made the decision judged the appeal against it, and nobody else.':
    'Wie de beslissing namen, beoordeelden ook het bezwaar ertegen, en niemand anders.',
  'The step was made after it was due.': 'De stap is gezet na de termijn.',
  'The case was decided while something said in it waited to be looked at.':
    'Er is over de zaak beslist terwijl iets wat erin is gezegd nog moest worden bekeken.',
  'The case was decided while inputs had no disposition.':
    'Er is over de zaak beslist terwijl van bijdragen niet was vastgelegd wat ermee is gedaan.',
  'There is no ledger here.': 'Hier is geen register.',
  'A file that belongs to the record is not there.': 'Een bestand dat bij het register hoort, is er niet.',
  'A file is larger than any such file can be.': 'Een bestand is groter dan zo’n bestand kan zijn.',
  'A file could not be read.': 'Een bestand kon niet worden gelezen.',
  'The file that introduces the ledger is not what it must be.':
    'Het bestand dat het register voorstelt, is niet wat het moet zijn.',
  'The file that introduces the ledger contradicts the record itself.':
    'Het bestand dat het register voorstelt, spreekt het register zelf tegen.',
  'The ledger names another log key than the one you gave.':
    'Het register noemt een andere sleutel van het logboek dan die u opgaf.',
  'This computer remembers the ledger signed with another log key.':
    'Deze computer kent het register ondertekend met een andere sleutel van het logboek.',
  'The checkpoint is not signed with the log key that took the place of the old one.':
    'Het controlepunt is niet ondertekend met de sleutel van het logboek die de oude heeft vervangen.',
  'The log key was replaced, and the old key has signed for the new one.':
    'De sleutel van het logboek is vervangen, en de oude sleutel heeft voor de nieuwe getekend.',
  'Whether the log key is the right one could not be found out.':
    'Of de sleutel van het logboek de juiste is, kon niet worden nagegaan.',
  'The checkpoint is damaged.': 'Het controlepunt is beschadigd.',
  'The checkpoint is not signed with the log key.':
    'Het controlepunt is niet ondertekend met de sleutel van het logboek.',
  'The signature of the checkpoint is wrong.': 'De handtekening van het controlepunt is verkeerd.',
  'The checkpoint is that of another ledger.': 'Het controlepunt is dat van een ander register.',
  'The policy you gave is one for other ledgers.': 'Het beleid dat u opgaf, is voor andere registers.',
  'A line of the checkpoint bears the name and key of a witness, and is not its cosignature.':
    'Een regel van het controlepunt draagt de naam en de sleutel van een getuige en is niet diens handtekening.',
  'Too few of the witnesses you named have cosigned this checkpoint, so whether others see the same record is not known.':
    'Te weinig van de getuigen die u noemde, hebben dit controlepunt ondertekend. Of anderen hetzelfde register zien, is dus niet bekend.',
  'The post-quantum signature of the checkpoint is wrong.':
    'De postkwantumhandtekening van het controlepunt is verkeerd.',
  'The checkpoint does not bear the signature of the post-quantum key you gave.':
    'Het controlepunt draagt niet de handtekening van de postkwantumsleutel die u opgaf.',
  'The checkpoint was signed for other entries than those that are here.':
    'Het controlepunt is ondertekend voor andere vermeldingen dan die hier staan.',
  'The record is shorter than it was when this computer last saw it.':
    'Het register is korter dan toen deze computer het de laatste keer zag.',
  'The record is not the one this computer saw before.':
    'Het register is niet hetzelfde als dat wat deze computer eerder zag.',
  'The file that holds the entry is damaged.': 'Het bestand met de vermelding is beschadigd.',
  'This is not the entry that was recorded here.': 'Dit is niet de vermelding die hier is vastgelegd.',
  'What was recorded here is not an entry.': 'Wat hier is vastgelegd, is geen vermelding.',
  'What was recorded here is not a statement.': 'Wat hier is vastgelegd, is geen verklaring.',
  'A file of hashes is damaged.': 'Een bestand met hashes is beschadigd.',
  'A file of hashes does not fit the entries.': 'Een bestand met hashes past niet bij de vermeldingen.',
  'The first entry opens the ledger with another log key than the one that signs it.':
    'De eerste vermelding opent het register met een andere sleutel van het logboek dan die waarmee het wordt ondertekend.',
  'A text is missing, and no signed entry says why.':
    'Een tekst ontbreekt en geen ondertekende vermelding zegt waarom.',
  'The file of a text is damaged.': 'Het bestand van een tekst is beschadigd.',
  'A text is not the one that was signed.': 'Een tekst is niet de tekst die is ondertekend.',
  'A text waits to be looked at before it is public.': 'Een tekst moet nog worden bekeken voordat hij openbaar is.',
  'A text was taken out of public view, and a signed entry says why.':
    'Een tekst is afgeschermd, en een ondertekende vermelding zegt waarom.',
  'A text was erased, and a signed entry says why.': 'Een tekst is gewist, en een ondertekende vermelding zegt waarom.',
  'A text is here that is not in public view.': 'Hier staat een tekst die niet openbaar is.',
  'A text is missing, and whether a signed entry says why could not be found out.':
    'Een tekst ontbreekt, en of een ondertekende vermelding zegt waarom, kon niet worden nagegaan.',
  'A page of redactions is damaged.': 'Een pagina met afgeschermde teksten is beschadigd.',
  'A page of redactions is not signed with a log key of this ledger.':
    'Een pagina met afgeschermde teksten is niet ondertekend met een logboeksleutel van dit register.',
  'A page of redactions does not list what entries took out of public view or put into it.':
    'Een pagina met afgeschermde teksten noemt niet wat vermeldingen hebben afgeschermd of weer openbaar gemaakt.',
  'Statements and their signatures were not looked at, as you asked.':
    'Verklaringen en hun handtekeningen zijn niet bekeken, zoals u vroeg.',
  'The rules were not replayed, as you asked: who may sign, which log key is in force and what is owed is not known.':
    'De regels zijn niet nagelopen, zoals u vroeg: wie mag tekenen, welke sleutel van het logboek geldt en wat er nog moet gebeuren, is niet bekend.',
  'Texts and files were not looked at, as you asked.': 'Teksten en bestanden zijn niet bekeken, zoals u vroeg.',
  'What this computer remembers of the ledger could not be read.':
    'Wat deze computer van het register onthoudt, kon niet worden gelezen.',
  'Entries were not looked at.': 'Er zijn vermeldingen die niet zijn bekeken.',
  'The rules were not replayed to the end.': 'De regels zijn niet tot het einde nagelopen.',
  'It had {0} entries then, and has {1} now.': 'Het had toen {0} vermeldingen en heeft er nu {1}.',
  'Where both the entries and their hashes are missing, what follows cannot be held to the checkpoint: {0}.':
    'Waar zowel de vermeldingen als hun hashes ontbreken, kan wat volgt niet met het controlepunt worden vergeleken: {0}.',
  'What comes before is what authors of later entries saw: it is {0}, or the checkpoint, that was changed.':
    'Wat ervoor staat, is wat auteurs van latere vermeldingen zagen: veranderd is {0}, of het controlepunt.',
  'Its hash of {0} is wrong.': 'De hash van {0} erin is verkeerd.',
  'The bytes are not valid UTF-8.': 'De bytes zijn geen geldig UTF-8.',
  'The text is not base64.': 'De tekst is geen base64.',
  'The base64 text holds characters that are not base64.': 'De base64-tekst bevat tekens die geen base64 zijn.',
  'The text is not lower-case hexadecimal.': 'De tekst is geen hexadecimaal in kleine letters.',
  '{0} is not an integer that JSON can carry exactly.': '{0} is geen geheel getal dat JSON precies kan weergeven.',
  'JSON cannot hold {0}.': 'JSON kan geen {0} bevatten.',
  'A string holds half of a surrogate pair.': 'Een tekenreeks bevat een half surrogaatpaar.',
  'JSON is nested deeper than {0} levels.': 'De JSON is dieper dan {0} niveaus genest.',
  'The JSON names the same key twice in one object.': 'De JSON noemt in één object twee keer dezelfde sleutel.',
  'The JSON is not in canonical form (RFC 8785).': 'De JSON heeft niet de canonieke vorm (RFC 8785).',
  'The text is not JSON.': 'De tekst is geen JSON.',
  'It is not three lines, each with its newline.': 'Het zijn niet drie regels, elk met een regeleinde.',
  'Its first line is not an origin.': 'De eerste regel is geen naam van een register.',
  'Its second line is not the size of a tree.': 'De tweede regel is niet de omvang van een boom.',
  'A line is empty or cut short.': 'Een regel is leeg of afgebroken.',
  'Its third line is not base64.': 'De derde regel is geen base64.',
  'Its third line is not a hash of 32 bytes.': 'De derde regel is geen hash van 32 bytes.',
  'This is not a checkpoint: {0}': 'Dit is geen controlepunt: {0}',
  'Not proved by this file alone.': 'Dit bestand alleen bewijst het niet.',
  'Its log has signed a record of {0} that goes on after that. Whether one of them holds the words, the entries themselves tell.':
    'Zijn logboek heeft een register van {0} ondertekend dat daarna doorgaat. Of een daarvan de woorden bevat, vertellen de vermeldingen zelf.',
  'This complaint shows nothing: the promise in it does not hold.':
    'Deze klacht toont niets aan: de belofte erin klopt niet.',
  'This complaint shows nothing: the checkpoint in it is not signed by the key it names, or is that of another record.':
    'Deze klacht toont niets aan: het controlepunt erin is niet ondertekend met de sleutel die het noemt, of is dat van een ander register.',
  'This complaint shows nothing: what it holds of the record is not under the signed checkpoint, was not recorded after the deadline, or does not lead to the key that promised.':
    'Deze klacht toont niets aan: wat ze van het register bevat, valt niet onder het ondertekende controlepunt, is niet na de termijn vastgelegd of leidt niet naar de sleutel die beloofde.',
  'This complaint proves nothing against the log whose key you gave: another key has signed in it.':
    'Deze klacht bewijst niets tegen het logboek waarvan u de sleutel gaf: een andere sleutel heeft erin getekend.',
  'This complaint stands or falls with two keys: one signed the receipt, another the checkpoint against it. Find out elsewhere that both are keys of this log, and give them both with --key.':
    'Deze klacht staat of valt met twee sleutels: de ene ondertekende het ontvangstbewijs, de andere het controlepunt ertegen. Ga elders na dat beide van dit logboek zijn, en geef ze allebei op met --key.',
  'This complaint proves nothing: the receipt in it does not hold.':
    'Deze klacht bewijst niets: het ontvangstbewijs erin klopt niet.',
  'This complaint proves nothing: the checkpoint in it is not signed by the key it names, or is that of another record.':
    'Deze klacht bewijst niets: het controlepunt erin is niet ondertekend met de sleutel die het noemt, of is dat van een ander register.',
  'This complaint proves nothing: what it shows of the record does not contradict the receipt, or does not lead to the signed checkpoint.':
    'Deze klacht bewijst niets: wat ze van het register laat zien, spreekt het ontvangstbewijs niet tegen of leidt niet naar het ondertekende controlepunt.',
  'Proved: {0} signed for entry {1}, recorded on {2}, and has signed a record of {3} in which another entry stands in its place.':
    'Bewezen: {0} heeft getekend voor vermelding {1}, vastgelegd op {2}, en heeft een register van {3} ondertekend waarin een andere vermelding op haar plaats staat.',
  'Proved: {0} signed for entry {1}, recorded on {2}, and has signed a record of {3} whose first {4} are not those that it had signed for then.':
    'Bewezen: {0} heeft getekend voor vermelding {1}, vastgelegd op {2}, en heeft een register van {3} ondertekend waarvan de eerste {4} niet die zijn waarvoor toen is getekend.',
  'Proved: {0} signed for entry {1}, recorded on {2}, and has signed a record of {3} that ends before it and has gone on recording later than that.':
    'Bewezen: {0} heeft getekend voor vermelding {1}, vastgelegd op {2}, en heeft een register van {3} ondertekend dat ervóór eindigt en later nog is doorgegaan.',
  'Not proved by this file alone: {0} signed for entry {1}, recorded on {2}. The other checkpoint in it ends at {3}, but whether it was signed before or after, a checkpoint does not tell.':
    'Dit bestand alleen bewijst het niet: {0} heeft getekend voor vermelding {1}, vastgelegd op {2}. Het andere controlepunt erin eindigt bij {3}, maar of het eerder of later is ondertekend, zegt een controlepunt niet.',
  'Not proved by this file alone: {0} signed for entry {1}, recorded on {2}. The record covers it with its signature, but what stands there could not be had.':
    'Dit bestand alleen bewijst het niet: {0} heeft getekend voor vermelding {1}, vastgelegd op {2}. Het register dekt haar met zijn handtekening, maar wat daar staat, was niet te krijgen.',
  'A complaint is never as large as this.': 'Een klacht is nooit zo groot als dit.',
  'The file does not have the fields of a complaint.': 'Het bestand heeft niet de velden van een klacht.',
  'A salt has {0} bytes.': 'Een salt heeft {0} bytes.',
  'A content file holds a salt and a text, nothing else.':
    'Een tekstbestand bevat een salt en een tekst, verder niets.',
  'The text holds half of a surrogate pair.': 'De tekst bevat een half surrogaatpaar.',
  'The text is empty.': 'De tekst is leeg.',
  'The text is longer than {0} bytes.': 'De tekst is langer dan {0} bytes.',
  'The key of a witness is of type 4 or 6, and this one of type {0}.':
    'De sleutel van een getuige is van type 4 of 6, en deze van type {0}.',
  'The key of a log is of type 1 or 6, and this one of type {0}.':
    'De sleutel van een logboek is van type 1 of 6, en deze van type {0}.',
  'A key of type {0} has {1} bytes.': 'Een sleutel van type {0} heeft {1} bytes.',
  'The name of an ML-DSA-44 key has at most {0} bytes.': 'De naam van een ML-DSA-44-sleutel heeft hoogstens {0} bytes.',
  'This is not a checkpoint that ML-DSA-44 can cosign.':
    'Dit is geen controlepunt dat met ML-DSA-44 kan worden meeondertekend.',
  'This is not a verifier key: {0}': 'Dit is geen controlesleutel: {0}',
  'The entry would take {0} bytes; the log holds at most {1} each.':
    'De vermelding zou {0} bytes innemen; het logboek neemt er hoogstens {1} per vermelding.',
  'The entry takes {0} bytes.': 'De vermelding neemt {0} bytes in.',
  'The entry does not have the fields that an entry has.':
    'De vermelding heeft niet de velden die een vermelding heeft.',
  'The payload of the envelope is not base64.': 'De inhoud van de envelop is geen base64.',
  'it is not a list': 'het is geen lijst',
  'it is not true or false': 'het is niet waar of onwaar',
  'it is not a number': 'het is geen getal',
  'it is not a group of fields': 'het is geen groep velden',
  'it is not a text': 'het is geen tekst',
  'it is missing': 'het ontbreekt',
  'it is not what it must be': 'het is niet wat het moet zijn',
  'it is less than {0}': 'het is minder dan {0}',
  'it holds fewer than {0}': 'het bevat er minder dan {0}',
  'it is more than {0}': 'het is meer dan {0}',
  'it holds more than {0}': 'het bevat er meer dan {0}',
  'it is not spelled as it must be': 'het is niet geschreven zoals het moet',
  'it is none of {0}': 'het is geen van {0}',
  'there is no such field as {0}': 'het veld {0} bestaat niet',
  'it has none of the forms it can have': 'het heeft geen van de vormen die kunnen',
  'there is no such kind': 'zo’n soort is er niet',
  'This is not a receipt that can be read: the file is empty.':
    'Dit is geen leesbaar ontvangstbewijs: het bestand is leeg.',
  'This is not a receipt that can be read: the file is damaged, or is something else.':
    'Dit is geen leesbaar ontvangstbewijs: het bestand is beschadigd of is iets anders.',
  'This is not a receipt that can be read: the file breaks off before its end, or is something else.':
    'Dit is geen leesbaar ontvangstbewijs: het bestand breekt voor het einde af of is iets anders.',
  'This is not a receipt that can be read: a part of it is damaged.':
    'Dit is geen leesbaar ontvangstbewijs: een deel ervan is beschadigd.',
  'This is not a receipt:': 'Dit is geen ontvangstbewijs:',
  'This is not a complaint that can be read: the file is empty.': 'Dit is geen leesbare klacht: het bestand is leeg.',
  'This is not a complaint that can be read: the file is damaged, or is something else.':
    'Dit is geen leesbare klacht: het bestand is beschadigd of is iets anders.',
  'This is not a complaint that can be read: the file breaks off before its end, or is something else.':
    'Dit is geen leesbare klacht: het bestand breekt voor het einde af of is iets anders.',
  'This is not a complaint that can be read: a part of it is damaged.':
    'Dit is geen leesbare klacht: een deel ervan is beschadigd.',
  'This is not a complaint:': 'Dit is geen klacht:',
  'This is not a promise that can be read: the file is empty.': 'Dit is geen leesbare belofte: het bestand is leeg.',
  'This is not a promise that can be read: the file is damaged, or is something else.':
    'Dit is geen leesbare belofte: het bestand is beschadigd of is iets anders.',
  'This is not a promise that can be read: the file breaks off before its end, or is something else.':
    'Dit is geen leesbare belofte: het bestand breekt voor het einde af of is iets anders.',
  'This is not a promise that can be read: a part of it is damaged.':
    'Dit is geen leesbare belofte: een deel ervan is beschadigd.',
  'This is not a promise:': 'Dit is geen belofte:',
  'ledger.json is larger than it can be.': 'ledger.json is groter dan het kan zijn.',
  'ledger.json does not have the fields it must have.': 'ledger.json heeft niet de velden die het moet hebben.',
  'It is not for Ed25519 signatures (type 1).': 'Hij is niet voor Ed25519-handtekeningen (type 1).',
  'An Ed25519 key has 32 bytes.': 'Een Ed25519-sleutel heeft 32 bytes.',
  'It is not <name>+<8 hexadecimal digits>+<base64>.':
    'Hij heeft niet de vorm <naam>+<8 hexadecimale cijfers>+<base64>.',
  'Its last part is empty.': 'Het laatste deel is leeg.',
  'Its id does not belong to its name and key.': 'Het kenmerk hoort niet bij de naam en de sleutel.',
  'Its last part is not base64.': 'Het laatste deel is geen base64.',
  'A name is not empty and has neither spaces, control characters nor plus signs.':
    'Een naam is niet leeg en heeft geen spaties, stuurtekens of plustekens.',
  'It is larger than {0} bytes.': 'Het is groter dan {0} bytes.',
  'It holds half of a surrogate pair.': 'Het bevat een half surrogaatpaar.',
  'No empty line parts its text from its signatures.': 'Geen lege regel scheidt de tekst van de handtekeningen.',
  'It does not end in signature lines.': 'Het eindigt niet met regels voor handtekeningen.',
  'It has more than {0} signature lines.': 'Het heeft meer dan {0} regels met handtekeningen.',
  'A signature line is not a dash, a key name and base64.':
    'Een handtekeningregel is geen streepje, sleutelnaam en base64.',
  'A signature is not base64.': 'Een handtekening is geen base64.',
  'A signature line holds no signature.': 'Een handtekeningregel bevat geen handtekening.',
  'It has no signature.': 'Het heeft geen handtekening.',
  'A signature bears a name that no key can have.': 'Een handtekening draagt een naam die geen sleutel kan hebben.',
  'A key id has {0} bytes.': 'Een sleutelkenmerk heeft {0} bytes.',
  'Its text does not end in a newline.': 'De tekst eindigt niet met een regeleinde.',
  'It holds a control character.': 'Het bevat een stuurteken.',
  'This is not a signed note: {0}': 'Dit is geen ondertekende notitie: {0}',
  'The file does not have the fields of a complaint over a promise.':
    'Het bestand heeft niet de velden van een klacht over een belofte.',
  'This is not a promise for these words: another text was promised to be recorded.':
    'Dit is geen belofte voor deze woorden: er is beloofd een andere tekst vast te leggen.',
  'This is not a promise that anybody signed: the signature in it is not that of the key it names.':
    'Dit is geen belofte die iemand heeft ondertekend: de handtekening erin is niet die van de sleutel die ze noemt.',
  'The service of {0} promised on {1} to record these words by {2}.':
    'Het systeem van {0} heeft op {1} beloofd deze woorden uiterlijk op {2} vast te leggen.',
  'The service of {0} promised on {1} to record this appeal by {2}.':
    'Het systeem van {0} heeft op {1} beloofd dit bezwaar uiterlijk op {2} vast te leggen.',
  'The service of {0} promised on {1} to record this dispute by {2}.':
    'Het systeem van {0} heeft op {1} beloofd deze betwisting uiterlijk op {2} vast te leggen.',
  'The service of {0} promised on {1} to record this answer by {2}.':
    'Het systeem van {0} heeft op {1} beloofd dit antwoord uiterlijk op {2} vast te leggen.',
  'This is not a promise of the record at {0}: the key that signed it was not its intake key then. The words are not there either.':
    'Dit is geen belofte van het register op {0}: de sleutel die haar ondertekende, was toen niet de sleutel voor wat binnenkomt. De woorden staan daar ook niet.',
  'Whether the promise was kept cannot be found out: the record at {0} does not show all of its {1} as its log has signed for them.':
    'Of de belofte is nagekomen, is niet na te gaan: het register op {0} toont niet al zijn {1} zoals zijn logboek ze heeft ondertekend.',
  'Entry {0} is the first that is missing.': 'Vermelding {0} is de eerste die ontbreekt.',
  'The record at {0} is not the one of this promise: it shows no checkpoint that a log of {1} has signed.':
    'Het register op {0} is niet dat van deze belofte: het toont geen controlepunt dat een logboek van {1} heeft ondertekend.',
  'It stands in case {0}: it was meant for case {1}, which could not take it any more.':
    'Ze staan in zaak {0}: ze waren bedoeld voor zaak {1}, die ze niet meer kon opnemen.',
  'The promise was kept: the words were recorded on {0} as entry {1} of {2}.':
    'De belofte is nagekomen: de woorden zijn op {0} vastgelegd als vermelding {1} van {2}.',
  'The promise was kept too late: the words were recorded on {0} as entry {1} of {2}. The deadline was {3}.':
    'De belofte is te laat nagekomen: de woorden zijn op {0} vastgelegd als vermelding {1} van {2}. De uiterste tijd was {3}.',
  'The promise was not kept: none of the {0} of the record at {1} holds the words, and the newest was recorded on {2}, after the deadline of {3}.':
    'De belofte is niet nagekomen: geen van de {0} van het register op {1} bevat de woorden, en de nieuwste is vastgelegd op {2}, na de uiterste tijd van {3}.',
  'The promise was not kept, as far as the clock of this device is right: the deadline was {0}, and none of the {1} of the record at {2} holds the words. The newest was recorded before that, so the record itself does not show that the time is over.':
    'De belofte is niet nagekomen, voor zover de klok van dit apparaat goed loopt: de uiterste tijd was {0}, en geen van de {1} van het register op {2} bevat de woorden. De nieuwste is daarvoor vastgelegd, dus het register zelf laat niet zien dat de tijd om is.',
  'There is still time: none of the {0} of the record at {1} holds the words yet, and the promise runs until {2}.':
    'Er is nog tijd: geen van de {0} van het register op {1} bevat de woorden al, en de belofte loopt tot {2}.',
  'A promise is never as large as this.': 'Een belofte is nooit zo groot als dit.',
  'The file does not have the fields of a promise.': 'Het bestand heeft niet de velden van een belofte.',
  'What is signed in it is not a promise, or not signed once.':
    'Wat erin is ondertekend, is geen belofte of is niet één keer ondertekend.',
  'What is signed in it does not have the fields of a promise.':
    'Wat erin is ondertekend, heeft niet de velden van een belofte.',
  'This is not a receipt of the log whose key you gave: another key has signed it. If the log key was replaced since, give the one of that time as well.':
    'Dit is geen ontvangstbewijs van het logboek waarvan u de sleutel gaf: een andere sleutel heeft het ondertekend. Is de sleutel van het logboek sindsdien vervangen, geef dan ook die van toen op.',
  'This is not a receipt for what it names: the entry in it is not entry {0} of {1}, or records nothing that anybody said.':
    'Dit is geen ontvangstbewijs voor wat het noemt: de vermelding erin is niet vermelding {0} van {1}, of legt niets vast wat iemand heeft gezegd.',
  'This is not a receipt for these words: they are not the ones that entry {0} has recorded.':
    'Dit is geen ontvangstbewijs voor deze woorden: het zijn niet de woorden die vermelding {0} heeft vastgelegd.',
  'This is not a receipt that proves anything: its proof does not lead from entry {0} to the checkpoint in it.':
    'Dit is geen ontvangstbewijs dat iets bewijst: het bewijs erin leidt niet van vermelding {0} naar het controlepunt erin.',
  'This is not a receipt that {0} has signed: the checkpoint in it does not bear the signature of the log key that it names.':
    'Dit is geen ontvangstbewijs dat {0} heeft ondertekend: het controlepunt erin draagt niet de handtekening van de logboeksleutel die het noemt.',
  'These words were recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Deze woorden zijn op {0} vastgelegd als vermelding {1} van {2}, onder een controlepunt van {3} dat het logboek heeft ondertekend.',
  'This support was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Deze steun is op {0} vastgelegd als vermelding {1} van {2}, onder een controlepunt van {3} dat het logboek heeft ondertekend.',
  'This appeal was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Dit bezwaar is op {0} vastgelegd als vermelding {1} van {2}, onder een controlepunt van {3} dat het logboek heeft ondertekend.',
  'This dispute was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Deze betwisting is op {0} vastgelegd als vermelding {1} van {2}, onder een controlepunt van {3} dat het logboek heeft ondertekend.',
  'This answer was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Dit antwoord is op {0} vastgelegd als vermelding {1} van {2}, onder een controlepunt van {3} dat het logboek heeft ondertekend.',
  'This evaluation was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Deze terugblik is op {0} vastgelegd als vermelding {1} van {2}, onder een controlepunt van {3} dat het logboek heeft ondertekend.',
  'This withdrawal was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Deze intrekking is op {0} vastgelegd als vermelding {1} van {2}, onder een controlepunt van {3} dat het logboek heeft ondertekend.',
  'This request for erasure was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Dit verzoek om te wissen is op {0} vastgelegd als vermelding {1} van {2}, onder een controlepunt van {3} dat het logboek heeft ondertekend.',
  'What was said was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Wat is gezegd, is op {0} vastgelegd als vermelding {1} van {2}, onder een controlepunt van {3} dat het logboek heeft ondertekend.',
  'The receipt does not hold the words; it proves the entry all the same.':
    'Het ontvangstbewijs bevat de woorden niet; het bewijst de vermelding toch.',
  'A receipt is never as large as this.': 'Een ontvangstbewijs is nooit zo groot als dit.',
  'The file does not have the fields of a receipt.': 'Het bestand heeft niet de velden van een ontvangstbewijs.',
  'The salt of a file has {0} bytes.': 'De salt van een bestand heeft {0} bytes.',
  'It does not begin as a page of redactions does.': 'Ze begint niet zoals een pagina met afgeschermde teksten.',
  'A page has 1 to {0} lines.': 'Een pagina heeft 1 tot {0} regels.',
  'A line of it is not one.': 'Een regel ervan heeft niet de juiste vorm.',
  'Its lines are not in the order of the log.': 'De regels staan niet in de volgorde van het logboek.',
  'The first entry opened it.': 'De eerste vermelding heeft het geopend.',
  'The first entry must open the ledger.': 'De eerste vermelding moet het register openen.',
  'It names "{0}"; this is "{1}".': 'Ze noemt “{0}”; dit is “{1}”.',
  'One key, one signature.': 'Eén sleutel, één handtekening.',
  'It claims to have seen {0} entries; there are {1}.': 'Er zouden {0} vermeldingen gezien zijn; er zijn er {1}.',
  'The root it gives for {0} entries is not the root of this ledger.':
    'De wortel die ze voor {0} vermeldingen geeft, is niet de wortel van dit register.',
  'It says {0}, and was recorded at {1}.': 'Er staat {0}, en het is vastgelegd op {1}.',
  'It is entry {0}.': 'Het is vermelding {0}.',
  'It names entry {0} and was made in sight of the first {1}.':
    'Ze noemt vermelding {0} en is gemaakt met de eerste {1} voor ogen.',
  'It says {0} and stands at {1}.': 'Er staat {0} en de plaats is {1}.',
  'Nothing comes before it.': 'Er staat niets voor.',
  'Its "prev" is not the hash of entry {0}.': 'De “prev” erin is niet de hash van vermelding {0}.',
  'It says {0}, the one before {1}.': 'Er staat {0}, bij de vorige {1}.',
  'Entry {0} opened no case.': 'Vermelding {0} heeft geen zaak geopend.',
  '1 entry': '1 vermelding',
  '{0} entries': '{0} vermeldingen',
  'entry {0}': 'vermelding {0}',
  'entries {0} to {1}': 'vermeldingen {0} tot en met {1}',
  'The statement does not fit its kind.': 'De verklaring past niet bij haar soort.',
  'The statement does not fit its kind: {0}.': 'De verklaring past niet bij haar soort: {0}.',
  'The statement does not fit its kind, at "{0}": {1}.': 'De verklaring past niet bij haar soort, bij “{0}”: {1}.',
  'The payload is of the type "{0}", which no entry of this ledger holds.':
    'De inhoud is van het type “{0}”, dat geen vermelding van dit register heeft.',
  'Its index is not a whole number.': 'Het nummer is geen geheel getal.',
  'Its extra line is empty.': 'De extra regel is leeg.',
  'It has more hashes than a tree has levels.': 'Het heeft meer hashes dan een boom niveaus heeft.',
  'One of its hashes has not 32 bytes.': 'Een van de hashes heeft geen 32 bytes.',
  'It is too large.': 'Het is te groot.',
  'No empty line parts it from its checkpoint.': 'Geen lege regel scheidt het van het controlepunt.',
  'Its first line is not {0}.': 'De eerste regel is niet {0}.',
  'It has no line that gives the index.': 'Er is geen regel die het nummer geeft.',
  'One of its lines is not a hash of 32 bytes.': 'Een van de regels is geen hash van 32 bytes.',
  'One of its lines is not base64.': 'Een van de regels is geen base64.',
  'This is not a transparency log proof: {0}': 'Dit is geen bewijs uit een transparant logboek: {0}',
  'A tile is missing or damaged.': 'Een tegel ontbreekt of is beschadigd.',
  'It holds {0}.': 'Het bevat {0}.',
  'It holds the hashes of {0}.': 'Het bevat de hashes van {0}.',
  'beginning with "{0}"': 'die begint met “{0}”',
  'ending in "{0}"': 'die eindigt op “{0}”',
  'The hashes of entries {0} to {1} could not be read a second time.':
    'De hashes van vermeldingen {0} tot en met {1} konden niet nog eens worden gelezen.',
  'There is neither a ledger.json nor a checkpoint that can be read.':
    'Er is geen leesbare ledger.json en geen leesbaar controlepunt.',
  'Only a checkpoint with the signature of the log says which there must be.':
    'Alleen een controlepunt met de handtekening van het logboek zegt welke er moeten zijn.',
  'It is for "{0}", and the log key it names for "{1}".':
    'Het is voor “{0}”, en de logboeksleutel die het noemt voor “{1}”.',
  'It is that of "{0}".': 'Het is dat van “{0}”.',
  'Either the key you gave is that of another ledger, or this is not the ledger it says it is.':
    'Of de sleutel die u opgaf is van een ander register, of dit is niet het register dat het zegt te zijn.',
  'You gave the old one.': 'U gaf de oude op.',
  'Entry {0} put another key in the place of the log key it names.':
    'Vermelding {0} heeft de logboeksleutel die het noemt door een andere vervangen.',
  'It takes {0} bytes and should take {1}.': 'Het is {0} bytes groot en zou er {1} moeten zijn.',
  'There is no {0}.': 'Er is geen {0}.',
  'The {0} is larger than it can be.': '{0} is groter dan het kan zijn.',
  'The {0} is damaged: {1}': '{0} is beschadigd: {1}',
  'This computer remembers the old one.': 'Deze computer onthoudt de oude.',
  'The log has signed two different checkpoints of {0} entries.':
    'Het logboek heeft twee verschillende controlepunten van {0} vermeldingen ondertekend.',
  'It saw a signed checkpoint of {0} entries that these do not lead to.':
    'Hij zag een ondertekend controlepunt van {0} vermeldingen waar deze niet naartoe leiden.',
  'It is entry {0} that is not what it was.': 'Vermelding {0} is niet wat ze was.',
  'It is one among entries {0} to {1} that is not what it was.':
    'Een van de vermeldingen {0} tot en met {1} is niet wat ze was.',
  'It is a checkpoint of "{0}".': 'Het is een controlepunt van “{0}”.',
  'It had {0} entries then, by a checkpoint the log signed, and has {1} now.':
    'Het had toen {0} vermeldingen, volgens een controlepunt dat het logboek heeft ondertekend, en heeft er nu {1}.',
  'What {0} did could not be judged, because what entry {1} changed is not known.':
    'Wat er in {0} gebeurde, kon niet worden beoordeeld, omdat niet bekend is wat vermelding {1} heeft veranderd.',
  'It is that of the key {0}.': 'Het is die van de sleutel {0}.',
  'What is missing stood from entry {0} on.': 'Wat ontbreekt, stond vanaf vermelding {0}.',
  'Its author saw something else at entry {0}.': 'De auteur zag iets anders bij vermelding {0}.',
  'Its author saw something else among entries {0} to {1}.':
    'De auteur zag iets anders bij een van de vermeldingen {0} tot en met {1}.',
  'It says "{0}"; the first entry, which is signed, says "{1}".':
    'Er staat “{0}”; in de eerste vermelding, die ondertekend is, staat “{1}”.',
  'The file of hashes was changed with it.': 'Het bestand met hashes is mee veranderd.',
  'What stands here cannot be read as an entry.': 'Wat hier staat, is niet als vermelding te lezen.',
  'What stands here calls itself entry {0}.': 'Wat hier staat, noemt zich vermelding {0}.',
  'Entry {0} is not the recorded one either.': 'Vermelding {0} is ook niet de vastgelegde.',
  'Entries {0} to {1} are not the recorded ones either.':
    'De vermeldingen {0} tot en met {1} zijn ook niet de vastgelegde.',
  '{0} others from entry {1} on are not the recorded ones either.':
    '{0} andere vanaf vermelding {1} zijn ook niet de vastgelegde.',
  'It goes on after its last entry, which is entry {0}.':
    'Het gaat door na de laatste vermelding, en dat is vermelding {0}.',
  'It ends within entry {0}.': 'Het eindigt midden in vermelding {0}.',
  'It ends within entry {0}; entries {1} to {2} are not in it.':
    'Het eindigt midden in vermelding {0}; de vermeldingen {1} tot en met {2} staan er niet in.',
  'Its hash of entry {0} is wrong; the entry itself is the recorded one.':
    'De hash van vermelding {0} erin is verkeerd; de vermelding zelf is de vastgelegde.',
  'Its hashes of {0} entries from entry {1} on are wrong; the entries themselves are the recorded ones.':
    'De hashes van {0} vermeldingen vanaf vermelding {1} erin zijn verkeerd; de vermeldingen zelf zijn de vastgelegde.',
  'Entry {0} says so.': 'Vermelding {0} zegt dat.',
  'Entry {0} says so, on the ground "{1}".': 'Vermelding {0} zegt dat, op grond van “{1}”.',
  'It holds a text of this entry.': 'Het bevat een tekst van deze vermelding.',
  'Salt and file do not give the commitment in the entry.':
    'Salt en bestand geven niet de vingerafdruk die in de vermelding staat.',
  'It is shorter than a salt and a file.': 'Het is korter dan een salt en een bestand.',
  'Salt and text do not give the commitment in the entry.':
    'Salt en tekst geven niet de vingerafdruk die in de vermelding staat.',
  'This is "{0}".': 'Dit is “{0}”.',
  'It is that of {0}.': 'Het is die van {0}.',
  'None has.': 'Geen enkele heeft dat gedaan.',
  '{0} did.': 'Wel ondertekend: {0}.',
  'Missing: {0}.': 'Ontbreekt: {0}.',
  'It is not an ML-DSA-44 key of this ledger.': 'Het is geen ML-DSA-44-sleutel van dit register.',
  '{0} signatures are asked of {1} different people.':
    'Er worden {0} handtekeningen gevraagd van {1} verschillende mensen.',
  '"{0}" is an office of the kind "{1}", which cannot sign "{2}".':
    '“{0}” is een dienst van de soort “{1}”, die “{2}” niet kan ondertekenen.',
  'There is no office "{0}".': 'Er is geen dienst “{0}”.',
  'It would begin at {0} and end at {1}.': 'Het zou beginnen op {0} en eindigen op {1}.',
  'Entry {0} grants no mandate.': 'Vermelding {0} verleent geen mandaat.',
  'It was ended by entry {0}.': 'Vermelding {0} heeft het beëindigd.',
  'There is no process "{0}", version {1}.': 'Er is geen procedure “{0}”, versie {1}.',
  'Entry {0} names no key.': 'Vermelding {0} noemt geen sleutel.',
  'Entry {0} is not of case {1}.': 'Vermelding {0} hoort niet bij zaak {1}.',
  'Entry {0} names the key {1}.': 'Vermelding {0} noemt de sleutel {1}.',
  'The key {0} is on the ledger already.': 'De sleutel {0} staat al in het register.',
  'It names no mandate and is not signed by the intake key alone.':
    'Ze noemt geen mandaat en is niet ondertekend met alleen de sleutel voor wat binnenkomt.',
  'It was decided by entry {0}; what is new opens a case of its own.':
    'Vermelding {0} heeft erover beslist; wat nieuw is, opent een eigen zaak.',
  'Entry {0} made it part of case {1}.': 'Vermelding {0} heeft haar deel van zaak {1} gemaakt.',
  'It is at the stage "{0}".': 'Ze is in de fase “{0}”.',
  'The acknowledgement was due before {0}.': 'De ontvangst had vóór {0} bevestigd moeten zijn.',
  'The answer was due before {0}.': 'Het antwoord had er vóór {0} moeten zijn.',
  'The decision was due before {0}.': 'De beslissing had er vóór {0} moeten zijn.',
  'What was decided was due before {0}.': 'Wat was beslist, had vóór {0} uitgevoerd moeten zijn.',
  'The evaluation was due before {0}.': 'De terugblik had er vóór {0} moeten zijn.',
  'Entry {0} is not the decision of this case.': 'Vermelding {0} is niet de beslissing in deze zaak.',
  'It hands work to citizens and names no decision.': 'Ze laat werk aan burgers over en noemt geen beslissing.',
  'Publish the calendar first: the last day of a term is a day of it.':
    'Publiceer eerst de kalender: de laatste dag van een termijn is een dag daarvan.',
  'Its last day is {0}.': 'De laatste dag is {0}.',
  'Entry {0} is no commitment of this case.': 'Vermelding {0} is geen toezegging in deze zaak.',
  'Entry {0} reported that it is complete.': 'Vermelding {0} heeft gemeld dat ze is nagekomen.',
  'The commitment was due before {0}.': 'De toezegging had vóór {0} nagekomen moeten zijn.',
  'There is no outcome yet to look back on.': 'Er is nog geen uitkomst om op terug te kijken.',
  '"{0}" keeps texts for ever.': '“{0}” bewaart teksten voor altijd.',
  '"{0}" gives texts to an archive before they are erased.':
    '“{0}” geeft teksten aan een archief voordat ze worden gewist.',
  'Case {0} has not been decided.': 'Over zaak {0} is nog niet beslist.',
  'Texts of case {0} are kept until {1}.': 'Teksten van zaak {0} worden bewaard tot {1}.',
  'Entry {0} of case {1} has no text {2}.': 'Vermelding {0} van zaak {1} heeft geen tekst {2}.',
  'Entry {0} erased it.': 'Vermelding {0} heeft hem gewist.',
  'Entry {0} asks for it.': 'Vermelding {0} vraagt erom.',
  'It is a text of entry {0} as well, where it waits to be looked at.':
    'Het is ook een tekst van vermelding {0}, waar die nog moet worden bekeken.',
  'Registrars have no ground "{0}".': 'Registerbeheerders hebben geen grond “{0}”.',
  '"{0}" has no ground "{1}".': '“{0}” heeft geen grond “{1}”.',
  'Entry {0} has no text {1}.': 'Vermelding {0} heeft geen tekst {1}.',
  'A text of entry {0} was to be looked at before {1}.':
    'Een tekst van vermelding {0} had vóór {1} bekeken moeten zijn.',
  'The text {0} is pending.': 'De tekst {0} moet nog worden bekeken.',
  'The text {0} is public.': 'De tekst {0} is openbaar.',
  'The text {0} is withheld.': 'De tekst {0} is afgeschermd.',
  'The text {0} is erased.': 'De tekst {0} is gewist.',
  'The erasure that entry {0} asks for was due before {1}.':
    'Wat vermelding {0} vraagt te wissen, had vóór {1} gewist moeten zijn.',
  '"{0}" has no outcome "{1}".': '“{0}” heeft geen uitkomst “{1}”.',
  'Texts or files that waited: {0}.': 'Teksten of bestanden die wachtten: {0}.',
  'Input {0} is the first of those without a disposition.':
    'Bijdrage {0} is de eerste waarvan niet is vastgelegd wat ermee is gedaan.',
  'It does not state its "{0}".': 'Ze vermeldt haar “{0}” niet.',
  '"{0}" has no disposition "{1}".': '“{0}” kent “{1}” niet voor bijdragen.',
  'Entry {0} is no decision of this case.': 'Vermelding {0} is geen beslissing in deze zaak.',
  'Entry {0} is no official act of this case.': 'Vermelding {0} is geen officiële handeling in deze zaak.',
  'Entry {0} was corrected by entry {1}: correct that one.':
    'Vermelding {0} is verbeterd door vermelding {1}: verbeter die.',
  'Entry {0} was signed by another office.': 'Vermelding {0} is ondertekend door een andere dienst.',
  '"{0}" takes nothing from "{1}".': '“{0}” neemt niets aan van “{1}”.',
  'Entry {0} decides nothing: dispute it instead.': 'Vermelding {0} beslist niets: betwist haar in plaats daarvan.',
  'Entry {0} took the place of entry {1}: appeal against that one.':
    'Vermelding {0} is in de plaats gekomen van vermelding {1}: maak daartegen bezwaar.',
  'It replies for the office "{0}"; "{1}" signed it.':
    'Ze reageert namens de dienst “{0}”; “{1}” heeft haar ondertekend.',
  'This is not a desk pass.': 'Dit is geen pas.',
  'There is no process "{0}".': 'Er is geen procedure “{0}”.',
  'They would begin on {0} and end on {1}.': 'Ze zouden beginnen op {0} en eindigen op {1}.',
  '"{0}" takes no input from "{1}".': '“{0}” neemt geen bijdragen aan van “{1}”.',
  '"{0}" has no area "{1}".': '“{0}” heeft geen gebied “{1}”.',
  '"{0}" has no threshold to reach.': '“{0}” heeft geen aantal dat gehaald moet worden.',
  'It counts {0} and names no official.': 'Ze telt er {0} en noemt geen ambtenaar.',
  '"{0}" takes no support from "{1}".': '“{0}” neemt geen steun aan van “{1}”.',
  'Entry {0} took it back.': 'Vermelding {0} heeft het ingetrokken.',
  'Entry {0} is no input of case {1} any more.': 'Vermelding {0} is geen bijdrage meer in zaak {1}.',
  'Version {0} of "{1}" is the newest; there is no {2}.': 'Versie {0} van “{1}” is de nieuwste; versie {2} is er niet.',
  'Version {0} of "{1}" is in force, not {2}.': 'Versie {0} van “{1}” geldt, niet versie {2}.',
  'Entry {0} is no input of case {1}.': 'Vermelding {0} is geen bijdrage in zaak {1}.',
  'Entry {0} says what became of input {1}.': 'Vermelding {0} zegt wat er met bijdrage {1} is gedaan.',
  'The key {0} is on the ledger already, as {1}.': 'De sleutel {0} staat al in het register, als {1}.',
  'The key {0} was taken out of use.': 'De sleutel {0} is buiten gebruik gesteld.',
  'The key {0} is malformed.': 'De sleutel {0} heeft niet de juiste vorm.',
  'The key {0} is not canonical.': 'De sleutel {0} heeft niet de canonieke vorm.',
  'The key {0} is of low order.': 'De sleutel {0} is van lage orde.',
  'The key {0} is of mixed order.': 'De sleutel {0} is van gemengde orde.',
  'The key {0} already belongs to a registrar.': 'De sleutel {0} is al van een registerbeheerder.',
  'The key {0} already belongs to an official.': 'De sleutel {0} is al van een ambtenaar.',
  'The key {0} already belongs to the intake.': 'De sleutel {0} is al de sleutel voor wat binnenkomt.',
  'The key {0} already belongs to the log.': 'De sleutel {0} is al de sleutel van het logboek.',
  'The log key is named "{0}", the ledger "{1}".': 'De sleutel van het logboek heet “{0}”, het register “{1}”.',
  'The log key is not a C2SP verifier key.': 'De sleutel van het logboek is geen C2SP-controlesleutel.',
  'There is no key {0} to replace.': 'Er is geen sleutel {0} om te vervangen.',
  'The key {0} has its part already.': 'De sleutel {0} heeft al een rol.',
  'The key {0} is none of a registrar or an official.':
    'De sleutel {0} is niet van een registerbeheerder en niet van een ambtenaar.',
  'The key {0} was taken out of use before.': 'De sleutel {0} was al buiten gebruik gesteld.',
  '{0} would be left, and {1} must sign together. Change the registrars first.':
    'Er zouden er {0} overblijven, en {1} moeten samen tekenen. Wijzig eerst de registerbeheerders.',
  'The key {0} did not sign.': 'De sleutel {0} heeft niet getekend.',
  'The process does not let the office "{0}" answer.': 'De procedure laat de dienst “{0}” niet antwoorden.',
  'Entry {0} asks for no answer in this case.': 'Vermelding {0} vraagt in deze zaak niet om een antwoord.',
  'Entry {0} answered it.': 'Vermelding {0} heeft erop geantwoord.',
  'Entry {0} asks an office, and no official signed this.':
    'Vermelding {0} vraagt iets aan een dienst, en geen ambtenaar heeft dit ondertekend.',
  'Entry {0} is of the kind "{1}".': 'Vermelding {0} is van de soort “{1}”.',
  'Entry {0} asks "{1}".': 'Vermelding {0} vraagt iets aan “{1}”.',
  'Entry {0} was signed by the same people.': 'Vermelding {0} is door dezelfde mensen ondertekend.',
  'There is no further stage.': 'Er is geen volgende fase.',
  'The next one is "{0}".': 'De volgende is “{0}”.',
  'The next version of the calendar is {0}, not {1}.': 'De volgende versie van de kalender is {0}, niet {1}.',
  'The next version of "{0}" is {1}, not {2}.': 'De volgende versie van “{0}” is {1}, niet {2}.',
  'Publish the calendar first: deadlines are counted by it.':
    'Publiceer eerst de kalender: termijnen worden ermee geteld.',
  'More people must sign "{0}" than a statement can name.':
    'Meer mensen moeten “{0}” ondertekenen dan een verklaring kan noemen.',
  'None of the offices it names for "{0}" may sign that.':
    'Geen van de diensten die ze voor “{0}” noemt, mag dat ondertekenen.',
  'the clock "{0}"': 'de termijn “{0}”',
  'accounting for every input': 'verantwoording over elke bijdrage',
  'looking at texts first': 'het eerst bekijken van teksten',
  'keeping texts for so long': 'het zo lang bewaren van teksten',
  'opening the next stage': 'het openen van de volgende fase',
  'Nothing waits for the clock "moderate": texts are public at once.':
    'Niets wacht op de termijn “moderate”: teksten zijn meteen openbaar.',
  'Only the author of an input can make it "{0}".': 'Alleen de auteur van een bijdrage kan haar “{0}” maken.',
  'Nobody may sign "{0}", which {1} asks for.': 'Niemand mag “{0}” ondertekenen, wat nodig is voor: {1}.',
  'The first stage does not admit the input that opens a case.':
    'De eerste fase laat de bijdrage die een zaak opent niet toe.',
  'No stage admits supporters.': 'Geen fase laat steunbetuigingen toe.',
  'No stage admits a decision.': 'Geen fase laat een beslissing toe.',
  'No stage up to the decision admits the dispositions that it asks for.':
    'Geen fase tot aan de beslissing laat toe te zeggen wat er met de bijdragen is gedaan, terwijl de beslissing dat vraagt.',
  'There is no supplier "{0}".': 'Er is geen leverancier “{0}”.',
  'Entry {0} registers nothing.': 'Vermelding {0} registreert niets.',
  '"{0}" is kept by the office "{1}".': 'De dienst “{1}” houdt “{0}” bij.',
  'Entry {0} registers no algorithm.': 'Vermelding {0} registreert geen algoritme.',
  'Entry {0} registers no use of data.': 'Vermelding {0} registreert geen gebruik van gegevens.',
  'Version {0} of "{1}" (entry {2}).': 'Versie {0} van “{1}” (vermelding {2}).',
  'Entry {0} is an algorithm of high impact.': 'Vermelding {0} is een algoritme met grote gevolgen.',
  'The mandate of entry {0} is that of a device.': 'Het mandaat van vermelding {0} is dat van een apparaat.',
  'The mandate of entry {0} is that of a supplier.': 'Het mandaat van vermelding {0} is dat van een leverancier.',
  'The key {0} is no registrar’s any more.': 'De sleutel {0} is niet meer van een registerbeheerder.',
  'The key {0} is not a registrar’s.': 'De sleutel {0} is niet van een registerbeheerder.',
  '{0} of {1} registrars signed.': '{0} van de {1} registerbeheerders hebben getekend.',
  'Entry {0} revoked the key of the mandate of entry {1}.':
    'Vermelding {0} heeft de sleutel van het mandaat van vermelding {1} ingetrokken.',
  'The key {0} belongs to none of the mandates named.': 'De sleutel {0} hoort bij geen van de genoemde mandaten.',
  'A mandate is named whose key did not sign.': 'Er is een mandaat genoemd waarvan de sleutel niet heeft getekend.',
  'The mandate of entry {0} was ended by entry {1}.':
    'Het mandaat van vermelding {0} is beëindigd door vermelding {1}.',
  'The mandate of entry {0} begins at {1}.': 'Het mandaat van vermelding {0} begint op {1}.',
  'The mandate of entry {0} ran out at {1}.': 'Het mandaat van vermelding {0} liep af op {1}.',
  'The office "{0}" may not sign "{1}".': 'De dienst “{0}” mag “{1}” niet ondertekenen.',
  'The process gives nobody the right to sign "{0}".': 'De procedure geeft niemand het recht om “{0}” te ondertekenen.',
  'The process does not let the office "{0}" sign "{1}".': 'De procedure laat de dienst “{0}” niet “{1}” ondertekenen.',
  '{0} of {1} people signed.': '{0} van de {1} mensen hebben getekend.',
  '{0} of {1} people countersigned.': '{0} van de {1} mensen hebben meegetekend.',
  'The same people cannot sign and countersign.': 'Dezelfde mensen kunnen niet tekenen en meetekenen.',
  'It is the case itself.': 'Het is de zaak zelf.',
  'Case {0} has {1} links.': 'Zaak {0} heeft {1} koppelingen.',
  'Case {0} and case {1} are linked already.': 'Zaak {0} en zaak {1} zijn al gekoppeld.',
  'They run by different rules: link them instead.': 'Ze volgen verschillende regels: koppel ze in plaats daarvan.',
  'They are at different stages, and what is said at one would skip the others.':
    'Ze zijn in verschillende fasen, en wat in de ene wordt gezegd, zou de andere overslaan.',
  'An appeal opened one of them anew: that one is to be decided by itself.':
    'Een bezwaar heeft een ervan heropend: over die moet apart worden beslist.',
  'Case {0} was copied from a data set: nothing is owed there.':
    'Zaak {0} is overgenomen uit een gegevensverzameling: daar is niemand iets verschuldigd.',
  'The input that opened a case stays in it.': 'De bijdrage die een zaak opende, blijft erin.',
  'Nothing would be left in the case.': 'Er zou niets in de zaak overblijven.',
  'Each offset begins after the last': 'Elk tijdsverschil begint na het vorige',
  'Weekdays stand in their order, each once': 'Weekdagen staan in hun volgorde, elk één keer',
  'Holidays stand in their order, each once': 'Feestdagen staan in hun volgorde, elk één keer',
  'No holiday is later than the last day for which holidays are known':
    'Geen feestdag is later dan de laatste dag waarvoor feestdagen bekend zijn',
  'An input opens a case under a process or joins a case: exactly one of the two':
    'Een bijdrage opent een zaak onder een procedure of sluit zich aan bij een zaak: precies een van de twee',
  'Who speaks on does so in the case': 'Wie verder spreekt, doet dat in de zaak',
  'What was taken from a source was said there, and by nobody here':
    'Wat uit een bron komt, is daar gezegd en hier door niemand',
  'Officials act in a case, registrars outside any: "by" and "case" come together':
    'Ambtenaren handelen in een zaak, registerbeheerders buiten elke zaak: “by” en “case” horen samen',
  'It is taken down by officials or signed by its author: not both':
    'Ambtenaren schrijven het op of de auteur ondertekent het: niet allebei',
  'A case is passed to an office or elsewhere: exactly one of the two':
    'Een zaak gaat naar een dienst of naar elders: precies een van de twee',
  'A code stands once: with two titles it would mean two things':
    'Een code staat er één keer: met twee titels zou ze twee dingen betekenen',
  'The server of this page does not answer.': 'De server van deze pagina antwoordt niet.',
  'The server of this page answers with {0}.': 'De server van deze pagina antwoordt met {0}.',
  'The file {0} is larger than it can be.': 'Het bestand {0} is groter dan het kan zijn.',
  'The record ends before entry {0}.': 'Het register eindigt vóór vermelding {0}.',
  'The server answers with {0}.': 'De server antwoordt met {0}.',
  'It did not come.': 'Het kwam niet aan.',
  'It has more than {0} bytes.': 'Het heeft meer dan {0} bytes.',
  '{0}, {1} UTC': '{0}, {1} UTC',
};
