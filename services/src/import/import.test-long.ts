import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { auditService } from '../client/testing/audit-service.ts';
import { openRivermouth } from '../client/testing/open-rivermouth.ts';
import { runProgram } from '../client/testing/run-program.ts';
import { startTestService } from '../testing/service.ts';

const data = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data');
const skip = existsSync(data) ? false : 'the real input beside the repository (../shared/data) is not here';

interface Report {
  readonly rows: number;
  readonly recorded: number;
  readonly repeated: number;
  readonly refused: readonly unknown[];
}

test(
  'all four files of real input go in whole, go in again without doubling, and the ledger is verified',
  { skip },
  async () => {
    await using service = await startTestService();
    const opened = await openRivermouth(service);
    opened.client.close();
    const files: readonly (readonly [file: string, preset: string, rows: number])[] = [
      ['polis-bowling-green-comments.csv', 'polis', 896],
      ['polis-vtaiwan-uberx-comments.csv', 'polis', 197],
      ['la-311-2018.csv', 'la-311', 10_000],
      ['la-311-2020.csv', 'la-311', 10_000],
    ];
    for (const again of [false, true]) {
      for (const [file, preset, rows] of files) {
        const ran = await runProgram('import/main.ts', [
          ...[join(data, file), '--preset', preset, '--to', service.address, '--json'],
        ]);
        assert.equal(ran.exitCode, 0, ran.stderr + ran.stdout);
        const report = JSON.parse(ran.stdout) as Report;
        const expected = { rows, recorded: again ? 0 : rows, repeated: again ? rows : 0, refused: [] };
        const { recorded, repeated, refused } = report;
        assert.deepEqual({ rows: report.rows, recorded, repeated, refused }, expected, file);
      }
    }
    const { verdict, findings, tally, held } = await auditService(service);
    assert.equal(verdict, 'verified', JSON.stringify(findings.slice(0, 5)));
    assert.equal(held?.size, opened.entries + 21_093);
    assert.equal(tally.entries, held.size);
    // Every row has its text, and so has every mandate its holder.
    assert.ok(tally.texts >= 21_093, String(tally.texts));
  },
);
