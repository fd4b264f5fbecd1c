/** Promises, complaints over them, and receipts made anew, as people check them: in a process of its own. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { parseNote } from '@counterfoil/ledger/note';
import { formatPromise } from '@counterfoil/ledger/promise';
import { checkReceipt, formatReceipt, parseReceipt } from '@counterfoil/ledger/receipt';
import { createVerifier } from '@counterfoil/ledger/signature';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { openCity, tellCase, type City } from '@counterfoil/ledger/testing/city';
import { promiseOf, type Promised } from '@counterfoil/ledger/testing/promises';
import { receiptFor } from '@counterfoil/ledger/testing/receipts';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { serveFolder, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine, type Ran } from './testing/run-command.ts';

const cleanUp: (() => unknown)[] = [];
const suite = { after: (task: unknown) => void cleanUp.push(task as () => unknown) };
let base: string;
let city: City;
let ledger: LedgerBuilder;
let broken: Promised;
let kept: Promised;
let keptAt: number;
let late: Promised;
let forged: Promised;
let id: number;
const at = (name: string): string => join(base, name);

async function keep({ ref, pledge }: Promised): Promise<number> {
  const said = { channel: 'web', author: 'person', text: ref, at: pledge.at } as const;
  return ledger.say(
    { kind: 'input-received', ...said, process: { id: 'service-request', version: 1 } },
    ledger.intakeKey,
  );
}

/** Everything happened in January of a year that is over: by the clock of this machine every deadline has passed. */
before(async () => {
  base = await temporaryFolder(suite);
  city = await openCity();
  ({ ledger } = city);
  id = await tellCase(city);
  kept = await promiseOf(ledger);
  keptAt = await keep(kept);
  await writeRecord(at('quiet'), await ledger.files());
  broken = await promiseOf(ledger);
  forged = await promiseOf(ledger, {}, await ledger.actor('stranger'));
  late = await promiseOf(ledger, { at: '2026-01-05T08:00:10.000Z', deadline: '2026-01-05T08:00:12.000Z' });
  ledger.nowMs += 60_000;
  await keep({ ...late, ref: late.ref });
  await tellCase(city);
  await writeRecord(at('record'), await ledger.files());
  for (const [name, { file }] of Object.entries({ kept, broken, forged, late }))
    await writeFile(at(`${name}.json`), formatPromise(file));
});
after(async () => {
  for (const task of cleanUp) await task();
});

function verify(...args: readonly string[]): Promise<Ran> {
  return runCommandLine('verify', args, { XDG_STATE_HOME: at('state'), NO_COLOR: '1' });
}

