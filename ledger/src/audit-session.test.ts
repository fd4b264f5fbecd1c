import * as crypto from 'node:crypto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit, SourceError, type AuditResult, type Source } from './audit.ts';
import { AuditSession } from './audit/session.ts';
import { nodePlatform } from './platform-node.ts';
import { createVerifier } from './signature.ts';
import type { LedgerBuilder } from './testing/builder.ts';
import { openCity, tellCase } from './testing/city.ts';
import { openLetters } from './testing/letters.ts';
import { historyWithoutWish, honestHistory } from './testing/receipts.ts';

const platform = nodePlatform(crypto);
const verifier = createVerifier(platform);

/** A reader that comes again and again; counts the files it reads. */
function visitor(): {
  visit(files: ReadonlyMap<string, Uint8Array>, broken?: ReadonlySet<string>): Promise<AuditResult>;
  readonly read: string[];
  readonly session: AuditSession;
} {
  let [now, away] = [new Map() as ReadonlyMap<string, Uint8Array>, new Set<string>() as ReadonlySet<string>];
  const read: string[] = [];
  const source: Source = {
    read(path) {
      read.push(path);
      if (away.has(path)) return Promise.reject(new SourceError('unreachable', 'Nobody answers.'));
      return Promise.resolve(now.get(path));
    },
  };
  const session = new AuditSession(source, platform, verifier);
  return {
    read,
    session,
    visit(files, broken = new Set()) {
      [now, away] = [files, broken];
      read.length = 0;
      return audit({ source, platform, verifier, session });
    },
  };
}

/** What a first visit at that size says, apart from what differs by nature. */
async function afresh(ledger: LedgerBuilder): Promise<AuditResult> {
  return visitor().visit(await ledger.files());
}

test('visit after visit, a session says what a first visit would say, and reads only what is new', async () => {
  const city = await openCity();
  const { ledger } = city;
  const again = visitor();
  await again.visit(await ledger.files());
  while (ledger.entries.length < 530) {
    for (let i = 0; i < 9; i++) await tellCase(city);
    const result = await again.visit(await ledger.files());
    const first = await afresh(ledger);
    assert.equal(result.verdict, 'verified');
    assert.equal(result.goesOn, true);
    assert.deepEqual({ ...result.tally, tiles: 0 }, { ...first.tally, tiles: 0 });
  }
  const first = Math.floor((ledger.entries.length - 63) / 256);
  const bundles = again.read.filter((path) => path.startsWith('tile/entries/'));
  assert.ok(bundles.length > 0 && bundles.every((path) => Number(path.slice(13, 16)) >= first), bundles.join());
  assert.ok(again.read.filter((path) => path.startsWith('content/')).length <= 63 * 2);
  const nothingNew = await again.visit(await ledger.files());
  assert.equal(nothingNew.verdict, 'verified');
  assert.deepEqual(again.read, ['checkpoint', 'ledger.json', 'tile/1/000.p/2']);
});

test('what cannot be read once is read on the next visit, and nothing is passed over', async () => {
  const city = await openCity();
  const { ledger } = city;
  const again = visitor();
  await again.visit(await ledger.files());
  await tellCase(city);
  const files = await ledger.files();
  const broken = new Set([...files.keys()].filter((path) => path.startsWith('tile/entries/')));
  const cut = await again.visit(files, broken);
  assert.equal(cut.verdict, 'unchecked');
  assert.equal(cut.goesOn, false);
  const whole = await again.visit(files);
  assert.equal(whole.verdict, 'verified');
  assert.equal(whole.tally.entries, ledger.entries.length);
});

test('a text that comes into public view later is looked at then', async () => {
  const { ledger, ed, say, write } = await openLetters('before');
  const [id, text] = await write('The lamp is dark.');
  const path = `content/${text.digest}`;
  const hidden = await ledger.files();
  const words = hidden.get(path) as Uint8Array;
  hidden.delete(path);
  const again = visitor();
  assert.equal((await again.visit(hidden)).codes.get('content-pending'), 1);
  await ledger.say(say.publishes(id, [id, text]), ed);
  const gone = await ledger.files();
  gone.delete(path);
  assert.equal((await again.visit(gone)).codes.get('content-missing'), 1);
  const unread = await again.visit(gone, new Set([path]));
  assert.deepEqual([unread.verdict, unread.codes.get('file-unreadable')], ['unchecked', 1]);
  const other = words.slice();
  other[words.length - 5] = (other[words.length - 5] ?? 0) ^ 1;
  assert.equal((await again.visit(new Map([...gone, [path, words]]))).verdict, 'verified');
  const anew = visitor();
  await anew.visit(hidden);
  assert.equal((await anew.visit(new Map([...gone, [path, other]]))).verdict, 'wrong');
});

test('another history is found at the next visit, and so is a shorter one', async () => {
  const { ledger } = await honestHistory();
  const again = visitor();
  await again.visit(await ledger.files(15));
  const other = await again.visit(await (await historyWithoutWish()).files());
  assert.equal(other.verdict, 'wrong');
  assert.equal(other.goesOn, false);
  const shorter = visitor();
  await shorter.visit(await ledger.files());
  assert.equal((await shorter.visit(await ledger.files(20))).findings[0]?.code, 'history-shortened');
});
