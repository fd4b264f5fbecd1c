import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { MAX_ROW_BYTES, readCsv, type BadRow, type Row } from './csv.ts';

/** Reads the bytes in pieces of the size given, as a file could come. */
async function read(bytes: Uint8Array | string, pieceBytes = 65_536): Promise<readonly (Row | BadRow)[]> {
  const whole = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < whole.length; at += pieceBytes)
      yield await Promise.resolve(whole.subarray(at, at + pieceBytes));
  };
  const rows = [];
  for await (const row of readCsv(pieces())) rows.push(row);
  return rows;
}

/** Line by line what was read: the cells, or `refused`. */
async function outline(
  bytes: Uint8Array | string,
  pieceBytes?: number,
): Promise<readonly (readonly [number, unknown])[]> {
  return (await read(bytes, pieceBytes)).map((row) => [row.line, 'fields' in row ? row.fields : 'refused']);
}

test('cells with line breaks, commas and doubled quotation marks are read as they were written', async () => {
  const file = '\uFEFFa,b\r\n1,"x\r\ny, ""z"""\r\n\r\n,\r\n"",""\r\n3,4';
  const expected = [
    [1, ['a', 'b']],
    [2, ['1', 'x\r\ny, "z"']],
    [5, ['', '']],
    [6, ['', '']],
    [7, ['3', '4']],
  ];
  for (const pieceBytes of [1, 2, 3, 7, 1000]) assert.deepEqual(await outline(file, pieceBytes), expected);
});

test('lines may end in LF, CRLF or CR, and the last in nothing', async () => {
  for (const end of ['\n', '\r\n', '\r'])
    assert.deepEqual(await outline(['a,b', '1,2', '3,4'].join(end), 1), [
      [1, ['a', 'b']],
      [2, ['1', '2']],
      [3, ['3', '4']],
    ]);
});

test('any table comes back whole, however it is cut into pieces, and csv-parse reads the same', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
    fc.stringMatching(/^[,"\r\n ab]{0,6}$/),
  );
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }));
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom('\n', '\r\n'),
      async (rows, pieceBytes, end) => {
        const file = rows.map((row) => row.map(quote).join(',') + end).join('');
        const fields = (await read(file, pieceBytes)).map((row) => ('fields' in row ? row.fields : row.refused));
        assert.deepEqual(fields, rows);
        assert.deepEqual(fields, parse(file, { record_delimiter: end }));
      },
    ),
  );
});

test('after a bad row the next line is read again: no good row is swallowed', async () => {
  assert.deepEqual(await outline('a,b\n1,x"y\n2,"z"q\n3,4\n5,"multi\nline"\n6,7\n', 3), [
    [1, ['a', 'b']],
    [2, 'refused'],
    [3, 'refused'],
    [4, ['3', '4']],
    [5, ['5', 'multi\nline']],
    [7, ['6', '7']],
  ]);
  assert.deepEqual(await outline('a,b\n1,"x\n2,3\n4,5\n'), [
    [1, ['a', 'b']],
    [2, 'refused'],
    [3, ['2', '3']],
    [4, ['4', '5']],
  ]);
});

test('a row that is not UTF-8, or holds a NUL, is refused alone', async () => {
  const bytes = Buffer.concat([
    Buffer.from('a,b\n1,'),
    Buffer.of(0xe9),
    Buffer.from('\n2,\0\n3,é\n4,'),
    Buffer.of(0xed, 0xa0, 0x80),
    Buffer.from('\n'),
  ]);
  assert.deepEqual(await outline(bytes, 2), [
    [1, ['a', 'b']],
    [2, 'refused'],
    [3, 'refused'],
    [4, ['3', 'é']],
    [5, 'refused'],
  ]);
});

test('a file in UTF-16 is refused at its first line', async () => {
  for (const bom of ['\uFEFF', '']) {
    const [first] = await read(Buffer.from(`${bom}a,b\n1,2\n`, 'utf16le'));
    assert.ok(first !== undefined && 'refused' in first);
    assert.equal(first.line, 1);
  }
});

test('a row longer than any ledger takes is refused without being kept in memory', async () => {
  const long = 'x'.repeat(MAX_ROW_BYTES);
  const expected = [
    [1, ['a', 'b']],
    [2, 'refused'],
    [3, ['3', '4']],
  ];
  for (const pieceBytes of [1000, 65_536, 10_000_000]) {
    assert.deepEqual(await outline(`a,b\n1,${long}\n3,4\n`, pieceBytes), expected);
    assert.deepEqual(await outline(`a,b\n1,"${long}"\n3,4\n`, pieceBytes), expected);
  }
  const rows = await outline(`a,b\n1,"${'x\n'.repeat(MAX_ROW_BYTES)}`);
  assert.deepEqual(rows[1], [2, 'refused']);
  assert.equal(rows.length, MAX_ROW_BYTES + 1);
});

test('every byte of a file belongs to a row, read or refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.stringMatching(/^[,"\r\na]{0,40}$/),
      fc.integer({ min: 1, max: 5 }),
      async (file, pieceBytes) => {
        const rows = await read(file, pieceBytes);
        const lines = file.split(/\r\n|\n|\r/);
        const begun = rows.map(({ line }) => line);
        assert.deepEqual(
          begun,
          begun.toSorted((a, b) => a - b),
        );
        assert.equal(new Set(begun).size, begun.length);
        // A line at which no row begins is empty or lies inside a cell that was read.
        for (const [i, text] of lines.entries()) {
          const before = rows.findLast(({ line }) => line <= i + 1);
          if (text === '' || before?.line === i + 1) continue;
          assert.ok(before !== undefined && 'fields' in before, `line ${i + 1} of ${JSON.stringify(file)}`);
          assert.ok(before.fields.some((field) => /[\r\n]/.test(field)));
        }
        assert.deepEqual(await outline(file, pieceBytes), await outline(file, 1000));
      },
    ),
    { numRuns: 500 },
  );
});

function quote(cell: string): string {
  return cell === '' || /[,"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
