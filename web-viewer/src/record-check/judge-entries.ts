/**
 * Judges single entries of a record too large to be replayed here: that they lie in the tree of the checkpoint, follow the entry before,
 * are signed by the keys that they name, and have the texts that were signed. Who may sign, and whether rules were kept, follows from
 * every entry before, so nothing is said of it.
 */
import { Arbiter } from '@counterfoil/ledger/audit/arbiter';
import { readBundle, type Bundle } from '@counterfoil/ledger/audit/bundle';
import { auditFinding, Findings, ruleFinding } from '@counterfoil/ledger/audit/findings';
import { formatKey, isSameKey, type Head } from '@counterfoil/ledger/audit/head';
import type { ReadEntry } from '@counterfoil/ledger/audit/read-entry';
import { settle } from '@counterfoil/ledger/audit/settle';
import { SignatureChecks } from '@counterfoil/ledger/audit/signatures';
import { checkTexts } from '@counterfoil/ledger/audit/texts';
import { judgeVouchers } from '@counterfoil/ledger/audit/vouchers';
import { checkLink } from '@counterfoil/ledger/rulebook';
import { TILE_WIDTH } from '@counterfoil/ledger/tile';
import type { CheckId } from './check-of.ts';
import type { Looked, Task } from './judge-record.ts';
import { MOST_ENTRIES } from './limits.ts';
import { say } from '@counterfoil/ledger/say';

export async function judgeEntries(task: Task, head: Head): Promise<Looked> {
  const { order, trusted, verifier, source, platform, note, onProgress } = task;
  const { sha256 } = platform;
  const { size, origin } = head.checkpoint;
  const { given, listed, key } = head;
  const findings = new Findings(note);
  if (given !== undefined && !isSameKey(given, key)) findings.add(auditFinding('key-unjudged', [], {}));
  const logKeys = [key, given, listed].filter((one) => one !== undefined);
  const vouchers = await judgeVouchers({
    ...{ head, policy: trusted.policy, postQuantumKey: undefined, logKeys, verifier, findings },
  });

  const arbiter = new Arbiter(source, head.checkpoint, sha256);
  const reading = { sha256, level: 'all' } as const;
  const bundleOf = (index: number): Promise<Bundle> =>
    readBundle(source, index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH), reading);
  const asked = order.entries.slice(0, MOST_ENTRIES);
  const own: ReadEntry[] = [];
  let done = 0;
  for (const [index, entries] of Map.groupBy(asked, (entry) => Math.floor(entry / TILE_WIDTH))) {
    if (index * TILE_WIDTH >= size) {
      findings.add(auditFinding('entries-unseen', [say`The record ends before entry ${entries[0] ?? 0}.`], {}));
      continue;
    }
    const bundle = await bundleOf(index);
    // Of the first entry of a bundle, the one before lies in another.
    const before = index > 0 && entries.includes(bundle.start) ? (await bundleOf(index - 1)).entries.at(-1) : undefined;
    const { places } = await placesOf(bundle, before, arbiter, findings);
    for (const entry of entries) {
      const read = places[entry - bundle.start];
      onProgress({ entries: ++done, size: asked.length });
      if (read === undefined) {
        findings.add(auditFinding('entries-unseen', [], { entry }));
        continue;
      }
      if (read.finding !== undefined) findings.add(read.finding);
      const previous = entry === bundle.start ? before : bundle.entries[entry - bundle.start - 1];
      const { link, place } = read;
      const unlinked =
        link && checkLink(previous && { leaf: previous.leafText, time: previous.link?.time ?? '' }, link, entry);
      if (unlinked !== undefined) findings.add(ruleFinding(unlinked, place));
      own.push(read);
    }
  }

  const signatures = await new SignatureChecks(verifier).check(own, () => true);
  let signed = 0;
  for (const [position, wrong] of signatures.entries()) {
    const { place, said } = own[position] as ReadEntry;
    if (wrong === null) signed += said?.signers.length ?? 0;
    else if (wrong !== undefined)
      findings.add(ruleFinding({ code: wrong.verdict, detail: say`It is that of the key ${wrong.keyid}.` }, place));
  }
  const texts = await checkTexts(source, own, sha256);
  findings.add(...texts.findings.flatMap((found) => found ?? []));
  findings.add(...texts.missing.map(({ place }) => auditFinding('content-unjudged', [], place)));

  return {
    vouchers,
    unseen: own.length < asked.length ? OF_ENTRIES : [],
    needAll: [...(asked.length === 0 ? OF_ENTRIES : []), 'mandated', 'ruled'],
    facts: {
      ...{ size, entries: own.length, own: own.length, signatures: signed },
      texts: texts.right.reduce<number>((sum, right) => sum + (right ?? 0), 0),
      ...{ origin, key: formatKey(key), isOwnKey: given !== undefined },
    },
  };
}

const OF_ENTRIES: readonly CheckId[] = ['included', 'chained', 'signed', 'texts'];

/** Those entries of the bundle that are the recorded ones: the root in the checkpoint says which. */
async function placesOf(
  bundle: Bundle,
  before: ReadEntry | undefined,
  arbiter: Arbiter,
  findings: Findings,
): Promise<{ readonly places: readonly (ReadEntry | undefined)[] }> {
  const leaves = bundle.entries.map(({ leaf }) => leaf);
  if (await arbiter.holds(bundle.start, leaves)) return { places: bundle.entries };
  const neighbours = { before: before?.leafText ?? null, nextPrev: undefined };
  const { places, beyond } = await settle(bundle, neighbours, arbiter);
  const found = [...places.flatMap((place) => place.findings), ...beyond];
  findings.add(...found);
  const isProved = await arbiter.holds(
    bundle.start,
    places.map(({ leaf }) => leaf),
  );
  if (isProved) return { places: places.map(({ read }) => read) };
  if (found.length === 0) findings.add(auditFinding('root-differs', [], { file: bundle.path }));
  return { places: [] };
}
