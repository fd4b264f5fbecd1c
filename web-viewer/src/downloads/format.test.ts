import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatHead, formatRow } from './format.ts';

const columns = ['entry', 'text', 'inputs', 'statement'];
const row = { entry: 7, text: 'Said "no",\r\nthen left', inputs: [1, 22], statement: { kind: 'x', 'a,b': null } };

test('CSV is quoted where RFC 4180 asks for it, and ends its lines in CR LF', () => {
  assert.equal(formatHead('csv', columns), 'entry,text,inputs,statement\r\n');
  assert.equal(
    formatRow('csv', columns, row),
    '7,"Said ""no"",\r\nthen left",1 22,"{""kind"":""x"",""a,b"":null}"\r\n',
  );
  assert.equal(formatRow('csv', columns, { entry: null }), ',,,\r\n');
});

test('what a spreadsheet would compute is text in CSV, and as it was in JSON Lines', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1', '|calc', '\u0000=1', '\n=1']) {
    const field = formatRow('csv', ['text'], { text }).replace(/^"/, '');
    assert.ok(field.startsWith("'"), JSON.stringify(text));
    assert.deepEqual(JSON.parse(formatRow('jsonl', ['text'], { text })), { text });
  }
  assert.equal(formatRow('csv', ['text'], { text: 'a=1-2' }), 'a=1-2\r\n');
});

test('JSON Lines has every column in every line, and no line within a line', () => {
  assert.equal(formatHead('jsonl', columns), '');
  const line = formatRow('jsonl', columns, { ...row, inputs: [] });
  assert.deepEqual(JSON.parse(line), { ...row, inputs: [] });
  assert.equal(line.indexOf('\n'), line.length - 1);
  assert.deepEqual(JSON.parse(formatRow('jsonl', columns, {})), {
    entry: null,
    text: null,
    inputs: null,
    statement: null,
  });
});
