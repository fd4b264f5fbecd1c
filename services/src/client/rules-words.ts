/** The rules of a process in plain words, for whoever is about to publish them. */
import type { Span } from '@counterfoil/ledger/calendar';
import type { Said } from '@counterfoil/ledger/compose';
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import { count, list, row, wrap } from './layout.ts';
import { language } from './language.ts';

export type PublishedRules = Omit<Extract<Said, { kind: 'process-published' }>, 'kind'>;

const deeds: Readonly<Record<CaseKind, string>> = {
  'input-received': 'take down what people say',
  'support-added': 'count supporters',
  acknowledgement: 'confirm receipt',
  question: 'ask questions',
  answer: 'answer questions, appeals and disputes',
  response: 'answer in substance',
  referral: 'pass the case on',
  'stage-opened': 'open the next stage',
  'case-linked': 'link cases',
  'cases-merged': 'merge cases',
  'case-split': 'split a case',
  decision: 'decide',
  dispositions: 'say what became of each input',
  dissent: 'dissent from a decision',
  commitment: 'make commitments',
  milestone: 'report progress on them',
  evaluation: 'look back on the outcome',
  'evidence-cited': 'cite evidence',
  appeal: 'take down appeals',
  dispute: 'take down disputes',
  correction: 'correct what they signed',
  'content-published': 'publish texts after a look',
  'content-withheld': 'keep texts back',
  'content-redacted': 'take texts out for good, or passages of them',
  'content-restored': 'bring withheld texts back',
  'retention-applied': 'take out texts that were kept long enough',
};

const clockWords: Readonly<Record<keyof PublishedRules['clocks'], string>> = {
  acknowledge: 'receipt is confirmed',
  respond: 'an answer in substance is given',
  decide: 'it is decided',
  'carry-out': 'the decision is carried out',
  evaluate: 'the outcome is looked back on',
  answer: 'a question, an appeal, a dispute or a wish for erasure is answered',
  moderate: 'what waits is looked at',
};

const parts: Readonly<Record<string, string>> = {
  goal: 'its goal',
  options: 'the options considered',
  effect: 'the expected effect and its measure',
  interests: 'the interests declared',
};

/** @param office the title of an office, from its code */
export function describeRules(rules: PublishedRules, office: (code: string) => string): string {
  const who = (codes: readonly string[]): string => list(codes.map(office), 'or');
  const lines = [
    row('Process', `${rules.title} (${rules.process}, version ${rules.version})`),
    row('Promise', `${language.phrase(`level-${rules.level}`)}: ${language.phrase(`level-promise-${rules.level}`)}`),
    row('Heard', list(rules.authors.map((author) => language.phrase(`rules-author-${author}`)))),
  ];
  if (rules.stages !== undefined)
    lines.push(
      row(
        'Stages',
        list(
          rules.stages.map(({ title }) => title),
          'then',
        ),
      ),
      ...rules.stages.map(({ title, admits }) => wrap(`${title}: ${stageWords(admits)}`, 20)),
    );
  lines.push(row('Who may', ''));
  for (const [kind, act] of Object.entries(rules.acts)) {
    if (act === undefined) continue;
    const together = act.signatures === 1 ? '' : `, ${count(act.signatures, 'person', 'people')} together`;
    const counter =
      act.countersigned === undefined
        ? ''
        : `, countersigned by ${count(act.countersigned.signatures, 'person', 'people')} of ${who(act.countersigned.offices)}`;
    lines.push(wrap(`${deeds[kind as CaseKind]}: ${who(act.offices)}${together}${counter}`, 4));
  }
  lines.push(
    row(
      'Outcomes',
      list(
        rules.outcomes.map(({ title, action }) => (action === true ? `${title} (to be carried out)` : title)),
        'or',
      ),
    ),
    row(
      'Inputs become',
      list(
        rules.dispositions.map(({ title }) => title),
        'or',
      ),
    ),
    row(
      'Accounting',
      rules.accounting === 'refuse'
        ? 'a decision that leaves an input without a word is refused'
        : 'a decision may leave inputs without a word; the record shows which',
    ),
  );
  lines.push(
    row(
      'What people say',
      rules.moderation === 'before' ? 'is public once somebody has looked at it' : 'is public at once',
    ),
  );
  if (rules.decisionStates !== undefined)
    lines.push(row('Decisions state', list(rules.decisionStates.map((part) => parts[part] ?? part))));
  if (rules.support !== undefined)
    lines.push(
      row('Supporters', `from ${rules.support.threshold.toLocaleString('en')} on, an answer and a decision are owed`),
    );
  for (const [i, [clock, span]] of Object.entries(rules.clocks).entries())
    if (span !== undefined)
      lines.push(
        row(
          i === 0 ? 'Deadlines' : '',
          `${clockWords[clock as keyof typeof clockWords]} within ${spanWords(span)}${counted(rules, clock)}`,
        ),
      );
  if (rules.areas !== undefined) lines.push(row('Areas', list(rules.areas.map(({ title }) => title))));
  if (rules.grounds !== undefined)
    lines.push(
      row(
        'Texts go if',
        list(
          rules.grounds.map(({ title }) => title),
          'or',
        ),
      ),
    );
  if (rules.retention !== undefined)
    lines.push(
      row(
        'Texts kept',
        `${count(rules.retention.days, 'day')} after the case ends${rules.retention.archive === 'before' ? '; an archive takes them over first' : ''}`,
      ),
    );
  return lines.join('\n');
}

/** Where supporters are counted, answer and decision are owed from the moment there are enough. */
function counted({ support }: PublishedRules, clock: string): string {
  return support !== undefined && (clock === 'respond' || clock === 'decide') ? ', from then on' : '';
}

export function spanWords({ days, count: by }: Span): string {
  return by === 'working' ? count(days, 'working day') : count(days, 'day');
}

function stageWords(admits: readonly string[]): string {
  const words: Readonly<Record<string, string>> = {
    'input-received': 'people speak',
    'support-added': 'supporters join',
    dispositions: 'inputs are accounted for',
    decision: 'it can be decided',
  };
  return admits.length === 0 ? 'nothing is taken in' : list(admits.map((kind) => words[kind] ?? kind));
}
