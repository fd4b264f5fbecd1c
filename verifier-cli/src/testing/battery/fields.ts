/** Every field of every kind of statement, of the entry around it and of its signatures: changed, taken away, added to, put in another order. */
import { base64, parseBase64, utf8 } from '@counterfoil/ledger/bytes';
import { canonicalBytes, canonicalJson, parseJson, type Json } from '@counterfoil/ledger/canonical-json';
import { objectsOf, placesOf, withValue, without, type Path } from '@counterfoil/ledger/workshop/change-json';
import { forged, reaches, rechained, type Files, type Reach } from './forger.ts';
import type { BatteryRecord } from './record.ts';
import type { TamperCase } from './run.ts';

/** Another entry text or object in the place of the one at `index`. */
interface Change {
  readonly name: string;
  readonly index: number;
  readonly entry: Uint8Array;
}

export function fieldCases(record: BatteryRecord): readonly TamperCase[] {
  const first = new Map<string, number>();
  for (const [index, { kind }] of record.statements.entries()) first.set(kind, first.get(kind) ?? index);
  const cases: TamperCase[] = [];
  for (const [nth, [kind, index]] of [...first].entries()) {
    const entry = parseJson(record.entries[index] ?? new Uint8Array());
    // What was changed at every reach, all else in turn; what is around a statement is the same for every kind.
    for (const [i, change] of statementChanges(entry, index).entries())
      for (const reach of change.name.endsWith('changed') ? reaches : [reaches[i % reaches.length] ?? 'signed'])
        cases.push(caseOf(record, `statement ${kind}`, change, reach));
    for (const [i, change] of entryChanges(entry, index).entries())
      if ((i + nth) % reaches.length === 0)
        cases.push(
          caseOf(record, `entry of ${kind}`, change, reaches[Math.floor((i + nth) / 3) % reaches.length] ?? 'signed'),
        );
  }
  return cases;
}

/** What the statement says, with the signatures that were made for what it said before. */
function statementChanges(entry: Json, index: number): readonly Change[] {
  const payload = ['envelope', 'payload'];
  const statement = parseJson(parseBase64(at(entry, payload) as string));
  const changes: Change[] = [];
  const put = (name: string, text: string): void => {
    changes.push({ name, index, entry: canonicalBytes(withValue(entry, payload, base64(utf8(text)))) });
  };
  for (const { path, value } of placesOf(statement)) {
    // Of a list the first, and of what may be done in a process one act: the others are alike.
    const isAlike =
      path.some((key) => /^[1-9]\d*$/.test(key)) || (path[0] === 'acts' && path.length > 2 && path[1] !== 'decision');
    if (isAlike) continue;
    put(`${path.join('.')} changed`, canonicalJson(withValue(statement, path, other(value))));
    if (!/^\d+$/.test(path.at(-1) ?? '')) put(`${path.join('.')} removed`, canonicalJson(without(statement, path)));
  }
  for (const path of objectsOf(statement)) {
    put(`${path.join('.')} with one more`, canonicalJson(withValue(statement, [...path, 'zz'], 1)));
    const value = at(statement, path);
    if (Object.keys(value as object).length > 1) put(`${path.join('.')} in another order`, reordered(statement, path));
  }
  return changes;
}

function entryChanges(entry: Json, index: number): readonly Change[] {
  const changes: Change[] = [];
  const put = (name: string, bytes: Uint8Array): unknown => changes.push({ name, index, entry: bytes });
  for (const { path, value } of placesOf(entry)) {
    put(`${path.join('.')} changed`, canonicalBytes(withValue(entry, path, other(value))));
    if (!/^\d+$/.test(path.at(-1) ?? '')) put(`${path.join('.')} removed`, canonicalBytes(without(entry, path)));
  }
  for (const path of objectsOf(entry)) {
    put(`${path.join('.')} with one more`, canonicalBytes(withValue(entry, [...path, 'zz'], 1)));
    put(`${path.join('.')} in another order`, utf8(reordered(entry, path)));
  }
  const signatures = at(entry, ['envelope', 'signatures']) as readonly Json[];
  put('no signatures', canonicalBytes(withValue(entry, ['envelope', 'signatures'], [])));
  const twice = [...signatures, signatures[0] ?? null];
  put('a signature twice', canonicalBytes(withValue(entry, ['envelope', 'signatures'], twice)));
  return changes;
}

function caseOf(record: BatteryRecord, what: string, change: Change, reach: Reach): TamperCase {
  const { index, name, entry } = change;
  return {
    group: `fields of the ${what.split(' ')[0] ?? ''}, ${reach}`,
    name: `${what}, entry ${index}: ${name}`,
    vkey: record.vkey,
    entry: index,
    make(): Files {
      const entries = record.entries.with(index, entry);
      return forged(record, reach === 'bytes' ? entries : rechained(entries, index + 1), index, reach);
    },
    remembered: [record.files.get('checkpoint') ?? new Uint8Array()],
  };
}

/** Of the same type, and likely to be in the same form. */
function other(value: Json): Json {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return value === '' ? 'x' : otherText(value);
  if (value === null) return 0;
  if (Array.isArray(value)) return [...(value as readonly Json[]), ...(value as readonly Json[]).slice(0, 1)];
  return withValue(value, ['zz'], 1);
}

/** The first letter or digit becomes another one. */
function otherText(text: string): string {
  const match = /\.\d(?=\d\dZ$)|(?<=[:+])[A-Za-z0-9](?=[A-Za-z0-9+/]{20})|[a-z0-9]/i.exec(text);
  if (match === null) return `${text}x`;
  const place = match.index + match[0].length - 1;
  const letter = text[place] ?? '';
  const next = /\d/.test(letter) ? String((Number(letter) + 1) % 10) : letter.toLowerCase() === 'b' ? 'c' : 'b';
  return `${text.slice(0, place)}${next}${text.slice(place + 1)}`;
}

function reordered(value: Json, path: Path): string {
  const text = canonicalJson(value);
  const own = at(value, path);
  const members = Object.entries(own as object).map(
    ([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member as Json)}`,
  );
  return text.replace(canonicalJson(own), () => `{${members.toReversed().sort().reverse().join(',')}}`);
}

function at(value: Json, path: Path): Json {
  return path.reduce<Json>((place, key) => (place as { readonly [key: string]: Json })[key] ?? null, value);
}
