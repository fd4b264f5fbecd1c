/** Vectors of evidence that a log has two histories. SPEC 11.3, M94, M95, M96. */
import { base64, utf8 } from '../../src/bytes.ts';
import { formatCheckpoint } from '../../src/checkpoint.ts';
import type { FormatCode } from '../../src/error.ts';
import { parseVerifierKey, signNote } from '../../src/note.ts';
import type { LedgerBuilder } from '../../src/testing/builder.ts';
import { historyWithoutWish, honestHistory } from '../../src/testing/receipts.ts';
import { EMPTY_ROOT, proveInclusion, type ReadHashes } from '../../src/tree.ts';
import {
  formatTwoHistories,
  historyProof,
  makeTwoHistories,
  proveHistory,
  type TwoHistories,
  type TwoHistoriesVerdict,
} from '../../src/two-histories.ts';

export interface TwoHistoriesRow {
  readonly name: string;
  /** The file as text. */
  readonly file: string;
  /** Null where it, or a part of it, cannot be read. */
  readonly verdict: TwoHistoriesVerdict | null;
  readonly refused: FormatCode | null;
}

type Parting = NonNullable<TwoHistories['parting']>;
type History = NonNullable<TwoHistories['history']>;

const SHOWN_AT = '2026-03-01T12:00:00.000Z';
/** Where the two histories part. */
const WISH_INDEX = 11;

