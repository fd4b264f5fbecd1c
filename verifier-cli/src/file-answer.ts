/** How the answer about a kept file is printed: the verdict first, for people or for programs. */
import type { AuditCode } from '@counterfoil/ledger/audit';
import type { AnswerCode } from './answer-explanations.ts';
import { giveKey } from './belief.ts';
import { bold, paint, styleOf } from './style.ts';
import { wrap } from './report.ts';

export interface Section {
  readonly heading: string;
  /** One that begins with two spaces is something to be copied. */
  readonly lines: readonly string[];
}

export interface Answer {
  readonly exitCode: 0 | 1 | 2;
  readonly code: AnswerCode | AuditCode;
  readonly sentence: string;
  readonly sections: readonly Section[];
  /** What programs get besides. */
  readonly json: object;
}

const verdicts = ['holds', 'wrong', 'unchecked'] as const;
const colours = { holds: 'green', wrong: 'red', unchecked: 'yellow' } as const;

export function formatAnswer({ exitCode, code, sentence, sections, json }: Answer, asJson: boolean): string {
  const verdict = verdicts[exitCode];
  if (asJson) return `${JSON.stringify({ verdict, code, sentence, ...json }, null, 2)}\n`;
  const style = styleOf(process.stdout, process.env);
  const blocks = [
    paint(style, colours[verdict], wrap(plain(sentence), style.columns)),
    ...sections.map(({ heading, lines }) =>
      [bold(style, heading), ...lines.map((line) => wrap(plain(line), style.columns, '  '))].join('\n'),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Control characters, and those that change how others are shown: with them a file could write over its own verdict. */
const NOT_PLAIN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** For a terminal: what came from elsewhere changes nothing but its own line. */
export function plain(text: string): string {
  return text.toWellFormed().replaceAll(NOT_PLAIN, '\ufffd');
}

const MAX_WORD_LINES = 40;

/** The words of a receipt, line by line. */
export function wordLines(text: string | null): readonly string[] {
  if (text === null) return ['The receipt holds no words.'];
  const lines = text.split(/\r\n|[\n\r]/);
  const rest = lines.length - MAX_WORD_LINES;
  return rest <= 0 ? lines : [...lines.slice(0, MAX_WORD_LINES), `… and ${rest} lines more, which the file holds.`];
}

export function keyLines(vkey: string, isGiven: boolean): readonly string[] {
  if (isGiven) return ['Nobody: you gave the log key that signed it.'];
  return [
    'The log key is the one that the file itself names. Compare it with one you got elsewhere:',
    `  ${vkey}`,
    ...giveKey("--key '<key>'"),
  ];
}
