/** One version of the rules of a process, in words. */
import { entryHref, processHref } from '../addresses.ts';
import { z } from 'zod';
import { codeField } from '@counterfoil/ledger/statements/fields';
import type { Fact } from '../facts/fact.ts';
import { readRuleFacts } from '../facts/process-facts.ts';
import { openProcess } from '../open-process.ts';
import { PageError } from '../page-error.ts';
import type { Reading } from '../reading.ts';
import { processWords } from '../words/process.ts';

const VERSIONS_SHOWN = 100;

const pathSchema = z.object({
  id: codeField,
  version: z
    .string()
    .regex(/^[1-9][0-9]{0,6}$/)
    .transform(Number),
});

export interface ProcessPage {
  readonly title: string;
  readonly standing: string;
  readonly isInForce: boolean;
  readonly facts: readonly Fact[];
  readonly entry: { readonly href: string; readonly text: string };
  /** Newest first. */
  readonly versions: readonly { readonly href: string; readonly text: string; readonly isHere: boolean }[];
  readonly cases: string;
  readonly say: string | undefined;
}

/** @throws PageError `process-unknown`. */
export async function buildProcess(reading: Reading, path: object): Promise<ProcessPage> {
  const parsed = pathSchema.safeParse(path);
  if (!parsed.success) throw new PageError('process-unknown');
  const { id, version } = parsed.data;
  const [rules, inForce] = await Promise.all([
    reading.state('rules', `${id}/${version}`),
    reading.state('process', id),
  ]);
  if (rules === undefined || inForce === undefined) throw new PageError('process-unknown');
  const isInForce = inForce.version === version;
  const shown = Math.min(inForce.version, VERSIONS_SHOWN);
  return {
    title: processWords.title(rules.title, version),
    standing: isInForce ? processWords.inForce : processWords.superseded(inForce.version),
    isInForce,
    facts: await readRuleFacts(reading, rules),
    entry: { href: entryHref(rules.entry), text: processWords.entry(rules.entry) },
    versions: Array.from({ length: shown }, (_, i) => inForce.version - i).map((number) => ({
      href: processHref(id, number),
      text: processWords.version(number),
      isHere: number === version,
    })),
    cases: `/cases?process=${id}`,
    say: isInForce && openProcess(id, version, rules).authors.length > 0 ? `/inputs/new?process=${id}` : undefined,
  };
}
