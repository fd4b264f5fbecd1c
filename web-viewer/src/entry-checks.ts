/** What the server looks at before it shows an entry, and what it found: nothing is called good that was not looked at. */
import { base64 } from '@counterfoil/ledger/bytes';
import { findWrongSignature } from '@counterfoil/ledger/envelope';
import { contentRefs } from '@counterfoil/ledger/statement';
import { leafHash } from '@counterfoil/ledger/tree';
import type { Language } from './language.ts';
import type { OpenedEntry } from './opened-entry.ts';
import { verifier, type Proved } from './prove.ts';
import type { Reading } from './reading.ts';
import { isHidden } from './text.ts';

export interface Check {
  readonly verdict: 'passed' | 'failed' | 'unseen';
  readonly sentence: string;
}

/** Texts of one entry that are compared; an entry that accounts for inputs can name two hundred. */
const MAX_TEXTS = 200;

export async function checkEntry(reading: Reading, opened: OpenedEntry, proved: Proved): Promise<readonly Check[]> {
  const { language } = reading;
  return [
    ...checkProof(language, proved),
    await checkSignatures(language, opened),
    await checkChain(reading, opened),
    ...(await checkTexts(reading, opened)),
  ];
}

function checkProof(language: Language, { isIncluded, isSigned, checkpoint, proof }: Proved): readonly Check[] {
  const { origin, size } = checkpoint;
  return [
    isIncluded
      ? passed(language.phrase('entry-included', { size, steps: proof.length }))
      : failed(language.phrase('entry-not-included')),
    isSigned
      ? passed(language.phrase('entry-root-signed', { origin }))
      : failed(language.phrase('entry-root-unsigned', { origin })),
  ];
}

async function checkSignatures(language: Language, { entry, statement, payload }: OpenedEntry): Promise<Check> {
  const wrong = await findWrongSignature(entry.envelope, { payload, origin: statement.origin }, verifier);
  if (wrong === undefined) return passed(language.phrase('entry-signed', { count: entry.envelope.signatures.length }));
  const sentence = language.phrase(`entry-wrong-${wrong.verdict}`);
  return failed(language.phrase('entry-signed-wrong', { sentence, keyid: wrong.keyid }));
}

async function checkChain(reading: Reading, { index, entry }: OpenedEntry): Promise<Check> {
  const { language } = reading;
  const notChained = failed(language.phrase('entry-not-chained'));
  if (index === 0) return entry.prev === null ? passed(language.phrase('entry-first')) : notChained;
  const before = await reading.record.entry(index - 1);
  const isChained = before !== undefined && entry.prev === base64(leafHash(before)) && entry.index === index;
  return isChained ? passed(language.phrase('entry-chained', { before: index - 1 })) : notChained;
}

async function checkTexts(reading: Reading, { statement }: OpenedEntry): Promise<readonly Check[]> {
  const refs = contentRefs(statement).slice(0, MAX_TEXTS);
  const texts = await Promise.all(refs.map((ref) => reading.bareText(ref)));
  const count = (status: string): number => texts.filter((text) => text.status === status).length;
  const hidden = texts.filter(isHidden).length;
  const [there, missing, wrong] = [count('there'), count('missing'), count('wrong')];
  const { language } = reading;
  const found: Check[] = [];
  if (wrong > 0) found.push(failed(language.phrase('entry-texts-wrong', { count: wrong })));
  if (missing > 0) found.push(unseen(language.phrase('entry-texts-missing', { count: missing })));
  if (hidden > 0) found.push(unseen(language.phrase('entry-texts-hidden', { count: hidden })));
  if (there > 0) found.push(passed(language.phrase('entry-texts-right', { count: there })));
  return found;
}

function passed(sentence: string): Check {
  return { verdict: 'passed', sentence };
}

function failed(sentence: string): Check {
  return { verdict: 'failed', sentence };
}

function unseen(sentence: string): Check {
  return { verdict: 'unseen', sentence };
}
