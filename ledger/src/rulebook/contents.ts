/** Texts and files: whether they are in public view, and what takes them out of it. SPEC 8.10, M56, M57, M58, M64. */
import type { Finding } from '../rules.ts';
import type { Draft, StateShapes } from '../state.ts';
import { caseOf, contentRefs, fileRefs, type Statement, type StatementOf } from '../statement.ts';
import { registrarGrounds } from '../statements/contents.ts';
import { finding, isRefusal, type Candidate, type Judge } from './admission.ts';
import { caseNow, checkSpoken, dueBy, enter, findCase, sinceOf, step, type Standing } from './cases.ts';
import { byRegistrars } from './signers.ts';
import { say, type Sentence } from '../say.ts';

type Content = StateShapes['content'];
type Target = { readonly entry: number; readonly digest: string };
type TakenOut = Candidate<StatementOf<'content-withheld' | 'content-redacted' | 'content-restored'>>;

const DAY_MS = 86_400_000;

/**
 * Takes down the texts and files of an admitted statement. A commitment is noted once, whoever repeats it; one that waits is repeated by
 * nobody: what an official says would wait with it, and nobody owes that a look. SPEC M56.
 */
export async function noteContents(draft: Draft, { statement, index, time }: Candidate): Promise<Finding | undefined> {
  const id = caseOf(statement, index) ?? null;
  const found = id === null ? undefined : await findCase(draft, id);
  const rules = found === undefined || isRefusal(found) ? undefined : found.rules;
  const isWaiting = rules?.moderation === 'before' && isOfPeople(statement);
  let waiting = 0;
  for (const { digest } of [...contentRefs(statement), ...fileRefs(statement)]) {
    const known = await draft.get('content', digest);
    if (known?.state === 'pending' && known.entry !== index)
      return finding(
        'content-state',
        say`It is a text of entry ${known.entry} as well, where it waits to be looked at.`,
      );
    if (known !== undefined) continue;
    const content = { entry: index, case: id, by: null, ground: null, asked: null };
    if (isWaiting) waiting++;
    const waits = isWaiting ? { since: time, due: await dueBy(draft, rules.clocks.moderate, time) } : null;
    draft.put('content', digest, { ...content, state: isWaiting ? 'pending' : 'public', waits });
  }
  if (id !== null && waiting > 0) await countWaiting(draft, id, index, waiting);
  return undefined;
}

/** What officials say in their own name is public at once. */
export function isOfPeople(statement: Statement): boolean {
  switch (statement.kind) {
    case 'input-received':
    case 'appeal':
    case 'dispute':
      return true;
    case 'answer':
    case 'evaluation':
      return statement.by === undefined;
    default:
      return false;
  }
}

/** In the case to which the entry belongs by now: an input takes with it what waits where it goes. */
async function countWaiting(draft: Draft, id: number, entry: number, more: number): Promise<void> {
  const input = await draft.get('input', String(entry));
  if (input !== undefined) draft.put('input', String(entry), { ...input, waiting: input.waiting + more });
  const now = String(await caseNow(draft, input?.case ?? id, new Map()));
  const of = await draft.get('case', now);
  if (of !== undefined) draft.put('case', now, { ...of, waiting: of.waiting + more });
}

export const judgeContentPublished: Judge<'content-published'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  return moveAll(draft, standing.id, candidate, candidate.statement.items, ['pending'], 'public');
};

export const judgeContentWithheld: Judge<'content-withheld'> = (draft, candidate) =>
  takeOut(draft, candidate, candidate.statement.ground, ['pending', 'public'], 'withheld');

export const judgeContentRedacted: Judge<'content-redacted'> = (draft, candidate) =>
  takeOut(draft, candidate, candidate.statement.ground, ['pending', 'public', 'withheld'], 'erased');

export const judgeContentRestored: Judge<'content-restored'> = async (draft, candidate) => {
  const standing = await enterAnywhere(draft, candidate);
  if (isRefusal(standing)) return standing;
  return moveAll(draft, standing?.id ?? null, candidate, [candidate.statement], ['withheld'], 'public');
};

/**
 * The time a text is kept begins when its case is decided: the one that this case has become part of, and for an input that
 * was split off the one where it is now.
 */
export const judgeRetentionApplied: Judge<'retention-applied'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { retention } = standing.rules;
  if (retention === undefined) return finding('retention-early', say`"${standing.rules.title}" keeps texts for ever.`);
  const { items, archive } = candidate.statement;
  if (retention.archive === 'before' && archive === undefined)
    return finding('archive-missing', say`"${standing.rules.title}" gives texts to an archive before they are erased.`);
  const cases = new Map<number, number>();
  for (const { entry } of items) {
    const input = await draft.get('input', String(entry));
    const id = await caseNow(draft, input?.case ?? standing.id, cases);
    const decided = (await draft.get('case', String(id)))?.decided ?? null;
    if (decided === null) return finding('retention-early', say`Case ${id} has not been decided.`);
    const untilMs = Date.parse(decided.time) + retention.days * DAY_MS;
    if (Date.parse(candidate.time) < untilMs)
      return finding('retention-early', say`Texts of case ${id} are kept until ${new Date(untilMs).toISOString()}.`);
  }
  return moveAll(draft, standing.id, candidate, items, ['pending', 'public', 'withheld'], 'erased');
};

