/** What `monitor` tells, one event at a time: to a terminal, as a line of JSON, to a webhook. `make-papers.ts` makes the JSON Schema of it. */
import { createHash } from 'node:crypto';
import { described } from '@counterfoil/ledger/described';
import * as z from 'zod/mini';

/** `alarm`: something is wrong; `notice`: somebody should look; `news`: as it goes. */
type Weight = 'alarm' | 'notice' | 'news';

const kind = (weight: Weight, when: string) => ({ weight, when });

export const eventKinds = {
  'watch-begun': kind('news', 'It has begun to watch, and says what is there already.'),
  'entries-added': kind('news', 'Entries were recorded, and were checked.'),
  entry: kind('news', 'One of them, with --each.'),
  'step-overdue': kind('notice', 'A step that somebody is owed was not made in time.'),
  'key-changed': kind('notice', 'Who may sign has changed: a key, a mandate, an office, the registrars.'),
  'rules-changed': kind('notice', 'Rules of a process or a calendar were published.'),
  'text-taken-out': kind('notice', 'Texts were taken out of public view or erased, with the ground.'),
  'text-returned': kind('news', 'A text came back into public view.'),
  finding: kind('alarm', 'The audit found something; `severity` and `code` say what (see Findings).'),
  'finding-over': kind('news', 'The audit does not find it any more.'),
  'two-histories': kind('alarm', 'The log shows two histories; `evidence` names the file that shows it to others.'),
  'log-shortened': kind('alarm', 'A source shows fewer entries than it did.'),
  'log-caught-up': kind('news', 'It shows as many again.'),
  'log-silent': kind('notice', 'Nothing has been recorded for longer than --silent-after allows.'),
  'log-grows': kind('news', 'Something has been recorded again.'),
  'source-lost': kind('notice', 'A source cannot be read, or shows nothing that can be checked.'),
  'source-back': kind('news', 'It can be read again.'),
} as const;

export type EventKind = keyof typeof eventKinds;

/** Some of the table as an enumeration keeps its names for the type. */
const kindNames = Object.keys(eventKinds) as readonly EventKind[] as readonly [EventKind, ...EventKind[]];

const index = z.int().check(z.minimum(0));
const amount = z.int().check(z.minimum(0));
const time = z.string().check(z.maxLength(40));
const text = z.string().check(z.maxLength(4000));

/** What is known of an event beside its kind. */
const details = {
  address: described(z.exactOptional(text), 'The source, as it was typed.'),
  from: described(z.exactOptional(index), 'The first new entry.'),
  to: described(z.exactOptional(index), 'The size after the last new entry.'),
  entry: described(z.exactOptional(index), 'Index of the entry.'),
  statement: described(z.exactOptional(text), 'What the entry is (SPEC 7).'),
  recorded: described(z.exactOptional(time), 'When the entry was recorded, UTC.'),
  case: described(z.exactOptional(index), 'Index of the entry that opened the case.'),
  offices: described(z.exactOptional(z.array(text)), 'Codes of the offices that owe the step.'),
  step: described(z.exactOptional(text), 'Which step is owed (SPEC 9).'),
  due: described(z.exactOptional(time), 'Since when it is late, UTC.'),
  lateSeconds: described(z.exactOptional(amount), 'For how long it was late when this was told.'),
  ground: described(
    z.exactOptional(z.nullable(text)),
    'Why texts were taken out; null where they were kept as long as promised.',
  ),
  severity: z.exactOptional(z.enum(['failure', 'unseen', 'fact'])),
  code: described(z.exactOptional(text), 'Of the finding.'),
  file: described(z.exactOptional(text), 'Path in the public layout (SPEC 10).'),
  since: described(z.exactOptional(time), 'When it began, as far as was seen, UTC.'),
  evidence: described(z.exactOptional(text), 'File with evidence for others; "counterfoil evidence" checks it.'),
};

export const eventSchema = described(
  z.strictObject({
    v: z.literal(1),
    id: described(
      z.string().check(z.regex(/^[0-9a-f]{32}$/)),
      'The same however often the event is told: drop what you have.',
    ),
    kind: z.enum(kindNames),
    weight: z.enum(['alarm', 'notice', 'news']),
    at: described(time, 'When it was told first, by the clock of whoever watches, UTC.'),
    origin: described(z.nullable(text), 'Name of the ledger; null before it is known.'),
    size: described(z.nullable(index), 'Entries that had been checked by then; null before there were any.'),
    sentence: described(text, 'For people.'),
    ...details,
  }),
  { title: 'Event of counterfoil monitor' },
);
export type MonitorEvent = z.infer<typeof eventSchema>;

type Details = { readonly [K in keyof typeof details]?: MonitorEvent[K] };

/** An event before it is known when it is told. */
export interface Draft extends Details {
  readonly kind: EventKind;
  /** Where it is not that of the kind. */
  readonly weight?: Weight;
  readonly sentence: string;
  /** What tells it from every other one. */
  readonly key: readonly (string | number | null)[];
}

export interface Moment {
  readonly at: string;
  readonly origin: string | null;
  readonly size: number | null;
}

const MAX_SENTENCE = 1000;

export function makeEvent({ key, weight, sentence, ...draft }: Draft, moment: Moment): MonitorEvent {
  const id = createHash('sha256')
    .update(JSON.stringify([draft.kind, ...key]))
    .digest('hex')
    .slice(0, 32);
  const said = sentence.length > MAX_SENTENCE ? `${sentence.slice(0, MAX_SENTENCE)}…`.toWellFormed() : sentence;
  const { kind: of, ...more } = draft;
  return { v: 1, id, kind: of, weight: weight ?? eventKinds[of].weight, ...moment, sentence: said, ...more };
}
