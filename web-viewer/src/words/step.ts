import type { MatterState, StateShapes } from '@counterfoil/ledger/state';
import type { Statement } from '@counterfoil/ledger/statement';
import { isKind, type OpenedEntry } from '../opened-entry.ts';
import { factWords, formatDecimal } from './facts.ts';
import { formatCount, formatNumber } from './numbers.ts';
import { authors, channels } from './vocabulary.ts';

/** What a title is made of besides the statement. */
export interface StepFacts {
  /** Those who signed. */
  readonly offices: string;
  /** The office that the statement names. */
  readonly named: string;
  /** What it answers. */
  readonly matter: MatterState['kind'] | undefined;
  readonly rules: StateShapes['rules'] | undefined;
  /** The case on whose page it stands; undefined in lists. */
  readonly here: number | undefined;
}

export const stepWords = {
  /** What happened, in a few words. */
  title({ index, statement }: OpenedEntry, { offices, named, matter, rules, here }: StepFacts): string {
    const thisOr = (id: number): string => (id === here ? 'this case' : `case ${formatNumber(id)}`);
    const aCase = here === undefined ? 'a case' : 'this case';
    switch (statement.kind) {
      case 'input-received':
        if (statement.author === 'data-set') return 'Copied from a data set';
        if (statement.speaker !== undefined) return `Whoever said entry ${formatNumber(statement.speaker)} added to it`;
        return `${authors[statement.author]} ${statement.case === undefined ? 'opened' : 'added to'} ${aCase}`;
      case 'support-added':
        return statement.count === 1
          ? `${authors[statement.author]} supported ${aCase}`
          : `${formatNumber(statement.count)} supporters were counted`;
      case 'acknowledgement':
        return `${offices} confirmed receipt`;
      case 'response':
        return `${offices} answered`;
      case 'question':
        return `${offices} asked ${statement.to === undefined ? 'those who spoke up' : named} a question`;
      case 'answer':
        return answered(offices || 'Somebody', matter, statement.result);
      case 'referral':
        return `${offices} passed ${aCase} on to ${statement.elsewhere ?? named}`;
      case 'stage-opened':
        return `${offices} opened the stage “${stageTitle(rules, statement.stage)}”`;
      case 'case-linked':
        return `${offices} linked ${thisOr(statement.case)} with ${thisOr(statement.other)}`;
      case 'cases-merged':
        return `${offices} made ${thisOr(statement.case)} part of ${thisOr(statement.into)}`;
      case 'case-split': {
        const inputs = formatCount(statement.inputs.length, 'input');
        if (here === index)
          return `${offices} opened this case with ${inputs} from case ${formatNumber(statement.case)}`;
        return `${offices} moved ${inputs} into a case of their own: case ${formatNumber(index)}`;
      }
      case 'decision': {
        const { outcome } = statement;
        return `${offices} decided: ${rules?.outcomes.find(({ code }) => code === outcome)?.title ?? outcome}`;
      }
      case 'dispositions': {
        const inputs = statement.items.reduce((sum, item) => sum + item.inputs.length, 0);
        return `${offices} said what became of ${formatCount(inputs, 'input')}`;
      }
      case 'dissent':
        return `${offices} dissented from the decision`;
      case 'commitment':
        return `${offices} made a commitment`;
      case 'milestone':
        return `${offices} reported on a commitment: ${factWords.progresses[statement.progress]}`;
      case 'evaluation':
        return `${offices || 'Somebody'} looked back on the outcome`;
      case 'evidence-cited':
        return `${offices} cited evidence`;
      case 'appeal':
        return `${authors[statement.author]} appealed`;
      case 'dispute':
        return `${authors[statement.author]} disputed an earlier step`;
      case 'withdrawal':
        return `Whoever said entry ${formatNumber(statement.speaker)} took it back`;
      case 'erasure-request':
        return `${statement.speaker === undefined ? 'Somebody' : `Whoever said entry ${formatNumber(statement.speaker)}`} asked that a text be erased`;
      case 'correction':
        return `${offices} corrected an earlier step`;
      case 'content-published':
        return `${offices} let ${formatCount(statement.items.length, 'text')} into public view`;
      case 'content-withheld':
        return `${offices} took a text out of public view`;
      case 'content-redacted':
        return `${offices} ${statement.replacement === undefined ? 'erased a text' : 'blacked out passages of a text'}`;
      case 'content-restored':
        return `${offices} put a text back into public view`;
      case 'retention-applied':
        return `${offices} erased ${formatCount(statement.items.length, 'text')} when their time was over`;
      case 'device-observation':
        return `${offices} measured ${formatDecimal(statement.value, statement.scale)} ${statement.unit}`;
      default:
        return '';
    }
  },
  byline(opened: OpenedEntry, offices: string): readonly string[] {
    const { statement } = opened;
    if (isKind(opened, 'input-received') && opened.statement.source !== undefined) {
      const { name, id } = opened.statement.source;
      return [`from ${name}, record ${id}`, 'recorded by the service'];
    }
    // Nobody stands between: the key of an earlier entry signed it.
    if ('speaker' in statement && statement.speaker !== undefined) return [stepWords.bySpeaker(statement.speaker)];
    if ('channel' in statement)
      return [
        channels[statement.channel],
        statement.by === undefined ? 'recorded by the service' : `taken down by ${offices}`,
      ];
    const isOfPeople = statement.kind === 'answer' || statement.kind === 'evaluation';
    return isOfPeople && statement.by === undefined ? ['recorded by the service'] : [];
  },
  fates: {
    open: 'Nobody has yet said what became of this.',
    left: 'The case was decided without saying what became of this.',
  },
  matters: {
    question: 'Nobody has answered this yet.',
    appeal: 'Nobody has answered this appeal yet.',
    dispute: 'Nobody has answered this dispute yet.',
    commitment: 'This has not been kept yet.',
    erasure: 'Nobody has erased it yet, or said why not.',
  },
  matterMet: {
    question: 'Answered',
    appeal: 'Answered',
    dispute: 'Answered',
    commitment: 'Complete',
    erasure: 'Erased',
  },
  bySpeaker: (entry: number) => `signed by the key that entry ${formatNumber(entry)} names`,
  withdrawn: 'Taken back by its author',
  erasureAnswered: 'Answered',
  progressSoFar: (progress: keyof typeof factWords.progresses) => `So far: ${factWords.progresses[progress]}.`,
  silence: {
    acknowledge: 'The deadline passed: receipt was not confirmed',
    respond: 'The deadline passed: no answer',
    decide: 'The deadline passed: no decision',
    'carry-out': 'The deadline passed: the decision was not carried out',
    evaluate: 'The deadline passed: nobody looked back on the outcome',
    answer: 'The deadline passed: what was asked was not answered',
    fulfil: 'The deadline passed: the commitment was not kept',
    moderate: 'The deadline passed: nobody looked at a text that waits',
  },
  supporters: (count: number) => `${formatNumber(count)} people supported this case`,
  silenceComputed: 'Nobody entered this: it follows from the rules.',
  signedBy: 'signed by',
  recorded: 'recorded',
  becameOfIt: 'What became of it',
  inEntry: 'in entry',
  correctedBy: 'Corrected by entry',
  superseded: 'The words before the correction:',
  inputs: (count: number) => formatCount(count, 'input'),
  more: (count: number) => `and ${formatCount(count, 'other')}`,
  entry: (index: number) => `Entry ${index}`,
  readWhole: 'Read the whole text',
  pending: 'This text is not public yet.',
  withheld: 'This text was taken out of public view.',
  erased: 'This text was erased.',
  missing: 'The record does not hold this text (any more).',
  wrong: 'The text that is stored here is not the one that was recorded, so it is not shown.',
} as const;

const answeredMatters: Readonly<Record<MatterState['kind'], string>> = {
  question: 'a question',
  appeal: 'an appeal',
  dispute: 'a dispute',
  commitment: 'a commitment',
  erasure: 'a request for erasure',
};

function answered(
  who: string,
  matter: MatterState['kind'] | undefined,
  result: Extract<Statement, { kind: 'answer' }>['result'],
): string {
  const what = answeredMatters[matter ?? 'question'];
  return `${who} answered ${what}${result === undefined ? '' : `: ${factWords.results[result]}`}`;
}

export function stageTitle(rules: StateShapes['rules'] | undefined, code: string): string {
  return rules?.stages?.find((stage) => stage.code === code)?.title ?? code;
}
