/**
 * What an audit can find, as one closed table beside that of the rulebook, and the list it writes its findings into. SPEC 12, M33.
 *
 * A `failure` is something wrong with the record, a `fact` is on record and worth showing, `unseen` is what could not be
 * looked at: nothing is reported as right that was not seen.
 */
import type { Kind } from '../statement.ts';
import { say, told, type Sentence, type Told, type Value } from '../say.ts';
import { plainText, TIME } from './words.ts';
import { rules, type Finding, type RuleCode } from '../rules.ts';

export type AuditSeverity = 'failure' | 'fact' | 'unseen';

const failure = (sentence: string) => ({ severity: 'failure', sentence }) as const;
const fact = (sentence: string) => ({ severity: 'fact', sentence }) as const;
const unseen = (sentence: string) => ({ severity: 'unseen', sentence }) as const;

export const auditRules = {
  'not-a-ledger': unseen('There is no ledger here.'),
  'file-missing': failure('A file that belongs to the record is not there.'),
  'file-too-large': failure('A file is larger than any such file can be.'),
  'file-unreadable': unseen('A file could not be read.'),
  'ledger-info-wrong': failure('The file that introduces the ledger is not what it must be.'),
  'ledger-info-differs': failure('The file that introduces the ledger contradicts the record itself.'),
  'key-differs': failure('The ledger names another log key than the one you gave.'),
  'key-changed': failure('This computer remembers the ledger signed with another log key.'),
  'key-not-in-force': failure('The checkpoint is not signed with the log key that took the place of the old one.'),
  'key-followed': fact('The log key was replaced, and the old key has signed for the new one.'),
  'key-unjudged': unseen('Whether the log key is the right one could not be found out.'),
  'checkpoint-malformed': failure('The checkpoint is damaged.'),
  'checkpoint-unsigned': failure('The checkpoint is not signed with the log key.'),
  'checkpoint-signature': failure('The signature of the checkpoint is wrong.'),
  'checkpoint-origin': failure('The checkpoint is that of another ledger.'),
  'policy-foreign': failure('The policy you gave is one for other ledgers.'),
  'cosignature-wrong': failure(
    'A line of the checkpoint bears the name and key of a witness, and is not its cosignature.',
  ),
  'quorum-missing': unseen(
    'Too few of the witnesses you named have cosigned this checkpoint, so whether others see the same record is not known.',
  ),
  'post-quantum-wrong': failure('The post-quantum signature of the checkpoint is wrong.'),
  'post-quantum-missing': failure('The checkpoint does not bear the signature of the post-quantum key you gave.'),
  'root-differs': failure('The checkpoint was signed for other entries than those that are here.'),
  'history-shortened': failure('The record is shorter than it was when this computer last saw it.'),
  'history-rewritten': failure('The record is not the one this computer saw before.'),
  'bundle-malformed': failure('The file that holds the entry is damaged.'),
  'entry-changed': failure('This is not the entry that was recorded here.'),
  'entry-malformed': failure('What was recorded here is not an entry.'),
  'statement-malformed': failure('What was recorded here is not a statement.'),
  'tile-malformed': failure('A file of hashes is damaged.'),
  'tile-differs': failure('A file of hashes does not fit the entries.'),
  'opening-differs': failure('The first entry opens the ledger with another log key than the one that signs it.'),
  'content-missing': failure('A text is missing, and no signed entry says why.'),
  'content-malformed': failure('The file of a text is damaged.'),
  'content-differs': failure('A text is not the one that was signed.'),
  'content-pending': fact('A text waits to be looked at before it is public.'),
  'content-withheld': fact('A text was taken out of public view, and a signed entry says why.'),
  'content-erased': fact('A text was erased, and a signed entry says why.'),
  'content-kept': fact('A text is here that is not in public view.'),
  'content-unjudged': unseen('A text is missing, and whether a signed entry says why could not be found out.'),
  'redactions-malformed': failure('A page of redactions is damaged.'),
  'redactions-unsigned': failure('A page of redactions is not signed with a log key of this ledger.'),
  'redactions-differ': failure(
    'A page of redactions does not list what entries took out of public view or put into it.',
  ),
  'signatures-passed-over': fact('Statements and their signatures were not looked at, as you asked.'),
  'rules-passed-over': fact(
    'The rules were not replayed, as you asked: who may sign, which log key is in force and what is owed is not known.',
  ),
  'texts-passed-over': fact('Texts and files were not looked at, as you asked.'),
  'memory-unreadable': unseen('What this computer remembers of the ledger could not be read.'),
  'entries-unseen': unseen('Entries were not looked at.'),
  'rules-unjudged': unseen('The rules were not replayed to the end.'),
} as const;

