/**
 * Bytes that are only ever added to, in files of blocks of which each has a checksum. What was there before is not touched: whoever keeps
 * an older end of it has what it was.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DamagedState } from './damaged-state.ts';
import { durably } from './durably.ts';

const BLOCK = 4096;
const SUM_BYTES = 8;
/** What is written at once. */
const TAIL_BYTES = 64 * BLOCK;
/** A last file of no more is copied into the next one, so that there are few. */
const SMALL_BYTES = 32 * 1024 * 1024;

/** A file of the folder. */
export interface Segment {
  readonly name: string;
  readonly bytes: number;
}

interface Open extends Segment {
  readonly fd: number;
  readonly begin: number;
}

export class BlockFile {
  readonly #segments: Open[] = [];
  /** Of every block that was written. */
  #sums: Buffer;
  /** What is not written yet, and where it begins. */
  #tail = Buffer.alloc(TAIL_BYTES);
  #tailBegin = 0;
  #tailBytes = 0;
  readonly #last: { readonly fd: number; readonly name: string; readonly begin: number };
  readonly #folder: string;

  /**
   * @param name of a new file in the folder, for what will be added.
   * @param kept what there is, with the checksums of its blocks.
   * @throws DamagedState when that is not there any more, and whatever the file system throws.
   */
  constructor(folder: string, name: string, kept: { readonly segments: readonly Segment[]; readonly sums: Buffer }) {
    this.#folder = folder;
    this.#sums = Buffer.from(kept.sums);
    const whole = [...kept.segments];
    const small = (whole.at(-1)?.bytes ?? Infinity) <= SMALL_BYTES ? whole.pop() : undefined;
    try {
      for (const segment of whole) {
        const fd = openSync(join(folder, segment.name), 'r');
        this.#segments.push({ ...segment, fd, begin: this.#tailBegin });
        this.#tailBegin += segment.bytes;
      }
      const file = join(folder, name);
      if (small !== undefined) copyFileSync(join(folder, small.name), file, constants.COPYFILE_EXCL);
      const created = small === undefined ? constants.O_CREAT | constants.O_EXCL : 0;
      const atOnce = durably().flush ? 0 : (constants.O_SYNC ?? 0);
      const fd = openSync(file, constants.O_RDWR | created | atOnce, 0o600);
      this.#last = { fd, name, begin: this.#tailBegin };
      if (small !== undefined && statSync(file).size < small.bytes) throw new DamagedState('A file is too short.');
      this.#tailBegin += small?.bytes ?? 0;
    } catch (error) {
      this.close();
      throw error;
    }
    if (this.#sums.length !== (this.#tailBegin / BLOCK) * SUM_BYTES) throw new DamagedState('Checksums are missing.');
  }

  /** Where the next bytes will be, before what is left over at the end of a block. */
  get end(): number {
    return this.#tailBegin + this.#tailBytes;
  }

  get sums(): Buffer {
    return this.#sums.subarray(0, (this.#tailBegin / BLOCK) * SUM_BYTES);
  }

  get segments(): readonly Segment[] {
    const { name, begin } = this.#last;
    return [
      ...this.#segments.map(({ name: other, bytes }) => ({ name: other, bytes })),
      { name, bytes: this.#tailBegin - begin },
    ];
  }

  /** Gives the place where they lie, together. */
  append(bytes: Uint8Array): number {
    if (this.#tailBytes + bytes.length > this.#tail.length) this.#flush();
    if (bytes.length > this.#tail.length) this.#tail = Buffer.alloc(Math.ceil(bytes.length / BLOCK) * BLOCK);
    const at = this.end;
    this.#tail.set(bytes, this.#tailBytes);
    this.#tailBytes += bytes.length;
    return at;
  }

  /** @throws DamagedState when they are not what was written. */
  read(at: number, length: number): Buffer {
    if (at >= this.#tailBegin) {
      const from = at - this.#tailBegin;
      if (from + length > this.#tailBytes) throw new DamagedState('A place is beyond the end.');
      return this.#tail.subarray(from, from + length);
    }
    const first = Math.floor(at / BLOCK);
    const begin = first * BLOCK;
    const blocks = Buffer.allocUnsafe(Math.ceil((at + length) / BLOCK) * BLOCK - begin);
    const segment = this.#segments.findLast((one) => one.begin <= begin && begin < one.begin + one.bytes) ?? this.#last;
    if (begin + blocks.length > this.#tailBegin) throw new DamagedState('A place is beyond the end.');
    const read = readSync(segment.fd, blocks, 0, blocks.length, begin - segment.begin);
    if (read < blocks.length) throw new DamagedState('A file is too short.');
    for (let i = 0; i * BLOCK < blocks.length; i++) {
      const known = this.#sums.subarray((first + i) * SUM_BYTES, (first + i + 1) * SUM_BYTES);
      if (!sumOf(blocks.subarray(i * BLOCK, (i + 1) * BLOCK)).equals(known))
        throw new DamagedState('A block is damaged.');
    }
    return blocks.subarray(at - begin, at - begin + length);
  }

  /** Until everything is on the disk. */
  sync(): void {
    this.#flush();
    if (durably().flush) fsyncSync(this.#last.fd);
  }

  close(): void {
    for (const { fd } of this.#segments.splice(0)) closeSync(fd);
    if (this.#last !== undefined) closeSync(this.#last.fd);
  }

  /** Takes the new file away again. */
  discard(): void {
    rmSync(join(this.#folder, this.#last.name), { force: true });
  }

  #flush(): void {
    if (this.#tailBytes === 0) return;
    const length = Math.ceil(this.#tailBytes / BLOCK) * BLOCK;
    this.#tail.fill(0, this.#tailBytes, length);
    const at = this.#tailBegin - this.#last.begin;
    for (let done = 0; done < length;) done += writeSync(this.#last.fd, this.#tail, done, length - done, at + done);
    const known = (this.#tailBegin / BLOCK) * SUM_BYTES;
    const wanted = known + (length / BLOCK) * SUM_BYTES;
    if (wanted > this.#sums.length) {
      const larger = Buffer.alloc(Math.max(wanted, 2 * this.#sums.length, 64 * 1024));
      larger.set(this.#sums.subarray(0, known));
      this.#sums = larger;
    }
    for (let i = 0; i * BLOCK < length; i++)
      this.#sums.set(sumOf(this.#tail.subarray(i * BLOCK, (i + 1) * BLOCK)), known + i * SUM_BYTES);
    this.#tailBegin += length;
    this.#tailBytes = 0;
    if (this.#tail.length !== TAIL_BYTES) this.#tail = Buffer.alloc(TAIL_BYTES);
  }
}

function sumOf(block: Uint8Array): Buffer {
  return createHash('sha256').update(block).digest().subarray(0, SUM_BYTES);
}
