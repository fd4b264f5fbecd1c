/** What the server looks at before it shows an entry, and what it found: nothing is called good that was not looked at. */
import { base64 } from '@counterfoil/ledger/bytes';
import { findWrongSignature } from '@counterfoil/ledger/envelope';
import { rules } from '@counterfoil/ledger/rules';
import { contentRefs } from '@counterfoil/ledger/statement';
import { leafHash } from '@counterfoil/ledger/tree';
import type { OpenedEntry } from './opened-entry.ts';
import { verifier, type Proved } from './prove.ts';
import type { Reading } from './reading.ts';
import { isHidden } from './text.ts';
import { entryWords } from './words/entry.ts';

export interface Check {
  readonly verdict: 'passed' | 'failed' | 'unseen';
  readonly label: string;
  readonly sentence: string;
}

/** Texts of one entry that are compared; an entry that accounts for inputs can name two hundred. */
const MAX_TEXTS = 200;

export async function checkEntry(reading: Reading, opened: OpenedEntry, proved: Proved): Promise<readonly Check[]> {
  return [
    ...checkProof(proved),
    await checkSignatures(opened),
    await checkChain(reading, opened),
    ...(await checkTexts(reading, opened)),
  ];
}

function checkProof({ isIncluded, isSigned, checkpoint, proof }: Proved): readonly Check[] {
  const { checks } = entryWords;
  return [
    isIncluded ? passed(checks.included(checkpoint.size, proof.length)) : failed(checks.notIncluded),
    isSigned ? passed(checks.checkpoint(checkpoint.origin)) : failed(checks.checkpointWrong(checkpoint.origin)),
  ];
}

async function checkSignatures({ entry, statement, payload }: OpenedEntry): Promise<Check> {
  const wrong = await findWrongSignature(entry.envelope, { payload, origin: statement.origin }, verifier);
  if (wrong !== undefined) return failed(entryWords.checks.signatureWrong(rules[wrong.verdict].sentence, wrong.keyid));
  return passed(entryWords.checks.signature(entry.envelope.signatures.length));
}

async function checkChain(reading: Reading, { index, entry }: OpenedEntry): Promise<Check> {
  if (index === 0) return entry.prev === null ? passed(entryWords.checks.first) : failed(entryWords.checks.notChained);
  const before = await reading.record.entry(index - 1);
  const isChained = before !== undefined && entry.prev === base64(leafHash(before)) && entry.index === index;
  return isChained ? passed(entryWords.checks.chained(index - 1)) : failed(entryWords.checks.notChained);
}

async function checkTexts(reading: Reading, { statement }: OpenedEntry): Promise<readonly Check[]> {
  const refs = contentRefs(statement).slice(0, MAX_TEXTS);
  await reading.expectTexts(refs);
  const texts = await Promise.all(refs.map((ref) => reading.bareText(ref)));
  const count = (status: string): number => texts.filter((text) => text.status === status).length;
  const hidden = texts.filter(isHidden).length;
  const [there, missing, wrong] = [count('there'), count('missing'), count('wrong')];
  const found: Check[] = [];
  if (wrong > 0) found.push(failed(entryWords.checks.textWrong(wrong)));
  if (missing > 0)
    found.push({ verdict: 'unseen', label: entryWords.unseen, sentence: entryWords.checks.textMissing(missing) });
  if (hidden > 0)
    found.push({ verdict: 'unseen', label: entryWords.unseen, sentence: entryWords.checks.textHidden(hidden) });
  if (there > 0) found.push(passed(entryWords.checks.text(there)));
  return found;
}

function passed(sentence: string): Check {
  return { verdict: 'passed', label: entryWords.passed, sentence };
}

function failed(sentence: string): Check {
  return { verdict: 'failed', label: entryWords.failed, sentence };
}
