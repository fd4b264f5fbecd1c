import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { objectsOf, placesOf, without, withValue, type Path } from '../testing/change-json.ts';
import { fieldSpellings } from '../testing/field-spellings.ts';
import { optionalFields, sampleStatements, SAMPLE_KEYID, SAMPLE_TEXT } from '../testing/sample-statements.ts';
import { base64, utf8 } from './bytes.ts';
import { canonicalBytes, canonicalJson, type Json } from './canonical-json.ts';
import { FormatError } from './error.ts';
import {
  caseOf,
  contentRefs,
  fileRefs,
  formatStatement,
  openEnvelope,
  parseStatement,
  PAYLOAD_TYPE,
  referencesOf,
  requirePayloadType,
  type Kind,
  type Statement,
} from './statement.ts';

const kinds = Object.keys(sampleStatements) as Kind[];
const json = (kind: Kind): Json => sampleStatements[kind] as unknown as Json;
const malformed = { name: 'FormatError', code: 'statement-malformed' };

/** Another JSON type each; none of them is what the field holds. */
const otherTypes: readonly Json[] = [null, true, 'no such word', -1, [], {}, [null], { a: 1 }];

for (const kind of kinds) {
  describe(`A statement of the kind "${kind}"`, () => {
    const whole = json(kind);

    test('with all its fields comes back from its bytes', () => {
      assert.deepEqual(parseStatement(formatStatement(sampleStatements[kind])), sampleStatements[kind]);
      assert.deepEqual(formatStatement(sampleStatements[kind]), canonicalBytes(whole));
    });

    test('can be read without the fields that may be left out, one by one and all together', () => {
      let bare = whole;
      for (const field of optionalFields[kind]) {
        const left = without(whole, field.split('.'));
        assert.deepEqual(parseStatement(canonicalBytes(left)), left, field);
        bare = without(bare, field.split('.'));
      }
      assert.deepEqual(parseStatement(canonicalBytes(bare)), bare);
    });

    test('is refused when any other field is missing, and the error names it', () => {
      const required = placesOf(whole).filter(
        ({ path }) => !isPosition(path) && !optionalFields[kind].includes(path.join('.')) && path.join('.') !== 'kind',
      );
      assert.ok(required.length >= 5);
      for (const { path } of required) {
        const missing = without(whole, path);
        const named = aboutBoth(kind, path) ?? naming(path);
        assert.throws(() => parseStatement(canonicalBytes(missing)), { ...malformed, message: named }, path.join('.'));
      }
      assert.throws(() => parseStatement(canonicalBytes(without(whole, ['kind']))), malformed);
    });

    test('is refused when any object in it has a field more, whatever its name', () => {
      for (const path of objectsOf(whole)) {
        for (const key of ['extra', '__proto__', 'constructor', 'toString', '', 'Kind', 'v']) {
          const more = withValue(whole, [...path, key], 1);
          assert.throws(() => parseStatement(canonicalBytes(more)), malformed, [...path, key].join('.'));
        }
      }
    });

    test('is refused when any field in it holds another type', () => {
      for (const { path, value } of placesOf(whole)) {
        for (const other of otherTypes) {
          if (typeOf(other) === typeOf(value) && (typeof other !== 'string' || isFreeText(path))) continue;
          const changed = withValue(whole, path, other);
          assert.throws(
            () => parseStatement(canonicalBytes(changed)),
            malformed,
            `${path.join('.')} is ${canonicalJson(other)}`,
          );
        }
      }
    });

    test('is refused in any spelling but the canonical one', () => {
      const text = canonicalJson(whole);
      assert.ok(text.startsWith('{"'));
      for (const other of [
        `${text}\n`,
        `\ufeff${text}`,
        text.replace('":', '": '),
        text.replace('{"', '{"\\u0061":1,"'),
      ])
        assert.throws(() => parseStatement(utf8(other)), FormatError);
      assert.throws(
        () => parseStatement(utf8(JSON.stringify(Object.fromEntries(Object.entries(whole as object).reverse())))),
        {
          code: 'json-not-canonical',
        },
      );
    });
  });
}

