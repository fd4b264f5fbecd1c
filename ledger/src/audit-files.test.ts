/** Files beside the log: every one is looked at, one after the other. SPEC M33, M59. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { audit, SourceError, type AuditResult, type Source } from './audit.ts';
import { concatBytes, utf8 } from './bytes.ts';
import { nodePlatformPooled } from './platform-node.ts';
import { openLetters, type Letters } from './testing/letters.ts';
import { mapSource } from './testing/map-source.ts';

const platform = nodePlatformPooled(crypto);
const PICTURE = concatBytes(Uint8Array.of(0xff, 0xd8, 0xff), utf8('a picture'));
const PDF = utf8('%PDF-1.7 a plan');

async function withFiles(count = 2): Promise<{ city: Letters; index: number; paths: string[] }> {
  const city = await openLetters();
  const { ledger } = city;
  const refs = Array.from({ length: count }, (_, n) =>
    n % 2 === 0
      ? ledger.attach(concatBytes(PICTURE, utf8(String(n))), 'image/jpeg')
      : ledger.attach(concatBytes(PDF, utf8(String(n))), 'application/pdf'),
  );
  const index = await ledger.say(
    {
      ...{ kind: 'input-received', process: { id: 'letters', version: 1 }, channel: 'web', author: 'person' },
      ...{ files: refs, text: ledger.text('With pictures.') },
    },
    ledger.intakeKey,
  );
  return { city, index, paths: refs.map(({ digest }) => `file/${digest}`) };
}

function check(source: Source): Promise<AuditResult> {
  return audit({ source, platform });
}

function told({ findings }: AuditResult): string[] {
  return findings.map(({ code, file, field, entry }) => [code, entry, field, file].join(' '));
}

test('Files that are there and fit are counted with the texts', async () => {
  const { city } = await withFiles();
  const result = await check(mapSource(await city.ledger.files()));
  assert.deepEqual([result.verdict, told(result)], ['verified', []]);
  const without = await openLetters();
  const { tally } = await check(mapSource(await without.ledger.files()));
  assert.equal(result.tally.texts, tally.texts + 3);
});

test('A file that is missing, changed, of another type, too large or cut off is a failure that names it', async () => {
  const { city, index, paths } = await withFiles();
  const [picture = '', plan = ''] = paths;
  const files = await city.ledger.files();
  const salted = files.get(picture) ?? new Uint8Array();
  const flipped = salted.slice();
  flipped[40] = (flipped[40] ?? 0) ^ 1;
  const wrong: [Uint8Array | undefined, string][] = [
    [undefined, 'content-missing'],
    [flipped, 'content-differs'],
    [files.get(plan), 'content-differs'],
    [concatBytes(salted, utf8('\0')), 'content-differs'],
    [salted.subarray(0, -1), 'content-differs'],
    [salted.subarray(0, 32), 'content-malformed'],
    [new Uint8Array(), 'content-malformed'],
    [new Uint8Array(10_000_033), 'file-too-large'],
  ];
  for (const [bytes, code] of wrong) {
    const changed = new Map(files);
    if (bytes === undefined) changed.delete(picture);
    else changed.set(picture, bytes);
    const result = await check(mapSource(changed));
    assert.deepEqual([result.verdict, told(result)], ['wrong', [`${code} ${index} files.0 ${picture}`]]);
  }
  const away: Source = {
    read: (path, maxBytes) =>
      path === plan ? Promise.reject(new SourceError('timeout', 'No answer.')) : mapSource(files).read(path, maxBytes),
  };
  const unseen = await check(away);
  assert.deepEqual([unseen.verdict, told(unseen)], ['unchecked', [`file-unreadable ${index} files.1 ${plan}`]]);
});

test('A file that is no file of its type is found, whatever the log says of it', async () => {
  const city = await openLetters();
  const { ledger } = city;
  const ref = ledger.attach(utf8('<script>alert(1)</script>'), 'image/png');
  const said = {
    kind: 'input-received',
    process: { id: 'letters', version: 1 },
    channel: 'web',
    author: 'person',
  } as const;
  await ledger.say({ ...said, files: [ref], text: ledger.text('A page.') }, ledger.intakeKey);
  assert.equal((await check(mapSource(await ledger.files()))).codes.get('content-differs'), 1);
});

test('A file that was taken out need not be there, and one that still is there is told', async () => {
  const { city, index, paths } = await withFiles();
  const { ledger, ed, say } = city;
  const [path = ''] = paths;
  await ledger.say(say.redacts(index, [index, { digest: path.slice(5) }]), ed);
  const files = await ledger.files();
  assert.deepEqual(told(await check(mapSource(files))), [`content-kept ${index}  ${path}`]);
  files.delete(path);
  const result = await check(mapSource(files));
  assert.deepEqual([result.verdict, told(result)], ['verified', [`content-erased ${index} files.0 ${path}`]]);
  assert.equal(result.tally.takenOut?.erased, 1);
});

test('However many files there are, one at a time is read', async () => {
  const { city } = await withFiles(10);
  const { ledger } = city;
  const source = mapSource(await ledger.files());
  let [reading, most, read] = [0, 0, 0];
  const counting: Source = {
    async read(path, maxBytes) {
      if (!path.startsWith('file/')) return source.read(path, maxBytes);
      most = Math.max(most, ++reading);
      read++;
      await new Promise((turn) => setTimeout(turn, 1));
      reading--;
      return source.read(path, maxBytes);
    },
  };
  assert.equal((await check(counting)).verdict, 'verified');
  assert.deepEqual([most, read], [1, 10]);
});
