/** Choosing who signs: the keys this browser knows, and the three ways to add one. */
import { personField } from '@counterfoil/ledger/statements/fields';
import { aside, button, code, command, fold, pageTitle, paragraph, section, tag } from '../components.ts';
import { lineControl, wordsControl } from '../controls.ts';
import { chooseKey, type Desk } from '../desk.ts';
import { el } from '../dom.ts';
import { readFields } from '../form.ts';
import { addSshKey, forgetKey, makeBrowserKey, makePasskey, newPerson, type DeskKey } from '../keys.ts';
import { inWords } from '../people.ts';
import { deskWords } from '../words.ts';
import { guarded } from '../guarded.ts';

const { keyPage: words } = deskWords;

export async function keyPage(desk: Desk): Promise<readonly Node[]> {
  const cards = await Promise.all(desk.keys.map((key) => keyCard(desk, key)));
  return [
    pageTitle(words.title),
    el('p', { class: 'govuk-body-l' }, words.lead),
    section(words.yours, cards.length === 0 ? paragraph(words.none) : cards),
    section(words.add, ...addKey(desk)),
    fold(words.trustTitle, paragraph(words.trust)),
  ];
}

async function keyCard(desk: Desk, key: DeskKey): Promise<HTMLElement> {
  const kind = words.kinds[key.kind];
  const isInUse = desk.key?.keyid === key.keyid;
  const held = await desk.people.mandates((listed) => listed.key === key.keyid);
  const use = button(words.use, () => {
    chooseKey(key);
    desk.go('due');
  });
  const forget = button(
    words.forget,
    async () => {
      if (!confirm(words.forgetSure(kind))) return;
      await forgetKey(key);
      desk.go('key');
    },
    { secondary: true },
  );
  return el(
    'div',
    { class: 'cf-slip cf-key' },
    el('h3', { class: 'govuk-heading-m' }, kind, ' ', isInUse && tag('met', words.inUse)),
    el('p', { class: 'cf-key__id' }, code(key.keyid)),
    held.length > 0
      ? paragraph(words.holds(held.map(inWords)))
      : [paragraph(words.holdsNone), command(`"person": "${key.person}"\n"key": "${key.keyid}"`)],
    el('div', { class: 'cf-actions' }, !isInUse && use, forget),
  );
}

function addKey(desk: Desk): HTMLElement[] {
  const summary = el('div', {});
  const problems = el('div', {});
  const person = lineControl({
    label: words.person,
    hint: words.personHint,
    optional: true,
    pattern: [/^[0-9a-f]{32}$/, words.personWrong],
    value: desk.key?.person ?? '',
  });
  const line = wordsControl({ label: words.sshLine, hint: words.sshLineHint, rows: 3, isCode: true });
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
  const way = (title: string, text: string, ...children: readonly Node[]): HTMLElement =>
    el('div', { class: 'cf-way' }, el('h3', { class: 'govuk-heading-m' }, title), aside(text), ...children);
  return [
    summary,
    problems,
    person.element,
    way(words.browserTitle, words.browserText, button(words.browserMake, add(makeBrowserKey), { secondary: true })),
    way(words.passkeyTitle, words.passkeyText, button(words.passkeyMake, add(makePasskey), { secondary: true })),
    way(words.sshTitle, words.sshText, line.element, button(words.sshAdd, addSsh, { secondary: true })),
  ];
}
