import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '@counterfoil/ledger/bytes';
import { parseFormBody } from './form-body.ts';

const parse = (text: string) => parseFormBody(utf8(text));

test('a form is read as browsers write it', () => {
  assert.deepEqual(
    parse('text=two+words%0D%0Aand+%E6%B0%91&lang=zh&author='),
    new Map([
      ['text', 'two words\r\nand 民'],
      ['lang', 'zh'],
      ['author', ''],
    ]),
  );
});

test('what no browser would send is refused whole', () => {
  assert.equal(parse(''), undefined, 'no field');
  assert.equal(parse('text'), undefined, 'a field without a value');
  assert.equal(parse('a=1&a=2'), undefined, 'a field twice');
  assert.equal(parse('a=%'), undefined, 'half an escape');
  assert.equal(parse('a=%FF'), undefined, 'escapes that are not UTF-8');
  assert.equal(parseFormBody(Uint8Array.of(0x61, 0x3d, 0xff)), undefined, 'bytes that are not UTF-8');
  assert.equal(parse(Array.from({ length: 21 }, (_, i) => `f${i}=1`).join('&')), undefined, 'too many fields');
});

test('a field named like a part of every object is a field like any other', () => {
  assert.equal(parse('__proto__=1&text=x')?.get('__proto__'), '1');
});
