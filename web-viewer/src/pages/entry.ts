/** One entry for those who want to look closely: what it says, who signed it, what was checked, and every byte. */
import { caseHref, entryHref } from '../addresses.ts';
import { hasReceipt } from '@counterfoil/ledger/receipt';
import { base64, parseUtf8 } from '@counterfoil/ledger/bytes';
import { caseTitle, openCase, type Title } from '../case-summary.ts';
import { checkEntry, type Check } from '../entry-checks.ts';
import { readFacts } from '../entry-facts.ts';
import { readEntrySentence } from '../entry-sentence.ts';
import type { Fact } from '../facts/fact.ts';
import { PageError } from '../page-error.ts';
import { proveEntry } from '../prove.ts';
import type { Reading } from '../reading.ts';
import { readSigners, type SignerView } from '../signers.ts';
import { readStep, type Step } from '../step.ts';

export interface EntryPage {
  readonly index: number;
  readonly sentence: string;
  readonly case: { readonly id: number; readonly href: string; readonly title: Title } | undefined;
  readonly step: Step | undefined;
  readonly signers: readonly SignerView[];
  readonly checks: readonly Check[];
  readonly facts: readonly Fact[];
  readonly bytes: { readonly sentence: string; readonly statement: string; readonly entry: string };
  readonly leafHash: string;
  readonly path: readonly string[];
  readonly checkpoint: string;
  readonly raw: string;
  readonly proof: string;
  readonly receipt: string | undefined;
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** @throws PageError `entry-unknown`; FormatError where the bytes on record are no entry. */
export async function buildEntry(reading: Reading, index: number): Promise<EntryPage> {
  const opened = await reading.entry(index);
  if (opened === undefined) throw new PageError('entry-unknown');
  const [proved, of] = await Promise.all([
    proveEntry(reading.record, index, opened.bytes),
    opened.caseId === undefined ? undefined : openCase(reading, opened.caseId),
  ]);
  if (proved === undefined) throw new PageError('entry-unknown');
  const [step, sentence, signers, checks, facts] = await Promise.all([
    of === undefined && !('text' in opened.statement)
      ? undefined
      : readStep(reading, opened, of?.rules, { maxChars: Infinity }),
    readEntrySentence(reading, opened, of),
    readSigners(reading, opened),
    checkEntry(reading, opened, proved),
    readFacts(reading, opened),
  ]);
  return {
    index,
    sentence,
    case: of === undefined ? undefined : { id: of.id, href: caseHref(of.id), title: caseTitle(reading, of) },
    step,
    signers,
    checks,
    facts,
    bytes: {
      sentence: reading.language.phrase('entry-bytes', { bytes: opened.bytes.length }),
      statement: prettyJson(opened.payload),
      entry: prettyJson(opened.bytes),
    },
    leafHash: base64(proved.leafHash),
    path: proved.proof.map(base64),
    checkpoint: proved.checkpointNote,
    raw: `/api/v1/entries/${index}`,
    proof: `/api/v1/entries/${index}/proof`,
    receipt: hasReceipt(opened.statement) ? `/receipts/${index}` : undefined,
    previous: index === 0 ? undefined : entryHref(index - 1),
    next: index + 1 < proved.checkpoint.size ? entryHref(index + 1) : undefined,
  };
}

/** Canonical JSON spread over lines, for the eye alone. */
function prettyJson(bytes: Uint8Array): string {
  return JSON.stringify(JSON.parse(parseUtf8(bytes)), undefined, 2);
}
