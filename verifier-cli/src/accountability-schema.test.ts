import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { makeReportSchema, REPORT_SCHEMA_FILE } from '../make-papers.ts';

test('the JSON Schema of the report is the one of the source', async () => {
  const text = await readFile(REPORT_SCHEMA_FILE, 'utf8');
  assert.ok(text === (await makeReportSchema()), 'Run "node verifier-cli/make-papers.ts".');
});
