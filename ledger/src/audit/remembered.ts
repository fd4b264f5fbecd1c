/**
 * Checkpoints of the same ledger that were seen before: a record that cannot reproduce one of them has been shortened or
 * rewritten since, whatever its own checkpoint says. SPEC 12, M34.
 *
 * One that the key of today has not signed may have been signed by a key that it replaced: that is known once the entries
 * have been read, and until then nothing is said of it.
 */
import { base64, equalBytes } from '../bytes.ts';
import { parseCheckpoint, type Checkpoint } from '../checkpoint.ts';
import { FormatError } from '../error.ts';
import { parseNote, type Note } from '../note.ts';
import type { SignatureVerifier } from '../signature.ts';
import { auditFinding, type AuditFinding, type Findings } from './findings.ts';
import type { GrownTree } from './grown-tree.ts';
import type { Head } from './head.ts';
import { followedFinding, isSigned, type LogKeys } from './log-keys.ts';
import { CHECKPOINT_PATH } from './source.ts';
import { say, type Sentence } from '../say.ts';

interface Kept {
  readonly note: Note;
  readonly checkpoint: Checkpoint;
  /** Whether the tree led to it; a finding says why not; undefined until it has been compared. */
  outcome: true | AuditFinding | undefined;
  /** Whether the log has signed another root for the same size: then it is rewritten whatever the entries are. */
  readonly conflict: boolean;
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
  addUnreadable(reason: Sentence): void {
    this.#failed++;
    this.#findings.add(auditFinding('memory-unreadable', [reason], {}));
  }

  /** Whether one of them is still to be compared at a size between these two. */
  isOneWithin(from: number, to: number): boolean {
    return this.#waiting > 0 && [...this.#bySize.keys()].some((size) => from < size && size < to);
  }

  /** To be called at every size of the tree, from 0 on, that one of them has. @param agreed size of the largest tree that an author saw and that this one extends. */
  compare(tree: GrownTree, agreed: number): void {
    if (this.#waiting === 0) return;
    for (const kept of this.#bySize.get(tree.size) ?? []) {
      this.#waiting--;
      const fits = !kept.conflict && equalBytes(tree.root(), kept.checkpoint.root);
      kept.outcome = fits ? true : this.#rewritten(kept, Math.max(this.#largest, agreed));
      if (fits) this.#largest = kept.checkpoint.size;
      if (!this.#unsigned.includes(kept)) this.#count(kept);
    }
  }

  /** To be called once the entries have been read: the keys say whose the others are. @param isComplete as for `judgeKeys` */
  async finish(keys: LogKeys, isComplete: boolean, verifier: SignatureVerifier): Promise<void> {
    for (const kept of [...this.#bySize.values()].flat()) {
      // The entries end before they could be compared; that the log has signed both needs none of them.
      if (!kept.conflict || kept.outcome !== undefined) continue;
      kept.outcome = this.#rewritten(kept, kept.checkpoint.size);
      if (!this.#unsigned.includes(kept)) this.#count(kept);
    }
    for (const kept of this.#unsigned) {
      const key = keys.inForceAt(kept.checkpoint.size)?.key;
      if (key !== undefined && (await isSigned(kept.note, key, verifier))) {
        if (kept.outcome !== undefined) this.#count(kept);
        const next = keys.successor(key);
        if (next !== undefined) this.#findings.add(followedFinding(next, say`This computer remembers the old one.`));
      } else {
        this.#failed++;
        const code = isComplete ? 'key-changed' : 'key-unjudged';
        this.#findings.add(auditFinding(code, [], isComplete ? { file: CHECKPOINT_PATH } : {}));
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

  /** @param from the first entry that may not be what it was. */
  #rewritten({ checkpoint: { size, root }, conflict }: Kept, from: number): AuditFinding {
    const said = conflict
      ? say`The log has signed two different checkpoints of ${size} entries.`
      : say`It saw a signed checkpoint of ${size} entries that these do not lead to.`;
    const proof = { size, root: base64(root) };
    if (from >= size) return auditFinding('history-rewritten', [said], { file: CHECKPOINT_PATH, proof });
    const among = { first: from, last: size - 1 };
    const one = among.first === among.last;
    const which = one
      ? say`It is entry ${from} that is not what it was.`
      : say`It is one among entries ${from} to ${size - 1} that is not what it was.`;
    const place = one ? { entry: from } : {};
    return auditFinding('history-rewritten', [said, which], { file: CHECKPOINT_PATH, ...place, among, proof });
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
    return auditFinding('memory-unreadable', [error.reason], {});
  }
  const { size, root } = checkpoint;
  const conflict = size === current.size && !equalBytes(root, current.root);
  if (checkpoint.origin !== current.origin)
    return auditFinding('memory-unreadable', [say`It is a checkpoint of "${checkpoint.origin}".`], {});
  let outcome: Kept['outcome'];
  if (size > current.size) {
    const detail = say`It had ${size} entries then, by a checkpoint the log signed, and has ${current.size} now.`;
    const proof = { size, root: base64(root) };
    outcome = auditFinding('history-shortened', [detail], { file: CHECKPOINT_PATH, proof });
  }
  return { note, checkpoint, outcome, conflict };
}