export type AuditCode = RuleCode | keyof typeof auditRules;

/** Where a finding belongs: as much of it as is known. */
export interface Place {
  /** Index of an entry. */
  readonly entry?: number | undefined;
  /** What the entry says it is. */
  readonly kind?: Kind | undefined;
  /** Index of the entry that opened the case. */
  readonly case?: number | undefined;
  /** Path in the public layout. */
  readonly file?: string | undefined;
  /** Of the entry, of its statement, or of the file. */
  readonly field?: string | undefined;
  /** When the entry was recorded, UTC. */
  readonly time?: string | undefined;
  /** Entries, one of which is not what it was; the one that tells is `entry`. */
  readonly among?: { readonly first: number; readonly last: number } | undefined;
  /** The newest time for which it is known that all was still as it was, UTC. */
  readonly since?: string | undefined;
  /** The tree that it contradicts: that of a checkpoint, or the one that the author of the entry signed to have seen. Root in base64. */
  readonly proof?: { readonly size: number; readonly root: string } | undefined;
}

/** Told: what is so, and what was seen of it. */
export interface AuditFinding extends Place, Told {
  readonly severity: AuditSeverity;
  readonly code: AuditCode;
}

/** The whole finding for a code of the audit's own table. */
export function auditFinding(code: keyof typeof auditRules, details: readonly Sentence[], place: Place): AuditFinding {
  const { severity, sentence } = auditRules[code];
  return { severity, code, ...known(place), ...tell([{ text: sentence, values: [] }, ...details]) };
}

/** The same for one of the rulebook: what it calls inadmissible must not be on record. */
export function ruleFinding({ code, detail }: Finding, place: Place, more: readonly Sentence[] = []): AuditFinding {
  const { severity, sentence } = rules[code];
  const field = place.field ?? fieldOfRule[code];
  return {
    severity: severity === 'fact' ? 'fact' : 'failure',
    code,
    ...known({ ...place, field }),
    ...tell([{ text: sentence, values: [] }, detail, ...more]),
  };
}

/** What comes from the record is made safe to show, keys are shortened, and times are marked as such. */
function tell(sentences: readonly Sentence[]): Told {
  const { sentence, said } = told(...sentences.map(toPlain));
  return { sentence: plainText(sentence), said };
}

function toPlain({ text, values }: Sentence): Sentence {
  return { text, values: values.map(plainValue) };
}

function plainValue(value: Value): Value {
  if (typeof value === 'object') return 'text' in value ? toPlain(value) : value;
  if (typeof value === 'number') return value;
  // What only looks like a time, no calendar can tell.
  if (TIME.test(value) && !Number.isNaN(Date.parse(value))) return { minute: value };
  return shortKey(value) ?? plainText(value);
}

/** Rules that are about one field and nothing else. */
const fieldOfRule: { readonly [C in RuleCode]?: string } = {
  'index-wrong': 'index',
  'chain-broken': 'prev',
  'time-backwards': 'time',
  'signature-wrong': 'signatures',
  'signature-malformed': 'signatures',
  'signature-key': 'signatures',
  'signature-namespace': 'signatures',
  'signature-challenge': 'signatures',
  'signature-origin': 'signatures',
  'signature-relying-party': 'signatures',
  'signature-presence': 'signatures',
  'signature-verification': 'signatures',
  'signature-repeated': 'signatures',
  'key-unknown': 'signatures',
  'threshold-unmet': 'signatures',
  'signatures-too-few': 'signatures',
  'origin-foreign': 'origin',
  'log-key-foreign': 'logKey',
  'seen-ahead': 'seen',
  'seen-unknown': 'seen',
  'seen-short': 'seen',
  'at-future': 'at',
  'outcome-unknown': 'outcome',
  'source-repeated': 'source',
  'correction-target': 'corrects',
};

