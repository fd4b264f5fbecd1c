/** What `report --json` gives: for programs, so it stays as it is. `make-papers.ts` makes the JSON Schema of it. */
import * as z from 'zod/mini';
import { described } from '@counterfoil/ledger/described';
import { obligationKinds } from '@counterfoil/ledger/obligations';
import { figureNames } from '@counterfoil/ledger/accountability/figure-names';
import { commitmentStates } from '@counterfoil/ledger/accountability/commitments';
import { takedownKinds } from '@counterfoil/ledger/accountability/book';
import { answerSteps } from '@counterfoil/ledger/accountability/silence';
import { groupings, timedSteps } from '@counterfoil/ledger/accountability/times';
import { progressSteps } from '@counterfoil/ledger/statements/decisions';
import { participationLevels } from '@counterfoil/ledger/statements/process';

const index = z.int().check(z.minimum(0));
const amount = z.int().check(z.minimum(0));
const time = described(z.string(), 'UTC, RFC 3339 with milliseconds.');
const code = z.string();
const offices = described(z.array(code), 'Codes, in alphabetical order.');

const figure = described(
  z.strictObject({
    count: described(amount, 'Number of entries; of texts there can be more.'),
    entries: described(z.array(index), 'Indexes of the entries that are counted, rising.'),
  }),
  { description: 'A number and what it counts.', id: 'figure' },
);
const milliseconds = amount;
const spread = described(
  z.strictObject({
    count: amount,
    marks: z.nullable(
      z.strictObject({
        leastMs: milliseconds,
        quarterMs: milliseconds,
        medianMs: milliseconds,
        threeQuartersMs: milliseconds,
        slowestTenthMs: milliseconds,
        mostMs: milliseconds,
      }),
    ),
    classes: z.array(
      z.strictObject({
        fromDays: amount,
        untilDays: described(z.nullable(amount), 'Null for the last class.'),
        count: amount,
        entries: z.array(index),
      }),
    ),
  }),
  { description: 'How long things took (SPEC 12.1, M92).', id: 'spread' },
);

const grouped = {
  by: z.enum(groupings),
  values: described(
    z.array(code),
    'Offices, or one channel, kind of author, topic, language or process; none for "all", and where no topic is named.',
  ),
};
const signs = z.strictObject({
  ...{ inform: figure, consult: figure, involve: figure, collaborate: figure, empower: figure },
} satisfies Record<(typeof participationLevels)[number], typeof figure>);

const figures = z.strictObject({
  now: described(time, 'When the newest entry was recorded: what is overdue is so then.'),
  totals: z.strictObject({
    ...{ inputs: figure, answered: figure, unanswered: figure, unaccounted: figure },
    ...{ passedOver: figure, takenBack: figure, copied: figure, cases: figure },
  }),
  silence: z.array(
    z.strictObject({ step: z.enum(answerSteps), offices, inputs: figure, overdue: figure, overdueFor: spread }),
  ),
  deadlines: z.array(
    z.strictObject({
      ...{ kind: z.enum(obligationKinds), offices },
      ...{ inTime: figure, late: figure, waiting: figure, overdue: figure, overdueFor: spread },
    }),
  ),
  overdue: z.array(
    z.strictObject({
      ...{ case: index, entry: described(index, 'The entry that asks for it.'), process: code },
      ...{ kind: z.enum(obligationKinds), offices, due: time, days: amount },
    }),
  ),
  times: z.array(
    z.strictObject({
      ...{ step: z.enum(timedSteps), ...grouped, recorded: spread, said: spread },
      waiting: described(z.nullable(figure), 'Null by office.'),
    }),
  ),
  outcomes: z.array(
    z.strictObject({
      ...grouped,
      code: described(z.nullable(code), 'Null where nobody has said.'),
      title: z.nullable(z.string()),
      inputs: figure,
      decided: figure,
    }),
  ),
  decisions: z.array(
    z.strictObject({ process: code, offices, outcome: code, title: z.nullable(z.string()), decisions: figure }),
  ),
  reasons: z.array(
    z.strictObject({
      digests: z.array(z.string()),
      ...{ inputs: figure, acts: figure, offices, processes: z.array(code), codes: z.array(code) },
    }),
  ),
  takedowns: z.array(
    z.strictObject({
      ...{ kind: z.enum(takedownKinds), ground: z.nullable(code), title: z.nullable(z.string()) },
      process: described(z.nullable(code), 'Null for what registrars did.'),
      offices,
      mandates: described(z.array(index), 'Entries that granted the mandates under which it was signed.'),
      ...{ acts: figure, texts: figure },
      told: z.strictObject({ yes: figure, no: figure, unreachable: figure }),
    }),
  ),
  outOfView: z.strictObject({ pending: figure, withheld: figure, erased: figure }),
  participation: z.array(
    z.strictObject({
      ...{ process: code, version: amount, title: z.string(), promised: z.enum(participationLevels) },
      ...{ cases: figure, decided: figure, allStages: z.nullable(figure), signs, signsDecided: signs },
    }),
  ),
  commitments: z.array(
    z.strictObject({
      ...{ offices, carrier: z.enum(['authority', 'supplier', 'citizens', 'other']) },
      ...{ state: z.enum(commitmentStates), progress: z.nullable(z.enum(progressSteps)), commitments: figure },
    }),
  ),
  replies: described(
    z.array(
      z.strictObject({
        ...{ entry: index, time, at: time },
        figure: described(z.enum(figureNames), 'The figure that it is a reply to.'),
        ...{ office: code, process: z.nullable(code), from: z.nullable(z.string()), until: z.nullable(z.string()) },
        size: described(amount, 'How many entries the office read the figure from.'),
        by: described(z.array(index), 'Entries that granted the mandates under which it was signed.'),
        digest: described(z.string(), 'Commitment to its words.'),
        replacedBy: described(z.nullable(index), 'The later reply to the same; null for the one that stands.'),
      }),
    ),
    'What offices say to figures about themselves (SPEC 12.1, M103).',
  ),
});

export const accountabilitySchema = described(
  z.strictObject({
    verdict: described(z.enum(['verified', 'wrong', 'unchecked']), 'Unless it is "verified", nothing below is proved.'),
    sentence: described(z.string(), 'The verdict for people.'),
    address: described(z.string(), 'As it was typed.'),
    ledger: z.strictObject({
      origin: z.string(),
      authority: z.nullable(z.string()),
      checkpoint: described(z.string(), 'The signed note, verbatim.'),
      size: amount,
    }),
    selection: z.strictObject({
      process: z.exactOptional(code),
      office: z.exactOptional(code),
      from: z.exactOptional(z.string()),
      until: z.exactOptional(z.string()),
    }),
    names: z.strictObject({
      offices: z.record(code, z.string()),
      processes: z.record(code, z.string()),
      areas: z.record(code, z.string()),
    }),
    words: described(z.record(z.string(), z.string()), 'Reasons and replies in public view, by their commitments.'),
    figures: described(figures, 'Defined in section 12.1 of the SPEC.'),
  }),
  { title: 'Answer of counterfoil report --json' },
);
