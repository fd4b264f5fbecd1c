/**
 * A program's side of the API: says things to a ledger, and believes an answer only with a checkpoint that the log signed.
 *
 * What is repeated after a failure is repeated byte for byte, so that the ledger knows it again: statements always, inputs
 * only when they name their source. Anything else might be recorded twice.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { base64, utf8 } from '@counterfoil/ledger/bytes';
import { canonicalBytes, parseJson } from '@counterfoil/ledger/canonical-json';
import { SALT_BYTES, type Content } from '@counterfoil/ledger/content';
import { signEnvelope, type Envelope } from '@counterfoil/ledger/envelope';
import { checkFile, type FileRef } from '@counterfoil/ledger/file-content';
import { parseLedgerInfo, type LedgerInfo } from '@counterfoil/ledger/ledger-info';
import type { Signer } from '@counterfoil/ledger/signature';
import {
  fileRefs,
  formatStatement,
  parseStatement,
  PAYLOAD_TYPE,
  referencesOf,
  type Statement,
} from '@counterfoil/ledger/statement';
import { z } from 'zod';
import { recordedSchema, uploadSchema, type newInputSchema, type newVoiceSchema } from '../http/schemas.ts';
import { ClientProblem, problem } from './client-problem.ts';
import { compose, type Said } from '@counterfoil/ledger/compose';
import { Evidence, type Seen } from './evidence.ts';
import { awaitPromised } from './promised.ts';
import { createTransport, type Answer } from './transport.ts';

export type NewInput = z.input<typeof newInputSchema>;
export type NewVoice = z.input<typeof newVoiceSchema>;
export type Recorded = z.infer<typeof recordedSchema>;

export interface ClientOptions {
  /** Requests under way at the same time. */
  readonly concurrency?: number;
  /** The operator's token, which opening a ledger takes. */
  readonly token?: string | undefined;
  /** Milliseconds without a byte before an answer is given up. */
  readonly timeoutMs?: number;
}

export interface SendOptions {
  /** Also reads the entry back, follows its proof, and compares it with what was sent: one or two requests more. */
  readonly check?: boolean;
}

/** Complete, and signed by nobody yet: the bytes are fixed, and with them the fingerprint. */
export interface Drafted {
  readonly statement: Statement;
  /** The statement as canonical JSON. */
  readonly payload: Uint8Array;
  /** The texts that go along with it. */
  readonly contents: readonly Content[];
}

/** Signed and ready: sent twice, it is recorded once. */
export interface Prepared {
  readonly envelope: Envelope;
  readonly statement: Statement;
  /** The body of the request. */
  readonly body: Uint8Array;
}

/** Every method throws ClientProblem; a text or field that cannot be is a FormatError before anything is sent. */
export interface Client {
  /** `/ledger.json`. */
  ledger(): Promise<LedgerInfo>;
  /** Keyid with which the service signs what citizens send in. */
  intakeKey(): Promise<string>;
  /** The bytes of a file of the public record, or of an answer of the API. */
  get(path: string): Promise<Uint8Array>;
  /** Size and root of the newest checkpoint, its signature verified. */
  seen(): Promise<Seen>;
  /** `seen`, with the signed note itself. */
  checkpoint(): Promise<{ readonly note: string; readonly seen: Seen }>;
  /**
   * Sends a file, reads it back as it is kept, and gives what a statement says of it: what is drafted with that is signed and sent along
   * with what shows that the file is this client's.
   */
  attach(bytes: Uint8Array): Promise<FileRef>;
  /** Completes. Without `seen` the statement takes the newest checkpoint that this client has verified. */
  draft(said: Said): Promise<Drafted>;
  /** Signs with every key given, in that order. */
  sign(drafted: Drafted, signers: readonly Signer[]): Promise<Prepared>;
  /** `draft` and `sign`. */
  prepare(said: Said, signers: readonly Signer[]): Promise<Prepared>;
  send(prepared: Prepared, options?: SendOptions): Promise<Recorded>;
  /** `prepare` and `send`. */
  submit(said: Said, signers: readonly Signer[], options?: SendOptions): Promise<Recorded>;
  sendInput(input: NewInput, options?: SendOptions): Promise<Recorded>;
  /** What people say in a case besides input; asked once only, since it would count twice. */
  sendVoice(voice: NewVoice, options?: SendOptions): Promise<Recorded>;
  /** Lets go of the connections. */
  close(): void;
}

