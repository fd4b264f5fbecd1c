/** Vectors of signed notes, checkpoints, paths of tiles and entry bundles. SPEC 3, 10, M8. */
import { base64, hex } from '../../src/bytes.ts';
import type { FormatCode } from '../../src/error.ts';
import { formatCheckpoint } from '../../src/checkpoint.ts';
import { formatNote, formatVerifierKey, parseNote, parseVerifierKey, signNote } from '../../src/note.ts';
import type { EntryBundle, HashTile } from '../../src/tile.ts';
import { LedgerBuilder, ORIGIN } from '../../src/testing/builder.ts';
import { EMPTY_ROOT } from '../../src/tree.ts';

export interface NoteRow {
  readonly name: string;
  readonly note: string;
  readonly vkey: string;
  /** Null where the note cannot be read. */
  readonly verdict: 'verified' | 'unsigned' | 'wrong' | null;
  readonly refused: FormatCode | null;
}

export async function noteRows(): Promise<readonly NoteRow[]> {
  const { logKey, vkey } = await LedgerBuilder.create();
  const key = parseVerifierKey(vkey);
  const text = `${ORIGIN}\n7\n${base64(EMPTY_ROOT)}\n`;
  const good = await signNote(text, key, (message) => logKey.signBytes(message));
  const [own] = parseNote(good).signatures;
  if (own === undefined) throw new RangeError('The log was to sign.');
  const foreign = { name: 'witness.example.org', keyId: Uint8Array.of(1, 2, 3, 4), signature: new Uint8Array(72) };
  const wrong = { ...own, signature: own.signature.with(1, (own.signature[1] ?? 0) ^ 1) };
  const line = good.split('\n').at(-2) ?? '';
  const read = (name: string, verdict: NoteRow['verdict'], note: string, by = vkey): NoteRow => ({
    name,
    note,
    vkey: by,
    verdict,
    refused: null,
  });
  const bad = (name: string, note: string): NoteRow => ({ name, note, vkey, verdict: null, refused: 'note-malformed' });
  return [
    read('signed by the log', 'verified', good),
    read('signed by the log, after a line of a key that nobody knows', 'verified', formatNote(text, [foreign, own])),
    read('signed by the log twice', 'verified', formatNote(text, [own, own])),
    read(
      'with an empty line in its text',
      'verified',
      await signNote(`a\n\n${text}`, key, (message) => logKey.signBytes(message)),
    ),
    read('signed by a key that nobody knows', 'unsigned', formatNote(text, [foreign])),
    read(
      'signed under another name with the same id',
      'unsigned',
      formatNote(text, [{ ...own, name: 'ledger.example.org/other' }]),
    ),
    read(
      'signed under the same name with another id',
      'unsigned',
      formatNote(text, [{ ...own, keyId: foreign.keyId }]),
    ),
    read('asked for another key', 'unsigned', good, formatVerifierKey(ORIGIN, EMPTY_ROOT)),
    read('with one bit of the signature changed', 'wrong', formatNote(text, [wrong])),
    read('with a wrong line beside a good one', 'wrong', formatNote(text, [own, wrong])),
    read('with one letter of the text changed', 'wrong', good.replace('\n7\n', '\n8\n')),
    read('with a signature of 63 bytes', 'wrong', formatNote(text, [{ ...own, signature: own.signature.subarray(1) }])),
    bad('without the empty line', good.replace('\n\n', '\n')),
    bad('without a signature', `${text}\n`),
    bad('without the last newline', good.slice(0, -1)),
    bad('with an empty line behind', `${good}\n`),
    bad('with carriage returns', good.replaceAll('\n', '\r\n')),
    bad('with a tab', good.replace('\n7\n', '\n7\t\n')),
    bad('with a hyphen for the dash', good.replace('— ', '- ')),
    bad('with two spaces before the signature', `${text}\n${line.replace(/ (?=[^ ]+$)/, '  ')}\n`),
    bad('with a signature without padding', `${text}\n${line.replace(/=+$/, '')}\n`),
    bad('with a signature that holds the id alone', `${text}\n— ${ORIGIN} ${base64(own.keyId)}\n`),
    bad('with a plus sign in a name', `${text}\n${line.replace('/rivermouth', '+rivermouth')}\n`),
    bad('with 101 signatures', `${text}\n${`${line}\n`.repeat(101)}`),
    bad('of nothing', ''),
  ];
}

export interface CheckpointRow {
  readonly name: string;
  /** The text of the note. */
  readonly text: string;
  readonly size?: number;
  readonly refused: FormatCode | null;
}