test('a statement of no known kind is refused, also where JavaScript knows the word', () => {
  for (const kind of [
    'content-redacted',
    '',
    'constructor',
    '__proto__',
    'Decision',
    'decision ',
    7,
    null,
    ['decision'],
  ])
    assert.throws(() => parseStatement(canonicalBytes({ ...(json('decision') as object), kind })), malformed);
  for (const value of [null, [], 'decision', 7, {}])
    assert.throws(() => parseStatement(canonicalBytes(value)), malformed);
});

test('what cannot be read is not written either', () => {
  const { text: _, ...withoutText } = sampleStatements.response;
  assert.throws(() => formatStatement(withoutText as unknown as Statement), malformed);
  assert.throws(() => formatStatement({ ...sampleStatements.response, note: 'x' } as unknown as Statement), malformed);
  assert.throws(() => formatStatement({ ...sampleStatements.decision, basis: '\ud800' }), { code: 'utf8-invalid' });
});

for (const { field, at, good, bad } of fieldSpellings) {
  test(`${field} has one spelling and its limits`, () => {
    for (const [kind, path] of at) {
      const put = (value: Json): Uint8Array => canonicalBytes(withValue(json(kind), path.split('.'), value));
      for (const value of good)
        assert.doesNotThrow(() => parseStatement(put(value)), `${kind} ${path} ${short(value)}`);
      for (const value of bad)
        assert.throws(() => parseStatement(put(value)), malformed, `${kind} ${path} ${short(value)}`);
    }
  });
}

test('an input opens a case or joins one: naming both, or neither, is refused', () => {
  const { process, ...joins } = { ...sampleStatements['input-received'], case: 20 };
  assert.doesNotThrow(() => formatStatement(joins));
  assert.throws(() => formatStatement({ ...joins, process }), malformed);
  const { case: _, ...neither } = joins;
  assert.throws(() => formatStatement(neither), malformed);
});

test('what is taken out of public view is named by officials in a case, or by registrars outside any', () => {
  for (const kind of ['content-withheld', 'content-redacted', 'content-restored'] as const) {
    const { by, case: id, ...outside } = sampleStatements[kind];
    const read = (fields: object): Statement =>
      parseStatement(canonicalBytes({ ...outside, ...fields } as unknown as Json));
    assert.deepEqual(read({}), outside);
    assert.deepEqual(read({ by, case: id }), sampleStatements[kind]);
    assert.throws(() => read({ by }), malformed);
    assert.throws(() => read({ case: id }), malformed);
  }
});

test('what people say is taken down by officials or signed by its author, and who speaks on does so in a case', () => {
  for (const kind of ['input-received', 'appeal', 'dispute', 'answer', 'evaluation'] as const) {
    const { by, ...sample } = { ...sampleStatements[kind], case: 20 };
    const spoken = { ...sample, process: undefined, source: undefined, speaker: 21 };
    const said = JSON.parse(JSON.stringify(spoken)) as Json;
    assert.deepEqual(parseStatement(canonicalBytes(said)), said, kind);
    assert.deepEqual(referencesOf(parseStatement(canonicalBytes(said))).includes(21), true, kind);
    assert.throws(
      () => parseStatement(canonicalBytes(withValue(said, ['by'], by as unknown as Json))),
      malformed,
      kind,
    );
    for (const speaker of [-1, '21', null])
      assert.throws(() => parseStatement(canonicalBytes(withValue(said, ['speaker'], speaker))), malformed, kind);
  }
  const { by: _, process: _process, source, ...input } = { ...sampleStatements['input-received'], speaker: 21 };
  assert.throws(() => formatStatement({ ...input, process: { id: 'a', version: 1 } }), { message: /in the case/ });
  assert.throws(() => formatStatement({ ...input, case: 20, source }), { ...malformed, message: /from a source/ });
  for (const kind of ['withdrawal', 'erasure-request'] as const)
    assert.throws(() => formatStatement({ ...sampleStatements[kind], by: [6] } as unknown as Statement), malformed);
  assert.throws(
    () => formatStatement({ ...sampleStatements['support-added'], speaker: 21 } as unknown as Statement),
    malformed,
  );
});