/** Waits before the second try, the third and so on. */
const PAUSES_MS = [100, 400, 1200, 3000];
const intakeKeySchema = z.object({ intakeKey: z.string() });
/** Whatever else a problem document says (RFC 9457 section 3.2). */
const problemSchema = z.object({ code: z.string(), detail: z.string() });

/** @throws ClientProblem `unreachable` when the address cannot be one. */
export function createClient(address: string, options: ClientOptions = {}): Client {
  const { concurrency = 16, token, timeoutMs = 30_000 } = options;
  const transport = createTransport(address, { concurrency, token, timeoutMs });
  let knownInfo: Promise<LedgerInfo> | undefined;
  let knownEvidence: Promise<Evidence> | undefined;

  const get = async (path: string): Promise<Uint8Array> => {
    const once = async (): Promise<Answer> => answered(await transport.request('GET', path));
    return (await repeat(once)).body;
  };
  // Asked once only: whoever mistyped the address hears of it at once.
  const ledger = async (): Promise<LedgerInfo> => {
    const { body } = answered(await transport.request('GET', 'ledger.json'));
    return readable(() => parseLedgerInfo(body));
  };
  // Origin and log key of a ledger never change, so one reading lasts.
  const info = (): Promise<LedgerInfo> => (knownInfo ??= forgetful(ledger(), () => (knownInfo = undefined)));
  const evidence = (): Promise<Evidence> =>
    (knownEvidence ??= forgetful(
      info().then(({ logKey, origin }) => new Evidence(logKey, origin, get)),
      () => (knownEvidence = undefined),
    ));

  const checkpoint = async (): Promise<{ note: string; seen: Seen }> => {
    const note = new TextDecoder().decode(await get('checkpoint'));
    return { note, seen: await (await evidence()).see(note) };
  };
  const seen = async (): Promise<Seen> => (await checkpoint()).seen;

  const tokens = new Map<string, string>();
  const attach = async (bytes: Uint8Array): Promise<FileRef> => {
    const sent = answered(await transport.request('POST', 'api/v1/files', bytes));
    const { token: own, digest, bytes: length, mediaType } = readable(() => uploadSchema.parse(parseJson(sent.body)));
    const ref = { digest, bytes: length, mediaType };
    const kept = answered(
      await transport.request('GET', `api/v1/files/${digest}`, undefined, `Counterfoil-Upload ${own}`),
    );
    // What is signed for is what lies there, whatever was taken out of it on the way.
    if (!checkFile(ref, kept.body))
      throw problem('content-foreign', 'The ledger does not keep the file that it says it keeps. Sign nothing here.');
    tokens.set(digest, own);
    return ref;
  };

  const draft = async (said: Said): Promise<Drafted> => {
    const { origin } = await info();
    const inSight = said.seen ?? (await evidence()).newest ?? (await seen());
    const common = { origin, at: new Date().toISOString(), seen: inSight };
    const composed = compose(said, common, () => new Uint8Array(randomBytes(SALT_BYTES)));
    let payload = formatStatement(composed.statement);
    // What it names was recorded by others since: look again.
    if (said.seen === undefined && referencesOf(composed.statement).some((index) => index >= inSight.size))
      payload = formatStatement({ ...composed.statement, seen: await seen() });
    return { statement: parseStatement(payload), payload, contents: composed.contents };
  };

  const sign = async ({ statement, payload, contents }: Drafted, signers: readonly Signer[]): Promise<Prepared> => {
    const { origin } = statement;
    const envelope = await signEnvelope({ payloadType: PAYLOAD_TYPE, payload, origin }, signers);
    const texts = contents.map(({ salt, text }) => ({ salt: base64(salt), text }));
    const files = fileRefs(statement).flatMap(({ digest }) => tokens.get(digest) ?? []);
    const along = files.length === 0 ? { contents: texts } : { contents: texts, files };
    return { envelope, statement, body: canonicalBytes({ envelope, ...along }) };
  };
  const prepare = async (said: Said, signers: readonly Signer[]): Promise<Prepared> => sign(await draft(said), signers);

  const post = async (path: string, body: Uint8Array, mayRepeat: boolean): Promise<Recorded> => {
    const once = async (): Promise<Answer> => answered(await transport.request('POST', path, body));
    const answer = await (mayRepeat ? repeat(once) : once());
    const recorded =
      answer.status === 202
        ? await awaitPromised(answer.body, get)
        : readable(() => recordedSchema.parse(parseJson(answer.body)));
    await (await evidence()).checkReceipt(recorded);
    return recorded;
  };

  const send = async (prepared: Prepared, { check = false }: SendOptions = {}): Promise<Recorded> => {
    const { statement } = prepared;
    // What somebody says on by a key of their own goes through the door for what people say.
    const isSpoken = 'speaker' in statement && statement.speaker !== undefined;
    const recorded = await post(`api/v1/${isSpoken ? 'follow' : 'statements'}`, prepared.body, true);
    if (check) await (await evidence()).checkStatement(recorded, prepared.envelope);
    return recorded;
  };

  return {
    ledger,
    async intakeKey() {
      const bytes = await get('api/v1/intake-key');
      return readable(() => intakeKeySchema.parse(parseJson(bytes)).intakeKey);
    },
    get,
    seen,
    checkpoint,
    attach,
    draft,
    sign,
    prepare,
    send,
    submit: async (said, signers, sendOptions) => send(await prepare(said, signers), sendOptions),
    async sendInput(input, { check = false } = {}) {
      const recorded = await post(
        `api/v1/inputs${withReceipt(check)}`,
        utf8(JSON.stringify(input)),
        input.source !== undefined,
      );
      if (check) await (await evidence()).checkSpoken(recorded, 'input-received', input.text);
      return recorded;
    },
    async sendVoice(voice, { check = false } = {}) {
      const recorded = await post(`api/v1/voices${withReceipt(check)}`, utf8(JSON.stringify(voice)), false);
      const text = 'text' in voice ? voice.text : undefined;
      if (check) await (await evidence()).checkSpoken(recorded, voice.kind, text);
      return recorded;
    },
    close: () => transport.close(),
  };
}

