/**
 * Points at what in a text is likely to tell who somebody is: numbers and addresses of people, by which a machine can know them. Names it
 * cannot know. It runs where the text is, in the page and on the server, and keeps nothing.
 *
 * A wrong alarm costs everybody a moment and teaches them to pass over the next, so what might as well be a date, a price or a number of a
 * house is let pass.
 */
import { identityNumbers, isCard, isIban } from './personal-numbers.ts';

export type HintKind = 'mail' | 'telephone' | 'plate' | 'identity' | 'bank';

export interface Hint {
  readonly kind: HintKind;
  /** Half-open interval in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** More than anybody wants to be shown. */
const MAX_HINTS = 20;

type Finder = (text: string) => Iterable<Hint>;

/** What is surest comes first: nothing is pointed at twice. */
const finders: readonly Finder[] = [findMail, findBank, findIdentity, findTelephone, findPlates];

/** In the order of the text, at most twenty. */
export function findPersonalHints(text: string): readonly Hint[] {
  const plain = inAsciiDigits(text);
  const found: Hint[] = [];
  for (const find of finders) {
    for (const hint of find(plain)) {
      if (!found.some(({ start, end }) => hint.start < end && start < hint.end)) found.push(hint);
    }
  }
  return found.sort((a, b) => a.start - b.start).slice(0, MAX_HINTS);
}

/** Zeros of the decimal digits that people write numbers in, full-width forms included. Each takes one UTF-16 unit, so places stay. */
const ZEROS = ['٠', '۰', '०', '০', '０'].map((zero) => zero.charCodeAt(0));
const OTHER_DIGITS = /[٠-٩۰-۹०-९০-৯０-９＋－（）]/g;
const PUNCTUATION: Readonly<Record<string, string>> = { '＋': '+', '－': '-', '（': '(', '）': ')' };

function inAsciiDigits(text: string): string {
  return text.replace(OTHER_DIGITS, (character) => {
    const code = character.charCodeAt(0);
    const zero = ZEROS.find((first) => code >= first && code <= first + 9);
    return zero === undefined ? (PUNCTUATION[character] ?? character) : String(code - zero);
  });
}

function* matches(text: string, pattern: RegExp, kind: HintKind, holds: (found: string) => boolean): Iterable<Hint> {
  for (const match of text.matchAll(pattern)) {
    const { index: start } = match;
    if (holds(match[0])) yield { kind, start, end: start + match[0].length };
  }
}

const always = (): boolean => true;

/** Lengths are those of RFC 5321, so that no text makes the search long. */
function* findMail(text: string): Iterable<Hint> {
  const pattern =
    /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu;
  yield* matches(text, pattern, 'mail', always);
}

function* findBank(text: string): Iterable<Hint> {
  const iban = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])/g;
  for (const match of text.matchAll(iban)) {
    // Words may follow without more than a space between.
    const parts = match[0].split(' ');
    for (let count = parts.length; count > 0; count--) {
      const written = parts.slice(0, count).join(' ');
      if (!isIban(written.replaceAll(' ', '').toUpperCase())) continue;
      yield { kind: 'bank', start: match.index, end: match.index + written.length };
      break;
    }
  }
  const card = /(?<![\d.,-])\d(?:[ -]?\d){12,18}(?![\d-])/g;
  yield* matches(text, card, 'bank', (found) => isCard(digitsOf(found)));
}

function* findIdentity(text: string): Iterable<Hint> {
  for (const { form, holds } of identityNumbers) {
    yield* matches(text, form, 'identity', (found) => holds(found.replace(/[ .-]/g, '').toUpperCase()));
  }
  // United States: three, two and four digits; some beginnings were never given out.
  yield* matches(text, /(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g, 'identity', always);
  // United Kingdom, National Insurance: letters that are not used are left out.
  const insurance =
    /(?<![\p{L}\p{N}])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\p{L}\p{N}])/gu;
  yield* matches(text, insurance, 'identity', always);
  // Korea: date of birth, then a digit for century and sex.
  const resident = /(?<![\d-])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-8]\d{6}(?![\d-])/g;
  yield* matches(text, resident, 'identity', always);
}

const DATE = /^(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})(?![./-]?\d)/;

