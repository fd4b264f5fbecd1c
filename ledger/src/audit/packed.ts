/**
 * A prepared bundle as it travels from one thread to another: columns of plain values and bytes, which cost a quarter of
 * what copying the objects would. Both ends are this program, so nothing is checked again.
 */
import { base64, concatBytes, parseUtf8 } from '../bytes.ts';
import type { Link } from '../entry.ts';
import type { Statement } from '../statement.ts';
import type { Bundle } from './bundle.ts';
import type { AuditFinding } from './findings.ts';
import type { PlainBundle } from './plain.ts';
import type { Prepared } from './prepare.ts';
import { splitHashes } from './hash-list.ts';
import { placeOf, type ReadEntry, type Said, type Signed } from './read-entry.ts';
import type { SignaturesChecked } from './signatures.ts';
import type { TextsChecked } from './texts.ts';

/** One value for each entry that could be told apart. */
type Column<Value> = readonly (Value | undefined)[];

export interface PackedBundle {
  readonly bundle: Omit<Bundle, 'entries' | 'tile'>;
  readonly tile: Uint8Array | undefined;
  readonly leaves: Uint8Array;
  readonly indexes: Column<number>;
  readonly prevs: Column<string | null>;
  readonly times: Column<string>;
  /** Canonical JSON, as text. */
  readonly payloads: Column<string>;
  readonly digests: Column<string>;
  readonly signers: Column<readonly string[]>;
  /** Of the entries whose signatures have not been checked. */
  readonly signed: Column<Signed>;
  readonly findings: Column<AuditFinding>;
  readonly signatures: SignaturesChecked;
  readonly texts: TextsChecked;
}

/** Waits for the checks that are under way. */
export async function packPrepared(prepared: Prepared | PlainBundle): Promise<PackedBundle | PlainBundle> {
  if ('last' in prepared) return prepared;
  const { bundle, ...checks } = prepared;
  const [signatures, texts] = [await checks.signatures, await checks.texts];
  const { entries, tile, ...rest } = bundle;
  return {
    bundle: rest,
    tile: tile === undefined ? undefined : concatBytes(...tile),
    leaves: concatBytes(...entries.map(({ leaf }) => leaf)),
    indexes: entries.map(({ link }) => link?.index),
    prevs: entries.map(({ link }) => link?.prev),
    times: entries.map(({ link }) => link?.time),
    payloads: entries.map(({ said }) => (said?.signed === undefined ? undefined : parseUtf8(said.signed.payload))),
    digests: entries.map(({ said }) => said?.digest),
    signers: entries.map(({ said }) => said?.signers),
    signed: entries.map(({ said }, position) => (signatures[position] === undefined ? alone(said?.signed) : undefined)),
    findings: entries.map(({ finding }) => finding),
    signatures,
    texts,
  };
}

export function unpackPrepared(packed: PackedBundle | PlainBundle): Prepared | PlainBundle {
  if ('last' in packed) return packed;
  const { start } = packed.bundle;
  const entries = splitHashes(packed.leaves).map((leaf, position): ReadEntry => {
    const link = linkAt(packed, position);
    const said = saidAt(packed, position);
    const place = placeOf(start + position, link, said);
    return { leaf, leafText: base64(leaf), link, said, place, finding: packed.findings[position] };
  });
  return {
    bundle: { ...packed.bundle, entries, tile: packed.tile === undefined ? undefined : splitHashes(packed.tile) },
    signatures: Promise.resolve(packed.signatures),
    texts: Promise.resolve(packed.texts),
  };
}

function linkAt({ indexes, prevs, times }: PackedBundle, position: number): Link | undefined {
  const [index, prev, time] = [indexes[position], prevs[position], times[position]];
  return index === undefined || prev === undefined || time === undefined ? undefined : { index, prev, time };
}

function saidAt({ payloads, digests, signers, signed }: PackedBundle, position: number): Said | undefined {
  const [payload, digest, by] = [payloads[position], digests[position], signers[position]];
  if (payload === undefined || digest === undefined || by === undefined) return undefined;
  // Parsed as strictly as can be where it was packed; this only makes the same value again.
  return { statement: JSON.parse(payload) as Statement, digest, signers: by, signed: signed[position] };
}

/** Apart from the memory it shares with the whole bundle, all of which would travel along. */
function alone(signed: Signed | undefined): Signed | undefined {
  if (signed === undefined) return undefined;
  const message = signed.message.slice();
  return { ...signed, message, payload: message.subarray(message.length - signed.payload.length) };
}