export async function twoHistoriesRows(): Promise<readonly TwoHistoriesRow[]> {
  const [{ ledger }, other] = [await honestHistory(), await historyWithoutWish()];
  const stranger = await ledger.actor('stranger');
  const at = async (from: LedgerBuilder, size: number, shownBy = 'a mirror'): Promise<TwoHistories['a']> => ({
    ...{ checkpoint: await from.checkpoint(size), logKey: from.vkey, shownBy, shownAt: SHOWN_AT },
  });
  const [ours20, ours16, theirs20, theirs24] = [
    await at(ledger, 20),
    await at(ledger, 16),
    await at(other, 20, 'a witness'),
    await at(other, 24, 'a witness'),
  ];
  const base = makeTwoHistories({ origin: ledger.origin, a: ours20, b: theirs24 });
  const history = await historyOf(other, 20, 24);
  const parting: Parting = {
    index: WISH_INDEX,
    a: await standing(ledger, WISH_INDEX, 20),
    b: await standing(other, WISH_INDEX, 24),
  };
  const signed = async (text: string): Promise<TwoHistories['a']> => ({
    ...ours20,
    checkpoint: await signNote(text, parseVerifierKey(ledger.vkey), (message) => ledger.logKey.signBytes(message)),
  });
  const empty = (root: Uint8Array): Promise<TwoHistories['a']> =>
    signed(formatCheckpoint({ origin: ledger.origin, size: 0, root }));
  const extended = await signed(`${ledger.origin}\n20\n${base64(ledger.rootAt(20) ?? EMPTY_ROOT)}\nmore\n`);
  const rotated = { ...ours20, checkpoint: await ledger.checkpoint(20, [stranger]), logKey: ledger.vkeyOf(stranger) };
  const [changed, swapped] = [history.proof.with(0, base64(EMPTY_ROOT)), { ...parting, a: parting.b, b: parting.a }];
  const failing = { root: base64(ledger.rootAt(20) ?? EMPTY_ROOT), proof: history.proof };

  const row = (name: string, verdict: TwoHistoriesVerdict, more: Partial<TwoHistories>): TwoHistoriesRow => ({
    ...{ name, file: textOf({ ...base, ...more }), verdict, refused: null },
  });
  const bad = (name: string, refused: FormatCode, more: object): TwoHistoriesRow => ({
    ...{ name, file: textOf({ ...base, ...more }), verdict: null, refused },
  });
  const text = (name: string, refused: FormatCode, file: string): TwoHistoriesRow => ({
    ...{ name, file, verdict: null, refused },
  });
  const good = textOf({ ...base, history });
  return [
    row('two roots of one size', 'proved', { b: theirs20 }),
    row('the longer one began otherwise', 'proved', { history }),
    row('the same, the longer one first', 'proved', { a: theirs24, b: ours20, history }),
    row('the shorter one is a complete subtree', 'proved', { a: ours16, history: await historyOf(other, 16, 24) }),
    row('two entries at one place', 'proved', { parting }),
    row('both, the beginning and two entries', 'proved', { history, parting }),
    row('two roots of one size, and two entries', 'proved', {
      b: theirs20,
      parting: { ...parting, b: await standing(other, WISH_INDEX, 20) },
    }),
    row('a tree of no entries with another root', 'proved', { a: await empty(ledger.rootAt(1) ?? EMPTY_ROOT) }),
    row('signed with two keys', 'proved', { a: rotated, history }),
    row('a checkpoint with an extension line', 'proved', { a: extended, history }),
    row('a time that nobody knows, and no place', 'proved', { a: { ...ours20, shownAt: null, shownBy: '' }, history }),
    row('two sizes and nothing else', 'open', {}),
    row('a record that was shown longer before', 'open', { a: await at(ledger, 24), b: ours16 }),
    row('one checkpoint twice', 'one-history', { b: ours20 }),
    row('one tree, signed twice', 'one-history', { b: rotated }),
    row('one that is the beginning of the other', 'one-history', {
      b: await at(ledger, 24),
      history: await historyOf(ledger, 20, 24),
    }),
    row('one of no entries', 'one-history', { a: await empty(EMPTY_ROOT) }),
    row('a checkpoint that another key signed', 'unsigned', { a: { ...rotated, logKey: ledger.vkey }, history }),
    row('the key of somebody else', 'unsigned', { a: { ...ours20, logKey: ledger.vkeyOf(stranger) }, history }),
    row('another size under the signature', 'unsigned', {
      a: { ...ours20, checkpoint: ours20.checkpoint.replace('\n20\n', '\n19\n') },
      history,
    }),
    row('another ledger', 'unsigned', { origin: 'ledger.example.org/elsewhere', history }),
    row('a consistency proof that fails', 'proof-wrong', { history: failing }),
    row('a hash of the proof changed', 'proof-wrong', { history: { ...history, proof: changed } }),
    row('a hash too few', 'proof-wrong', { history: { ...history, proof: history.proof.slice(1) } }),
    row('a hash too many', 'proof-wrong', { history: { ...history, proof: [...history.proof, base64(EMPTY_ROOT)] } }),
    row('a root that the proof does not lead from', 'proof-wrong', {
      history: { ...history, root: base64(EMPTY_ROOT) },
    }),
    row('a root of three bytes', 'proof-wrong', { history: { ...history, root: 'salt' } }),
    row('a proof where both have one size', 'proof-wrong', {
      b: theirs20,
      history: { root: base64(other.rootAt(20) ?? EMPTY_ROOT), proof: [] },
    }),
    row('a proof where one has no entries', 'proof-wrong', { a: await empty(EMPTY_ROOT), history }),
    row('the two entries exchanged', 'proof-wrong', { parting: swapped }),
    row('an entry that stands elsewhere', 'proof-wrong', { parting: { ...parting, index: WISH_INDEX + 1 } }),
    row('an entry beyond the end', 'proof-wrong', { parting: { ...parting, index: 24 } }),
    row('an entry of somebody’s making', 'proof-wrong', {
      parting: { ...parting, a: { ...parting.a, entry: base64(utf8('entry')) } },
    }),
    row('the same entry twice', 'proof-wrong', {
      parting: { index: 0, a: await standing(ledger, 0, 20), b: await standing(other, 0, 24) },
    }),
    row('a good beginning and a wrong entry', 'proof-wrong', { history, parting: swapped }),
    row('a wrong beginning and two good entries', 'proof-wrong', { history: failing, parting }),
    bad('with a checkpoint that is none', 'note-malformed', { a: { ...ours20, checkpoint: 'checkpoint' } }),
    bad('with a note that is no checkpoint', 'checkpoint-malformed', { a: await signed('Good morning.\n') }),
    bad('with an empty extension line', 'checkpoint-malformed', {
      a: await signed(`${ledger.origin}\n20\n${base64(EMPTY_ROOT)}\n\nmore\n`),
    }),
    bad('with a log key that is none', 'key-malformed', { b: { ...theirs24, logKey: 'key' } }),
    bad('with a root that is not base64', 'base64-invalid', { history: { ...history, root: 'root!' } }),
    bad('with a hash that is not base64', 'base64-invalid', { history: { ...history, proof: ['hash!'] } }),
    bad('with an entry that is not base64', 'base64-invalid', {
      parting: { ...parting, a: { ...parting.a, entry: 'entry!' } },
    }),
    bad('with one thing more', 'evidence-malformed', { more: 1 }),
    bad('with one thing more in it', 'evidence-malformed', { a: { ...ours20, more: 1 } }),
    bad('of another version', 'evidence-malformed', { v: 2 }),
    bad('of another type', 'evidence-malformed', { type: 'counterfoil-complaint' }),
    bad('with a negative index', 'evidence-malformed', { parting: { ...parting, index: -1 } }),
    bad('with a time without milliseconds', 'evidence-malformed', {
      a: { ...ours20, shownAt: '2026-03-01T12:00:00Z' },
    }),
    bad('with a place of 2,001 letters', 'evidence-malformed', { a: { ...ours20, shownBy: 'a'.repeat(2001) } }),
    bad('with 65 hashes', 'evidence-malformed', {
      history: { ...history, proof: Array.from({ length: 65 }, () => base64(EMPTY_ROOT)) },
    }),
    text('with one side only', 'evidence-malformed', good.replace(/"b":\{.*?\},/, '')),
    text('with a line end after it', 'json-not-canonical', `${good}\n`),
    text('in lines', 'json-not-canonical', JSON.stringify(JSON.parse(good), null, 2)),
    text('with two sides of one name', 'json-not-canonical', good.replace('"b":', '"a":')),
    text('cut short', 'json-invalid', good.slice(0, -1)),
  ];
}

function textOf(evidence: object): string {
  return new TextDecoder().decode(formatTwoHistories(evidence as TwoHistories));
}

function hashesOf(ledger: LedgerBuilder): ReadHashes {
  return (nodes) => Promise.resolve(nodes.map(({ level, index }) => ledger.node(level, index)));
}

async function historyOf(ledger: LedgerBuilder, size1: number, size2: number): Promise<History> {
  const root = ledger.rootAt(size2) ?? EMPTY_ROOT;
  const proved = await proveHistory(size1, { origin: ledger.origin, size: size2, root }, hashesOf(ledger));
  return proved ?? historyProof(EMPTY_ROOT, []);
}

async function standing(ledger: LedgerBuilder, index: number, size: number): Promise<Parting['a']> {
  const proof = await proveInclusion(index, size, hashesOf(ledger));
  return { entry: base64(ledger.entries[index] ?? new Uint8Array()), proof: proof.map((hash) => base64(hash)) };
}
