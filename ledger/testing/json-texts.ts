/** Texts that are canonical JSON, that are not, and that name a key twice: the tables that tests and vectors are made of. */
import type { FormatCode } from '../src/error.ts';

/** As many arrays, one within another. */
export function nested(depth: number, inside = ''): string {
  return '['.repeat(depth) + inside + ']'.repeat(depth);
}

export function nestedObjects(depth: number): string {
  return '{"a":'.repeat(depth) + '0' + '}'.repeat(depth);
}

export const canonicalTexts: readonly string[] = [
  '0',
  '-1',
  '9007199254740991',
  'null',
  'true',
  '""',
  '[]',
  '{}',
  '{"1":0,"10":0,"2":0,"a":0}',
  '{"__proto__":1}',
  '{"__proto__":{"a":1},"constructor":2,"toString":3}',
  '{"toJSON":1}',
  '["\\u0000","\\u001f","\u007f","\u2028","\ud83d\ude00","/","\\\\ud800"]',
  '{"\ud83d\ude00":1,"\ufb33":2}',
  nested(32),
  nested(32, '"deep"'),
  nestedObjects(32),
];
export const refusedTexts: readonly (readonly [text: string, code: FormatCode, why: string])[] = [
  ['-0', 'json-not-canonical', 'minus zero'],
  ['1e2', 'json-not-canonical', 'an exponent'],
  ['1E2', 'json-not-canonical', 'an exponent in capitals'],
  ['100e-2', 'json-not-canonical', 'an exponent that makes an integer smaller'],
  ['1.0', 'json-not-canonical', 'a fraction of zero'],
  ['0.5', 'json-invalid', 'a fraction'],
  ['1e-7', 'json-invalid', 'a small fraction'],
  ['9007199254740992', 'json-invalid', 'the first unsafe integer'],
  ['9007199254740993', 'json-invalid', 'an integer that is rounded'],
  ['-9007199254740992', 'json-invalid', 'an unsafe integer below zero'],
  ['1e400', 'json-invalid', 'more than a double holds'],
  ['01', 'json-invalid', 'a leading zero'],
  ['+1', 'json-invalid', 'a plus sign'],
  ['NaN', 'json-invalid', 'no number'],
  [' 1', 'json-not-canonical', 'white space before'],
  ['1 ', 'json-not-canonical', 'white space behind'],
  ['1\n', 'json-not-canonical', 'a line break behind'],
  ['[1, 2]', 'json-not-canonical', 'white space inside'],
  ['{"a" :1}', 'json-not-canonical', 'white space before a colon'],
  ['{"b":1,"a":2}', 'json-not-canonical', 'keys out of order'],
  ['{"a":{"d":1,"c":2}}', 'json-not-canonical', 'keys out of order further down'],
  ['{"2":0,"10":0}', 'json-not-canonical', 'keys in the order of numbers'],
  ['{"\ufb33":1,"\ud83d\ude00":2}', 'json-not-canonical', 'keys in the order of code points'],
  ['{"a":1,"a":1}', 'json-not-canonical', 'a key twice'],
  ['{"a":1,"\\u0061":1}', 'json-not-canonical', 'a key twice, once in disguise'],
  ['{"__proto__":1,"__proto__":1}', 'json-not-canonical', 'a key twice that JavaScript treats apart'],
  ['"\\u0061"', 'json-not-canonical', 'an escape that is not needed'],
  ['"\\/"', 'json-not-canonical', 'an escaped slash'],
  ['"\\u000A"', 'json-not-canonical', 'an escape that has a shorter form'],
  ['"\\u001F"', 'json-not-canonical', 'an escape in capitals'],
  ['"\\ud83d\\ude00"', 'json-not-canonical', 'a surrogate pair in escapes'],
  ['"\\ud83d"', 'utf8-invalid', 'half of a surrogate pair, in an escape'],
  ['{"\\ud83d":1}', 'utf8-invalid', 'half of a surrogate pair in a key'],
  ['"\\uD83D"', 'utf8-invalid', 'half of a surrogate pair, in capitals'],
  ['"a\nb"', 'json-invalid', 'a line break in a string'],
  ['"\u0000"', 'json-invalid', 'a zero byte in a string'],
  ['"', 'json-invalid', 'a string that does not end'],
  ['', 'json-invalid', 'nothing'],
  ['{"a":1}x', 'json-invalid', 'bytes behind the value'],
  ['{"a":1}{"a":1}', 'json-invalid', 'two values'],
  ['[1,]', 'json-invalid', 'a comma too many'],
  ["{'a':1}", 'json-invalid', 'other quotation marks'],
  ['{"a":undefined}', 'json-invalid', 'a word that JSON has not'],
  ['\ufeff{}', 'json-invalid', 'a byte order mark'],
  [nested(33), 'json-invalid', 'nesting too deep'],
  [nested(33, '1'), 'json-invalid', 'nesting too deep around a number'],
  [nestedObjects(33), 'json-invalid', 'objects nested too deep'],
];

/** Valid JSON in which an object names a key twice. */
export const duplicateTexts: readonly string[] = [
  '{"a":1,"a":2}',
  '{"a":1,"b":2,"a":1}',
  '{"a":1,"\\u0061":2}',
  '{"\\u0061":1,"\\u0061":2}',
  '{"\\\\":1,"\\u005c":2}',
  '{"\\"":1,"\\u0022":2}',
  '{"":1,"":2}',
  '{"__proto__":1,"__proto__":2}',
  '{"__proto__":{},"\\u005f_proto__":2}',
  '[{"x":{"y":{"a":1 , "a"\n\t:2}}}]',
  '{"a":{"b":1},"a":{"b":1}}',
  '{"1":0,"1":0}',
];
