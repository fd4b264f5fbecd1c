/** What `GET /api/v1/directory` gives: who may say what by which rules, each with the entry that says so. */
import { bodies, officialKinds } from '@counterfoil/ledger/statements/rights';
import {
  codeField,
  indexField,
  keyidField,
  personField,
  timeField,
  titleField,
} from '@counterfoil/ledger/statements/fields';
import { z } from 'zod';
import { described } from '@counterfoil/ledger/described';

const versionField = z.int().min(1);

export const directorySchema = z
  .strictObject({
    registrars: z.array(z.strictObject({ person: personField, key: keyidField })),
    threshold: z.int().meta({ description: 'How many different registrars must sign.' }),
    calendar: z.strictObject({ version: versionField, entry: indexField }).nullable(),
    offices: z.array(
      z.strictObject({
        office: codeField,
        title: titleField,
        body: z.enum(bodies),
        may: z.array(z.enum(officialKinds)),
      }),
    ),
    mandates: z
      .array(
        z.strictObject({
          entry: indexField,
          office: codeField,
          person: personField,
          key: described(keyidField, 'The key that signs now, where the one that was enrolled was replaced.'),
          from: timeField,
          until: z.nullable(timeField),
        }),
      )
      .meta({ description: 'Those that nobody has ended.' }),
    processes: z
      .array(z.strictObject({ process: codeField, version: versionField, entry: indexField, inForce: z.boolean() }))
      .meta({ description: 'Every version: a case keeps the one it began under.' }),
    registers: z
      .array(
        z.strictObject({
          register: z.enum(['algorithm', 'data-use', 'nudge']),
          id: codeField,
          version: versionField,
          office: codeField,
          entry: indexField,
        }),
      )
      .meta({ description: 'What is in the registers, in its newest version.' }),
  })
  .meta({ id: 'Directory' });

export type Directory = z.infer<typeof directorySchema>;
