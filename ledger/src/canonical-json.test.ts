import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { canonicalTexts, duplicateTexts, nested, nestedObjects, refusedTexts } from '../testing/json-texts.ts';
import { concatBytes, parseHex, utf8 } from './bytes.ts';
import {
  canonicalBytes,
  canonicalJson,
  MAX_JSON_DEPTH,
  parseCanonicalJson,
  parseJson,
  type Json,
} from './canonical-json.ts';

describe('Writing canonical JSON', () => {
  test('keys stand in the order of their UTF-16 code units (RFC 8785 section 3.2.3)', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7, '': 8 };
    assert.equal(
      canonicalJson(value),
      '{"":8,"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    );
  });

  test('keys that look like numbers are text as well', () => {
    assert.equal(canonicalJson({ 9: 0, 10: 0, b: 0, '-1': 0, '01': 0 }), '{"-1":0,"01":0,"10":0,"9":0,"b":0}');
  });

  test('strings escape what must be escaped, in the shortest way, and nothing else', () => {
    assert.equal(
      canonicalJson('"\\/\b\t\n\f\r\u0000\u001f\u007f\u0085\u2028\u20ac\ud83d\ude00<>'),
      '"\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u0085\u2028\u20ac\ud83d\ude00<>"',
    );
  });

  test('what is left out is left out, everything else is written without white space', () => {
    const value = { b: [1, -1, true, false, null, 'x', {}, []], a: undefined } as unknown as Json;
    assert.equal(canonicalJson(value), '{"b":[1,-1,true,false,null,"x",{},[]]}');
  });

  test('the largest integers are written, and minus zero is zero', () => {
    assert.equal(canonicalJson([2 ** 53 - 1, -(2 ** 53 - 1), -0]), '[9007199254740991,-9007199254740991,0]');
  });

  test('numbers that a reader could take for another one are refused', () => {
    for (const number of [0.5, 2 ** 53, -(2 ** 53), 1e21, NaN, Infinity, -Infinity])
      assert.throws(() => canonicalJson([number]), { name: 'FormatError', code: 'json-invalid' }, String(number));
  });

  test('half of a surrogate pair is refused, as text and as key', () => {
    for (const value of ['\ud83d', '\ude00', 'a\ude00\ud83d', { '\ud83d': 1 }, [['\udfff']]])
      assert.throws(() => canonicalJson(value), { code: 'utf8-invalid' });
  });

  test('what JSON has no word for is refused', () => {
    for (const value of [undefined, [undefined], () => 1, Symbol('x'), 1n])
      assert.throws(() => canonicalJson(value as unknown as Json), { code: 'json-invalid' });
  });

  test(`${MAX_JSON_DEPTH} arrays or objects within one another are written, one more is not`, () => {
    for (const text of [nested(32), nested(32, '1'), nestedObjects(32)])
      assert.equal(canonicalJson(JSON.parse(text) as Json), text);
    for (const text of [nested(33), nested(33, '1'), nestedObjects(33)])
      assert.throws(() => canonicalJson(JSON.parse(text) as Json), { code: 'json-invalid' });
  });
});

describe('Reading canonical JSON', () => {
  for (const text of canonicalTexts) {
    test(`${show(text)} is canonical`, () => {
      const value = parseCanonicalJson(utf8(text));
      assert.deepEqual(value, JSON.parse(text));
      assert.equal(canonicalJson(value), text);
    });
  }

  for (const [text, code, why] of refusedTexts) {
    test(`${show(text)} is refused: ${why}`, () => {
      assert.throws(() => parseCanonicalJson(utf8(text)), { name: 'FormatError', code });
    });
  }

  test('nesting that would exhaust a stack is refused like any other that is too deep', () => {
    for (const text of [nested(100_000), '['.repeat(100_000), nestedObjects(100_000)])
      assert.throws(() => parseCanonicalJson(utf8(text)), { code: 'json-invalid' });
  });

  test('bytes that are not UTF-8 are refused before anything is parsed', () => {
    for (const bytes of ['22c32822', '22eda08022', '22ff22'])
      assert.throws(() => parseCanonicalJson(parseHex(bytes)), { code: 'utf8-invalid' });
    assert.throws(() => parseCanonicalJson(concatBytes(utf8('{}'), Uint8Array.of(0))), { code: 'json-invalid' });
  });

  test('whatever can be written comes back the same', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        assert.deepEqual(parseCanonicalJson(canonicalBytes(value)), value);
      }),
      { numRuns: 500 },
    );
  });

  test('a text is accepted exactly when it is what a second, naive writer makes of its value', () => {
    let canonical = 0;
    let other = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          jsonValue.map(canonicalJson),
          spelled.map(({ text }) => text),
          mutated,
        ),
        (text) => {
          const verdict = accepts(() => parseCanonicalJson(utf8(text)));
          assert.equal(verdict, text === naiveCanonical(text));
          if (verdict) canonical++;
          else other++;
        },
      ),
      { numRuns: 3000 },
    );
    assert.ok(canonical > 500 && other > 500, `${canonical} canonical, ${other} not`);
  });
});

