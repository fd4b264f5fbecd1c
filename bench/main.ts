/**
 * `npm run bench -- append|submit|verify|pages [--json] …`: how fast, on this machine, with these settings, against the machine's own limit.
 */
import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import { benchAppend } from './append.ts';
import { printFigures, type Figures } from './figures.ts';
import { benchPages } from './pages.ts';
import { benchSubmit } from './submit.ts';
import { benchVerify } from './verify.ts';

const usage = `Usage: npm run bench -- append [--seconds 8] [--clients 1,16,64] [--sizes 10000] [--json]
       npm run bench -- submit [--seconds 8] [--clients 1,16,64] [--json]
       npm run bench -- pages [--seconds 8] [--per-second 100] [--entries 100000] [--json]
       npm run bench -- verify [--entries 50000] [--runs 3] [--json]`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '8' },
    clients: { type: 'string', default: '1,16,64' },
    sizes: { type: 'string', default: '10000' },
    entries: { type: 'string' },
    'per-second': { type: 'string', default: '100' },
    runs: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const machine = { processors: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`, node: process.version };
let figures: Figures;
const load = { seconds: Number(values.seconds), clients: values.clients.split(',').map(Number), machine };
if (positionals[0] === 'append') figures = await benchAppend({ ...load, entries: values.sizes.split(',').map(Number) });
else if (positionals[0] === 'submit') figures = await benchSubmit(load);
else if (positionals[0] === 'pages')
  figures = await benchPages({
    seconds: Number(values.seconds),
    perSecond: Number(values['per-second']),
    entries: Number(values.entries ?? 100_000),
    machine,
  });
else if (positionals[0] === 'verify')
  figures = await benchVerify({ entries: Number(values.entries ?? 50_000), runs: Number(values.runs), machine });
else {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else printFigures(figures);
