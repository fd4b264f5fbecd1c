/** What became of many inputs, cut into statements that each fit an entry. SPEC 4, 7.5. */
import { canonicalBytes } from '@counterfoil/ledger/canonical-json';
import { MAX_ENTRY_BYTES } from '@counterfoil/ledger/tile';
import { utf8 } from '@counterfoil/ledger/bytes';

export interface Fate {
  readonly code: string;
  readonly reason: string;
}

export interface PlannedItem extends Fate {
  /** Rising. */
  readonly inputs: readonly number[];
}

export interface PlanLimits {
  /** Who signs each: signatures take room in the entry. */
  readonly signatures: number;
  readonly by: readonly number[];
}

/** By the schema of `dispositions`. */
const [MAX_INPUTS_AN_ITEM, MAX_ITEMS] = [5000, 200];
/** Everything of an entry but payload and signatures, with room to spare. */
const FRAME_BYTES = 700;
/** Keyid and signature in base64, for the longest that a command makes: a security key of SSH. */
const SIGNATURE_BYTES = 1000;
/** Everything of a payload but its items. */
const HEAD_BYTES = 500;
/** An item without its inputs: code, commitment, brackets. */
const ITEM_BYTES = 300;
/** Reasons travel with the statement, and the service takes no body of more than 2,000,000 bytes. */
const MAX_TEXT_BYTES = 1_000_000;

/** The same fate for the same reason is one item, as far as an item reaches; the order of the first of each is kept. */
export function planAccount(fates: ReadonlyMap<number, Fate>, limits: PlanLimits): PlannedItem[][] {
  const budget =
    Math.floor(((MAX_ENTRY_BYTES - FRAME_BYTES - SIGNATURE_BYTES * limits.signatures) * 3) / 4) - HEAD_BYTES;
  const room = budget - canonicalBytes([...limits.by]).length;
  const groups = new Map<string, { fate: Fate; inputs: number[] }>();
  for (const [input, fate] of [...fates].sort(([a], [b]) => a - b)) {
    const key = JSON.stringify([fate.code, fate.reason]);
    const group = groups.get(key) ?? { fate, inputs: [] };
    group.inputs.push(input);
    groups.set(key, group);
  }
  const statements: PlannedItem[][] = [];
  let items: { fate: Fate; inputs: number[] }[] = [];
  let [usedBytes, textBytes] = [0, 0];
  const close = (): void => {
    if (items.length > 0) statements.push(items.map(({ fate, inputs }) => ({ ...fate, inputs })));
    [items, usedBytes, textBytes] = [[], 0, 0];
  };
  for (const { fate, inputs } of groups.values()) {
    const reasonBytes = utf8(fate.reason).length;
    let item: number[] | undefined;
    for (const input of inputs) {
      const bytes = String(input).length + 1;
      if (item === undefined || item.length === MAX_INPUTS_AN_ITEM || usedBytes + bytes > room) {
        const full = items.length === MAX_ITEMS || usedBytes + ITEM_BYTES + bytes > room;
        if (full || (items.length > 0 && textBytes + reasonBytes > MAX_TEXT_BYTES)) close();
        item = [];
        items.push({ fate, inputs: item });
        usedBytes += ITEM_BYTES;
        textBytes += reasonBytes;
      }
      item.push(input);
      usedBytes += bytes;
    }
  }
  close();
  return statements;
}
