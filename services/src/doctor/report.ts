/** What the doctor found, for a terminal. */
import type { Diagnosis, Finding } from './finding.ts';

const [COLUMNS, INDENT] = [100, 9];

export function formatDiagnosis({ counts, parts }: Diagnosis): string {
  const blocks = parts.map(({ title, findings }) => [title, ...findings.map(formatFinding)].join('\n'));
  const { wrong, look, ok } = counts;
  const sum = `${wrong === 0 ? 'Nothing is wrong' : `${wrong} wrong`}, ${look} to look at, ${ok} in order.`;
  return `${[...blocks, sum].join('\n\n')}\n`;
}

function formatFinding({ verdict, says, todo }: Finding): string {
  const lines = [
    ...wrap(says),
    ...(todo === undefined ? [] : wrap(todo).map((line, i) => `${i === 0 ? '> ' : '  '}${line}`)),
  ];
  return lines.map((line, i) => `  ${(i === 0 ? verdict : '').padEnd(INDENT - 2)}${line}`.trimEnd()).join('\n');
}

/** At spaces; what has none stays whole, so that it can be copied. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length > COLUMNS - INDENT - 3) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
