/** Texts that wait to be looked at: read, then let into public view or kept back. */
import type { Said } from '@counterfoil/ledger/compose';
import { isPlaceOf } from '@counterfoil/ledger/statement';
import type { ActFields } from '../act-form.ts';
import { aside, button, link, pageTitle, paragraph, section, warning, words as showWords } from '../components.ts';
import type { CaseView } from '../case-reading.ts';
import { lineControl, radiosControl, wordsControl } from '../controls.ts';
import { cosignersControl } from '../cosigners.ts';
import type { Desk } from '../desk.ts';
import { el, newId } from '../dom.ts';
import { draftOf } from '../draft.ts';
import { readFields } from '../form.ts';
import { guarded } from '../guarded.ts';
import type { DeskKey } from '../keys.ts';
import { langControl } from '../lang-control.ts';
import { knownPass, passFor } from '../pass.ts';
import { askPending, type PendingFile, type PendingText } from '../pending.ts';
import { inWords, type Mandate } from '../people.ts';
import { tellInput } from '../tell-input.ts';
import { language } from '../language.ts';
import { showDraft } from './act-page.ts';
import { openView } from './case-page.ts';

type Kind = 'content-published' | 'content-withheld';

export async function pendingPage(desk: Desk): Promise<readonly Node[]> {
  const head = [
    pageTitle(language.phrase('desk-page-pending')),
    el('p', { class: 'govuk-body-l' }, language.phrase('desk-pending-lead')),
  ];
  const { key } = desk;
  if (key === undefined) return [...head, paragraph(link('#key', language.phrase('desk-key-title')))];
  const holder = el('div', {});
  const show = (): Promise<void> =>
    guarded(holder, async () => {
      const texts = await readTexts(desk, key);
      const waiting = Map.groupBy(
        texts.filter(({ state }) => state === 'pending'),
        (text) => text.case,
      );
      const kept = texts.filter(({ state }) => state === 'withheld');
      holder.replaceChildren(
        ...(waiting.size === 0 ? [paragraph(language.phrase('desk-pending-nothing'))] : []),
        ...[...waiting].map(([id, some]) => caseSection(desk, key, id, some)),
        ...(kept.length === 0
          ? []
          : [
              section(
                language.phrase('desk-pending-kept'),
                paragraph(language.phrase('desk-pending-kept-hint')),
                ...kept.map((text) => showText(text)),
              ),
            ]),
      );
    });
  // As with the tray: whoever has to do something for a signature is asked first.
  if (key.kind === 'browser' || knownPass(desk.ledger, key) !== undefined) await show();
  else
    holder.append(
      aside(language.phrase('desk-due-look-hint')),
      button(language.phrase('desk-pending-look'), show, { secondary: true }),
    );
  return [...head, holder];
}

async function readTexts(desk: Desk, key: DeskKey): Promise<readonly PendingText[]> {
  const offices = [...new Set(desk.mandates.map(({ office }) => office))];
  return offices.length === 0 ? [] : askPending(offices, await passFor(desk.ledger, key), desk.ledger);
}

/** The file, once it is asked for: a picture is shown, a document saved. */
function showFile({ read, mediaType, digest }: PendingFile): HTMLElement {
  const holder = el('div', {});
  const look = (): Promise<void> =>
    guarded(holder, async () => {
      const url = URL.createObjectURL(new Blob([await read()], { type: mediaType }));
      const isPicture = mediaType !== 'application/pdf';
      holder.replaceChildren(
        isPicture
          ? el('img', { class: 'cf-files__picture', src: url, alt: language.phrase('desk-pending-picture') })
          : paragraph(
              el(
                'a',
                { class: 'govuk-link', href: url, download: `${digest.slice(0, 8)}.pdf` },
                language.phrase('desk-pending-save-file'),
              ),
            ),
      );
    });
  holder.append(button(language.phrase('desk-pending-look-at-file'), look, { secondary: true }));
  return holder;
}

function showText({ entry, since, statement, digest, text, file }: PendingText, ...more: readonly Node[]): HTMLElement {
  const what = statement.kind === 'input-received' ? tellInput(statement) : language.phrase(`kind-${statement.kind}`);
  return el(
    'div',
    { class: 'cf-account' },
    aside(language.phrase('desk-pending-what', { entry, what, day: language.day(since) })),
    ...(isPlaceOf(statement, digest) ? [aside(language.phrase('fact-place'))] : []),
    text.status === 'there' ? showWords(text.text, text.lang) : paragraph(language.phrase('desk-pending-unreadable')),
    ...(file === undefined ? [] : [showFile(file)]),
    ...more,
  );
}

/** The texts of a case, each with a box to let it through; what becomes public is shown in their place. */
function caseSection(desk: Desk, key: DeskKey, id: number, texts: readonly PendingText[]): HTMLElement {
  const chosen = new Set<PendingText>();
  const problems = el('div', {});
  const stage = el('div', {});
  const toPreview = (): Promise<void> =>
    guarded(problems, async () => {
      const some = texts.filter((text) => chosen.has(text));
      if (some.length === 0) {
        problems.replaceChildren(
          el('p', { class: 'govuk-error-message', role: 'alert' }, language.phrase('desk-pending-choose')),
        );
        return;
      }
      const view = await openView(desk, id);
      const items = some.map(({ entry, digest }) => ({ entry, digest }));
      await askToSign({ desk, key, view, kind: 'content-published', texts: some, stage, form }, { items });
    });
  const form = [
    ...texts.map((text) =>
      showText(
        text,
        ...(text.text.status === 'missing' ? [] : [letThrough(text, chosen)]),
        paragraph(
          link(
            `#pending-${text.digest}`,
            language.phrase(text.file === undefined ? 'desk-pending-keep-text' : 'desk-pending-keep-file', {
              entry: text.entry,
            }),
          ),
        ),
      ),
    ),
    problems,
    button(language.phrase('desk-form-preview'), toPreview),
  ];
  stage.append(...form);
  return section(language.phrase('case-number', { id }), stage);
}