describe('Reading JSON as clients send it', () => {
  test('it need not be canonical', () => {
    assert.deepEqual(parseJson(utf8(' { "b" : 1e2 , "a" : [ 1.5 , "\\u0061" ] } \n')), { b: 100, a: [1.5, 'a'] });
    assert.deepEqual(parseJson(utf8('"{\\"a\\":1,\\"a\\":2}"')), '{"a":1,"a":2}');
    assert.deepEqual(parseJson(utf8('{"a":"a\\\\","b":":"}')), { a: 'a\\', b: ':' });
    assert.deepEqual(Object.keys(parseJson(utf8('{"__proto__":1,"constructor":2}')) as object), [
      '__proto__',
      'constructor',
    ]);
  });

  for (const text of duplicateTexts) {
    test(`${show(text)} names a key twice`, () => {
      assert.throws(() => parseJson(utf8(text)), { name: 'FormatError', code: 'json-duplicate-key' });
    });
  }

  test('the same key in different objects is no duplicate', () => {
    const text = '[{"a":{"a":{"a":1}}},{"a":["a","a",{"a":"a"}]}]';
    assert.deepEqual(parseJson(utf8(text)), JSON.parse(text));
  });

  test('half of a surrogate pair, deep nesting and broken text are refused here too', () => {
    for (const text of ['"\\ud800"', '["\\udc00\\ud800"]', '{"\\ud800":1}'])
      assert.throws(() => parseJson(utf8(text)), { code: 'utf8-invalid' }, text);
    for (const text of [nested(33), nestedObjects(33), nested(100_000), '\ufeff1', '{"a":1}}', ''])
      assert.throws(() => parseJson(utf8(text)), { code: 'json-invalid' }, show(text));
    assert.deepEqual(parseJson(utf8(nested(32))), JSON.parse(nested(32)));
  });

  test('a string of twelve megabytes neither exhausts the stack nor hides a duplicate', () => {
    const long = 'x'.repeat(6_000_000) + '\\n'.repeat(3_000_000);
    assert.equal((parseJson(utf8(`{"a":"${long}"}`)) as { a: string }).a.length, 9_000_000);
    assert.throws(() => parseJson(utf8(`{"a":"${long}","b":1,"b":1}`)), { code: 'json-duplicate-key' });
  });

  test('duplicates are found exactly where a scanner finds them that reads character by character', () => {
    let found = 0;
    fc.assert(
      fc.property(spelled, ({ text, hasDuplicate }) => {
        assert.equal(scanForDuplicate(text), hasDuplicate, 'the scanner of this test is wrong');
        if (hasDuplicate) found++;
        if (hasDuplicate) assert.throws(() => parseJson(utf8(text)), { code: 'json-duplicate-key' });
        else assert.deepEqual(parseJson(utf8(text)), JSON.parse(text));
      }),
      { numRuns: 2000 },
    );
    assert.ok(found > 50, `only ${found} had a duplicate`);
  });

  test('duplicates are found even where the engine takes one key for another (nodejs/node#63785)', () => {
    parseJson(utf8('{"h":[],"\\\\":0}'));
    for (const text of ['{"h":1,"\\n":2,"\\n":3}', '{"h":1,"\\u0068":2}', '{"h":1,"\\\\":2,"\\u005c":3}'])
      assert.throws(() => parseJson(utf8(text)), { code: 'json-duplicate-key' }, text);
  });
});

const text = fc.string({ unit: 'binary', maxLength: 6 });
/** No key with a backslash: having read one, the JSON.parse of V8 takes other keys for it (nodejs/node#63785). */
const keys = fc.constantFrom(
  'a',
  'b',
  '',
  '"',
  '{',
  '": "',
  '__proto__',
  'constructor',
  '1',
  '10',
  '2',
  '\u20ac',
  '\ud83d\ude00',
  '\ufb33',
  ':',
);

/** Values that JSON of this project can hold, with own keys of any name. */
const jsonValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(fc.maxSafeInteger(), text, fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(keys, tie('value')), { maxLength: 4, selector: ([key]) => key })
      .map((members) => Object.fromEntries(members) as Json),
  ),
})).value;

const leaf: Spelled = { text: '0', hasDuplicate: false };

interface Spelled {
  readonly text: string;
  readonly hasDuplicate: boolean;
}

