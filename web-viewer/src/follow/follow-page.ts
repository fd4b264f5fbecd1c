/**
 * The follow-up page with scripts: the code stays here. The server gives what is public about its key, and gets statements that were put
 * together, checked against the record and signed in this browser. SPEC 5.7, M65.
 */
import { checkContent, type Content } from '@counterfoil/ledger/content';
import { parseBase64 } from '@counterfoil/ledger/bytes';
import { followSigner, formatFollowCode, type FollowCode } from '@counterfoil/ledger/follow-code';
import { formatReceipt, hasReceipt, makeReceipt, receiptFileName } from '@counterfoil/ledger/receipt';
import type { Signer } from '@counterfoil/ledger/signature';
import { contentRefs } from '@counterfoil/ledger/statement';
import * as z from 'zod/mini';
import { DeskProblem, tellProblem } from '../desk/desk-problem.ts';
import { el, type Child } from '../desk/dom.ts';
import type { Draft } from '../desk/draft.ts';
import { language } from '../desk/language.ts';
import { Ledger } from '../desk/ledger.ts';
import { findPersonalHints } from '../personal-hints.ts';
import { hintList } from '../say/hints.ts';
import { pagesPrefix } from '../script-phrases.ts';
import { formatKeyName } from './key-name.ts';
import { parseMailAddress } from './mail-address.ts';
import { parseTypedCode } from './parse-code.ts';
import { followPass } from './pass.ts';
import { quote } from './quote.ts';
import { followSaid, LACKING_FIELDS, parseFollowForm, type FollowForm } from './said.ts';
import { draftChecked, FollowProblem, sendDraft, sendContact, type Recorded } from './sending.ts';

export function start(): void {
  const form = document.querySelector<HTMLFormElement>('form#follow-code');
  const view = document.getElementById('follow-view');
  const told = document.getElementById('follow-told');
  if (form === null || view === null || told === null) return;
  const field = form.querySelector('textarea');
  if (field === null) return;
  const page = new FollowPage(form, field, view, told);
  form.after(el('p', { class: 'cf-aside govuk-!-margin-bottom-6' }, language.phrase('follow-with-script')));
  // A code is one line, however it is wrapped.
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void page.open();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void page.open();
  });
  const fromAddress = (): void => {
    if (location.hash.length < 2) return;
    field.value = decodeURIComponent(location.hash.slice(1));
    // Neither in the history of this browser nor in a picture of its window.
    history.replaceState(null, '', location.pathname);
    void page.open();
  };
  window.addEventListener('hashchange', fromAddress);
  fromAddress();
  // Pressed before this script was there.
  const waited = told.hasChildNodes();
  delete form.dataset['waits'];
  if (waited) void page.open();
}

class FollowPage {
  readonly #form: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #view: HTMLElement;
  readonly #told: HTMLElement;
  #turn = 0;

  constructor(form: HTMLFormElement, field: HTMLTextAreaElement, view: HTMLElement, told: HTMLElement) {
    this.#form = form;
    this.#field = field;
    this.#view = view;
    this.#told = told;
  }

