/** What became of a signed statement: recorded, or waiting for the others. */
import { link, paragraph, section } from '../components.ts';
import type { Desk } from '../desk.ts';
import { el } from '../dom.ts';
import { inWords } from '../people.ts';
import type { Recorded } from '../sending.ts';
import type { Summary } from '../tray.ts';
import { language } from '../language.ts';

export function showRecorded(stage: HTMLElement, { index, case: caseId }: Recorded): void {
  const box = section(
    language.phrase('desk-done-title'),
    el('p', { class: 'govuk-body-l' }, language.phrase('desk-done-entry', { entry: index })),
    paragraph(language.phrase('desk-done-checked')),
    el(
      'p',
      { class: 'cf-actions' },
      link(`/entries/${index}`, language.phrase('desk-done-see-entry')),
      caseId !== null && link(`#case-${caseId}`, language.phrase('desk-done-back')),
      link('#due', language.phrase('desk-page-due')),
    ),
  );
  box.classList.add('cf-slip', 'cf-done');
  box.setAttribute('role', 'status');
  stage.replaceChildren(box);
  focusOn(box);
}

export async function showWaiting(desk: Desk, stage: HTMLElement, waiting: Summary): Promise<void> {
  const box = section(
    language.phrase('desk-done-waits-title'),
    paragraph(
      language.phrase('desk-done-waits', {
        who: language.list(await nameMissing(desk, waiting)),
        time: language.time(waiting.lapses),
      }),
    ),
    el(
      'p',
      { class: 'cf-actions' },
      link(`#tray-${waiting.id}`, language.phrase('desk-done-see-tray')),
      link('#due', language.phrase('desk-page-due')),
    ),
  );
  box.classList.add('cf-slip', 'cf-done');
  box.setAttribute('role', 'status');
  stage.replaceChildren(box);
  focusOn(box);
}

/** Whoever listens hears the heading of what has come up. */
export function focusOn(element: HTMLElement): void {
  const heading = element.querySelector<HTMLElement>('h2');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus();
  heading?.scrollIntoView();
}

/** Who has not signed yet. */
export async function nameMissing({ people }: Desk, { waitsFor }: Summary): Promise<string[]> {
  const names = await Promise.all(waitsFor.mandates.map(async ({ mandate }) => inWords(await people.holder(mandate))));
  return waitsFor.registrars === 0
    ? names
    : [...names, language.phrase('desk-tray-registrars', { count: waitsFor.registrars })];
}
