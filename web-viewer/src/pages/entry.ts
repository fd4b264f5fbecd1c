/** One entry for those who want to look closely: what it says, who signed it, what was checked, and every byte. */
import { caseHref, entryHref } from '../addresses.ts';
import { hasReceipt } from '@counterfoil/ledger/receipt';
import { base64, parseUtf8 } from '@counterfoil/ledger/bytes';
import { caseTitle, openCase, type Title } from '../case-summary.ts';
import { checkEntry, type Check } from '../entry-checks.ts';
import { readFacts } from '../entry-facts.ts';
import type { Fact } from '../facts/fact.ts';
import type { OpenedEntry } from '../opened-entry.ts';
import { PageError } from '../page-error.ts';
import { proveEntry } from '../prove.ts';
import type { Reading } from '../reading.ts';
import { readSigners, type SignerView } from '../signers.ts';
import { readStep, readStepTitle, type Step } from '../step.ts';
import { authoritySentences } from '../words/authority.ts';
import { entryWords } from '../words/entry.ts';
import { kinds } from '../words/vocabulary.ts';

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
  const step =
    of === undefined && !('text' in opened.statement)
      ? undefined
      : await readStep(reading, opened, of?.rules, { maxChars: Infinity });
  return {
    index,
    sentence:
      of === undefined ? await authoritySentence(reading, opened) : await readStepTitle(reading, opened, of.rules),
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
    receipt: hasReceipt(opened.statement) ? `/receipts/${index}` : undefined,
    previous: index === 0 ? undefined : entryHref(index - 1),
    next: index + 1 < proved.checkpoint.size ? entryHref(index + 1) : undefined,
  };
}

async function authoritySentence(reading: Reading, { statement }: OpenedEntry): Promise<string> {
  switch (statement.kind) {
    case 'ledger-opened':
      return authoritySentences.opened(statement);
    case 'registrars-changed':
      return authoritySentences.registrars(statement);
    case 'office-defined':
      return authoritySentences.office(statement);
    case 'mandate-granted':
      return authoritySentences.granted(await reading.officeTitle(statement.office));
    case 'mandate-ended':
      return authoritySentences.ended((await reading.holder(statement.mandate)).office, statement.reason);
    case 'key-rotated':
      return authoritySentences.keyRotated;
    case 'key-revoked':
      return authoritySentences.keyRevoked(statement);
    case 'log-key-rotated':
      return authoritySentences.logKeyRotated;
    case 'calendar-published':
      return authoritySentences.calendar(statement);
    case 'process-published':
      return authoritySentences.published(statement);
    case 'algorithm-registered':
    case 'data-use-registered':
    case 'nudge-registered':
      return authoritySentences.registered(statement);
    case 'supplier-statement':
      return authoritySentences.supplier(await firstOffice(reading, statement.by), statement.about);
    case 'device-observation':
      return authoritySentences.measured(await firstOffice(reading, statement.by), statement);
    default:
      return kinds[statement.kind];
  }
}

async function firstOffice(reading: Reading, [mandate]: readonly number[]): Promise<string> {
  return mandate === undefined ? '' : (await reading.holder(mandate)).office;
}

/** Canonical JSON spread over lines, for the eye alone. */
function prettyJson(bytes: Uint8Array): string {
  return JSON.stringify(JSON.parse(parseUtf8(bytes)), undefined, 2);
}
