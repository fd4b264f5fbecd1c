/** `explain <code>`: what a finding means, what may have caused it, and what to do. */
import { parseArgs } from 'node:util';
import type { AuditCode } from '@counterfoil/ledger/audit';
import { explanations, isAuditCode, sentenceOf, severityOf, severityWords } from './explanations.ts';
import { answerExplanations, isAnswerCode, type AnswerCode } from './answer-explanations.ts';
import { called } from './called-as.ts';
import { nearest } from './nearest.ts';
import { wrap } from './report.ts';
import { bold, styleOf, type Style } from './style.ts';
import { UsageError } from './usage-error.ts';

export const explainUsage = `Says what a finding or an answer means, what may have caused it, and what to do.

  ${called('explain')} <code>

Without a code it lists them all.
`;

/** Gives the exit code. @throws UsageError */
export function explain(argv: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: {} });
  const [code, ...more] = positionals;
  const style = styleOf(process.stdout, process.env);
  if (more.length > 0) throw new UsageError('Give one code.');
  process.stdout.write(code === undefined ? listCodes(style) : explainCode(code, style));
  return Promise.resolve(0);
}

function explainCode(code: string, style: Style): string {
  const blocks = [
    ...(isAuditCode(code) ? [findingBlock(code, style)] : []),
    ...(isAnswerCode(code) ? [answerBlock(code, style)] : []),
  ];
  if (blocks.length === 0) {
    const meant = nearest(code, [...Object.keys(explanations), ...Object.keys(answerExplanations)]);
    throw new UsageError(`There is no code "${code}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`);
  }
  return `${blocks.join('\n\n')}\n`;
}

function part(style: Style, heading: string, text: string): string {
  return `${bold(style, heading)}\n${wrap(text, style.columns, '  ')}`;
}

function answerBlock(code: AnswerCode, style: Style): string {
  const { about, says, advice } = answerExplanations[code];
  return [
    wrap(`${bold(style, code)}: an answer about ${about}`, style.columns),
    part(style, 'What it says', says),
    part(style, 'What to do', advice),
  ].join('\n\n');
}

function findingBlock(code: AuditCode, style: Style): string {
  const { why, causes, advice } = explanations[code];
  return [
    `${bold(style, code)}: ${severityWords[severityOf(code)]}`,
    part(style, 'What it says', sentenceOf(code)),
    part(style, 'Why it is looked for', why),
    part(style, 'What may have caused it', causes),
    part(style, 'What to do', advice),
  ].join('\n\n');
}

function listCodes(style: Style): string {
  const codes = Object.keys(explanations).filter(isAuditCode);
  const blocks = (['failure', 'unseen', 'fact'] as const).map((severity) => {
    const own = codes.filter((code) => severityOf(code) === severity);
    return [bold(style, `${severityWords[severity]} (${own.length})`), wrap(own.join(' '), style.columns, '  ')].join(
      '\n',
    );
  });
  const answers = Object.keys(answerExplanations);
  const listed = wrap(answers.join(' '), style.columns, '  ');
  blocks.push(`${bold(style, `answers about files, and about two sources (${answers.length})`)}\n${listed}`);
  return `${blocks.join('\n\n')}\n`;
}
