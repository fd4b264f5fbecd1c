/** The fields of entries, in words. */
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import type { Span } from '@counterfoil/ledger/calendar';
import type { StateShapes } from '@counterfoil/ledger/state';
import { formatCount, formatList, formatNumber } from './numbers.ts';
import { formatDate, formatDay } from './time.ts';
import { acts } from './vocabulary.ts';

export const factWords = {
  kind: 'Kind',
  happened: 'Happened, says the author',
  recorded: 'Recorded, says the log',
  seen: 'Record as the author saw it',
  seenSize: (size: number) => formatCount(size, 'entry', 'entries'),
  entry: (index: number) => `Entry ${formatNumber(index)}`,
  case: (id: number) => `Case ${formatNumber(id)}`,
  none: 'None',

  authority: 'Authority',
  threshold: 'Registrars',
  thresholdOf: (threshold: number, registrars: number) =>
    `${formatNumber(threshold)} of ${formatNumber(registrars)} must sign`,
  licence: 'Licence',
  logKey: 'Key of the log',
  office: 'Office',
  body: 'Whose office it is',
  bodies: {
    authority: 'the authority’s own',
    citizens: 'a body of citizens',
    supplier: 'a supplier’s',
    device: 'a device’s',
  } satisfies Record<StateShapes['office']['body'], string>,
  may: 'May',
  holder: 'Holder',
  term: 'Term',
  termFrom: (from: string, until: string | undefined) =>
    until === undefined ? `from ${formatDay(from)} on` : `${formatDay(from)} to ${formatDay(until)}`,
  mandate: 'Mandate',
  reason: 'Reason',
  oldKey: 'Key so far',
  newKey: 'Key from here on',
  key: 'Key',
  keyEndings: { lost: 'it was lost', stolen: 'it was stolen', replaced: 'it was replaced', other: 'another reason' },

  zone: 'Time zone',
  offsets: 'Clock ahead of UTC',
  offset: (from: string, minutes: number) => `from ${formatDay(from)}: ${formatOffset(minutes)}`,
  weekdays: 'Working days',
  weekdayNames: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  holidays: 'Holidays',
  holidaysUntil: (until: string) => `Known up to ${formatDate(until)}.`,
  moreHolidays: (count: number) => `and ${formatCount(count, 'other')}`,

  process: 'Process',
  version: (version: number) => `version ${version}`,
  level: 'Promised level',
  authors: 'Takes words from',
  stages: 'Stages',
  stage: (number: number, title: string, admits: readonly string[]) =>
    `${number}. ${title}: ${admits.length === 0 ? 'takes nothing new' : `takes ${formatList(admits, 'and')}`}`,
  admits: {
    'input-received': 'inputs',
    'support-added': 'supporters',
    dispositions: 'what becomes of the inputs',
    decision: 'a decision',
  },
  acts: 'Who may do what',
  act: (kind: CaseKind, offices: readonly string[], signatures: number, counter: string) =>
    `${formatList(offices, 'or')} may ${acts[kind]}${together(signatures)}${counter}`,
  countersigned: (offices: readonly string[], signatures: number) =>
    `, countersigned by ${formatList(offices, 'or')}${together(signatures)}`,
  outcomes: 'A decision can be',
  withAction: (title: string) => `${title} (has to be carried out and looked back on)`,
  dispositions: 'An input can be',
  accounting: 'Inputs left without a word',
  accountings: {
    refuse: 'A decision is refused while any input has nothing said of it.',
    record: 'A decision can be made, and the record shows what it left out.',
  },
  states: 'Every decision states',
  parts: { goal: 'its goal', options: 'the options considered', effect: 'the expected effect', interests: 'interests' },
  statesBeside: 'its legal basis, the algorithms and the data it used',
  support: 'Supporters',
  supportThreshold: (threshold: number) => `${formatNumber(threshold)} start the deadlines for answer and decision.`,
  clocks: 'Deadlines',
  clock: (title: string, span: Span) => `${title} within ${formatDays(span)}`,
  noClocks: 'None',
  moderation: 'What people say is public',
  moderations: { before: 'once somebody at the authority has looked at it', none: 'at once' },
  grounds: 'Reasons to take a text out of public view',
  noGrounds: 'None: nothing can be taken out.',
  retention: 'Texts are erased',
  retentionAfter: (days: number) => `${formatCount(days, 'day')} after the end of a case`,
  noRetention: 'Never by the clock: they are kept.',

  author: 'Author',
  channel: 'Channel',
  category: 'Category',
  source: 'Copied from',
  count: 'Supporters',
  asked: 'Asks',
  askedPeople: 'those who spoke up',
  answers: 'Answers',
  result: 'Result',
  results: { upheld: 'upheld', partly: 'upheld in part', rejected: 'rejected' },
  to: 'Passed to',
  openedStage: 'Stage',
  other: 'Other case',
  relation: 'How they belong together',
  relations: {
    related: 'about the same matter',
    follows: 'follows from it',
    'same-place': 'at the same place',
    contradicts: 'asks for the opposite',
  },
  goesOn: 'Goes on in',
  cameFrom: 'Said in',
  into: 'Now part of',
  inputs: 'Inputs',
  moreInputs: (count: number) => `and ${formatCount(count, 'other')}`,
  dissentsFrom: 'Dissents from',
  against: 'Turns against',
  takesBack: 'Takes back',
  asksToErase: 'Asks that a text be erased',
  askedBy: 'Asked by the author of',
  followKey: 'Key of its author, for what they say on',
  corrects: 'Corrects',
  answersFor: 'Answers for it',
  carrier: 'Does the work',
  carriers: { authority: 'the authority', supplier: 'a supplier', citizens: 'citizens', other: 'others' },
  restsOn: 'Carries out',
  lastDay: 'Last day',
  funding: 'Paid from',
  commitment: 'Commitment',
  progress: 'Progress',
  progresses: {
    'not-started': 'not started',
    limited: 'some of it done',
    substantial: 'most of it done',
    complete: 'complete',
  },
  heard: 'Was what was said taken into account?',
  explained: 'Was it explained understandably?',
  achieved: 'Did the decision do what it was meant to do?',
  judgements: { yes: 'yes', partly: 'in part', no: 'no', unknown: 'cannot say' },
  retrieved: 'Looked at',
  fingerprint: 'Fingerprint of what was found there (SHA-256)',

  outcome: 'Outcome',
  basis: 'Legal basis',
  goal: 'Goal',
  options: 'Options considered',
  effect: 'Expected effect',
  measure: 'How that will be measured',
  interests: 'Interests of those who decided',
  noInterests: 'They signed that they have none.',
  algorithms: 'Algorithms used',
  noAlgorithms: 'They signed that none was used.',
  data: 'Registered data used',
  noData: 'They signed that none was used.',
  used: (title: string, version: number, status: string) =>
    `${title}, version ${formatNumber(version)}${status === 'in-use' ? '' : ` (${registerStatus[status as 'pilot']})`}`,
  reviewer: 'Reviewed by',
  appeal: 'How to appeal',

  texts: 'Texts of',
  textOf: 'Text of',
  ground: 'Why',
  told: 'Was the person told?',
  tolds: { yes: 'Yes', no: 'No', unreachable: 'They could not be reached' },
  replacement: 'What stands there instead',

  id: 'Name in the register',
  status: 'Status',
  statuses: { pilot: 'on trial', 'in-use': 'in use', retired: 'retired' },
  impact: 'Weight',
  impacts: { high: 'weighs heavily on people', limited: 'limited' },
  supplier: 'Supplier',
  about: 'About',
  abouts: { deployment: 'a deployment', incident: 'an incident', change: 'a change', other: 'something else' },
  concerns: 'Concerns',
  quantity: 'Measured',
  value: 'Value',
  area: 'Area',
} as const;

const registerStatus = { pilot: 'on trial', retired: 'retired' };

/** `3 working days`, `60 days`. */
function formatDays({ days, count }: Span): string {
  return formatCount(days, count === 'working' ? 'working day' : 'day');
}

/** A whole number and how many of its digits stand behind the point. */
export function formatDecimal(value: number, scale: number): string {
  const digits = String(Math.abs(value)).padStart(scale + 1, '0');
  const whole = formatNumber(Number(digits.slice(0, digits.length - scale)));
  return `${value < 0 ? '−' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`;
}

function formatOffset(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const clock = `${hours}:${String(rest).padStart(2, '0')} h`;
  return minutes < 0 ? `${clock} behind` : clock;
}

function together(signatures: number): string {
  return signatures === 1 ? '' : `, ${formatNumber(signatures)} people together`;
}