/** Whoever wants a text erased is owed the erasure, or an answer that says why not. SPEC M64. */
export const judgeErasureRequest: Judge<'erasure-request'> = async (draft, candidate) => {
  const { entry, digest } = candidate.statement;
  const since = sinceOf(candidate);
  const standing = await checkSpoken(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { id, rules } = standing;
  const content = await draft.get('content', digest);
  if (content?.entry !== entry || content.case !== id)
    return finding('content-unknown', say`Entry ${entry} of case ${id} has no text ${digest}.`);
  if (content.state === 'erased') return finding('content-state', say`Entry ${content.by ?? entry} erased it.`);
  if (content.asked !== null) return finding('erasure-asked', say`Entry ${content.asked} asks for it.`);
  draft.put('content', digest, { ...content, asked: candidate.index });
  draft.put('matter', String(candidate.index), {
    case: id,
    kind: 'erasure',
    against: entry,
    offices: [...new Set([...(rules.acts['content-redacted']?.offices ?? []), ...(rules.acts.answer?.offices ?? [])])],
    since,
    due: await dueBy(draft, rules.clocks.answer, since),
    met: null,
    progress: null,
    digest,
  });
  return [];
};

async function takeOut(
  draft: Draft,
  candidate: TakenOut,
  ground: string,
  from: readonly Content['state'][],
  to: Content['state'],
): Promise<Finding | readonly Finding[]> {
  const standing = await enterAnywhere(draft, candidate);
  if (isRefusal(standing)) return standing;
  if (standing === undefined && !Object.hasOwn(registrarGrounds, ground))
    return finding('ground-unknown', say`Registrars have no ground "${ground}".`);
  if (standing !== undefined && standing.rules.grounds?.some(({ code }) => code === ground) !== true)
    return finding('ground-unknown', say`"${standing.rules.title}" has no ground "${ground}".`);
  return moveAll(draft, standing?.id ?? null, candidate, [candidate.statement], from, to, ground);
}

/** In a case its officials, outside any case the registrars: undefined for these. */
async function enterAnywhere(draft: Draft, candidate: TakenOut): Promise<Standing | Finding | undefined> {
  const { by, case: id } = candidate.statement;
  if (by === undefined || id === undefined) {
    const { kind } = candidate.statement;
    draft.put('act', String(candidate.index), { case: null, kind, by: [], offices: [], correctedBy: null });
    return byRegistrars(draft, candidate);
  }
  return enter(draft, { ...candidate, statement: { ...candidate.statement, by, case: id } });
}

/** The facts worth showing; a refusal where one of them is not there or not in one of those states. */
async function moveAll(
  draft: Draft,
  id: number | null,
  candidate: Candidate,
  targets: readonly Target[],
  from: readonly Content['state'][],
  to: Content['state'],
  ground: string | null = null,
): Promise<Finding | readonly Finding[]> {
  const { index, time } = candidate;
  const facts: Finding[] = [];
  /** Of the first that was looked at too late: there can be hundreds. */
  let late: Finding | undefined;
  for (const { entry, digest } of targets) {
    const content = await draft.get('content', digest);
    if (content?.entry !== entry || content.case !== id)
      return finding(
        'content-unknown',
        id === null
          ? say`Entry ${entry} has no text ${digest}.`
          : say`Entry ${entry} of case ${id} has no text ${digest}.`,
      );
    if (!from.includes(content.state)) return finding('content-state', stateWords[content.state](digest));
    if (content.waits !== null && id !== null) {
      await countWaiting(draft, id, entry, -1);
      const { due } = content.waits;
      if (due !== null && time >= due)
        late ??= finding('step-late', say`A text of entry ${entry} was to be looked at before ${due}.`);
    }
    const isMet = to === 'erased' && content.asked !== null;
    if (isMet) await meet(draft, content.asked, candidate, facts);
    const asked = isMet ? null : content.asked;
    draft.put('content', digest, { ...content, state: to, by: index, ground, waits: null, asked });
  }
  return late === undefined ? facts : [late, ...facts];
}

const stateWords: { readonly [S in Content['state']]: (digest: string) => Sentence } = {
  pending: (digest) => say`The text ${digest} is pending.`,
  public: (digest) => say`The text ${digest} is public.`,
  withheld: (digest) => say`The text ${digest} is withheld.`,
  erased: (digest) => say`The text ${digest} is erased.`,
};

async function meet(draft: Draft, asked: number, candidate: Candidate, facts: Finding[]): Promise<void> {
  const matter = await draft.get('matter', String(asked));
  if (matter === undefined) return;
  draft.put('matter', String(asked), { ...matter, met: step(candidate) });
  if (matter.due !== null && candidate.time >= matter.due)
    facts.push(finding('step-late', say`The erasure that entry ${asked} asks for was due before ${matter.due}.`));
}
