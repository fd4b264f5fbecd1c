/** What the service says that refuses something, in Spanish: as `../sentences/es.ts`, which has the sentences of the rules. */
import type { Sentences } from '../../teller.ts';

export const refusals: Sentences = {
  // What is asked of an address
  'There is nothing at this address.': 'No hay nada en esta dirección.',
  'This address does not take that method.': 'Esta dirección no admite ese método.',
  'What was sent is larger than this address takes.': 'Lo que se envió es más grande de lo que admite esta dirección.',
  'This address takes JSON: send it with "Content-Type: application/json".':
    'Esta dirección admite JSON: envíelo con «Content-Type: application/json».',
  'This address takes bodies as they are, neither packed nor encoded.':
    'Esta dirección admite el contenido tal como es, sin comprimir ni codificar.',
  'The request does not have the fields it must have.': 'La petición no tiene los campos que debe tener.',
  'The request could not be read.': 'No se pudo leer la petición.',
  'The request has no body.': 'La petición no lleva contenido.',
  'The request cannot be used: {0}.': 'La petición no se puede usar: {0}.',
  'The field "{0}" cannot be used: {1}.': 'El campo «{0}» no se puede usar: {1}.',
  'What was sent is not in the form it must have.': 'Lo que se envió no tiene la forma que debe tener.',
  'Something went wrong here. It is not your doing.': 'Algo falló por nuestra parte. No es culpa suya.',
  'This is a copy, which takes nothing in. Send it to {0}': 'Esto es una copia, que no recibe nada. Envíelo a {0}',
  'Nothing is at this address of a copy. The original is at {0}':
    'En esta dirección de una copia no hay nada. El original está en {0}',

  // How much is sent at once
  'More was sent than this address takes in so short a time. Nothing of it was kept.':
    'Se envió más de lo que esta dirección admite en tan poco tiempo. No se guardó nada de ello.',
  'More was sent from your network than this address takes in so short a time. Nothing of it was kept: send it again after {0} seconds.':
    'Desde su red se envió más de lo que esta dirección admite en tan poco tiempo. No se guardó nada de ello: envíelo otra vez después de {0} segundos.',
  'More was sent by everybody together than this address takes in so short a time. Nothing of it was kept: send it again after {0} seconds.':
    'Entre todos se envió más de lo que esta dirección admite en tan poco tiempo. No se guardó nada de ello: envíelo otra vez después de {0} segundos.',
  'Very much is being sent just now, so each sender shows that their machine worked for it. Solve the challenge and send it again with the solution in the header "Counterfoil-Work".':
    'En este momento se está enviando muchísimo, así que cada remitente muestra que su equipo ha trabajado para ello. Resuelva el cálculo y envíelo otra vez con la solución en la cabecera «Counterfoil-Work».',
  'The proof of work is wrong, for another address, expired or used already. Here is a new challenge.':
    'La solución del cálculo es errónea, es para otra dirección, caducó o ya se usó. Aquí tiene un cálculo nuevo.',

  // Whether it is recorded
  'It could not be recorded just now. Nothing of it was kept: please send it again.':
    'No se pudo registrar en este momento. No se guardó nada de ello: envíelo otra vez, por favor.',
  'It may or may not have been recorded. Send the very same statement again: it will not be recorded twice.':
    'Puede que se haya registrado o puede que no. Envíe otra vez exactamente la misma declaración: no se registrará dos veces.',
  'It may or may not have been recorded. Look whether it is on record before you send it again: it would be recorded twice.':
    'Puede que se haya registrado o puede que no. Compruebe si consta en el registro antes de enviarlo otra vez: se registraría dos veces.',
  'The service has stopped writing to protect the record. The operator has to look at it.':
    'El servicio ha dejado de escribir para proteger el registro. Quien opera el servicio tiene que revisarlo.',
  'What is recorded cannot be signed for just now. Words that people send are promised; anything else can be sent again later. The reason stands in the log of the service, for its operator.':
    'En este momento no se puede firmar lo que se registra. Las palabras que se envían reciben una promesa; lo demás se puede enviar otra vez más tarde. Quien opera el servicio encuentra el motivo en el diario del servicio.',
  'This process is about to stop. Another one answers, or this one in a moment.':
    'Esta parte del servicio está a punto de detenerse. Otra responde, o esta misma dentro de un momento.',
  'The clock of this service is far behind the newest entry, so nothing is recorded. The operator has to set it right.':
    'El reloj de este servicio va muy por detrás de la anotación más reciente, así que no se registra nada. Quien opera el servicio tiene que ponerlo en hora.',
  'The record cannot be read just now. Ask again in a minute.':
    'En este momento no se puede leer el registro. Pregunte otra vez dentro de un minuto.',
  'This ledger has not been opened yet.': 'Este registro aún no se ha abierto.',
  'Only the operator can open this ledger.': 'Solo quien opera el servicio puede abrir este registro.',
  'This ledger is named "{0}".': 'Este registro se llama «{0}».',
  'The log key of this service is {0}.': 'La clave del libro de este servicio es {0}.',
  'The intake key of this service is {0}.': 'La clave de recepción de este servicio es {0}.',
  'The process that answers was not given the new log key, {0}, and cannot sign with it: its log names the folder. The operator copies the file of the key into the folder "keys" of every process, and then the same statement is sent again.':
    'La parte del servicio que responde no recibió la nueva clave del libro, {0}, y no puede firmar con ella: su diario indica la carpeta. Quien opera el servicio copia el archivo de la clave en la carpeta «keys» de cada parte, y después se envía otra vez la misma declaración.',
  'The ledger has no entry with this index yet.': 'El registro aún no tiene ninguna anotación con este número.',
  'There is no case {0}.': 'No existe el caso {0}.',
  'There is no such tile: see c2sp.org/tlog-tiles for the addresses.':
    'No existe tal bloque de hashes: vea las direcciones en c2sp.org/tlog-tiles.',
  'The ledger does not reach as far as this tile yet.': 'El registro aún no llega hasta este bloque de hashes.',
  'There is no such page of redactions yet.': 'Aún no existe tal página de textos retirados.',
  'Nothing is known here of such a promise. Look whether the digest is the one in the file.':
    'Aquí no se sabe nada de tal promesa. Mire si la huella es la del archivo.',

  // Statements and their texts
  'The statement is too large for one entry.': 'La declaración es demasiado grande para una anotación.',
  'An entry holds at most {0} bytes, and the payload alone takes {1}.':
    'Una anotación admite como mucho {0} bytes, y el contenido solo ya ocupa {1}.',
  'A text that the statement refers to was not sent along.':
    'No se envió con ella un texto al que se refiere la declaración.',
  'A text that was sent along is not what the statement refers to.':
    'Un texto que se envió con la declaración no es aquel al que se refiere.',
  'A place is one line of 1 to {0} characters.': 'Un lugar es una línea de 1 a {0} caracteres.',
  'No text with this digest is part of the record.': 'Ningún texto con esta huella forma parte del registro.',
  'No file with this digest is part of the record.': 'Ningún archivo con esta huella forma parte del registro.',
  'The text cannot be read here any more, so it cannot be published. The operator has to look for the key of the sealed texts.':
    'El texto ya no se puede leer aquí, así que no se puede publicar. Quien opera el servicio tiene que buscar la clave de los textos cifrados.',
  'The key {0} has no part in this ledger.': 'La clave {0} no tiene ninguna función en este registro.',
  'No key signed it that has a part in this ledger.':
    'No la firmó ninguna clave que tenga una función en este registro.',
  'What somebody says on by a key of their own goes to /api/v1/follow, through the door for what people say.':
    'Lo que alguien añade con una clave propia va a /api/v1/follow, por la entrada de lo que dicen las personas.',
  'It names no entry as its "speaker".': 'No indica ninguna anotación como «speaker».',

  // Coming back, and letters
  'No entry of this record names this key (yet).': 'Ninguna anotación de este registro indica (aún) esta clave.',
  'No entry of this record names its key.': 'Ninguna anotación de este registro indica su clave.',
  'Another key signed it.': 'Lo firmó otra clave.',
  'It does not hold here and now ({0}).': 'Aquí y ahora no vale ({0}).',
  'This service sends no letters, so it keeps no addresses.':
    'Este servicio no envía correos, así que no guarda direcciones.',

  // The tray, and passes
  'What waits for signatures is shown to those who sign: send a desk pass.':
    'Lo que espera firmas se muestra a quienes firman: envíe un pase.',
  'The desk pass cannot be accepted.': 'El pase no se puede aceptar.',
  'It was made for another ledger.': 'Se hizo para otro registro.',
  'It is good for longer than twelve hours, or for no time at all. Make one for a working day.':
    'Vale para más de doce horas, o para ningún tiempo. Haga uno para una jornada de trabajo.',
  'It is not good yet. Compare the clock of the computer that made it.':
    'Aún no vale. Compruebe el reloj del equipo que lo hizo.',
  'It is good no more. Make a new one.': 'Ya no vale. Haga uno nuevo.',
  'It is not signed by the key that it names.': 'No está firmado con la clave que indica.',
  'Its key is none that signs in this ledger, or signs no more.':
    'Su clave no es de las que firman en este registro, o ya no firma.',
  'It is not in the form of a desk pass.': 'No tiene la forma de un pase.',
  'Its key signs for no mandate of the office "{0}" that is in force.':
    'Su clave no firma por ningún nombramiento en vigor de la oficina «{0}».',
  'Only those who sign a statement can put it into the tray.':
    'Solo quienes firman una declaración pueden ponerla en la bandeja.',
  '"lapses" lies in the future, by at most {0} days.': '«lapses» está en el futuro, como mucho a estos días: {0}.',
  'Nothing by this name waits for you, or it was closed long ago.':
    'Aquí no le espera nada con este nombre, o se cerró hace mucho.',
  'It waits no more: it has been recorded, or it lapsed.': 'Ya no espera: se registró o caducó.',
  'It has been recorded as entry {0}.': 'Se registró como anotación {0}.',
  'It lapsed on {0}: it has to be proposed anew.': 'Caducó el {0}: hay que proponerlo de nuevo.',
  'A signature by this key is not wanted there.': 'Ahí no se pide ninguna firma de esta clave.',
  'This key has signed already.': 'Esta clave ya ha firmado.',
  'Too many statements wait for signatures already. Some have to be signed or to lapse first.':
    'Ya hay demasiadas declaraciones que esperan firmas. Antes tienen que firmarse o caducar algunas.',

  // Files
  'This is none of the files that are taken: JPEG, PNG and WebP pictures, and PDF.':
    'No es ninguno de los archivos que se admiten: imágenes JPEG, PNG y WebP, y PDF.',
  'The file is not what its first bytes say that it is.': 'El archivo no es lo que dicen sus primeros bytes.',
  'The file is larger than 10,000,000 bytes.': 'El archivo ocupa más de 10 000 000 de bytes.',
  'A file that is referred to is not here: it was never sent, or by somebody else, or so long ago that it was not kept. Send it again.':
    'Falta aquí un archivo al que se hace referencia: nunca se envió, lo envió otra persona, o hace tanto tiempo que no se guardó. Envíelo otra vez.',
  'Many files are coming in just now. Nothing of this one was kept: send it again in a minute.':
    'En este momento llegan muchos archivos. De este no se guardó nada: envíelo otra vez dentro de un minuto.',
  'Files cannot be kept just now. Your words can be sent without them, or all of it later.':
    'En este momento no se pueden guardar archivos. Puede enviar sus palabras sin ellos, o todo más tarde.',
  'The file ends before its end: it was cut off. Send it again, whole.':
    'El archivo acaba antes de su final: quedó cortado. Envíelo otra vez, entero.',
  'This PDF does not end as it must: it was cut off, or something else was put behind it. Save it anew and send that.':
    'Este PDF no acaba como debe: quedó cortado, o se le añadió algo detrás. Guárdelo de nuevo y envíe ese.',
  'This is not a JPEG picture as it must be. {0}': 'No es una imagen JPEG como debe ser. {0}',
  'This is not a PNG picture as it must be. {0}': 'No es una imagen PNG como debe ser. {0}',
  'This is not a WebP picture as it must be. {0}': 'No es una imagen WebP como debe ser. {0}',
  'The picture has no size.': 'La imagen no tiene tamaño.',
  'The picture is {0} points wide and {1} high, which is more than can be shown. Make it smaller and send that.':
    'La imagen mide {0} puntos de ancho y {1} de alto, más de lo que se puede mostrar. Hágala más pequeña y envíe esa.',
  'It was cut off.': 'Quedó cortada.',
  'It ends in the middle of the picture: it was cut off.': 'Acaba en medio de la imagen: quedó cortada.',
  'It does not begin as it must.': 'No empieza como debe.',
  'It holds a part that no such picture has.': 'Contiene una parte que ninguna imagen así tiene.',
  'It holds a second picture.': 'Contiene una segunda imagen.',
  'Moving pictures are not taken.': 'No se admiten imágenes en movimiento.',
  'Its parts are not in their order.': 'Sus partes no están en su orden.',
  'Its length is wrong.': 'Su longitud es errónea.',
  'A part of it has no length.': 'Una parte de ella no tiene longitud.',
  'A part of it is too short.': 'Una parte de ella es demasiado corta.',
  'A part of it is longer than the whole.': 'Una parte de ella es más larga que el conjunto.',
  'A part of it is damaged: its sum is wrong.': 'Una parte de ella está dañada: su suma es errónea.',
  'There is no picture in it.': 'No contiene ninguna imagen.',
  'Something else stands between its parts.': 'Entre sus partes hay otra cosa.',
};
