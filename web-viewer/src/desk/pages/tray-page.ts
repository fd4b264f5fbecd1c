/** The tray: what waits for several signatures, and the very bytes to sign. */
import { aside, button, facts, link, list, pageTitle, paragraph, refusal, section, tag } from '../components.ts';
import type { Desk } from '../desk.ts';
import { DeskProblem } from '../desk-problem.ts';
import { el } from '../dom.ts';
import { sign } from '../draft.ts';
import { guarded } from '../guarded.ts';
import type { DeskKey } from '../keys.ts';
import { knownPass, passFor } from '../pass.ts';
import { inWords } from '../people.ts';
import { showPreview } from '../preview.ts';
import { addSignature, askProposal, askTray, type Proposal, type Summary } from '../tray.ts';
import { openView } from './case-page.ts';
import { nameMissing, showRecorded, showWaiting } from './outcome.ts';
import { language } from '../language.ts';
import { tellSaid } from '../refusal.ts';

export async function trayPage(desk: Desk): Promise<readonly Node[]> {
  const head = [
    pageTitle(language.phrase('desk-page-tray')),
    el('p', { class: 'govuk-body-l' }, language.phrase('desk-tray-lead')),
  ];
  if (desk.key === undefined) return [...head, paragraph(link('#key', language.phrase('desk-key-title')))];
  const holder = el('div', {});
  await fill(desk, desk.key, holder);
  return [...head, holder];
}

/** On the page of what is due. */
export async function traySection(desk: Desk): Promise<HTMLElement> {
  const holder = el('div', {});
  if (desk.key !== undefined && (desk.mandates.length > 0 || desk.isRegistrar)) await fill(desk, desk.key, holder);
  else holder.append(paragraph(language.phrase('desk-tray-empty')));
  return section(language.phrase('desk-due-tray'), holder);
}

/** A key of the browser makes its pass at once; whoever has to do something for a signature is asked first. */
async function fill(desk: Desk, key: DeskKey, holder: HTMLElement): Promise<void> {
  const show = (): Promise<void> =>
    guarded(holder, async () => {
      const waiting = await askTray(await passFor(desk.ledger, key));
      const items = await Promise.all(waiting.map((each) => trayItem(desk, each)));
      holder.replaceChildren(
        items.length === 0 ? paragraph(language.phrase('desk-tray-empty')) : el('ul', { class: 'cf-cases' }, items),
      );
    });
  if (key.kind === 'browser' || knownPass(desk.ledger, key) !== undefined) await show();
  else
    holder.append(
      aside(language.phrase('desk-due-look-hint')),
      button(language.phrase('desk-due-look'), show, { secondary: true }),
    );
}

async function trayItem(desk: Desk, proposal: Summary): Promise<HTMLElement> {
  const missing = await nameMissing(desk, proposal);
  return el(
    'li',
    { class: 'cf-cases__item' },
    el(
      'div',
      { class: 'cf-cases__main' },
      el('h2', { class: 'cf-cases__title' }, link(`#tray-${proposal.id}`, tellProposal(proposal))),
      proposal.state === 'waiting' &&
        aside(
          language.phrase('desk-tray-waits', { who: language.list(missing), time: language.time(proposal.lapses) }),
        ),
      proposal.state === 'lapsed' && aside(tellLapsed(proposal)),
      proposal.entry !== null && aside(language.phrase('desk-tray-recorded', { entry: proposal.entry })),
    ),
    el('div', { class: 'cf-cases__state' }, stateTag(proposal)),
  );
}

export async function proposalPage(desk: Desk, id: string): Promise<readonly Node[]> {
  const { key } = desk;
  if (key === undefined) return trayPage(desk);
  const proposal = await askProposal(id, await passFor(desk.ledger, key), desk.ledger);
  if (proposal === undefined)
    throw new DeskProblem('refused', language.phrase('desk-tray-empty'), { refusal: 'proposal-unknown' });
  const title = pageTitle(tellProposal(proposal));
  const back = paragraph(link('#tray', language.phrase('desk-tray-back')));
  const state = el('p', {}, stateTag(proposal));
  const signed = await nameSigned(desk, proposal);
  const missing = await nameMissing(desk, proposal);
  const rows = facts([
    ...(signed.length > 0 ? [[language.phrase('desk-tray-signed'), list(signed)] as const] : []),
    ...(missing.length > 0 && proposal.state === 'waiting'
      ? [[language.phrase('desk-tray-missing'), list(missing)] as const]
      : []),
  ]);
  if (proposal.state === 'lapsed') return [title, back, state, paragraph(tellLapsed(proposal)), rows];
  if (proposal.draft === undefined) {
    const entry = proposal.entry ?? 0;
    return [
      title,
      back,
      state,
      paragraph(language.phrase('desk-tray-recorded', { entry })),
      paragraph(link(`/entries/${entry}`, language.phrase('desk-done-see-entry'))),
      rows,
    ];
  }
  const { draft } = proposal;
  const view = proposal.case === null ? undefined : await openView(desk, proposal.case);
  const preview = await showPreview(draft, { ledger: desk.ledger, people: desk.people, view });
  const stage = el(
    'div',
    {},
    paragraph(language.phrase('desk-tray-until', { time: language.time(proposal.lapses) })),
    rows,
    preview,
    ...(await actions()),
  );
  return [title, back, state, stage];

  async function actions(): Promise<readonly Node[]> {
    const problems = el('div', {});
    if (proposal?.signed.some(({ keyid }) => keyid === key?.keyid))
      return [paragraph(language.phrase('desk-tray-have-signed'))];
    if (!isWanted(desk, proposal as Proposal)) return [paragraph(language.phrase('desk-tray-not-yours'))];
    const add = (): Promise<void> =>
      guarded(problems, async () => {
        const signature = await sign(draft.signed, key as DeskKey);
        const placed = await addSignature(id, draft, signature, await passFor(desk.ledger, key as DeskKey));
        if ('recorded' in placed) showRecorded(stage, placed.recorded);
        else await showWaiting(desk, stage, placed.waiting);
      });
    const obstacle = proposal?.obstacle ?? null;
    return [
      ...(obstacle === null
        ? []
        : [refusal(language.phrase('desk-tray-obstacle'), paragraph(await tellSaid(obstacle.said)))]),
      aside(language.phrase('desk-tray-compare')),
      problems,
      button(language.phrase('desk-tray-add'), add),
    ];
  }
}

function isWanted({ key, isRegistrar }: Desk, { waitsFor }: Proposal): boolean {
  return waitsFor.mandates.some((mandate) => mandate.key === key?.keyid) || (waitsFor.registrars > 0 && isRegistrar);
}

/** Who has: by the office that the key signs for. */
async function nameSigned({ people }: Desk, { signed }: Summary): Promise<string[]> {
  const mandates = await people.mandates(({ key }) => signed.some(({ keyid }) => keyid === key));
  return signed.map(({ keyid }) => {
    const held = mandates.find(({ key }) => key === keyid);
    return held === undefined ? language.phrase('desk-tray-registrar') : inWords(held);
  });
}

function tellProposal({ kind, case: id }: Summary): string {
  const name = language.nameOf('kind', kind);
  return id === null ? name : language.phrase('desk-tray-what', { kind: name, case: id });
}

function tellLapsed({ lapses }: Summary): string {
  return language.phrase('desk-tray-lapsed', { time: language.time(lapses) });
}

function stateTag({ state }: Summary): HTMLElement {
  const codes = { waiting: 'waiting', recorded: 'met', lapsed: 'unseen' } as const;
  return tag(codes[state], language.phrase(`desk-tray-state-${state}`));
}
