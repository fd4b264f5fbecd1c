/** Takes an entry bundle apart that may be damaged: as many entries as can be told apart, and where it goes wrong. */
import { LENGTH_BYTES } from '../tile.ts';

export interface SplitBundle {
  /** Views of the bytes, from the first on. */
  readonly entries: readonly Uint8Array[];
  /** `ends`: before the last entry does. `goes-on`: after the last entry. */
  readonly damage: 'ends' | 'goes-on' | undefined;
}

/** C2SP tlog-tiles: each entry follows its length, a 16-bit number. @param grown a full bundle of which the first `count` are wanted. */
export function splitBundle(bytes: Uint8Array, count: number, grown = false): SplitBundle {
  const entries: Uint8Array[] = [];
  let offset = 0;
  while (entries.length < count) {
    const start = offset + LENGTH_BYTES;
    const end = start + (bytes[offset] ?? 0) * 256 + (bytes[offset + 1] ?? 0);
    if (start > bytes.length || end > bytes.length) return { entries, damage: 'ends' };
    entries.push(bytes.subarray(start, end));
    offset = end;
  }
  return { entries, damage: offset === bytes.length || grown ? undefined : 'goes-on' };
}
