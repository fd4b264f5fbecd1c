import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placesOf, withValue, without } from '../testing/change-json.ts';
import { base64, parseUtf8, utf8 } from './bytes.ts';
import { canonicalBytes, parseCanonicalJson, type Json } from './canonical-json.ts';
import { formatEntry, parseEntry, prevField, type Entry } from './entry.ts';
import { FormatError } from './error.ts';
import { MAX_ENTRY_BYTES } from './tile.ts';
import { leafHash } from './tree.ts';

const signature = {
  keyid: `ed25519:${base64(new Uint8Array(32).fill(7))}`,
  sig: base64(new Uint8Array(64).fill(9)),
};
const envelope = {
  payload: base64(utf8('{"kind":"nothing that is known"}')),
  payloadType: 'application/vnd.counterfoil.statement.v1+json',
  signatures: [signature],
};
const entry: Entry = {
  index: 7,
  time: '2026-01-05T08:00:07.000Z',
  prev: base64(leafHash(utf8('the one before'))),
  envelope,
};
/** Read along different ways: one signature as nearly always, several, the first of a log, another payload type. */
const entries: readonly Entry[] = [
  entry,
  { ...entry, envelope: { ...envelope, signatures: [signature, signature] } },
  { ...entry, index: 0, prev: null },
  { ...entry, index: 2 ** 53 - 1, envelope: { ...envelope, payloadType: 'text/plain; charset="utf-8"' } },
];
const malformed = { name: 'FormatError', code: 'entry-malformed' };

