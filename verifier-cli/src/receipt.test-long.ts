/** Receipts and complaints as people check them: in a process of its own, from files alone. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { formatComplaint, parseComplaint } from '@counterfoil/ledger/complaint';
import { formatLedgerInfo, parseLedgerInfo } from '@counterfoil/ledger/ledger-info';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { formatReceipt, type Receipt } from '@counterfoil/ledger/receipt';
import { reportReceipt } from '@counterfoil/ledger/receipt-report';
import { createVerifier } from '@counterfoil/ledger/signature';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { openCity, tellCase } from '@counterfoil/ledger/testing/city';
import { historyWithoutWish, honestHistory, receiptFor } from '@counterfoil/ledger/testing/receipts';
import { serveFolder, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine, type Ran } from './testing/run-command.ts';

const verifier = createVerifier(nodePlatform(crypto));
const cleanUp: (() => unknown)[] = [];
const suite = { after: (task: unknown) => void cleanUp.push(task as () => unknown) };
let ledger: LedgerBuilder;
let forked: LedgerBuilder;
let id: number;
let receipt: Receipt;
let base: string;
/** The file of the receipt. */
let file: string;
const at = (name: string): string => join(base, name);

before(async () => {
  ({ ledger, id } = await honestHistory());
  forked = await historyWithoutWish();
  receipt = await receiptFor(ledger, id, id + 3);
  base = await temporaryFolder(suite);
  file = at('receipt.json');
  await writeFile(file, formatReceipt(receipt));
  await writeRecord(at('honest'), await ledger.files());
  await writeRecord(at('forked'), await forked.files());
  await writeRecord(at('cut'), await ledger.files(id));
});
after(async () => {
  for (const task of cleanUp) await task();
});

function verify(...args: readonly string[]): Promise<Ran> {
  return runCommandLine('verify', args, { XDG_STATE_HOME: at('state'), NO_COLOR: '1' });
}

interface Answer {
  readonly verdict: string;
  readonly code: string;
  readonly sentence: string;
  readonly text?: string;
  readonly keyFrom?: string;
}

async function verifyJson(...args: readonly string[]): Promise<Answer & { readonly exit: number | null }> {
  const { code, stdout } = await verify(...args, '--json');
  return { exit: code, ...(JSON.parse(stdout) as Answer) };
}

async function fileOf(name: string, changed: Partial<Receipt>): Promise<string> {
  await writeFile(at(name), formatReceipt({ ...receipt, ...changed }));
  return at(name);
}

