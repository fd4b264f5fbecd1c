/** The rules that Rivermouth gave its processes. */
import type { Said } from '@counterfoil/ledger/compose';
import type { Span } from '@counterfoil/ledger/calendar';

export type Rules = Omit<Extract<Said, { kind: 'process-published' }>, 'kind'>;
export type ProcessId = 'service-request' | 'consultation' | 'petition' | 'neighbourhood-budget' | 'complaint';

const departments = ['parks', 'roads', 'library'] as const;

const fates = [
  { code: 'adopted', title: 'Adopted' },
  { code: 'partly-adopted', title: 'Adopted in part' },
  { code: 'rejected', title: 'Rejected' },
  { code: 'duplicate', title: 'Said before' },
  { code: 'out-of-competence', title: 'Not for the city to decide' },
] as const;

/** Where a service request can be. */
const areas = [
  { code: 'harbour', title: 'Harbour and beach' },
  { code: 'old-town', title: 'Old town' },
  { code: 'mill-quarter', title: 'Mill quarter' },
  { code: 'hill-end', title: 'Hill End' },
] as const;

/** The same in every process. */
const texts = {
  grounds: [
    { code: 'erasure-request', title: 'Whoever wrote it asked for it' },
    { code: 'personal-data', title: 'It tells of a person who has not agreed to that' },
    { code: 'insult', title: 'It insults somebody' },
    { code: 'rights-of-others', title: 'It was written by somebody else, who has not agreed' },
    { code: 'court-order', title: 'A court ordered it' },
  ],
  retention: { days: 3650 },
} as const;

/** Who takes texts out of public view, and brings them back: likewise. */
const publicView = {
  'content-withheld': by('front-desk', 'council-clerk'),
  'content-redacted': by('council-clerk'),
  'content-restored': by('council-clerk'),
  'retention-applied': by('council-clerk'),
} as const;

const serviceRequest: Rules = {
  process: 'service-request',
  version: 1,
  title: 'Service request',
  areas,
  level: 'inform',
  authors: ['person', 'organisation', 'data-set'],
  acts: {
    ...publicView,
    'input-received': by('front-desk'),
    acknowledgement: by('front-desk'),
    question: by('front-desk', 'planning', ...departments),
    answer: by('front-desk', 'planning', 'digital', 'mayor', ...departments),
    response: by('front-desk', 'planning', ...departments),
    referral: by('front-desk', ...departments),
    'case-linked': by('front-desk'),
    'cases-merged': by('front-desk'),
    'case-split': by('front-desk'),
    'evidence-cited': by('planning', ...departments),
    dispositions: by(...departments, 'mayor'),
    decision: by('mayor'),
    commitment: by(...departments, 'mayor'),
    milestone: by(...departments, 'mayor'),
    evaluation: by(...departments, 'mayor'),
    appeal: by('front-desk'),
    dispute: by('front-desk'),
    correction: by(...departments, 'mayor'),
  },
  outcomes: [
    { code: 'done', title: 'Done' },
    { code: 'planned', title: 'Planned', action: true },
    { code: 'not-done', title: 'Not done' },
    { code: 'passed-on', title: 'Passed on to whoever is responsible' },
  ],
  dispositions: fates,
  accounting: 'record',
  clocks: {
    acknowledge: working(5),
    respond: working(15),
    decide: calendarDays(60),
    'carry-out': calendarDays(240),
    evaluate: calendarDays(365),
    answer: working(15),
  },
  ...texts,
};

const consultation: Rules = {
  process: 'consultation',
  version: 1,
  title: 'Consultation',
  level: 'consult',
  authors: ['person', 'organisation', 'meeting', 'data-set'],
  stages: [
    { code: 'listening', title: 'Everybody can be heard', admits: ['input-received'] },
    { code: 'weighing', title: 'What was said is weighed', admits: ['dispositions'] },
    { code: 'deciding', title: 'The mayor decides', admits: ['dispositions', 'decision'] },
  ],
  acts: {
    ...publicView,
    'input-received': by('front-desk'),
    acknowledgement: by('front-desk', 'council-clerk'),
    question: by('planning', 'council-clerk'),
    answer: by('planning', 'council-clerk', ...departments),
    response: by('planning', ...departments, 'mayor'),
    'stage-opened': by('planning', 'council-clerk'),
    'evidence-cited': by('planning'),
    dispositions: by('planning', 'council-clerk'),
    decision: { offices: ['mayor'], signatures: 2 },
    dissent: by('mayor'),
    dispute: by('front-desk'),
    correction: by('planning', 'mayor', 'council-clerk'),
  },
  outcomes: [
    { code: 'adopted', title: 'Adopted' },
    { code: 'adopted-changed', title: 'Adopted with changes' },
    { code: 'given-up', title: 'Given up' },
  ],
  dispositions: fates,
  accounting: 'refuse',
  clocks: { acknowledge: working(5), decide: calendarDays(90), answer: working(15) },
  ...texts,
};

