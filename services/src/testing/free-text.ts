/** Looks through statements for what must never be on the log: words of people, names, addresses of any kind, precise places. */
import { isKeyid } from '@counterfoil/ledger/keyid';
import type { Statement } from '@counterfoil/ledger/statement';
import { findPersonalHints } from '@counterfoil/web-viewer/personal-hints';

/** Spellings in which nobody can say anything in their own words. */
const SPELLINGS: readonly RegExp[] = [
  /^[0-9a-f]{32}$/, // a person, a nonce
  /^[0-9a-f]{64}$/, // a digest
  /^[A-Za-z0-9+/]{43}=$/, // a hash
  /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d\.\d{3}Z)?$/, // a time, a date
  /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, // a code, a kind, a language
  /^(?:text\/plain|image\/(?:jpeg|png|webp)|application\/pdf)$/,
];

/** Also times: their seconds look like degrees. */
const DIGITS = /^(?:[0-9a-f]{32}|[0-9a-f]{64}|[A-Za-z0-9+/]{43}=|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

/** Fields with a spelling of their own. */
const FIELDS: { readonly [field: string]: RegExp } = {
  origin: /^[a-z0-9][a-z0-9.:/_-]*$/,
  licence: /^[A-Za-z0-9.+-]{1,60}$/,
  logKey: /^[a-z0-9.:/_-]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/,
  zone: /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/,
  lang: /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/,
  // Of a source: its own number for the record.
  id: /^[0-9A-Za-z._:-]{1,64}$/,
};

/** What authorities name their things: to be read by everybody, and short. */
const TITLES = new Set(['title', 'basis', 'elsewhere', 'name', 'unit']);

export interface Suspicion {
  readonly field: string;
  readonly value: string;
}

/** Strings that are in no spelling the log has, and titles that a person may be known by. */
export function findFreeText(statement: Statement): readonly Suspicion[] {
  const found: Suspicion[] = [];
  look(statement, '', (path, value) => {
    const field = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '';
    const isFine = TITLES.has(field)
      ? findPersonalHints(value).length === 0 && !/-?\d{1,3}\.\d{3,}/.test(value)
      : SPELLINGS.some((spelling) => spelling.test(value)) || FIELDS[field]?.test(value) === true || isKeyid(value);
    if (!isFine) found.push({ field: path, value });
  });
  return found;
}

/** Every string that is neither the digits of a number nor a time, once. */
export function distinctStrings(statements: readonly Statement[]): ReadonlySet<string> {
  const strings = new Set<string>();
  for (const statement of statements)
    look(statement, '', (_path, value) => {
      if (!DIGITS.test(value)) strings.add(value);
    });
  return strings;
}

function look(value: unknown, path: string, tell: (path: string, value: string) => void): void {
  if (typeof value === 'string') tell(path, value);
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) look(member, path === '' ? key : `${path}.${key}`, tell);
}
