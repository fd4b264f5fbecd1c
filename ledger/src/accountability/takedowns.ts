/** What was taken out of public view, on which grounds, by whom; and what waits to be looked at. SPEC 12.1, M93. */
import { registrarGround } from '../statements/contents.ts';
import type { NotedTakedown } from './book.ts';
import { figure, groupsOf, type Figure } from './figure.ts';
import type { Reading } from './reading.ts';

export interface TakedownRow {
  readonly kind: NotedTakedown['kind'];
  /** Null for what was put back, and for what was kept as long as the process says. */
  readonly ground: string | null;
  readonly title: string | null;
  /** Null for what registrars did, outside any case. */
  readonly process: string | null;
  readonly offices: readonly string[];
  /** Mandates under which it was signed: who decided. */
  readonly mandates: readonly number[];
  readonly acts: Figure;
  /** Counts texts, by the entries that they are texts of. */
  readonly texts: Figure;
  /** Acts that say whether the person whose words they were was told. */
  readonly told: { readonly [K in 'yes' | 'no' | 'unreachable']: Figure };
}

/** The most texts first. */
export function countTakedowns(reading: Reading): readonly TakedownRow[] {
  const done = reading.book.takedowns.flatMap((one) => {
    const of = reading.case(one.case);
    const offices = reading.signed(one.entry);
    if (!reading.isChosen(one.entry, of) || !reading.isOffices(offices)) return [];
    const { kind, ground } = one;
    const known = of === undefined ? undefined : reading.rules(of)?.grounds?.find(({ code }) => code === ground);
    const title = ground === null ? null : of === undefined ? registrarGround(ground) : (known?.title ?? null);
    return [{ one, row: { kind, ground, title, process: of?.process ?? null, offices } }];
  });
  const rows = groupsOf(done, ({ row }) => JSON.stringify(row)).flatMap((group) => {
    const told = (how: NotedTakedown['told']): Figure =>
      figure(group.filter(({ one }) => one.told === how).map(({ one }) => one.entry));
    const texts = group.flatMap(({ one }) => one.texts);
    const by = group.flatMap(({ one }) => reading.state.all('act').get(String(one.entry))?.by ?? []);
    return group.slice(0, 1).map(({ row }) => ({
      ...row,
      mandates: figure(by).entries,
      acts: figure(group.map(({ one }) => one.entry)),
      texts: figure(texts, texts.length),
      told: { yes: told('yes'), no: told('no'), unreachable: told('unreachable') },
    }));
  });
  return rows.sort((a, b) => b.texts.count - a.texts.count);
}

/** Texts and files that are not in public view now, by the entries that they are of. */
export interface OutOfView {
  readonly pending: Figure;
  readonly withheld: Figure;
  readonly erased: Figure;
}

export function countOutOfView(reading: Reading): OutOfView {
  const out: { readonly [K in keyof OutOfView]: number[] } = { pending: [], withheld: [], erased: [] };
  for (const { state, entry, case: id, by } of reading.state.all('content').values()) {
    if (state === 'public' || !reading.isChosen(entry, reading.case(id))) continue;
    const of = reading.case(id);
    const offices = by !== null ? reading.signed(by) : of === undefined ? [] : reading.owing(of, ['content-published']);
    if (reading.isOffices(offices)) out[state].push(entry);
  }
  const count = (entries: readonly number[]): Figure => figure(entries, entries.length);
  return { pending: count(out.pending), withheld: count(out.withheld), erased: count(out.erased) };
}
