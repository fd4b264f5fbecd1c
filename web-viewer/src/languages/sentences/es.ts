/** What the ledger’s own code says, in Spanish: each sentence by the English one, with the same gaps. The words for things are those of `../es.ts`. */
import type { Sentences } from '../../teller.ts';

export const sentences: Sentences = {
  'The entry does not carry the index of its place.': 'La anotación no lleva el número de su lugar.',
  'The entry does not name the hash of the entry before it.':
    'La anotación no indica el hash de la anotación anterior.',
  'The entry was recorded earlier than the entry before it.': 'La anotación se registró antes que la anterior.',
  'A signature does not fit the statement and the key it names.':
    'Una firma no corresponde a la declaración y a la clave que indica.',
  'A signature is not in the form of its scheme.': 'Una firma no tiene la forma de su sistema.',
  'A signature says that it was made with another key than the one it stands for.':
    'Una firma dice que se hizo con una clave distinta de la que le corresponde.',
  'A signature was made for another purpose or for another ledger.':
    'Una firma se hizo para otro fin o para otro registro.',
  'A signature was made over something else than this statement.':
    'Una firma se hizo sobre algo distinto de esta declaración.',
  'A signature was made on another page than those its key is for.':
    'Una firma se hizo en una página distinta de las previstas para su clave.',
  'The device signed for another site than the one its key is for.':
    'El dispositivo firmó para un sitio distinto del previsto para su clave.',
  'The device that signed does not say that somebody was there.':
    'El dispositivo que firmó no dice que hubiera alguien presente.',
  'The device that signed does not say that it knew who was there.':
    'El dispositivo que firmó no dice que supiera quién estaba presente.',
  'The same key signed twice.': 'La misma clave firmó dos veces.',
  'The ledger has not been opened: its first entry must open it.':
    'El registro no se ha abierto: su primera anotación debe abrirlo.',
  'The ledger is open already; it cannot be opened twice.': 'El registro ya está abierto; no se puede abrir dos veces.',
  'The statement was made for another ledger.': 'La declaración se hizo para otro registro.',
  'The log key that the opening names does not carry the name of this ledger.':
    'La clave del libro que indica la apertura no lleva el nombre de este registro.',
  'The statement claims to have seen entries that did not exist yet.':
    'La declaración dice haber visto anotaciones que aún no existían.',
  'The statement was made in sight of another history than this one.':
    'La declaración se hizo a la vista de una historia distinta de esta.',
  'The statement names an entry that its author had not seen.':
    'La declaración menciona una anotación que su autor no había visto.',
  'The statement says it happened later than it was recorded.':
    'La declaración dice que ocurrió después de registrarse.',
  'This very statement is on record already.': 'Esta misma declaración ya consta en el registro.',
  'A signature was made with a key that has no part in this ledger.':
    'Una firma se hizo con una clave que no tiene ninguna función en este registro.',
  'The key is not a sound one.': 'La clave no es segura.',
  'The key already serves another person or another role.': 'La clave ya sirve a otra persona o para otra función.',
  'The key had been revoked or replaced.': 'La clave se había revocado o sustituido.',
  'A key is replaced only where the old and the new key sign it as well.':
    'Una clave solo se sustituye si también firman la clave antigua y la nueva.',
  'Too few registrars would be left to sign together.':
    'Quedarían muy pocos encargados del registro para firmar juntos.',
  'Too few different registrars signed.': 'Firmaron muy pocos encargados del registro distintos.',
  'The threshold is higher than the number of different registrars.':
    'Se piden más firmas que encargados del registro distintos hay.',
  'There is no such office.': 'No existe tal oficina.',
  'An office of this kind cannot have this right.': 'Una oficina de este tipo no puede tener este derecho.',
  'There is no such mandate.': 'No existe tal nombramiento.',
  'The mandate would end before it begins.': 'El nombramiento terminaría antes de empezar.',
  'The mandate had not begun when the statement was recorded.':
    'El nombramiento no había empezado cuando se registró la declaración.',
  'The mandate had run out when the statement was recorded.':
    'El nombramiento había vencido cuando se registró la declaración.',
  'The mandate had been ended.': 'Se había puesto fin al nombramiento.',
  'The signatures and the mandates named do not belong together.':
    'Las firmas y los nombramientos indicados no se corresponden.',
  'The office may not do this, by its own definition or by the rules of the process.':
    'La oficina no puede hacer esto, por su propia definición o por las reglas del procedimiento.',
  'Too few different people signed.': 'Firmaron muy pocas personas distintas.',
  'There is no such process.': 'No existe tal procedimiento.',
  'Versions of a process follow each other one by one.': 'Las versiones de un procedimiento se suceden una a una.',
  'A newer version of the process is in force.': 'Hay una versión más nueva del procedimiento en vigor.',
  'The process asks for a step that no office may take.':
    'El procedimiento pide un paso que ninguna oficina puede dar.',
  'Versions of the calendar follow each other one by one.': 'Las versiones del calendario se suceden una a una.',
  'The process has clocks, and the authority has not published its calendar.':
    'El procedimiento tiene plazos y la administración no ha publicado su calendario.',
  'The process does not take input from this kind of author.':
    'El procedimiento no admite aportaciones de este tipo de autor.',
  'The process knows no such area.': 'El procedimiento no conoce esa zona.',
  'The process counts no supporters.': 'El procedimiento no cuenta apoyos.',
  'Only officials can record several supporters at once.':
    'Solo los funcionarios pueden anotar varios apoyos a la vez.',
  'This record of this source is in the ledger already.': 'Este dato de esta fuente ya está en el registro.',
  'There is no such case.': 'No existe tal caso.',
  'The case has been decided.': 'El caso está decidido.',
  'The case has not been decided.': 'El caso no está decidido.',
  'The case has been merged into another: what is new belongs there.': 'El caso se unió a otro: lo nuevo va en aquel.',
  'These cases cannot become one.': 'Estos casos no pueden unirse en uno.',
  'These inputs cannot go on in a case of their own.': 'Estas aportaciones no pueden seguir en un caso propio.',
  'A case can be linked to another case, and to that one once.':
    'Un caso se puede enlazar con otro, y con ese una sola vez.',
  'The stages of a case are opened one after the other.': 'Las fases de un caso se abren una tras otra.',
  'The case is at a stage that does not take this.': 'El caso está en una fase que no admite esto.',
  'The process does not know this outcome.': 'El procedimiento no conoce este resultado.',
  'The process does not know this disposition.': 'El procedimiento no prevé que se haga esto con una aportación.',
  'There is no such input in this case.': 'No existe tal aportación en este caso.',
  'What became of this input is on record already.': 'Ya consta qué se hizo con esta aportación.',
  'The process asks a decision to account for every input, and some have no disposition.':
    'El procedimiento pide que una decisión dé cuenta de todas las aportaciones, y de algunas no consta qué se hizo.',
  'Only an official act of the same case, by the same office, not yet corrected, can be corrected.':
    'Solo se puede corregir un acto oficial del mismo caso, de la misma oficina y aún no corregido.',
  'The process asks decisions to state more than this one does.':
    'El procedimiento pide que las decisiones digan más de lo que dice esta.',
  'Only a decision of the same case can be dissented from.': 'Solo se puede discrepar de una decisión del mismo caso.',
  'Only an official act of the same case can be disputed, and only a decision appealed.':
    'Solo se puede objetar un acto oficial del mismo caso, y solo se puede recurrir una decisión.',
  'Only what was asked or contested in the same case, and has no answer yet, can be answered.':
    'Solo se puede contestar lo que se preguntó o impugnó en el mismo caso y aún no tiene respuesta.',
  'An answer to an appeal or a dispute says how it ends; no other answer does.':
    'La respuesta a un recurso o a una objeción dice cómo termina; ninguna otra respuesta lo dice.',
  'A commitment rests on a decision of its case where it names one or hands work to citizens.':
    'Un compromiso se apoya en una decisión de su caso si menciona una o deja el trabajo a los ciudadanos.',
  'The term of the commitment had passed before it was made.':
    'El plazo del compromiso había pasado antes de que se hiciera.',
  'There is no such commitment in this case.': 'No existe tal compromiso en este caso.',
  'The commitment had been reported as complete.': 'Ya se había informado de que el compromiso estaba cumplido.',
  'There is no such text in this entry of the case.': 'No existe tal texto en esta anotación del caso.',
  'The text is not in a state in which this can be done with it.':
    'El texto no está en un estado en el que se pueda hacer esto con él.',
  'The process knows no such ground for taking a text out of public view.':
    'El procedimiento no conoce ese motivo para retirar un texto de la vista pública.',
  'The texts of this case are to be kept for longer.': 'Los textos de este caso deben conservarse más tiempo.',
  'The process asks for an export to an archive before its texts are erased.':
    'El procedimiento pide entregar los textos a un archivo antes de borrarlos.',
  'Somebody has asked for this text to be erased, and has no answer yet.':
    'Alguien ha pedido que se borre este texto y aún no tiene respuesta.',
  'Whoever this speaks on for named no key to do so, or said it in another case.':
    'La persona en cuyo nombre sigue hablando no indicó una clave para ello, o lo dijo en otro caso.',
  'It is not signed by the key that was named for what they say on, and by no other.':
    'No está firmado solo con la clave que se indicó para seguir hablando.',
  'It was taken back by its own author.': 'Su propio autor se retractó de ello.',
  'Versions in a register follow each other one by one.': 'Las versiones en un inventario se suceden una a una.',
  'Another office keeps this part of the register.': 'Otra oficina lleva esta parte del inventario.',
  'The register has no such entry.': 'El inventario no tiene tal entrada.',
  'Only the office whose figures they are can reply to them.':
    'Solo puede responder a unas cifras la oficina de la que son.',
  'The days that the reply is about end before they begin.':
    'Los días a los que se refiere la réplica terminan antes de empezar.',
  'An algorithm of high impact may be cited only with a named human reviewer and a way to appeal.':
    'Un algoritmo de gran impacto solo se puede citar si se nombra a una persona que lo revisa y una vía para recurrir.',
  'The decision rests on a version that was no longer in force, or on something retired.':
    'La decisión se apoya en una versión que ya no estaba en vigor, o en algo retirado.',
  'Those who made the decision judged the appeal against it, and nobody else.':
    'Quienes tomaron la decisión juzgaron el recurso contra ella, y nadie más.',
  'The step was made after it was due.': 'El paso se dio después de su plazo.',
  'The case was decided while something said in it waited to be looked at.':
    'El caso se decidió mientras algo dicho en él esperaba a que alguien lo mirara.',
  'The case was decided while inputs had no disposition.':
    'El caso se decidió cuando de algunas aportaciones no constaba qué se hizo.',
  'There is no ledger here.': 'Aquí no hay ningún registro.',
  'A file that belongs to the record is not there.': 'Falta un archivo que pertenece al registro.',
  'A file is larger than any such file can be.': 'Un archivo es más grande de lo que puede ser un archivo así.',
  'A file could not be read.': 'No se pudo leer un archivo.',
  'The file that introduces the ledger is not what it must be.':
    'El archivo que presenta el registro no es lo que debe ser.',
  'The file that introduces the ledger contradicts the record itself.':
    'El archivo que presenta el registro contradice al propio registro.',
  'The ledger names another log key than the one you gave.':
    'El registro indica una clave del libro distinta de la que usted dio.',
  'This computer remembers the ledger signed with another log key.':
    'Este ordenador recuerda el registro firmado con otra clave del libro.',
  'The checkpoint is not signed with the log key that took the place of the old one.':
    'El punto de control no está firmado con la clave del libro que sustituyó a la antigua.',
  'The log key was replaced, and the old key has signed for the new one.':
    'La clave del libro se sustituyó, y la antigua firmó por la nueva.',
  'Whether the log key is the right one could not be found out.':
    'No se pudo averiguar si la clave del libro es la verdadera.',
  'The checkpoint is damaged.': 'El punto de control está dañado.',
  'The checkpoint is not signed with the log key.': 'El punto de control no está firmado con la clave del libro.',
  'The signature of the checkpoint is wrong.': 'La firma del punto de control es incorrecta.',
  'The checkpoint is that of another ledger.': 'El punto de control es el de otro registro.',
  'The policy you gave is one for other ledgers.': 'La política que usted dio es para otros registros.',
  'A line of the checkpoint bears the name and key of a witness, and is not its cosignature.':
    'Una línea del punto de control lleva el nombre y la clave de un testigo, y no es su firma.',
  'Too few of the witnesses you named have cosigned this checkpoint, so whether others see the same record is not known.':
    'Muy pocos de los testigos que usted indicó han firmado este punto de control, así que no se sabe si otros ven el mismo registro.',
  'The post-quantum signature of the checkpoint is wrong.': 'La firma poscuántica del punto de control es incorrecta.',
  'The checkpoint does not bear the signature of the post-quantum key you gave.':
    'El punto de control no lleva la firma de la clave poscuántica que usted dio.',
  'The checkpoint was signed for other entries than those that are here.':
    'El punto de control se firmó para anotaciones distintas de las que hay aquí.',
  'The record is shorter than it was when this computer last saw it.':
    'El registro es más corto que cuando este ordenador lo vio por última vez.',
  'The record is not the one this computer saw before.': 'El registro no es el que este ordenador vio antes.',
  'The file that holds the entry is damaged.': 'El archivo que contiene la anotación está dañado.',
  'This is not the entry that was recorded here.': 'Esta no es la anotación que se registró aquí.',
  'What was recorded here is not an entry.': 'Lo que se registró aquí no es una anotación.',
  'What was recorded here is not a statement.': 'Lo que se registró aquí no es una declaración.',
  'A file of hashes is damaged.': 'Un archivo de hashes está dañado.',
  'A file of hashes does not fit the entries.': 'Un archivo de hashes no corresponde a las anotaciones.',
  'The first entry opens the ledger with another log key than the one that signs it.':
    'La primera anotación abre el registro con una clave del libro distinta de la que lo firma.',
  'A text is missing, and no signed entry says why.': 'Falta un texto y ninguna anotación firmada dice por qué.',
  'The file of a text is damaged.': 'El archivo de un texto está dañado.',
  'A text is not the one that was signed.': 'Un texto no es el que se firmó.',
  'A text waits to be looked at before it is public.': 'Un texto espera a que alguien lo mire antes de ser público.',
  'A text was taken out of public view, and a signed entry says why.':
    'Un texto se retiró de la vista pública y una anotación firmada dice por qué.',
  'A text was erased, and a signed entry says why.': 'Un texto se borró y una anotación firmada dice por qué.',
  'A text is here that is not in public view.': 'Aquí hay un texto que no está a la vista pública.',
  'A text is missing, and whether a signed entry says why could not be found out.':
    'Falta un texto, y no se pudo averiguar si una anotación firmada dice por qué.',
  'A page of redactions is damaged.': 'Una página de textos retirados está dañada.',
  'A page of redactions is not signed with a log key of this ledger.':
    'Una página de textos retirados no está firmada con una clave del libro de este registro.',
  'A page of redactions does not list what entries took out of public view or put into it.':
    'Una página de textos retirados no enumera lo que las anotaciones retiraron de la vista pública o volvieron a poner en ella.',
  'Statements and their signatures were not looked at, as you asked.':
    'Las declaraciones y sus firmas no se miraron, como usted pidió.',
  'The rules were not replayed, as you asked: who may sign, which log key is in force and what is owed is not known.':
    'Las reglas no se repasaron, como usted pidió: no se sabe quién puede firmar, qué clave del libro está en vigor ni qué se debe.',
  'Texts and files were not looked at, as you asked.': 'Los textos y archivos no se miraron, como usted pidió.',
  'What this computer remembers of the ledger could not be read.':
    'No se pudo leer lo que este ordenador recuerda del registro.',
  'Entries were not looked at.': 'Hay anotaciones que no se miraron.',
  'The rules were not replayed to the end.': 'Las reglas no se repasaron hasta el final.',
  'It had {0} entries then, and has {1} now.': 'Entonces tenía {0} anotaciones, y ahora tiene {1}.',
  'Where both the entries and their hashes are missing, what follows cannot be held to the checkpoint: {0}.':
    'Donde faltan tanto las anotaciones como sus hashes, lo que sigue no se puede comparar con el punto de control: {0}.',
  'What comes before is what authors of later entries saw: it is {0}, or the checkpoint, that was changed.':
    'Lo anterior es lo que vieron los autores de anotaciones posteriores: lo que se cambió es {0}, o el punto de control.',
  'Its hash of {0} is wrong.': 'Es incorrecto el hash que contiene de {0}.',
  'The bytes are not valid UTF-8.': 'Los bytes no son UTF-8 válido.',
  'The text is not base64.': 'El texto no es base64.',
  'The base64 text holds characters that are not base64.': 'El texto base64 contiene caracteres que no son base64.',
  'The text is not lower-case hexadecimal.': 'El texto no es hexadecimal en minúsculas.',
  '{0} is not an integer that JSON can carry exactly.':
    '{0} no es un número entero que JSON pueda llevar con exactitud.',
  'JSON cannot hold {0}.': 'JSON no puede contener {0}.',
  'A string holds half of a surrogate pair.': 'Una cadena contiene la mitad de un par suplente.',
  'JSON is nested deeper than {0} levels.': 'El JSON tiene más de {0} niveles anidados.',
  'The JSON names the same key twice in one object.': 'El JSON nombra dos veces la misma clave en un objeto.',
  'The JSON is not in canonical form (RFC 8785).': 'El JSON no está en su forma canónica (RFC 8785).',
  'The text is not JSON.': 'El texto no es JSON.',
  'It is not three lines, each with its newline.': 'No son tres líneas, cada una con su salto.',
  'Its first line is not an origin.': 'Su primera línea no es un nombre de registro.',
  'Its second line is not the size of a tree.': 'Su segunda línea no es el tamaño de un árbol.',
  'A line is empty or cut short.': 'Una línea está vacía o cortada.',
  'Its third line is not base64.': 'Su tercera línea no es base64.',
  'Its third line is not a hash of 32 bytes.': 'Su tercera línea no es un hash de 32 bytes.',
  'This is not a checkpoint: {0}': 'Esto no es un punto de control: {0}',
  'Not proved by this file alone.': 'Este archivo por sí solo no lo prueba.',
  'Its log has signed a record of {0} that goes on after that. Whether one of them holds the words, the entries themselves tell.':
    'Su libro ha firmado un registro de {0} que sigue después de eso. Si alguna de ellas contiene las palabras, lo dicen las propias anotaciones.',
  'This complaint shows nothing: the promise in it does not hold.':
    'Esta reclamación no demuestra nada: la promesa que contiene no vale.',
  'This complaint shows nothing: the checkpoint in it is not signed by the key it names, or is that of another record.':
    'Esta reclamación no demuestra nada: el punto de control que contiene no está firmado con la clave que indica, o es el de otro registro.',
  'This complaint shows nothing: what it holds of the record is not under the signed checkpoint, was not recorded after the deadline, or does not lead to the key that promised.':
    'Esta reclamación no demuestra nada: lo que contiene del registro no está bajo el punto de control firmado, no se registró después del plazo o no lleva a la clave que prometió.',
  'This complaint proves nothing against the log whose key you gave: another key has signed in it.':
    'Esta reclamación no prueba nada contra el libro cuya clave dio usted: en ella firmó otra clave.',
  'This complaint stands or falls with two keys: one signed the receipt, another the checkpoint against it. Find out elsewhere that both are keys of this log, and give them both with --key.':
    'Esta reclamación depende de dos claves: una firmó el recibo y otra, el punto de control que lo contradice. Averigüe por otra vía que ambas son claves de este libro, e indique las dos con --key.',
  'This complaint proves nothing: the receipt in it does not hold.':
    'Esta reclamación no prueba nada: el recibo que contiene no vale.',
  'This complaint proves nothing: the checkpoint in it is not signed by the key it names, or is that of another record.':
    'Esta reclamación no prueba nada: el punto de control que contiene no está firmado con la clave que indica, o es el de otro registro.',
  'This complaint proves nothing: what it shows of the record does not contradict the receipt, or does not lead to the signed checkpoint.':
    'Esta reclamación no prueba nada: lo que muestra del registro no contradice el recibo, o no lleva al punto de control firmado.',
  'Proved: {0} signed for entry {1}, recorded on {2}, and has signed a record of {3} in which another entry stands in its place.':
    'Probado: {0} firmó la anotación {1}, registrada el {2}, y ha firmado un registro de {3} en el que otra anotación ocupa su lugar.',
  'Proved: {0} signed for entry {1}, recorded on {2}, and has signed a record of {3} whose first {4} are not those that it had signed for then.':
    'Probado: {0} firmó la anotación {1}, registrada el {2}, y ha firmado un registro de {3} cuyas primeras {4} no son las que había firmado entonces.',
  'Proved: {0} signed for entry {1}, recorded on {2}, and has signed a record of {3} that ends before it and has gone on recording later than that.':
    'Probado: {0} firmó la anotación {1}, registrada el {2}, y ha firmado un registro de {3} que termina antes de ella y que siguió anotando más tarde.',
  'Not proved by this file alone: {0} signed for entry {1}, recorded on {2}. The other checkpoint in it ends at {3}, but whether it was signed before or after, a checkpoint does not tell.':
    'Este archivo por sí solo no lo prueba: {0} firmó la anotación {1}, registrada el {2}. El otro punto de control termina en {3}, pero un punto de control no dice si se firmó antes o después.',
  'Not proved by this file alone: {0} signed for entry {1}, recorded on {2}. The record covers it with its signature, but what stands there could not be had.':
    'Este archivo por sí solo no lo prueba: {0} firmó la anotación {1}, registrada el {2}. El registro la abarca con su firma, pero no se pudo obtener lo que hay en ese lugar.',
  'A complaint is never as large as this.': 'Ninguna reclamación es tan grande como esto.',
  'The file does not have the fields of a complaint.': 'El archivo no tiene los campos de una reclamación.',
  'A salt has {0} bytes.': 'Una sal tiene {0} bytes.',
  'A content file holds a salt and a text, nothing else.': 'Un archivo de texto contiene una sal y un texto, nada más.',
  'The text holds half of a surrogate pair.': 'El texto contiene la mitad de un par suplente.',
  'The text is empty.': 'El texto está vacío.',
  'The text is longer than {0} bytes.': 'El texto tiene más de {0} bytes.',
  'The key of a witness is of type 4 or 6, and this one of type {0}.':
    'La clave de un testigo es del tipo 4 o 6, y esta es del tipo {0}.',
  'The key of a log is of type 1 or 6, and this one of type {0}.':
    'La clave de un libro es del tipo 1 o 6, y esta es del tipo {0}.',
  'A key of type {0} has {1} bytes.': 'Una clave del tipo {0} tiene {1} bytes.',
  'The name of an ML-DSA-44 key has at most {0} bytes.': 'El nombre de una clave ML-DSA-44 tiene como mucho {0} bytes.',
  'This is not a checkpoint that ML-DSA-44 can cosign.': 'Este no es un punto de control que ML-DSA-44 pueda firmar.',
  'This is not a verifier key: {0}': 'Esto no es una clave de verificación: {0}',
  'The entry would take {0} bytes; the log holds at most {1} each.':
    'La anotación ocuparía {0} bytes; el libro admite como mucho {1} en cada una.',
  'The entry takes {0} bytes.': 'La anotación ocupa {0} bytes.',
  'The entry does not have the fields that an entry has.': 'La anotación no tiene los campos de una anotación.',
  'The payload of the envelope is not base64.': 'El contenido del sobre no es base64.',
  'it is not a list': 'no es una lista',
  'it is not true or false': 'no es verdadero o falso',
  'it is not a number': 'no es un número',
  'it is not a group of fields': 'no es un grupo de campos',
  'it is not a text': 'no es un texto',
  'it is missing': 'falta',
  'it is not what it must be': 'no es lo que debe ser',
  'it is less than {0}': 'es menor que {0}',
  'it holds fewer than {0}': 'contiene menos de {0}',
  'it is more than {0}': 'es mayor que {0}',
  'it holds more than {0}': 'contiene más de {0}',
  'it is not spelled as it must be': 'no está escrito como debe',
  'it is none of {0}': 'no es ninguno de {0}',
  'there is no such field as {0}': 'no existe el campo {0}',
  'it has none of the forms it can have': 'no tiene ninguna de las formas posibles',
  'there is no such kind': 'no existe tal tipo',
  'This is not a receipt that can be read: the file is empty.':
    'Esto no es un recibo que se pueda leer: el archivo está vacío.',
  'This is not a receipt that can be read: the file is damaged, or is something else.':
    'Esto no es un recibo que se pueda leer: el archivo está dañado o es otra cosa.',
  'This is not a receipt that can be read: the file breaks off before its end, or is something else.':
    'Esto no es un recibo que se pueda leer: el archivo se corta antes del final o es otra cosa.',
  'This is not a receipt that can be read: a part of it is damaged.':
    'Esto no es un recibo que se pueda leer: una parte está dañada.',
  'This is not a receipt:': 'Esto no es un recibo:',
  'This is not a complaint that can be read: the file is empty.':
    'Esto no es una reclamación que se pueda leer: el archivo está vacío.',
  'This is not a complaint that can be read: the file is damaged, or is something else.':
    'Esto no es una reclamación que se pueda leer: el archivo está dañado o es otra cosa.',
  'This is not a complaint that can be read: the file breaks off before its end, or is something else.':
    'Esto no es una reclamación que se pueda leer: el archivo se corta antes del final o es otra cosa.',
  'This is not a complaint that can be read: a part of it is damaged.':
    'Esto no es una reclamación que se pueda leer: una parte está dañada.',
  'This is not a complaint:': 'Esto no es una reclamación:',
  'This is not a promise that can be read: the file is empty.':
    'Esto no es una promesa que se pueda leer: el archivo está vacío.',
  'This is not a promise that can be read: the file is damaged, or is something else.':
    'Esto no es una promesa que se pueda leer: el archivo está dañado o es otra cosa.',
  'This is not a promise that can be read: the file breaks off before its end, or is something else.':
    'Esto no es una promesa que se pueda leer: el archivo se corta antes del final o es otra cosa.',
  'This is not a promise that can be read: a part of it is damaged.':
    'Esto no es una promesa que se pueda leer: una parte está dañada.',
  'This is not a promise:': 'Esto no es una promesa:',
  'ledger.json is larger than it can be.': 'ledger.json es más grande de lo que puede ser.',
  'ledger.json does not have the fields it must have.': 'ledger.json no tiene los campos que debe tener.',
  'It is not for Ed25519 signatures (type 1).': 'No es para firmas Ed25519 (tipo 1).',
  'An Ed25519 key has 32 bytes.': 'Una clave Ed25519 tiene 32 bytes.',
  'It is not <name>+<8 hexadecimal digits>+<base64>.': 'No tiene la forma <nombre>+<8 cifras hexadecimales>+<base64>.',
  'Its last part is empty.': 'Su última parte está vacía.',
  'Its id does not belong to its name and key.': 'Su identificador no corresponde a su nombre y su clave.',
  'Its last part is not base64.': 'Su última parte no es base64.',
  'A name is not empty and has neither spaces, control characters nor plus signs.':
    'Un nombre no está vacío y no lleva espacios, caracteres de control ni signos más.',
  'It is larger than {0} bytes.': 'Tiene más de {0} bytes.',
  'It holds half of a surrogate pair.': 'Contiene la mitad de un par suplente.',
  'No empty line parts its text from its signatures.': 'Ninguna línea vacía separa su texto de sus firmas.',
  'It does not end in signature lines.': 'No termina en líneas de firma.',
  'It has more than {0} signature lines.': 'Tiene más de {0} líneas de firma.',
  'A signature line is not a dash, a key name and base64.':
    'Una línea de firma no es un guion, un nombre de clave y base64.',
  'A signature is not base64.': 'Una firma no es base64.',
  'A signature line holds no signature.': 'Una línea de firma no contiene firma.',
  'It has no signature.': 'No tiene firma.',
  'A signature bears a name that no key can have.': 'Una firma lleva un nombre que ninguna clave puede tener.',
  'A key id has {0} bytes.': 'Un identificador de clave tiene {0} bytes.',
  'Its text does not end in a newline.': 'Su texto no termina en un salto de línea.',
  'It holds a control character.': 'Contiene un carácter de control.',
  'This is not a signed note: {0}': 'Esto no es una nota firmada: {0}',
  'The file does not have the fields of a complaint over a promise.':
    'El archivo no tiene los campos de una reclamación por una promesa.',
  'This is not a promise for these words: another text was promised to be recorded.':
    'Esta no es una promesa para estas palabras: se prometió registrar otro texto.',
  'This is not a promise that anybody signed: the signature in it is not that of the key it names.':
    'Esta no es una promesa que alguien haya firmado: la firma que lleva no es la de la clave que indica.',
  'The service of {0} promised on {1} to record these words by {2}.':
    'El servicio de {0} prometió el {1} registrar estas palabras a más tardar el {2}.',
  'The service of {0} promised on {1} to record this appeal by {2}.':
    'El servicio de {0} prometió el {1} registrar este recurso a más tardar el {2}.',
  'The service of {0} promised on {1} to record this dispute by {2}.':
    'El servicio de {0} prometió el {1} registrar esta objeción a más tardar el {2}.',
  'The service of {0} promised on {1} to record this answer by {2}.':
    'El servicio de {0} prometió el {1} registrar esta respuesta a más tardar el {2}.',
  'This is not a promise of the record at {0}: the key that signed it was not its intake key then. The words are not there either.':
    'Esta no es una promesa del registro en {0}: la clave que la firmó no era entonces su clave de recepción. Las palabras tampoco están allí.',
  'Whether the promise was kept cannot be found out: the record at {0} does not show all of its {1} as its log has signed for them.':
    'No se puede averiguar si se cumplió la promesa: el registro en {0} no muestra todas sus {1} tal como las firmó su libro.',
  'Entry {0} is the first that is missing.': 'La primera que falta es la anotación {0}.',
  'The record at {0} is not the one of this promise: it shows no checkpoint that a log of {1} has signed.':
    'El registro en {0} no es el de esta promesa: no muestra ningún punto de control que haya firmado un libro de {1}.',
  'It stands in case {0}: it was meant for case {1}, which could not take it any more.':
    'Está en el caso {0}: era para el caso {1}, que ya no podía recibirla.',
  'The promise was kept: the words were recorded on {0} as entry {1} of {2}.':
    'La promesa se cumplió: las palabras se registraron el {0} como anotación {1} de {2}.',
  'The promise was kept too late: the words were recorded on {0} as entry {1} of {2}. The deadline was {3}.':
    'La promesa se cumplió demasiado tarde: las palabras se registraron el {0} como anotación {1} de {2}. El plazo era el {3}.',
  'The promise was not kept: none of the {0} of the record at {1} holds the words, and the newest was recorded on {2}, after the deadline of {3}.':
    'La promesa no se cumplió: de las {0} del registro en {1}, ninguna contiene las palabras, y la más nueva se registró el {2}, después del plazo del {3}.',
  'The promise was not kept, as far as the clock of this device is right: the deadline was {0}, and none of the {1} of the record at {2} holds the words. The newest was recorded before that, so the record itself does not show that the time is over.':
    'La promesa no se cumplió, si el reloj de este dispositivo va bien: el plazo era el {0} y, de las {1} del registro en {2}, ninguna contiene las palabras. La más nueva se registró antes, así que el propio registro no muestra que el plazo haya pasado.',
  'There is still time: none of the {0} of the record at {1} holds the words yet, and the promise runs until {2}.':
    'Todavía hay tiempo: de las {0} del registro en {1}, ninguna contiene aún las palabras, y la promesa vale hasta el {2}.',
  'A promise is never as large as this.': 'Ninguna promesa es tan grande como esto.',
  'The file does not have the fields of a promise.': 'El archivo no tiene los campos de una promesa.',
  'What is signed in it is not a promise, or not signed once.':
    'Lo que está firmado en ella no es una promesa, o no está firmado una sola vez.',
  'What is signed in it does not have the fields of a promise.':
    'Lo que está firmado en ella no tiene los campos de una promesa.',
  'This is not a receipt of the log whose key you gave: another key has signed it. If the log key was replaced since, give the one of that time as well.':
    'Este no es un recibo del libro cuya clave dio usted: lo firmó otra clave. Si la clave del libro se cambió después, dé también la de entonces.',
  'This is not a receipt for what it names: the entry in it is not entry {0} of {1}, or records nothing that anybody said.':
    'Este no es un recibo de lo que indica: la anotación que contiene no es la anotación {0} de {1}, o no registra nada que alguien dijera.',
  'This is not a receipt for these words: they are not the ones that entry {0} has recorded.':
    'Este no es un recibo de estas palabras: no son las que registró la anotación {0}.',
  'This is not a receipt that proves anything: its proof does not lead from entry {0} to the checkpoint in it.':
    'Este no es un recibo que pruebe algo: su prueba no lleva de la anotación {0} al punto de control que contiene.',
  'This is not a receipt that {0} has signed: the checkpoint in it does not bear the signature of the log key that it names.':
    'Este no es un recibo que {0} haya firmado: el punto de control que contiene no lleva la firma de la clave del libro que indica.',
  'These words were recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Estas palabras se registraron el {0} como anotación {1} de {2}, bajo un punto de control de {3} firmado por su libro.',
  'This support was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Este apoyo se registró el {0} como anotación {1} de {2}, bajo un punto de control de {3} firmado por su libro.',
  'This appeal was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Este recurso se registró el {0} como anotación {1} de {2}, bajo un punto de control de {3} firmado por su libro.',
  'This dispute was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Esta objeción se registró el {0} como anotación {1} de {2}, bajo un punto de control de {3} firmado por su libro.',
  'This answer was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Esta respuesta se registró el {0} como anotación {1} de {2}, bajo un punto de control de {3} firmado por su libro.',
  'This evaluation was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Esta evaluación se registró el {0} como anotación {1} de {2}, bajo un punto de control de {3} firmado por su libro.',
  'This withdrawal was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Esta retractación se registró el {0} como anotación {1} de {2}, bajo un punto de control de {3} firmado por su libro.',
  'This request for erasure was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Esta solicitud de borrado se registró el {0} como anotación {1} de {2}, bajo un punto de control de {3} firmado por su libro.',
  'What was said was recorded on {0} as entry {1} of {2}, under a checkpoint of {3} signed by its log.':
    'Lo que se dijo se registró el {0} como anotación {1} de {2}, bajo un punto de control de {3} firmado por su libro.',
  'The receipt does not hold the words; it proves the entry all the same.':
    'El recibo no contiene las palabras; aun así prueba la anotación.',
  'A receipt is never as large as this.': 'Ningún recibo es tan grande como esto.',
  'The file does not have the fields of a receipt.': 'El archivo no tiene los campos de un recibo.',
  'The salt of a file has {0} bytes.': 'La sal de un archivo tiene {0} bytes.',
  'It does not begin as a page of redactions does.': 'No empieza como una página de textos retirados.',
  'A page has 1 to {0} lines.': 'Una página tiene de 1 a {0} líneas.',
  'A line of it is not one.': 'Una de sus líneas no tiene la forma debida.',
  'Its lines are not in the order of the log.': 'Sus líneas no siguen el orden del libro.',
  'The first entry opened it.': 'La primera anotación lo abrió.',
  'The first entry must open the ledger.': 'La primera anotación debe abrir el registro.',
  'It names "{0}"; this is "{1}".': 'Indica «{0}»; este es «{1}».',
  'One key, one signature.': 'Una clave, una firma.',
  'It claims to have seen {0} entries; there are {1}.': 'Dice haber visto {0} anotaciones; hay {1}.',
  'The root it gives for {0} entries is not the root of this ledger.':
    'La raíz que da para {0} anotaciones no es la de este registro.',
  'It says {0}, and was recorded at {1}.': 'Dice {0}, y se registró el {1}.',
  'It is entry {0}.': 'Es la anotación {0}.',
  'It names entry {0} and was made in sight of the first {1}.':
    'Menciona la anotación {0} y se hizo a la vista de las {1} primeras.',
  'It says {0} and stands at {1}.': 'Dice {0} y está en el lugar {1}.',
  'Nothing comes before it.': 'No hay nada antes de ella.',
  'Its "prev" is not the hash of entry {0}.': 'Su «prev» no es el hash de la anotación {0}.',
  'It says {0}, the one before {1}.': 'Dice {0}; la anterior, {1}.',
  'Entry {0} opened no case.': 'La anotación {0} no abrió ningún caso.',
  '1 entry': '1 anotación',
  '{0} entries': '{0} anotaciones',
  'entry {0}': 'la anotación {0}',
  'entries {0} to {1}': 'las anotaciones {0} a {1}',
  'The statement does not fit its kind.': 'La declaración no corresponde a su tipo.',
  'The statement does not fit its kind: {0}.': 'La declaración no corresponde a su tipo: {0}.',
  'The statement does not fit its kind, at "{0}": {1}.': 'La declaración no corresponde a su tipo, en «{0}»: {1}.',
  'The payload is of the type "{0}", which no entry of this ledger holds.':
    'El contenido es del tipo «{0}», que ninguna anotación de este registro tiene.',
  'Its index is not a whole number.': 'Su número no es un número entero.',
  'Its extra line is empty.': 'Su línea adicional está vacía.',
  'It has more hashes than a tree has levels.': 'Tiene más hashes que niveles un árbol.',
  'One of its hashes has not 32 bytes.': 'Uno de sus hashes no tiene 32 bytes.',
  'It is too large.': 'Es demasiado grande.',
  'No empty line parts it from its checkpoint.': 'Ninguna línea vacía la separa de su punto de control.',
  'Its first line is not {0}.': 'Su primera línea no es {0}.',
  'It has no line that gives the index.': 'No tiene una línea que dé el número.',
  'One of its lines is not a hash of 32 bytes.': 'Una de sus líneas no es un hash de 32 bytes.',
  'One of its lines is not base64.': 'Una de sus líneas no es base64.',
  'This is not a transparency log proof: {0}': 'Esto no es una prueba de un libro transparente: {0}',
  'A tile is missing or damaged.': 'Falta un bloque de hashes, o está dañado.',
  'It holds {0}.': 'Contiene {0}.',
  'It holds the hashes of {0}.': 'Contiene los hashes de {0}.',
  'beginning with "{0}"': 'que empieza por «{0}»',
  'ending in "{0}"': 'que termina en «{0}»',
  'The hashes of entries {0} to {1} could not be read a second time.':
    'Los hashes de las anotaciones {0} a {1} no se pudieron leer por segunda vez.',
  'There is neither a ledger.json nor a checkpoint that can be read.':
    'No hay ni un ledger.json ni un punto de control que se pueda leer.',
  'Only a checkpoint with the signature of the log says which there must be.':
    'Solo un punto de control con la firma del libro dice cuáles debe haber.',
  'It is for "{0}", and the log key it names for "{1}".': 'Es para «{0}», y la clave del libro que indica, para «{1}».',
  'It is that of "{0}".': 'Es el de «{0}».',
  'Either the key you gave is that of another ledger, or this is not the ledger it says it is.':
    'O bien la clave que usted dio es la de otro registro, o bien este no es el registro que dice ser.',
  'You gave the old one.': 'Usted dio la antigua.',
  'Entry {0} put another key in the place of the log key it names.':
    'La anotación {0} puso otra clave en lugar de la que el archivo indica.',
  'It takes {0} bytes and should take {1}.': 'Ocupa {0} bytes y debería ocupar {1}.',
  'There is no {0}.': 'No existe {0}.',
  'The {0} is larger than it can be.': '{0} es más grande de lo que puede ser.',
  'The {0} is damaged: {1}': '{0} está dañado: {1}',
  'This computer remembers the old one.': 'Este ordenador recuerda la antigua.',
  'The log has signed two different checkpoints of {0} entries.':
    'El libro ha firmado dos puntos de control distintos de {0} anotaciones.',
  'It saw a signed checkpoint of {0} entries that these do not lead to.':
    'Vio un punto de control firmado de {0} anotaciones al que estas no llevan.',
  'It is entry {0} that is not what it was.': 'Lo que no es lo que era es la anotación {0}.',
  'It is one among entries {0} to {1} that is not what it was.': 'Una de las anotaciones {0} a {1} no es lo que era.',
  'It is a checkpoint of "{0}".': 'Es un punto de control de «{0}».',
  'It had {0} entries then, by a checkpoint the log signed, and has {1} now.':
    'Entonces tenía {0} anotaciones, según un punto de control que firmó el libro, y ahora tiene {1}.',
  'What {0} did could not be judged, because what entry {1} changed is not known.':
    'No se pudo juzgar lo que hicieron las siguientes: {0}. No se sabe qué cambió la anotación {1}.',
  'It is that of the key {0}.': 'Es la de la clave {0}.',
  'What is missing stood from entry {0} on.': 'Lo que falta estaba a partir de la anotación {0}.',
  'Its author saw something else at entry {0}.': 'Su autor vio otra cosa en la anotación {0}.',
  'Its author saw something else among entries {0} to {1}.': 'Su autor vio otra cosa entre las anotaciones {0} y {1}.',
  'It says "{0}"; the first entry, which is signed, says "{1}".':
    'Dice «{0}»; la primera anotación, que está firmada, dice «{1}».',
  'The file of hashes was changed with it.': 'El archivo de hashes se cambió con ella.',
  'What stands here cannot be read as an entry.': 'Lo que hay aquí no se puede leer como una anotación.',
  'What stands here calls itself entry {0}.': 'Lo que hay aquí dice ser la anotación {0}.',
  'Entry {0} is not the recorded one either.': 'La anotación {0} tampoco es la que se registró.',
  'Entries {0} to {1} are not the recorded ones either.':
    'Las anotaciones {0} a {1} tampoco son las que se registraron.',
  '{0} others from entry {1} on are not the recorded ones either.':
    'Otras {0} a partir de la anotación {1} tampoco son las que se registraron.',
  'It goes on after its last entry, which is entry {0}.': 'Sigue después de su última anotación, que es la {0}.',
  'It ends within entry {0}.': 'Se corta dentro de la anotación {0}.',
  'It ends within entry {0}; entries {1} to {2} are not in it.':
    'Se corta dentro de la anotación {0}; las anotaciones {1} a {2} no están en él.',
  'Its hash of entry {0} is wrong; the entry itself is the recorded one.':
    'Su hash de la anotación {0} es incorrecto; la anotación misma es la que se registró.',
  'Its hashes of {0} entries from entry {1} on are wrong; the entries themselves are the recorded ones.':
    'Sus hashes de {0} anotaciones a partir de la {1} son incorrectos; las anotaciones mismas son las que se registraron.',
  'Entry {0} says so.': 'Lo dice la anotación {0}.',
  'Entry {0} says so, on the ground "{1}".': 'Lo dice la anotación {0}, por el motivo «{1}».',
  'It holds a text of this entry.': 'Contiene un texto de esta anotación.',
  'Salt and file do not give the commitment in the entry.':
    'Sal y archivo no dan la huella que consta en la anotación.',
  'It is shorter than a salt and a file.': 'Es más corto que una sal y un archivo.',
  'Salt and text do not give the commitment in the entry.': 'Sal y texto no dan la huella que consta en la anotación.',
  'This is "{0}".': 'Este es «{0}».',
  'It is that of {0}.': 'Es la de {0}.',
  'None has.': 'Ninguno lo ha hecho.',
  '{0} did.': 'Lo hicieron: {0}.',
  'Missing: {0}.': 'Faltan: {0}.',
  'It is not an ML-DSA-44 key of this ledger.': 'No es una clave ML-DSA-44 de este registro.',
  '{0} signatures are asked of {1} different people.': 'Se piden {0} firmas a {1} personas distintas.',
  '"{0}" is an office of the kind "{1}", which cannot sign "{2}".':
    '«{0}» es una oficina del tipo «{1}», que no puede firmar «{2}».',
  'There is no office "{0}".': 'No existe la oficina «{0}».',
  'It would begin at {0} and end at {1}.': 'Empezaría el {0} y terminaría el {1}.',
  'Entry {0} grants no mandate.': 'La anotación {0} no otorga ningún nombramiento.',
  'It was ended by entry {0}.': 'La anotación {0} le puso fin.',
  'There is no process "{0}", version {1}.': 'No existe el procedimiento «{0}», versión {1}.',
  'Entry {0} names no key.': 'La anotación {0} no indica ninguna clave.',
  'Entry {0} is not of case {1}.': 'La anotación {0} no es del caso {1}.',
  'Entry {0} names the key {1}.': 'La anotación {0} indica la clave {1}.',
  'The key {0} is on the ledger already.': 'La clave {0} ya está en el registro.',
  'It names no mandate and is not signed by the intake key alone.':
    'No indica ningún nombramiento y no está firmada solo con la clave de recepción.',
  'It was decided by entry {0}; what is new opens a case of its own.':
    'Lo decidió la anotación {0}; lo nuevo abre un caso propio.',
  'Entry {0} made it part of case {1}.': 'La anotación {0} lo hizo parte del caso {1}.',
  'It is at the stage "{0}".': 'Está en la fase «{0}».',
  'The acknowledgement was due before {0}.': 'El acuse de recibo vencía antes del {0}.',
  'The answer was due before {0}.': 'La respuesta vencía antes del {0}.',
  'The decision was due before {0}.': 'La decisión vencía antes del {0}.',
  'What was decided was due before {0}.': 'Lo decidido debía estar hecho antes del {0}.',
  'The evaluation was due before {0}.': 'La evaluación vencía antes del {0}.',
  'Entry {0} is not the decision of this case.': 'La anotación {0} no es la decisión de este caso.',
  'It hands work to citizens and names no decision.': 'Deja trabajo a los ciudadanos y no indica ninguna decisión.',
  'Publish the calendar first: the last day of a term is a day of it.':
    'Publique primero el calendario: el último día de un plazo es un día de él.',
  'Its last day is {0}.': 'Su último día es el {0}.',
  'Entry {0} is no commitment of this case.': 'La anotación {0} no es un compromiso de este caso.',
  'Entry {0} reported that it is complete.': 'La anotación {0} informó de que está cumplido.',
  'The commitment was due before {0}.': 'El compromiso vencía antes del {0}.',
  'There is no outcome yet to look back on.': 'Todavía no hay un resultado que evaluar.',
  '"{0}" keeps texts for ever.': '«{0}» conserva los textos para siempre.',
  '"{0}" gives texts to an archive before they are erased.':
    '«{0}» entrega los textos a un archivo antes de borrarlos.',
  'Case {0} has not been decided.': 'El caso {0} no está decidido.',
  'Texts of case {0} are kept until {1}.': 'Los textos del caso {0} se conservan hasta el {1}.',
  'Entry {0} of case {1} has no text {2}.': 'La anotación {0} del caso {1} no tiene el texto {2}.',
  'Entry {0} erased it.': 'La anotación {0} lo borró.',
  'Entry {0} asks for it.': 'La anotación {0} lo pide.',
  'It is a text of entry {0} as well, where it waits to be looked at.':
    'También es un texto de la anotación {0}, donde espera a que alguien lo mire.',
  'Registrars have no ground "{0}".': 'Los encargados del registro no tienen el motivo «{0}».',
  '"{0}" has no ground "{1}".': '«{0}» no tiene el motivo «{1}».',
  'Entry {0} has no text {1}.': 'La anotación {0} no tiene el texto {1}.',
  'A text of entry {0} was to be looked at before {1}.':
    'Alguien debía mirar un texto de la anotación {0} antes del {1}.',
  'The text {0} is pending.': 'El texto {0} espera a que alguien lo mire.',
  'The text {0} is public.': 'El texto {0} es público.',
  'The text {0} is withheld.': 'El texto {0} está retirado.',
  'The text {0} is erased.': 'El texto {0} está borrado.',
  'The erasure that entry {0} asks for was due before {1}.':
    'El borrado que pide la anotación {0} vencía antes del {1}.',
  '"{0}" has no outcome "{1}".': '«{0}» no tiene el resultado «{1}».',
  'Texts or files that waited: {0}.': 'Textos o archivos que esperaban: {0}.',
  'Input {0} is the first of those without a disposition.':
    'La aportación {0} es la primera de la que no consta qué se hizo.',
  'It does not state its "{0}".': 'No indica su «{0}».',
  '"{0}" has no disposition "{1}".': '«{0}» no tiene el destino «{1}».',
  'Entry {0} is no decision of this case.': 'La anotación {0} no es una decisión de este caso.',
  'Entry {0} is no official act of this case.': 'La anotación {0} no es un acto oficial de este caso.',
  'Entry {0} was corrected by entry {1}: correct that one.': 'La anotación {1} corrigió la {0}: corrija aquella.',
  'Entry {0} was signed by another office.': 'La anotación {0} la firmó otra oficina.',
  '"{0}" takes nothing from "{1}".': '«{0}» no admite nada de «{1}».',
  'Entry {0} decides nothing: dispute it instead.':
    'La anotación {0} no decide nada: presente una objeción en su lugar.',
  'Entry {0} took the place of entry {1}: appeal against that one.':
    'La anotación {0} ocupó el lugar de la {1}: recurra contra aquella.',
  'It replies for the office "{0}"; "{1}" signed it.': 'Responde por la oficina «{0}»; la firmó «{1}».',
  'This is not a desk pass.': 'Esto no es un pase.',
  'There is no process "{0}".': 'No existe el procedimiento «{0}».',
  'They would begin on {0} and end on {1}.': 'Empezarían el {0} y terminarían el {1}.',
  '"{0}" takes no input from "{1}".': '«{0}» no admite aportaciones de «{1}».',
  '"{0}" has no area "{1}".': '«{0}» no tiene la zona «{1}».',
  '"{0}" has no threshold to reach.': '«{0}» no tiene un número de apoyos que alcanzar.',
  'It counts {0} and names no official.': 'Cuenta {0} y no indica ningún funcionario.',
  '"{0}" takes no support from "{1}".': '«{0}» no admite apoyos de «{1}».',
  'Entry {0} took it back.': 'La anotación {0} se retractó de ello.',
  'Entry {0} is no input of case {1} any more.': 'La anotación {0} ya no es una aportación del caso {1}.',
  'Version {0} of "{1}" is the newest; there is no {2}.': 'La versión {0} de «{1}» es la más nueva; no existe la {2}.',
  'Version {0} of "{1}" is in force, not {2}.': 'Está en vigor la versión {0} de «{1}», no la {2}.',
  'Entry {0} is no input of case {1}.': 'La anotación {0} no es una aportación del caso {1}.',
  'Entry {0} says what became of input {1}.': 'La anotación {0} dice qué se hizo con la aportación {1}.',
  'The key {0} is on the ledger already, as {1}.': 'La clave {0} ya está en el registro, como {1}.',
  'The key {0} was taken out of use.': 'La clave {0} dejó de usarse.',
  'The key {0} is malformed.': 'La clave {0} está mal formada.',
  'The key {0} is not canonical.': 'La clave {0} no está en su forma canónica.',
  'The key {0} is of low order.': 'La clave {0} es de orden bajo.',
  'The key {0} is of mixed order.': 'La clave {0} es de orden mixto.',
  'The key {0} already belongs to a registrar.': 'La clave {0} ya es de un encargado del registro.',
  'The key {0} already belongs to an official.': 'La clave {0} ya es de un funcionario.',
  'The key {0} already belongs to the intake.': 'La clave {0} ya es la de recepción.',
  'The key {0} already belongs to the log.': 'La clave {0} ya es la del libro.',
  'The log key is named "{0}", the ledger "{1}".': 'La clave del libro se llama «{0}»; el registro, «{1}».',
  'The log key is not a C2SP verifier key.': 'La clave del libro no es una clave de verificación C2SP.',
  'There is no key {0} to replace.': 'No existe la clave {0} que se quiere sustituir.',
  'The key {0} has its part already.': 'La clave {0} ya tiene su función.',
  'The key {0} is none of a registrar or an official.':
    'La clave {0} no es de un encargado del registro ni de un funcionario.',
  'The key {0} was taken out of use before.': 'La clave {0} ya había dejado de usarse.',
  '{0} would be left, and {1} must sign together. Change the registrars first.':
    'Quedarían {0}, y deben firmar juntos {1}. Cambie primero a los encargados del registro.',
  'The key {0} did not sign.': 'La clave {0} no firmó.',
  'The process does not let the office "{0}" answer.': 'El procedimiento no permite responder a la oficina «{0}».',
  'Entry {0} asks for no answer in this case.': 'La anotación {0} no pide ninguna respuesta en este caso.',
  'Entry {0} answered it.': 'La anotación {0} ya respondió.',
  'Entry {0} asks an office, and no official signed this.':
    'La anotación {0} pregunta a una oficina, y ningún funcionario firmó esto.',
  'Entry {0} is of the kind "{1}".': 'La anotación {0} es del tipo «{1}».',
  'Entry {0} asks "{1}".': 'La anotación {0} pregunta a «{1}».',
  'Entry {0} was signed by the same people.': 'La anotación {0} la firmaron las mismas personas.',
  'There is no further stage.': 'No hay más fases.',
  'The next one is "{0}".': 'La siguiente es «{0}».',
  'The next version of the calendar is {0}, not {1}.': 'La siguiente versión del calendario es la {0}, no la {1}.',
  'The next version of "{0}" is {1}, not {2}.': 'La siguiente versión de «{0}» es la {1}, no la {2}.',
  'Publish the calendar first: deadlines are counted by it.':
    'Publique primero el calendario: los plazos se cuentan con él.',
  'More people must sign "{0}" than a statement can name.':
    'Deben firmar «{0}» más personas de las que una declaración puede indicar.',
  'None of the offices it names for "{0}" may sign that.':
    'Ninguna de las oficinas que indica para «{0}» puede firmarlo.',
  'the clock "{0}"': 'el plazo «{0}»',
  'accounting for every input': 'dar cuenta de cada aportación',
  'looking at texts first': 'mirar los textos primero',
  'keeping texts for so long': 'conservar los textos durante ese tiempo',
  'opening the next stage': 'abrir la fase siguiente',
  'Nothing waits for the clock "moderate": texts are public at once.':
    'Nada espera el plazo «moderate»: los textos son públicos enseguida.',
  'Only the author of an input can make it "{0}".': 'Solo el autor de una aportación puede darle «{0}».',
  'Nobody may sign "{0}", which {1} asks for.': 'Nadie puede firmar «{0}», que hace falta para esto: {1}.',
  'The first stage does not admit the input that opens a case.':
    'La primera fase no admite la aportación que abre un caso.',
  'No stage admits supporters.': 'Ninguna fase admite apoyos.',
  'No stage admits a decision.': 'Ninguna fase admite una decisión.',
  'No stage up to the decision admits the dispositions that it asks for.':
    'Ninguna fase hasta la decisión admite decir qué se hizo con las aportaciones, que la decisión exige.',
  'There is no supplier "{0}".': 'No existe el proveedor «{0}».',
  'Entry {0} registers nothing.': 'La anotación {0} no inscribe nada.',
  '"{0}" is kept by the office "{1}".': 'La oficina «{1}» lleva «{0}».',
  'Entry {0} registers no algorithm.': 'La anotación {0} no inscribe ningún algoritmo.',
  'Entry {0} registers no use of data.': 'La anotación {0} no inscribe ningún uso de datos.',
  'Version {0} of "{1}" (entry {2}).': 'Versión {0} de «{1}» (anotación {2}).',
  'Entry {0} is an algorithm of high impact.': 'La anotación {0} es un algoritmo de gran impacto.',
  'The mandate of entry {0} is that of a device.': 'El nombramiento de la anotación {0} es el de un dispositivo.',
  'The mandate of entry {0} is that of a supplier.': 'El nombramiento de la anotación {0} es el de un proveedor.',
  'The key {0} is no registrar’s any more.': 'La clave {0} ya no es de ningún encargado del registro.',
  'The key {0} is not a registrar’s.': 'La clave {0} no es de ningún encargado del registro.',
  '{0} of {1} registrars signed.': 'Firmaron {0} de {1} encargados del registro.',
  'Entry {0} revoked the key of the mandate of entry {1}.':
    'La anotación {0} revocó la clave del nombramiento de la anotación {1}.',
  'The key {0} belongs to none of the mandates named.': 'La clave {0} no es de ninguno de los nombramientos indicados.',
  'A mandate is named whose key did not sign.': 'Se indica un nombramiento cuya clave no firmó.',
  'The mandate of entry {0} was ended by entry {1}.': 'La anotación {1} puso fin al nombramiento de la anotación {0}.',
  'The mandate of entry {0} begins at {1}.': 'El nombramiento de la anotación {0} empieza el {1}.',
  'The mandate of entry {0} ran out at {1}.': 'El nombramiento de la anotación {0} venció el {1}.',
  'The office "{0}" may not sign "{1}".': 'La oficina «{0}» no puede firmar «{1}».',
  'The process gives nobody the right to sign "{0}".': 'El procedimiento no da a nadie el derecho de firmar «{0}».',
  'The process does not let the office "{0}" sign "{1}".':
    'El procedimiento no permite que la oficina «{0}» firme «{1}».',
  '{0} of {1} people signed.': 'Firmaron {0} de {1} personas.',
  '{0} of {1} people countersigned.': 'Refrendaron {0} de {1} personas.',
  'The same people cannot sign and countersign.': 'Las mismas personas no pueden firmar y refrendar.',
  'It is the case itself.': 'Es el propio caso.',
  'Case {0} has {1} links.': 'El caso {0} tiene {1} enlaces.',
  'Case {0} and case {1} are linked already.': 'El caso {0} y el caso {1} ya están enlazados.',
  'They run by different rules: link them instead.': 'Siguen reglas distintas: enlácelos en su lugar.',
  'They are at different stages, and what is said at one would skip the others.':
    'Están en fases distintas, y lo que se dice en una se saltaría las demás.',
  'An appeal opened one of them anew: that one is to be decided by itself.':
    'Un recurso reabrió uno de ellos: ese debe decidirse por separado.',
  'Case {0} was copied from a data set: nothing is owed there.':
    'El caso {0} se copió de un conjunto de datos: allí no se debe nada.',
  'The input that opened a case stays in it.': 'La aportación que abrió un caso se queda en él.',
  'Nothing would be left in the case.': 'No quedaría nada en el caso.',
  'Each offset begins after the last': 'Cada diferencia horaria empieza después de la anterior',
  'Weekdays stand in their order, each once': 'Los días de la semana van en su orden, cada uno una vez',
  'Holidays stand in their order, each once': 'Los festivos van en su orden, cada uno una vez',
  'No holiday is later than the last day for which holidays are known':
    'Ningún festivo es posterior al último día del que se conocen los festivos',
  'An input opens a case under a process or joins a case: exactly one of the two':
    'Una aportación abre un caso según un procedimiento o se une a un caso: una cosa de las dos',
  'Who speaks on does so in the case': 'Quien sigue hablando lo hace en el caso',
  'What was taken from a source was said there, and by nobody here':
    'Lo que se tomó de una fuente se dijo allí, y aquí no lo dijo nadie',
  'Officials act in a case, registrars outside any: "by" and "case" come together':
    'Los funcionarios actúan en un caso, los encargados del registro fuera de todos: «by» y «case» van juntos',
  'It is taken down by officials or signed by its author: not both':
    'Lo anotan los funcionarios o lo firma su autor: no ambas cosas',
  'A case is passed to an office or elsewhere: exactly one of the two':
    'Un caso se pasa a una oficina o a otro lugar: una cosa de las dos',
  'A code stands once: with two titles it would mean two things':
    'Un código aparece una vez: con dos títulos significaría dos cosas',
  'The server of this page does not answer.': 'El servidor de esta página no responde.',
  'The server of this page answers with {0}.': 'El servidor de esta página responde con {0}.',
  'The file {0} is larger than it can be.': 'El archivo {0} es más grande de lo que puede ser.',
  'The record ends before entry {0}.': 'El registro termina antes de la anotación {0}.',
  'The server answers with {0}.': 'El servidor responde con {0}.',
  'It did not come.': 'No llegó.',
  'It has more than {0} bytes.': 'Tiene más de {0} bytes.',
  '{0}, {1} UTC': '{0}, {1} UTC',
};