function letThrough(text: PendingText, chosen: Set<PendingText>): HTMLElement {
  const id = newId('text');
  const label = text.file === undefined ? 'desk-pending-let-text' : 'desk-pending-let-file';
  const box = el('input', { class: 'govuk-checkboxes__input', type: 'checkbox', id });
  box.addEventListener('change', () => {
    if (box.checked) chosen.add(text);
    else chosen.delete(text);
  });
  return el(
    'div',
    { class: 'govuk-checkboxes' },
    el(
      'div',
      { class: 'govuk-checkboxes__item' },
      box,
      el(
        'label',
        { class: 'govuk-label govuk-checkboxes__label', for: id },
        language.phrase(label, { entry: text.entry }),
      ),
    ),
  );
}

/** The form by which one text is kept back. */
export async function withholdPage(desk: Desk, digest: string): Promise<readonly Node[]> {
  const { key } = desk;
  const back = paragraph(link('#pending', language.phrase('desk-pending-back')));
  const [title, stage] = [pageTitle(language.phrase('desk-pending-withhold')), el('div', {})];
  if (key === undefined) return [title, back, paragraph(link('#key', language.phrase('desk-key-title')))];
  const text = (await readTexts(desk, key)).find((one) => one.digest === digest && one.state === 'pending');
  if (text === undefined) return [title, back, paragraph(language.phrase('desk-pending-gone'))];
  const view = await openView(desk, text.case);
  const grounds = view.rules.grounds ?? [];
  if (grounds.length === 0) return [title, back, paragraph(language.phrase('desk-pending-no-grounds'))];
  const fields = {
    ground: radiosControl({
      label: language.phrase('desk-field-ground'),
      options: grounds.map(({ code, title: ground }) => ({ value: code, text: ground, lang: desk.ledger.lang })),
    }),
    basis: lineControl({ label: language.phrase('fact-basis'), hint: language.phrase('desk-field-basis-hint') }),
    told: radiosControl({
      label: language.phrase('desk-field-told'),
      options: (['yes', 'no', 'unreachable'] as const).map((value) => ({
        value,
        text: language.phrase(`told-${value}`),
      })),
    }),
    appeal: wordsControl({ label: language.phrase('fact-appeal'), rows: 3 }),
    text: wordsControl({ label: language.phrase('desk-field-text'), rows: 3, optional: true }),
  };
  const lang = langControl(desk.ledger);
  const [summary, problems] = [el('div', {}), el('div', {})];
  const toPreview = (): Promise<void> =>
    guarded(problems, async () => {
      const values = readFields(fields, summary);
      if (values === undefined) return;
      const inLang = (said: string) => ({ text: said, lang: lang.input.value });
      const said = {
        ...{ entry: text.entry, digest, ground: values.ground, basis: values.basis, told: values.told },
        appeal: inLang(values.appeal),
        ...(values.text === '' ? {} : { text: inLang(values.text) }),
      };
      await askToSign({ desk, key, view, kind: 'content-withheld', texts: [text], stage, form }, said);
    });
  const form = [
    problems,
    summary,
    ...Object.values(fields).map(({ element }) => element),
    lang.element,
    warning(language.phrase('desk-form-warning')),
    button(language.phrase('desk-form-preview'), toPreview),
  ];
  stage.append(...form);
  return [title, back, showText(text), stage];
}

interface Asking {
  readonly desk: Desk;
  readonly key: DeskKey;
  readonly view: CaseView;
  readonly kind: Kind;
  readonly texts: readonly PendingText[];
  /** Holds the form, then the preview, then what became of it. */
  readonly stage: HTMLElement;
  readonly form: readonly Node[];
}

/** Who signs, first where the rules want more than one; then the preview. */
async function askToSign({ kind, ...asking }: Asking, fields: ActFields): Promise<void> {
  const { desk, view, stage, form, texts } = asking;
  const own = ableMandate(desk, view, kind);
  if (own === undefined) {
    stage.replaceChildren(paragraph(language.phrase('desk-form-impossible')));
    return;
  }
  const shown = new Map(texts.map(({ digest, text }) => [digest, text]));
  const goOn = (others: readonly Mandate[]): Promise<void> => {
    const by = [own, ...others].map(({ mandate }) => mandate);
    const said = { kind, by, case: view.id, ...fields } as unknown as Said;
    return showDraft({ ...asking, shown }, draftOf(said, desk.ledger), form);
  };
  const cosigners = await cosignersControl(kind, view.rules, own, desk.people);
  if (cosigners === undefined) return goOn([]);
  const [summary, problems] = [el('div', {}), el('div', {})];
  const toPreview = (): Promise<void> =>
    guarded(problems, async () => {
      const entered = readFields({ cosigners }, summary);
      if (entered !== undefined) await goOn(entered.cosigners);
    });
  stage.replaceChildren(
    paragraph(language.phrase('desk-signing-as', { who: inWords(own) })),
    ...[problems, summary, cosigners.element, button(language.phrase('desk-form-preview'), toPreview)],
  );
}

function ableMandate({ mandates }: Desk, { rules }: CaseView, kind: Kind): Mandate | undefined {
  const act = rules.acts[kind];
  const offices = new Set([...(act?.offices ?? []), ...(act?.countersigned?.offices ?? [])]);
  return mandates.find(({ may, office }) => may.includes(kind) && offices.has(office));
}
