/** Texts of a case: whether they are in public view, and what takes them out of it. SPEC 8.10, M56, M57, M58. */
import type { Finding } from '../rules.ts';
import type { Draft, StateShapes } from '../state.ts';
import { caseOf, contentRefs, type Statement, type StatementOf } from '../statement.ts';
import { finding, isRefusal, type Candidate, type Judge } from './admission.ts';
import { enter, findCase, type Standing } from './cases.ts';
import { caseNow } from './inputs.ts';

type Content = StateShapes['content'];
type Target = { readonly entry: number; readonly digest: string };

const DAY_MS = 86_400_000;

/** Takes down the texts of an admitted statement. A commitment is noted once, whoever repeats it. SPEC M56. */
export async function noteContents(draft: Draft, { statement, index }: Candidate): Promise<void> {
  const id = caseOf(statement, index);
  if (id === undefined) return;
  const standing = await findCase(draft, id);
  const waits = !isRefusal(standing) && standing.rules.moderation === 'before' && isOfPeople(statement);
  for (const { digest } of contentRefs(statement)) {
    if ((await draft.get('content', digest)) !== undefined) continue;
    draft.put('content', digest, {
      entry: index,
      case: id,
      state: waits ? 'pending' : 'public',
      by: null,
      ground: null,
    });
  }
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

export const judgeContentPublished: Judge<'content-published'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  return (await moveAll(draft, standing, candidate, candidate.statement.items, ['pending'], 'public')) ?? [];
};

export const judgeContentWithheld: Judge<'content-withheld'> = (draft, candidate) =>
  takeOut(draft, candidate, ['pending', 'public'], 'withheld');

export const judgeContentRedacted: Judge<'content-redacted'> = (draft, candidate) =>
  takeOut(draft, candidate, ['pending', 'public', 'withheld'], 'erased');

export const judgeContentRestored: Judge<'content-restored'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  return (await moveAll(draft, standing, candidate, [candidate.statement], ['withheld'], 'public')) ?? [];
};

/**
 * The time a text is kept begins when its case is decided: the one that this case has become part of, and for an input that
 * was split off the one where it is now.
 */
export const judgeRetentionApplied: Judge<'retention-applied'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { retention } = standing.rules;
  if (retention === undefined) return finding('retention-early', `"${standing.rules.title}" keeps texts for ever.`);
  const { items } = candidate.statement;
  const cases = new Map<number, number>();
  for (const { entry } of items) {
    const input = await draft.get('input', String(entry));
    const id = await caseNow(draft, input?.case ?? standing.id, cases);
    const decided = (await draft.get('case', String(id)))?.decided ?? null;
    if (decided === null) return finding('retention-early', `Case ${id} has not been decided.`);
    const untilMs = Date.parse(decided.time) + retention.days * DAY_MS;
    if (Date.parse(candidate.time) < untilMs)
      return finding('retention-early', `Texts of case ${id} are kept until ${new Date(untilMs).toISOString()}.`);
  }
  return (await moveAll(draft, standing, candidate, items, ['pending', 'public', 'withheld'], 'erased')) ?? [];
};

async function takeOut(
  draft: Draft,
  candidate: Candidate<StatementOf<'content-withheld'>> | Candidate<StatementOf<'content-redacted'>>,
  from: readonly Content['state'][],
  to: Content['state'],
): Promise<Finding | readonly Finding[]> {
  const { statement } = candidate;
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { rules } = standing;
  if (rules.grounds?.some(({ code }) => code === statement.ground) !== true)
    return finding('ground-unknown', `"${rules.title}" has no ground "${statement.ground}".`);
  return (await moveAll(draft, standing, candidate, [statement], from, to, statement.ground)) ?? [];
}

async function moveAll(
  draft: Draft,
  { id }: Standing,
  { index }: Candidate,
  targets: readonly Target[],
  from: readonly Content['state'][],
  to: Content['state'],
  ground: string | null = null,
): Promise<Finding | undefined> {
  for (const { entry, digest } of targets) {
    const content = await draft.get('content', digest);
    if (content?.entry !== entry || content.case !== id)
      return finding('content-unknown', `Entry ${entry} of case ${id} has no text ${digest}.`);
    if (!from.includes(content.state)) return finding('content-state', `The text ${digest} is ${content.state}.`);
    draft.put('content', digest, { ...content, state: to, by: index, ground });
  }
  return undefined;
}