test('an entry comes back from its bytes, which are canonical JSON', () => {
  for (const each of entries) {
    assert.deepEqual(parseEntry(formatEntry(each)), each);
    assert.deepEqual(formatEntry(each), canonicalBytes({ v: 1, ...each }));
  }
  assert.match(
    parseUtf8(formatEntry(entry)),
    /^\{"envelope":\{"payload":.*"index":7,"prev":"[^"]+","time":"[^"]+","v":1\}$/,
  );
});

test('an entry of 65,535 bytes is written and read, one of 65,536 neither', () => {
  assert.equal(MAX_ENTRY_BYTES, 65_535);
  const most = filled(65_535);
  const bytes = formatEntry(most);
  assert.equal(bytes.length, 65_535);
  assert.deepEqual(parseEntry(bytes), most);
  const tooMuch = canonicalBytes({ v: 1, ...filled(65_536) });
  assert.equal(tooMuch.length, 65_536);
  assert.throws(() => formatEntry(filled(65_536)), { name: 'FormatError', code: 'entry-too-large', message: /65536/ });
  assert.throws(() => parseEntry(tooMuch), { name: 'FormatError', code: 'entry-too-large' });
  assert.throws(() => parseEntry(new Uint8Array(10_000_000)), { code: 'entry-too-large' });
});

test('an entry with a field missing, a field more or another version is refused', () => {
  for (const each of entries) {
    const whole = parseCanonicalJson(formatEntry(each));
    for (const { path } of placesOf(whole)) {
      if (path.at(-1) === '0' || path.at(-1) === '1') continue;
      assert.throws(() => parseEntry(canonicalBytes(without(whole, path))), malformed, path.join('.'));
    }
    for (const at of [[], ['envelope'], ['envelope', 'signatures', '0']]) {
      for (const key of ['extra', '__proto__', 'hash'])
        assert.throws(
          () => parseEntry(canonicalBytes(withValue(whole, [...at, key], 1))),
          malformed,
          [...at, key].join('.'),
        );
    }
    for (const v of [0, 2, '1', null])
      assert.throws(() => parseEntry(canonicalBytes(withValue(whole, ['v'], v))), malformed);
  }
  for (const value of [null, [], 'entry', 7]) assert.throws(() => parseEntry(canonicalBytes(value)), malformed);
});

test('every field of an entry has one spelling', () => {
  const refused: readonly (readonly [string, Json])[] = [
    ['index', -1],
    ['index', '7'],
    ['index', null],
    ['time', '2026-01-05T08:00:07Z'],
    ['time', '2026-02-30T08:00:07.000Z'],
    ['time', '2026-01-05T24:00:00.000Z'],
    ['time', null],
    ['prev', ''],
    ['prev', 7],
    ['prev', base64(new Uint8Array(31))],
    ['prev', `${base64(new Uint8Array(32)).slice(0, -2)}B=`],
    ['envelope', null],
    ['envelope.payload', ''],
    ['envelope.payloadType', ''],
    ['envelope.payloadType', 'x'.repeat(201)],
    ['envelope.signatures', []],
    ['envelope.signatures', Array.from({ length: 65 }, () => signature)],
    ['envelope.signatures.0.keyid', signature.keyid.slice(8)],
    ['envelope.signatures.0.keyid', `${signature.keyid.slice(0, -2)}B=`],
    ['envelope.signatures.0.sig', `${signature.sig.slice(0, -3)}B==`],
    ['envelope.signatures.0.sig', ''],
    ['envelope.signatures.0.sig', base64(new Uint8Array(3001))],
  ];
  const whole = parseCanonicalJson(formatEntry(entry));
  for (const [path, value] of refused)
    assert.throws(() => parseEntry(canonicalBytes(withValue(whole, path.split('.'), value))), malformed, path);
});

test('an entry in another spelling of JSON is refused', () => {
  const text = parseUtf8(formatEntry(entry));
  const refused: readonly (readonly [string, string])[] = [
    [`${text}\n`, 'json-not-canonical'],
    [` ${text}`, 'json-not-canonical'],
    [text.replace('"index":7', '"index": 7'), 'json-not-canonical'],
    [text.replace('"index":7', '"index":7.0'), 'json-not-canonical'],
    [text.replace('"index":7', '"index":7e0'), 'json-not-canonical'],
    [text.replace('"index":7', '"index":7,"index":7'), 'json-not-canonical'],
    [text.replace('"index":7', '"inde\\u0078":7'), 'json-not-canonical'],
    [text.replace('"index":7', '"index":07'), 'json-invalid'],
    [text.replace('"index":7', '"index":9007199254740992'), 'json-invalid'],
    [text.replace('application/', 'application\\/'), 'json-not-canonical'],
    [JSON.stringify({ v: 1, ...entry }), 'json-not-canonical'],
    [`\ufeff${text}`, 'json-invalid'],
    [`${text}${text}`, 'json-invalid'],
    [text.slice(0, -1), 'json-invalid'],
    ['', 'json-invalid'],
  ];
  for (const [other, code] of refused)
    assert.throws(() => parseEntry(utf8(other)), { name: 'FormatError', code }, other);
  assert.throws(() => parseEntry(utf8(text).with(20, 0xff)), { code: 'utf8-invalid' });
});

test('whichever byte is changed, what is still read has those very bytes: there is no second spelling', () => {
  let read = 0;
  for (const bytes of entries.map(formatEntry)) {
    for (let at = 0; at < bytes.length; at++) {
      for (const byte of [0, 0x20, 0x22, 0x30, 0x3d, 0x41, 0x5c, 0x7d, 0xff, (bytes[at] ?? 0) ^ 1]) {
        const changed = bytes.with(at, byte);
        const other = attempt(changed);
        if (other === undefined) continue;
        assert.deepEqual(formatEntry(other), changed);
        read++;
      }
    }
  }
  assert.ok(read > 1000, `only ${read} were read`);
});

test('what names the entry before it is its leaf hash, and nothing for the first', () => {
  assert.equal(prevField(undefined), null);
  assert.equal(prevField(leafHash(utf8('the one before'))), entry.prev);
});

/** An entry that takes as many bytes in all. */
function filled(bytes: number): Entry {
  const bare = formatEntry({ ...entry, envelope: { ...envelope, payload: '', payloadType: '' } }).length;
  const payload = 'A'.repeat(4 * Math.floor((bytes - bare - 1) / 4));
  return { ...entry, envelope: { ...envelope, payload, payloadType: 'x'.repeat(bytes - bare - payload.length) } };
}

function attempt(bytes: Uint8Array): Entry | undefined {
  try {
    return parseEntry(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
