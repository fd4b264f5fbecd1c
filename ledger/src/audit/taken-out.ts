/** Texts that are not in public view, by the entries that say so. SPEC 12, M33, M58. */
import type { StateShapes, Store } from '../state.ts';
import { registrarGrounds } from '../statements/contents.ts';
import { auditFinding, type Findings } from './findings.ts';
import type { OpenEnds } from './open-ends.ts';
import { isFault, readFile } from './reading.ts';
import { contentPath, filePath, MAX_FILE_BYTES, type Source } from './source.ts';
import type { MissingText } from './texts.ts';
import { plainText } from './words.ts';
import { say, type Sentence } from '../say.ts';

/** How many texts are not in public view, or not in it yet. */
export interface TakenOut {
  readonly pending: number;
  readonly withheld: number;
  readonly erased: number;
  /** Why those that were withheld or erased are, in the order in which each reason first came up. */
  readonly grounds: readonly Ground[];
}

export interface Ground {
  /** Of the process or of the registrars, with its title; null for what was kept as long as the process says. */
  readonly ground: string | null;
  /** Whether it is one of the registrars, who take out what was not said in a case. */
  readonly registrars: boolean;
  readonly title: string | null;
  readonly withheld: number;
  readonly erased: number;
  /** Entries that they are texts of: the first few. */
  readonly first: readonly number[];
}

/** Entries named for one ground. */
const MAX_NAMED = 5;

export function countTakenOut(ends: OpenEnds, state: Store): TakenOut {
  const counts = { pending: 0, withheld: 0, erased: 0 };
  /** One code can stand for different things: with the registrars, and in each process. */
  const grounds = new Map<string, { -readonly [K in keyof Ground]: Ground[K] }>();
  for (const digest of ends.hidden) {
    const content = state.find('content', digest);
    if (content === undefined || content.state === 'public') continue;
    const { state: is, ground, entry } = content;
    counts[is]++;
    if (is === 'pending') continue;
    const of = { ground, registrars: content.case === null, title: titleOf(state, content) };
    const key = JSON.stringify(of);
    const known = grounds.get(key) ?? { ...of, withheld: 0, erased: 0, first: [] };
    grounds.set(key, known);
    known[is]++;
    if (known.first.length < MAX_NAMED && !known.first.includes(entry)) known.first = [...known.first, entry];
  }
  return { ...counts, grounds: [...grounds.values()] };
}

/** As the rules of the case give it. */
function titleOf(state: Store, { case: id, ground }: StateShapes['content']): string | null {
  if (id === null) return registrarGrounds[ground as keyof typeof registrarGrounds] ?? null;
  const of = state.find('case', String(id));
  const rules = state.find('rules', `${of?.process ?? ''}/${of?.version ?? 0}`);
  const title = rules?.grounds?.find(({ code }) => code === ground)?.title;
  return title === undefined ? null : plainText(title);
}

const codes = { pending: 'content-pending', withheld: 'content-withheld', erased: 'content-erased' } as const;

/**
 * What takes a text out of public view explains why it is not there, and only that of the entry that brought it or of one that
 * repeats it: an older text of the same commitment, outside any case, was never taken out.
 * @param isComplete whether every entry was judged: otherwise one that was not may say why.
 */
export function judgeMissing(
  missing: readonly MissingText[],
  state: Store,
  isComplete: boolean,
  findings: Findings,
): void {
  for (const { digest, place } of missing) {
    const content = state.find('content', digest);
    if (content !== undefined && content.state !== 'public' && content.entry <= (place.entry ?? 0))
      findings.add(auditFinding(codes[content.state], why(content), place));
    else findings.add(auditFinding(isComplete ? 'content-missing' : 'content-unjudged', [], place));
  }
}

function why({ by, ground }: StateShapes['content']): readonly Sentence[] {
  if (by === null) return [];
  return [ground === null ? say`Entry ${by} says so.` : say`Entry ${by} says so, on the ground "${ground}".`];
}

/**
 * What was taken out is to be nowhere: a copy that still has it is behind, or keeps what it should not.
 * @param missing what was found not to be there, and need not be looked for again.
 * @param files those of them that are files.
 */
export async function findKept(
  missing: readonly MissingText[],
  files: ReadonlySet<string>,
  source: Source,
  ends: OpenEnds,
  state: Store,
  findings: Findings,
): Promise<void> {
  const gone = new Set(missing.map(({ digest }) => digest));
  for (const digest of ends.hidden) {
    const content = state.find('content', digest);
    if (content === undefined || gone.has(digest)) continue;
    const isFile = files.has(digest);
    const file = isFile ? filePath(digest) : contentPath(digest);
    if (isFault(await readFile(source, file, isFile ? MAX_FILE_BYTES.file : MAX_FILE_BYTES.content))) continue;
    const { entry, case: id } = content;
    findings.add(auditFinding('content-kept', why(content), { entry, ...(id === null ? {} : { case: id }), file }));
  }
}
