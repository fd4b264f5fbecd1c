/**
 * Evidence that a log has signed two histories, as a file: two checkpoints that cannot both be true of one record, with what shows it.
 * Whether the keys are the authority's has to be known from elsewhere.
 *
 * Either of two things shows it: two entries that stand at the same place, each proved under its own checkpoint; or the root that the
 * longer one has at the size of the shorter one, which is not the shorter one's.
 */
import { equalBytes, parseBase64 } from '@counterfoil/ledger/bytes';
import { parseJson } from '@counterfoil/ledger/canonical-json';
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';
import { openSigned } from '@counterfoil/ledger/complaint';
import { FormatError } from '@counterfoil/ledger/error';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { checkConsistency, checkInclusion, leafHash } from '@counterfoil/ledger/tree';
import { z } from 'zod';

/** Two entries in base64 and two notes, with room to spare. */
export const MAX_TWO_HISTORIES_BYTES = 500_000;

const side = z.strictObject({
  address: z.string().max(2000).meta({ description: 'Where it was shown, as it was typed.' }),
  logKey: z.string().meta({ description: 'Verifier key that signed the checkpoint (C2SP signed-note).' }),
  checkpoint: z.string().meta({ description: 'The signed checkpoint, verbatim.' }),
  entry: z.string().nullable().meta({ description: 'The exact bytes of the entry at `partAt`, base64.' }),
  proof: z.string().nullable().meta({ description: 'That it stands there under the checkpoint (C2SP tlog-proof).' }),
});

const twoHistoriesSchema = z.strictObject({
  type: z.literal('counterfoil-two-histories'),
  v: z.literal(1),
  origin: z.string(),
  partAt: z.int().min(0).nullable().meta({ description: 'The first entry that differs.' }),
  a: side,
  b: side,
  history: z.strictObject({
    longer: z.enum(['a', 'b']),
    root: z.string().max(44).meta({ description: 'Of the longer one, at the size of the shorter one; base64.' }),
    proof: z.array(z.string().max(44)).max(64).meta({ description: 'Consistency proof from it to the longer one.' }),
  }),
});
export type TwoHistories = z.infer<typeof twoHistoriesSchema>;

export function formatTwoHistories(evidence: TwoHistories): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(evidence, null, 2)}\n`);
}

/** Undefined for what is no such file. */
export function parseTwoHistories(bytes: Uint8Array): TwoHistories | undefined {
  if (bytes.length > MAX_TWO_HISTORIES_BYTES) return undefined;
  try {
    return twoHistoriesSchema.safeParse(parseJson(bytes)).data;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/**
 * - `proved`: whoever holds the keys has signed two histories;
 * - `unsigned`: a checkpoint is not one that its key signed for the log of that name;
 * - `agreeing`: nothing in it shows that the two checkpoints contradict each other.
 */
export type TwoHistoriesVerdict = 'proved' | 'unsigned' | 'agreeing';

export async function checkTwoHistories(
  evidence: TwoHistories,
  verifier: SignatureVerifier,
): Promise<TwoHistoriesVerdict> {
  try {
    const a = await openSigned(evidence.a, evidence.origin, verifier);
    const b = await openSigned(evidence.b, evidence.origin, verifier);
    if (a === undefined || b === undefined) return 'unsigned';
    return entriesContradict(evidence, a, b) || rootsContradict(evidence, a, b) ? 'proved' : 'agreeing';
  } catch (error) {
    if (error instanceof FormatError) return 'agreeing';
    throw error;
  }
}

function entriesContradict({ partAt, a, b }: TwoHistories, signedA: Checkpoint, signedB: Checkpoint): boolean {
  if (partAt === null || a.entry === null || b.entry === null) return false;
  if (equalBytes(parseBase64(a.entry), parseBase64(b.entry))) return false;
  return standsAt(partAt, a, signedA) && standsAt(partAt, b, signedB);
}

function standsAt(place: number, { entry, proof: text }: TwoHistories['a'], { size, root }: Checkpoint): boolean {
  if (entry === null || text === null) return false;
  const { index, proof } = parseTlogProof(text);
  return index === place && checkInclusion({ index, size, leafHash: leafHash(parseBase64(entry)), proof, root });
}

function rootsContradict({ history }: TwoHistories, a: Checkpoint, b: Checkpoint): boolean {
  const [short, long] = history.longer === 'b' ? [a, b] : [b, a];
  const root1 = parseBase64(history.root);
  const proof = history.proof.map((hash) => parseBase64(hash));
  const claim = { size1: short.size, root1, size2: long.size, root2: long.root, proof };
  return short.size > 0 && checkConsistency(claim) && !equalBytes(root1, short.root);
}
