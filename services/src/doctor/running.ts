/** The service as people meet it: over HTTP, at the address that they use. Asks for public files and nothing else. */
import * as crypto from 'node:crypto';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseLedgerInfo, type LedgerInfo } from '@counterfoil/ledger/ledger-info';
import { parseNote, parseVerifierKey, verifyNote } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { parseSelfCheck, selfCheckSentences, type SelfCheckInfo } from '@counterfoil/ledger/self-check';
import { createVerifier } from '@counterfoil/ledger/signature';
import type { Config } from '../config.ts';
import { entries, look, ok, wrong, type Finding } from './finding.ts';
import { checkWitnesses } from './witnesses.ts';

const [TIMEOUT_MS, MAX_BYTES, DAY_MS] = [10_000, 1_000_000, 86_400_000];
const LOOPBACK = /^(localhost|\[::1\]|127\..*)$/;

export interface RunningOptions {
  readonly address: URL;
  readonly config: Config;
  /** Entries in the database; undefined where that was not read. */
  readonly size: number | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

export async function checkRunning(options: RunningOptions): Promise<Finding[]> {
  const { address, config, size, nowMs } = options;
  const isPublic = !LOOPBACK.test(address.hostname);
  let ready: Answer;
  try {
    ready = await ask(address, 'health/ready');
  } catch (error) {
    return [checkSilence(address, error instanceof Error && error.cause instanceof Error ? error.cause : error)];
  }
  const findings = [...checkReady(ready), ...checkWay(address, isPublic, ready, nowMs)];
  try {
    const info = parseLedgerInfo((await ask(address, 'ledger.json')).bytes);
    findings.push(...checkName(info, config));
    const checkpoint = await ask(address, 'checkpoint');
    findings.push(...(await checkCheckpoint(checkpoint, info, size)));
    findings.push(...(await checkWitnesses(config.witnessPolicy, checkpoint.bytes)));
    findings.push(...checkSelf(await ask(address, 'self-check.json'), config, nowMs));
  } catch (error) {
    findings.push(
      wrong(
        `What ${address.href} serves is not a ledger: ${error instanceof Error ? error.message : String(error)}`,
        'Look at the proxy in front, and at the log of the service.',
      ),
    );
  }
  if (isPublic && (await ask(address, 'metrics')).status === 200)
    findings.push(
      look('Everybody can read /metrics.', 'Let the proxy answer 404 there to all but your own monitoring.'),
    );
  return findings;
}

async function ask(address: URL, path: string): Promise<Answer> {
  const response = await fetch(new URL(path, address), { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new Error(`/${path} is larger than it can be.`);
    chunks.push(chunk);
  }
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(Buffer.concat(chunks)) };
}

/** Of Node and OpenSSL, where the other side speaks, and not as one who has this name. */
const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|CRL_)/;

function checkSilence({ href }: URL, error: unknown): Finding {
  const said = error instanceof Error ? error.message.trim() : String(error);
  if (error instanceof Error && 'code' in error && TLS.test(String(error.code)))
    return wrong(
      `What answers at ${href} cannot show a certificate for that name: ${said}`,
      'Give the proxy in front the certificate of this name, in force and with its whole chain; or correct --address.',
    );
  return wrong(`Nobody answers at ${href}: ${said}`, 'Start the service, or look at the proxy in front of it.');
}

function checkReady({ status }: Answer): Finding[] {
  if (status === 200) return [ok('The service answers, and can record.')];
  if (status !== 503)
    return [
      wrong(
        `What answers there is not the service (/health/ready answers ${status}).`,
        'Correct --address, or where the proxy in front sends people.',
      ),
    ];
  return [
    wrong(
      `The service says that it cannot record, or not sign for what it records (/health/ready answers ${status}).`,
      'Its log says why: services/README.md, "What each alarm means".',
    ),
  ];
}

