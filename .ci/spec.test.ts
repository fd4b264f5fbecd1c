import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSpec, findCitations, type Code } from './spec.ts';

const spec = `
## 1 Beginnings

**M1** An entry MUST begin (\`begin-missing\`).

**M2** By M1 it MUST end.

### 1.1 Tables

| code | severity | in words |
|---|---|---|
| \`begin-missing\` | inadmissible | It does not begin. |
| \`file-missing\` | failure | It is not there. |

| constant | value | unit |
|---|---|---|
| \`MAX_BYTES\` | 300 | bytes |
`;
const code: Code = {
  rules: { 'begin-missing': { severity: 'inadmissible', sentence: 'It does not begin.' } },
  auditRules: { 'file-missing': { severity: 'failure', sentence: 'It is not there.' } },
  constants: new Map([['MAX_BYTES', 300]]),
  files: new Map([
    ['a.ts', '/** Begins. SPEC 1.1, M1. */'],
    ['b.test.ts', '// SPEC M2'],
  ]),
};

test('a SPEC and code that say the same pass', () => {
  assert.deepEqual(compareSpec(spec, code), []);
});

const bad: readonly (readonly [what: string, spec: string, code: Partial<Code>, fault: RegExp])[] = [
  ['a MUST that nobody cites', spec, { files: new Map([['a.ts', 'SPEC M1']]) }, /no test cites M2/],
  ['a citation of no MUST', spec, { files: new Map([...code.files, ['c.ts', 'SPEC M3']]) }, /c\.ts: cites SPEC M3/],
  ['a citation of no section', spec, { files: new Map([...code.files, ['c.ts', 'SPEC 1.2']]) }, /cites SPEC 1\.2/],
  ['a number left out', spec.replace('**M2**', '**M3**'), {}, /M3 stands where M2 should/],
  ['a number used twice', spec.replace('**M2**', '**M1**'), {}, /M1 stands where M2 should/],
  ['a MUST spoken of and not there', spec.replace('By M1', 'By M9'), {}, /speaks of M9/],
  ['no MUST at all', spec.replaceAll('**', ''), {}, /no line that begins with/],
  [
    'a rule that the table lacks',
    spec,
    { rules: { ...code.rules, other: { severity: 'fact', sentence: '' } } },
    /lacks/,
  ],
  ['a rule that the code lacks', spec, { rules: {} }, /no rule `begin-missing`/],
  ['another severity', spec.replace('| inadmissible |', '| fact |'), {}, /"inadmissible: It does not begin\."/],
  ['another sentence', spec.replace('not begin.', 'never begin.'), {}, /"inadmissible: It does not begin\."/],
  ['a rule in no MUST', spec.replace(' (`begin-missing`)', ''), {}, /no MUST names the rule/],
  ['no table of rules', spec.replace(/^\| `.*$/gm, ''), {}, /table of rules was not found/],
  ['an audit finding that the code lacks', spec, { auditRules: {} }, /no rule `file-missing`/],
  [
    'an audit finding that the table lacks',
    spec.replace('| failure |', '| bad |'),
    {},
    /lacks the rule `file-missing`/,
  ],
  ['another sentence of an audit finding', spec.replace('not there', 'gone'), {}, /"failure: It is not there\."/],
  ['another number', spec.replace('300', '301'), {}, /MAX_BYTES is 301 there and 300 in the code/],
  ['a number the code lacks', spec, { constants: new Map() }, /exports no number named MAX_BYTES/],
  ['no table of constants', spec.replace('`MAX_BYTES`', 'MAX_BYTES'), {}, /table of constants was not found/],
];
for (const [what, text, changes, fault] of bad) {
  test(`refused: ${what}`, () => {
    assert.match(compareSpec(text, { ...code, ...changes }).join('\n'), fault);
  });
}

test('tables may be laid out for the eye', () => {
  const wide = spec.replace('` | inadmissible | It does not begin. |', '`   | inadmissible   | It does not begin.   |');
  assert.deepEqual(compareSpec(wide.replace('` | 300 |', '`   | 300   |'), code), []);
  assert.notEqual(wide, spec);
});

test('one citation may name a section and several MUSTs, over the end of a line', () => {
  const text = '/**\n * Keeps it. SPEC 8.3, M17,\n * M18 and M20. SPEC 5, M12; RFC 32.\n */\n// SPEC M4';
  assert.deepEqual(findCitations(text), ['8.3', 'M17', 'M18', 'M20', '5', 'M12', 'M4']);
});
