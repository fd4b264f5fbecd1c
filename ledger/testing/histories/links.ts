/** Whether an entry follows the one before it. SPEC M11. */
import { base64 } from '../../src/bytes.ts';
import { formatEntry, parseEntry, prevField, type Entry } from '../../src/entry.ts';
import type { RuleCode } from '../../src/rules.ts';
import { openCity } from '../../src/testing/city.ts';
import { leafHash } from '../../src/tree.ts';

export interface LinkCase {
  readonly name: string;
  /** The bytes of the entry before; null where there is none. */
  readonly before: Uint8Array | null;
  readonly entry: Uint8Array;
  /** Where the entry stands. */
  readonly place: number;
  readonly refused: RuleCode | null;
}

export async function linkCases(): Promise<readonly LinkCase[]> {
  const { ledger } = await openCity();
  const [first, second, third] = ledger.entries;
  if (first === undefined || second === undefined || third === undefined)
    throw new RangeError('The city is too young.');
  const entry = parseEntry(second);
  const { time: timeBefore } = parseEntry(first);
  const earlier = new Date(Date.parse(timeBefore) - 1).toISOString();
  const after = (name: string, changed: Partial<Entry>, refused: RuleCode | null): LinkCase => ({
    name,
    before: first,
    entry: formatEntry({ ...entry, ...changed }),
    place: 1,
    refused,
  });
  const beginning = parseEntry(first);
  return [
    { name: 'the first entry', before: null, entry: first, place: 0, refused: null },
    after('the second entry', {}, null),
    after('an entry of the same millisecond as the one before', { time: timeBefore }, null),
    after('an entry of a millisecond earlier than the one before', { time: earlier }, 'time-backwards'),
    after('an entry that carries the index of the one before', { index: 0 }, 'index-wrong'),
    after('an entry that carries the next index', { index: 2 }, 'index-wrong'),
    after('an entry that names nothing before it', { prev: null }, 'chain-broken'),
    after('an entry that names itself', { prev: prevField(leafHash(second)) }, 'chain-broken'),
    after('an entry that names the one after it', { prev: prevField(leafHash(third)) }, 'chain-broken'),
    after('an entry that names the SHA-256 of all zeros', { prev: base64(new Uint8Array(32)) }, 'chain-broken'),
    {
      name: 'the second entry in the place of the third',
      before: second,
      entry: second,
      place: 2,
      refused: 'index-wrong',
    },
    { name: 'the third entry with the second left out', before: first, entry: third, place: 1, refused: 'index-wrong' },
    {
      name: 'a first entry that names one before it',
      before: null,
      entry: formatEntry({ ...beginning, prev: entry.prev }),
      place: 0,
      refused: 'chain-broken',
    },
    {
      name: 'a first entry that carries the index 1',
      before: null,
      entry: formatEntry({ ...beginning, index: 1 }),
      place: 0,
      refused: 'index-wrong',
    },
  ];
}