describe('npm run verify -- promise', { concurrency: 2 }, () => {
  test('says from the file alone what was promised, and what it did not look at', async () => {
    const ran = await verify('promise', at('broken.json'));
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(
      ran.verdict,
      /^The service of ledger\.example\.org\/rivermouth promised on .* to record these words by .*\.$/,
    );
    assert.match(ran.stdout, /The railing of the footbridge is loose\./);
    assert.match(ran.stdout, /By the clock of this computer its time is over/);
  });

  test('finds it kept, and names the entry', async () => {
    const ran = await verify('promise', at('kept.json'), '--against', at('record'));
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(ran.verdict, new RegExp(`^The promise was kept: the words were recorded on .* as entry ${keptAt} of`));
    const served = await verify(
      'promise',
      at('kept.json'),
      '--against',
      await serveFolder(suite, at('record')),
      '--json',
    );
    assert.equal((JSON.parse(served.stdout) as { code: string }).code, 'kept');
  });

  test('says plainly that it was broken, and writes what others can check with the record at hand', async () => {
    const file = at('complaint.json');
    const ran = await verify('promise', at('broken.json'), '--against', at('record'), '--complaint', file);
    assert.equal(ran.code, 1, ran.stdout + ran.stderr);
    assert.match(ran.verdict, /^The promise was not kept: none of the \d+ entries of the record .* holds the words/);
    const alone = await verify('complaint', file);
    assert.equal(alone.code, 2);
    assert.match(alone.verdict, /^Not proved by this file alone\. The service of/);
    const checked = await verify('complaint', file, '--against', at('record'));
    assert.equal(checked.code, 0, checked.stdout + checked.stderr);
    assert.match(checked.verdict, /^Confirmed\. The promise was not kept/);
    const tooShort = await verify('complaint', file, '--against', at('quiet'));
    assert.equal(tooShort.code, 2);
    assert.match(tooShort.verdict, /ends before the checkpoint in the complaint/);
  });

  test('a complaint over a promise that was kept after all is called unfounded', async () => {
    const file = at('complaint-2.json');
    await verify('promise', at('broken.json'), '--against', at('record'), '--complaint', file);
    const complaint = JSON.parse(await readFile(file, 'utf8')) as { promise: object };
    await writeFile(file, JSON.stringify({ ...complaint, promise: late.file }));
    const checked = await verify('complaint', file, '--against', at('record'));
    assert.match(checked.verdict, /^Confirmed\. The promise was kept too late/);
    const foreign = await verify(
      'complaint',
      file,
      '--against',
      at('record'),
      '--key',
      ledger.vkeyOf(await ledger.actor('stranger')),
    );
    assert.equal(foreign.code, 1);
  });

  test('tells what was kept late, and what has passed by the clock alone', async () => {
    const tooLate = await verify('promise', at('late.json'), '--against', at('record'));
    assert.equal(tooLate.code, 1, tooLate.stdout);
    assert.match(tooLate.verdict, /^The promise was kept too late: the words were recorded on/);
    const byClock = await verify('promise', at('broken.json'), '--against', at('quiet'));
    assert.equal(byClock.code, 1);
    assert.match(byClock.verdict, /as far as the clock of this device is right/);
  });

  test('is taken in neither by a stranger’s promise, nor by a changed one, nor by another record', async () => {
    const stranger = await verify('promise', at('forged.json'), '--against', at('record'));
    assert.equal(stranger.code, 1);
    assert.match(stranger.verdict, /^This is not a promise of the record at/);
    await writeFile(at('changed.json'), formatPromise({ ...broken.file, text: 'Mend it.' }));
    const changed = await verify('promise', at('changed.json'));
    assert.equal(changed.code, 1);
    assert.match(changed.verdict, /^This is not a promise for these words/);
    const key = ledger.vkeyOf(await ledger.actor('stranger'));
    const foreign = await verify('promise', at('kept.json'), '--against', at('record'), '--key', key);
    assert.equal(foreign.code, 1);
    assert.match(foreign.verdict, /is not the one of this promise/);
    assert.equal((await verify('promise', at('kept.json'), '--against', at('nowhere'))).code, 2);
    assert.equal((await verify('promise', at('kept.json'), '--renew', at('x.json'))).code, 2);
  });

  test('does not take a record that hides entries for one that lacks them', async () => {
    await writeRecord(at('hiding'), await ledger.files());
    await rm(join(at('hiding'), 'tile', 'entries'), { recursive: true });
    const ran = await verify('promise', at('kept.json'), '--against', at('hiding'));
    assert.equal(ran.code, 1, ran.stdout + ran.stderr);
    assert.match(ran.verdict, /^Whether the promise was kept cannot be found out/);
  });
});

describe('npm run verify -- receipt --renew', () => {
  test('writes the receipt under the newest checkpoint, with every line of it', async () => {
    const old = await receiptFor(ledger, id, id + 2);
    await writeFile(at('receipt.json'), formatReceipt(old));
    const size = ledger.entries.length;
    const witness = await ledger.actor('witness');
    const note = await ledger.checkpoint(size, [ledger.logKey, witness]);
    const lines = note.replace(/\n— [^\n]+\n$/, (line) => line.replace(ledger.origin, 'witness.example.org'));
    await writeRecord(at('cosigned'), await ledger.files());
    await writeFile(join(at('cosigned'), 'checkpoint'), lines);
    const ran = await verify('receipt', at('receipt.json'), '--against', at('cosigned'), '--renew', at('new.json'));
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(ran.verdict, new RegExp(`under the checkpoint of ${size} entries, with 2 signatures`));
    const renewed = parseReceipt(await readFile(at('new.json')));
    assert.equal(await checkReceipt(renewed, createVerifier(nodePlatform(crypto))), 'holds');
    const { checkpoint } = parseTlogProof(renewed.proof);
    assert.equal(checkpoint, lines);
    assert.equal(parseCheckpoint(parseNote(checkpoint).text).size, size);
    assert.deepEqual({ ...renewed, proof: '' }, { ...old, proof: '' });
    const again = await verify('receipt', at('receipt.json'), '--against', at('cosigned'), '--renew', at('new.json'));
    assert.equal(again.code, 2, 'never over another file');
  });

  test('does not renew what the record does not hold, or under a key that nobody vouched for', async () => {
    await writeFile(at('receipt-2.json'), formatReceipt(await receiptFor(ledger, keptAt)));
    const cut = await verify('receipt', at('receipt-2.json'), '--against', at('quiet'), '--renew', at('none.json'));
    await assert.rejects(readFile(at('none.json')));
    assert.match(cut.verdict, /ends at/);
    assert.equal((await verify('receipt', at('receipt-2.json'), '--renew', at('none.json'))).code, 2);
  });
});
