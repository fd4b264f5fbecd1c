/**
 * The workspace of one run: a ledger whose checkpoint is signed and continues what this computer saw before, and the keys at
 * hand.
 */
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';
import { parseJson } from '@counterfoil/ledger/canonical-json';
import { equalBytes, parseBase64 } from '@counterfoil/ledger/bytes';
import { parseNote, parseVerifierKey, verifyNote } from '@counterfoil/ledger/note';
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import nodeCrypto from 'node:crypto';
import type { z } from 'zod';
import { directorySchema, type Directory } from '../http/directory-schema.ts';
import { checkpointMemory, defaultMemoryFolder, type CheckpointMemory } from './checkpoint-memory.ts';
import { problem } from './client-problem.ts';
import { createClient, type Client } from './client.ts';
import { CannotStart } from './command.ts';
import { filePath, readHands, type Hand } from './hands.ts';
import { wrap } from './layout.ts';
import { createPassphrases } from './passphrases.ts';
import { RecordReader } from './record-reader.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** Options of every command that goes to a ledger, as `parseArgs` takes them. */
export const deskOptions = {
  key: { type: 'string', multiple: true, default: [] as string[] },
  ssh: { type: 'string', multiple: true, default: [] as string[] },
  to: { type: 'string' },
  office: { type: 'string' },
  lang: { type: 'string' },
  'log-key': { type: 'string' },
  memory: { type: 'string' },
  'passphrase-fd': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  raw: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export interface DeskValues {
  readonly key: readonly string[];
  readonly ssh: readonly string[];
  readonly to?: string | undefined;
  readonly office?: string | undefined;
  readonly lang?: string | undefined;
  readonly 'log-key'?: string | undefined;
  readonly memory?: string | undefined;
  readonly 'passphrase-fd'?: string | undefined;
  readonly 'dry-run': boolean;
  readonly raw: boolean;
  readonly yes: boolean;
}

export interface Desk extends Disposable {
  readonly address: string;
  readonly client: Client;
  readonly info: LedgerInfo;
  /** The checkpoint that is in sight: a signed note. */
  readonly note: string;
  /** Reads under the checkpoint that everything signed here has in sight. */
  readonly reader: RecordReader;
  readonly hands: readonly Hand[];
  readonly terminal: Terminal | undefined;
  readonly values: DeskValues;
  /** Language of what is written here. */
  readonly lang: string;
  /** Asked once a run. */
  directory(): Promise<Directory>;
  /** An answer of the API, as far as it is of use here. @throws ClientProblem */
  ask<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>>;
}

/** @throws CannotStart, ClientProblem where the ledger is not one to sign for */
export async function openDesk(values: DeskValues): Promise<Desk> {
  const { env } = process;
  const address = values.to ?? env['COUNTERFOIL_LEDGER'];
  if (address === undefined || address === '')
    throw new CannotStart('Say which ledger with --to <address>, or once for all in COUNTERFOIL_LEDGER.');
  const keys = values.key.length + values.ssh.length === 0 ? (env['COUNTERFOIL_KEY'] ?? '').split(':') : values.key;
  const terminal = openTerminal();
  const passphrases = createPassphrases({ terminal, fd: values['passphrase-fd'], environment: env });
  const hands = await readHands({ keys: keys.filter((key) => key !== ''), sshKeys: values.ssh }, passphrases);

  const client = createClient(address, { concurrency: 32 });
  try {
    const info = await client.ledger();
    if (info.authority === null) throw new CannotStart(`The ledger at ${address} has not been opened yet.`);
    const { note, seen } = await client.checkpoint();
    const reader = new RecordReader(seen, (path) => client.get(path));
    const folder = values.memory === undefined ? defaultMemoryFolder(env) : filePath(values.memory);
    await compareWithMemory({ info, note, reader, pinned: values['log-key'], memory: checkpointMemory(folder) });

    const ask: Desk['ask'] = async (path, schema) => {
      const parsed = schema.safeParse(parseJson(await client.get(path)));
      if (!parsed.success) throw problem('answer-unreadable', `The ledger answered ${path} in a form unknown here.`);
      return parsed.data;
    };
    let directory: Promise<Directory> | undefined;
    return {
      ...{ address, client, info, note, reader, hands, terminal, values, ask },
      lang: values.lang ?? info.authority.lang,
      directory: () => (directory ??= ask('api/v1/directory', directorySchema)),
      [Symbol.dispose]: () => client.close(),
    };
  } catch (error) {
    client.close();
    throw error;
  }
}

interface Comparison {
  readonly info: LedgerInfo;
  readonly note: string;
  readonly reader: RecordReader;
  readonly pinned: string | undefined;
  readonly memory: CheckpointMemory;
}

/** The ledger is the one seen before, grown. Only then is it remembered, and only then may anything be signed for it. */
async function compareWithMemory({ info, note, reader, pinned, memory }: Comparison): Promise<void> {
  const { origin, logKey } = info;
  if (pinned !== undefined && pinned !== logKey)
    throw problem('log-key-changed', `The ledger says that its log key is ${logKey}, which is not the one given.`);
  const kept = await memory.recall(origin);
  for (const { note: earlier, checkpoint } of kept) {
    if (pinned === undefined && !(await isSignedWith(earlier, logKey)))
      throw problem(
        'log-key-changed',
        `The ledger signs with another key than when this computer last saw it: ${logKey}. Ask the operator, by another way than this address, whether that is right; then name it with --log-key.`,
      );
    await requireGrown(reader, checkpoint);
  }
  if (kept.length === 0 && pinned === undefined)
    process.stderr.write(
      `${wrap(`This computer sees ${origin} for the first time and takes its log key as the address gives it. Compare it with what the operator has published:`)}\n  ${logKey}\n`,
    );
  await memory.remember(origin, note);
}

async function requireGrown(reader: RecordReader, { size, root }: Checkpoint): Promise<void> {
  const now = reader.seen;
  if (size > now.size)
    throw problem(
      'history-shortened',
      `The ledger had ${size} entries when this computer last saw it, and shows ${now.size} now. Sign nothing here, and tell the operator.`,
    );
  const grown = size === now.size ? equalBytes(root, parseBase64(now.root)) : await reader.extends({ size, root });
  if (grown) return;
  throw problem(
    'two-histories',
    `The first ${size} entries are not those that this computer saw before: the past was rewritten, or somebody shows you another ledger. Sign nothing here, and tell the operator and the witnesses.`,
  );
}

async function isSignedWith(note: string, logKey: string): Promise<boolean> {
  const verifier = createVerifier(nodePlatform(nodeCrypto));
  const key = parseVerifierKey(logKey);
  const verdict = await verifyNote(parseNote(note), key, (...signature) => verifier.verify(...signature));
  return verdict === 'verified';
}
