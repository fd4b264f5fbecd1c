import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latinDigits } from './parameters.ts';

test('digits of Arabic and Persian keyboards are digits', () => {
  assert.equal(latinDigits('٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ 0123456789'), '0123456789 0123456789 0123456789');
  assert.equal(latinDigits('المعاملة ٣٢'), 'المعاملة 32');
});
