/**
 * The tray: a statement that needs several signatures waits here, where those who are to sign read the very same bytes. It becomes
 * one entry once the rulebook admits it, and lapses when it does not in time. Nothing here is public or part of the record.
 */
import type { Content } from '@counterfoil/ledger/content';
import { MAX_SIGNATURES, type Envelope } from '@counterfoil/ledger/envelope';
import { formatEntry } from '@counterfoil/ledger/entry';
import { caseOf, openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import { say } from '@counterfoil/ledger/say';
import type { Logger } from 'pino';
import type { Db } from '../database/connect.ts';
import { asProblem, Problem } from '../problem.ts';
import type { Receipt, Recorder } from '../recorder/recorder.ts';
import type { Submission } from '../recorder/submission.ts';
import {
  askedBy,
  missingOf,
  partiesOf,
  remembering,
  type Holder,
  type Missing,
  type Parties,
  type ReadState,
} from './parties.ts';
import { Proposals, type Proposal } from './proposals.ts';

const DAY_MS = 86_400_000;
const DEFAULT_LAPSE_DAYS = 14;
const MAX_LAPSE_DAYS = 90;
/** How long it can be seen that something was recorded, or lapsed. */
const CLOSED_KEPT_DAYS = 90;
const SWEEP_MS = 60_000;
/** Others who sign at the same moment come first so many times at most: then something else is wrong. */
const MAX_ATTEMPTS = MAX_SIGNATURES + 1;
/** Characters of a signature to come, for saying early that an entry would be too large. */
const SIG_CHARACTERS: Readonly<Record<string, number>> = { ed25519: 88 };
const OTHER_SIG_CHARACTERS = 1000;

export interface TrayOptions {
  readonly db: Db;
  readonly recorder: Recorder;
  readonly read: ReadState;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
}

/** A proposal with what it still waits for. */
export interface Waiting {
  readonly proposal: Proposal;
  readonly missing: Missing;
}

export interface OpenedProposal extends Waiting {
  /** Why it could not be recorded as things stand, however many sign; undefined while it could. */
  readonly obstacle: Problem | undefined;
}

export type Placed = { readonly receipt: Receipt } | { readonly opened: OpenedProposal };

export class Tray {
  readonly #options: TrayOptions;
  readonly #proposals: Proposals;
  readonly #timer: NodeJS.Timeout;
  #sweeping: Promise<void> = Promise.resolve();

  private constructor(options: TrayOptions) {
    this.#options = options;
    this.#proposals = new Proposals(options.db);
    this.#timer = setInterval(() => this.#sweepLater(), SWEEP_MS);
    this.#timer.unref();
  }

  /** Begins to look after what waits; what a crash interrupted is finished first. */
  static start(options: TrayOptions): Tray {
    const tray = new Tray(options);
    tray.#sweepLater();
    return tray;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /**
   * Puts a signed statement into the tray, or records it where nobody else has to sign.
   * @param lapses UTC with milliseconds; fourteen days from now where it is left out.
   * @throws Problem, among them every refusal of the rulebook that more signatures would not mend: nothing is kept then.
   */
  async propose(
    envelope: Envelope,
    contents: readonly Content[],
    files: readonly string[],
    lapses: string | undefined,
    holder: Holder,
  ): Promise<Placed> {
    const nowMs = this.#options.now();
    const until = lapses ?? isoOf(nowMs + DEFAULT_LAPSE_DAYS * DAY_MS);
    if (until <= isoOf(nowMs) || until > isoOf(nowMs + MAX_LAPSE_DAYS * DAY_MS))
      throw new Problem('request-malformed', say`"lapses" lies in the future, by at most ${MAX_LAPSE_DAYS} days.`);
    const submission = await this.#options.recorder.check(envelope, contents, files);
    const { statement, digest } = submission;
    const parties = await this.#partiesOf(statement);
    if (!submission.signers.includes(holder.keyid) && !parties.keys.has(holder.keyid))
      throw new Problem('pass-refused', say`Only those who sign a statement can put it into the tray.`);
    if (await this.#isWanting(submission, parties)) {
      await this.#options.recorder.holdFiles(submission, until);
      const room = await this.#proposals.insert({
        id: digest,
        kind: statement.kind,
        caseId: caseOf(statement, 0) ?? null,
        mandates: parties.registrars === null ? parties.mandates.map(({ mandate }) => mandate) : null,
        created: isoOf(nowMs),
        lapses: until,
        envelope,
        contents,
        files,
      });
      if (!room) throw new Problem('tray-full');
      // Where it lay there already, the signatures that came along may be new.
      return this.#addAll(digest, envelope.signatures, holder);
    }
    const receipt = await this.#options.recorder.submit(envelope, contents, files);
    await this.#proposals.recorded(digest, receipt.index, isoOf(nowMs));
    return { receipt };
  }

  /** Adds a signature; the last one has the statement recorded. The same one again is taken for the question how it went. @throws Problem */
  sign(id: string, signature: Envelope['signatures'][number], holder: Holder): Promise<Placed> {
    return this.#addAll(id, [signature], holder);
  }

  /** Those in which the holder has a part. */
  async list(holder: Holder): Promise<readonly Waiting[]> {
    const nowIso = isoOf(this.#options.now());
    const found = await this.#proposals.of(holder);
    const read = remembering(this.#options.read);
    return Promise.all(found.map((proposal) => this.#missing(atTime(proposal, nowIso), read)));
  }

  /** @throws Problem `proposal-unknown`, also where the holder has no part in it. */
  async read(id: string, holder: Holder): Promise<OpenedProposal> {
    return this.#open(await this.#find(id, holder));
  }

  /** Closes what lapsed, finishes what was left unfinished, forgets what was closed long ago. */
  async sweep(): Promise<void> {
    const { recorder, now, log } = this.#options;
    if (recorder.publisher.stopped !== undefined) return;
    await this.#proposals.lapse(isoOf(now()));
    await this.#proposals.forget(isoOf(now() - CLOSED_KEPT_DAYS * DAY_MS));
    for (const id of await this.#proposals.waiting()) {
      const proposal = await this.#proposals.find(id);
      try {
        if (proposal !== undefined) await this.#finish(proposal);
      } catch (error) {
        const code = error instanceof Problem ? error.code : 'internal';
        log.warn({ code }, 'A statement in the tray could not be recorded.');
      }
    }
  }

  #sweepLater(): void {
    this.#sweeping = this.#sweeping
      .then(() => this.sweep())
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'The tray could not be looked after.'));
  }

  async #addAll(id: string, signatures: Envelope['signatures'], holder: Holder): Promise<Placed> {
    for (const signature of signatures) await this.#add(id, signature, holder);
    const receipt = await this.#finish(await this.#find(id, holder));
    if (receipt !== undefined) return { receipt };
    const proposal = await this.#find(id, holder);
    // Somebody else's may have been the last one meanwhile.
    if (proposal.entry !== null) return { receipt: await this.#options.recorder.receipt(proposal.entry) };
    return { opened: await this.#open(proposal) };
  }

  async #add(id: string, signature: Envelope['signatures'][number], holder: Holder): Promise<void> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const proposal = await this.#find(id, holder);
      const { waiting, state, signed } = proposal;
      // Whoever lost the answer to the last signature hears it now.
      if (state === 'recorded' && signed.some(({ keyid }) => keyid === signature.keyid)) return;
      const there = waiting?.envelope.signatures.find(({ keyid }) => keyid === signature.keyid);
      if (there?.sig === signature.sig) return;
      if (waiting === null) throw closed(proposal);
      if (there !== undefined) throw new Problem('signature-not-wanted', say`This key has signed already.`);
      const envelope = { ...waiting.envelope, signatures: [...waiting.envelope.signatures, signature] };
      const parties = await this.#partiesOf(open(envelope));
      if (!parties.keys.has(signature.keyid) || envelope.signatures.length > MAX_SIGNATURES)
        throw new Problem('signature-not-wanted');
      // Over the bytes as they are stored: what was changed there is found out here.
      await this.#isWanting(await this.#options.recorder.check(envelope, waiting.contents, waiting.files), parties);
      const added = { keyid: signature.keyid, time: isoOf(this.#options.now()), sig: signature.sig };
      if (await this.#proposals.addSignature(id, waiting.envelope.signatures.length, added)) return;
    }
    throw new Problem('not-recorded');
  }

  /**
   * Whether signatures are missing, and nothing else is in the way.
   * @throws Problem what the rulebook would refuse even if everybody who is asked had signed.
   */
  async #isWanting(submission: Submission, parties: Parties): Promise<boolean> {
    const refused = await this.#options.recorder.judge(submission);
    // What is on record already is for the recorder to answer.
    if (refused === undefined || refused.code === 'statement-repeated') return false;
    const obstacle = await this.#obstacle(submission, parties);
    if (obstacle !== undefined) throw obstacle;
    return true;
  }

  /** What would be in the way if everybody who is asked had signed. */
  async #obstacle(submission: Submission, parties: Parties): Promise<Problem | undefined> {
    const { signers, envelope } = submission;
    const others = [...parties.keys].filter((keyid) => !signers.includes(keyid));
    const refused = await this.#options.recorder.judge({ ...submission, signers: [...signers, ...others] });
    if (refused !== undefined) return refused;
    // Of the registrars no more than are needed have to sign.
    const { registrars } = missingOf(parties, signers);
    return findTooLarge(envelope, parties.registrars === null ? others : others.slice(0, registrars));
  }

  /** @returns the receipt where it is on record, by now or already; undefined where it waits on, or lapsed. */
  async #finish(proposal: Proposal): Promise<Receipt | undefined> {
    const { id, waiting, entry } = proposal;
    const { recorder, now } = this.#options;
    if (entry !== null) {
      if (proposal.closed === null) await this.#proposals.recorded(id, entry, isoOf(now()));
      return recorder.receipt(entry);
    }
    if (waiting === null || isLapsed(proposal, isoOf(now()))) return undefined;
    const submission = await recorder.check(waiting.envelope, waiting.contents, waiting.files);
    const refused = await recorder.judge(submission);
    // What somebody else has just recorded is answered by the recorder.
    if (refused !== undefined && refused.code !== 'statement-repeated') return undefined;
    const receipt = await recorder.submit(waiting.envelope, waiting.contents, waiting.files);
    await this.#proposals.recorded(id, receipt.index, isoOf(now()));
    return receipt;
  }

  async #find(id: string, { keyid, registrar, mandates }: Holder): Promise<Proposal> {
    const proposal = await this.#proposals.find(id);
    const part =
      proposal !== undefined &&
      (proposal.signed.some((signed) => signed.keyid === keyid) ||
        (proposal.mandates === null ? registrar : proposal.mandates.some((mandate) => mandates.includes(mandate))));
    // Whoever has no part in it is not told that it is there.
    if (!part) throw new Problem('proposal-unknown');
    return atTime(proposal, isoOf(this.#options.now()));
  }

  /** From the row alone: a list does not fail where one payload cannot be read. */
  async #missing(proposal: Proposal, read = this.#options.read): Promise<Waiting> {
    if (proposal.waiting === null) return { proposal, missing: { mandates: [], registrars: 0 } };
    const parties = await partiesOf(read, { mandates: proposal.mandates, keys: [] });
    const signers = proposal.signed.map(({ keyid }) => keyid);
    return { proposal, missing: missingOf(parties, signers) };
  }

  async #open(proposal: Proposal): Promise<OpenedProposal> {
    const known = await this.#missing(proposal);
    return { ...known, obstacle: proposal.waiting === null ? undefined : await this.#obstacleTo(proposal.waiting) };
  }

  async #obstacleTo({ envelope, contents, files }: NonNullable<Proposal['waiting']>): Promise<Problem | undefined> {
    try {
      const submission = await this.#options.recorder.check(envelope, contents, files);
      return await this.#obstacle(submission, await this.#partiesOf(submission.statement));
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return error;
      throw error;
    }
  }

  #partiesOf(statement: Statement): Promise<Parties> {
    return partiesOf(this.#options.read, askedBy(statement) ?? { mandates: [], keys: [] });
  }
}

