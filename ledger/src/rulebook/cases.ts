/** The case an entry belongs to: as it stood, who may say what in it, and what its clocks make of a step. SPEC 8.6, 8.7, 9. */
import { dueAfter } from '../calendar.ts';
import { keyMaterial } from '../keyid.ts';
import { metBy, nextDue } from '../obligations.ts';
import type { Finding } from '../rules.ts';
import { clockKinds, type CaseState, type ClockKind, type Draft, type StateShapes, type Step } from '../state.ts';
import type { StagedKind } from '../statements/process.ts';
import { caseOf } from '../statement.ts';
import type { CaseKind } from '../statements/rights.ts';
import { finding, isRefusal, type Candidate } from './admission.ts';
import { checkAct, checkMandates } from './signers.ts';
import { say, type Sentence } from '../say.ts';
import { checkStrength } from './keys.ts';

export type Rules = StateShapes['rules'];

/** The case as it stood, with the rules it runs by. */
export interface Standing {
  readonly id: number;
  readonly of: CaseState;
  readonly rules: Rules;
}

/** What is said in a case that is there. */
type InCase = Candidate & { readonly statement: { readonly kind: CaseKind; readonly case: number } };
type ByOfficials = InCase & { readonly statement: { readonly by: readonly number[] } };
type Spoken = Candidate & { readonly statement: { readonly speaker?: number | undefined } };
type SpokenInCase = Spoken & { readonly statement: { readonly case: number } };
type Taken = InCase & Spoken & { readonly statement: { readonly by?: readonly number[] | undefined } };

export async function findCase(draft: Draft, id: number): Promise<Standing | Finding> {
  const of = await draft.get('case', String(id));
  if (of === undefined) return finding('case-unknown', say`Entry ${id} opened no case.`);
  const rules = await readRules(draft, of);
  return isRefusal(rules) ? rules : { id, of, rules };
}

export async function readRules(draft: Draft, of: Pick<CaseState, 'process' | 'version'>): Promise<Rules | Finding> {
  const rules = await draft.get('rules', `${of.process}/${of.version}`);
  return rules ?? finding('process-unknown', say`There is no process "${of.process}", version ${of.version}.`);
}

/** What holds for every official act: the case exists, the mandates are in force, the rules of the case allow it. */
export async function enter(draft: Draft, candidate: ByOfficials): Promise<Standing | Finding> {
  const { statement, index } = candidate;
  const standing = await findCase(draft, statement.case);
  if (isRefusal(standing)) return standing;
  const mandates = await checkMandates(draft, candidate, statement.by);
  if (isRefusal(mandates)) return mandates;
  const refused = await checkAct(draft, statement.kind, mandates, standing.rules);
  if (refused !== undefined) return refused;
  const offices = [...new Set(mandates.map(({ office }) => office))];
  const { case: id, kind, by } = statement;
  draft.put('act', String(index), { case: id, kind, by, offices, correctedBy: null });
  return standing;
}

/** `enter` for what can also be taken in by the service itself. */
export async function enterTaken(draft: Draft, candidate: Taken): Promise<Standing | Finding> {
  const { by } = candidate.statement;
  if (by !== undefined) return enter(draft, { ...candidate, statement: { ...candidate.statement, by } });
  return checkSpoken(draft, candidate);
}

/** What whoever was heard says in a case, by their own key where it names one, else by way of the service. */
export async function checkSpoken(draft: Draft, candidate: SpokenInCase): Promise<Standing | Finding> {
  const { case: id, speaker } = candidate.statement;
  const standing = await findCase(draft, id);
  if (isRefusal(standing)) return standing;
  const refused =
    speaker === undefined ? await checkIntake(draft, candidate) : await checkSpeaker(draft, candidate, speaker, id);
  return refused ?? standing;
}

/** Signed by the key that the entry names for what its author says on, and by no other. SPEC M61, M62. */
export async function checkSpeaker(
  draft: Draft,
  { signers }: Candidate,
  speaker: number,
  id: number,
): Promise<Finding | undefined> {
  const known = await draft.get('speaker', String(speaker));
  if (known === undefined) return finding('speaker-unknown', say`Entry ${speaker} names no key.`);
  // An input that was split off is of the case it is in now, and its texts stay in the one in which it was said.
  const own = [(await draft.get('input', String(speaker)))?.case ?? known.case, known.case];
  const cases = new Map<number, number>();
  const here = await caseNow(draft, id, cases);
  let isOf = false;
  for (const one of own) isOf ||= (await caseNow(draft, one, cases)) === here;
  if (!isOf) return finding('speaker-unknown', say`Entry ${speaker} is not of case ${id}.`);
  if (signers.length === 1 && signers[0] === known.key) return undefined;
  return finding('speaker-key', say`Entry ${speaker} names the key ${known.key}.`);
}

/** Keeps the key by which the author of an admitted statement can come back to it. It has no part in the ledger then. SPEC M61. */
export async function noteSpeaker(
  draft: Draft,
  { statement, index, signers }: Candidate,
): Promise<Finding | undefined> {
  if (!('followKey' in statement) || statement.followKey === undefined) return undefined;
  const { followKey: key } = statement;
  const weak = checkStrength(key);
  if (weak !== undefined) return weak;
  const material = keyMaterial(key);
  const taken = (await draft.get('material', material))?.key;
  // Only who holds it can name it once more: nobody puts words of theirs beside those of somebody else.
  const isHolders = taken === key && (await draft.get('key', key)) === undefined && signers[0] === key;
  if (taken !== undefined && !isHolders) return finding('key-taken', say`The key ${key} is on the ledger already.`);
  draft.put('material', material, { key });
  draft.put('speaker', String(index), { case: caseOf(statement, index) ?? index, key, withdrawn: null });
  return undefined;
}