  async open(): Promise<void> {
    const parsed = parseTypedCode(this.#field.value);
    this.#told.replaceChildren();
    this.#complain(
      this.#form,
      this.#field,
      'fault' in parsed ? language.phrase(`follow-fault-${parsed.fault}`) : undefined,
    );
    if ('fault' in parsed) return;
    this.#field.value = formatFollowCode(parsed.code);
    if (await this.#show(parsed.code)) this.#view.focus();
  }

  /** What is public about the key, as the server lays it out; then the words that only this code opens. */
  async #show(code: FollowCode): Promise<boolean> {
    const turn = ++this.#turn;
    const signer = followSigner(code);
    try {
      const response = await fetch(`${pagesPrefix(document)}/follow/${formatKeyName(signer.keyid)}`, {
        cache: 'no-store',
        credentials: 'omit',
      });
      const laidOut = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('follow-view');
      if (!response.ok || laidOut === null) throw new TypeError('The page cannot be read.');
      if (turn !== this.#turn) return false;
      this.#view.replaceChildren(...laidOut.childNodes);
    } catch (error) {
      console.warn(error);
      this.#complain(this.#form, this.#field, language.phrase('follow-problem-unreachable'));
      return false;
    }
    for (const form of this.#view.querySelectorAll<HTMLFormElement>('form.cf-act__form'))
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        void this.#act(form, code, signer);
      });
    for (const form of this.#view.querySelectorAll<HTMLFormElement>('form.cf-contact-form'))
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        void this.#keepContact(form, code, signer);
      });
    await this.#showOwn(signer).catch((error: unknown) => console.warn(error));
    return true;
  }

  async #showOwn(signer: Signer): Promise<void> {
    const places = [...this.#view.querySelectorAll<HTMLElement>('[data-own]')];
    if (places.length === 0) return;
    const ledger = await Ledger.open();
    const response = await fetch(`/api/v1/follow/${formatKeyName(signer.keyid)}/texts`, {
      ...{ cache: 'no-store', credentials: 'omit' },
      headers: { Authorization: await followPass(ledger.origin, signer) },
    });
    const { items } = ownTextsSchema.parse(await response.json());
    for (const { entry, digest, text, salt } of items) {
      const content: Content = { salt: parseBase64(salt), text };
      const ref = contentRefs((await ledger.entry(entry)).statement).find((one) => one.digest === digest);
      if (ref === undefined || !checkContent(ref, content)) continue;
      for (const place of this.#view.querySelectorAll<HTMLElement>('[data-own-quoted]'))
        if (place.dataset['ownQuoted'] === digest)
          place.textContent = language.phrase('follow-quoted', { words: quote(text) });
      for (const place of places.filter((one) => one.dataset['own'] === digest))
        place.replaceChildren(
          el('p', { class: 'cf-note' }, language.phrase('follow-hidden-now')),
          el('div', { class: 'cf-words', dir: 'auto', lang: ref.lang }, text),
        );
    }
  }

  async #act(form: HTMLFormElement, code: FollowCode, signer: Signer): Promise<void> {
    const fields = new Map<string, string>();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.set(name, value);
    for (const name of ['form', 'asked', 'code']) fields.delete(name);
    const read = parseFollowForm(fields);
    if (read === undefined) return this.#complainOf(form, language.phrase('follow-problem-failed'));
    const said = followSaid(read, signer.keyid);
    if ('lacks' in said) {
      const field = form.querySelector<HTMLElement>(`[name="${LACKING_FIELDS[said.lacks] ?? 'text'}"]`);
      return this.#complain(form, field, language.phrase(`follow-lack-${said.lacks}`));
    }
    this.#complainOf(form, undefined);
    const button = form.querySelector('button');
    if (button?.disabled === true) return;
    if (button !== null) button.disabled = true;
    try {
      const { draft, ledger } = await draftChecked(said, signer);
      if (!(await this.#confirm(form, read))) return;
      const recorded = await sendDraft(draft, signer, form);
      await this.#done(recorded, draft, ledger, code);
    } catch (error) {
      console.warn(error);
      this.#complainOf(form, await reasonOf(error));
    } finally {
      if (button !== null) button.disabled = false;
    }
  }

  /** What is about to be signed, to be read once more; with what looks as if it told who somebody is. */
  #confirm(form: HTMLFormElement, read: FollowForm): Promise<boolean> {
    const text = 'text' in read ? read.text : '';
    const against = 'against' in read ? read.against : 'entry' in read ? read.entry : undefined;
    const title = form.closest('details')?.querySelector('summary')?.textContent?.trim() ?? '';
    const row = (label: string, value: string | Node): Node[] => [el('dt', {}, label), el('dd', {}, value)];
    const hints = findPersonalHints(text);
    return new Promise((resolve) => {
      const end = (isSent: boolean): void => {
        box.remove();
        form.hidden = false;
        resolve(isSent);
        if (!isSent) form.querySelector('button')?.focus();
      };
      const box = el(
        'div',
        { class: 'cf-hints', role: 'region', tabindex: '-1', 'aria-label': language.phrase('follow-preview-title') },
        el('h4', { class: 'govuk-heading-m' }, language.phrase('follow-preview-title')),
        el('p', { class: 'govuk-body' }, language.phrase('follow-preview-lead')),
        el(
          'dl',
          { class: 'cf-follow-preview' },
          row(language.phrase('follow-preview-what'), title),
          row(language.phrase('follow-preview-case'), String(read.case)),
          against === undefined ? [] : row(language.phrase('follow-preview-against'), String(against)),
          chosenAnswers(form).flatMap(([question, answer]) => row(question, answer)),
          text.trim() === ''
            ? []
            : row(language.phrase('follow-preview-words'), el('div', { class: 'cf-words', dir: 'auto' }, text)),
        ),
        hints.length > 0 && [
          el('h4', { class: 'govuk-heading-s' }, language.phrase('hints-title')),
          hintList(text, hints),
        ],
        el(
          'div',
          { class: 'govuk-button-group' },
          el(
            'button',
            { type: 'button', class: 'govuk-button', click: () => end(true) },
            language.phrase('follow-preview-send'),
          ),
          el(
            'button',
            { type: 'button', class: 'govuk-button govuk-button--secondary', click: () => end(false) },
            language.phrase('follow-preview-back'),
          ),
        ),
      );
      form.after(box);
      form.hidden = true;
      box.focus();
    });
  }

  /** The receipt is put together here: words that are not public yet can be had from nowhere else. */
  async #done({ index, proof }: Recorded, draft: Draft, { info }: Ledger, code: FollowCode): Promise<void> {
    const entry = await (await Ledger.open()).entry(index);
    const { statement, bytes } = entry;
    const file =
      hasReceipt(statement) &&
      formatReceipt(makeReceipt({ bytes, statement, index, content: draft.contents[0], proof, logKey: info.logKey }));
    await this.#show(code);
    this.#tell(
      language.phrase('follow-done', { entry: index }),
      file !== false &&
        el(
          'p',
          { class: 'govuk-body' },
          el(
            'a',
            {
              class: 'govuk-link',
              href: `data:application/json;base64,${file.toBase64()}`,
              download: receiptFileName(index),
            },
            language.phrase('follow-done-file'),
          ),
        ),
    );
  }

  async #keepContact(form: HTMLFormElement, code: FollowCode, signer: Signer): Promise<void> {
    const field = form.querySelector<HTMLInputElement>('input[name="mail"]');
    const address = field === null ? undefined : parseMailAddress(field.value);
    if (field !== null && address === undefined)
      return this.#complain(form, field, language.phrase('follow-contact-wrong'));
    try {
      const { origin } = await Ledger.open();
      await sendContact(await followPass(origin, signer), formatKeyName(signer.keyid), address, form);
      await this.#show(code);
      this.#tell(language.phrase(address === undefined ? 'follow-contact-stopped' : 'follow-contact-saved'), false);
    } catch (error) {
      console.warn(error);
      const reason = await reasonOf(error);
      if (field === null) this.#tell(reason, false);
      else this.#complain(form, field, reason);
    }
  }

  #tell(sentence: Child, more: Node | false): void {
    const box = el(
      'div',
      { class: 'cf-told', role: 'status', tabindex: '-1' },
      el('p', { class: 'govuk-body-l' }, sentence),
      more,
    );
    this.#told.replaceChildren(box);
    box.focus();
  }

  #complainOf(form: HTMLFormElement, message: Child): void {
    const field = form.querySelector<HTMLElement>('textarea, select, input:not([type="hidden"])');
    this.#complain(form, field ?? form.querySelector('button'), message);
  }

  /** Beside the field, as the server says it. */
  #complain(form: HTMLFormElement, field: HTMLElement | null, message: Child): void {
    for (const old of form.querySelectorAll('.govuk-error-message')) old.remove();
    for (const marked of form.querySelectorAll('[aria-invalid]')) marked.removeAttribute('aria-invalid');
    if (message === undefined || field === null) return;
    const told = field.closest('.govuk-radios') ?? field;
    told.before(el('p', { class: 'govuk-error-message', role: 'alert' }, message));
    field.setAttribute('aria-invalid', 'true');
    field.focus();
  }
}

/** The questions of a form that are answered by choosing, and what was chosen, as the form has them. */
function chosenAnswers(form: HTMLFormElement): readonly (readonly [question: string, answer: string])[] {
  return [...form.querySelectorAll('fieldset')].map((asked) => [
    asked.querySelector('legend')?.textContent?.trim() ?? '',
    asked.querySelector<HTMLInputElement>('input:checked')?.labels?.[0]?.textContent?.trim() ?? '',
  ]);
}

async function reasonOf(error: unknown): Promise<Child> {
  if (error instanceof FollowProblem) return error.message;
  if (error instanceof DeskProblem) return tellProblem(error);
  return language.phrase('follow-problem-failed');
}

const ownTextsSchema = z.object({
  items: z.array(z.object({ entry: z.int(), digest: z.string(), text: z.string(), salt: z.string() })),
});
