/** A consultation with 10,000 inputs, decided and fully accounted for in one session of the command. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTestService } from '../testing/service.ts';
import { auditService } from './testing/audit-service.ts';
import { openRivermouth } from './testing/open-rivermouth.ts';
import { runProgram, type Ran } from './testing/run-program.ts';

const INPUTS = 10_000;
/** Inputs that the official answers one by one, in a file; the others get their reason by what they say. */
const BY_FILE = 4000;

test('a consultation with 10,000 inputs is decided and accounted for in one session, and the verifier misses none', async (t) => {
  await using service = await startTestService();
  const { client } = await openRivermouth(service);
  const opening = await client.sendInput({ text: wish(0), lang: 'en', author: 'person', process: 'consultation' });
  const inputs = [opening.index];
  const send = async (n: number): Promise<number> =>
    (await client.sendInput({ text: wish(n), lang: 'en', author: 'person', case: opening.index })).index;
  for (let n = 1; n < INPUTS; n += 500)
    inputs.push(...(await Promise.all(Array.from({ length: Math.min(500, INPUTS - n) }, (_, i) => send(n + i)))));
  client.close();
  assert.equal(new Set(inputs).size, INPUTS);

  const people = join(service.folder, 'people');
  const sign = (args: readonly string[], ...names: readonly string[]): Promise<Ran> =>
    runProgram('client/sign.ts', [
      ...args,
      ...names.flatMap((name) => ['--key', join(people, `${name}.pem`)]),
      ...['--to', service.address, '--memory', join(service.folder, 'memory'), '--yes'],
    ]);
  const done = async (ran: Promise<Ran>): Promise<string> => {
    const { exitCode, stdout, stderr } = await ran;
    assert.equal(exitCode, 0, stderr);
    return stdout;
  };
  const id = String(opening.index);
  await done(sign(['stage', id], 'marit'));
  await done(sign(['stage', id], 'marit'));

  const file = join(service.folder, 'fates.csv');
  const rows = inputs
    .slice(0, BY_FILE)
    .map((input, n) => `${input},${n % 3 === 0 ? 'adopted' : 'rejected'},"${reason(n)}"`);
  await writeFile(file, ['input,code,reason', ...rows].join('\n'));
  const entriesBefore = service.recorder.publisher.size;
  const startMs = performance.now();
  const out = await done(
    sign(
      [
        ...['decide', id, '--from', file, '--all-others', '--code', 'partly-adopted'],
        ...['--reason', 'Two of the three benches that were asked for can be paid for this year.'],
        ...[
          '--outcome',
          'adopted-changed',
          '--basis',
          'Parks by-law, section 4',
          '--text',
          'The park gets two benches.',
        ],
        ...['--algorithms', 'none', '--data', 'none'],
      ],
      ...['yusuf', 'helen', 'oskar'],
    ),
  );
  const seconds = (performance.now() - startMs) / 1000;
  const entries = service.recorder.publisher.size - entriesBefore;
  t.diagnostic(`${INPUTS} inputs, ${entries} entries, ${seconds.toFixed(1)} s`);
  t.diagnostic(out.slice(out.indexOf('Accounted for')));
  assert.match(out, /Accounted for 10,000 inputs in \d+ entries/);
  assert.match(out, /left without a word: 0\./);
  assert.match(out, /is decided, with \d+ entries in [\d.]+ s\./);
  assert.ok(entries <= 30, `${entries} entries were used`);

  const audited = await auditService(service);
  assert.equal(audited.verdict, 'verified');
  assert.equal(audited.tally.unaccounted, 0);
  const verified = await runProgram('../../verifier-cli/src/verify.ts', [service.address, '--no-memory']);
  assert.equal(verified.exitCode, 0, verified.stdout);
  assert.match(verified.stdout, /Inputs of which nobody has said what became: 0/);
});

function wish(n: number): string {
  return `Wish ${n}: a bench on the path number ${n % 97}, where the shade is.`;
}

/** A few hundred different ones. */
function reason(n: number): string {
  return `On path ${n % 97} the ground ${n % 3 === 0 ? 'carries' : 'does not carry'} a bench; we looked on day ${n % 4}.`;
}
