/** What `verify --json` answers: for programs, so it stays as it is. `make-papers.ts` makes the JSON Schema of it. */
import { z } from 'zod';

const index = z.int().min(0);
const amount = z.int().min(0);
const time = z.string().meta({ description: 'UTC, RFC 3339 with milliseconds.' });

const finding = z.strictObject({
  severity: z.enum(['failure', 'fact', 'unseen']),
  code: z.string().meta({ description: 'One of those in the README, or of a later version.' }),
  entry: index.exactOptional().meta({ description: 'Index of the entry.' }),
  kind: z.string().exactOptional().meta({ description: 'What the entry says it is (SPEC 7).' }),
  case: index.exactOptional().meta({ description: 'Index of the entry that opened the case.' }),
  file: z.string().exactOptional().meta({ description: 'Path in the public layout (SPEC 10).' }),
  field: z.string().exactOptional().meta({ description: 'Of the entry, of its statement, or of the file.' }),
  time: time.exactOptional().meta({ description: 'When the entry was recorded.' }),
  sentence: z.string().meta({ description: 'For people.' }),
});

const witnesses = z.strictObject({
  reached: z.boolean().meta({ description: 'Whether as many have cosigned as the policy asks for.' }),
  cosigned: z.array(
    z.strictObject({ name: z.string(), timestamp: amount.meta({ description: 'Seconds since 1970.' }) }),
  ),
  missing: z.array(z.string()),
  wrong: z.array(z.string()),
});

const held = z.strictObject({
  origin: z.string(),
  authority: z.string().exactOptional(),
  key: z.string().meta({ description: 'Verifier key of the log (C2SP signed-note), the one in force.' }),
  keyFrom: z
    .enum(['given', 'followed', 'ledger.json'])
    .meta({ description: 'With "ledger.json" nobody but the place that was checked vouches for the key.' }),
  note: z.string().meta({ description: 'The signed checkpoint, verbatim.' }),
  size: amount,
  root: z.string().meta({ description: 'Base64.' }),
  reproduced: amount.meta({ description: 'Checkpoints of earlier visits that the record contains.' }),
  extendsRemembered: z.boolean(),
  vouchers: z.strictObject({
    witnesses: witnesses.exactOptional().meta({ description: 'Where a policy was given.' }),
    unknownLines: amount,
    postQuantum: z.enum(['verified', 'unsigned', 'wrong']).exactOptional(),
  }),
});

const takenOut = z.strictObject({
  pending: amount,
  withheld: amount,
  erased: amount,
  grounds: z.array(
    z.strictObject({
      ground: z.string().nullable(),
      registrars: z.boolean().meta({ description: 'Whether it is a ground of the registrars and not of a process.' }),
      title: z.string().nullable(),
      withheld: amount,
      erased: amount,
      first: z.array(index).meta({ description: 'The first few entries.' }),
    }),
  ),
});

const overdue = z.strictObject({ case: index, entry: index.nullable(), kind: z.string(), due: time });

const figures = z.strictObject({
  entries: amount.meta({ description: 'Found to be the recorded ones, and in order.' }),
  signatures: amount,
  texts: amount,
  cases: amount,
  tiles: amount,
  newest: time.exactOptional(),
  takenOut: takenOut.exactOptional().meta({ description: 'Like those below: only where all entries were judged.' }),
  unaccounted: amount.exactOptional(),
  passedOver: amount.exactOptional(),
  copied: amount.exactOptional(),
  overdue: amount.exactOptional(),
  firstOverdue: overdue.exactOptional(),
  seconds: z.number().min(0),
  entriesPerSecond: amount,
});

export const answerSchema = z
  .strictObject({
    verdict: z.enum(['verified', 'wrong', 'unchecked']).meta({ description: 'Exit codes 0, 1 and 2.' }),
    sentence: z.string().meta({ description: 'The verdict for people.' }),
    address: z.string().meta({ description: 'As it was typed.' }),
    counts: z.strictObject({ failure: amount, fact: amount, unseen: amount }),
    codes: z.record(z.string(), amount).meta({ description: 'How many findings of each code, listed or not.' }),
    findings: z
      .array(finding)
      .meta({ description: 'Failures, then what was not seen, then facts; of each at most a thousand and a few.' }),
    held: held.nullable().meta({ description: 'What the record was held to; null where there was nothing.' }),
    figures,
    memory: z
      .strictObject({ folder: z.string(), kept: z.union([z.literal(true), z.string()]) })
      .nullable()
      .meta({ description: 'Null with --no-memory; `kept` says why where nothing was kept.' }),
  })
  .meta({ title: 'Answer of counterfoil verify --json' });
