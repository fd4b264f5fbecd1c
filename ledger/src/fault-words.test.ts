import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from './bytes.ts';
import { canonicalJson, type Json } from './canonical-json.ts';
import { parseStatement } from './statement.ts';
import { sampleStatements } from '../testing/sample-statements.ts';

const office = sampleStatements['office-defined'];
const merged = sampleStatements['cases-merged'];
const input = sampleStatements['input-received'];

const told: readonly (readonly [what: string, statement: unknown, told: string])[] = [
  ['no field', { ...office, office: undefined }, ', at "office": it is missing.'],
  ['another type', { ...office, office: 7 }, ', at "office": it is not a text.'],
  ['no number', { ...merged, into: 'x' }, ', at "into": it is not a number.'],
  ['no list', { ...office, may: 'x' }, ', at "may": it is not a list.'],
  ['no group', { ...office, seen: 1 }, ', at "seen": it is not a group of fields.'],
  ['another spelling', { ...office, office: 'PARKS' }, ', at "office": it is not spelled as it must be.'],
  ['too small a number', { ...merged, into: -1 }, ', at "into": it is less than 0.'],
  ['an empty list', { ...office, may: [] }, ', at "may": it holds fewer than 1.'],
  ['a long text', { ...office, title: 'a'.repeat(201) }, ', at "title": it holds more than 200.'],
  ['another word', { ...office, body: 'club' }, '", "citizens", "supplier", "device".'],
  ['one field more', { ...office, more: 1 }, ': there is no such field as "more".'],
  ['no kind', { ...office, kind: 'x' }, ', at "kind": there is no such kind.'],
  ['a rule of its own', { ...input, case: 1, process: { id: 'a', version: 1 } }, ': exactly one of the two.'],
  ['nothing', 7, ': it is not a group of fields.'],
];
for (const [what, statement, words] of told) {
  test(`a statement with ${what} is refused in words`, () => {
    // What is undefined is left out.
    const json = canonicalJson(JSON.parse(JSON.stringify(statement)) as Json);
    assert.throws(
      () => parseStatement(utf8(json)),
      (error: Error) => {
        assert.equal(error.message.slice(-words.length), words, error.message);
        return error.message.startsWith('The statement does not fit its kind');
      },
    );
  });
}
