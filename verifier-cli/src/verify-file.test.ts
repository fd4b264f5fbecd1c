/** Files of every kind, given to a command for another. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatReceipt } from '@counterfoil/ledger/receipt';
import { honestHistory, receiptFor } from '@counterfoil/ledger/testing/receipts';
import { temporaryFolder } from './testing/record-folder.ts';
import { runCommandLine } from './testing/run-command.ts';

test('a file of another kind is named, with the command that takes it; an answer is looked into for its receipt', async (t) => {
  const base = await temporaryFolder(t);
  const { ledger, id } = await honestHistory();
  const bytes = formatReceipt(await receiptFor(ledger, id, id + 3));
  const place = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(base, name), content);
    return join(base, name);
  };
  const receipt = await place('receipt.json', bytes);
  const checkpoint = await place('checkpoint', await ledger.checkpoint(id + 3));
  for (const [command, file, words] of [
    [
      'promise',
      receipt,
      /is a receipt, and not a promise\. This checks it: npm run counterfoil -- receipt .*receipt\.json/,
    ],
    ['complaint', receipt, /is a receipt, and not a complaint\./],
    ['evidence', receipt, /is a receipt, and not evidence of two histories\./],
    ['receipt', checkpoint, /is a signed checkpoint, and not a receipt\. This checks it: npm run verify -- /],
  ] as const) {
    const { code, stdout, stderr } = await runCommandLine('main', [command, file], {});
    assert.equal(code, 2, stdout + stderr);
    assert.match(stderr, words);
    assert.equal(stdout, '');
  }

  const answer = await place(
    'answer.json',
    JSON.stringify({ entry: id, receipt: JSON.parse(new TextDecoder().decode(bytes)) as unknown }),
  );
  for (const args of [
    ['receipt', answer],
    ['verify', answer],
    ['verify', receipt],
  ]) {
    const { code, stdout, stderr } = await runCommandLine('main', args, {});
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^These words were recorded on /);
  }

  const picture = await place('picture.png', 'neither');
  const { code, stdout } = await runCommandLine('main', ['verify', picture, '--json'], {});
  assert.equal(code, 2);
  const said = JSON.parse(stdout) as { readonly verdict: string; readonly sentence: string };
  assert.equal(said.verdict, 'unchecked');
  assert.match(said.sentence, /picture\.png" is a file, and neither a receipt/);
});
