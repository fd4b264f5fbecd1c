/** What a client does not take on trust: signatures of checkpoints, proofs of entries, and that one history is told, not two. */
import nodeCrypto from 'node:crypto';
import { base64, equalBytes, parseBase64 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { checkContent, parseContent, type Content } from '@counterfoil/ledger/content';
import { parseEntry, type Entry } from '@counterfoil/ledger/entry';
import type { Envelope } from '@counterfoil/ledger/envelope';
import { parseNote, parseVerifierKey, verifyNote, type VerifierKey } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import type { Receipt as CitizenReceipt } from '@counterfoil/ledger/receipt';
import { createVerifier } from '@counterfoil/ledger/signature';
import { contentRefs, openEnvelope, type Kind } from '@counterfoil/ledger/statement';
import { parseTlogProof, type TlogProof } from '@counterfoil/ledger/tlog-proof';
import { checkInclusion, leafHash } from '@counterfoil/ledger/tree';
import { ClientProblem, problem, type ClientCode } from './client-problem.ts';

export interface Seen {
  readonly size: number;
  /** Base64. */
  readonly root: string;
}

interface Receipt {
  readonly index: number;
  /** C2SP tlog-proof. */
  readonly proof: string;
}

interface Spoken extends Receipt {
  readonly receipt?: Pick<CitizenReceipt, 'text' | 'salt'> | undefined;
}

const platform = nodePlatform(nodeCrypto);
const verifier = createVerifier(platform);

export class Evidence {
  readonly #key: VerifierKey;
  readonly #origin: string;
  readonly #get: (path: string) => Promise<Uint8Array>;
  /** The last note verified: answers that come together share one. */
  #last: { readonly note: string; readonly checkpoint: Checkpoint } | undefined;
  #newest: Checkpoint | undefined;

  /** @param get reads an address of the ledger. @throws ClientProblem `checkpoint-wrong` when the log key is none. */
  constructor(logKey: string, origin: string, get: (path: string) => Promise<Uint8Array>) {
    this.#key = parsed('checkpoint-wrong', () => parseVerifierKey(logKey));
    this.#origin = origin;
    this.#get = get;
  }

  /** The newest checkpoint verified so far. */
  get newest(): Seen | undefined {
    return this.#newest === undefined ? undefined : { size: this.#newest.size, root: base64(this.#newest.root) };
  }

  /** @throws ClientProblem `checkpoint-wrong`, `two-histories`. */
  async see(note: string): Promise<Seen> {
    const { size, root } = await this.#verify(note);
    return { size, root: base64(root) };
  }

  /** What every answer is held to: its checkpoint is signed and covers the entry. @throws ClientProblem */
  async checkReceipt({ index, proof: text }: Receipt): Promise<{ proof: TlogProof; checkpoint: Checkpoint }> {
    const proof = parsed('proof-wrong', () => parseTlogProof(text));
    const checkpoint = await this.#verify(proof.checkpoint);
    if (proof.index !== index || index >= checkpoint.size)
      throw problem('proof-wrong', `The proof that came with entry ${index} is for another entry or an older ledger.`);
    return { proof, checkpoint };
  }

  /** The entry recorded is the envelope sent, and its proof holds. @throws ClientProblem */
  async checkStatement(receipt: Receipt, sent: Envelope): Promise<void> {
    const { envelope } = await this.#readBack(receipt);
    if (envelope.payload !== sent.payload || envelope.payloadType !== sent.payloadType)
      throw problem('entry-foreign', `Entry ${receipt.index} is not the statement that was sent.`);
  }

  /**
   * The entry recorded is of that kind and commits to the text sent, and its proof holds.
   * @param receipt with the salt, where the text may have to wait until it is public. @throws ClientProblem
   */
  async checkSpoken(receipt: Spoken, kind: Kind, sent: string | undefined): Promise<void> {
    const { envelope } = await this.#readBack(receipt);
    const { statement } = parsed('entry-foreign', () => openEnvelope(envelope));
    const [ref] = contentRefs(statement);
    if (statement.kind !== kind || (ref === undefined) !== (sent === undefined))
      throw problem('entry-foreign', `Entry ${receipt.index} is not what was sent.`);
    if (ref === undefined) return;
    const content = await this.#content(ref.digest, receipt.receipt);
    if (content === undefined || content.text !== sent || !checkContent(ref, content, platform.sha256))
      throw problem('content-foreign', `The text that entry ${receipt.index} stands for is not the one that was sent.`);
  }

  /** As everybody reads it; where nobody does yet, as the receipt holds it. */
  async #content(digest: string, receipt: Spoken['receipt']): Promise<Content | undefined> {
    try {
      const bytes = await this.#get(`content/${digest}`);
      return parsed('content-foreign', () => parseContent(bytes));
    } catch (error) {
      if (!(error instanceof ClientProblem) || error.status !== 404) throw error;
    }
    if (receipt === undefined || receipt.text === null || receipt.salt === null) return undefined;
    const { text, salt } = receipt;
    return parsed('content-foreign', () => ({ text, salt: parseBase64(salt) }));
  }

  async #readBack(receipt: Receipt): Promise<Entry> {
    const { proof, checkpoint } = await this.checkReceipt(receipt);
    const bytes = await this.#get(`api/v1/entries/${receipt.index}`);
    const { size, root } = checkpoint;
    const claim = { index: proof.index, size, root, proof: proof.proof, leafHash: leafHash(bytes, platform.sha256) };
    if (!checkInclusion(claim, platform.sha256))
      throw problem('proof-wrong', `The proof of entry ${receipt.index} does not lead to the checkpoint.`);
    return parsed('entry-foreign', () => parseEntry(bytes));
  }

  async #verify(note: string): Promise<Checkpoint> {
    if (this.#last?.note === note) return this.#last.checkpoint;
    const signed = parsed('checkpoint-wrong', () => parseNote(note));
    const verdict = await verifyNote(signed, this.#key, (publicKey, message, signature) =>
      verifier.verify(publicKey, message, signature),
    );
    const checkpoint = parsed('checkpoint-wrong', () => parseCheckpoint(signed.text));
    if (verdict !== 'verified' || checkpoint.origin !== this.#origin)
      throw problem('checkpoint-wrong', 'The checkpoint is not signed with the key of this ledger.');
    if (this.#newest?.size === checkpoint.size && !equalBytes(this.#newest.root, checkpoint.root)) {
      throw problem(
        'two-histories',
        `The ledger signed two different histories of ${checkpoint.size} entries. Keep both.`,
      );
    }
    this.#last = { note, checkpoint };
    if (checkpoint.size >= (this.#newest?.size ?? 0)) this.#newest = checkpoint;
    return checkpoint;
  }
}

function parsed<T>(code: ClientCode, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw problem(code, cause instanceof Error ? cause.message : 'It cannot be read.', { cause });
  }
}
