/** An opened ledger with offices, officials and two processes: where most tests begin. */
import type { Span } from '../calendar.ts';
import { LedgerBuilder, type Actor } from './builder.ts';

/** West of Greenwich by an hour in winter, with a holiday or two. */
export const calendar = {
  zone: 'Atlantic/Azores',
  offsets: [
    { from: '2025-10-26T01:00:00.000Z', minutes: -60 },
    { from: '2026-03-29T01:00:00.000Z', minutes: 0 },
    { from: '2026-10-25T01:00:00.000Z', minutes: -60 },
  ],
  weekdays: [1, 2, 3, 4, 5],
  holidays: ['2026-01-01', '2026-04-03', '2026-05-01', '2026-12-25'],
  until: '2026-12-31',
};

export function working(days: number): Span {
  return { days, count: 'working' };
}

export function calendarDays(days: number): Span {
  return { days, count: 'calendar' };
}

export interface City {
  readonly ledger: LedgerBuilder;
  readonly registrars: readonly [Actor, Actor, Actor];
  readonly clerk: Actor;
  readonly parks: Actor;
  readonly mayor: Actor;
  readonly deputy: Actor;
  /** Mandates by the name of their holder: index of the entry that granted it. */
  readonly mandate: { readonly clerk: number; readonly parks: number; readonly mayor: number; readonly deputy: number };
}

/** Registrars sign two of three. `service-request` records what is left unaccounted, `consultation` refuses it and wants two signatures on a decision. */
export async function openCity(): Promise<City> {
  const ledger = await LedgerBuilder.create();
  const [anna, bela, cleo] = [await ledger.actor('anna'), await ledger.actor('bela'), await ledger.actor('cleo')];
  const [clerk, parks, mayor, deputy] = [
    await ledger.actor('clerk'),
    await ledger.actor('parks'),
    await ledger.actor('mayor'),
    await ledger.actor('deputy'),
  ];
  await ledger.say(
    {
      kind: 'ledger-opened',
      authority: { name: 'City of Rivermouth', lang: 'en' },
      licence: 'CC-BY-4.0',
      registrars: [anna, bela, cleo].map(({ person, keyid }) => ({ person, key: keyid })),
      threshold: 2,
      logKey: ledger.vkey,
      intakeKey: ledger.intakeKey.keyid,
    },
    anna,
    bela,
  );
  await ledger.say(
    {
      kind: 'office-defined',
      office: 'front-desk',
      title: 'Front desk',
      may: ['input-received', 'acknowledgement', 'response'],
    },
    anna,
    bela,
  );
  await ledger.say(
    {
      kind: 'office-defined',
      office: 'parks',
      title: 'Parks department',
      may: ['response', 'dispositions', 'correction'],
    },
    anna,
    cleo,
  );
  await ledger.say(
    {
      kind: 'office-defined',
      office: 'mayor',
      title: 'Office of the mayor',
      may: ['response', 'decision', 'dispositions', 'correction'],
    },
    bela,
    cleo,
  );
  const grant = (office: string, { person, keyid }: Actor) =>
    ledger.say(
      {
        kind: 'mandate-granted',
        office,
        person,
        key: keyid,
        from: '2026-01-01T00:00:00.000Z',
        until: '2030-01-01T00:00:00.000Z',
        holder: ledger.text(`Holder of ${office}`),
      },
      anna,
      bela,
    );
  const mandate = {
    clerk: await grant('front-desk', clerk),
    parks: await grant('parks', parks),
    mayor: await grant('mayor', mayor),
    deputy: await grant('mayor', deputy),
  };
  const choices = {
    outcomes: [
      { code: 'granted', title: 'Granted' },
      { code: 'refused', title: 'Refused' },
    ],
    dispositions: [
      { code: 'adopted', title: 'Adopted' },
      { code: 'rejected', title: 'Rejected' },
      { code: 'duplicate', title: 'Duplicate' },
    ],
  };
  const everyday = {
    acknowledgement: { offices: ['front-desk'], signatures: 1 },
    response: { offices: ['front-desk', 'parks', 'mayor'], signatures: 1 },
  };
  const judging = {
    dispositions: { offices: ['parks', 'mayor'], signatures: 1 },
    correction: { offices: ['parks', 'mayor'], signatures: 1 },
    'input-received': { offices: ['front-desk'], signatures: 1 },
  };
  await ledger.say({ kind: 'calendar-published', version: 1, ...calendar }, anna, bela);
  await ledger.say(
    {
      kind: 'process-published',
      process: 'service-request',
      version: 1,
      title: 'Service request',
      level: 'inform',
      authors: ['person', 'organisation', 'data-set'],
      acts: { ...everyday, ...judging, decision: { offices: ['mayor'], signatures: 1 } },
      ...choices,
      accounting: 'record',
      clocks: { acknowledge: working(3), respond: working(10), decide: calendarDays(60) },
    },
    anna,
    bela,
  );
  await ledger.say(
    {
      kind: 'process-published',
      process: 'consultation',
      version: 1,
      title: 'Consultation',
      level: 'consult',
      authors: ['person', 'organisation', 'meeting', 'data-set'],
      acts: { ...everyday, ...judging, decision: { offices: ['mayor'], signatures: 2 } },
      ...choices,
      accounting: 'refuse',
      clocks: { acknowledge: working(5), decide: calendarDays(90) },
    },
    anna,
    bela,
  );
  return { ledger, registrars: [anna, bela, cleo], clerk, parks, mayor, deputy, mandate };
}

/** One case told to its end: input, acknowledgement, response, second input, dispositions, decision, correction. Gives the case. */
export async function tellCase(
  { ledger, clerk, parks, mayor, mandate }: City,
  wish = 'The bench by the pond has lost a slat.',
): Promise<number> {
  const id = await ledger.say(
    {
      kind: 'input-received',
      process: { id: 'service-request', version: 1 },
      channel: 'web',
      author: 'person',
      category: 'parks',
      text: ledger.text(wish),
    },
    ledger.intakeKey,
  );
  await ledger.say({ kind: 'acknowledgement', by: [mandate.clerk], case: id }, clerk);
  await ledger.say(
    { kind: 'response', by: [mandate.parks], case: id, text: ledger.text('We shall look at it on Tuesday.') },
    parks,
  );
  const second = await ledger.say(
    {
      kind: 'input-received',
      case: id,
      channel: 'phone',
      author: 'person',
      by: [mandate.clerk],
      text: ledger.text('It is two slats by now.'),
    },
    clerk,
  );
  const reason = ledger.text('The bench is repaired with oak from the city forest.');
  await ledger.say(
    { kind: 'dispositions', by: [mandate.parks], case: id, items: [{ code: 'adopted', inputs: [id, second], reason }] },
    parks,
  );
  const decided = await ledger.say(
    {
      kind: 'decision',
      by: [mandate.mayor],
      case: id,
      outcome: 'granted',
      basis: 'Parks by-law, section 4',
      algorithms: 'none',
      data: 'none',
      text: ledger.text('The bench is repaired.'),
    },
    mayor,
  );
  await ledger.say(
    {
      kind: 'correction',
      by: [mandate.mayor],
      case: id,
      corrects: decided,
      text: ledger.text('The bench by the pond is repaired, with two new slats.'),
    },
    mayor,
  );
  return id;
}
