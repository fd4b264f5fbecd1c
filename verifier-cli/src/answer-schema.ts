/** What `verify --json` answers: for programs, so it stays as it is. `make-papers.ts` makes the JSON Schema of it. */
import * as z from 'zod/mini';
import { levels } from '@counterfoil/ledger/audit/level';
import { described } from '@counterfoil/ledger/described';

const index = z.int().check(z.minimum(0));
const amount = z.int().check(z.minimum(0));
const time = described(z.string(), 'UTC, RFC 3339 with milliseconds.');

const finding = z.strictObject({
  severity: z.enum(['failure', 'fact', 'unseen']),
  code: described(z.string(), 'One of those in the README, or of a later version.'),
  entry: described(z.exactOptional(index), 'Index of the entry.'),
  kind: described(z.exactOptional(z.string()), 'What the entry says it is (SPEC 7).'),
  case: described(z.exactOptional(index), 'Index of the entry that opened the case.'),
  file: described(z.exactOptional(z.string()), 'Path in the public layout (SPEC 10).'),
  field: described(z.exactOptional(z.string()), 'Of the entry, of its statement, or of the file.'),
  time: described(z.exactOptional(time), 'When the entry was recorded.'),
  among: described(
    z.exactOptional(z.strictObject({ first: index, last: index })),
    'Entries, one of which is not what it was.',
  ),
  since: described(z.exactOptional(time), 'The newest time for which it is known that all was still as it was.'),
  proof: described(
    z.exactOptional(z.strictObject({ size: amount, root: z.string() })),
    'The tree that it contradicts: of a checkpoint, or the one that the author of the entry signed to have seen.',
  ),
  sentence: described(z.string(), 'For people.'),
});

const witnesses = z.strictObject({
  reached: described(z.boolean(), 'Whether as many have cosigned as the policy asks for.'),
  cosigned: z.array(z.strictObject({ name: z.string(), timestamp: described(amount, 'Seconds since 1970.') })),
  missing: z.array(z.string()),
  wrong: z.array(z.string()),
});

const held = z.strictObject({
  origin: z.string(),
  authority: z.exactOptional(z.string()),
  key: described(z.string(), 'Verifier key of the log (C2SP signed-note), the one in force.'),
  keyFrom: described(
    z.enum(['given', 'followed', 'ledger.json']),
    'With "ledger.json" nobody but the place that was checked vouches for the key.',
  ),
  note: described(z.string(), 'The signed checkpoint, verbatim.'),
  size: amount,
  root: described(z.string(), 'Base64.'),
  reproduced: described(amount, 'Checkpoints of earlier visits that the record contains.'),
  extendsRemembered: z.boolean(),
  vouchers: z.strictObject({
    witnesses: described(z.exactOptional(witnesses), 'Where a policy was given.'),
    unknownLines: amount,
    postQuantum: z.exactOptional(z.enum(['verified', 'unsigned', 'wrong'])),
  }),
});

const takenOut = z.strictObject({
  pending: amount,
  withheld: amount,
  erased: amount,
  grounds: z.array(
    z.strictObject({
      ground: z.nullable(z.string()),
      registrars: described(z.boolean(), 'Whether it is a ground of the registrars and not of a process.'),
      title: z.nullable(z.string()),
      withheld: amount,
      erased: amount,
      first: described(z.array(index), 'The first few entries.'),
    }),
  ),
});

const overdue = z.strictObject({ case: index, entry: z.nullable(index), kind: z.string(), due: time });

const figures = z.strictObject({
  entries: described(amount, 'Found to be the recorded ones, and in order, as far as the level tells.'),
  signatures: amount,
  texts: amount,
  cases: amount,
  tiles: amount,
  newest: z.exactOptional(time),
  takenOut: described(z.exactOptional(takenOut), 'Like those below: only where all entries were judged.'),
  unaccounted: z.exactOptional(amount),
  passedOver: z.exactOptional(amount),
  copied: z.exactOptional(amount),
  overdue: z.exactOptional(amount),
  firstOverdue: z.exactOptional(overdue),
  seconds: z.number().check(z.minimum(0)),
  entriesPerSecond: amount,
});

export const answerSchema = described(
  z.strictObject({
    verdict: described(z.enum(['verified', 'wrong', 'unchecked']), 'Exit codes 0, 1 and 2.'),
    level: described(
      z.enum(levels),
      'How far was to be looked; the verdict is of that and no more. Each does what those before it do.',
    ),
    sentence: described(z.string(), 'The verdict for people.'),
    address: described(z.string(), 'As it was typed.'),
    counts: z.strictObject({ failure: amount, fact: amount, unseen: amount }),
    codes: described(z.record(z.string(), amount), 'How many findings of each code, listed or not.'),
    findings: described(
      z.array(finding),
      'Failures, then what was not seen, then facts; of each at most a thousand and a few.',
    ),
    held: described(z.nullable(held), 'What the record was held to; null where there was nothing.'),
    keyTrust: described(
      z.nullable(z.enum(['option', 'policy', 'followed', 'earlier-visit', 'ledger'])),
      'Where the log key comes from: --key, the policy, a key of these that handed over to it, an earlier visit of this computer, or nowhere but the place that was checked.',
    ),
    figures,
    resumed: described(
      z.nullable(z.strictObject({ size: amount, since: time, until: time })),
      'So many entries, their texts and files were looked at by earlier visits, the first and the last of them at these times, and not again; null where everything was looked at.',
    ),
    strays: described(
      z.nullable(z.strictObject({ count: amount, first: z.array(z.string()) })),
      'Files in a folder that are no part of the record, and the paths of the first few; null where there are none, or an address was given.',
    ),
    memory: described(
      z.nullable(
        z.strictObject({
          folder: z.string(),
          kept: z.union([z.literal(true), z.string()]),
          evidence: described(z.exactOptional(z.string()), 'File with both checkpoints, for others (SPEC 11.3).'),
          anew: described(
            z.exactOptional(z.string()),
            'Why everything was looked at although an earlier visit was kept.',
          ),
          unkept: described(z.exactOptional(z.string()), 'Why a later visit cannot go on from this one.'),
        }),
      ),
      'Null with --no-memory; `kept` says why where nothing was kept.',
    ),
  }),
  { title: 'Answer of counterfoil verify --json' },
);
