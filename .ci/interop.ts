/**
 * `npm run interop`: what programs of other people's making say of ours, one part after the other.
 *
 *   npm run interop                            everything
 *   npm run interop -- --allow-missing         what cannot be checked on this machine is said, and is no fault
 *   npm run interop -- --witness <program>     a witness built elsewhere: see services/src/witness/interop/main.ts
 *   npm run interop -- <folder> <vkey>         has a mirrored folder verified: see ledger/interop/main.ts
 *
 * Exit code 0: all is as it should be. 1: something is not. 2: something was asked for and could not be checked.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const NOT_CHECKED = /^Not checked: /;

const { values, positionals } = parseArgs({
  options: { 'allow-missing': { type: 'boolean', default: false }, witness: { type: 'string' } },
  allowPositionals: true,
});
const parts: readonly (readonly string[])[] =
  positionals.length > 0
    ? [['ledger/interop/main.ts', ...positionals]]
    : [
        ['ledger/interop/main.ts'],
        [
          'services/src/witness/interop/main.ts',
          ...(values.witness === undefined ? [] : ['--witness', values.witness]),
        ],
        ['services/src/testing/publishing-interop.ts'],
      ];

const missing: string[] = [];
let worst = 0;
for (const part of parts) {
  const code = await run(part);
  // A part that ended otherwise than by its own will has shown nothing good.
  worst = code === 0 || worst === 1 ? worst : code === 2 ? 2 : 1;
}
if (missing.length > 0)
  console.log(['', 'Not checked on this machine:', ...missing.map((one) => `  ${one}`)].join('\n'));
else if (worst === 0) console.log('Everything was checked.');
process.exitCode = worst === 2 && values['allow-missing'] ? 0 : worst;

/** What it says is shown as it comes. */
function run(args: readonly string[]): Promise<number | null> {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (data: Buffer) => {
      process.stdout.write(data);
      said += data.toString();
    });
    child.once('close', (code) => {
      const lines = said.split('\n').filter((line) => NOT_CHECKED.test(line));
      if (code === 2 && lines.length === 0) lines.push(`Not checked: ${args[0]}`);
      missing.push(...lines.map((line) => line.replace(NOT_CHECKED, '')));
      done(code);
    });
  });
}
