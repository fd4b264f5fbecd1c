/** The texts and files of one entry, and whether they are in public view: of a case, or said outside any. */
import { caseOf, contentRefs, fileRefs } from '@counterfoil/ledger/statement';
import { readCaseFile, type CaseFile } from './case-file.ts';
import { isFileRef, textsOfCase, type CaseText } from './case-texts.ts';
import { ClientProblem } from './client-problem.ts';
import type { Desk } from './desk.ts';
import { readPending, type Pending } from './pending.ts';
import { showProgress } from './progress.ts';
import type { ReadEntry } from './record-reader.ts';

export interface EntryTexts {
  readonly entry: number;
  /** Undefined for what was not said in a case: registrars decide about that. */
  readonly file: CaseFile | undefined;
  readonly texts: readonly CaseText[];
  /** Undefined for a file, and for what the ledger does not show to the keys at hand. */
  wordsOf(text: CaseText): Promise<string | undefined>;
}

export async function readEntryTexts(desk: Desk, entry: number): Promise<EntryTexts> {
  const { statement } = await desk.reader.entry(entry);
  const id = caseOf(statement, entry);
  const file = id === undefined ? undefined : await readCaseFile(desk, id);
  const known = textsOfCase(file ?? { steps: await stepsOutside(desk, entry) });
  let pending: Promise<Pending | undefined> | undefined;
  return {
    ...{ entry, file },
    texts: [...known.values()].filter((text) => text.entry === entry),
    async wordsOf({ ref, state }) {
      if (isFileRef(ref)) return undefined;
      if (state === 'public') return desk.reader.text(ref);
      // What registrars withheld is shown to nobody.
      if (file === undefined) return undefined;
      const texts = (await (pending ??= readAllowed(desk)))?.texts;
      return texts?.find(({ digest }) => digest === ref.digest)?.text;
    },
  };
}

/** The entry, and what registrars said of its texts since: only looked for where one of them is not there. */
async function stepsOutside(desk: Desk, entry: number): Promise<readonly ReadEntry[]> {
  const { reader } = desk;
  const steps = [await reader.entry(entry)];
  const { statement } = steps[0] as ReadEntry;
  const there = await Promise.all([
    ...contentRefs(statement).map((ref) => reader.content(ref)),
    ...fileRefs(statement).map((ref) => reader.file(ref)),
  ]);
  if (!there.includes(undefined)) return steps;
  const progress = showProgress(process.stderr);
  for (let index = entry + 1; index < reader.seen.size; index++) {
    const step = await reader.entry(index);
    progress.show('Reading what became of it', index, reader.seen.size);
    switch (step.statement.kind) {
      case 'content-withheld':
      case 'content-redacted':
      case 'content-restored':
        if (step.statement.entry === entry) steps.push(step);
        break;
      default:
    }
  }
  progress.clear();
  return steps;
}

/** An office may take out what it may not read: whoever signs is told that they have not read it. */
async function readAllowed(desk: Desk): Promise<Pending | undefined> {
  try {
    return await readPending(desk);
  } catch (error) {
    if (error instanceof ClientProblem && error.status === 403) return undefined;
    throw error;
  }
}
