import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { openLetters } from '@counterfoil/ledger/testing/letters';
import { runCommandLine } from './testing/run-command.ts';

/** A record of which a text is erased after its checkpoint was read. @param hides whether the newer checkpoint is ever shown */
async function verifyWhileErased(hides: boolean): Promise<{ readonly code: number | null; readonly stdout: string }> {
  const { ledger, ed, say, write } = await openLetters();
  const [id, text] = await write('My neighbour’s number is 555 0100.');
  const before = await ledger.files();
  await ledger.say(say.redacts(id, [id, text]), ed);
  const after = await ledger.files();
  const gone = `content/${text.digest}`;
  let asked = 0;
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    const old = path === 'checkpoint' && (hides || asked++ === 0);
    const bytes = path === gone ? undefined : ((old ? before : after).get(path) ?? before.get(path));
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const { port } = server.address() as AddressInfo;
    return await runCommandLine('verify', [`http://127.0.0.1:${port}`, '--no-memory'], {});
  } finally {
    server.close();
  }
}

test('a text that is erased while its record is being read is found to be, by the newer checkpoint', async () => {
  const { code, stdout } = await verifyWhileErased(false);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^Verified/);
});

test('where no newer checkpoint says so, the text is missing', async () => {
  const { code, stdout } = await verifyWhileErased(true);
  assert.equal(code, 1, stdout);
  assert.match(stdout, /A text is missing, and no signed entry says why/);
});
