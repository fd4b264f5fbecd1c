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
  const widths = columns.map((column) =>
    Math.max(column.length, ...figures.rows.map((row) => text(row[column]).length)),
  );
  const format = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('   ')}\n`;
  process.stdout.write(format(columns));
  for (const row of figures.rows) process.stdout.write(format(columns.map((column) => text(row[column]))));
  process.stdout.write('\n');
}
