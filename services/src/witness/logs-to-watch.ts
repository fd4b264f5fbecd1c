/** What `--log` and `--key` say: which log, and by which key. */
import { readFile } from 'node:fs/promises';
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import { parseLogKey } from '@counterfoil/ledger/cosignature';
import { FormatError } from '@counterfoil/ledger/error';
import { MAX_LEDGER_INFO_BYTES, parseLedgerInfo } from '@counterfoil/ledger/ledger-info';
import { MAX_POLICY_BYTES, parsePolicy } from '@counterfoil/ledger/policy';
import { readCapped } from '../recorder/witnesses-http.ts';
import { CannotWitness } from './cannot-witness.ts';
import type { WatchedLog } from './identity.ts';
import { formatTypedKey } from '@counterfoil/ledger/note';

type ToWatch = Omit<WatchedLog, 'began'>;

const FETCH_TIMEOUT_MS = 20_000;

/**
 * @param log an address, or a file with verifier keys, one a line, or a policy.
 * @param keys verifier keys; with an address, nothing is fetched then.
 * @throws CannotWitness
 */
export async function logsToWatch(log: string, keys: readonly string[]): Promise<readonly ToWatch[]> {
  for (const vkey of keys) originOf(vkey);
  if (!/^https?:\/\//.test(log)) return groupByOrigin([...(await keysIn(log)), ...keys], null);
  if (keys.length > 0) return groupByOrigin(keys, log);
  const info = await fetchInfo(log);
  const origin = originOf(info.logKey);
  return [{ origin, keys: [info.logKey], keyFrom: 'ledger.json', address: log }];
}

function groupByOrigin(keys: readonly string[], address: string | null): readonly ToWatch[] {
  return [...Map.groupBy(keys, originOf)].map(([origin, own]) => ({ origin, keys: own, keyFrom: 'given', address }));
}

function originOf(vkey: string): string {
  try {
    return parseLogKey(vkey).name;
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new CannotWitness(`${cause.message} Quote it: '…'.`, { cause });
  }
}

async function keysIn(file: string): Promise<readonly string[]> {
  let text: string;
  try {
    const bytes = await readFile(file);
    if (bytes.length > MAX_POLICY_BYTES) throw new CannotWitness(`The file ${file} is too large to be one of keys.`);
    text = parseUtf8(bytes);
  } catch (cause) {
    if (cause instanceof CannotWitness) throw cause;
    throw new CannotWitness(
      `The file ${file} cannot be read. --log takes an address that begins with http, or a file with the key of the log.`,
      { cause },
    );
  }
  if (/^\s*(log|quorum|witness|group)\s/m.test(text))
    return parsePolicy(text).logs.map(({ key }) => formatTypedKey(key));
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

async function fetchInfo(address: string): Promise<ReturnType<typeof parseLedgerInfo>> {
  const url = new URL('ledger.json', address.endsWith('/') ? address : `${address}/`);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS), redirect: 'error' });
    if (response.status !== 200) throw new Error(`It answered with status ${response.status}.`);
    return parseLedgerInfo(await readCapped(response, MAX_LEDGER_INFO_BYTES));
  } catch (cause) {
    throw new CannotWitness(
      `The key of the log could not be read from ${url.href}. Start the witness when the record can be reached, or give the key with --key.`,
      { cause },
    );
  }
}
