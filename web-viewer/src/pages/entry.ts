/** One entry for those who want to look closely: what it says, who signed it, what was checked, and every byte. */
import { base64, parseUtf8 } from '@counterfoil/ledger/bytes';
import { caseHref, caseTitle, openCase, type Title } from '../case-summary.ts';
import { checkEntry, type Check } from '../entry-checks.ts';
import { readFacts, type Fact } from '../entry-facts.ts';
import { isKind, type OpenedEntry } from '../opened-entry.ts';
import { PageError } from '../page-error.ts';
import { proveEntry } from '../prove.ts';
import type { Reading } from '../reading.ts';
import { readSigners, type SignerView } from '../signers.ts';
import { entryHref, readStep, readStepTitle, type Step } from '../step.ts';
import { authoritySentences, entryWords } from '../words/entry.ts';

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
  const proved = opened === undefined ? undefined : await proveEntry(reading.record, index, opened.bytes);
  if (opened === undefined || proved === undefined) throw new PageError('entry-unknown');
  const of = opened.caseId === undefined ? undefined : await openCase(reading, opened.caseId);
  const step = of === undefined ? undefined : await readStep(reading, opened, of.rules, Infinity);
  return {
    index,
    sentence:
      of === undefined
        ? await authoritySentence(reading, opened)
        : await readStepTitle(reading, opened, of.rules, 'list'),
    case: of === undefined ? undefined : { id: of.id, href: caseHref(of.id), title: caseTitle(of) },
    step,
    signers: await readSigners(reading, opened),
    checks: await checkEntry(reading, opened, proved),
    facts: await readFacts(reading, opened),
    bytes: {
      sentence: entryWords.bytesText(opened.bytes.length),
      statement: prettyJson(opened.payload),
      entry: prettyJson(opened.bytes),
    },
    leafHash: base64(proved.leafHash),
    path: proved.proof.map(base64),
    checkpoint: proved.checkpointNote,
    raw: `/api/v1/entries/${index}`,
    proof: `/api/v1/entries/${index}/proof`,
    receipt: isKind(opened, 'input-received') ? `/receipts/${index}` : undefined,
    previous: index === 0 ? undefined : entryHref(index - 1),
    next: index + 1 < proved.checkpoint.size ? entryHref(index + 1) : undefined,
  };
}

async function authoritySentence(reading: Reading, opened: OpenedEntry): Promise<string> {
  if (isKind(opened, 'ledger-opened')) return authoritySentences.opened(opened.statement);
  if (isKind(opened, 'office-defined')) return authoritySentences.office(opened.statement);
  if (isKind(opened, 'process-published')) return authoritySentences.published(opened.statement);
  if (isKind(opened, 'mandate-granted'))
    return authoritySentences.granted(await reading.officeTitle(opened.statement.office));
  if (isKind(opened, 'mandate-ended')) {
    const { office } = await reading.holder(opened.statement.mandate);
    return authoritySentences.ended(office, opened.statement.reason);
  }
  return '';
}

/** Canonical JSON spread over lines, for the eye alone. */
function prettyJson(bytes: Uint8Array): string {
  return JSON.stringify(JSON.parse(parseUtf8(bytes)), undefined, 2);
}
