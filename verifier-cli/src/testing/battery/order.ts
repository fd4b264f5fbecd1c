/** Entries taken out, put in, swapped, repeated and cut off, by somebody with the files, the database or the log key. */
import { base64 } from '@counterfoil/ledger/bytes';
import { formatEntry, parseEntry } from '@counterfoil/ledger/entry';
import { signEnvelope } from '@counterfoil/ledger/envelope';
import { formatStatement, openEnvelope, PAYLOAD_TYPE } from '@counterfoil/ledger/statement';
import { leafHash } from '@counterfoil/ledger/tree';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { forged, reaches, rechained } from './forger.ts';
import type { BatteryRecord } from './record.ts';
import type { TamperCase } from './run.ts';

interface Reordered {
  readonly name: string;
  readonly entries: readonly Uint8Array[];
  /** The first place that is not what it was. */
  readonly at: number;
}

export function orderCases(record: BatteryRecord): readonly TamperCase[] {
  const { entries, vkey } = record;
  const size = entries.length;
  const entry = (index: number): Uint8Array => entries[index] ?? new Uint8Array();
  const told: Reordered[] = [];
  const places = [0, 1, 12, 39, 60, 100, 200, 254, 255, 256, 257, size - 4];
  for (const at of places) {
    told.push({ name: `entry ${at} taken out`, entries: entries.toSpliced(at, 1), at });
    told.push({ name: `entry ${at} twice`, entries: entries.toSpliced(at + 1, 0, entry(at)), at: at + 1 });
    told.push({ name: `entry ${at} in place of the next`, entries: entries.with(at + 1, entry(at)), at: at + 1 });
    told.push({
      name: `entries ${at} and ${at + 1} swapped`,
      entries: entries.with(at, entry(at + 1)).with(at + 1, entry(at)),
      at,
    });
    told.push({ name: `three entries from ${at} taken out`, entries: entries.toSpliced(at, 3), at });
    told.push({ name: `entry ${at} before the end`, entries: entries.toSpliced(size - 1, 0, entry(at)), at: size - 1 });
    told.push({ name: `cut off at ${at + 1}`, entries: entries.slice(0, at + 1), at: at + 1 });
  }
  const newest = record.files.get('checkpoint') ?? new Uint8Array();
  return told.flatMap(({ name, entries: list, at }) =>
    reaches.flatMap((reach): readonly TamperCase[] => {
      // In its own bundle alone.
      if (reach === 'bytes' && name.startsWith('three') && at % 256 > 253) return [];
      const isCut = name.startsWith('cut off');
      // The key that signs came into force only then.
      if (isCut && reach === 'signed' && at < 39) return [];
      // What the log signs to have fewer entries is a record in order, and shorter than the one that was seen.
      const named = isCut && reach === 'signed' ? { file: 'checkpoint', code: 'history-shortened' } : { entry: at };
      const make = () => forged(record, reach === 'bytes' ? list : rechained(list, at), at, reach);
      return [{ group: `order, ${reach}`, name: `${name}, ${reach}`, vkey, remembered: [newest], make, ...named }];
    }),
  );
}

/** The operator has the intake key too: what it has signed can be said otherwise, and told in sight of the new history. */
export function intakeCases(record: BatteryRecord): readonly TamperCase[] {
  const newest = record.files.get('checkpoint') ?? new Uint8Array();
  const { ledger, statements, entries, vkey } = record;
  const mine = statements.flatMap(({ kind }, index) => {
    const signers = parseEntry(entries[index] ?? new Uint8Array()).envelope.signatures;
    return kind !== 'ledger-opened' && signers.length === 1 && signers[0]?.keyid === ledger.intakeKey.keyid
      ? [index]
      : [];
  });
  return mine.flatMap((index) => {
    const dropped = async () =>
      forged(record, await retold(record, entries.toSpliced(index, 1), index), index, 'signed');
    const moved = async () => forged(record, await retold(record, entries, index, 60_000), index, 'signed');
    const common = { group: 'order, signed by the service anew', vkey, entry: index, remembered: [newest] };
    return [
      { ...common, name: `entry ${index} dropped`, make: dropped },
      { ...common, name: `entry ${index} said at another time`, make: moved },
    ];
  });
}

/** From that entry on everything that the service signed is signed anew; officials cannot be made to. */
async function retold(
  { ledger }: BatteryRecord,
  list: readonly Uint8Array[],
  from: number,
  earlierMs = 0,
): Promise<readonly Uint8Array[]> {
  const other = await LedgerBuilder.create(ledger.origin);
  for (const bytes of list.slice(0, from)) other.append(bytes);
  for (const [i, bytes] of list.slice(from).entries()) {
    const { envelope, time } = parseEntry(bytes);
    const { statement } = openEnvelope(envelope);
    const isOwn = envelope.signatures.length === 1 && envelope.signatures[0]?.keyid === ledger.intakeKey.keyid;
    const at = new Date(Date.parse(statement.at) - (i === 0 ? earlierMs : 0)).toISOString();
    const payload = isOwn ? formatStatement({ ...statement, at, seen: other.seen() }) : undefined;
    const said =
      payload === undefined
        ? envelope
        : await signEnvelope({ payloadType: PAYLOAD_TYPE, payload, origin: statement.origin }, [ledger.intakeKey]);
    const prev = base64(leafHash(other.entries.at(-1) ?? new Uint8Array()));
    other.append(formatEntry({ index: other.entries.length, time, prev, envelope: said }));
  }
  return other.entries;
}
