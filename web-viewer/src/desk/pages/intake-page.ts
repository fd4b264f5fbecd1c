/** Taking down what somebody said by phone, at the counter, on paper or on a visit: written, read once more, signed, and a slip handed over. */
import type { Said } from '@counterfoil/ledger/compose';
import { FOLLOW_CODE_CHARACTERS, followSigner, makeFollowCode, type FollowCode } from '@counterfoil/ledger/follow-code';
import { keyidField } from '@counterfoil/ledger/statements/fields';
import { authorKinds } from '@counterfoil/ledger/statements/process';
import { textLanguages } from '../../text-languages.ts';
import { formatKeyName } from '../../follow/key-name.ts';
import { slipElements } from '../../follow/slip-dom.ts';
import { capital } from '../capital.ts';
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
import { readProcesses } from '../processes.ts';
import type { StateShapes } from '@counterfoil/ledger/state';
import { isPlace, MAX_PLACE_CHARACTERS } from '@counterfoil/ledger/place';
import * as z from 'zod/mini';
import { openView } from './case-page.ts';
import { showDraft } from './act-page.ts';
import { language } from '../language.ts';

const CHANNELS = ['counter', 'phone', 'paper', 'email', 'meeting', 'visit', 'other'] as const;
const followedSchema = z.object({ entries: z.array(z.object({ entry: z.int() })) });

type Area = NonNullable<StateShapes['rules']['areas']>[number];

/** Somewhere an input can go, and by which mandate. */
interface Place {
  readonly value: string;
  readonly text: string;
  readonly own: Mandate;
  readonly areas: readonly Area[];
  readonly into: { readonly process: { readonly id: string; readonly version: number } };
}

