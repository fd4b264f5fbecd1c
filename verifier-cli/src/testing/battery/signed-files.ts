/** Files that the log signs or that only repeat what is signed, field by field: as they are, and signed anew by the log. */
import { parseUtf8, utf8 } from '@counterfoil/ledger/bytes';
import { canonicalBytes, canonicalJson, parseJson, type Json } from '@counterfoil/ledger/canonical-json';
import { placesOf, withValue, without } from '@counterfoil/ledger/workshop/change-json';
import { parseNote } from '@counterfoil/ledger/note';
import { signedNote, type Files } from './forger.ts';
import type { BatteryRecord } from './record.ts';
import type { TamperCase } from './run.ts';

/** Nobody signs where more can be read, and nothing is taken from there. */
const UNSIGNED = new Set(['links']);

export function ledgerInfoCases(record: BatteryRecord): readonly TamperCase[] {
  const info = parseJson(record.files.get('ledger.json') ?? new Uint8Array());
  const cases: TamperCase[] = [];
  const add = (name: string, changed: Uint8Array): void => {
    const make = (): Files => new Map(record.files).set('ledger.json', changed);
    cases.push({ group: 'fields of ledger.json', name, make, vkey: record.vkey, file: 'ledger.json' });
  };
  for (const { path, value } of placesOf(info)) {
    if (UNSIGNED.has(path[0] ?? '')) continue;
    const others: Json[] = typeof value === 'string' ? [`${value}x`, `x${value}`, '', 1] : [1, '', []];
    for (const other of others)
      add(`${path.join('.')} ${JSON.stringify(other)}`, canonicalBytes(withValue(info, path, other)));
    add(`${path.join('.')} removed`, canonicalBytes(without(info, path)));
  }
  add('a field more', canonicalBytes(withValue(info, ['zz'], 1)));
  add('a list', utf8('[]'));
  return cases;
}

/** The notes that the log signs: the checkpoint and the page of redactions. */
export function noteCases(record: BatteryRecord): readonly TamperCase[] {
  return ['checkpoint', 'redactions/0'].flatMap((file) => {
    const note = record.files.get(file) ?? new Uint8Array();
    const { text } = parseNote(note);
    const lines = text.trimEnd().split('\n');
    const end = parseUtf8(note).slice(text.length);
    const texts = new Map<string, string>();
    for (const [i, line] of lines.entries()) {
      const change = (how: string, ...put: readonly string[]): unknown =>
        texts.set(`line ${i} ${how}`, `${lines.toSpliced(i, 1, ...put).join('\n')}\n`);
      change('gone');
      change('twice', line, line);
      change('empty', '');
      change('with more', `${line}x`);
      change('with another end', `${line.slice(0, -1)}${line.endsWith('0') ? '1' : '0'}`);
      change('in another place', ...[lines[i + 1] ?? 'x', line]);
      // A page of redactions may be newer than the checkpoint beside it: one more would be right.
      if (/^\d+$/.test(line)) change('one less', String(Number(line) - 1));
    }
    texts.set('the same for another ledger', text.replace(record.log.origin, `${record.log.origin}2`));
    texts.set('one line more', `${text}extension 1\n`);
    texts.set('nothing', '\n');
    return [...texts].flatMap(([name, changed]) => {
      const common = { vkey: record.vkey, file };
      const bare: TamperCase = {
        ...{ ...common, group: `lines of ${file}`, name },
        make: () => new Map(record.files).set(file, utf8(changed + end)),
      };
      const anew: TamperCase = {
        ...{ ...common, group: `lines of ${file}, signed anew`, name },
        make: () => new Map(record.files).set(file, signedNote(record.log, changed)),
      };
      return changed === '\n' ? [bare] : [bare, anew];
    });
  });
}

/** Texts as JSON, field by field. */
export function textCases(record: BatteryRecord): readonly TamperCase[] {
  const cases: TamperCase[] = [];
  for (const [path, entry] of [...record.owners]
    .filter(([one]) => one.startsWith('content/') && record.files.has(one))
    .slice(0, 25)) {
    const content = parseJson(record.files.get(path) ?? new Uint8Array());
    const add = (name: string, changed: string | Uint8Array): void => {
      const bytes = typeof changed === 'string' ? utf8(changed) : changed;
      const make = (): Files => new Map(record.files).set(path, bytes);
      cases.push({ group: 'fields of texts', name: `${name} in ${path}`, make, vkey: record.vkey, entry });
    };
    for (const { path: field, value } of placesOf(content)) {
      add(`${field.join('.')} changed`, canonicalBytes(withValue(content, field, `${canonicalJson(value)} x`)));
      add(`${field.join('.')} emptied`, canonicalBytes(withValue(content, field, '')));
      add(`${field.join('.')} removed`, canonicalBytes(without(content, field)));
    }
    add('a field more', canonicalBytes(withValue(content, ['zz'], 1)));
    add('another order', JSON.stringify(Object.fromEntries(Object.entries(content as object).toReversed())));
  }
  return cases;
}
