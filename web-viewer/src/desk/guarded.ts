/** Does something for a page, and says in the page what stood in the way. */
import { FormatError } from '@counterfoil/ledger/error';
import { paragraph, refusal } from './components.ts';
import { DeskProblem } from './desk-problem.ts';
import { deskWords } from './words.ts';

/** @param place where it is said; emptied before. */
export async function guarded(place: HTMLElement, work: () => Promise<void>): Promise<void> {
  place.replaceChildren();
  try {
    await work();
  } catch (error) {
    const box = showProblem(error);
    place.replaceChildren(box);
    box.focus();
  }
}

/** The sentence for what went wrong. What nobody foresaw goes to the console as well. */
export function showProblem(error: unknown): HTMLElement {
  const isKnown = error instanceof DeskProblem || error instanceof FormatError;
  if (!isKnown) console.error(error);
  return refusal(
    deskWords.problems.title,
    paragraph(isKnown ? error.message : deskWords.problems.internal),
    error instanceof DeskProblem && paragraph(deskWords.problemCode(error.refusal ?? error.code)),
  );
}