/** A text that is not public yet can be compared with what the receipt holds, and with nothing else. */
function withReceipt(check: boolean): string {
  return check ? '?receipt=1' : '';
}

/** Tries again while the ledger says that this may help, or says nothing. */
export async function repeat(once: () => Promise<Answer>): Promise<Answer> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof ClientProblem) || !mayPass(error)) throw error;
      await sleep(pauseMs);
    }
  }
  return once();
}

function mayPass({ code, status }: ClientProblem): boolean {
  return code === 'unreachable' || (status === 503 && (code === 'maybe-recorded' || code === 'not-recorded'));
}

/** @throws ClientProblem for anything but success, in the words of the ledger where it gave some. */
export function answered(answer: Answer): Answer {
  const { status, body } = answer;
  if (status >= 200 && status < 300) return answer;
  const told = problemSchema.safeParse(tryJson(body));
  if (told.success) throw new ClientProblem(told.data.code, status, told.data.detail);
  throw new ClientProblem('answer-unreadable', status, `The address answered ${status} without saying why.`);
}

function tryJson(body: Uint8Array): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw problem('answer-unreadable', 'The answer is not one that a ledger gives. Is the address that of a ledger?', {
      cause,
    });
  }
}

/** What failed is not remembered. */
export function forgetful<T>(promise: Promise<T>, forget: () => void): Promise<T> {
  promise.catch(forget);
  return promise;
}
