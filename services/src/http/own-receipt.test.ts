import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { parseVerifierKey } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { reportReceipt } from '@counterfoil/ledger/receipt-report';
import { createVerifier } from '@counterfoil/ledger/signature';
import { openTestCity } from '../testing/city.ts';
import { startTestService } from '../testing/service.ts';

const WORDS = 'The canary sings on Quay Street.';
const PLACE = 'Behind the old mint';

test('whoever sends words that are looked at first gets them with the answer, and nobody gets them after that', async () => {
  await using service = await startTestService();
  const { address, recorder } = service;
  const city = await openTestCity(service);
  const codes = [{ code: 'yes', title: 'Yes' }];
  const { status } = await city.say(
    {
      kind: 'process-published',
      ...{ process: 'looked-at', version: 1, title: 'Looked at first', level: 'consult', authors: ['person'] },
      acts: { 'content-published': { offices: ['desk'], signatures: 1 } },
      ...{ outcomes: codes, dispositions: codes, accounting: 'record', clocks: {}, moderation: 'before' },
    },
    [city.registrar],
  );
  assert.equal(status, 201);

  const form = new URLSearchParams({ process: 'looked-at', text: WORDS, place: PLACE, lang: 'en', author: 'person' });
  const sent = await fetch(`${address}/inputs/new`, { method: 'POST', body: form, redirect: 'manual' });
  const page = await sent.text();
  assert.equal(sent.status, 200, page);
  assert.equal(sent.headers.get('cache-control'), 'no-store');
  assert.ok(page.includes(WORDS));
  assert.match(page, /cannot be shown a second time/);
  const [, file = '', name = ''] = /href="data:application\/json;base64,([^"]+)" download="([^"]+)"/.exec(page) ?? [];
  assert.match(name, /^receipt-\d+\.json$/);
  const key = parseVerifierKey(recorder.vkey);
  const report = await reportReceipt(Uint8Array.fromBase64(file), [key], createVerifier(nodePlatform(crypto)));
  assert.ok(report.code === 'holds', report.sentence);
  assert.deepEqual([report.receipt.text, report.receipt.place?.text], [WORDS, PLACE]);

  const index = /receipt-(\d+)/.exec(name)?.[1] ?? '';
  for (const path of [
    `receipts/${index}`,
    `receipts/${index}.json`,
    `entries/${index}`,
    `cases/${index}`,
    '',
    'cases',
  ]) {
    const answer = await fetch(`${address}/${path}`);
    const text = await answer.text();
    assert.equal(answer.status, 200, path);
    assert.doesNotMatch(text, /canary|old mint/, path);
  }
});