test('every file that a statement refers to is listed, in the order in which it names them', () => {
  for (const kind of kinds) {
    const files = 'files' in sampleStatements[kind] ? sampleStatements[kind].files : [];
    assert.deepEqual(fileRefs(sampleStatements[kind]), files, kind);
    assert.equal(fileRefs(parseStatement(canonicalBytes(bareOf(kind)))).length, 0, kind);
  }
  assert.equal(kinds.filter((kind) => 'files' in sampleStatements[kind]).length, 10);
});

test('fractions, numbers as text and unsafe integers are refused as integers', () => {
  const text = canonicalJson(json('mandate-ended'));
  for (const number of ['6.5', '6e0', '9007199254740992', '-0', '06'])
    assert.throws(() => parseStatement(utf8(text.replace('"mandate":6', `"mandate":${number}`))), FormatError, number);
});

test('a referral names an office or another authority: naming both, or neither, is refused', () => {
  const { to, ...referral } = sampleStatements.referral;
  assert.doesNotThrow(() => formatStatement({ ...referral, elsewhere: 'County of Hills' }));
  assert.throws(() => formatStatement({ ...referral, to, elsewhere: 'County of Hills' }), malformed);
  assert.throws(() => formatStatement(referral), malformed);
  for (const elsewhere of ['', 'x'.repeat(201), 'a\nb'])
    assert.throws(() => formatStatement({ ...referral, elsewhere }), malformed);
});

test('every text that a statement refers to is listed, each in its place', () => {
  for (const kind of kinds) {
    let count = 0;
    /** A copy in which every text has a number of its own. */
    const numbered = (value: Json): Json => {
      if (Array.isArray(value)) return value.map((item: Json) => numbered(item));
      if (typeof value !== 'object' || value === null) return value;
      // An entry and a digest name a text of somebody else's.
      if ('lang' in value && 'bytes' in value) return { ...value, digest: String(count++).padStart(64, '0') };
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, numbered(member)]));
    };
    const statement = parseStatement(canonicalBytes(numbered(json(kind))));
    const listed = contentRefs(statement).map(({ digest }) => Number(digest));
    assert.deepEqual(
      listed.toSorted((a, b) => a - b),
      Array.from({ length: count }, (_, i) => i),
      kind,
    );
    assert.deepEqual(contentRefs(parseStatement(canonicalBytes(bareOf(kind)))).length, textsOf(bareOf(kind)), kind);
  }
  const other = { ...SAMPLE_TEXT, digest: '1'.repeat(64) };
  const items = [SAMPLE_TEXT, other, SAMPLE_TEXT].map((reason) => ({ code: 'a', inputs: [1], reason }));
  assert.deepEqual(contentRefs({ ...sampleStatements.dispositions, items }), [SAMPLE_TEXT, other, SAMPLE_TEXT]);
  assert.deepEqual(contentRefs({ ...sampleStatements.decision, interests: 'none' }).length, 6);
  const input = { ...sampleStatements['input-received'], place: other };
  assert.deepEqual(contentRefs(parseStatement(canonicalBytes(input as unknown as Json))), [SAMPLE_TEXT, other]);
});

/** The sample without anything that may be left out. */
function bareOf(kind: Kind): Json {
  return optionalFields[kind].reduce((bare, field) => without(bare, field.split('.')), json(kind));
}

function textsOf(value: Json): number {
  return placesOf(value).filter(({ path }) => path.at(-1) === 'bytes' && path[0] !== 'files').length;
}

