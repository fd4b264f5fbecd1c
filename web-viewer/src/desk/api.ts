/** What the desk asks the service beside the public files. It helps to find things; what is signed is checked elsewhere. */
import { obligationKinds } from '@counterfoil/ledger/obligations';
import {
  codeField,
  indexField,
  keyidField,
  personField,
  timeField,
  titleField,
} from '@counterfoil/ledger/statements/fields';
import { officialKinds } from '@counterfoil/ledger/statements/rights';
import * as z from 'zod/mini';
import { DeskProblem } from './desk-problem.ts';
import { askJson } from './fetching.ts';
import { language } from './language.ts';

const stepSchema = z.object({ entry: indexField, time: timeField });
const obligationSchema = z.object({
  kind: z.enum(obligationKinds),
  entry: z._default(z.nullable(indexField), null),
  offices: z.array(codeField),
  since: timeField,
  due: z.nullable(timeField),
  met: z.nullable(stepSchema),
  overdue: z.boolean(),
});

const caseSchema = z.object({
  case: indexField,
  process: codeField,
  version: z.int(),
  stage: z._default(z.nullable(codeField), null),
  merged: z._default(z.nullable(z.object({ into: indexField })), null),
  decided: z.nullable(stepSchema),
  obligations: z.array(obligationSchema),
  links: z._default(z.array(z.object({ other: indexField, relation: z.string() })), []),
  steps: z.array(z.object({ index: indexField })),
  next: z.nullable(indexField),
});
export type CaseAnswer = Omit<z.infer<typeof caseSchema>, 'steps' | 'next'> & { readonly steps: readonly number[] };

/** A case with the indexes of all its steps; undefined where there is none. @throws DeskProblem */
export async function askCase(id: number): Promise<CaseAnswer | undefined> {
  const first = await askJson(`/api/v1/cases/${id}`, caseSchema).catch((error: unknown) => {
    if (error instanceof DeskProblem && error.refusal === 'case-unknown') return undefined;
    throw error;
  });
  if (first === undefined) return undefined;
  const steps = first.steps.map(({ index }) => index);
  for (let after = first.next; after !== null;) {
    const page = await askJson(`/api/v1/cases/${id}?after=${after}`, caseSchema);
    if (page === undefined || page.steps.length === 0) break;
    steps.push(...page.steps.map(({ index }) => index));
    after = page.next;
  }
  return { ...first, steps };
}

const directorySchema = z.object({
  calendar: z.nullable(z.object({ entry: indexField })),
  registrars: z.array(z.object({ person: personField, key: keyidField })),
  offices: z.array(z.object({ office: codeField, title: titleField, may: z.array(z.enum(officialKinds)) })),
  mandates: z.array(
    z.object({ entry: indexField, office: codeField, key: keyidField, from: timeField, until: z.nullable(timeField) }),
  ),
  processes: z.array(z.object({ process: codeField, version: z.int(), entry: indexField })),
  registers: z.array(
    z.object({
      register: z.enum(['algorithm', 'data-use', 'nudge']),
      id: codeField,
      version: z.int(),
      entry: indexField,
    }),
  ),
});
/** Offices, mandates, processes and registers, each with the entry that says so. */
export type Directory = z.infer<typeof directorySchema>;

/** @throws DeskProblem */
export async function askDirectory(): Promise<Directory> {
  const answer = await askJson('/api/v1/directory', directorySchema);
  if (answer === undefined)
    throw new DeskProblem('answer-unreadable', language.phrase('problem-unreadable', { what: '/api/v1/directory' }));
  return answer;
}

const obligationsSchema = z.object({
  items: z.array(z.extend(obligationSchema, { case: indexField })),
  next: z.unknown(),
});
export type OwedInCase = z.infer<typeof obligationsSchema>['items'][number];

/** What the office owes, the soonest first. */
export async function askObligations(office: string): Promise<readonly OwedInCase[]> {
  const answer = await askJson(
    `/api/v1/obligations?${new URLSearchParams({ office, state: 'open' })}`,
    obligationsSchema,
  );
  return answer?.items ?? [];
}

const usesSchema = z.object({ uses: z.int(), inputs: z.int() });
export type Uses = z.infer<typeof usesSchema>;

/** How often a reason of this hash stands on the ledger, and for how many inputs; undefined where the service does not say. */
export function askReasonUses(sha256: string): Promise<Uses | undefined> {
  return askJson(`/api/v1/reason-uses?${new URLSearchParams({ sha256 })}`, usesSchema);
}
