/** A case as it is on record: its rules, its steps, and what became of each input, all of it read under the checkpoint. */
import { WITHDRAWN } from '@counterfoil/ledger/rulebook/inputs';
import { referencesOf, type StatementOf } from '@counterfoil/ledger/statement';
import { z } from 'zod';
import { problem } from './client-problem.ts';
import type { Desk } from './desk.ts';
import type { Rules } from './names.ts';
import type { ReadEntry } from './record-reader.ts';

export interface CaseInput {
  readonly index: number;
  /** When it was recorded. */
  readonly time: string;
  readonly said: StatementOf<'input-received'>;
  readonly disposition: { readonly code: string; readonly entry: number } | undefined;
}

export interface CaseFile {
  readonly id: number;
  readonly process: string;
  readonly version: number;
  readonly rules: Rules;
  /** In the order in which they were recorded. */
  readonly steps: readonly ReadEntry[];
  readonly inputs: readonly CaseInput[];
  readonly unaccounted: readonly CaseInput[];
  /** Code of the stage it is at; undefined where the process has none. */
  readonly stage: string | undefined;
  /** Entry of the decision in force. */
  readonly decided: number | undefined;
  readonly merged: number | undefined;
  /** What the service itself counts as without a disposition. */
  readonly unaccountedToldBy: number;
}

/** Of what the API tells, the part that helps to find entries. */
const toldSchema = z.object({
  process: z.string(),
  version: z.int(),
  unaccounted: z.int(),
  steps: z.array(z.object({ index: z.int() })),
  next: z.int().nullable(),
  links: z.array(z.object({ relation: z.string(), entry: z.int() })).default([]),
});

export type OnRead = (what: string, done: number) => void;

/** @throws ClientProblem `case-unknown` */
export async function readCaseFile(desk: Desk, id: number, onRead: OnRead = () => undefined): Promise<CaseFile> {
  const told = await readTold(desk, id, onRead);
  const rules = await readRules(desk, told);
  const { steps, inputs } = await readSteps(desk, id, told, onRead);
  const decisions = steps.filter(({ statement }) => statement.kind === 'decision');
  const reopened = steps.findLast(
    ({ statement }) =>
      statement.kind === 'answer' &&
      (statement.result === 'upheld' || statement.result === 'partly') &&
      isAppeal(steps, statement.answers),
  );
  const decided = decisions.at(-1)?.index;
  const merger = steps.find(({ statement }) => statement.kind === 'cases-merged' && statement.case === id);
  return {
    ...{ id, process: told.process, version: told.version, rules, steps },
    inputs: [...inputs.values()].sort((a, b) => a.index - b.index),
    unaccounted: [...inputs.values()]
      .filter(({ disposition }) => disposition === undefined)
      .sort((a, b) => a.index - b.index),
    stage: stageOf(rules, steps),
    decided: decided === undefined || (reopened !== undefined && reopened.index > decided) ? undefined : decided,
    merged: merger?.statement.kind === 'cases-merged' ? merger.statement.into : undefined,
    unaccountedToldBy: told.unaccounted,
  };
}

/** The rules that a case runs by. @throws ClientProblem `case-unknown` */
export async function readCaseRules(desk: Desk, id: number): Promise<Rules> {
  return readRules(desk, await desk.ask(`api/v1/cases/${id}`, toldSchema));
}

async function readRules(desk: Desk, told: { readonly process: string; readonly version: number }): Promise<Rules> {
  const { processes } = await desk.directory();
  const published = processes.find(({ process, version }) => process === told.process && version === told.version);
  if (published === undefined)
    throw problem('answer-unreadable', `The ledger names no rules "${told.process}", version ${told.version}.`);
  const { statement: rules } = await desk.reader.entryOf(published.entry, 'process-published');
  if (rules.process !== told.process || rules.version !== told.version)
    throw problem('entry-foreign', `Entry ${published.entry} publishes other rules than the ledger says.`);
  return rules;
}

function stageOf(rules: Rules, steps: readonly ReadEntry[]): string | undefined {
  let stage = rules.stages?.[0]?.code;
  for (const { statement } of steps) if (statement.kind === 'stage-opened') stage = statement.stage;
  return stage;
}

function isAppeal(steps: readonly ReadEntry[], index: number): boolean {
  return steps.some((step) => step.index === index && step.statement.kind === 'appeal');
}

type Told = Omit<z.infer<typeof toldSchema>, 'steps' | 'next'> & { readonly indexes: readonly number[] };

async function readTold(desk: Desk, id: number, onRead: OnRead): Promise<Told> {
  const indexes: number[] = [];
  for (let after: number | null | undefined; ;) {
    const { steps, next, ...told } = await desk.ask(
      `api/v1/cases/${id}${after === undefined ? '' : `?after=${after}`}`,
      toldSchema,
    );
    indexes.push(...steps.map(({ index }) => index).filter((index) => index < desk.reader.seen.size));
    onRead('Reading the case', indexes.length);
    if (next === null) return { ...told, indexes };
    after = next;
  }
}

/** Inputs that were said here, came by a merger or a split, and have not been split off; with their dispositions. */
async function readSteps(
  desk: Desk,
  id: number,
  told: Told,
  onRead: OnRead,
): Promise<{ readonly steps: readonly ReadEntry[]; readonly inputs: Map<number, CaseInput> }> {
  const inputs = new Map<number, CaseInput>();
  const opening = await desk.reader.entry(id);
  if (opening.statement.kind === 'case-split') {
    for (const index of opening.statement.inputs) addInput(inputs, await desk.reader.entry(index));
  }
  for (const { relation, entry } of told.links) {
    if (relation !== 'merged' || entry >= desk.reader.seen.size) continue;
    const { statement } = await desk.reader.entryOf(entry, 'cases-merged');
    if (statement.into !== id) continue;
    const other = await readTold(desk, statement.case, onRead);
    for (const [index, input] of (await readSteps(desk, statement.case, other, onRead)).inputs)
      inputs.set(index, input);
  }
  const steps = await desk.reader.entries(told.indexes);
  for (const step of steps) {
    const { statement } = step;
    if (!belongs(step, id)) throw problem('entry-foreign', `Entry ${step.index} is no step of case ${id}.`);
    if (statement.kind === 'input-received') addInput(inputs, step);
    if (statement.kind === 'case-split' && statement.case === id)
      for (const index of statement.inputs) inputs.delete(index);
    if (statement.kind === 'withdrawal') {
      const input = inputs.get(statement.speaker);
      if (input?.disposition === undefined && input !== undefined)
        inputs.set(input.index, { ...input, disposition: { code: WITHDRAWN, entry: step.index } });
    }
    if (statement.kind !== 'dispositions') continue;
    for (const { code, inputs: named } of statement.items) {
      for (const index of named) {
        const input = inputs.get(index);
        if (input !== undefined) inputs.set(index, { ...input, disposition: { code, entry: step.index } });
      }
    }
  }
  return { steps, inputs };
}

function belongs({ index, statement }: ReadEntry, id: number): boolean {
  return index === id || referencesOf(statement).includes(id);
}

function addInput(inputs: Map<number, CaseInput>, { index, time, statement }: ReadEntry): void {
  if (statement.kind === 'input-received') inputs.set(index, { index, time, said: statement, disposition: undefined });
}
