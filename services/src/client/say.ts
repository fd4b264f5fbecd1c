/** From what is to be said to what is on record: shown first, then asked, then signed, sent and checked. */
import { basename } from 'node:path';
import { preAuthEncoding } from '@counterfoil/ledger/envelope';
import { fingerprint } from '@counterfoil/ledger/fingerprint';
import type { Said } from '@counterfoil/ledger/compose';
import { PAYLOAD_TYPE } from '@counterfoil/ledger/statement';
import type { Signer } from '@counterfoil/ledger/signature';
import type { Drafted, Recorded } from './client.ts';
import { CannotStart } from './command.ts';
import type { Desk } from './desk.ts';
import type { Hand } from './hands.ts';
import { COLUMNS, count, row, wrap } from './layout.ts';
import { showProgress } from './progress.ts';

export interface ToSay {
  readonly saids: readonly Said[];
  readonly hands: readonly Hand[];
  /** What becomes public, in words; of all the statements together. */
  readonly preview: string;
  /** Sentences to be read before the question. */
  readonly warnings?: readonly string[];
}

/** The statements with their keys opened, ready to be signed one after the other. */
export interface Agreed {
  readonly drafts: readonly Drafted[];
  readonly signers: readonly Signer[];
}

/**
 * Shows what is to be signed and asks. Undefined where nothing is to be signed after all.
 * @throws CannotStart where nobody is there to be asked and `--yes` was not given
 */
export async function agree(desk: Desk, { saids, hands, preview, warnings = [] }: ToSay): Promise<Agreed | undefined> {
  const { values, client, reader } = desk;
  const drafts: Drafted[] = [];
  for (const said of saids) drafts.push(await client.draft({ ...said, seen: said.seen ?? reader.seen }));
  const many = saids.length > 1;
  const out = [
    `\nThis becomes public on ${desk.info.origin}, for everybody and for good:\n\n${preview}\n`,
    row('Record seen', `${count(reader.seen.size, 'entry', 'entries')}, signed by the log`),
    row('Keys', hands.map(({ label }) => basename(label)).join(', ')),
    row(many ? 'Statements' : 'Fingerprint', many ? `${saids.length}, each with its fingerprint` : ''),
    ...drafts.map(({ payload }) => indentFingerprint(fingerprintOf(payload))),
    ...(values.raw ? ['', ...drafts.map(({ statement }) => JSON.stringify(statement, null, 2))] : []),
    ...warnings.map((warning) => `\n${wrap(`! ${warning}`)}`),
  ];
  process.stdout.write(`${out.join('\n')}\n\n`);
  if (!(await confirmed(desk, many ? `Sign these ${saids.length} statements?` : 'Sign?'))) return undefined;
  const signers = [];
  for (const hand of hands) signers.push(await hand.unlock());
  return { drafts, signers };
}

/** Whether to go on. @throws CannotStart where nobody is there to be asked and `--yes` was not given */
export async function confirmed({ values, terminal }: Desk, question: string): Promise<boolean> {
  if (values['dry-run']) {
    process.stdout.write('Nothing was signed and nothing was sent: this was a dry run.\n');
    return false;
  }
  if (values.yes) return true;
  if (terminal === undefined)
    throw new CannotStart('Nobody is here to be asked. A script says --yes; --dry-run only shows.');
  if (/^\s*y(?:es)?\s*$/i.test(await terminal.ask(`${question} [y/N] `))) return true;
  throw new CannotStart('Nothing was signed and nothing was sent.');
}

/** Signs and records them in their order. What was recorded stays recorded where a later one is refused. */
export async function record(
  desk: Desk,
  { drafts, signers }: Agreed,
  onRecorded: (recorded: Recorded, drafted: Drafted) => void = () => undefined,
): Promise<readonly Recorded[]> {
  const progress = showProgress(process.stderr);
  const all: Recorded[] = [];
  try {
    for (const drafted of drafts) {
      if (drafts.length > 1) progress.show('Signing and recording', all.length, drafts.length);
      const recorded = await desk.client.send(await desk.client.sign(drafted, signers), { check: true });
      all.push(recorded);
      onRecorded(recorded, drafted);
    }
  } catch (error) {
    if (all.length > 0)
      process.stderr.write(
        `\n${count(all.length, 'statement')} of ${drafts.length} ${all.length === 1 ? 'is' : 'are'} on record (up to entry ${all.at(-1)?.index ?? 0}), the others are not. Say the same again\nto go on: what is accounted for is left out then.\n`,
      );
    throw error;
  } finally {
    progress.clear();
  }
  return all;
}

/** `agree`, `record`, and a sentence about each. Gives whether it was recorded. */
export async function say(desk: Desk, toSay: ToSay): Promise<readonly Recorded[] | undefined> {
  const agreed = await agree(desk, toSay);
  if (agreed === undefined) return undefined;
  const recorded = await record(desk, agreed);
  for (const one of recorded) process.stdout.write(`${recordedSentence(desk, one)}\n`);
  return recorded;
}

export function recordedSentence(desk: Desk, { index, time, repeated, case: id }: Recorded): string {
  const base = desk.address.replace(/\/$/, '');
  const page = id === null ? `${base}/entries/${index}` : `${base}/cases/${id}`;
  return repeated
    ? `It was on record already, as entry ${index} of ${time}.\n  ${page}`
    : `Recorded as entry ${index} at ${time}. Its proof was followed and holds.\n  ${page}`;
}

export function fingerprintOf(payload: Uint8Array): string {
  return fingerprint({ message: preAuthEncoding(PAYLOAD_TYPE, payload) });
}

/** In two lines, as it is read aloud. */
export function indentFingerprint(text: string): string {
  return wrap(text, 4, COLUMNS / 2 + 4);
}
