/** The quick way to read an entry against the slow one: they may differ in nothing but time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUtf8, utf8 } from './bytes.ts';
import { formatEntry, parseEntry, type Entry } from './entry.ts';
import { FormatError } from './error.ts';
import { openCity } from './testing/city.ts';

test('an entry with any byte changed, taken out or put in is read as if there were no quick way', async () => {
  const { ledger } = await openCity();
  await ledger.say(
    {
      kind: 'input-received',
      process: { id: 'service-request', version: 1 },
      channel: 'web',
      author: 'person',
      text: ledger.text('The usual.'),
    },
    ledger.intakeKey,
  );
  const bytes = ledger.entries.at(-1) ?? assert.fail();
  const [signature] = parseEntry(bytes).envelope.signatures;
  const begin = ',"signatures":[';
  // With two signatures an entry is not a usual one: only the slow way reads it.
  const readSlowly = (text: string): Entry | string => {
    const read = outcome(utf8(text.replace(begin, () => `${begin}${JSON.stringify(signature)},`)));
    if (typeof read === 'string') return read;
    const [, ...signatures] = read.envelope.signatures;
    return { ...read, envelope: { ...read.envelope, signatures } };
  };
  let accepted = 0;
  const compare = (changed: Uint8Array): void => {
    const text = parseUtf8(changed);
    if (!text.includes(begin)) return;
    const read = outcome(changed);
    assert.deepEqual(read, readSlowly(text));
    if (typeof read === 'string') return;
    accepted++;
    assert.deepEqual(formatEntry(read), changed);
  };
  compare(bytes);
  for (let at = 0; at < bytes.length; at++) {
    for (const byte of [0x20, 0x22, 0x30, 0x39, 0x3d, 0x5c, 0x41, 0x2f, 0x7a, 0x7f])
      compare(Uint8Array.from(bytes).fill(byte, at, at + 1));
    compare(Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]));
    compare(Uint8Array.from([...bytes.subarray(0, at), 0x30, ...bytes.subarray(at)]));
  }
  assert.ok(accepted > 1000, 'many of these changes leave an entry an entry');
});

function outcome(bytes: Uint8Array): Entry | string {
  try {
    return parseEntry(bytes);
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
}
