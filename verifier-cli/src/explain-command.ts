/** `explain <code>`: what a finding means, what may have caused it, and what to do. */
import { parseArgs } from 'node:util';
import { explanations, isAuditCode, sentenceOf, severityOf, severityWords } from './explanations.ts';
import { called } from './called-as.ts';
import { nearest } from './nearest.ts';
import { wrap } from './report.ts';
import { bold, styleOf, type Style } from './style.ts';
import { UsageError } from './usage-error.ts';

export const explainUsage = `Says what a finding means, what may have caused it, and what to do.

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
  if (!isAuditCode(code)) {
    const meant = nearest(code, Object.keys(explanations));
    throw new UsageError(`There is no code "${code}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`);
  }
  const { why, causes, advice } = explanations[code];
  const part = (heading: string, text: string): string => `${bold(style, heading)}\n${wrap(text, style.columns, '  ')}`;
  const blocks = [
    `${bold(style, code)}: ${severityWords[severityOf(code)]}`,
    part('What it says', sentenceOf(code)),
    part('Why it is looked for', why),
    part('What may have caused it', causes),
    part('What to do', advice),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function listCodes(style: Style): string {
  const codes = Object.keys(explanations).filter(isAuditCode);
  const blocks = (['failure', 'unseen', 'fact'] as const).map((severity) => {
    const own = codes.filter((code) => severityOf(code) === severity);
    return [bold(style, `${severityWords[severity]} (${own.length})`), wrap(own.join(' '), style.columns, '  ')].join(
      '\n',
    );
  });
  return `${blocks.join('\n\n')}\n`;
}
