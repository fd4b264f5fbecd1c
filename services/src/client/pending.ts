/**
 * Texts that are not public, as those who may publish or withhold them see them: each held against its commitment, and that read under the
 * checkpoint, before anybody is shown it.
 */
import nodeCrypto from 'node:crypto';
import { parseBase64 } from '@counterfoil/ledger/bytes';
import { parseJson } from '@counterfoil/ledger/canonical-json';
import { checkContent, SALT_BYTES, type Content } from '@counterfoil/ledger/content';
import { checkFile, type FileRef } from '@counterfoil/ledger/file-content';
import { FormatError } from '@counterfoil/ledger/error';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { caseOf, contentRefs, fileRefs, type Statement } from '@counterfoil/ledger/statement';
import { z } from 'zod';
import { ClientProblem, problem } from './client-problem.ts';
import { readable } from './client.ts';
import { CannotStart } from './command.ts';
import type { Desk } from './desk.ts';
import type { Hand } from './hands.ts';
import { holdings } from './holdings.ts';
import { createPassTransport } from './pass-transport.ts';

export interface PendingText {
  readonly case: number;
  readonly entry: number;
  readonly digest: string;
  /** Since when it has been out of public view: UTC with milliseconds. */
  readonly since: string;
  readonly state: 'pending' | 'withheld';
  /** Undefined where the ledger cannot give it out any more. */
  readonly text: string | undefined;
  /** The same with its salt. */
  readonly content: Content | undefined;
  readonly lang: string;
  /** Where it is a file: `readPendingFile` has it. */
  readonly file: FileRef | undefined;
  /** Whose text it is. */
  readonly statement: Statement;
}

const itemSchema = z.object({
  case: z.int().min(0),
  entry: z.int().min(0),
  digest: z.string(),
  since: z.string(),
  state: z.enum(['pending', 'withheld']),
  text: z.string().nullable(),
  salt: z.string().nullable(),
});

/** Where what waits is a file, as it is kept. @throws ClientProblem `content-foreign` where it is not the one that was recorded */
export async function readPendingFile(desk: Desk, { file }: PendingText): Promise<Uint8Array | undefined> {
  if (file === undefined) return undefined;
  const { hand, offices } = await officesOf(desk);
  const pass = createPassTransport(desk.address, desk.client, { holder: await hand.unlock() });
  try {
    for (const office of offices) {
      const path = `api/v1/files/${file.digest}?office=${encodeURIComponent(office)}`;
      const answer = await pass.ask('GET', path).catch((error: unknown) => {
        if (error instanceof ClientProblem && error.status === 404) return undefined;
        throw error;
      });
      if (answer === undefined) continue;
      if (!checkFile(file, answer.body)) throw foreign();
      return answer.body.subarray(SALT_BYTES);
    }
    return undefined;
  } finally {
    pass.close();
  }
}

function foreign(): ClientProblem {
  return problem('content-foreign', 'What the ledger shows is not the file that was recorded. Sign nothing here.');
}

/** @throws CannotStart where nobody asks, or for no office */
async function officesOf(desk: Desk): Promise<{ readonly hand: Hand; readonly offices: readonly string[] }> {
  const [hand] = desk.hands;
  if (hand === undefined) throw new CannotStart('Say whose work it is with --key <file> or --ssh <public key file>.');
  const held = (await holdings(desk)).filter((one) => one.hand === hand).map(({ office }) => office);
  const offices = desk.values.office === undefined ? [...new Set(held)] : [desk.values.office];
  if (offices.length === 0) throw new CannotStart(`The key of ${hand.label} holds no office here now.`);
  return { hand, offices };
}

const pageSchema = z.object({
  items: z.array(itemSchema),
  next: z.union([z.string(), z.int()]).nullable().default(null),
});

export interface Pending {
  readonly texts: readonly PendingText[];
  /** Offices that were asked for. */
  readonly offices: readonly string[];
  /** Texts of entries that came after the checkpoint that is in sight here. */
  readonly newer: number;
}

const { sha256 } = nodePlatform(nodeCrypto);

/**
 * For the offices of the first key at hand, or the one that was named. The pass that opens the list is signed: the key is opened here.
 * @throws ClientProblem `content-foreign` where a text is not the one that was recorded; CannotStart where nobody asks
 */
export async function readPending(desk: Desk): Promise<Pending> {
  const { hand, offices } = await officesOf(desk);
  const pass = createPassTransport(desk.address, desk.client, { holder: await hand.unlock() });
  const told = new Map<string, z.infer<typeof itemSchema>>();
  try {
    for (const office of offices) {
      for (let after: string | undefined = ''; after !== undefined;) {
        const path: string = `api/v1/pending?office=${encodeURIComponent(office)}${after}`;
        const { body } = await pass.ask('GET', path);
        const page = readable(() => pageSchema.parse(parseJson(body)));
        for (const item of page.items) told.set(item.digest, item);
        after = page.next === null ? undefined : `&after=${encodeURIComponent(page.next)}`;
      }
    }
  } catch (error) {
    if (!(error instanceof ClientProblem) || error.code !== 'not-found') throw error;
    throw new CannotStart('This ledger does not tell what waits to be looked at.');
  } finally {
    pass.close();
  }
  const inSight = [...told.values()].filter(({ entry }) => entry < desk.reader.seen.size);
  const texts = [];
  for (const item of inSight) texts.push(await checkItem(desk, item));
  return {
    texts: texts.sort((a, b) => (a.since === b.since ? a.entry - b.entry : a.since < b.since ? -1 : 1)),
    offices,
    newer: told.size - inSight.length,
  };
}

async function checkItem(desk: Desk, item: z.infer<typeof itemSchema>): Promise<PendingText> {
  const { case: id, entry, digest, since, state, text, salt } = item;
  const { statement } = await desk.reader.entry(entry);
  const file = fileRefs(statement).find((one) => one.digest === digest);
  if (file !== undefined && caseOf(statement, entry) === id)
    return {
      ...{ case: id, entry, digest, since, state, statement, file },
      text: undefined,
      content: undefined,
      lang: desk.lang,
    };
  const ref = contentRefs(statement).find((one) => one.digest === digest);
  const read = text === null || salt === null ? undefined : { text, salt: saltOf(salt) };
  if (ref === undefined || caseOf(statement, entry) !== id || (read !== undefined && !checkContent(ref, read, sha256)))
    throw problem(
      'content-foreign',
      `What the ledger shows as a text of entry ${entry} is not the one that was recorded. Sign nothing here.`,
    );
  return {
    case: id,
    entry,
    digest,
    since,
    state,
    text: read?.text,
    content: read,
    lang: ref.lang,
    file: undefined,
    statement,
  };
}

function saltOf(salt: string): Uint8Array {
  try {
    return parseBase64(salt);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return new Uint8Array();
  }
}
