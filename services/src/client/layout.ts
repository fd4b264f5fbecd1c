/** Text for a terminal of 80 columns: wrapped, indented, and free of control characters. */

export const COLUMNS = 80;

/** What is shown was written by others: a terminal must not take it for orders, nor show it backwards. Line breaks stay. */
function plain(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\u{fffd}');
}

/** Each line of the text wrapped at spaces and indented. */
export function wrap(text: string, indent = 0, columns = COLUMNS): string {
  const room = columns - indent;
  const pad = ' '.repeat(indent);
  return plain(text)
    .split('\n')
    .flatMap((line) => wrapLine(line, room))
    .map((line) => (line === '' ? '' : pad + line))
    .join('\n');
}

function wrapLine(line: string, room: number): string[] {
  const lines: string[] = [];
  let current = '';
  // An exit code stays with what it says.
  for (const word of line.split(/(?<!\b\d:) /)) {
    if (current !== '' && current.length + 1 + word.length > room) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

/** `label` in a column of its own, the value beside it, wrapped under itself. */
export function row(label: string, value: string, width = 18): string {
  const rest = wrap(value, width + 2);
  return `  ${plain(label).padEnd(width)}${rest.trimStart()}`.trimEnd();
}

/** The usage of a command: what is too long goes on below its own column. */
export function wrapUsage(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      if (line.length <= COLUMNS) return line;
      const [column = ''] = /^ *(?:\S.*? {2,}(?=\S))?/.exec(line) ?? [];
      return column + wrap(line.slice(column.length), column.length).trimStart();
    })
    .join('\n');
}

/** The beginning of a text, on one line. */
export function shorten(text: string, length: number): string {
  const line = plain(text).replaceAll(/\s+/g, ' ').trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), length / 2)).trimEnd()}…`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** "a, b and c" */
export function list(parts: readonly string[], word = 'and'): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1) ?? ''}`;
}