test('a statement belongs to the case it names, or to the one it opens', () => {
  const { process: _, ...fields } = sampleStatements['input-received'];
  assert.equal(caseOf(sampleStatements['input-received'], 50), 50);
  assert.equal(caseOf({ ...fields, case: 0 }, 50), 0);
  for (const kind of kinds.filter((one) => one !== 'input-received'))
    assert.equal(caseOf(sampleStatements[kind], 50), 'case' in sampleStatements[kind] ? 20 : undefined, kind);
});

/** Numbers that are none of an entry. */
const QUANTITIES = /(^|\.)(size|threshold|version|signatures|days|bytes|minutes|weekdays\.\d+|count|value|scale)$/;

test('every number that stands in a statement counts as a reference to an entry, but for those that count something', () => {
  for (const kind of kinds) {
    const expected = placesOf(json(kind))
      .filter(({ path, value }) => typeof value === 'number' && !QUANTITIES.test(path.join('.')))
      .map(({ value }) => Number(value));
    // What a figure counts reaches up to an entry.
    const upTo = kind === 'figure-reply' ? [sampleStatements[kind].size - 1] : [];
    assert.deepEqual(
      [...referencesOf(sampleStatements[kind])].sort((a, b) => a - b),
      [...expected, ...upTo].sort((a, b) => a - b),
      kind,
    );
  }
  const { process: _, by: __, ...fields } = sampleStatements['input-received'];
  assert.deepEqual(referencesOf({ ...fields, case: 20 }), [20]);
  assert.deepEqual(referencesOf({ ...sampleStatements.decision, algorithms: 'none', data: 'none' }), [20, 6, 7, 7]);
});

test('an envelope is opened only when it says that it holds a statement', () => {
  const payload = formatStatement(sampleStatements.response);
  const signatures = [{ keyid: SAMPLE_KEYID, sig: base64(new Uint8Array(64)) }];
  const envelope = { payload: base64(payload), payloadType: PAYLOAD_TYPE, signatures };
  assert.deepEqual(openEnvelope(envelope), { statement: sampleStatements.response, payload });
  for (const payloadType of [
    'application/json',
    `${PAYLOAD_TYPE} `,
    PAYLOAD_TYPE.toUpperCase(),
    PAYLOAD_TYPE.replace('v1', 'v2'),
  ]) {
    assert.throws(() => openEnvelope({ ...envelope, payloadType }), { code: 'envelope-malformed' }, payloadType);
    assert.throws(() => requirePayloadType({ ...envelope, payloadType }), { code: 'envelope-malformed' });
  }
  assert.throws(() => openEnvelope({ ...envelope, payload: `${envelope.payload}=` }), { code: 'envelope-malformed' });
  assert.throws(() => openEnvelope({ ...envelope, payload: base64(utf8('{}')) }), malformed);
  assert.throws(() => openEnvelope({ ...envelope, payload: base64(utf8('{} ')) }), { code: 'json-not-canonical' });
});

/** What is said of two fields that belong together, or of which only one can be. */
function aboutBoth(kind: Kind, path: Path): RegExp | undefined {
  const field = `${kind} ${path.join('.')}`;
  if (/^(input-received process|referral to)$/.test(field)) return /exactly one/;
  if (/^content-(withheld|redacted|restored) (by|case)$/.test(field)) return /come together/;
  return undefined;
}

function isPosition(path: Path): boolean {
  return /^\d+$/.test(path.at(-1) ?? '');
}

/** Within a field that can hold one of two things, the error names the field. */
function naming(path: Path): RegExp {
  const within = /^(interests|algorithms|data)$/.test(path[0] ?? '') ? path.slice(0, 1) : path;
  return new RegExp(`"${within.join('\\.')}"`);
}

/** Where any words will do. */
function isFreeText(path: Path): boolean {
  return /^(title|basis|name|logKey|unit)$/.test(path.at(-1) ?? '');
}

function typeOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

function short(value: Json): string {
  return canonicalJson(value).slice(0, 80);
}
