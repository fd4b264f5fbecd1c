/** What the papers say of versions, variables, commands and files is what is there. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');
const manual = read('services/README.md');
const papers = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'services/README.md',
  'docs/officials.md',
  'ledger/SPEC.md',
  'verifier-cli/README.md',
];

interface Manifest {
  readonly workspaces?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const manifest = (folder: string): Manifest => JSON.parse(read(`${folder}/package.json`)) as Manifest;
const top = manifest('.');
const manifests = ['.', ...(top.workspaces ?? [])].map(manifest);

/** First and second cell of the rows of tables whose first cell is code. */
const rows = (text: string): [string, string][] =>
  [...text.matchAll(/^\| `([^`]+)` +\| `?([^|`]*?)`? +\|/gm)].map(([, first = '', second = '']) => [first, second]);

test('the README gives every package that is used, with its exact version and a reason', () => {
  const declared = manifests.flatMap(({ dependencies, devDependencies, optionalDependencies }) =>
    Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }),
  );
  const used = new Map(declared.filter(([name]) => !name.startsWith('@counterfoil/')));
  const listed = new Map(rows(readme.slice(readme.indexOf('\n## Dependencies'))));
  assert.ok(used.size > 20, 'The package.json files were not read.');
  assert.deepEqual(listed, used);
});

test('every version is exact, and the same wherever a package is used', () => {
  const versions = new Map<string, string>();
  for (const { dependencies, devDependencies, optionalDependencies } of manifests) {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      assert.match(version, /^\d+\.\d+\.\d+(?:-[a-z0-9.]+)?$/, name);
      assert.equal(versions.get(name) ?? version, version, name);
      versions.set(name, version);
    }
  }
});

test('the manual gives every variable of the configuration, with its default', () => {
  const config = read('services/src/config.ts');
  const variables = [...config.matchAll(/^ {4}([A-Z_]+): (.*),$/gm)];
  assert.ok(variables.length > 5, 'config.ts was not understood.');
  const listed = new Map(rows(manual.slice(manual.indexOf('\n## Configure'), manual.indexOf('\n## Keys'))));
  assert.deepEqual(
    [...listed.keys()],
    variables.map(([, name]) => name),
  );
  for (const [, name = '', schema = ''] of variables) {
    const fallback = /\.default\('?([^')]*)'?\)/.exec(schema)?.[1];
    if (fallback !== undefined) assert.equal(listed.get(name), fallback, name);
  }
});

for (const paper of papers) {
  test(`${paper}: every command it names is there`, () => {
    const named = [...read(paper).matchAll(/\bnpm (?:run )?(start|test(?::long)?|(?<=run )[a-z:-]+)/g)].map(
      ([, name]) => name,
    );
    for (const name of named) assert.ok(name !== undefined && name in (top.scripts ?? {}), `npm run ${name}`);
  });

  test(`${paper}: every file and heading it points at is there`, () => {
    for (const [, target = ''] of read(paper).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path = '', heading] = target.split('#');
      const file = path === '' ? paper : join(dirname(paper), path);
      assert.ok(existsSync(join(root, file)), `${target}: there is no such file`);
      if (heading !== undefined) assert.ok(anchors(read(file)).has(heading), `${target}: there is no such heading`);
    }
  });
}

/** Headings as pages of repositories link to them. */
function anchors(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Source files of the services that run, tests and their builders left out. */
const sources = readdirSync(join(root, 'services/src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.includes('.test') && !/(^|[\\/])testing[\\/]/.test(path))
  .map((path) => read(join('services/src', path)));
/** As the manual prints a sentence with something in it that changes. */
const printed = (text: string): string => text.replaceAll(/\$\{[^}]*\}/g, '…');

test('the manual says of every warning in the log what it means and what to do', () => {
  const calls = sources.flatMap((text) => [...text.matchAll(/\blog\??\.(?:warn|error|fatal)\((.*?)\);/gs)]);
  assert.ok(calls.length > 20, 'The sources were not read.');
  const lines = calls.flatMap(([, call = '']) => [...call.matchAll(/'([^'\n]{15,})'|`([^`\n]{15,})`/g)]);
  const listed = new Set([...manual.matchAll(/^\| (?:warn|error|fatal) +\| `([^`]+)` +\|/gm)].map(([, line]) => line));
  for (const [, quoted, template] of lines) {
    const line = printed(quoted ?? template ?? '');
    assert.ok(listed.has(line), `services/README.md does not explain the line "${line}" of the log.`);
  }
  const texts = sources.map(printed).join('\n');
  for (const line of listed) assert.ok(texts.includes(line ?? ''), `Nothing logs "${line}" any more.`);
});

test('the manual says of every reason to stop what it means and what to do', () => {
  const reasons = [...read('services/src/recorder/fork.ts').matchAll(/^ {2}'([a-z-]+)':$/gm)].map(
    ([, reason]) => reason,
  );
  const section = manual.slice(manual.indexOf('\n## What each alarm means'));
  assert.ok(reasons.length > 5, 'fork.ts was not understood.');
  const listed = [...section.slice(0, section.indexOf('Other reasons')).matchAll(/^\| `([a-z-]+)` +\|/gm)].map(
    ([, code]) => code,
  );
  assert.deepEqual(listed, reasons);
});

test('every chapter of the manual that a program points at is there', () => {
  const headings = new Set([...manual.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading));
  const named = sources.flatMap((text) => [...text.matchAll(/services\/README\.md, "([^"]+)"/g)]);
  assert.ok(named.length > 5, 'The sources were not read.');
  for (const [, heading = ''] of named) assert.ok(headings.has(heading), heading);
});

test('every figure that the manual names is one that the service gives', () => {
  const named = new Set([...manual.matchAll(/`(counterfoil_[a-z_]+)`/g)].map(([, name = '']) => name));
  named.delete('counterfoil_recorder');
  assert.ok(named.size > 5);
  for (const name of named)
    assert.ok(
      sources.some((text) => text.includes(`'${name}'`)),
      name,
    );
});

test('every script of package.json starts a file that is there', () => {
  const files = Object.values(top.scripts ?? {}).flatMap((script) => [...script.matchAll(/\bnode ([\w./-]+\.ts)/g)]);
  assert.ok(files.length > 5);
  for (const [, file = ''] of files) assert.ok(existsSync(join(root, file)), file);
});
