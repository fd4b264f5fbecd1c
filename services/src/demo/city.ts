/** Rivermouth, a city that does not exist: its calendar, its offices and the people who hold them. */
import type { Calendar } from '@counterfoil/ledger/calendar';
import type { Said } from '@counterfoil/ledger/compose';
import type { OfficialKind } from '@counterfoil/ledger/statements/rights';
import { makeCalendar } from '../client/calendar.ts';

type Fields<K extends Said['kind']> = Omit<Extract<Said, { kind: K }>, 'kind'>;

export const authority = { name: 'City of Rivermouth', lang: 'en' } as const;
export const licence = 'CC-BY-4.0';

/** Two of them sign together. Bruno's term ends on the way, and Dalia follows him. */
export const registrarNames = ['registrar-agnes', 'registrar-bruno', 'registrar-celia', 'registrar-dalia'] as const;
export type RegistrarName = (typeof registrarNames)[number];
export const firstRegistrars: readonly RegistrarName[] = ['registrar-agnes', 'registrar-bruno', 'registrar-celia'];
export const laterRegistrars: readonly RegistrarName[] = ['registrar-agnes', 'registrar-celia', 'registrar-dalia'];
export const threshold = 2;

/** Rivermouth has the clock of the Azores, and holidays of its own. @param years the first and the last */
export function calendarOf(years: readonly [first: number, last: number]): Calendar & { zone: string; version: 1 } {
  const [first, last] = years;
  const holidays = Array.from({ length: last - first + 1 }, (_, i) => holidaysOf(first + i)).flat();
  return { version: 1, ...makeCalendar({ zone: 'Atlantic/Azores', years, weekdays: [1, 2, 3, 4, 5], holidays }) };
}

/** New Year, Ferrymen's Day, the day the charter was given, All Souls and two days at the end; and a Monday for the boat race. */
function holidaysOf(year: number): string[] {
  const firstOfJune = new Date(Date.UTC(year, 5, 1)).getUTCDay();
  const boatRace = 1 + ((8 - firstOfJune) % 7);
  return ['01-01', '03-21', `06-0${boatRace}`, '09-12', '11-02', '12-25', '12-26'].map((day) => `${year}-${day}`);
}

const departmentMay: readonly OfficialKind[] = [
  ...(['question', 'answer', 'response', 'referral', 'evidence-cited'] as const),
  ...(['decision', 'dispositions', 'commitment', 'milestone', 'evaluation', 'correction'] as const),
  'figure-reply',
];

export const offices: readonly Fields<'office-defined'>[] = [
  {
    office: 'front-desk',
    title: 'Front desk',
    may: [
      ...(['input-received', 'support-added', 'appeal', 'dispute', 'acknowledgement', 'response'] as const),
      ...(['question', 'answer', 'referral', 'case-linked', 'cases-merged', 'case-split'] as const),
      ...(['content-published', 'content-withheld', 'figure-reply'] as const),
    ],
  },
  { office: 'parks', title: 'Parks and playgrounds', may: departmentMay },
  { office: 'roads', title: 'Roads and lighting', may: departmentMay },
  { office: 'library', title: 'City library', may: departmentMay },
  {
    office: 'planning',
    title: 'Planning office',
    may: [
      ...(['question', 'answer', 'response', 'stage-opened'] as const),
      ...(['evidence-cited', 'dispositions', 'correction', 'figure-reply'] as const),
    ],
  },
  {
    office: 'digital',
    title: 'Digital services',
    may: ['answer', 'algorithm-registered', 'data-use-registered', 'nudge-registered', 'figure-reply'],
  },
  {
    office: 'mayor',
    title: 'Office of the mayor',
    may: [
      ...(['answer', 'response', 'decision', 'dispositions', 'dissent'] as const),
      ...(['commitment', 'milestone', 'evaluation', 'correction', 'figure-reply'] as const),
    ],
  },
  {
    office: 'council-clerk',
    title: 'Clerk of the council',
    may: [
      ...(['acknowledgement', 'question', 'answer', 'response', 'stage-opened'] as const),
      ...(['decision', 'dispositions', 'correction', 'content-published', 'content-withheld'] as const),
      ...(['content-redacted', 'content-restored', 'retention-applied', 'figure-reply'] as const),
    ],
  },
  {
    office: 'citizens-jury',
    title: 'Citizens’ jury, drawn by lot',
    body: 'citizens',
    may: ['decision', 'dissent', 'evaluation'],
  },
  { office: 'hydrocast', title: 'Hydrocast, supplier', body: 'supplier', may: ['supplier-statement'] },
  {
    office: 'ledger-software',
    title: 'Tallywright, supplier of this record',
    body: 'supplier',
    may: ['supplier-statement'],
  },
  { office: 'river-gauge', title: 'River gauge', body: 'device', may: ['device-observation'] },
];

/** Invented people, and one device. Their names are content beside the log; the log knows office, person identifier and key. */
export const officials = {
  ruth: { office: 'front-desk', name: 'Ruth Ashgrove' },
  tomas: { office: 'front-desk', name: 'Tomas Fennick' },
  ines: { office: 'parks', name: 'Ines Marlowquay' },
  pavel: { office: 'roads', name: 'Pavel Thornby' },
  amara: { office: 'library', name: 'Amara Wexcombe' },
  yusuf: { office: 'planning', name: 'Yusuf Hallorand' },
  noor: { office: 'digital', name: 'Noor Castellane' },
  helen: { office: 'mayor', name: 'Helen Dunmarsh' },
  oskar: { office: 'mayor', name: 'Oskar Vellinge' },
  marit: { office: 'council-clerk', name: 'Marit Sandholt' },
  wanda: { office: 'citizens-jury', name: 'Wanda Brookfield' },
  idris: { office: 'citizens-jury', name: 'Idris Calloway' },
  joris: { office: 'hydrocast', name: 'Joris Quintvale' },
  lotte: { office: 'ledger-software', name: 'Lotte Brinkerhay' },
  gauge: { office: 'river-gauge', name: 'Gauge at the ferry steps' },
} as const;
export type OfficialName = keyof typeof officials;
