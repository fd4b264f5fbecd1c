/**
 * A log in memory: opens, verifies, judges and appends what it receives, as a recorder does, without knowing how it was made.
 * For tests and for checking vectors.
 */
import * as crypto from 'node:crypto';
import { base64, hex, utf8 } from '../src/bytes.ts';
import { formatEntry, parseEntry, prevField } from '../src/entry.ts';
import { findWrongSignature, type Envelope } from '../src/envelope.ts';
import { nodePlatform } from '../src/platform-node.ts';
import { admit, type Admission } from '../src/rulebook.ts';
import type { RuleCode } from '../src/rules.ts';
import { createVerifier } from '../src/signature.ts';
import { MemoryState, type Change } from '../src/state.ts';
import { formatStatement, openEnvelope, type Statement } from '../src/statement.ts';
import { EMPTY_ROOT, Frontier, leafHash, type Hash } from '../src/tree.ts';

/** What the rules say of one envelope. */
export interface Verdict {
  /** Null when it was admitted, and is an entry now. */
  readonly refused: RuleCode | null;
  readonly facts: readonly RuleCode[];
}

const platform = nodePlatform(crypto);
const verifier = createVerifier(platform);

export class Log {
  readonly state = new MemoryState((size) => Promise.resolve(this.#roots[size]));
  readonly #roots: Hash[] = [EMPTY_ROOT];
  readonly #changes: Change[] = [];
  #frontier = Frontier.empty();
  #leaf: Hash | undefined;

  get size(): number {
    return this.#frontier.size;
  }

  /** Base64. */
  get root(): string {
    return base64(this.#frontier.root());
  }

  /** What an author of now says to have seen. */
  seen(size = this.size): Statement['seen'] {
    return { size, root: base64(this.#roots[size] ?? EMPTY_ROOT) };
  }

  /** A log that holds the same and goes its own way from here on. */
  fork(): Log {
    const other = new Log();
    other.#roots.splice(0, 1, ...this.#roots);
    other.#frontier = this.#frontier.clone();
    other.#leaf = this.#leaf;
    other.#apply(this.#changes);
    return other;
  }

  /** @throws FormatError when the envelope holds no statement. */
  async receive(envelope: Envelope, time: string): Promise<Verdict> {
    const { statement, payload } = openEnvelope(envelope);
    const wrong = await findWrongSignature(envelope, { payload, origin: statement.origin }, verifier);
    if (wrong !== undefined) return { refused: wrong.verdict, facts: [] };
    const signers = envelope.signatures.map(({ keyid }) => keyid);
    const digest = hex(platform.sha256(payload));
    const admission = await admit(this.state, { index: this.size, time, statement, digest, signers });
    if ('refused' in admission) return { refused: admission.refused.code, facts: [] };
    this.#apply(admission.changes);
    this.#append(formatEntry({ index: this.size, time, prev: prevField(this.#leaf), envelope }));
    return { refused: null, facts: admission.facts.map(({ code }) => code) };
  }

  /** Like `receive`, without signatures: their keys are believed. For histories too many to sign. */
  async hear(statement: Statement, time: string, signers: readonly string[]): Promise<Admission> {
    const digest = hex(platform.sha256(formatStatement(statement)));
    const admission = await admit(this.state, { index: this.size, time, statement, digest, signers });
    if ('refused' in admission) return admission;
    this.#apply(admission.changes);
    this.#append(utf8(digest));
    return admission;
  }

  /** Receives what another log has recorded. @throws Error when the rules refuse it. */
  async follow(entries: readonly Uint8Array[]): Promise<void> {
    for (const { envelope, time } of entries.map(parseEntry)) {
      const { refused } = await this.receive(envelope, time);
      if (refused !== null) throw new Error(`Entry ${this.size} is refused: ${refused}.`);
    }
  }

  #apply(changes: readonly Change[]): void {
    this.#changes.push(...changes);
    this.state.apply(changes);
  }

  #append(bytes: Uint8Array): void {
    this.#leaf = leafHash(bytes);
    this.#frontier.append(this.#leaf);
    this.#roots.push(this.#frontier.root());
  }
}
