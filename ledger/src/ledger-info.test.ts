import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUtf8, utf8 } from './bytes.ts';
import { formatLedgerInfo, MAX_LEDGER_INFO_BYTES, parseLedgerInfo, type LedgerInfo } from './ledger-info.ts';

const info: LedgerInfo = {
  origin: 'ledger.example.org/rivermouth',
  logKey: 'ledger.example.org/rivermouth+c5876116+AblCeK68cSvUC63RVUsbRfx35PNexle2w6GQMC3lj0uV',
  authority: { name: 'City of Rivermouth', lang: 'en' },
  licence: 'CC-BY-4.0',
  links: { api: 'api/v1/', viewer: '' },
};

test('what a ledger says of itself comes back as it was, before and after it was opened', () => {
  for (const said of [info, { ...info, authority: null, licence: null, links: {} }])
    assert.deepEqual(parseLedgerInfo(formatLedgerInfo(said)), said);
});

test('it need not be canonical: a web server may print it nicely', () => {
  assert.deepEqual(parseLedgerInfo(utf8(JSON.stringify(info, undefined, 2))), info);
});

test('it has its fields and no others, each in its spelling', () => {
  const { logKey: _, ...keyless } = info;
  const refused: readonly unknown[] = [
    keyless,
    { ...info, extra: 1 },
    { ...info, origin: 'https://Ledger.example.org' },
    { ...info, origin: 7 },
    { ...info, logKey: '' },
    { ...info, logKey: 'x'.repeat(301) },
    { ...info, authority: 'City of Rivermouth' },
    { ...info, authority: { name: '', lang: 'en' } },
    { ...info, authority: { name: 'City', lang: 'English' } },
    { ...info, authority: { name: 'City', lang: 'en', person: 'x' } },
    { ...info, licence: '' },
    { ...info, licence: 'x'.repeat(61) },
    { ...info, links: { api: 7 } },
    { ...info, links: { api: 'x'.repeat(401) } },
    { ...info, links: { ['x'.repeat(41)]: '' } },
    [info],
    null,
  ];
  for (const value of refused)
    assert.throws(() => parseLedgerInfo(utf8(JSON.stringify(value))), { name: 'FormatError', code: 'json-invalid' });
});

test('a key that stands twice is refused: two readers could read two ledgers', () => {
  const text = parseUtf8(formatLedgerInfo(info));
  for (const twice of ['"origin":"ledger.example.org/other",', '"\\u006frigin":"ledger.example.org/other",'])
    assert.throws(() => parseLedgerInfo(utf8(text.replace('{', `{${twice}`))), { code: 'json-duplicate-key' });
});

test('bytes that are too many, not JSON or not UTF-8 are refused', () => {
  const padded = (length: number): Uint8Array => utf8(parseUtf8(formatLedgerInfo(info)).padEnd(length, ' '));
  assert.deepEqual(parseLedgerInfo(padded(MAX_LEDGER_INFO_BYTES)), info);
  assert.throws(() => parseLedgerInfo(padded(MAX_LEDGER_INFO_BYTES + 1)), { code: 'json-invalid' });
  for (const text of ['', '<!doctype html>', '\ufeff{}'])
    assert.throws(() => parseLedgerInfo(utf8(text)), { code: 'json-invalid' });
  assert.throws(() => parseLedgerInfo(Uint8Array.of(0x22, 0xff, 0x22)), { code: 'utf8-invalid' });
});
