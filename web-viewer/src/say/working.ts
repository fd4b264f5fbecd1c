/** The work that is asked for when much is sent: done in a worker, so that the page stays awake, and shown as it goes. */
import { el } from '../desk/dom.ts';
import { language } from '../desk/language.ts';
import { WORK_PARTS } from '../work.ts';

/** What the worker says: how many parts are solved, and at the end the solution. */
export type Working = { readonly parts: number } | { readonly solution: string };

/** Undefined when nothing is asked for. @throws when the service does not answer in these words. */
export async function fetchChallenge(): Promise<string | undefined> {
  const response = await fetch('/inputs/challenge', { cache: 'no-store' });
  const answer: unknown = await response.json();
  const challenge = typeof answer === 'object' && answer !== null && 'challenge' in answer ? answer.challenge : null;
  return typeof challenge === 'string' ? challenge : undefined;
}

/** Shows itself above the button. @throws when the worker fails. */
export async function workOn(challenge: string, form: HTMLFormElement): Promise<string> {
  const bar = el('progress', { max: String(WORK_PARTS), value: '0', 'aria-label': language.phrase('work-progress') });
  // There before its words are: only a change of a live region is read out.
  const box = el('div', { class: 'cf-working', role: 'status' });
  form.querySelector('button')?.before(box);
  box.append(
    el('p', { class: 'cf-working__title' }, language.phrase('work-title')),
    el('p', { class: 'govuk-body' }, language.phrase('work-message')),
    bar,
  );

  const worker = new Worker(form.dataset['worker'] ?? '', { type: 'module' });
  try {
    return await new Promise<string>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Working>) => {
        if ('solution' in data) resolve(data.solution);
        else bar.value = data.parts;
      });
      worker.addEventListener('error', () => reject(new Error('The worker failed.')));
      worker.postMessage(challenge, []);
    });
  } finally {
    worker.terminate();
  }
}