export function checkpointRows(): readonly CheckpointRow[] {
  const root = EMPTY_ROOT;
  const good = (size: number): CheckpointRow => ({
    name: `of size ${size}`,
    text: formatCheckpoint({ origin: ORIGIN, size, root }),
    size,
    refused: null,
  });
  const text = formatCheckpoint({ origin: ORIGIN, size: 7, root });
  const bad = (name: string, changed: string): CheckpointRow => ({
    name,
    text: changed,
    refused: 'checkpoint-malformed',
  });
  return [
    ...[0, 7, 2 ** 53 - 1].map(good),
    bad('with an extension line', `${text}extension\n`),
    bad('without its last newline', text.slice(0, -1)),
    bad('with an empty line behind', `${text}\n`),
    bad('without an origin', text.replace(ORIGIN, '')),
    bad('without a size', text.replace('7\n', '')),
    ...['', '07', '-1', '+7', '7.0', '7e0', '0x7', ' 7', '7 ', '9007199254740992', '٧'].map((size) =>
      bad(`with the size "${size}"`, text.replace('\n7\n', `\n${size}\n`)),
    ),
    bad('with a root of 31 bytes', `${ORIGIN}\n7\n${base64(root.subarray(1))}\n`),
    bad('with a root without padding', text.replace('=', '')),
    bad('with a root in hexadecimal', `${ORIGIN}\n7\n${hex(root)}\n`),
    bad('with carriage returns', text.replaceAll('\n', '\r\n')),
  ];
}

export interface TilePathRow {
  readonly path: string;
  /** Null for a path that is none: nothing is served there. */
  readonly tile: HashTile | EntryBundle | null;
}

export function tilePathRows(): readonly TilePathRow[] {
  const good: readonly TilePathRow[] = [
    { path: 'tile/0/000', tile: { level: 0, index: 0, width: 256 } },
    { path: 'tile/0/000.p/1', tile: { level: 0, index: 0, width: 1 } },
    { path: 'tile/1/999.p/255', tile: { level: 1, index: 999, width: 255 } },
    { path: 'tile/0/x001/000', tile: { level: 0, index: 1000, width: 256 } },
    { path: 'tile/2/x001/x234/067.p/5', tile: { level: 2, index: 1_234_067, width: 5 } },
    { path: 'tile/63/000', tile: { level: 63, index: 0, width: 256 } },
    { path: 'tile/entries/000', tile: { level: 'entries', index: 0, width: 256 } },
    { path: 'tile/entries/x012/345.p/67', tile: { level: 'entries', index: 12_345, width: 67 } },
    { path: 'tile/0/x009/x007/x199/x254/x740/991', tile: { level: 0, index: 2 ** 53 - 1, width: 256 } },
  ];
  const bad = [
    '',
    'tile',
    '/tile/0/000',
    'tile/0/000/',
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/data/000',
    'tile/0/1000',
    'tile/0/001/000',
    'tile/0/x000/000',
    'tile/0/x001/x000',
    'tile/0/X001/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000.p',
    'tile/0/000.p/1/',
    'tile/0/x009/x007/x199/x254/x740/992',
    'tile/0/../0/000',
    'tile/0/000?x',
    'tile/0/000\n',
    'tile/0/٠٠٠',
  ];
  return [...good, ...bad.map((path) => ({ path, tile: null }))];
}

export interface BundleRow {
  readonly name: string;
  /** Of the bundle, hexadecimal. */
  readonly bytes: string;
  /** How many entries it must hold. */
  readonly count: number;
  /** Hexadecimal each. */
  readonly entries?: readonly string[];
  readonly refused: FormatCode | null;
}

export function bundleRows(): readonly BundleRow[] {
  const good = (name: string, entries: readonly string[], bytes: string): BundleRow => ({
    name,
    bytes,
    count: entries.length,
    entries,
    refused: null,
  });
  const bad = (name: string, bytes: string, count: number): BundleRow => ({
    name,
    bytes,
    count,
    refused: 'bundle-malformed',
  });
  const long = 'ab'.repeat(258);
  return [
    good('one entry', ['616263'], '0003616263'),
    good('an entry of no bytes between two others', ['61', '', '6263'], '000161000000026263'),
    good('a length whose first byte counts', [long], `0102${long}`),
    good(
      '256 entries',
      Array.from({ length: 256 }, () => '7a'),
      '00017a'.repeat(256),
    ),
    bad('nothing', '', 1),
    bad('half of a length', '00', 1),
    bad('a length alone', '0003', 1),
    bad('an entry cut off', '00036162', 1),
    bad('a byte behind', '000361626300', 1),
    bad('fewer entries than there must be', '0003616263', 2),
    bad('more entries than there must be', '0001610001620001630001', 3),
    bad('one entry more', '000161000162', 1),
    bad('a length in the other order of bytes', '0300616263', 1),
  ];
}
