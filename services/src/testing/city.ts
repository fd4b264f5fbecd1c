/** A small authority on a test service, set up through its public API. */
import { randomBytes } from 'node:crypto';
import { base64 } from '@counterfoil/ledger/bytes';
import { commitContent, type Content, type ContentRef } from '@counterfoil/ledger/content';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { signEnvelope, type Envelope } from '@counterfoil/ledger/envelope';
import { parseNote } from '@counterfoil/ledger/note';
import type { Sentence } from '@counterfoil/ledger/say';
import type { Signer } from '@counterfoil/ledger/signature';
import { formatStatement, PAYLOAD_TYPE, type Statement } from '@counterfoil/ledger/statement';
import { noncedKinds } from '@counterfoil/ledger/statements/citizens';
import { caseKinds, registerKinds, type RegisterKind } from '@counterfoil/ledger/statements/rights';
import { calendar, working } from '@counterfoil/ledger/testing/city';
import { LedgerBuilder, type Actor, type Said } from '@counterfoil/ledger/testing/builder';

export interface Answer {
  readonly status: number;
  readonly body: {
    readonly index: number;
    readonly case: number | null;
    readonly time: string;
    readonly repeated: boolean;
    readonly proof: string;
    readonly code: string;
    readonly detail: string;
    readonly said: readonly Sentence[];
  };
}

export interface TestCity {
  readonly registrar: Actor;
  readonly official: Signer & Pick<Actor, 'person'>;
  /** Index of the entry that gave the official the mandate for the office `desk`. */
  readonly mandate: number;
  text(text: string): { readonly ref: ContentRef; readonly content: Content };
  seen(): Promise<{ size: number; root: string }>;
  sign(said: Said, signers: readonly Signer[]): Promise<Envelope>;
  /** Signs, posts, and gives whatever came back. */
  say(said: Said, signers: readonly Signer[], contents?: readonly Content[]): Promise<Answer>;
  post(path: string, body: string | Uint8Array, headers?: Record<string, string>): Promise<Answer>;
  input(text: string, fields?: object): Promise<Answer>;
}

/** What has to be known of the service, which may run in another process. */
export interface CityHost {
  readonly address: string;
  readonly openingToken: string;
  readonly config: { readonly origin: string };
  readonly recorder: { readonly vkey: string; readonly intakeKeyid: string };
}

/** One registrar; the office `desk` may do everything; process `request` (record) and process `strict` (refuse). The official signs by `signer` where it is given. */
export async function openTestCity(service: CityHost, signer?: Signer): Promise<TestCity> {
  const actors = await LedgerBuilder.create();
  const [registrar, named] = [await actors.actor('registrar'), await actors.actor('official')];
  const official = signer === undefined ? named : { ...named, ...signer };
  const { address, config, openingToken, recorder } = service;

  const post = async (
    path: string,
    body: string | Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(address + path, {
      method: 'POST',
      body: typeof body === 'string' ? body : Buffer.from(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  const seen = async (): Promise<{ size: number; root: string }> => {
    const { size, root } = parseCheckpoint(parseNote(await (await fetch(`${address}/checkpoint`)).text()).text);
    return { size, root: base64(root) };
  };
  const sign = async (said: Said, signers: readonly Signer[]): Promise<Envelope> => {
    const statement = {
      ...(noncedKinds.has(said.kind) ? { nonce: randomBytes(16).toString('hex') } : {}),
      origin: config.origin,
      at: new Date(Date.now() - 1000).toISOString(),
      seen: said.seen ?? (await seen()),
      ...said,
    } as Statement;
    const { origin } = statement;
    return signEnvelope({ payloadType: PAYLOAD_TYPE, payload: formatStatement(statement), origin }, signers);
  };
  const say = async (said: Said, signers: readonly Signer[], contents: readonly Content[] = []): Promise<Answer> => {
    const body = {
      envelope: await sign(said, signers),
      contents: contents.map(({ salt, text }) => ({ salt: base64(salt), text })),
    };
    return post('/api/v1/statements', JSON.stringify(body), { authorization: `Bearer ${openingToken}` });
  };
  const done = async (answer: Promise<Answer>): Promise<number> => {
    const { status, body } = await answer;
    if (status !== 201) throw new Error(`The test city could not be set up: ${body.code} ${body.detail}`);
    return body.index;
  };

  await done(
    say(
      {
        kind: 'ledger-opened',
        authority: { name: 'Testville', lang: 'en' },
        licence: 'CC0-1.0',
        registrars: [{ person: registrar.person, key: registrar.keyid }],
        threshold: 1,
        logKey: recorder.vkey,
        intakeKey: recorder.intakeKeyid,
      },
      [registrar],
    ),
  );
  await done(say({ kind: 'calendar-published', version: 1, ...calendar }, [registrar]));
  const ofOthers: ReadonlySet<RegisterKind> = new Set(['supplier-statement', 'device-observation']);
  const may = [...caseKinds, ...registerKinds.filter((kind) => !ofOthers.has(kind))];
  await done(say({ kind: 'office-defined', office: 'desk', title: 'Desk', may }, [registrar]));
  const mandate = await done(
    say(
      {
        kind: 'mandate-granted',
        office: 'desk',
        person: official.person,
        key: official.keyid,
        from: '2020-01-01T00:00:00.000Z',
      },
      [registrar],
    ),
  );
  const acts = Object.fromEntries(caseKinds.map((kind) => [kind, { offices: ['desk'], signatures: 1 }]));
  const codes = [{ code: 'yes', title: 'Yes' }];
  for (const [process, accounting] of [
    ['request', 'record'],
    ['strict', 'refuse'],
  ] as const) {
    await done(
      say(
        {
          kind: 'process-published',
          process,
          version: 1,
          title: process,
          level: 'consult',
          authors: ['person', 'data-set'],
          acts,
          outcomes: codes,
          dispositions: codes,
          accounting,
          clocks: { respond: working(10) },
        },
        [registrar],
      ),
    );
  }
  return {
    registrar,
    official,
    mandate,
    seen,
    sign,
    say,
    post,
    text(text) {
      const content = { salt: new Uint8Array(randomBytes(32)), text };
      return { ref: commitContent(content, 'en'), content };
    },
    input: (text, fields = {}) =>
      post(
        '/api/v1/inputs',
        JSON.stringify({
          text,
          lang: 'en',
          author: 'person',
          ...('case' in fields ? {} : { process: 'request' }),
          ...fields,
        }),
      ),
  };
}
