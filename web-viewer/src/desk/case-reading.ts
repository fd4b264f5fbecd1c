/** A case as the desk shows it: every step an entry under the checkpoint, every text compared with what the step commits to. */
import { WITHDRAWN } from '@counterfoil/ledger/rulebook/inputs';
import type { Kind, StatementOf } from '@counterfoil/ledger/statement';
import { contentRefs } from '@counterfoil/ledger/statement';
import { isKind, type OpenedEntry } from '../opened-entry.ts';
import { headline } from '../text.ts';
import { askCase, type CaseAnswer, type Directory } from './api.ts';
import { DeskProblem } from './desk-problem.ts';
import type { Ledger, Text } from './ledger.ts';
import { language } from './language.ts';

export type Rules = StatementOf<'process-published'>;

export interface InputView {
  readonly index: number;
  readonly time: string;
  readonly statement: StatementOf<'input-received'>;
  readonly text: Text;
  readonly disposition: { readonly code: string; readonly entry: number } | undefined;
}

/** Something in the case that asks for a step of its own. */
export interface MatterView {
  readonly entry: number;
  readonly kind: 'question' | 'appeal' | 'dispute' | 'commitment' | 'erasure';
  readonly text: Text;
}

export interface CaseView {
  readonly id: number;
  readonly title: string;
  readonly lang: string | undefined;
  readonly answer: CaseAnswer;
  readonly rules: Rules;
  readonly steps: readonly OpenedEntry[];
  readonly inputs: readonly InputView[];
  /** Open ones, the oldest first. */
  readonly matters: readonly MatterView[];
  /** Texts by digest. */
  readonly texts: ReadonlyMap<string, Text>;
}

export type Progress = (done: number, all: number) => void;

/** @throws DeskProblem: nothing is shown of a case of which a part is not as it was recorded. */
export async function readCase(
  ledger: Ledger,
  directory: Directory,
  id: number,
  onProgress?: Progress,
): Promise<CaseView | undefined> {
  const answer = await askCase(id);
  if (answer === undefined) return undefined;
  const merged = answer.links.filter(({ relation }) => relation === 'merged').map(({ other }) => other);
  const indexes = [id, ...answer.steps, ...(await readMerged(merged, id))].filter((index) => index < ledger.size);
  const steps = await ledger.entries([...new Set(indexes)].sort((a, b) => a - b));
  const opening = steps.find(({ index }) => index === id);
  const foreign = steps.find(({ caseId }) => caseId !== id && !merged.includes(caseId ?? -1));
  if (opening === undefined || (foreign !== undefined && foreign.index !== id))
    throw entryForeign(foreign?.index ?? id);
  const rules = await readRules(ledger, directory, answer, opening);
  const refs = steps.flatMap(({ statement }) => contentRefs(statement));
  const read = await ledger.texts(refs, onProgress);
  const texts = new Map(refs.map(({ digest }, place) => [digest, read[place] as Text]));
  const first = contentRefs(opening.statement)[0];
  const text = first === undefined ? undefined : texts.get(first.digest);
  const title = text?.status === 'there' ? headline({ ...text, isCut: false }) : language.phrase('case-number', { id });
  return {
    id,
    title,
    lang: text?.status === 'there' ? text.lang : undefined,
    answer,
    rules,
    steps,
    inputs: readInputs(steps, texts),
    matters: readMatters(steps, texts),
    texts,
  };
}

/** Steps of cases that this one took over: their inputs are its inputs now. */
async function readMerged(cases: readonly number[], into: number): Promise<readonly number[]> {
  const steps: number[] = [];
  for (const id of cases) {
    const other = await askCase(id);
    if (other?.merged?.into === into) steps.push(id, ...other.steps);
  }
  return steps;
}

/** The rules that the case began under, as they were published: the titles of the codes stand in no other place. */
async function readRules(
  ledger: Ledger,
  { processes }: Directory,
  { process, version }: CaseAnswer,
  opening: OpenedEntry,
): Promise<Rules> {
  const began = isKind(opening, 'input-received') ? opening.statement.process : undefined;
  if (began !== undefined && (began.id !== process || began.version !== version)) throw entryForeign(opening.index);
  const listed = processes.find((each) => each.process === process && each.version === version);
  if (listed === undefined) throw entryForeign(opening.index);
  const published = await ledger.entry(listed.entry);
  if (!isKind(published, 'process-published')) throw entryForeign(published.index);
  if (published.statement.process !== process || published.statement.version !== version)
    throw entryForeign(published.index);
  return published.statement;
}

function readInputs(steps: readonly OpenedEntry[], texts: ReadonlyMap<string, Text>): InputView[] {
  const fates = new Map<number, { readonly code: string; readonly entry: number }>();
  const left = new Set<number>();
  for (const step of steps) {
    if (isKind(step, 'dispositions'))
      for (const { code, inputs } of step.statement.items)
        for (const input of inputs) fates.set(input, { code, entry: step.index });
    if (isKind(step, 'withdrawal') && !fates.has(step.statement.speaker))
      fates.set(step.statement.speaker, { code: WITHDRAWN, entry: step.index });
    if (isKind(step, 'case-split')) for (const input of step.statement.inputs) left.add(input);
  }
  return steps.flatMap((step) => {
    if (!isKind(step, 'input-received') || left.has(step.index)) return [];
    const { index, entry, statement } = step as OpenedEntry<'input-received'>;
    const text = texts.get(statement.text.digest);
    return text === undefined ? [] : [{ index, time: entry.time, statement, text, disposition: fates.get(index) }];
  });
}

function readMatters(steps: readonly OpenedEntry[], texts: ReadonlyMap<string, Text>): MatterView[] {
  const open = new Map<number, MatterView>();
  /** Entries that ask for the erasure of a text, by its digest; at most one of them is open. */
  const requests = new Map<string, number>();
  for (const { index, statement } of steps) {
    const { kind } = statement;
    if (kind === 'question' || kind === 'appeal' || kind === 'dispute' || kind === 'commitment') {
      const text = texts.get(statement.text.digest);
      if (text !== undefined) open.set(index, { entry: index, kind, text });
    }
    if (kind === 'erasure-request') {
      const text = texts.get(statement.digest);
      requests.set(statement.digest, index);
      open.set(index, { entry: index, kind: 'erasure', text: text ?? { status: 'missing', lang: 'und' } });
    }
    if (kind === 'content-redacted') open.delete(requests.get(statement.digest) ?? -1);
    if (kind === 'withdrawal') open.delete(statement.speaker);
    if (kind === 'answer') open.delete(statement.answers);
    if (kind === 'milestone' && statement.progress === 'complete') open.delete(statement.commitment);
  }
  return [...open.values()];
}

/** Entries of one kind, the oldest first. */
export function stepsOf<K extends Kind>(
  { steps }: CaseView,
  kind: K,
): (OpenedEntry & { readonly statement: StatementOf<K> })[] {
  return steps.filter((step) => isKind(step, kind));
}

function entryForeign(index: number): DeskProblem {
  return new DeskProblem('entry-foreign', language.phrase('problem-entry-foreign', { entry: index }));
}