/**
 * The case that a case has become part of, or itself.
 * @param cases what is found on the way, kept for one statement: it may name thousands of inputs that came by thousands of
 * mergers, and each of these is followed once.
 */
export async function caseNow(draft: Draft, id: number, cases: Map<number, number>): Promise<number> {
  const passed: number[] = [];
  let now = id;
  while (!cases.has(now)) {
    passed.push(now);
    const merged = (await draft.get('case', String(now)))?.merged ?? null;
    if (merged === null) break;
    now = merged.into;
  }
  const found = cases.get(now) ?? now;
  for (const one of passed) cases.set(one, found);
  return found;
}

/** Signed with the intake key and no other: recorded by the service. */
export async function checkIntake(draft: Draft, { signers }: Candidate): Promise<Finding | undefined> {
  const ledger = await draft.get('ledger', 'opened');
  if (signers.length === 1 && signers[0] === ledger?.intakeKey) return undefined;
  return finding('key-unknown', say`It names no mandate and is not signed by the intake key alone.`);
}

/** The case can still be changed: it is neither decided nor part of another. */
export function checkUndecided({ of }: Standing): Finding | undefined {
  if (of.decided !== null)
    return finding(
      'case-decided',
      say`It was decided by entry ${of.decided.entry}; what is new opens a case of its own.`,
    );
  return checkUnmerged(of);
}

export function checkUnmerged({ merged }: CaseState): Finding | undefined {
  if (merged === null) return undefined;
  return finding('case-merged', say`Entry ${merged.entry} made it part of case ${merged.into}.`);
}

/** The stage of the case takes this. */
export function checkStage({ of, rules }: Pick<Standing, 'of' | 'rules'>, kind: StagedKind): Finding | undefined {
  const stage = rules.stages?.find(({ code }) => code === of.stage);
  if (stage === undefined || stage.admits.includes(kind)) return undefined;
  return finding('stage-closed', say`It is at the stage "${stage.title}".`);
}

/** From when on a step is owed that this asks for: what its author signed without anybody in between says nothing about time that others have to keep. SPEC M30. */
export function sinceOf({ statement, time }: Spoken): string {
  return statement.speaker === undefined ? statement.at : time;
}

export function step(candidate: Candidate): Step {
  return { entry: candidate.index, time: candidate.time };
}

/** Starts a clock of the rules, if they have it; nothing that runs is put off. The calendar is the one in force now, whatever comes later. SPEC M42. */
export async function start(
  draft: Draft,
  of: CaseState,
  rules: Rules,
  kinds: readonly ClockKind[],
  since: string,
): Promise<CaseState['clocks']> {
  const running = { ...of.clocks };
  for (const kind of of.owed ? kinds : []) {
    const due = await dueBy(draft, rules.clocks[kind], since);
    const before = running[kind]?.due;
    if (due !== null && (before === undefined || due < before)) running[kind] = { since, due };
  }
  return running;
}

/** Enough supporters: from now on an answer is owed, and what was said before they came is none. SPEC M30. */
export async function startAnswer(draft: Draft, of: CaseState, rules: Rules, since: string): Promise<CaseState> {
  const unanswered = { ...of, acknowledged: of.acknowledged ?? of.responded, responded: null };
  return { ...unanswered, clocks: await start(draft, unanswered, rules, ['respond', 'decide'], since) };
}

/** When a span that begins now ends; null where there is no span. */
export async function dueBy(
  draft: Draft,
  span: Rules['clocks'][ClockKind | 'answer'],
  since: string,
): Promise<string | null> {
  if (span === undefined) return null;
  const calendar = await calendarInForce(draft);
  return calendar === undefined ? null : dueAfter(calendar, since, span);
}

export async function calendarInForce(draft: Draft): Promise<StateShapes['calendar'] | undefined> {
  const version = (await draft.get('ledger', 'opened'))?.calendar ?? null;
  return version === null ? undefined : draft.get('calendar', String(version));
}

const lateWords: { readonly [K in ClockKind]: (due: string) => Sentence } = {
  acknowledge: (due) => say`The acknowledgement was due before ${due}.`,
  respond: (due) => say`The answer was due before ${due}.`,
  decide: (due) => say`The decision was due before ${due}.`,
  'carry-out': (due) => say`What was decided was due before ${due}.`,
  evaluate: (due) => say`The evaluation was due before ${due}.`,
};

/** Puts the case as it is after the entry, and gives the fact that a step came late. */
export function putCase(
  draft: Draft,
  { id, of: before }: Pick<Standing, 'id' | 'of'>,
  after: CaseState,
  candidate: Candidate,
): readonly Finding[] {
  draft.put('case', String(id), { ...after, nextDue: nextDue(after) });
  const late: Finding[] = [];
  for (const kind of clockKinds) {
    const clock = before.clocks[kind];
    if (clock === undefined || candidate.time < clock.due) continue;
    if (metBy(before, kind) === null && metBy(after, kind) !== null)
      late.push(finding('step-late', lateWords[kind](clock.due)));
  }
  return late;
}
