/** `GET /api/v1/cases/{id}`: where a case stands, what was promised in it, what it is linked with, and its steps. */
import { z } from 'zod';
import { described } from '@counterfoil/ledger/described';
import { parseEntry } from '@counterfoil/ledger/entry';
import { byDue, caseObligations, matterObligation } from '@counterfoil/ledger/obligations';
import { openEnvelope, statementSchema } from '@counterfoil/ledger/statement';
import { codeField, indexField, timeField } from '@counterfoil/ledger/statements/fields';
import { say } from '@counterfoil/ledger/say';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { Problem } from '../problem.ts';
import { obligationFields, obligationJson } from './obligations.ts';

const STEPS_A_PAGE = 100;
/** What asks for steps of their own is given up to here; `GET /api/v1/obligations?case=` pages through all of it. */
const MATTERS = 500;

const stepSchema = z.strictObject({ entry: indexField, time: timeField });
const linkSchema = z.strictObject({
  case: indexField,
  relation: z.enum(['related', 'follows', 'same-place', 'contradicts', 'merged', 'split']),
  entry: described(indexField, 'The entry that linked, merged or split them.'),
});

export const caseSchema = z
  .strictObject({
    case: indexField,
    process: codeField,
    version: z.int(),
    since: timeField,
    stage: z.nullable(codeField).meta({ description: 'Where it stands; null where its process has no stages.' }),
    office: z.nullable(codeField).meta({ description: 'The office it was passed to last.' }),
    inputs: z.int(),
    supporters: z.int(),
    unaccounted: z.int().meta({ description: 'Inputs without a disposition.' }),
    waiting: z.int().meta({ description: 'Texts and files that wait to be looked at before they are public.' }),
    acknowledged: stepSchema.nullable(),
    responded: stepSchema.nullable(),
    decided: stepSchema.extend({ outcome: codeField }).nullable(),
    carriedOut: stepSchema.nullable(),
    evaluated: stepSchema.nullable(),
    merged: z
      .strictObject({ into: indexField, entry: indexField })
      .nullable()
      .meta({ description: 'The case that it has become part of.' }),
    commitments: z.strictObject({ made: z.int(), open: z.int() }),
    links: z.array(linkSchema),
    obligations: z
      .array(z.strictObject(obligationFields))
      .meta({ description: `Met and unmet, in the order they fall due; of single entries the first ${MATTERS}.` }),
    steps: z.array(z.strictObject({ index: indexField, time: timeField, statement: statementSchema })),
    next: z
      .nullable(indexField)
      .meta({ description: 'Ask again with `after` set to this for more steps; null at the end.' }),
  })
  .meta({ id: 'Case' });

/** @throws Problem `case-unknown` */
export async function readCase(
  record: PublicRecord,
  id: number,
  after: number | undefined,
  nowMs: number,
): Promise<z.infer<typeof caseSchema>> {
  const of = await record.state('case', String(id));
  const rules = of === undefined ? undefined : await record.state('rules', `${of.process}/${of.version}`);
  if (of === undefined || rules === undefined) throw new Problem('case-unknown', say`Entry ${id} opened no case.`);
  const now = new Date(nowMs).toISOString();
  const [indexes, matters, links] = await Promise.all([
    record.caseSteps(id, STEPS_A_PAGE, after),
    record.matters(id, MATTERS),
    record.states(
      'link',
      Array.from({ length: of.links }, (_, number) => `${id}/${number}`),
    ),
  ]);
  const asked = (await record.states('matter', matters)).flatMap((matter, i) =>
    matter === undefined ? [] : [matterObligation(matters[i] ?? 0, matter, now)],
  );
  const looks = (await record.obligations({ state: 'open', case: id, now, limit: MATTERS })).filter(
    ({ kind }) => kind === 'moderate',
  );
  const steps = (await record.entries(indexes)).map(({ index, bytes }) => {
    const entry = parseEntry(bytes);
    return { index, time: entry.time, statement: openEnvelope(entry.envelope).statement };
  });
  const { process, version, since, stage, office, inputs, supporters, unaccounted, waiting, merged, commitments } = of;
  const { acknowledged, responded, decided, carriedOut, evaluated } = of;
  return {
    case: id,
    ...{ process, version, since, stage, office, inputs, supporters, unaccounted, waiting },
    ...{ acknowledged, responded, decided, carriedOut, evaluated, merged, commitments },
    links: links.flatMap((link) =>
      link === undefined ? [] : [{ case: link.other, relation: link.relation, entry: link.entry }],
    ),
    obligations: [...caseObligations(of, rules, now), ...asked, ...looks].sort(byDue).map(obligationJson),
    steps,
    next: indexes.length === STEPS_A_PAGE ? (indexes.at(-1) ?? null) : null,
  };
}
