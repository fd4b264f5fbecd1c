/**
 * Checkpoints of the same ledger that were seen before: a record that cannot reproduce one of them has been shortened or
 * rewritten since, whatever its own checkpoint says. SPEC 12, M34.
 */
import { equalBytes } from '../bytes.ts';
import { parseCheckpoint, type Checkpoint } from '../checkpoint.ts';
import { FormatError } from '../error.ts';
import { parseNote, verifyNote } from '../note.ts';
import type { SignatureVerifier } from '../signature.ts';
import { auditFinding, type AuditFinding, type Findings } from './findings.ts';
import type { GrownTree } from './grown-tree.ts';
import type { Head } from './head.ts';
import { CHECKPOINT_PATH } from './source.ts';
import { entriesFrom } from './words.ts';

export class Remembered {
  readonly #bySize = new Map<number, Checkpoint[]>();
  readonly #findings: Findings;
  #pending = 0;
  #failed = 0;
  #reproduced = 0;
  #largest = 0;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** Checkpoints that the tree has been compared with and was found to extend. */
  get reproduced(): number {
    return this.#reproduced;
  }

  /** Whether every one of them has been reproduced. */
  get allReproduced(): boolean {
    return this.#failed === 0 && this.#pending === 0;
  }

  /** Adds a note as it was kept; what can be said of it before any entry has been read is said at once. */
  async add(text: string, head: Head, verifier: SignatureVerifier): Promise<void> {
    const checkpoint = await this.#open(text, head, verifier);
    if ('code' in checkpoint) {
      this.#failed++;
      this.#findings.add(checkpoint);
      return;
    }
    this.#pending++;
    this.#bySize.set(checkpoint.size, [...(this.#bySize.get(checkpoint.size) ?? []), checkpoint]);
  }

  /** Says that what was kept cannot be read, so that nothing has been compared with it. */
  addUnreadable(detail: string): void {
    this.#failed++;
    this.#findings.add(auditFinding('memory-unreadable', detail, {}));
  }

  /** To be called at every size of the tree, from 0 on. */
  compare(tree: GrownTree): void {
    if (this.#pending === 0) return;
    for (const { size, root } of this.#bySize.get(tree.size) ?? []) {
      this.#pending--;
      if (equalBytes(tree.root(), root)) {
        this.#reproduced++;
        this.#largest = size;
        continue;
      }
      this.#failed++;
      const among = entriesFrom(this.#largest, size - this.#largest);
      const detail = `It saw a signed checkpoint of ${size} entries that these do not lead to: something among ${among} is not what it was.`;
      this.#findings.add(auditFinding('history-rewritten', detail, { file: CHECKPOINT_PATH }));
    }
  }

  async #open(text: string, head: Head, verifier: SignatureVerifier): Promise<Checkpoint | AuditFinding> {
    const { key, checkpoint: current } = head;
    let checkpoint: Checkpoint;
    try {
      const note = parseNote(text);
      checkpoint = parseCheckpoint(note.text);
      const signed = await verifyNote(note, key, (...signature) => verifier.verify(...signature));
      if (checkpoint.origin !== current.origin)
        return auditFinding('memory-unreadable', `It is a checkpoint of "${checkpoint.origin}".`, {});
      if (signed !== 'verified') return auditFinding('key-changed', '', { file: CHECKPOINT_PATH });
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return auditFinding('memory-unreadable', error.message, {});
    }
    const { size, root } = checkpoint;
    if (size > current.size) {
      const detail = `It had ${size} entries then, by a checkpoint the log signed, and has ${current.size} now.`;
      return auditFinding('history-shortened', detail, { file: CHECKPOINT_PATH });
    }
    if (size === current.size && !equalBytes(root, current.root)) {
      const detail = `The log has signed two different checkpoints of ${size} entries.`;
      return auditFinding('history-rewritten', detail, { file: CHECKPOINT_PATH });
    }
    return checkpoint;
  }
}
