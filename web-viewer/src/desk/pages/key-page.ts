/** Choosing who signs: the keys this browser knows, and the three ways to add one. */
import { personField } from '@counterfoil/ledger/statements/fields';
import type { PhraseId } from '../../language.ts';
import { aside, button, code, command, fold, pageTitle, paragraph, section, tag } from '../components.ts';
import { lineControl, wordsControl } from '../controls.ts';
import { chooseKey, type Desk } from '../desk.ts';
import { el } from '../dom.ts';
import { readFields } from '../form.ts';
import { addSshKey, forgetKey, makeBrowserKey, makePasskey, newPerson, type DeskKey } from '../keys.ts';
import { inWords } from '../people.ts';
import { language } from '../language.ts';
import { guarded } from '../guarded.ts';

export async function keyPage(desk: Desk): Promise<readonly Node[]> {
  const cards = await Promise.all(desk.keys.map((key) => keyCard(desk, key)));
  return [
    pageTitle(language.phrase('desk-key-title')),
    el('p', { class: 'govuk-body-l' }, language.phrase('desk-key-lead')),
    section(
      language.phrase('desk-key-yours'),
      cards.length === 0 ? paragraph(language.phrase('desk-key-none')) : cards,
    ),
    section(language.phrase('desk-key-add'), ...addKey(desk)),
    fold(language.phrase('desk-key-trust-title'), paragraph(language.phrase('desk-key-trust'))),
  ];
}

async function keyCard(desk: Desk, key: DeskKey): Promise<HTMLElement> {
  const isInUse = desk.key?.keyid === key.keyid;
  const held = await desk.people.mandates((listed) => listed.key === key.keyid);
  const use = button(language.phrase('desk-key-use'), () => {
    chooseKey(key);
    desk.go('due');
  });
  const forget = button(
    language.phrase('desk-key-forget'),
    async () => {
      if (!confirm(language.phrase(`desk-key-forget-${key.kind}`))) return;
      await forgetKey(key);
      desk.go('key');
    },
    { secondary: true },
  );
  return el(
    'div',
    { class: 'cf-slip cf-key' },
    el(
      'h3',
      { class: 'govuk-heading-m' },
      language.phrase(`desk-key-kind-${key.kind}`),
      ' ',
      isInUse && tag('met', language.phrase('desk-key-in-use')),
    ),
    el('p', { class: 'cf-key__id' }, code(key.keyid)),
    held.length > 0
      ? paragraph(language.phrase('desk-key-holds', { offices: language.list(held.map(inWords)) }))
      : [
          paragraph(language.phrase('desk-key-holds-none')),
          command(`"person": "${key.person}"\n"key": "${key.keyid}"`),
        ],
    el('div', { class: 'cf-actions' }, !isInUse && use, forget),
  );
}

function addKey(desk: Desk): HTMLElement[] {
  const summary = el('div', {});
  const problems = el('div', {});
  const person = lineControl({
    label: language.phrase('desk-key-person'),
    hint: language.phrase('desk-key-person-hint'),
    optional: true,
    pattern: [/^[0-9a-f]{32}$/, language.phrase('desk-key-person-wrong')],
    value: desk.key?.person ?? '',
  });
  const line = wordsControl({
    label: language.phrase('desk-key-ssh-line'),
    hint: language.phrase('desk-key-ssh-hint'),
    rows: 3,
    isCode: true,
  });
  const made = async (make: (who: string) => Promise<DeskKey>, who: string): Promise<void> => {
    chooseKey(await make(who === '' ? newPerson() : personField.parse(who)));
    desk.go('key');
  };
  const add = (make: (who: string) => Promise<DeskKey>) => () =>
    guarded(problems, async () => {
      const entered = readFields({ person }, summary);
      if (entered !== undefined) await made(make, entered.person);
    });
  const addSsh = (): Promise<void> =>
    guarded(problems, async () => {
      const entered = readFields({ person, line }, summary);
      if (entered !== undefined) await made((who) => addSshKey(entered.line, who), entered.person);
    });
  const way = (title: PhraseId, text: PhraseId, ...children: readonly Node[]): HTMLElement =>
    el(
      'div',
      { class: 'cf-way' },
      el('h3', { class: 'govuk-heading-m' }, language.phrase(title)),
      aside(language.phrase(text)),
      ...children,
    );
  const make = (text: PhraseId, onPress: () => Promise<void>): HTMLElement =>
    button(language.phrase(text), onPress, { secondary: true });
  return [
    summary,
    problems,
    person.element,
    way('desk-key-browser-title', 'desk-key-browser-text', make('desk-key-browser-make', add(makeBrowserKey))),
    way('desk-key-kind-passkey', 'desk-key-passkey-text', make('desk-key-passkey-make', add(makePasskey))),
    way('desk-key-kind-ssh', 'desk-key-ssh-text', line.element, make('desk-key-ssh-add', addSsh)),
  ];
}