export async function intakePage(desk: Desk): Promise<readonly Node[]> {
  const { key, ledger } = desk;
  const able = desk.mandates.filter(({ may }) => may.includes('input-received'));
  const [first] = able;
  const title = pageTitle(language.phrase('desk-intake-title'));
  if (key === undefined || first === undefined) return [title, paragraph(language.phrase('desk-intake-impossible'))];
  const places = await readPlaces(desk, able);
  const stage = el('div', {});
  const problems = el('div', {});
  const summary = el('div', {});
  const place = selectControl({
    label: language.phrase('desk-intake-place'),
    options: [
      ...places.map(({ value, text }) => ({ value, text })),
      { value: '', text: language.phrase('desk-intake-joins') },
    ],
    value: places[0]?.value ?? '',
  });
  const lang = ledger.info.authority?.lang ?? 'en';
  const fields = {
    channel: radiosControl({
      label: language.phrase('desk-intake-channel'),
      options: CHANNELS.map((value) => ({ value, text: capital(language.phrase(`channel-${value}`)) })),
    }),
    joined: lineControl({
      label: language.phrase('desk-intake-case'),
      type: 'number',
      optional: true,
      pattern: [/^\d{1,15}$/, language.phrase('desk-error-number')],
    }),
    author: selectControl({
      label: language.phrase('desk-intake-author'),
      options: authorKinds.map((value) => ({ value, text: language.phrase(`author-${value}`) })),
      value: 'person',
    }),
    when: lineControl({
      label: language.phrase('desk-intake-when'),
      hint: language.phrase('desk-intake-when-hint'),
      type: 'date',
      optional: true,
    }),
    text: wordsControl({
      label: language.phrase('desk-intake-text'),
      hint: language.phrase('desk-intake-text-hint'),
      rows: 8,
    }),
    lang: selectControl({ label: language.phrase('input-lang'), options: textLanguages, value: lang }),
    area: selectControl({
      label: language.phrase('input-area'),
      options: [...new Map(places.flatMap(({ areas }) => areas).map((area) => [area.code, area.title]))].map(
        ([value, text]) => ({ value, text }),
      ),
      open: language.phrase('input-area-none'),
    }),
    place: lineControl({
      label: language.phrase('input-place'),
      hint: language.phrase('input-place-hint'),
      optional: true,
    }),
    slip: lineControl({
      label: language.phrase('desk-intake-slip'),
      hint: language.phrase('desk-intake-slip-hint'),
      optional: true,
    }),
  };
  const toPreview = (): Promise<void> =>
    guarded(problems, async () => {
      const entered = readFields(fields, summary);
      if (entered === undefined) return;
      const chosen = place.read();
      const target = places.find(({ value }) => 'value' in chosen && value === chosen.value);
      if (target === undefined && entered.joined === '')
        return fields.joined.complain(language.phrase('desk-intake-case-missing'));
      const view = target === undefined ? await openView(desk, Number(entered.joined)) : undefined;
      const { area, place: where } = entered;
      const known = target?.areas ?? view?.rules.areas ?? [];
      if (area !== '' && !known.some((one) => one.code === area))
        return fields.area.complain(language.phrase('input-error-area'));
      if (where !== '' && !isPlace(where))
        return fields.place.complain(language.phrase('input-error-place', { most: MAX_PLACE_CHARACTERS }));
      const code = entered.slip.trim() === '' ? newCode() : undefined;
      const followKey = code === undefined ? await readStub(entered.slip.trim()) : followSigner(code).keyid;
      const own = target?.own ?? first;
      const said = {
        ...{ kind: 'input-received', by: [own.mandate], channel: entered.channel, author: entered.author, followKey },
        ...(target === undefined ? { case: Number(entered.joined) } : target.into),
        ...(entered.when === '' ? {} : { at: new Date(`${entered.when}T12:00`).toISOString() }),
        ...(area === '' ? {} : { area }),
        text: { text: entered.text, lang: entered.lang },
        ...(where === '' ? {} : { place: { text: where, lang: entered.lang } }),
      } as unknown as Said;
      const onRecorded = ({ index, case: id }: { readonly index: number; readonly case: number | null }): void => {
        stage.append(
          el(
            'div',
            { class: 'cf-code-slip' },
            code === undefined ? paragraph(language.phrase('desk-intake-handed-over')) : slip(code, id ?? index, index),
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
    fields.area.element,
    fields.place.element,
    fields.lang.element,
    fields.slip.element,
    warning(language.phrase('desk-intake-warning')),
    button(language.phrase('desk-form-preview'), toPreview),
  ];
  stage.replaceChildren(...form);
  return [title, el('p', { class: 'govuk-body-l' }, language.phrase('desk-intake-lead')), stage];
}

/** Processes in force under which one of the mandates may take something down. */
async function readPlaces(desk: Desk, able: readonly Mandate[]): Promise<readonly Place[]> {
  const processes = await readProcesses(desk);
  return processes.flatMap(({ process: id, version, title, acts, areas = [] }) => {
    const own = able.find(({ office }) => acts['input-received']?.offices.includes(office));
    return own === undefined
      ? []
      : [{ value: id, text: `${title} (${inWords(own)})`, own, areas, into: { process: { id, version } } }];
  });
}

/** The key on the stub of a slip that somebody has already; one slip belongs to one person. @throws DeskProblem */
async function readStub(key: string): Promise<string> {
  if (!keyidField.safeParse(key).success || !key.startsWith('ed25519:'))
    throw new DeskProblem('key-unusable', language.phrase('desk-problem-stub'));
  const known = await askJson(`/api/v1/follow/${formatKeyName(key)}`, followedSchema);
  const [first] = known?.entries ?? [];
  if (first !== undefined)
    throw new DeskProblem('key-unusable', language.phrase('desk-problem-stub-taken', { entry: first.entry }));
  return key;
}

function newCode(): FollowCode {
  return makeFollowCode(crypto.getRandomValues(new Uint8Array(FOLLOW_CODE_CHARACTERS - 1)));
}

function slip(code: FollowCode, id: number, entry: number): readonly Node[] {
  const about = language.phrase('slip-about', { case: id, entry });
  return slipElements(code, `${location.origin}/`, about, language.phrase('desk-intake-keep'));
}
