/** What happened in a step of a case, in a few words. */
import type { MatterState, StateShapes } from '@counterfoil/ledger/state';
import type { Language } from './language.ts';
import type { OpenedEntry } from './opened-entry.ts';

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

/** Empty for what is no step of a case. */
export function stepTitle(language: Language, { index, statement }: OpenedEntry, facts: StepFacts): string {
  const { offices, named, matter, rules, here } = facts;
  const place = here === undefined ? 'list' : 'here';
  const which = (first: number, second: number) => (first === here ? 'first' : second === here ? 'second' : 'none');
  switch (statement.kind) {
    case 'input-received': {
      if (statement.author === 'data-set') return language.phrase('step-input-copied');
      if (statement.speaker !== undefined) return language.phrase('step-input-spoke-on', { entry: statement.speaker });
      const author = language.phrase(`author-${statement.author}`);
      return language.phrase(statement.case === undefined ? 'step-input-opened' : 'step-input-added', {
        author,
        place,
      });
    }
    case 'support-added':
      return statement.count === 1
        ? language.phrase('step-support-added', { author: language.phrase(`author-${statement.author}`), place })
        : language.phrase('step-supporters-counted', { count: statement.count });
    case 'question':
      return statement.to === undefined
        ? language.phrase('step-question-people', { offices })
        : language.phrase('step-question', { offices, named });
    case 'answer': {
      const who = offices || language.phrase('step-somebody');
      const what = language.phrase('step-answer', { who, matter: matter ?? 'question' });
      return withResult(language, what, statement.result);
    }
    case 'referral':
      return language.phrase('step-referral', { offices, place, to: statement.elsewhere ?? named });
    case 'stage-opened':
      return language.phrase('step-stage-opened', { offices, stage: stageTitle(rules, statement.stage) });
    case 'case-linked': {
      const { case: id, other } = statement;
      return language.phrase('step-case-linked', { offices, case: id, other, here: which(id, other) });
    }
    case 'cases-merged': {
      const { case: id, into: other } = statement;
      return language.phrase('step-cases-merged', { offices, case: id, other, here: which(id, other) });
    }
    case 'case-split': {
      const inputs = statement.inputs.length;
      return here === index
        ? language.phrase('step-case-split-here', { offices, inputs, case: statement.case })
        : language.phrase('step-case-split', { offices, inputs, case: index });
    }
    case 'decision': {
      const { outcome: code } = statement;
      const outcome = rules?.outcomes.find((possible) => possible.code === code)?.title ?? code;
      return language.phrase('step-decision', { offices, outcome });
    }
    case 'dispositions': {
      const inputs = statement.items.reduce((sum, item) => sum + item.inputs.length, 0);
      return language.phrase('step-dispositions', { offices, inputs });
    }
    case 'milestone': {
      const progress = language.phrase(`progress-${statement.progress}`);
      return language.phrase('step-milestone', { offices, progress });
    }
    case 'evaluation':
      return language.phrase('step-evaluation', { who: offices || language.phrase('step-somebody') });
    case 'appeal':
    case 'dispute':
      return language.phrase(`step-${statement.kind}`, { author: language.phrase(`author-${statement.author}`) });
    case 'withdrawal':
      return language.phrase('step-withdrawal', { entry: statement.speaker });
    case 'erasure-request':
      return statement.speaker === undefined
        ? language.phrase('step-erasure-request')
        : language.phrase('step-erasure-request-author', { entry: statement.speaker });
    case 'content-redacted':
      return language.phrase(statement.replacement === undefined ? 'step-content-erased' : 'step-content-redacted', {
        offices,
      });
    case 'content-published':
    case 'retention-applied':
      return language.phrase(`step-${statement.kind}`, { offices, texts: statement.items.length });
    case 'acknowledgement':
    case 'response':
    case 'dissent':
    case 'commitment':
    case 'evidence-cited':
    case 'correction':
    case 'content-withheld':
    case 'content-restored':
      return language.phrase(`step-${statement.kind}`, { offices });
    case 'device-observation': {
      const value = language.decimal(statement.value, statement.scale);
      return language.phrase('authority-device-observation', { office: offices, value, unit: statement.unit });
    }
    default:
      return '';
  }
}

/** `Answered: upheld`. */
export function withResult(
  language: Language,
  what: string,
  result: 'upheld' | 'partly' | 'rejected' | undefined,
): string {
  return result === undefined
    ? what
    : language.phrase('site-labelled', { label: what, value: language.phrase(`result-${result}`) });
}

export function stageTitle(rules: StateShapes['rules'] | undefined, code: string): string {
  return rules?.stages?.find((stage) => stage.code === code)?.title ?? code;
}
