/**
 * Checkpoints of the same ledger that were seen before: a record that cannot reproduce one of them has been shortened or
 * rewritten since, whatever its own checkpoint says. SPEC 12, M34.
 *
 * One that the key of today has not signed may have been signed by a key that it replaced: that is known once the entries
 * have been read, and until then nothing is said of it.
 */
import { equalBytes } from '../bytes.ts';
import { parseCheckpoint, type Checkpoint } from '../checkpoint.ts';
import { FormatError } from '../error.ts';
import { parseNote, type Note } from '../note.ts';
import type { SignatureVerifier } from '../signature.ts';
import { auditFinding, type AuditFinding, type Findings } from './findings.ts';
import type { GrownTree } from './grown-tree.ts';
import type { Head } from './head.ts';
import { followedFinding, isSigned, type LogKeys } from './log-keys.ts';
import { CHECKPOINT_PATH } from './source.ts';
import { entriesFrom } from './words.ts';

interface Kept {
  readonly note: Note;
  readonly checkpoint: Checkpoint;
  /** Whether the tree led to it; a finding says why not; undefined until it has been compared. */
  outcome: true | AuditFinding | undefined;
}

export class Remembered {
  readonly #bySize = new Map<number, Kept[]>();
  /** Not signed by the key of the checkpoint: by one before it, or by a stranger. */
  readonly #unsigned: Kept[] = [];
  readonly #findings: Findings;
  /** Still to be compared at some size of the tree. */
  #waiting = 0;
  #failed = 0;
  #reproduced = 0;
  #added = 0;
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
    return this.#failed === 0 && this.#reproduced === this.#added;
  }

  /** Adds a note as it was kept; what can be said of it before any entry has been read is said at once. */
  async add(text: string, head: Head, verifier: SignatureVerifier): Promise<void> {
    const kept = open(text, head);
    if ('code' in kept) {
      this.#failed++;
      this.#findings.add(kept);
      return;
    }
    this.#added++;
    if (!(await isSigned(kept.note, head.key, verifier))) this.#unsigned.push(kept);
    else if (kept.outcome !== undefined) this.#count(kept);
    if (kept.outcome !== undefined) return;
    const { size } = kept.checkpoint;
    this.#waiting++;
    this.#bySize.set(size, [...(this.#bySize.get(size) ?? []), kept]);
  }

  /** Says that what was kept cannot be read, so that nothing has been compared with it. */
  addUnreadable(detail: string): void {
    this.#failed++;
    this.#findings.add(auditFinding('memory-unreadable', detail, {}));
  }

  /** To be called at every size of the tree, from 0 on. */
  compare(tree: GrownTree): void {
    if (this.#waiting === 0) return;
    for (const kept of this.#bySize.get(tree.size) ?? []) {
      this.#waiting--;
      kept.outcome = equalBytes(tree.root(), kept.checkpoint.root) ? true : this.#rewritten(kept.checkpoint);
      if (kept.outcome === true) this.#largest = kept.checkpoint.size;
      if (!this.#unsigned.includes(kept)) this.#count(kept);
    }
  }

  /** To be called once the entries have been read: the keys say whose the others are. @param isComplete as for `judgeKeys` */
  async finish(keys: LogKeys, isComplete: boolean, verifier: SignatureVerifier): Promise<void> {
    for (const kept of this.#unsigned) {
      const key = keys.inForceAt(kept.checkpoint.size)?.key;
      if (key !== undefined && (await isSigned(kept.note, key, verifier))) {
        if (kept.outcome !== undefined) this.#count(kept);
        const next = keys.successor(key);
        if (next !== undefined) this.#findings.add(followedFinding(next, 'This computer remembers the old one.'));
      } else {
        this.#failed++;
        const code = isComplete ? 'key-changed' : 'key-unjudged';
        this.#findings.add(auditFinding(code, '', isComplete ? { file: CHECKPOINT_PATH } : {}));
      }
    }
  }

  #count({ outcome }: Kept): void {
    if (outcome === true) {
      this.#reproduced++;
      return;
    }
    this.#failed++;
    if (outcome !== undefined) this.#findings.add(outcome);
  }

  #rewritten({ size }: Checkpoint): AuditFinding {
    const among = entriesFrom(this.#largest, size - this.#largest);
    const detail = `It saw a signed checkpoint of ${size} entries that these do not lead to: something among ${among} is not what it was.`;
    return auditFinding('history-rewritten', detail, { file: CHECKPOINT_PATH });
  }
}

/** With the outcome, where none of the entries is needed to know it. */
function open(text: string, { checkpoint: current }: Head): Kept | AuditFinding {
  let note: Note;
  let checkpoint: Checkpoint;
  try {
    note = parseNote(text);
    checkpoint = parseCheckpoint(note.text);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return auditFinding('memory-unreadable', error.message, {});
  }
  const { size, root } = checkpoint;
  if (checkpoint.origin !== current.origin)
    return auditFinding('memory-unreadable', `It is a checkpoint of "${checkpoint.origin}".`, {});
  let outcome: Kept['outcome'];
  if (size > current.size) {
    const detail = `It had ${size} entries then, by a checkpoint the log signed, and has ${current.size} now.`;
    outcome = auditFinding('history-shortened', detail, { file: CHECKPOINT_PATH });
  } else if (size === current.size && !equalBytes(root, current.root)) {
    const detail = `The log has signed two different checkpoints of ${size} entries.`;
    outcome = auditFinding('history-rewritten', detail, { file: CHECKPOINT_PATH });
  }
  return { note, checkpoint, outcome };
}
