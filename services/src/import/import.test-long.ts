import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseEntry } from '@counterfoil/ledger/entry';
import { openEnvelope } from '@counterfoil/ledger/statement';
import { auditService } from '../client/testing/audit-service.ts';
import { openRivermouth } from '../client/testing/open-rivermouth.ts';
import { runProgram } from '../client/testing/run-program.ts';
import { distinctStrings, findFreeText } from '../testing/free-text.ts';
import { startTestService } from '../testing/service.ts';
import { openTable } from './table.ts';

const data = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data');
const skip = existsSync(data) ? false : 'the real input beside the repository (../shared/data) is not here';

/** Columns in which somebody's words, somebody's name or a place stands. */
const PERSONAL = [
  'comment-body',
  'Latitude',
  'Longitude',
  'latitude',
  'longitude',
  'CDMember',
  'cdmember',
  'NCName',
  'ncname',
];
/** Shorter ones are to be found in anything. */
const TELLING_CHARACTERS = 6;

interface Report {
  readonly rows: number;
  readonly recorded: number;
  readonly repeated: number;
  readonly areas: number;
  readonly places: number;
  readonly areasUnknown: number;
  readonly refused: readonly unknown[];
}

test(
  'all four files of real input go in whole, go in again without doubling, and the ledger is verified',
  { skip },
  async () => {
    await using service = await startTestService();
    const opened = await openRivermouth(service);
    opened.client.close();
    // Rows in areas that this city does not have, and rows about what is in the street.
    const files: readonly (readonly [file: string, preset: string, rows: number, elsewhere: number, places: number])[] =
      [
        ['polis-bowling-green-comments.csv', 'polis', 896, 0, 0],
        ['polis-vtaiwan-uberx-comments.csv', 'polis', 197, 0, 0],
        ['la-311-2018.csv', 'la-311', 10_000, 9995, 3225],
        ['la-311-2020.csv', 'la-311', 10_000, 9989, 3656],
      ];
    for (const again of [false, true]) {
      for (const [file, preset, rows, elsewhere, places] of files) {
        const ran = await runProgram('import/main.ts', [
          ...[join(data, file), '--preset', preset, '--to', service.address, '--json'],
        ]);
        assert.equal(ran.exitCode, 0, ran.stderr + ran.stdout);
        const report = JSON.parse(ran.stdout) as Report;
        const expected = { rows, recorded: again ? 0 : rows, repeated: again ? rows : 0, refused: [] };
        const { recorded, repeated, refused } = report;
        assert.deepEqual({ rows: report.rows, recorded, repeated, refused }, expected, file);
        const where = [report.areas, report.areasUnknown, report.places];
        assert.deepEqual(where, again ? [0, 0, 0] : [0, elsewhere, places], file);
      }
    }
    const rows = await service.db.selectFrom('entries').select('bytes').orderBy('index').execute();
    const statements = rows.map(({ bytes }) => openEnvelope(parseEntry(bytes).envelope).statement);
    assert.deepEqual(statements.flatMap(findFreeText), []);
    // Nothing of what these columns hold, however it might have got there.
    const logged = [...distinctStrings(statements)].join('\n').toLowerCase();
    for (const [file] of files) {
      const cells = new Set<string>();
      for await (const row of (await openTable(join(data, file))).rows())
        for (const column of PERSONAL) if ('cells' in row) cells.add((row.cells[column] ?? '').trim().toLowerCase());
      const there = [...cells].filter((cell) => cell.length >= TELLING_CHARACTERS);
      assert.ok(there.length > 100, file);
      assert.deepEqual(
        there.filter((cell) => logged.includes(cell)),
        [],
        file,
      );
    }
    const { verdict, findings, tally, held } = await auditService(service);
    assert.equal(verdict, 'verified', JSON.stringify(findings.slice(0, 5)));
    assert.equal(held?.size, opened.entries + 21_093);
    assert.equal(tally.entries, held.size);
    // Every row has its text, and so has every mandate its holder.
    assert.ok(tally.texts >= 21_093, String(tally.texts));
  },
);
