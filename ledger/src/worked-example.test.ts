/** Section 14 of the SPEC made again: a second implementer compares with these values, so none may be old. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { base64, hex, parseUtf8 } from './bytes.ts';
import { parseEntry } from './entry.ts';
import { preAuthEncoding } from './envelope.ts';
import { openEnvelope } from './statement.ts';
import { openCity, tellCase, type City } from './testing/city.ts';
import { formatTlogProof } from './tlog-proof.ts';
import { leafHash, proveInclusion } from './tree.ts';

const spec = readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8');
const example = spec.slice(spec.indexOf('## 14 '));
/** What stands between the fences, each block with the line breaks it has on the page. */
const blocks = [...example.matchAll(/^```(?:json)?\n(.*?)\n```$/gms)].map(([, block = '']) => block);
/** Blocks in which a long line was wrapped, as one line each. */
const lines = new Set(blocks.map((block) => block.replaceAll('\n', '')));

describe('The worked example of the SPEC', () => {
  let city: City;
  let index: number;
  before(async () => {
    city = await openCity();
    index = await tellCase(city);
  });
  const bytes = (at = index): Uint8Array => city.ledger.entries[at] ?? assert.fail(`There is no entry ${at}.`);
  const opened = () => openEnvelope(parseEntry(bytes()).envelope);

  test('is about the entry and the ledger that it says', () => {
    assert.equal(index, 11);
    assert.ok(example.includes(`The ledger is \`${city.ledger.origin}\`; eleven entries have opened it.`));
    assert.ok(example.includes(`The entry is number ${index}, its bytes`));
    assert.equal(blocks.length, 7);
  });

  test('has the words, their salt and their digest', () => {
    const { statement } = opened();
    assert.ok(statement.kind === 'input-received');
    const content = city.ledger.contents.get(statement.text.digest) ?? assert.fail('The words are not there.');
    assert.ok(example.includes(`“${content.text}”`));
    assert.ok(lines.has(hex(content.salt)));
    assert.ok(lines.has(statement.text.digest));
  });

  test('has the statement, the beginning of what is signed, and the key', () => {
    const { payload } = opened();
    assert.ok(lines.has(parseUtf8(payload)));
    const message = parseUtf8(preAuthEncoding(parseEntry(bytes()).envelope.payloadType, payload));
    const begins = blocks.find((block) => block.startsWith('DSSEv1')) ?? '';
    assert.ok(begins.endsWith('…') && begins.length > 100);
    assert.ok(message.startsWith(begins.slice(0, -1)));
    assert.ok(example.includes(`the intake key \`${city.ledger.intakeKey.keyid}\` signs it`));
  });

  test('has the bytes of the entry and its leaf hash, which the next entry carries', () => {
    assert.ok(lines.has(parseUtf8(bytes())));
    const leaf = base64(leafHash(bytes()));
    assert.ok(lines.has(leaf));
    assert.equal(parseEntry(bytes(index + 1)).prev, leaf);
  });

  test('has the key of the log and the whole proof', async () => {
    const { ledger } = city;
    assert.ok(example.includes(`the log (\`${ledger.vkey}\`)`));
    assert.equal(ledger.entries.length, index + 7);
    const proof = await proveInclusion(index, ledger.entries.length, (nodes) =>
      Promise.resolve(nodes.map(({ level, index: at }) => ledger.node(level, at))),
    );
    const text = formatTlogProof({ index, proof, checkpoint: await ledger.checkpoint() });
    assert.ok(blocks.includes(text.trimEnd()));
  });
});
