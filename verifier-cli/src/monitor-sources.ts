/** What the sources of a monitor show in one round, held against what was seen before and against each other. SPEC M34, M97. */
import { SourceError, type Source } from '@counterfoil/ledger/audit/source';
import { sayCount } from '@counterfoil/ledger/audit/words';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import type { ReadHashes } from '@counterfoil/ledger/tree';
import { openAddress } from './address.ts';
import { compareRecords, evidenceOf, type Parting, type Shown } from './compare-records.ts';
import { keepEvidence } from './evidence-file.ts';
import { plain } from './file-answer.ts';
import type { Draft } from './monitor-events.ts';
import { count } from './sentence.ts';
import { showNote, showRecord } from './show-record.ts';
import { TimeLimit } from './time-limit.ts';
import { UsageError } from './usage-error.ts';

/** What holds now, and may end. */
export interface Condition extends Draft {
  /** Unlike any other that can hold at the same time. */
  readonly name: string;
}

/** A source that shows a record which may be the one that is watched. */
export interface SeenSource {
  readonly address: string;
  readonly source: Source;
  readonly limit: TimeLimit;
  readonly shown: Shown;
  /** Whether a key has signed it under which the record was verified before, or that was given. */
  readonly isKnownKey: boolean;
}

export interface Before {
  readonly origin: string | null;
  readonly keys: readonly string[];
  readonly checkpoint: string | null;
  readonly sizes: Readonly<Record<string, number>>;
}

export interface SourcesQuestion {
  readonly addresses: readonly string[];
  readonly timeoutMs: number;
  readonly evidenceFolder: string;
  readonly verifier: SignatureVerifier;
}

/** Each is opened anew: one that was away is asked again. */
export async function seeSources(
  { addresses, timeoutMs, verifier }: SourcesQuestion,
  { origin, keys }: Before,
): Promise<{ readonly seen: readonly SeenSource[]; readonly conditions: Condition[] }> {
  const conditions: Condition[] = [];
  const looked = await Promise.all(
    addresses.map(async (address): Promise<SeenSource | undefined> => {
      const lost = (why: string): undefined => {
        conditions.push(lostCondition(address, why));
        return undefined;
      };
      const limit = new TimeLimit();
      try {
        const source = openAddress(address, { timeoutMs, limit });
        const known = await showRecord({ address, source, vkeys: keys }, verifier);
        // A key that took the place of another is not known yet; the audit judges it.
        const shown =
          typeof known !== 'string' || keys.length === 0 ? known : await showAnyhow(address, source, verifier);
        if (typeof shown === 'string') return lost(shown);
        const other = shown.checkpoint.origin;
        if (origin !== null && other !== origin) return lost(`${address} shows another ledger, ${other}.`);
        return { address, source, limit, shown, isKnownKey: typeof known !== 'string' && keys.length > 0 };
      } catch (error) {
        if (error instanceof UsageError || error instanceof SourceError) return lost(error.message);
        throw error;
      }
    }),
  );
  return { seen: looked.filter((one) => one !== undefined), conditions };
}

function showAnyhow(address: string, source: Source, verifier: SignatureVerifier): Promise<Shown | string> {
  return showRecord({ address, source, vkeys: [] }, verifier);
}

/** The newest checkpoint that was verified, with the hashes of its tree where they are still at hand. */
export async function showBefore(
  { origin, keys, checkpoint }: Before,
  tree: { readonly size: number; readonly hashes: ReadHashes } | undefined,
  verifier: SignatureVerifier,
): Promise<Shown | undefined> {
  if (origin === null || checkpoint === null) return undefined;
  const words = { shownBy: 'the same ledger, as this monitor saw it before', shownAt: null };
  const kept = await showNote(checkpoint, { origin, vkeys: keys, ...words }, verifier);
  if (kept === undefined || tree?.size !== kept.checkpoint.size) return kept;
  return { ...kept, record: { ...kept.record, hashes: tree.hashes } };
}

/** `behind`: shows the beginning of the other; `unknown`: shows less, and the hashes that would tell are not at hand. */
export type Compared = 'fits' | 'behind' | 'unknown' | 'parted' | 'lost';

/** Whether what a source shows leads on from what was seen, or belongs to what another one shows. */
export async function compareShown(
  a: Shown,
  { address, shown }: SeenSource,
  evidenceFolder: string,
): Promise<{ readonly outcome: Compared; readonly condition?: Condition }> {
  try {
    const compared = await compareRecords(a, shown);
    if (compared.outcome === 'parted')
      return {
        outcome: 'parted',
        condition: await partedCondition(a, address, shown, compared.parting, evidenceFolder),
      };
    if (compared.outcome === 'broken' && compared.which === 'b') {
      const why = `The files of hashes of ${address} do not lead to its own checkpoint.`;
      return { outcome: 'lost', condition: lostCondition(address, why) };
    }
    if (compared.outcome === 'broken') return { outcome: 'unknown' };
    return { outcome: shown.checkpoint.size < a.checkpoint.size ? 'behind' : 'fits' };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { outcome: 'lost', condition: lostCondition(address, error.message) };
  }
}

async function partedCondition(
  a: Shown,
  address: string,
  b: Shown,
  parting: Parting,
  evidenceFolder: string,
): Promise<Condition> {
  const { file, failure } = await keepEvidence(evidenceFolder, evidenceOf(a, b, parting));
  const where = parting.place === undefined ? '' : ` They part at entry ${parting.place.index}.`;
  const written = file === null ? ` The evidence could not be written: ${failure}.` : ` The evidence is in ${file}.`;
  const signed =
    a.record.logKey === b.record.logKey ? 'the log has signed both' : 'they are signed with two keys of its name';
  const sentence = `Two histories: what ${address} shows contradicts ${a.shownBy}, and ${signed}.${where}${written}`;
  return {
    ...{ kind: 'two-histories', name: `two-histories ${address}`, key: [address] },
    ...{ address, sentence: plain(sentence) },
    ...(file === null ? {} : { evidence: file }),
  };
}

/**
 * That a source shows less than it did. What an older copy shows looks the same, so by itself it proves nothing.
 * @param before where it is not known whether what is left is the beginning of it: then both checkpoints are kept.
 */
export async function shortenedCondition(
  { address, shown }: SeenSource,
  before: Shown | undefined,
  largest: number,
  evidenceFolder: string,
): Promise<Condition> {
  const { size } = shown.checkpoint;
  const kept = before && (await keepEvidence(evidenceFolder, evidenceOf(before, shown)));
  const file = kept?.file ?? null;
  const both = file === null ? ' What is left is unchanged.' : ` Both signed checkpoints are kept in ${file}.`;
  const sentence = `${address} goes back: it shows ${count(size, 'entry', 'entries')} and had ${sayCount(largest)}.${both}`;
  return {
    ...{ kind: 'log-shortened', name: `log-shortened ${address}`, key: [address], address, sentence: plain(sentence) },
    ...(file === null ? {} : { evidence: file }),
  };
}

export function lostCondition(address: string, why: string): Condition {
  const sentence = plain(`Cannot be checked: ${why}`);
  return { kind: 'source-lost', name: `source-lost ${address}`, key: [address], address, sentence };
}
