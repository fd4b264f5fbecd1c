/** One act from its form to the record: fill in, read what becomes public, sign. */
import type { Said } from '@counterfoil/ledger/compose';
import { actForm, possibleActs, type OfferedKind } from '../acts.ts';
import { button, link, pageTitle, paragraph, warning } from '../components.ts';
import { radiosControl } from '../controls.ts';
import { cosignersControl } from '../cosigners.ts';
import type { CaseView } from '../case-reading.ts';
import type { Desk } from '../desk.ts';
import { el, newId } from '../dom.ts';
import { draftOf, sign, type Draft } from '../draft.ts';
import { readFields } from '../form.ts';
import { guarded } from '../guarded.ts';
import type { DeskKey } from '../keys.ts';
import { langControl } from '../lang-control.ts';
import { passFor } from '../pass.ts';
import { inWords, type Mandate } from '../people.ts';
import { showPreview, type PreviewContext } from '../preview.ts';
import { record, type Recorded } from '../sending.ts';
import { propose } from '../tray.ts';
import { language } from '../language.ts';
import { findPersonalHints } from '../../personal-hints.ts';
import { hintList } from '../../say/hints.ts';
import { openView } from './case-page.ts';
import { focusOn, showRecorded, showWaiting } from './outcome.ts';

export async function actPage(desk: Desk, id: number, kind: OfferedKind): Promise<readonly Node[]> {
  const view = await openView(desk, id);
  const caption = language.phrase('case-titled', { id, title: view.title });
  const able = desk.mandates.filter((own) => possibleActs(view, own, desk.people).includes(kind));
  const [first] = able;
  const title = pageTitle(language.phrase(`desk-act-${kind}`), caption);
  const back = paragraph(link(`#case-${id}`, language.phrase('desk-done-back')));
  if (desk.key === undefined || first === undefined)
    return [title, paragraph(language.phrase('desk-form-impossible')), back];
  const stage = el('div', {});
  const filling = (own: Mandate): Promise<void> => fillIn({ desk, key: desk.key as DeskKey, view, kind, own, stage });
  if (able.length > 1) {
    const which = radiosControl({
      label: language.phrase('desk-form-office'),
      options: able.map((own) => ({ value: String(own.mandate), text: inWords(own) })),
      value: String(first.mandate),
    });
    which.onChange(() => {
      const chosen = which.read();
      const own = able.find(({ mandate }) => 'value' in chosen && String(mandate) === chosen.value);
      if (own !== undefined) void filling(own);
    });
    await filling(first);
    return [title, back, which.element, stage];
  }
  await filling(first);
  return [title, back, stage];
}

interface Filling {
  readonly desk: Desk;
  readonly key: DeskKey;
  readonly view: CaseView;
  readonly kind: OfferedKind;
  readonly own: Mandate;
  /** Holds the form, then the preview, then what became of it. */
  readonly stage: HTMLElement;
}

async function fillIn(filling: Filling): Promise<void> {
  const { desk, view, kind, own, stage } = filling;
  const lang = langControl(desk.ledger);
  const form = await actForm({ ...desk, kind, view, own, lang: () => lang.input.value });
  const cosigners = await cosignersControl(kind, view.rules, own, desk.people);
  const summary = el('div', {});
  const problems = el('div', {});
  const toPreview = (): Promise<void> =>
    guarded(problems, async () => {
      const fields = form.read();
      if (fields === undefined) return;
      const entered = cosigners === undefined ? { cosigners: [] } : readFields({ cosigners }, summary);
      if (entered === undefined) return;
      const by = [own, ...entered.cosigners].map(({ mandate }) => mandate);
      const said = { kind, by, case: view.id, ...fields } as unknown as Said;
      await showDraft(filling, draftOf(said, desk.ledger), page);
    });
  const page = [
    problems,
    form.element,
    ...(kind === 'case-linked' ? [] : [lang.element]),
    summary,
    ...(cosigners === undefined ? [] : [cosigners.element]),
    warning(language.phrase('desk-form-warning')),
    button(language.phrase('desk-form-preview'), toPreview),
  ];
  stage.replaceChildren(...page);
}

interface Showing extends Pick<Filling, 'desk' | 'key' | 'stage'> {
  /** Undefined for what opens a case. */
  readonly view: CaseView | undefined;
  /** Told when it is on record and shown to be. */
  readonly onRecorded?: (recorded: Recorded) => void;
  /** Texts that the statement names without bringing them along, by digest. */
  readonly shown?: PreviewContext['shown'];
  /** Of processes that the statement names. */
  readonly titles?: PreviewContext['titles'];
}

/** What becomes public, and the button that signs it; puts the form back where it is to be changed. */
export async function showDraft(showing: Showing, draft: Draft, form: readonly Node[]): Promise<void> {
  const { desk, key, view, stage, shown: named, titles } = showing;
  const by = 'by' in draft.statement ? (draft.statement.by ?? []) : [];
  const isAlone = by.length === 1;
  const problems = el('div', {});
  const shown = await showPreview(draft, { ledger: desk.ledger, people: desk.people, view, shown: named, titles });
  const signAndSend = (): Promise<void> =>
    guarded(problems, async () => {
      if (isAlone) {
        const recorded = await record(draft, await sign(draft.signed, key));
        showRecorded(stage, recorded);
        showing.onRecorded?.(recorded);
        return;
      }
      const pass = await passFor(desk.ledger, key);
      const placed = await propose(draft, await sign(draft.signed, key), pass);
      if ('recorded' in placed) showRecorded(stage, placed.recorded);
      else await showWaiting(desk, stage, placed.waiting);
    });
  const change = (): void => {
    stage.replaceChildren(...form);
    stage.scrollIntoView();
  };
  stage.replaceChildren(
    shown,
    ...personalHints(draft),
    problems,
    el(
      'div',
      { class: 'cf-actions' },
      button(language.phrase(isAlone ? 'desk-preview-sign' : 'desk-preview-sign-and-wait'), signAndSend),
      button(language.phrase('desk-preview-change'), change, { secondary: true }),
    ),
  );
  focusOn(shown);
}

/** What in the words that become public looks as if it told who somebody is. */
function personalHints({ contents }: Draft): readonly HTMLElement[] {
  const found = contents
    .map(({ text }) => ({ text, hints: findPersonalHints(text) }))
    .filter(({ hints }) => hints.length > 0);
  if (found.length === 0) return [];
  const id = newId('hints');
  return [
    el(
      'section',
      { class: 'cf-hints', 'aria-labelledby': id },
      el('h2', { class: 'govuk-heading-m', id }, language.phrase('hints-title')),
      paragraph(language.phrase('hints-lead')),
      found.map(({ text, hints }) => hintList(text, hints)),
      paragraph(language.phrase('desk-preview-personal')),
    ),
  ];
}