describe('npm run verify -- receipt', { concurrency: 2 }, () => {
  test('says in which area and at which place it is, as the signed entry has them', async () => {
    const { ledger: city, registrars } = await openCity();
    const closed = [{ code: 'closed', title: 'Closed' }];
    await city.say(
      {
        ...{ kind: 'process-published', process: 'repairs', version: 1, title: 'Repairs', level: 'inform' },
        ...{ authors: ['person'], acts: { response: { offices: ['front-desk'], signatures: 1 } } },
        ...{ outcomes: closed, dispositions: closed, accounting: 'record', clocks: {} },
        areas: [{ code: 'mill-quarter', title: 'Mill quarter' }],
      },
      ...registrars,
    );
    const [text, place] = [city.text('The lamp is out.'), city.text('By the second weir')];
    const input = { kind: 'input-received', channel: 'web', author: 'person', area: 'mill-quarter' } as const;
    const opens = { ...input, process: { id: 'repairs', version: 1 }, text, place };
    const placed = await receiptFor(city, await city.say(opens, city.intakeKey));
    await writeFile(at('placed.json'), formatReceipt(placed));
    await writeFile(at('unheld.json'), formatReceipt({ ...placed, place: null }));
    const { code, stdout } = await verify('receipt', at('placed.json'));
    assert.equal(code, 0, stdout);
    assert.match(stdout, /Where it stands\n.*\n *Area, by its code: mill-quarter\n *Place: By the second weir\n/);
    assert.match((await verify('receipt', at('unheld.json'))).stdout, /Place: recorded, but the receipt does not hold/);
    const whereOf = async (name: string): Promise<unknown> => {
      const answer = (await verifyJson('receipt', at(name))) as unknown as Record<string, unknown>;
      return [answer['exit'], answer['area'], answer['place']];
    };
    const { digest } = place;
    assert.deepEqual(await whereOf('placed.json'), [0, 'mill-quarter', { digest, text: 'By the second weir' }]);
    assert.deepEqual(await whereOf('unheld.json'), [0, 'mill-quarter', { digest, text: null }]);
    // What does not fit the entry is no receipt.
    const foreign = { ...placed, place: { text: 'By the first weir', salt: placed.place?.salt ?? '' } };
    await writeFile(at('foreign.json'), formatReceipt(foreign));
    assert.equal((await verify('receipt', at('foreign.json'))).code, 1);
    const plain = (await verifyJson('receipt', file)) as unknown as Record<string, unknown>;
    assert.deepEqual([plain['area'], plain['place']], [null, null]);
  });

  test('says from the file alone what was recorded, when, as what and by whom', async () => {
    const ran = await verify('receipt', file);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.equal(
      ran.verdict,
      `These words were recorded on 2026-01-05 08:00:11 UTC as entry ${id} of ledger.example.org/rivermouth, under a checkpoint of ${id + 3} entries signed by its log.`,
    );
    assert.match(ran.stdout, /The bench by the pond has lost a slat\./);
    assert.ok(ran.stdout.includes(ledger.vkey), 'the key to compare');
    assert.match(ran.stdout, /Whether the record still holds the entry/, 'what it did not look at');
    assert.equal(ran.stderr, '');
    assert.ok(!(await readdir(base)).includes('state'), 'nothing is kept');
  });

  test('believes nobody when the key is given, and is not taken in by a receipt of another log', async () => {
    const right = await verifyJson('receipt', file, '--key', ledger.vkey);
    assert.deepEqual([right.exit, right.verdict, right.keyFrom], [0, 'holds', 'given']);
    const stranger = ledger.vkeyOf(await ledger.actor('stranger'));
    const wrong = await verifyJson('receipt', file, '--key', stranger);
    assert.deepEqual([wrong.exit, wrong.verdict, wrong.code], [1, 'wrong', 'key-foreign']);
    assert.match(wrong.sentence, /^This is not a receipt of the log whose key you gave/);
    assert.equal((await verifyJson('receipt', file, '--key', stranger, '--key', ledger.vkey)).exit, 0);
  });

  test('of which the words were erased still proves the entry, and says that it holds no words', async () => {
    const ran = await verify('receipt', await fileOf('erased.json', { text: null, salt: null }));
    assert.equal(ran.code, 0);
    assert.match(ran.verdict, /^What was said was recorded on .* The receipt does not hold the words; it proves/);
  });

  test('that is tampered with, swapped, cut off or foreign gets a plain verdict each', async () => {
    const other = await receiptFor(ledger, id + 3);
    await writeFile(at('cut-off.json'), formatReceipt(receipt).slice(0, 900));
    await writeFile(at('empty.json'), '');
    await writeFile(at('large.json'), 'x'.repeat(1_000_002));
    for (const [path, code, sentence] of [
      [await fileOf('words.json', { text: 'The bench is fine.' }), 'text-foreign', /not a receipt for these words/],
      [await fileOf('entry.json', { entry: other.entry }), 'entry-foreign', /not a receipt for what it names/],
      [await fileOf('proof.json', { proof: other.proof }), 'not-included', /its proof does not lead/],
      [await fileOf('key.json', { logKey: ledger.vkeyOf(await ledger.actor('x')) }), 'not-signed', /has signed/],
      [at('cut-off.json'), 'unreadable', /breaks off before its end/],
      [at('empty.json'), 'unreadable', /the file is empty/],
      [at('large.json'), 'unreadable', /never as large as this/],
      [join(at('honest'), 'ledger.json'), 'unreadable', /does not have the fields of a receipt/],
    ] as const) {
      const ran = await verifyJson('receipt', path);
      assert.deepEqual([ran.exit, ran.verdict, ran.code], [1, 'wrong', code], path);
      assert.match(ran.sentence, sentence, path);
      assert.match(ran.sentence, /^This is not a receipt/, path);
    }
  });

  test('prints no control characters of the file on the terminal', async () => {
    const city = await openCity();
    const index = await tellCase(city, 'One\u001b[2J\u202eline\nand another.');
    await writeFile(at('bell.json'), formatReceipt(await receiptFor(city.ledger, index)));
    const { code, stdout } = await verify('receipt', at('bell.json'));
    assert.equal(code, 0);
    assert.match(stdout, /^ {2}One\ufffd\[2J\ufffdline\n {2}and another\.$/m);
    const path = await fileOf('origin.json', { reference: { ...receipt.reference, origin: '\u001b]0;x\u0007' } });
    assert.doesNotMatch((await verify('receipt', path)).stdout, /\p{Cc}(?<!\n)/u);
  });

  test('that makes no sense to ask for exits with 2 and says how it is meant', async () => {
    for (const [args, reason] of [
      [['receipt'], /Give one file/],
      [['receipt', file, file], /Give one file/],
      [['receipt', at('nowhere.json')], /there is none/],
      [['receipt', base], /cannot be read/],
      [['receipt', file, '--key', 'x'], /not a verifier key/],
      [['receipt', file, '--complaint', at('c.json')], /--against/],
      [['complaint', file, '--complaint', at('c.json')], /--complaint goes with a receipt/],
      [['receipt', file, '--against', at('nowhere')], /There is no folder/],
    ] as const) {
      const ran = await verify(...args);
      assert.equal(ran.code, 2, args.join(' '));
      assert.match(ran.stderr, reason);
      assert.match(ran.stderr, /\nMore: npm run counterfoil -- help verify\n$/);
    }
  });
});

describe('a receipt in the wrong hands', () => {
  const judge = (bytes: Uint8Array) => reportReceipt(bytes, [], verifier);

  test('holds in none of its bits when one is flipped', async () => {
    const bytes = formatReceipt(receipt);
    for (let i = 0; i < bytes.length * 8; i += 3) {
      const changed = bytes.with(i >> 3, (bytes[i >> 3] ?? 0) ^ (1 << (i & 7)));
      const { code, sentence } = await judge(changed);
      assert.notEqual(code, 'holds', `bit ${i}`);
      assert.match(sentence, /^This is not a receipt/, `bit ${i}`);
    }
  });

  test('is a receipt at no length but its own', async () => {
    const bytes = formatReceipt(receipt);
    for (let length = 0; length < bytes.length; length++)
      assert.equal((await judge(bytes.slice(0, length))).code, 'unreadable', `${length} bytes`);
    assert.equal((await judge(bytes)).code, 'holds');
  });

  test('takes no field from another receipt', async () => {
    const other = await receiptFor(ledger, id + 3);
    for (const field of ['reference', 'text', 'salt', 'entry', 'proof'] as const)
      assert.notEqual((await judge(formatReceipt({ ...receipt, [field]: other[field] }))).code, 'holds', field);
  });
});

describe('npm run verify -- receipt --against', { concurrency: 2 }, () => {
  test('finds the entry in an honest record, in a folder and over the network', async (t) => {
    for (const address of [at('honest'), await serveFolder(t, at('honest'))]) {
      const ran = await verify('receipt', file, '--against', address, '--complaint', at('none.json'));
      assert.equal(ran.code, 0, ran.stdout + ran.stderr);
      assert.match(ran.verdict, /^The record still holds it: entry 11 .* unchanged, among \d+ entries now/);
      assert.ok(!(await readdir(base)).includes('none.json'), 'no ground to complain');
    }
  });

  test('fails over a removed entry, and a third party confirms the complaint with the service gone', async () => {
    const written = at('complaint.json');
    const ran = await verify('receipt', file, '--against', at('forked'), '--complaint', written);
    assert.equal(ran.code, 1, ran.stdout + ran.stderr);
    assert.match(ran.verdict, /does not hold what the receipt proves\. Proved: .* another entry stands in its place/);
    const confirmed = await verify('complaint', written, '--key', ledger.vkey);
    assert.equal(confirmed.code, 0, confirmed.stdout);
    assert.match(confirmed.verdict, /^Proved: ledger\.example\.org\/rivermouth signed for entry 11/);
    const again = await verify('receipt', file, '--against', at('forked'), '--complaint', written);
    assert.match(again.stdout, /a file of that name is there already/);
    const complaint = parseComplaint(new Uint8Array(await readFile(written)));
    await writeFile(at('false.json'), formatComplaint({ ...complaint, checkpoint: await ledger.checkpoint() }));
    const refused = await verifyJson('complaint', at('false.json'));
    assert.deepEqual([refused.exit, refused.code], [1, 'evidence-wrong']);
  });

  test('fails over a record that was cut off; the complaint is confirmed by asking the record again', async (t) => {
    const written = at('cut.json');
    const ran = await verify('receipt', file, '--against', await serveFolder(t, at('cut')), '--complaint', written);
    assert.equal(ran.code, 1);
    assert.match(ran.verdict, /ends before entry 11, which its log has signed for/);
    const alone = await verifyJson('complaint', written);
    assert.deepEqual([alone.exit, alone.code], [2, 'entry-beyond']);
    const asked = await verifyJson('complaint', written, '--against', at('cut'));
    assert.deepEqual([asked.exit, asked.code], [0, 'entry-beyond']);
    assert.match(asked.sentence, /^Confirmed: /);
    const unfounded = await verifyJson('complaint', written, '--against', at('honest'));
    assert.deepEqual([unfounded.exit, unfounded.code], [1, 'kept']);
  });

  test('is no complaint where it is a copy in a folder that ends before: it is to be fetched again', async () => {
    const ran = await verify('receipt', file, '--against', at('cut'));
    assert.equal(ran.code, 2, ran.stdout);
    assert.match(ran.verdict, /^The receipt holds, but the copy in /);
    assert.match(ran.stdout, /Fetch the copy again/);
    assert.doesNotMatch(ran.stdout, /--complaint/);
    assert.equal((await verifyJson('receipt', file, '--against', at('cut'))).code, 'record-behind');
  });

  test('fails where the files that should hold the entry are gone', async () => {
    const files = await ledger.files();
    const kept = [...files].filter(([path]) => !path.startsWith('tile/entries/'));
    await writeRecord(at('hiding'), new Map(kept));
    const hidden = await verifyJson('receipt', file, '--against', at('hiding'));
    assert.deepEqual([hidden.exit, hidden.code], [1, 'entry-withheld']);
  });

  test('is no verdict on the record where nothing answers, or there is nothing', async (t) => {
    const gone = await verifyJson('receipt', file, '--against', 'http://127.0.0.1:9/', '--timeout', '1');
    assert.deepEqual([gone.exit, gone.code], [2, 'record-unseen']);
    assert.match(gone.sentence, /^The receipt holds, but/);
    const empty = await verifyJson('receipt', file, '--against', await temporaryFolder(t));
    assert.deepEqual([empty.exit, empty.code], [2, 'record-unseen']);
  });

  test('follows no new log key on its own word: it says which two keys there are', async () => {
    const rekeyed = async (of: LedgerBuilder, name: string): Promise<string> => {
      const files = await of.files();
      const next = await of.actor('next log key');
      files.set('checkpoint', new TextEncoder().encode(await of.checkpoint(of.entries.length, [next])));
      const info = parseLedgerInfo(files.get('ledger.json') ?? new Uint8Array());
      files.set('ledger.json', formatLedgerInfo({ ...info, logKey: of.vkeyOf(next) }));
      await writeRecord(at(name), files);
      return of.vkeyOf(next);
    };
    await rekeyed(ledger, 'rotated');
    const kept = await verify('receipt', file, '--against', at('rotated'));
    assert.equal(kept.code, 0);
    assert.match(kept.stdout, /signed with another log key now/);
    assert.ok(kept.stdout.includes(`--key '${ledger.vkey}'`));
    const next = await rekeyed(forked, 'rotated-forked');
    const written = at('two-keys.json');
    const broken = await verifyJson('receipt', file, '--against', at('rotated-forked'), '--complaint', written);
    assert.deepEqual([broken.exit, broken.code], [1, 'entry-replaced']);
    assert.match(broken.sentence, /another log key than the receipt/);
    const alone = await verifyJson('complaint', written);
    assert.deepEqual([alone.exit, alone.code], [2, 'keys-differ']);
    const both = await verifyJson('complaint', written, '--key', next, '--key', ledger.vkey);
    assert.deepEqual([both.exit, both.code], [0, 'entry-replaced']);
  });

  test('is not fooled by a record that another key signs', async () => {
    const files = await forked.files();
    const stranger = await forked.actor('stranger');
    files.set('checkpoint', new TextEncoder().encode(await forked.checkpoint(forked.entries.length, [stranger])));
    await writeRecord(at('strange'), files);
    const ran = await verifyJson('receipt', file, '--against', at('strange'));
    assert.deepEqual([ran.exit, ran.code], [1, 'record-foreign']);
  });
});
