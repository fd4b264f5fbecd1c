import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as crypto from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { canonicalBytes, type Json } from '@counterfoil/ledger/canonical-json';
import { parseVerifierKey } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import type { Receipt } from '@counterfoil/ledger/receipt';
import { reportReceipt } from '@counterfoil/ledger/receipt-report';
import { createVerifier } from '@counterfoil/ledger/signature';
import type { Said } from '@counterfoil/ledger/testing/builder';
import { caseKinds } from '@counterfoil/ledger/statements/rights';
import { working } from '@counterfoil/ledger/testing/city';
import { withFolder } from '../client/testing/folder.ts';
import { openTestCity, type TestCity } from '../testing/city.ts';
import { startTestService, type TestService } from '../testing/service.ts';

const verifier = createVerifier(nodePlatform(crypto));
let service: TestService & AsyncDisposable;
let city: TestCity;

before(async () => {
  service = await startTestService();
  city = await openTestCity(service);
});
after(() => service[Symbol.asyncDispose]());

interface Recorded {
  readonly index: number;
  readonly case: number;
  readonly receipt?: Json;
  readonly code?: string;
}

async function send(path: string, fields: object): Promise<{ readonly status: number; readonly body: Recorded }> {
  const { status, body } = await city.post(path, JSON.stringify(fields));
  return { status, body: body as unknown as Recorded };
}

async function sentenceOn(receipt: Json | undefined): Promise<string> {
  const bytes = canonicalBytes(receipt ?? null);
  const report = await reportReceipt(bytes, [parseVerifierKey(service.recorder.vkey)], verifier);
  assert.equal(report.code, 'holds', report.sentence);
  return report.sentence;
}

const voice = { channel: 'web', author: 'person' } as const;
const words = { text: 'The gate squeaks, still.', lang: 'en' } as const;

describe('whoever sends something', () => {
  test('is given the receipt with the answer when they ask for it, and it holds by itself', async () => {
    const input = { ...words, author: 'person', process: 'request' };
    const { status, body } = await send('/api/v1/inputs?receipt=1', input);
    assert.equal(status, 201);
    assert.match(await sentenceOn(body.receipt), /^These words were recorded on /);
    const plain = await send('/api/v1/inputs', input);
    assert.equal(plain.body.receipt, undefined);
    const other = await send('/api/v1/inputs?receipt=yes', input);
    assert.deepEqual([other.status, other.body.code], [400, 'request-malformed']);
  });

  test('gets the place with it, in the answer, when it is sent again, and at its address', async () => {
    const place = 'By the second weir';
    const source = { name: 'letters', id: '7' };
    const input = { ...words, place, source, author: 'person', process: 'request' };
    const [first, again] = [
      await send('/api/v1/inputs?receipt=1', input),
      await send('/api/v1/inputs?receipt=1', input),
    ];
    assert.equal(first.status, 201, JSON.stringify(first.body));
    const kept = await fetch(`${service.address}/receipts/${first.body.index}.json`);
    for (const receipt of [first.body.receipt, again.body.receipt, (await kept.json()) as Json]) {
      await sentenceOn(receipt);
      assert.equal((receipt as unknown as Receipt).place?.text, place);
    }
  });

  test('gets one for every kind of thing that people say, and again at its address', async () => {
    const acts = Object.fromEntries(caseKinds.map((kind) => [kind, { offices: ['desk'], signatures: 1 }]));
    const codes = [{ code: 'yes', title: 'Yes' }];
    const rules = { title: 'Petition', level: 'consult', authors: ['person'], acts, accounting: 'record' } as const;
    const clocks = { respond: working(10), decide: working(20) };
    const more = { outcomes: codes, dispositions: codes, support: { threshold: 2 }, clocks };
    const petition = { kind: 'process-published', process: 'petition', version: 1, ...rules, ...more };
    await city.say(petition as unknown as Said, [city.registrar]);
    const { body: opened } = await send('/api/v1/inputs', { ...words, author: 'person', process: 'petition' });
    const act = async (said: object, text: string): Promise<number> => {
      const { ref, content } = city.text(text);
      const fields = { by: [city.mandate], case: opened.index, text: ref, ...said };
      const { body } = await city.say(fields as Said, [city.official], [content]);
      assert.ok(Number.isInteger(body.index), JSON.stringify(body));
      return body.index;
    };
    const responded = await act({ kind: 'response' }, 'We oiled it.');
    const asked = await act({ kind: 'question' }, 'Which gate is it?');
    const support = await send('/api/v1/voices?receipt=1', { kind: 'support-added', case: opened.index, ...voice });
    assert.match(await sentenceOn(support.body.receipt), /^This support was recorded/);
    const decision = { kind: 'decision', outcome: 'yes', basis: 'By-law 4', algorithms: 'none', data: 'none' };
    const decided = await act(decision, 'The gate is replaced.');
    const answers = { heard: 'yes', explained: 'partly', achieved: 'unknown' };
    for (const [fields, sentence] of [
      [{ kind: 'dispute', ...voice, ...words, against: responded }, /^This dispute was recorded/],
      [{ kind: 'answer', ...words, answers: asked }, /^This answer was recorded/],
      [{ kind: 'appeal', ...voice, ...words, against: decided }, /^This appeal was recorded/],
      [{ kind: 'evaluation', ...answers }, /^This evaluation was recorded/],
      [{ kind: 'evaluation', ...answers, ...words }, /^This evaluation was recorded/],
    ] as const) {
      const { status, body } = await send('/api/v1/voices?receipt=1', { case: opened.index, ...fields });
      assert.equal(status, 201, JSON.stringify(body));
      assert.match(await sentenceOn(body.receipt), sentence);
      const again = await fetch(`${service.address}/receipts/${body.index}.json`);
      assert.match(await sentenceOn((await again.json()) as Json), sentence);
      const page = await fetch(`${service.address}/receipts/${body.index}`);
      assert.equal(page.status, 200);
    }
  });

  test('gets the receipt of the first time for a record that was taken from elsewhere before', async () => {
    const copied = { ...words, author: 'person', process: 'request', source: { name: 'old-list', id: '17' } };
    const first = await send('/api/v1/inputs?receipt=1', copied);
    const second = await send('/api/v1/inputs?receipt=1', copied);
    assert.deepEqual([first.status, second.status, second.body.index], [201, 200, first.body.index]);
    assert.match(await sentenceOn(second.body.receipt), /^These words were recorded/);
  });
});

test('whoever holds nothing but the receipt proves their words with the service switched off', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'receipt.json');
    let vkey: string;
    {
      await using brief = await startTestService();
      vkey = brief.recorder.vkey;
      const there = await openTestCity(brief);
      const fields = { ...words, author: 'person', process: 'request' };
      const { body } = await there.post('/api/v1/inputs?receipt=1', JSON.stringify(fields));
      await writeFile(file, JSON.stringify((body as unknown as Recorded).receipt));
    }
    const { code, stdout } = await verifyFile(['receipt', file, '--key', vkey]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^These words were recorded on /);
    assert.match(stdout, /The gate squeaks, still\./);
    const altered = (await readFile(file, 'utf8')).replace('squeaks', 'sings');
    await writeFile(file, altered);
    const refused = await verifyFile(['receipt', file]);
    assert.deepEqual([refused.code, refused.stdout.slice(0, 43)], [1, 'This is not a receipt for these words: they']);
  });
});

const VERIFIER = join(import.meta.dirname, '..', '..', '..', 'verifier-cli', 'src', 'verify.ts');

/** The stand-alone verifier, as a process of its own. */
function verifyFile(args: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [VERIFIER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let stdout = '';
    child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout }));
  });
}