/** Nobody reads a whole key; its beginning is enough to find it, and its end where all begin alike. */
function shortKey(keyid: string): Sentence | undefined {
  const [, beginning] = /^(?:webauthn-\w+:[a-z0-9.-]+|ed25519):([A-Za-z0-9+/]{6})[A-Za-z0-9+/]*=*$/.exec(keyid) ?? [];
  if (beginning !== undefined) return say`beginning with "${beginning}"`;
  const [, end] = /^sshsig:[A-Za-z0-9+/]*([A-Za-z0-9+/]{6})=*$/.exec(keyid) ?? [];
  return end === undefined ? undefined : say`ending in "${end}"`;
}

function known({ field, ...place }: Place): Place {
  const named = { ...place, field: field === undefined ? undefined : plainText(field) };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

/**
 * Findings listed of each severity; beyond them they are only counted, so that memory stays flat whatever is wrong. The
 * first of each code is always listed: a thousand of one kind do not hide another.
 */
export const MAX_LISTED = 1000;

export type AuditVerdict = 'verified' | 'wrong' | 'unchecked';

/** Findings of an earlier visit. */
export interface KeptFindings {
  readonly listed: readonly AuditFinding[];
  readonly counts: { readonly [S in AuditSeverity]: number };
  readonly codes: readonly (readonly [AuditCode, number])[];
}

/** Everything found, in the order in which it was found. */
export class Findings {
  readonly #onFinding: ((found: AuditFinding) => void) | undefined;
  readonly #listed: AuditFinding[] = [];
  readonly #counts = { failure: 0, fact: 0, unseen: 0 };
  readonly #codes = new Map<AuditCode, number>();

  /** @param onFinding told of every one, listed or not. */
  constructor(onFinding?: (found: AuditFinding) => void, kept?: KeptFindings) {
    this.#onFinding = onFinding;
    if (kept !== undefined) this.addKept(kept);
  }

  /** Nobody is told of them once more. */
  addKept({ listed, counts, codes }: KeptFindings): void {
    this.#listed.push(...listed);
    for (const severity of ['failure', 'unseen', 'fact'] as const) this.#counts[severity] += counts[severity];
    for (const [code, count] of codes) this.#codes.set(code, (this.#codes.get(code) ?? 0) + count);
  }

  keep(): KeptFindings {
    return { listed: this.#listed, counts: this.#counts, codes: [...this.#codes] };
  }

  add(...found: readonly AuditFinding[]): void {
    for (const one of found) {
      this.#onFinding?.(one);
      if (this.#counts[one.severity]++ < MAX_LISTED || !this.#codes.has(one.code)) this.#listed.push(one);
      this.#codes.set(one.code, (this.#codes.get(one.code) ?? 0) + 1);
    }
  }

  get counts(): { readonly [S in AuditSeverity]: number } {
    return { ...this.#counts };
  }

  /** How many of each code there are, listed or not. */
  get codes(): ReadonlyMap<AuditCode, number> {
    return this.#codes;
  }

  /** What is wrong, then what could not be seen, then what is worth knowing; within each as it was found. */
  list(): readonly AuditFinding[] {
    const order: readonly AuditSeverity[] = ['failure', 'unseen', 'fact'];
    return order.flatMap((severity) => this.#listed.filter((one) => one.severity === severity));
  }

  get verdict(): AuditVerdict {
    if (this.#counts.failure > 0) return 'wrong';
    return this.#counts.unseen > 0 ? 'unchecked' : 'verified';
  }
}
