import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { checkLayers, findImports } from './layers.ts';

const work = mkdtempSync(join(tmpdir(), 'counterfoil-layers-'));
after(() => rmSync(work, { recursive: true, force: true }));

/** Put together, so that this file itself does not seem to call it. */
const CALL = 'import';
const workspaces = ['ledger', 'services', 'verifier-cli', 'web-viewer', 'migrations'];
const manifest = (name: string, dependencies: Readonly<Record<string, string>> = {}): string =>
  JSON.stringify({ name: `@twin/${name}`, dependencies });

const good: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'twin', workspaces, devDependencies: { 'fast-check': '1' } }),
  'ledger/package.json': manifest('ledger', { zod: '1', '@noble/hashes': '1' }),
  'ledger/src/a.ts': `import { z } from 'zod';\nimport { b } from './b/b.ts';\nimport '@noble/hashes/sha2.js';\n`,
  'ledger/src/a.test.ts': `import { test } from 'node:test';\nimport fc from 'fast-check';\nimport { a } from './a.ts';\n`,
  'ledger/interop/main.ts': `import { join } from 'node:path';\nimport { a } from '../src/a.ts';\n`,
  'migrations/package.json': manifest('migrations', { kysely: '1' }),
  'migrations/src/a.ts': `import type { Kysely } from 'kysely';\n`,
  'services/package.json': manifest('services', { '@twin/ledger': '1', '@twin/web-viewer': '1', pino: '1' }),
  'services/src/a.ts': `import {\n  a,\n} from '@twin/ledger/a';\nexport * from '@twin/web-viewer/a';\nimport pino from 'pino';\n`,
  'verifier-cli/package.json': manifest('verifier-cli', { '@twin/ledger': '1' }),
  'verifier-cli/src/a.ts': `import { a } from '@twin/ledger/a';\nconst fs = await ${CALL}('node:fs');\n`,
  'web-viewer/package.json': manifest('web-viewer', { '@twin/ledger': '1' }),
  'web-viewer/src/a.ts': `import { a } from '@twin/ledger/a';\nconst html = 'import from nowhere';\n`,
};

function build(changes: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(work, 'twin-'));
  for (const [path, text] of Object.entries({ ...good, ...changes })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test('a house whose arrows run one way passes, and every file and import of it was seen', () => {
  assert.deepEqual(checkLayers(build()), { files: 7, imports: 15, faults: [] });
});

const bad: readonly (readonly [what: string, file: string, text: string, fault: RegExp])[] = [
  ['the core using Node', 'ledger/src/a.ts', `import { readFile } from 'node:fs';\n`, /ledger does without Node/],
  ['the core using a package', 'ledger/src/a.ts', `import pino from 'pino';\n`, /ledger does without "pino"/],
  ['the core knowing a service', 'ledger/src/a.ts', `import '@twin/services/a';\n`, /ledger does not know services/],
  ['a type alone', 'ledger/src/a.ts', `import type { Db } from '@twin/services/a';\n`, /ledger does not know services/],
  ['a type within a type', 'ledger/src/a.ts', `let a: ${CALL}('pino').Logger;\n`, /ledger does without "pino"/],
  ['a re-export', 'ledger/src/a.ts', `export { a } from 'pino';\n`, /ledger does without "pino"/],
  ['the verifier knowing the viewer', 'verifier-cli/src/a.ts', `import '@twin/web-viewer/a';\n`, /not know web-viewer/],
  ['the viewer knowing a migration', 'web-viewer/src/a.ts', `import '@twin/migrations';\n`, /not know migrations/],
  ['a test knowing a service', 'verifier-cli/src/a.test.ts', `import '@twin/services/a';\n`, /not know services/],
  ['a migration using Node', 'migrations/src/a.ts', `import 'node:fs';\n`, /migrations does without Node/],
  ['a path out of the workspace', 'services/src/a.ts', `import '../../ledger/src/a.ts';\n`, /reaches out of services/],
  ['a path out, late', 'services/src/a.ts', `await ${CALL}('../../ledger/src/a.ts');\n`, /reaches out of services/],
  ['own files by name', 'ledger/src/a.ts', `import '@twin/ledger/b';\n`, /imported by path/],
  ['an undeclared package', 'services/src/a.ts', `import 'express';\n`, /"express" is not declared in services/],
  ['a tool of tests', 'services/src/a.ts', `import fc from 'fast-check';\n`, /"fast-check" is not declared/],
  ['a builder of tests', 'services/src/a.ts', `import './testing/b.ts';\n`, /what runs does not import/],
  ['a module of Node without its prefix', 'services/src/a.ts', `import 'fs';\n`, /write "node:fs"/],
  ['a computed import', 'services/src/a.ts', `await ${CALL}(name);\n`, /only running it can tell/],
  ['a folder in no layer', 'extra/a.ts', '', /in no layer/],
];
for (const [what, file, text, fault] of bad) {
  test(`refused: ${what}`, () => {
    const { faults } = checkLayers(build({ [file]: text }));
    assert.match(faults.join('\n'), fault);
  });
}

test('a workspace in which nothing was seen is a fault, not a pass', () => {
  const root = build();
  rmSync(join(root, 'verifier-cli/src'), { recursive: true });
  assert.match(checkLayers(root).faults.join('\n'), /verifier-cli\/: no TypeScript/);
});

test('installed packages and what was built are nobody’s layer', () => {
  const root = build();
  for (const folder of ['node_modules/pino', 'web-viewer/dist'])
    cpSync(join(root, 'services'), join(root, folder), { recursive: true });
  assert.deepEqual(checkLayers(root).faults, []);
});

test('an import over several lines is one import, and words in texts are none', () => {
  const text = `import type {\n  A,\n  B,\n} from './a.ts';\nconst said = "import x from 'y'";\n// import 'z'\n`;
  assert.deepEqual(findImports(text), [{ name: './a.ts', computed: false }]);
});
