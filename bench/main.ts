/**
 * `npm run bench -- append|verify [--json] …`: how fast, on this machine, with these settings, against the machine's own limit.
 */
import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import { benchAppend } from './append.ts';
import { benchVerify } from './verify.ts';

const usage = `Usage: npm run bench -- append [--seconds 8] [--clients 1,16,64] [--json]
       npm run bench -- verify [--entries 20000] [--runs 3] [--json]`;

export interface Figures {
  readonly title: string;
  /** What the figures were measured with. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** What the machine can do by itself, per second, measured in the same run. */
  readonly limits: Readonly<Record<string, number>>;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

function print(figures: Figures): void {
  const line = (key: string, value: string | number): void =>
    void process.stdout.write(
      `  ${key.padEnd(46)} ${typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 2 }) : value}\n`,
    );
  process.stdout.write(`\n${figures.title}\n\nSettings\n`);
  Object.entries(figures.settings).forEach(([key, value]) => line(key, value));
  process.stdout.write('\nThe machine by itself, per second\n');
  Object.entries(figures.limits).forEach(([key, value]) => line(key, value));
  process.stdout.write('\n');
  const [first] = figures.rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const text = (value: string | number | undefined): string =>
    typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 2 }) : (value ?? '');
  const widths = columns.map((column) =>
    Math.max(column.length, ...figures.rows.map((row) => text(row[column]).length)),
  );
  const format = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('   ')}\n`;
  process.stdout.write(format(columns));
  for (const row of figures.rows) process.stdout.write(format(columns.map((column) => text(row[column]))));
  process.stdout.write('\n');
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '8' },
    clients: { type: 'string', default: '1,16,64' },
    entries: { type: 'string', default: '20000' },
    runs: { type: 'string', default: '3' },
  },
});
const machine = { processors: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`, node: process.version };
let figures: Figures;
if (positionals[0] === 'append')
  figures = await benchAppend({
    seconds: Number(values.seconds),
    clients: values.clients.split(',').map(Number),
    machine,
  });
else if (positionals[0] === 'verify')
  figures = await benchVerify({ entries: Number(values.entries), runs: Number(values.runs), machine });
else {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else print(figures);
