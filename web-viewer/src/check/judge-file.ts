/** What a file that somebody kept proves, as the ledger's own code judges it: a receipt, a promise, or a complaint. */
import { stepHref } from '../addresses.ts';
import { hex, parseUtf8 } from '@counterfoil/ledger/bytes';
import { COMPLAINT_TYPE } from '@counterfoil/ledger/complaint';
import { isOverPromise, reportComplaint } from '@counterfoil/ledger/complaint-report';
import { noblePlatform } from '@counterfoil/ledger/platform-noble';
import { hasEd25519, webPlatform } from '@counterfoil/ledger/platform-web';
import { PROMISE_TYPE } from '@counterfoil/ledger/promise';
import { reportPromise } from '@counterfoil/ledger/promise-report';
import { hasReceipt, receiptPlace, receiptText } from '@counterfoil/ledger/receipt';
import { reportReceipt } from '@counterfoil/ledger/receipt-report';
import type { Sentence } from '@counterfoil/ledger/say';
import { createVerifier, type SignatureVerifier } from '@counterfoil/ledger/signature';
import { askAboutPromise, askAboutReceipt } from './ask-own-record.ts';
import { language } from '../desk/language.ts';
import { pagesPrefix } from '../script-phrases.ts';

export interface ShownFact {
  readonly label: string;
  readonly text: string;
  readonly style?: 'code' | 'words';
  readonly lang?: string | undefined;
  /** What is said beside it. */
  readonly note?: string;
}

type OnProgress = (entries: number, size: number) => void;

export interface Judged {
  readonly tone: 'holds' | 'kept' | 'proved' | 'broken' | 'wrong' | 'open';
  /** Words of this page in its language, and what the ledger’s own code has found. */
  readonly told: readonly (string | { readonly found: readonly Sentence[] })[];
  readonly facts: readonly ShownFact[];
  /** What the record of this page can be asked; until then nobody is. */
  readonly ask?: { readonly label: string; readonly run: (onProgress: OnProgress) => Promise<Judged> };
  /** To be saved. */
  readonly file?: { readonly name: string; readonly bytes: Uint8Array; readonly label: string };
  readonly link?: { readonly href: string; readonly label: string };
}

/** @param ownKey verifier key of the record that the page belongs to. */
export async function judgeFile(bytes: Uint8Array, ownKey: string): Promise<Judged> {
  const verifier = await createBrowserVerifier();
  if (looksLike(bytes, PROMISE_TYPE) && !looksLike(bytes, COMPLAINT_TYPE)) return judgePromise(bytes, ownKey, verifier);
  return looksLike(bytes, COMPLAINT_TYPE)
    ? judgeComplaint(bytes, ownKey, verifier)
    : judgeReceipt(bytes, ownKey, verifier);
}

/** @param text in words; undefined where the file does not hold them */
function placeFact(text: string | undefined, lang: string): ShownFact {
  const label = language.phrase('check-where');
  return text === undefined
    ? { label, text: language.phrase('check-where-unheld') }
    : { label, text, style: 'words', lang };
}

async function judgeReceipt(bytes: Uint8Array, ownKey: string, verifier: SignatureVerifier): Promise<Judged> {
  const report = await reportReceipt(bytes, [], verifier);
  if (report.code !== 'holds') return { tone: 'wrong', told: [{ found: report.said }], facts: [] };
  const { receipt, opened, said: found } = report;
  const { origin, case: caseId, entry } = receipt.reference;
  const { statement } = opened;
  const area = statement.kind === 'input-received' ? statement.area : undefined;
  const place = receiptPlace(statement);
  const lang = hasReceipt(statement) ? receiptText(statement)?.lang : undefined;
  const said: ShownFact =
    receipt.text === null
      ? { label: language.phrase('check-words'), text: language.phrase('check-no-words') }
      : { label: language.phrase('check-words'), text: receipt.text, style: 'words', lang };
  return {
    tone: 'holds',
    told: [{ found }],
    facts: [
      said,
      ...(area === undefined ? [] : [{ label: language.phrase('check-area'), text: area }]),
      ...(place === undefined ? [] : [placeFact(receipt.place?.text, place.lang)]),
      {
        label: language.phrase('check-reference'),
        text: language.phrase('check-place', { case: caseId, entry, origin }),
      },
      { label: language.phrase('check-fingerprint'), text: hex(opened.leafHash), style: 'code' },
      ...keyFacts(receipt.logKey, ownKey),
    ],
    ask: { label: language.phrase('check-ask-receipt'), run: () => askAboutReceipt(receipt, verifier) },
    ...(receipt.logKey === ownKey
      ? {
          link: {
            href: pagesPrefix(document) + stepHref(caseId, entry),
            label: language.phrase('check-to-case'),
          },
        }
      : {}),
  };
}

async function judgePromise(bytes: Uint8Array, ownKey: string, verifier: SignatureVerifier): Promise<Judged> {
  const report = await reportPromise(bytes, verifier);
  if (report.code !== 'holds') return { tone: 'wrong', told: [{ found: report.said }], facts: [] };
  const { file, opened, said: found } = report;
  return {
    tone: 'holds',
    told: [{ found }],
    facts: [
      { label: language.phrase('check-words'), text: file.text, style: 'words' },
      { label: language.phrase('check-commitment'), text: opened.pledge.digest, style: 'code' },
      { label: language.phrase('check-intake-key'), text: opened.intakeKey, style: 'code' },
    ],
    ...(file.logKey === ownKey
      ? {
          ask: {
            label: language.phrase('check-ask-promise'),
            run: (onProgress) => askAboutPromise(file, opened, verifier, onProgress),
          },
        }
      : {}),
  };
}

async function judgeComplaint(bytes: Uint8Array, ownKey: string, verifier: SignatureVerifier): Promise<Judged> {
  const { standing, said: found, complaint } = await reportComplaint(bytes, [], verifier);
  const tone = standing === 'groundless' ? 'wrong' : standing;
  if (complaint === undefined || standing === 'groundless') return { tone, told: [{ found }], facts: [] };
  return {
    tone,
    told: [{ found }],
    facts: keyFacts(isOverPromise(complaint) ? complaint.logKey : complaint.receipt.logKey, ownKey),
  };
}

function keyFacts(key: string, ownKey: string): readonly ShownFact[] {
  const note = language.phrase(key === ownKey ? 'check-own-key' : 'check-other-key');
  return [{ label: language.phrase('check-key'), text: key, style: 'code', note }];
}

/** By a glance alone: what it really is, the strict reader says. */
function looksLike(bytes: Uint8Array, type: string): boolean {
  try {
    return parseUtf8(bytes).includes(`"${type}"`);
  } catch {
    return false;
  }
}

/** The browser's own cryptography where it has Ed25519, noble's otherwise: the answers are the same. */
async function createBrowserVerifier(): Promise<SignatureVerifier> {
  // Pages without TLS have no WebCrypto, except on this machine itself.
  const { subtle } = globalThis.crypto as { readonly subtle?: SubtleCrypto };
  return createVerifier(
    subtle !== undefined && (await hasEd25519(subtle)) ? webPlatform(subtle) : { ...noblePlatform },
  );
}
