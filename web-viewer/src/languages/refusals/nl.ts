/** What the service says that refuses something, in Dutch: as `../sentences/nl.ts`, which has the sentences of the rules. */
import type { Sentences } from '../../teller.ts';

export const refusals: Sentences = {
  // What is asked of an address
  'There is nothing at this address.': 'Op dit adres is niets.',
  'This address does not take that method.': 'Dit adres neemt die methode niet aan.',
  'What was sent is larger than this address takes.': 'Wat is verstuurd, is groter dan dit adres aanneemt.',
  'This address takes JSON: send it with "Content-Type: application/json".':
    'Dit adres neemt JSON aan: verstuur het met “Content-Type: application/json”.',
  'This address takes bodies as they are, neither packed nor encoded.':
    'Dit adres neemt aan wat niet is ingepakt en niet is gecodeerd.',
  'The request does not have the fields it must have.': 'Het verzoek heeft niet de velden die het moet hebben.',
  'The request could not be read.': 'Het verzoek was niet te lezen.',
  'The request has no body.': 'Het verzoek heeft geen inhoud.',
  'The request cannot be used: {0}.': 'Het verzoek is niet te gebruiken: {0}.',
  'The field "{0}" cannot be used: {1}.': 'Het veld “{0}” is niet te gebruiken: {1}.',
  'What was sent is not in the form it must have.': 'Wat is verstuurd, heeft niet de vorm die het moet hebben.',
  'Something went wrong here. It is not your doing.': 'Er ging bij ons iets mis. Het ligt niet aan u.',
  'This is a copy, which takes nothing in. Send it to {0}': 'Dit is een kopie, die niets aanneemt. Stuur het naar {0}',
  'Nothing is at this address of a copy. The original is at {0}':
    'Op dit adres van een kopie is niets. Het origineel staat op {0}',

  // How much is sent at once
  'More was sent than this address takes in so short a time. Nothing of it was kept.':
    'Er is meer verstuurd dan dit adres in zo korte tijd aanneemt. Er is niets van bewaard.',
  'More was sent from your network than this address takes in so short a time. Nothing of it was kept: send it again after {0} seconds.':
    'Vanuit uw netwerk is meer verstuurd dan dit adres in zo korte tijd aanneemt. Er is niets van bewaard: verstuur het opnieuw na {0} seconden.',
  'More was sent by everybody together than this address takes in so short a time. Nothing of it was kept: send it again after {0} seconds.':
    'Door iedereen samen is meer verstuurd dan dit adres in zo korte tijd aanneemt. Er is niets van bewaard: verstuur het opnieuw na {0} seconden.',
  'Very much is being sent just now, so each sender shows that their machine worked for it. Solve the challenge and send it again with the solution in the header "Counterfoil-Work".':
    'Er wordt nu heel veel verstuurd. Daarom toont elke afzender dat zijn apparaat ervoor heeft gerekend. Maak de berekening en verstuur het opnieuw met de oplossing in de kop “Counterfoil-Work”.',
  'The proof of work is wrong, for another address, expired or used already. Here is a new challenge.':
    'De oplossing van de berekening is fout, is voor een ander adres, is verlopen of is al gebruikt. Hier is een nieuwe berekening.',

  // Whether it is recorded
  'It could not be recorded just now. Nothing of it was kept: please send it again.':
    'Het kon nu niet worden vastgelegd. Er is niets van bewaard: verstuur het opnieuw.',
  'It may or may not have been recorded. Send the very same statement again: it will not be recorded twice.':
    'Misschien is het vastgelegd, misschien niet. Verstuur precies dezelfde verklaring opnieuw: ze wordt niet twee keer vastgelegd.',
  'It may or may not have been recorded. Look whether it is on record before you send it again: it would be recorded twice.':
    'Misschien is het vastgelegd, misschien niet. Kijk of het is vastgelegd voordat u het opnieuw verstuurt: het zou twee keer worden vastgelegd.',
  'The service has stopped writing to protect the record. The operator has to look at it.':
    'Het systeem schrijft niet meer, om het register te beschermen. De beheerder van het systeem moet ernaar kijken.',
  'What is recorded cannot be signed for just now. Words that people send are promised; anything else can be sent again later. The reason stands in the log of the service, for its operator.':
    'Voor wat wordt vastgelegd, kan nu niet worden getekend. Voor woorden die iemand verstuurt, geldt een belofte; al het andere kan later opnieuw worden verstuurd. De beheerder van het systeem vindt de reden in het logbestand van het systeem.',
  'This process is about to stop. Another one answers, or this one in a moment.':
    'Dit deel van het systeem gaat zo stoppen. Een ander deel antwoordt, of ditzelfde over een ogenblik.',
  'The clock of this service is far behind the newest entry, so nothing is recorded. The operator has to set it right.':
    'De klok van dit systeem loopt ver achter op de nieuwste vermelding. Daarom wordt er niets vastgelegd. De beheerder van het systeem moet de klok gelijkzetten.',
  'The record cannot be read just now. Ask again in a minute.':
    'Het register is nu niet te lezen. Vraag het over een minuut opnieuw.',
  'This ledger has not been opened yet.': 'Dit register is nog niet geopend.',
  'Only the operator can open this ledger.': 'Alleen de beheerder van het systeem kan dit register openen.',
  'This ledger is named "{0}".': 'Dit register heet “{0}”.',
  'The log key of this service is {0}.': 'De sleutel van het logboek van dit systeem is {0}.',
  'The intake key of this service is {0}.': 'Bij dit systeem is de sleutel voor wat binnenkomt {0}.',
  'The process that answers was not given the new log key, {0}, and cannot sign with it: its log names the folder. The operator copies the file of the key into the folder "keys" of every process, and then the same statement is sent again.':
    'Het deel van het systeem dat antwoordt, heeft de nieuwe sleutel van het logboek, {0}, niet gekregen en kan er niet mee tekenen: zijn logbestand noemt de map. De beheerder van het systeem kopieert het bestand van de sleutel naar de map “keys” van elk deel; daarna wordt dezelfde verklaring opnieuw verstuurd.',
  'The ledger has no entry with this index yet.': 'Het register heeft nog geen vermelding met dit nummer.',
  'There is no case {0}.': 'Er is geen zaak {0}.',
  'There is no such tile: see c2sp.org/tlog-tiles for the addresses.':
    'Zo’n tegel is er niet: de adressen staan op c2sp.org/tlog-tiles.',
  'The ledger does not reach as far as this tile yet.': 'Het register reikt nog niet tot deze tegel.',
  'There is no such page of redactions yet.': 'Zo’n pagina met afgeschermde teksten is er nog niet.',
  'Nothing is known here of such a promise. Look whether the digest is the one in the file.':
    'Van zo’n belofte is hier niets bekend. Kijk of de vingerafdruk die uit het bestand is.',

  // Statements and their texts
  'The statement is too large for one entry.': 'De verklaring is te groot voor één vermelding.',
  'An entry holds at most {0} bytes, and the payload alone takes {1}.':
    'Een vermelding bevat hoogstens {0} bytes, en de inhoud alleen al neemt er {1}.',
  'A text that the statement refers to was not sent along.':
    'Een tekst waarnaar de verklaring verwijst, is niet meegestuurd.',
  'A text that was sent along is not what the statement refers to.':
    'Een tekst die is meegestuurd, is niet die waarnaar de verklaring verwijst.',
  'A place is one line of 1 to {0} characters.': 'Een plaats is één regel van 1 tot {0} tekens.',
  'No text with this digest is part of the record.': 'Geen tekst met deze vingerafdruk hoort bij het register.',
  'No file with this digest is part of the record.': 'Geen bestand met deze vingerafdruk hoort bij het register.',
  'The text cannot be read here any more, so it cannot be published. The operator has to look for the key of the sealed texts.':
    'De tekst is hier niet meer te lezen en kan dus niet openbaar worden. De beheerder van het systeem moet de sleutel van de versleutelde teksten zoeken.',
  'The key {0} has no part in this ledger.': 'De sleutel {0} heeft geen rol in dit register.',
  'No key signed it that has a part in this ledger.':
    'Geen sleutel die een rol heeft in dit register, heeft het ondertekend.',
  'What somebody says on by a key of their own goes to /api/v1/follow, through the door for what people say.':
    'Wat iemand met een eigen sleutel toevoegt, gaat naar /api/v1/follow, door de ingang voor wat mensen zeggen.',
  'It names no entry as its "speaker".': 'Het noemt geen vermelding als “speaker”.',

  // Coming back, and letters
  'No entry of this record names this key (yet).': 'Geen vermelding van dit register noemt (al) deze sleutel.',
  'No entry of this record names its key.': 'Geen vermelding van dit register noemt de sleutel ervan.',
  'Another key signed it.': 'Een andere sleutel heeft het ondertekend.',
  'It does not hold here and now ({0}).': 'Hier en nu geldt het niet ({0}).',
  'This service sends no letters, so it keeps no addresses.':
    'Dit systeem stuurt geen brieven en bewaart dus geen adressen.',

  // The tray, and passes
  'What waits for signatures is shown to those who sign: send a desk pass.':
    'Wat op handtekeningen wacht, zien alleen wie ondertekenen: stuur een pas mee.',
  'The desk pass cannot be accepted.': 'De pas kan niet worden aanvaard.',
  'It was made for another ledger.': 'Die is voor een ander register gemaakt.',
  'It is good for longer than twelve hours, or for no time at all. Make one for a working day.':
    'Die is langer dan twaalf uur geldig, of helemaal niet. Maak er een voor één werkdag.',
  'It is not good yet. Compare the clock of the computer that made it.':
    'Die is nog niet geldig. Vergelijk de klok van de computer die hem maakte.',
  'It is good no more. Make a new one.': 'Die is niet meer geldig. Maak een nieuwe.',
  'It is not signed by the key that it names.': 'Die is niet ondertekend met de sleutel die erin staat.',
  'Its key is none that signs in this ledger, or signs no more.':
    'De sleutel ervan ondertekent niet in dit register, of niet meer.',
  'It is not in the form of a desk pass.': 'Dit heeft niet de vorm van een pas.',
  'Its key signs for no mandate of the office "{0}" that is in force.':
    'De sleutel ervan ondertekent voor geen mandaat van de dienst “{0}” dat nu geldt.',
  'Only those who sign a statement can put it into the tray.':
    'Alleen wie een verklaring ondertekent, kan die in het postvak leggen.',
  '"lapses" lies in the future, by at most {0} days.': '“lapses” ligt in de toekomst, hoogstens {0} dagen ver.',
  'Nothing by this name waits for you, or it was closed long ago.':
    'Onder deze naam wacht er niets op u, of het is lang geleden afgesloten.',
  'It waits no more: it has been recorded, or it lapsed.': 'Het wacht niet meer: het is vastgelegd of vervallen.',
  'It has been recorded as entry {0}.': 'Het is vastgelegd als vermelding {0}.',
  'It lapsed on {0}: it has to be proposed anew.': 'Het verviel op {0}: het moet opnieuw worden voorgesteld.',
  'A signature by this key is not wanted there.': 'Een handtekening met deze sleutel is daar niet nodig.',
  'This key has signed already.': 'Deze sleutel heeft al ondertekend.',
  'Too many statements wait for signatures already. Some have to be signed or to lapse first.':
    'Er wachten al te veel verklaringen op handtekeningen. Eerst moeten er enkele worden ondertekend of vervallen.',

  // Files
  'This is none of the files that are taken: JPEG, PNG and WebP pictures, and PDF.':
    'Dit is geen bestand dat wordt aangenomen: dat zijn JPEG-, PNG- en WebP-foto’s, en pdf.',
  'The file is not what its first bytes say that it is.': 'Het bestand is niet wat de eerste bytes ervan zeggen.',
  'The file is larger than 10,000,000 bytes.': 'Het bestand is groter dan 10.000.000 bytes.',
  'A file that is referred to is not here: it was never sent, or by somebody else, or so long ago that it was not kept. Send it again.':
    'Een bestand waarnaar wordt verwezen, is er niet: het is nooit verstuurd, door iemand anders verstuurd, of zo lang geleden dat het niet is bewaard. Verstuur het opnieuw.',
  'Many files are coming in just now. Nothing of this one was kept: send it again in a minute.':
    'Er komen nu veel bestanden binnen. Van dit bestand is niets bewaard: verstuur het over een minuut opnieuw.',
  'Files cannot be kept just now. Your words can be sent without them, or all of it later.':
    'Bestanden kunnen nu niet worden bewaard. U kunt uw tekst zonder bestanden versturen, of alles later.',
  'The file ends before its end: it was cut off. Send it again, whole.':
    'Het bestand houdt te vroeg op: het is afgebroken. Verstuur het opnieuw, in zijn geheel.',
  'This PDF does not end as it must: it was cut off, or something else was put behind it. Save it anew and send that.':
    'Deze pdf eindigt niet zoals het moet: hij is afgebroken, of er is iets achter gezet. Sla hem opnieuw op en verstuur die.',
  'This is not a JPEG picture as it must be. {0}': 'Dit is geen JPEG-foto zoals het moet. {0}',
  'This is not a PNG picture as it must be. {0}': 'Dit is geen PNG-foto zoals het moet. {0}',
  'This is not a WebP picture as it must be. {0}': 'Dit is geen WebP-foto zoals het moet. {0}',
  'The picture has no size.': 'De foto heeft geen afmetingen.',
  'The picture is {0} points wide and {1} high, which is more than can be shown. Make it smaller and send that.':
    'De foto is {0} punten breed en {1} hoog. Dat is meer dan er kan worden getoond. Maak haar kleiner en verstuur die.',
  'It was cut off.': 'Ze is afgebroken.',
  'It ends in the middle of the picture: it was cut off.': 'Ze houdt midden in het beeld op: ze is afgebroken.',
  'It does not begin as it must.': 'Ze begint niet zoals het moet.',
  'It holds a part that no such picture has.': 'Er zit een deel in dat zulke foto’s niet hebben.',
  'It holds a second picture.': 'Er zit een tweede foto in.',
  'Moving pictures are not taken.': 'Bewegende beelden worden niet aangenomen.',
  'Its parts are not in their order.': 'De delen staan niet in hun volgorde.',
  'Its length is wrong.': 'De lengte klopt niet.',
  'A part of it has no length.': 'Een deel ervan heeft geen lengte.',
  'A part of it is too short.': 'Een deel ervan is te kort.',
  'A part of it is longer than the whole.': 'Een deel ervan is langer dan het geheel.',
  'A part of it is damaged: its sum is wrong.': 'Een deel ervan is beschadigd: de controlesom klopt niet.',
  'There is no picture in it.': 'Er zit geen foto in.',
  'Something else stands between its parts.': 'Tussen de delen staat iets anders.',
};
