import { test } from 'node:test';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestService } from '../testing/service.ts';
import { openRivermouth } from './testing/open-rivermouth.ts';
import { runProgram } from './testing/run-program.ts';
test('x', async () => {
  await using service = await startTestService();
  const { client } = await openRivermouth(service);
  const t0 = performance.now();
  const opening = await client.sendInput({ text: 'w', lang: 'en', author: 'person', process: 'consultation' });
  for (let n = 1; n < 10000; n += 500) await Promise.all(Array.from({ length: Math.min(500, 10000 - n) }, (_, i) => client.sendInput({ text: 'w' + (n + i), lang: 'en', author: 'person', case: opening.index })));
  client.close();
  console.error('recorded', performance.now() - t0);
  const people = join(service.folder, 'people');
  const K = (n: string) => ['--key', join(people, n + '.pem')];
  const common = ['--to', service.address, '--memory', join(service.folder, 'm'), '--yes'];
  for (let i = 0; i < 2; i++) await runProgram('client/sign.ts', ['stage', String(opening.index), ...K('marit'), ...common]);
  const a = ['decide', String(opening.index), '--all-others', '--code', 'adopted', '--reason', 'Because.', '--outcome', 'adopted', '--basis', 'b', '--text', 't', '--algorithms', 'none', '--data', 'none', ...K('yusuf'), ...K('helen'), ...K('oskar'), ...common];
  const { spawn } = await import('node:child_process');
  for (const extra of [['--dry-run'], ['--contains', 'w', '--dry-run'], []]) {
    const t = performance.now();
    const child = spawn('/usr/bin/time', ['-f', '%U user %S sys %e s %M KB', process.execPath, '--cpu-prof', '--cpu-prof-dir=/tmp/h7/prof', join(import.meta.dirname, 'sign.ts'), ...(extra[0] === '--contains' ? a.filter((x) => x !== '--all-others') : a), ...extra], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = ''; child.stdout.on('data', (d: Buffer) => (out += d.toString()));
    await new Promise((r) => child.once('close', r));
    console.error(extra, performance.now() - t, out.slice(-400));
  }
});
