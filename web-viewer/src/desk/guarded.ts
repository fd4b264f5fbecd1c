/** Does something for a page, and says in the page what stood in the way. */
import { FormatError } from '@counterfoil/ledger/error';
import { code, paragraph, refusal } from './components.ts';
import { DeskProblem, tellProblem } from './desk-problem.ts';
import { language } from './language.ts';
import { tellSaid } from './refusal.ts';

/** @param place where it is said; emptied before. */
export async function guarded(place: HTMLElement, work: () => Promise<void>): Promise<void> {
  place.replaceChildren();
  try {
    await work();
  } catch (error) {
    const box = await showProblem(error);
    place.replaceChildren(box);
    box.focus();
  }
}

/** The sentence for what went wrong. What nobody foresaw goes to the console as well. */
export async function showProblem(error: unknown): Promise<HTMLElement> {
  const title = language.phrase('desk-problem-title');
  if (error instanceof DeskProblem) {
    const named = paragraph(language.phrase('site-error-code'), ' ', code(error.refusal ?? error.code));
    return refusal(title, paragraph(await tellProblem(error)), named);
  }
  if (error instanceof FormatError) return refusal(title, paragraph(await tellSaid([error.reason])));
  console.error(error);
  return refusal(title, paragraph(language.phrase('desk-problem-internal')));
}