function open(envelope: Envelope): Statement {
  try {
    return openEnvelope(envelope).statement;
  } catch (error) {
    throw asProblem(error);
  }
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function isLapsed({ state, lapses }: Proposal, now: string): boolean {
  return state === 'waiting' && lapses <= now;
}

/** What lapsed is shown as lapsed from that moment on, whether or not the row says so yet. */
function atTime(proposal: Proposal, now: string): Proposal {
  return isLapsed(proposal, now) ? { ...proposal, state: 'lapsed', closed: proposal.lapses, waiting: null } : proposal;
}

function closed({ state, entry, lapses }: Proposal): Problem {
  return new Problem(
    'proposal-closed',
    state === 'recorded' && entry !== null
      ? say`It has been recorded as entry ${entry}.`
      : say`It lapsed on ${{ minute: lapses }}: it has to be proposed anew.`,
  );
}

/** Whether the entry would be too large once these have signed: better said before they do. */
function findTooLarge(envelope: Envelope, others: readonly string[]): Problem | undefined {
  const coming = others.map((keyid) => {
    const characters = SIG_CHARACTERS[keyid.slice(0, keyid.indexOf(':'))] ?? OTHER_SIG_CHARACTERS;
    return { keyid, sig: 'A'.repeat(characters) };
  });
  try {
    formatEntry({
      index: Number.MAX_SAFE_INTEGER,
      time: isoOf(0),
      prev: 'A'.repeat(44),
      envelope: { ...envelope, signatures: [...envelope.signatures, ...coming] },
    });
    return undefined;
  } catch (error) {
    const problem = asProblem(error);
    if (problem instanceof Problem) return problem;
    throw error;
  }
}
