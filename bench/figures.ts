/** What a benchmark found, and how it is shown in a terminal. */
export interface Figures {
  readonly title: string;
  /** What the figures were measured with. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** What the machine can do by itself, per second, measured in the same run. */
  readonly limits: Readonly<Record<string, number>>;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

export function printFigures(figures: Figures): void {
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
  const table = [columns, ...figures.rows.map((row) => columns.map((column) => text(row[column])))];
  // What is too wide for a terminal is turned: a line for each figure.
  const lines = widthOf(table) > TERMINAL_COLUMNS ? columns.map((_, i) => table.map((row) => row[i] ?? '')) : table;
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((cells) => cells[i]?.length ?? 0)));
  for (const cells of lines)
    process.stdout.write(`  ${cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('   ')}\n`);
  process.stdout.write('\n');
}

const TERMINAL_COLUMNS = 120;

function widthOf(table: readonly (readonly string[])[]): number {
  const [first = []] = table;
  return first.reduce((sum, _, i) => sum + 3 + Math.max(...table.map((cells) => cells[i]?.length ?? 0)), 0);
}
