/** Taking down what somebody said by phone, at the counter, on paper or on a visit: written, read once more, signed, and a slip handed over. */
import type { Said } from '@counterfoil/ledger/compose';
import { FOLLOW_CODE_CHARACTERS, followSigner, makeFollowCode, type FollowCode } from '@counterfoil/ledger/follow-code';
import { keyidField } from '@counterfoil/ledger/statements/fields';
import { authorKinds } from '@counterfoil/ledger/statements/process';
import { inputWords } from '../../words/input.ts';
import { authors, channels } from '../../words/vocabulary.ts';
import { formatKeyName } from '../../follow/key-name.ts';
import { slipElements } from '../../follow/slip-dom.ts';
import { isKind } from '../../opened-entry.ts';
import { button, pageTitle, paragraph, warning } from '../components.ts';
import { lineControl, radiosControl, selectControl, wordsControl } from '../controls.ts';
import type { Desk } from '../desk.ts';
import { DeskProblem } from '../desk-problem.ts';
import { el } from '../dom.ts';
import { draftOf } from '../draft.ts';
import { askJson } from '../fetching.ts';
import { readFields } from '../form.ts';
import { guarded } from '../guarded.ts';
import { inWords, type Mandate } from '../people.ts';
import { deskWords } from '../words.ts';
import { z } from 'zod';
import { openView } from './case-page.ts';
import { showDraft } from './act-page.ts';

const { intake: words } = deskWords;
const CHANNELS = ['counter', 'phone', 'paper', 'email', 'meeting', 'visit', 'other'] as const;
const followedSchema = z.object({ entries: z.array(z.object({ entry: z.int() })) });

/** Somewhere an input can go, and by which mandate. */
interface Place {
  readonly value: string;
  readonly text: string;
  readonly own: Mandate;
  readonly into: { readonly process: { readonly id: string; readonly version: number } };
}

export async function intakePage(desk: Desk): Promise<readonly Node[]> {
  const { key, ledger } = desk;
  const able = desk.mandates.filter(({ may }) => may.includes('input-received'));
  const [first] = able;
  const title = pageTitle(words.title);
  if (key === undefined || first === undefined) return [title, paragraph(words.impossible)];
  const places = await readPlaces(desk, able);
  const stage = el('div', {});
  const problems = el('div', {});
  const summary = el('div', {});
  const place = selectControl({
    label: words.place,
    options: [...places.map(({ value, text }) => ({ value, text })), { value: '', text: words.joins }],
    value: places[0]?.value ?? '',
  });
  const lang = ledger.info.authority?.lang ?? 'en';
  const fields = {
    channel: radiosControl({
      label: words.channel,
      options: CHANNELS.map((value) => ({ value, text: capital(channels[value]) })),
    }),
    joined: lineControl({
      label: words.case,
      type: 'number',
      optional: true,
      pattern: [/^\d{1,15}$/, deskWords.errors.number],
    }),
    author: selectControl({
      label: words.author,
      options: authorKinds.map((value) => ({ value, text: authors[value] })),
      value: 'person',
    }),
    when: lineControl({ label: words.when, hint: words.whenHint, type: 'date', optional: true }),
    text: wordsControl({ label: words.text, hint: words.textHint, rows: 8 }),
    lang: selectControl({ label: inputWords.lang, options: inputWords.languages, value: lang }),
    slip: lineControl({ label: words.slip, hint: words.slipHint, optional: true }),
  };
  const toPreview = (): Promise<void> =>
    guarded(problems, async () => {
      const entered = readFields(fields, summary);
      if (entered === undefined) return;
      const chosen = place.read();
      const target = places.find(({ value }) => 'value' in chosen && value === chosen.value);
      if (target === undefined && entered.joined === '') return fields.joined.complain(words.caseMissing);
      const view = target === undefined ? await openView(desk, Number(entered.joined)) : undefined;
      const code = entered.slip.trim() === '' ? newCode() : undefined;
      const followKey = code === undefined ? await readStub(entered.slip.trim()) : followSigner(code).keyid;
      const own = target?.own ?? first;
      const said = {
        ...{ kind: 'input-received', by: [own.mandate], channel: entered.channel, author: entered.author, followKey },
        ...(target === undefined ? { case: Number(entered.joined) } : target.into),
        ...(entered.when === '' ? {} : { at: new Date(`${entered.when}T12:00`).toISOString() }),
        text: { text: entered.text, lang: entered.lang },
      } as unknown as Said;
      const onRecorded = ({ index, case: id }: { readonly index: number; readonly case: number | null }): void => {
        stage.append(
          el(
            'div',
            { class: 'cf-code-slip' },
            code === undefined ? paragraph(words.handedOver) : slip(code, id ?? index, index),
          ),
        );
      };
      await showDraft({ desk, key, view, stage, onRecorded }, draftOf(said, ledger), form);
    });
  const form = [
    problems,
    summary,
    fields.channel.element,
    place.element,
    fields.joined.element,
    fields.author.element,
    fields.when.element,
    fields.text.element,
    fields.lang.element,
    fields.slip.element,
    warning(words.warning),
    button(deskWords.actPage.toPreview, toPreview),
  ];
  stage.replaceChildren(...form);
  return [title, el('p', { class: 'govuk-body-l' }, words.lead), stage];
}

/** Processes in force under which one of the mandates may take something down. */
async function readPlaces({ people, ledger }: Desk, able: readonly Mandate[]): Promise<readonly Place[]> {
  const { processes } = people.directory;
  const inForce = processes.filter(
    ({ process, version, entry }) =>
      entry < ledger.size && !processes.some((other) => other.process === process && other.version > version),
  );
  const entries = await ledger.entries(inForce.map(({ entry }) => entry));
  return entries.flatMap((published) => {
    if (!isKind(published, 'process-published')) return [];
    const { process: id, version, title, acts } = published.statement;
    const own = able.find(({ office }) => acts['input-received']?.offices.includes(office));
    return own === undefined
      ? []
      : [{ value: id, text: `${title} (${inWords(own)})`, own, into: { process: { id, version } } }];
  });
}

/** The key on the stub of a slip that somebody has already; one slip belongs to one person. @throws DeskProblem */
async function readStub(key: string): Promise<string> {
  if (!keyidField.safeParse(key).success || !key.startsWith('ed25519:'))
    throw new DeskProblem('key-unusable', words.noStub);
  const known = await askJson(`/api/v1/follow/${formatKeyName(key)}`, followedSchema);
  const [first] = known?.entries ?? [];
  if (first !== undefined) throw new DeskProblem('key-unusable', words.stubTaken(first.entry));
  return key;
}

function newCode(): FollowCode {
  return makeFollowCode(crypto.getRandomValues(new Uint8Array(FOLLOW_CODE_CHARACTERS - 1)));
}

function slip(code: FollowCode, id: number, entry: number): readonly Node[] {
  return slipElements(code, `${location.origin}/`, `${deskWords.case} ${id} · ${deskWords.entry(entry)}`, words.keep);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
