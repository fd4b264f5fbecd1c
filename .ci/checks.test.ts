/** Each tool finds the fault that was made for it: one that looks at nothing, or has lost its rules, does not pass here. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { listChecks, runCheck, type Outcome } from './checks.ts';

const repository = join(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'counterfoil-checks-'));
after(() => rmSync(work, { recursive: true, force: true }));

const CONFIGURATION = ['tsconfig.json', 'ledger/tsconfig.json', '.oxlintrc.json', '.prettierrc.json', 'knip.json'];
const manifest = (fields: object): string => `${JSON.stringify(fields, undefined, 2)}\n`;
const sound: Readonly<Record<string, string>> = {
  'package.json': manifest({ name: 'twin', type: 'module', workspaces: ['ledger', 'services'] }),
  'ledger/package.json': manifest({ name: '@twin/ledger', type: 'module' }),
  'ledger/src/sum.ts': 'export function sum(a: number, b: number): number {\n  return a + b;\n}\n',
  'ledger/src/sum.test.ts': [
    `import assert from 'node:assert/strict';`,
    `import { test } from 'node:test';`,
    `import { sum } from './sum.ts';`,
    ``,
    `test('one and one is two', async () => {`,
    `  assert.equal(await Promise.resolve(sum(1, 1)), 2);`,
    `});`,
    ``,
  ].join('\n'),
  'services/package.json': manifest({ name: '@twin/services', type: 'module' }),
  'services/src/demo/main.ts': `process.stdout.write('Here.\\n');\n`,
};

/** Runs one of the checks over a small project that has our configuration and, beside what is sound, these files. */
async function check(name: string, files: Readonly<Record<string, string>>): Promise<Outcome> {
  const root = mkdtempSync(join(work, 'twin-'));
  for (const [path, text] of Object.entries({ ...sound, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const path of CONFIGURATION) cpSync(join(repository, path), join(root, path));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  const found = listChecks(root).find((each) => each.name === name);
  assert.ok(found !== undefined, name);
  return runCheck(root, found);
}

for (const name of ['types', 'types of the pure core', 'lint', 'format', 'unused code']) {
  test(`${name}: what is sound passes`, async () => {
    const { passed, output } = await check(name, {});
    assert.equal(passed, true, output);
  });
}

const promise = 'export async function work(): Promise<void> {\n  await Promise.resolve();\n}\n';
const faulty: readonly (readonly [name: string, what: string, text: string, said: RegExp])[] = [
  ['types', 'a wrong type', `const a: number = 'one';\n`, /services\/src\/demo\/main\.ts.*TS2322/],
  ['types', 'an index that may not be there', 'const a: string = process.argv[9];\n', /main\.ts.*TS2322/],
  ['types', 'what does not vanish when types do', 'enum A {\n  B,\n}\n', /TS1294/],
  ['lint', 'a promise nobody waits for', `${promise}work();\n`, /no-floating-promises/],
  ['lint', 'any', 'export const a: any = 1;\n', /no-explicit-any/],
  ['lint', 'an order to the compiler', '// @ts-ignore\nexport const a = 1;\n', /ban-ts-comment/],
  ['lint', 'an exception that excepts nothing', '// oxlint-disable-next-line no-var\nexport const a = 1;\n', /unused/i],
  ['format', 'two spaces', 'const  a = 1;\n', /services\/src\/demo\/main\.ts/],
  ['unused code', 'a package nobody declared', `import 'express';\n`, /express/],
];
for (const [name, what, text, said] of faulty) {
  test(`${name}: finds ${what}`, async () => {
    const { passed, output } = await check(name, { 'services/src/demo/main.ts': text });
    assert.match(output, said);
    assert.equal(passed, false);
  });
}

test('types of the pure core: finds Node in it', async () => {
  const { passed, output } = await check('types of the pure core', {
    'ledger/src/sum.ts': 'export const a = process;\n',
  });
  assert.match(output, /sum\.ts.*TS2591|sum\.ts.*TS2304|sum\.ts.*TS2580/);
  assert.equal(passed, false);
});

test('lint: finds a promise in a test that nobody waits for, though the runner waits for the tests', async () => {
  const text = sound['ledger/src/sum.test.ts']?.replace(
    'assert.equal(',
    'assert.rejects(Promise.reject(new Error()));\n  assert.equal(',
  );
  const { passed, output } = await check('lint', { 'ledger/src/sum.test.ts': text ?? '' });
  assert.match(output, /no-floating-promises/);
  assert.equal(output.match(/no-floating-promises/g)?.length, 1);
  assert.equal(passed, false);
});

test('unused code: finds a file and an export that nobody uses', async () => {
  const { passed, output } = await check('unused code', {
    'services/src/lonely.ts': 'export {};\n',
    'services/src/demo/main.ts': `import { used } from './some.ts';\n\nused();\n`,
    'services/src/demo/some.ts': 'export function used(): void {}\nexport function spare(): void {}\n',
  });
  assert.match(output, /services\/src\/lonely\.ts/);
  assert.match(output, /spare/);
  assert.doesNotMatch(output, /\bused\b.*some\.ts/);
  assert.equal(passed, false);
});

test('a tool that looked at fewer files than there are has not passed', async () => {
  const narrow = {
    'tsconfig.json': '{ "compilerOptions": { "noEmit": true, "types": [] }, "files": ["ledger/src/sum.ts"] }',
  };
  const root = mkdtempSync(join(work, 'twin-'));
  for (const [path, text] of Object.entries({ ...sound, ...narrow })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  const types = listChecks(root).find(({ name }) => name === 'types');
  assert.ok(types !== undefined);
  const { passed, output } = await runCheck(root, types);
  assert.match(output, /did not look at 2 of 3 files/);
  assert.equal(passed, false);
});

test('a tool that is not installed is an error, not a pass', () => {
  assert.throws(() => listChecks(mkdtempSync(join(work, 'empty-'))), /prettier is not installed/);
});

test('a check that cannot run has not passed', async () => {
  const outcome = await runCheck(work, { name: 'none', command: [join(work, 'nowhere.js')] });
  assert.equal(outcome.passed, false);
});