/** Valid JSON in random spellings, in which keys come twice now and then. */
const spelled: fc.Arbitrary<Spelled> = fc.letrec<{ value: Spelled }>((tie) => {
  const space = fc.constantFrom('', '', '', ' ', '\n\t', '\r ');
  const string = fc.tuple(keys, fc.nat(15)).map(([word, escaped]) => ({ word, text: spell(word, escaped) }));
  return {
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'large' },
      fc
        .oneof(
          string.map((made) => made.text),
          fc.constantFrom('1', '-0', '1.5e3', 'true', 'null'),
        )
        .map((made): Spelled => ({ text: made, hasDuplicate: false })),
      fc.tuple(fc.array(tie('value'), { maxLength: 3 }), space).map(([items, gap]): Spelled => ({
        text: `[${items.map((item) => gap + item.text).join(',')}${gap}]`,
        hasDuplicate: items.some((item) => item.hasDuplicate),
      })),
      fc
        .tuple(
          fc.array(fc.tuple(string, tie('value')), { maxLength: 3 }),
          fc.option(fc.nat(15), { freq: 1 }),
          space,
          space,
        )
        .map(([some, repeated, before, behind]): Spelled => {
          const [first] = some;
          const again: typeof some =
            first === undefined || repeated === null
              ? []
              : [[{ ...first[0], text: spell(first[0].word, repeated) }, leaf]];
          const members = [...some, ...again];
          return {
            text: `{${members.map(([key, value]) => `${before}${key.text}${behind}:${value.text}`).join(',')}${before}}`,
            hasDuplicate:
              new Set(members.map(([key]) => key.word)).size < members.length ||
              members.some(([, value]) => value.hasDuplicate),
          };
        }),
    ),
  };
}).value;

/** The word as a JSON string; each bit says of one unit whether it is escaped without need. */
function spell(word: string, escaped: number): string {
  const units = Array.from({ length: word.length }, (_, i) => word.charAt(i));
  const spelt = units.map((unit, i) => {
    const needed = unit === '"' || !unit.isWellFormed();
    return needed || ((escaped >> i) & 1) === 1 ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit;
  });
  return `"${spelt.join('')}"`;
}

/** Canonical texts with one character changed, taken out or put in. */
const mutated: fc.Arbitrary<string> = fc
  .tuple(jsonValue, fc.nat(), fc.constantFrom('', ' ', '0', '"', '\\', '{', ',', 'a', '-', '.', '\ufeff'), fc.boolean())
  .map(([value, at, put, replaces]) => {
    const whole = Array.from(canonicalJson(value));
    whole.splice(at % (whole.length + 1), replaces ? 1 : 0, put);
    return whole.join('');
  });

/** The canonical form a second time, by its definition, or undefined where there is none. */
function naiveCanonical(source: string): string | undefined {
  try {
    return write(JSON.parse(source), 0);
  } catch {
    return undefined;
  }
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

function write(value: unknown, depth: number): string {
  if (typeof value === 'number') {
    if (!Number.isInteger(value) || Math.abs(value) > 9007199254740991) throw new Error('number');
    return BigInt(value).toString();
  }
  if (typeof value === 'string') {
    let quoted = '"';
    for (const character of value) {
      const point = character.codePointAt(0) ?? 0;
      if (point >= 0xd800 && point <= 0xdfff) throw new Error('half');
      quoted +=
        SHORT[character] ?? (point < 0x20 ? `\\u00${point < 16 ? '0' : '1'}${(point % 16).toString(16)}` : character);
    }
    return `${quoted}"`;
  }
  if (typeof value !== 'object' || value === null) return `${value as boolean | null}`;
  if (depth === 32) throw new Error('deep');
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join()}]`;
  const members = Object.entries(value).map(([key, member]) => ({
    key,
    text: `${write(key, 0)}:${write(member, depth + 1)}`,
  }));
  members.sort((a, b) => compareUnits(a.key, b.key));
  return `{${members.map((member) => member.text).join()}}`;
}

function compareUnits(a: string, b: string): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++)
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return a.charCodeAt(i) - b.charCodeAt(i);
  return a.length - b.length;
}

/** Goes through valid JSON with a stack of the keys seen in each object that is open. */
function scanForDuplicate(source: string): boolean {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(null);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const start = at;
      do at += source[at] === '\\' ? 2 : 1;
      while (source[at] !== '"');
      if (!/^\s*:/.test(source.slice(at + 1))) continue;
      const key = JSON.parse(source.slice(start, at + 1)) as string;
      const known = open.at(-1);
      if (known === null || known === undefined) throw new Error('a colon outside of an object');
      if (known.has(key)) return true;
      known.add(key);
    }
  }
  return false;
}

function accepts(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

function show(source: string): string {
  return source.length > 60
    ? `${JSON.stringify(source.slice(0, 40))}… (${source.length} characters)`
    : JSON.stringify(source);
}
