import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { makeReadme, makeSchema, README_FILE, SCHEMA_FILE } from './make-papers.ts';

const AGAIN = 'Run "node verifier-cli/make-papers.ts".';

test('the table of findings in the README is the one of the source', async () => {
  const readme = await readFile(README_FILE, 'utf8');
  assert.ok(readme === (await makeReadme(readme)), AGAIN);
  assert.ok(
    readme.split('\n').filter((line) => /^\| `[a-z-]+` +\| \S/.test(line)).length > 100,
    'There are too few rows.',
  );
});

test('the JSON Schema of the answer is the one of the source', async () => {
  assert.ok((await readFile(SCHEMA_FILE, 'utf8')) === (await makeSchema()), AGAIN);
});
