/** Why the desk does not go on. */
import { told, type Sentence } from '@counterfoil/ledger/say';
import type { Child } from './dom.ts';
import { language } from './language.ts';
import { tellSaid, type Refusal } from './refusal.ts';

export type DeskCode =
  | 'unreachable'
  | 'answer-unreadable'
  | 'refused'
  | 'checkpoint-wrong'
  | 'ledger-shrunk'
  | 'ledger-forked'
  | 'log-key-changed'
  | 'entry-foreign'
  | 'text-changed'
  | 'key-unusable'
  | 'signature-unmade'
  | 'proposal-foreign'
  | 'too-large';

/** Nobody gets there in good faith: whoever sees it keeps what the page says. */
const EVIDENCE: ReadonlySet<DeskCode> = new Set<DeskCode>([
  'checkpoint-wrong',
  'ledger-shrunk',
  'ledger-forked',
  'log-key-changed',
  'entry-foreign',
  'text-changed',
  'proposal-foreign',
]);

/** `message` is for people, in the language of the page where nothing is `said`: what happened, what it means, what to do. */
export class DeskProblem extends Error {
  override readonly name = 'DeskProblem';
  readonly code: DeskCode;
  /** The code the service refused with. */
  readonly refusal: string | undefined;
  /** What the service told, of which the message is the English. */
  readonly said: readonly Sentence[] | undefined;
  constructor(code: DeskCode, message: string, options: ProblemOptions = {}) {
    super(message, options);
    this.code = code;
    this.refusal = options.refusal;
    this.said = options.said;
  }
}

interface ProblemOptions extends ErrorOptions {
  readonly refusal?: string;
  readonly said?: readonly Sentence[];
}

export function refusedBy({ code, said }: Refusal): DeskProblem {
  return new DeskProblem('refused', told(...said).sentence, { refusal: code, said });
}

/** The message as it stands in a page, and what to do where it is evidence. */
export async function tellProblem({ code, message, said }: DeskProblem): Promise<Child> {
  if (said !== undefined) return tellSaid(said);
  return EVIDENCE.has(code) ? `${message} ${language.phrase('problem-keep')}` : message;
}
