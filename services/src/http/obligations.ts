/** `GET /api/v1/obligations`: who owes what to whom, since when, until when. Derived, never entered. */
import { Router } from 'express';
import { z } from 'zod';
import { obligationKinds, type Obligation } from '@counterfoil/ledger/obligations';
import { codeField, indexField, timeField } from '@counterfoil/ledger/statements/fields';
import { formatPlace, owedStates, placeField } from '@counterfoil/web-viewer/owed-steps';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { check } from './body.ts';

const OWED_A_PAGE = 100;

const stepSchema = z.strictObject({ entry: indexField, time: timeField });
export const obligationFields = {
  kind: z.enum(obligationKinds),
  entry: z
    .nullable(indexField)
    .meta({ description: 'The entry that asks for it; null where it is the case as a whole.' }),
  offices: z
    .array(codeField)
    .meta({ description: 'Offices that may meet it; none where the people who were heard are asked.' }),
  since: timeField,
  due: z
    .nullable(timeField)
    .meta({ description: 'The first instant at which it is late; null where nothing says when.' }),
  met: stepSchema.nullable().meta({ description: 'The step that met it, in time or not.' }),
  overdue: z.boolean().meta({ description: 'Met too late, or not met and late by now.' }),
};

export const obligationsSchema = z
  .strictObject({
    items: z.array(z.strictObject({ case: indexField, ...obligationFields })),
    next: z.string().nullable().meta({ description: 'Ask again with `after` set to this for more; null at the end.' }),
  })
  .meta({ id: 'Obligations' });

const indexText = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,14})$/, 'an index is a whole number')
  .transform(Number);

/** Strict: a filter misspelt would seem to have found everything. */
export const obligationsQuery = z.strictObject({
  office: z.optional(codeField).meta({ description: 'Owed by this office, alone or among others.' }),
  case: indexText.optional().meta({ description: 'Of this case.', type: 'integer' }),
  state: z.enum(owedStates).default('open').meta({
    description:
      'Not met; not met and late; met. What is not met comes in the order it falls due, what is met case by case.',
  }),
  after: z.optional(placeField).meta({ description: '`next` of the page before.', type: 'string' }),
});

export interface ObligationsOptions {
  readonly record: PublicRecord;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createObligations({ record, now }: ObligationsOptions): Router {
  const router = Router();
  router.get('/obligations', async (request, response) => {
    const { state, office, case: id, after } = check(obligationsQuery, request.query);
    const found = await record.obligations({
      state,
      now: new Date(now()).toISOString(),
      ...(office === undefined ? {} : { office }),
      ...(id === undefined ? {} : { case: id }),
      ...(after === undefined ? {} : { after }),
      limit: OWED_A_PAGE + 1,
    });
    const shown = found.slice(0, OWED_A_PAGE);
    const last = found.length > OWED_A_PAGE ? shown.at(-1) : undefined;
    const body: z.infer<typeof obligationsSchema> = {
      items: shown.map(({ case: of, ...owed }) => ({ case: of, ...obligationJson(owed) })),
      next: last === undefined ? null : formatPlace(last),
    };
    response.set('Cache-Control', 'no-cache').json(body);
  });
  return router;
}

export function obligationJson({ kind, entry, offices, since, due, met, overdue }: Obligation) {
  return { kind, entry, offices: [...offices], since, due, met, overdue };
}