function* findTelephone(text: string): Iterable<Hint> {
  // With the code of a country.
  const abroad = /(?<![\p{L}\d+]|\d )(?:\+|00 ?)[1-9]\d{0,14}(?:[ ./()-]{1,3}\d{1,10}){0,7}(?!\d)/gu;
  yield* matches(text, abroad, 'telephone', (found) => isBetween(digitsOf(found).replace(/^00/, '').length, 9, 15));
  // North America: area and exchange begin with 2 to 9; 800 and its kin belong to firms.
  const north =
    /(?<![\p{L}\d.,/$-])(?:1[ .-]?)?(?:\((?!8(?:00|33|44|55|66|77|88)|900)[2-9]\d{2}\) ?|(?!8(?:00|33|44|55|66|77|88)|900)[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}(?![\d-])/gu;
  yield* matches(text, north, 'telephone', always);
  // Elsewhere a number within the country begins with 0.
  const trunk =
    /(?<![\p{L}\d,/$€£+-]|(?<!\p{L})[.:])(?:\(0\d{1,5}\)[ ./-]{0,3}\d{1,13}|0\d{1,13})(?:[ ./-]{1,3}\d{1,8}){0,5}(?![\d:]|[.,]\d)/gu;
  yield* matches(
    text,
    trunk,
    'telephone',
    (found) => isBetween(digitsOf(found).length, 9, 12) && !found.startsWith('00') && !DATE.test(found),
  );
  for (const hint of matches(text, SPANISH, 'telephone', always)) if (!isReference(text, hint.start)) yield hint;
}

/** Spain: nine digits and nothing before them; those that begin with 80 or 90 belong to firms. */
const SPANISH =
  /(?<![\p{L}\d,/#$€£+-]|(?<!\p{L})[.:]|\d )(?![89]0)(?:[6-9]\d{8}|[6-9]\d{2}([ -])\d{3}\1\d{3}|[6-9]\d{2}([ -])\d{2}\2\d{2}\2\d{2}|[89]\d([ -])\d{3}\3\d{2}\3\d{2})(?![\p{L}\d-]|[.,/:]\d| \d{2,4}(?!\d)| ?(?:[€$£%]|EUR|euro))/giu;

/** What a number is said to be that is no telephone's, and words that say it is one all the same. */
const REFERENCE =
  /(?<!\p{L})(?:case|entry|number|no|nr|num|reference|ref|request|receipt|report|file|permit|ticket|order|invoice|id|code|caso|expediente|entrada|anotación|número|núm|n[º°]|referencia|solicitud|recibo|informe|licencia|factura|código|zaak|vermelding|\p{L}{0,20}nummer|kenmerk|referentie|aanvraag|melding|ontvangstbewijs|dossier|رقم|المعاملة|معاملة|القيد|قيد|المرجع|مرجع)[ .:]{0,3}$/iu;
const TELEPHONE = /tel|phone|mobi|m[oó]vil|whatsapp|هاتف|جوال/iu;
const WORDS_BEFORE = 40;

function isReference(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - WORDS_BEFORE), start);
  return REFERENCE.test(before) && !TELEPHONE.test(before);
}

/** Only forms with marks of their own; those of other places look like any code, and need a word that says what they are. */
const plateForms: readonly RegExp[] = [
  // Germany: town, hyphen, letters, digits.
  /(?<![\p{L}\p{N}-])[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?[1-9]\d{0,3}[EH]?(?![\p{L}\p{N}-])/gu,
  // France and Italy.
  /(?<![\p{L}\p{N}-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\p{L}\p{N}-])/gu,
  // Great Britain since 2001.
  /(?<![\p{L}\p{N}-])[A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-7]\d) ?[A-HJ-PR-Z]{3}(?![\p{L}\p{N}-])/gu,
  // Spain since 2000: consonants alone.
  /(?<![\p{L}\p{N}-])\d{4}[ -][BCDFGHJKLMNPRSTVWXYZ]{3}(?![\p{L}\p{N}-])/gu,
  // California.
  /(?<![\p{L}\p{N}-])[1-9][A-Z]{3}\d{3}(?![\p{L}\p{N}-])/gu,
  // Taiwan.
  /(?<![\p{L}\p{N}-])[A-HJ-NP-Z]{3}-\d{4}(?![\p{L}\p{N}-])/gu,
];
const PLATE_WORD =
  /(?:licen[cs]e(?: plate)?|number plate|plate|registration|kennzeichen|plaque|immatriculation|matr[ií]cula|targa|kenteken|plaka|placa|tablica|车牌|車牌|ナンバー|번호판)(?: ?(?:number|no\.?|nr\.?|号|號))?[ :#]{0,3}(?:(?:is|was|ist|est|es|è|是) )?/giu;
const PLATE_TOKEN = /^[A-Z0-9]{1,4}[ -]?[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,4})?(?![\p{L}\p{N}])/u;

function* findPlates(text: string): Iterable<Hint> {
  for (const form of plateForms) yield* matches(text, form, 'plate', always);
  for (const match of text.matchAll(PLATE_WORD)) {
    const start = match.index + match[0].length;
    const [token] = PLATE_TOKEN.exec(text.slice(start, start + 16)) ?? [];
    if (token === undefined || !/\d/.test(token) || !/[A-Z]/.test(token) || token.length < 5) continue;
    yield { kind: 'plate', start, end: start + token.length };
  }
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
