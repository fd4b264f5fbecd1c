import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCsv } from './accountability-csv.ts';

const columns = [
  { key: 'words', title: 'Words', isFigure: false },
  { key: 'inputs', title: 'Inputs', isFigure: true },
];

test('a table is written as RFC 4180 has it, with the entries of each figure beside it', () => {
  const rows = [
    ['He said "no", twice.', { count: 2, entries: [3, 17] }],
    ['Two\nlines', null],
  ];
  const csv = 'words,inputs,inputs_entries\r\n"He said ""no"", twice.",2,3 17\r\n"Two\nlines",,\r\n';
  assert.equal(formatCsv({ name: 'x', title: '', columns, rows }), csv);
});

test('spans are in days, times and numbers as they are', () => {
  const rows = [[{ ms: 129_600_000 }], [{ ms: null }], [-5], [{ entry: 4 }]];
  const days = [{ key: 'days', title: '', isFigure: false }];
  assert.equal(formatCsv({ name: 'x', title: '', columns: days, rows }), 'days\r\n1.5\r\n\r\n-5\r\n4\r\n');
});

test('no text is a formula to a program that opens the table', () => {
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '  =1', '\t=1', '\r=1', '%0A', '|cmd', '＝1', '\u00a0=1']) {
    const [, line = ''] = formatCsv({ name: 'x', title: '', columns: columns.slice(0, 1), rows: [[formula]] }).split(
      'words\r\n',
    );
    assert.match(line, /^"?'/, JSON.stringify(formula));
  }
});