/** The mayor decides, and the clerk countersigns; an answer is owed to a hundred. */
const petition: Rules = {
  process: 'petition',
  version: 1,
  title: 'Petition to the council',
  level: 'involve',
  authors: ['person', 'organisation'],
  acts: {
    ...publicView,
    'input-received': by('front-desk'),
    'support-added': by('front-desk'),
    acknowledgement: by('council-clerk'),
    question: by('council-clerk'),
    answer: by('council-clerk', 'mayor'),
    response: by('council-clerk', 'mayor'),
    dispositions: by('council-clerk'),
    decision: { ...by('mayor'), countersigned: by('council-clerk') },
    dissent: by('mayor'),
    dispute: by('front-desk'),
    correction: by('council-clerk', 'mayor'),
  },
  outcomes: [
    { code: 'granted', title: 'Granted' },
    { code: 'granted-in-part', title: 'Granted in part' },
    { code: 'declined', title: 'Declined' },
  ],
  dispositions: fates,
  accounting: 'refuse',
  support: { threshold: 100 },
  clocks: { acknowledge: working(5), respond: calendarDays(30), decide: calendarDays(60), answer: working(15) },
  ...texts,
};

/** Money that a quarter spends itself: nothing is decided without two of a jury drawn by lot. */
const neighbourhoodBudget: Rules = {
  process: 'neighbourhood-budget',
  version: 1,
  title: 'Neighbourhood budget',
  level: 'collaborate',
  authors: ['person', 'organisation', 'meeting'],
  stages: [
    { code: 'proposals', title: 'Proposals are made', admits: ['input-received'] },
    { code: 'jury', title: 'The jury weighs them', admits: ['input-received', 'dispositions'] },
    { code: 'decision', title: 'It is decided', admits: ['dispositions', 'decision'] },
  ],
  acts: {
    ...publicView,
    'input-received': by('front-desk'),
    acknowledgement: by('council-clerk'),
    question: by('planning', 'council-clerk'),
    answer: by('planning', 'council-clerk', 'mayor'),
    response: by('planning', 'mayor', ...departments),
    'stage-opened': by('planning', 'council-clerk'),
    dispositions: by('planning', 'council-clerk'),
    decision: { ...by('mayor'), countersigned: { offices: ['citizens-jury'], signatures: 2 } },
    dissent: by('mayor', 'citizens-jury'),
    commitment: by('mayor', ...departments),
    milestone: by('mayor', ...departments),
    evaluation: by('citizens-jury', 'mayor', ...departments),
    appeal: by('front-desk'),
    correction: by('planning', 'mayor'),
  },
  outcomes: [
    { code: 'funded', title: 'Funded', action: true },
    { code: 'not-funded', title: 'Not funded' },
  ],
  dispositions: fates,
  accounting: 'refuse',
  decisionStates: ['goal', 'options', 'effect', 'interests'],
  clocks: {
    acknowledge: working(5),
    decide: calendarDays(120),
    'carry-out': calendarDays(365),
    evaluate: calendarDays(540),
    answer: working(15),
  },
  ...texts,
};

/** How somebody was treated. People are named in such letters, so they are read before everybody can read them. */
const complaint: Rules = {
  process: 'complaint',
  version: 1,
  title: 'Complaint about how somebody was treated',
  level: 'inform',
  authors: ['person', 'organisation'],
  acts: {
    ...publicView,
    'content-published': by('front-desk', 'council-clerk'),
    'input-received': by('front-desk'),
    acknowledgement: by('council-clerk'),
    question: by('council-clerk'),
    answer: by('council-clerk', 'mayor'),
    response: by('council-clerk', 'mayor'),
    dispositions: by('council-clerk'),
    decision: by('mayor'),
    dispute: by('front-desk'),
    correction: by('council-clerk', 'mayor'),
  },
  outcomes: [
    { code: 'upheld', title: 'The complaint is right' },
    { code: 'not-upheld', title: 'The complaint is not right' },
  ],
  dispositions: fates,
  accounting: 'refuse',
  moderation: 'before',
  clocks: { acknowledge: working(5), decide: calendarDays(60), answer: working(15), moderate: working(2) },
  ...texts,
};

export const firstRules: readonly Rules[] = [serviceRequest, consultation, petition, neighbourhoodBudget, complaint];

/** Later the departments decide service requests themselves, sooner, and account for everything. */
export const newRules: Rules = {
  ...serviceRequest,
  version: 2,
  acts: { ...serviceRequest.acts, decision: by(...departments, 'mayor') },
  accounting: 'refuse',
  clocks: { ...serviceRequest.clocks, acknowledge: working(3), respond: working(10), decide: calendarDays(45) },
};

/** One of these offices, with one signature. */
function by(...offices: readonly string[]): { readonly offices: readonly string[]; readonly signatures: 1 } {
  return { offices, signatures: 1 };
}

function working(days: number): Span {
  return { days, count: 'working' };
}

function calendarDays(days: number): Span {
  return { days, count: 'calendar' };
}
