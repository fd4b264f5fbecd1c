/** What the tray takes and gives. */
import { z } from 'zod';
import { described } from '@counterfoil/ledger/described';
import { envelopeSchema } from '@counterfoil/ledger/envelope';
import { codeField, indexField, keyidField, personField, timeField } from '@counterfoil/ledger/statements/fields';
import { contentSchema, newStatementSchema, saidField, tokensField } from './schemas.ts';

/** `POST /api/v1/proposals` */
export const newProposalSchema = newStatementSchema
  .extend({
    lapses: z.optional(timeField).meta({
      description: 'When it lapses unless it has been recorded: 14 days from now where left out, 90 at most.',
    }),
  })
  .meta({ id: 'NewProposal' });

/** `POST /api/v1/proposals/{id}/signatures` */
export const newSignatureSchema = described(envelopeSchema.shape.signatures.def.element, {
  id: 'NewSignature',
  description: 'A signature over the DSSE pre-authentication encoding of the stored payload.',
});

export const proposalIdField = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256 of the payload, hexadecimal.' });

const waitsForSchema = z.strictObject({
  mandates: z
    .array(z.strictObject({ mandate: indexField, office: codeField, person: personField, key: keyidField }))
    .meta({ description: 'Mandates named by the statement whose holder has not signed yet.' }),
  registrars: z.int().meta({ description: 'How many more registrars have to sign.' }),
});

export const proposalSummarySchema = z
  .strictObject({
    id: proposalIdField,
    kind: z.string(),
    case: z.nullable(indexField),
    state: z.enum(['waiting', 'recorded', 'lapsed']),
    entry: z.nullable(indexField).meta({ description: 'The entry it became.' }),
    created: timeField,
    lapses: timeField,
    closed: z.nullable(timeField),
    signed: z.array(z.strictObject({ keyid: keyidField, time: timeField })),
    waitsFor: waitsForSchema,
  })
  .meta({ id: 'ProposalSummary' });

export const proposalListSchema = z.strictObject({ proposals: z.array(proposalSummarySchema) });

export const proposalSchema = proposalSummarySchema
  .extend({
    envelope: z
      .nullable(envelopeSchema)
      .meta({ description: 'The very bytes to sign, with the signatures there; null once it is closed.' }),
    contents: z.array(contentSchema).meta({ description: 'The texts; none once it is closed.' }),
    files: tokensField.meta({ description: 'What the files of the statement can be read with.' }),
    obstacle: z
      .strictObject({ code: z.string(), detail: z.string(), said: saidField })
      .nullable()
      .meta({ description: 'Why it could not be recorded as things stand, however many sign.' }),
  })
  .meta({ id: 'Proposal' });
