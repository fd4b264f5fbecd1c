import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import {
  EVENT_SCHEMA_FILE,
  makeEventSchema,
  makeReadme,
  makeSchema,
  makeSum,
  README_FILE,
  SCHEMA_FILE,
  SUM_FILE,
} from './make-papers.ts';

const AGAIN = 'Run "node verifier-cli/make-papers.ts".';

test('the table of findings in the README is the one of the source, and the sum that of the file that is made of it', async () => {
  const readme = await readFile(README_FILE, 'utf8');
  assert.ok(readme === (await makeReadme(readme)), AGAIN);
  assert.ok(
    readme.split('\n').filter((line) => /^\| `[a-z-]+` +\| \S/.test(line)).length > 100,
    'There are too few rows.',
  );
});

test('the invented city is told the sum of the very same file', async () => {
  assert.ok((await readFile(SUM_FILE, 'utf8')) === (await makeSum()), AGAIN);
});

test('the JSON Schema of what a monitor tells is the one of the source', async () => {
  assert.ok((await readFile(EVENT_SCHEMA_FILE, 'utf8')) === (await makeEventSchema()), AGAIN);
});

test('the JSON Schema of the answer is the one of the source', async () => {
  assert.ok((await readFile(SCHEMA_FILE, 'utf8')) === (await makeSchema()), AGAIN);
});
