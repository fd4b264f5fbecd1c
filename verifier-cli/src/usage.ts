/** The help of a command: written once, fitted to the terminal, and read by the shell completion. */

/** "  --key <key>        what it is": names, what they take, what they are for. */
const OPTION_LINE = /^ {2}(--[a-z][a-z-]*(?:, --[a-z][a-z-]*)*)(?: <([^>]+)>)?(?: {2,}(.*))?$/;

export interface Option {
  /** With its dashes. */
  readonly name: string;
  /** As the help calls it; undefined for one that takes nothing. */
  readonly takes: string | undefined;
  readonly about: string;
}

/** Those that have a line of their own, each once. */
export function optionsIn(usage: string): readonly Option[] {
  const lines = usage.split('\n');
  const options = new Map<string, Option>();
  let about = '';
  for (const [at, line] of lines.entries()) {
    const [, names, takes, beside] = OPTION_LINE.exec(line) ?? [];
    const below = /^ {3,}(.*)$/.exec(lines[at + 1] ?? '')?.[1]?.trim();
    // Where nothing is said of it, what was said of the one above holds for it too.
    if (names !== undefined) about = beside ?? below ?? about;
    for (const name of names?.split(', ') ?? []) if (!options.has(name)) options.set(name, { name, takes, about });
  }
  return [...options.values()];
}

/** Lines that are too long go on below where their words begin. */
export function fitUsage(usage: string, columns: number): string {
  return usage
    .split('\n')
    .map((line) => fitLine(line, columns))
    .join('\n');
}

function fitLine(line: string, columns: number): string {
  if (line.length <= columns) return line;
  const [head = ''] = /^ *(?:\S.*? {2,}(?=\S))?/.exec(line) ?? [];
  // What is to be typed stays on its line.
  if (head === '  ' && !/[.:)]$/.test(line)) return line;
  const lines: string[] = [];
  let current = head;
  const indent = ' '.repeat(head.length);
  let isBare = true;
  // An exit code stays with what it says.
  for (const word of line.slice(head.length).split(/(?<!\b\d:) /)) {
    if (!isBare && current.length + 1 + word.length > columns) {
      lines.push(current);
      current = indent + word;
    } else {
      current = isBare ? current + word : `${current} ${word}`;
    }
    isBare = false;
  }
  return [...lines, current].join('\n');
}