function checkWay({ protocol, href }: URL, isPublic: boolean, { headers }: Answer, nowMs: number): Finding[] {
  const findings: Finding[] = [];
  if (isPublic && protocol !== 'https:')
    findings.push(
      wrong(
        `${href} is not encrypted: what people say, and from where, can be read on the way.`,
        'Let the proxy in front speak TLS, and redirect http to it.',
      ),
    );
  else if (isPublic && !headers.has('strict-transport-security'))
    findings.push(
      look(
        'Browsers are not told to come by TLS only.',
        'Let the proxy add Strict-Transport-Security: max-age=31536000',
      ),
    );
  else if (isPublic) findings.push(ok('People come by TLS.'));
  const apartMs = Math.abs(Date.parse(headers.get('date') ?? '') - nowMs);
  if (apartMs > 5000)
    findings.push(
      look(
        `The clock there is ${Math.round(apartMs / 1000)} seconds from the one here.`,
        'Let both be set over the network (NTP).',
      ),
    );
  return findings;
}

function checkName({ origin }: LedgerInfo, config: Config): Finding[] {
  if (origin === config.origin) return [];
  return [
    wrong(
      `The ledger there is ${origin}, not ${config.origin}.`,
      'Give --address that of this ledger, or this configuration that of the other.',
    ),
  ];
}

async function checkCheckpoint(
  { bytes }: Answer,
  { logKey }: LedgerInfo,
  recorded: number | undefined,
): Promise<Finding[]> {
  const note = parseNote(bytes);
  const verifier = createVerifier(nodePlatform(crypto));
  if ((await verifyNote(note, parseVerifierKey(logKey), (...signed) => verifier.verify(...signed))) !== 'verified')
    return [
      wrong(
        'The checkpoint there does not carry the signature of the key that ledger.json names.',
        'Look at what caches it on the way, and keep both files as evidence.',
      ),
    ];
  const { size } = parseCheckpoint(note.text);
  if (recorded !== undefined && size > recorded)
    return [
      wrong(
        `It serves a checkpoint over ${entries(size)}; the database read here holds ${recorded}.`,
        'This is not the database that the service works on, or an older copy of it. Do not start a service on it.',
      ),
    ];
  if (recorded !== undefined && recorded - size > 0)
    return [
      look(
        `${entries(recorded - size)} recorded and not published yet.`,
        'That takes less than a second. If it stays, the log of the service says why.',
      ),
    ];
  return [ok(`It serves a signed checkpoint over ${entries(size)}.`)];
}

function checkSelf({ status, bytes }: Answer, { selfCheckPerSecond: pace }: Config, nowMs: number): Finding[] {
  if (status === 404)
    return [look('The service there looks through nothing by itself.', 'It is an older version: bring it up to date.')];
  const { checked, damaged, more } = parseSelfCheck(bytes);
  const findings = damaged
    .slice(0, 5)
    .map(({ entry, what }: SelfCheckInfo['damaged'][number]) =>
      wrong(
        `The self-check found damage. Entry ${entry}: ${selfCheckSentences[what]}`,
        'services/README.md, "Self-check".',
      ),
    );
  if (damaged.length > 5 || more) findings.push(wrong('And more of that kind: see /self-check.json.', 'Likewise.'));
  if (findings.length > 0 || pace === 0) return findings;
  if (checked === null)
    return [
      look(
        'The self-check has not come to its end once.',
        'Nothing, while the ledger is new; otherwise see its position in /self-check.json.',
      ),
    ];
  // Texts count as well; as many again as entries is more than most ledgers have.
  const expectedMs = DAY_MS + ((2 * checked.size) / pace) * 2000;
  if (nowMs - Date.parse(checked.time) > expectedMs)
    return [
      look(
        `The newest self-check ended on ${checked.time}, later than its pace explains.`,
        'See the log of the service for what is in its way.',
      ),
    ];
  return [ok(`The self-check found nothing up to ${entries(checked.size)}, last on ${checked.time}.`)];
}
