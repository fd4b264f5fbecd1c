/** Rivermouth, a city that does not exist: its offices, the people who hold them, and the rules it gave itself. */
import type { Said } from '../client/compose.ts';

type Office = Omit<Extract<Said, { kind: 'office-defined' }>, 'kind'>;
type Rules = Omit<Extract<Said, { kind: 'process-published' }>, 'kind'>;

export const authority = { name: 'City of Rivermouth', lang: 'en' } as const;
export const licence = 'CC-BY-4.0';

/** Two of them sign together. */
export const registrars = ['registrar-agnes', 'registrar-bruno', 'registrar-celia'] as const;
export const threshold = 2;

export const offices: readonly Office[] = [
  { office: 'front-desk', title: 'Front desk', may: ['input-received', 'acknowledgement', 'response'] },
  { office: 'parks', title: 'Parks and playgrounds', may: ['response', 'decision', 'dispositions', 'correction'] },
  { office: 'roads', title: 'Roads and lighting', may: ['response', 'decision', 'dispositions', 'correction'] },
  { office: 'library', title: 'City library', may: ['response', 'decision', 'dispositions', 'correction'] },
  { office: 'planning', title: 'Planning office', may: ['response', 'dispositions', 'correction'] },
  { office: 'mayor', title: 'Office of the mayor', may: ['response', 'decision', 'dispositions', 'correction'] },
  {
    office: 'council-clerk',
    title: 'Clerk of the council',
    may: ['acknowledgement', 'response', 'decision', 'dispositions', 'correction'],
  },
];

/** Invented people. Their names are content beside the log; the log knows office, person identifier and key. */
export const officials = {
  ruth: { office: 'front-desk', name: 'Ruth Ashgrove' },
  tomas: { office: 'front-desk', name: 'Tomas Fennick' },
  ines: { office: 'parks', name: 'Ines Marlowquay' },
  pavel: { office: 'roads', name: 'Pavel Thornby' },
  amara: { office: 'library', name: 'Amara Wexcombe' },
  yusuf: { office: 'planning', name: 'Yusuf Hallorand' },
  helen: { office: 'mayor', name: 'Helen Dunmarsh' },
  oskar: { office: 'mayor', name: 'Oskar Vellinge' },
  marit: { office: 'council-clerk', name: 'Marit Sandholt' },
} as const;
export type OfficialName = keyof typeof officials;

const requestOutcomes = [
  { code: 'done', title: 'Done' },
  { code: 'planned', title: 'Planned' },
  { code: 'not-done', title: 'Not done' },
  { code: 'passed-on', title: 'Passed on to whoever is responsible' },
] as const;
const fates = [
  { code: 'adopted', title: 'Adopted' },
  { code: 'partly-adopted', title: 'Adopted in part' },
  { code: 'rejected', title: 'Rejected' },
  { code: 'duplicate', title: 'Said before' },
  { code: 'out-of-competence', title: 'Not for the city to decide' },
] as const;
const departments = ['parks', 'roads', 'library'] as const;

const serviceRequest: Rules = {
  process: 'service-request',
  version: 1,
  title: 'Service request',
  level: 'inform',
  authors: ['person', 'organisation', 'data-set'],
  acts: {
    'input-received': { offices: ['front-desk'], signatures: 1 },
    acknowledgement: { offices: ['front-desk'], signatures: 1 },
    response: { offices: ['front-desk', ...departments], signatures: 1 },
    dispositions: { offices: [...departments, 'mayor'], signatures: 1 },
    decision: { offices: ['mayor'], signatures: 1 },
    correction: { offices: [...departments, 'mayor'], signatures: 1 },
  },
  outcomes: requestOutcomes,
  dispositions: fates,
  accounting: 'record',
  clocks: { acknowledge: 5, respond: 21, decide: 60 },
};

const consultation: Rules = {
  process: 'consultation',
  version: 1,
  title: 'Consultation',
  level: 'consult',
  authors: ['person', 'organisation', 'meeting', 'data-set'],
  acts: {
    'input-received': { offices: ['front-desk'], signatures: 1 },
    acknowledgement: { offices: ['front-desk', 'council-clerk'], signatures: 1 },
    response: { offices: ['planning', 'parks', 'roads', 'library', 'mayor'], signatures: 1 },
    dispositions: { offices: ['planning', 'council-clerk'], signatures: 1 },
    decision: { offices: ['mayor'], signatures: 2 },
    correction: { offices: ['planning', 'mayor', 'council-clerk'], signatures: 1 },
  },
  outcomes: [
    { code: 'adopted', title: 'Adopted' },
    { code: 'adopted-changed', title: 'Adopted with changes' },
    { code: 'given-up', title: 'Given up' },
  ],
  dispositions: fates,
  accounting: 'refuse',
  clocks: { acknowledge: 7, decide: 90 },
};

const petition: Rules = {
  process: 'petition',
  version: 1,
  title: 'Petition to the council',
  level: 'involve',
  authors: ['person', 'organisation'],
  acts: {
    'input-received': { offices: ['front-desk'], signatures: 1 },
    acknowledgement: { offices: ['council-clerk'], signatures: 1 },
    response: { offices: ['council-clerk', 'mayor'], signatures: 1 },
    dispositions: { offices: ['council-clerk'], signatures: 1 },
    decision: { offices: ['council-clerk', 'mayor'], signatures: 2 },
    correction: { offices: ['council-clerk', 'mayor'], signatures: 1 },
  },
  outcomes: [
    { code: 'granted', title: 'Granted' },
    { code: 'granted-in-part', title: 'Granted in part' },
    { code: 'declined', title: 'Declined' },
  ],
  dispositions: fates,
  accounting: 'refuse',
  clocks: { acknowledge: 7, respond: 30, decide: 60 },
};

export const firstRules: readonly Rules[] = [serviceRequest, consultation, petition];

/** Later the departments decide service requests themselves, sooner, and account for everything. */
export const newRules: Rules = {
  ...serviceRequest,
  version: 2,
  acts: { ...serviceRequest.acts, decision: { offices: [...departments, 'mayor'], signatures: 1 } },
  accounting: 'refuse',
  clocks: { acknowledge: 3, respond: 14, decide: 45 },
};
export type ProcessId = 'service-request' | 'consultation' | 'petition';
