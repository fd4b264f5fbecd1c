/** A town to which letters are written: they are read before they are public, can be taken out on two grounds, and are kept for ten days. */
import { caseKinds } from '@counterfoil/ledger/statements/rights';
import { LedgerBuilder, type Actor, type Said } from '@counterfoil/ledger/testing/builder';
import { signDeskPass } from '@counterfoil/ledger/desk-pass';
import type { Content } from '@counterfoil/ledger/content';
import type { Signer } from '@counterfoil/ledger/signature';
import { openEntry } from '@counterfoil/web-viewer/opened-entry';
import { contentRefs } from '@counterfoil/ledger/statement';
import { openTestCity, type TestCity } from '../../testing/city.ts';
import { startTestService, type TestService } from '../../testing/service.ts';

const HOUR_MS = 3_600_000;

export interface Letter {
  readonly case: number;
  readonly entry: number;
  readonly digest: string;
}

interface Where {
  readonly area?: string;
  readonly place?: string;
}

export interface Letters extends AsyncDisposable {
  readonly service: TestService;
  readonly city: TestCity;
  /** Of the office `archive`, which decides about no texts. */
  readonly archivist: Actor;
  /** Milliseconds by which the clock of the service runs ahead. */
  aheadMs: number;
  now(): number;
  /** Sends a letter, read beforehand or not: in a case of its own, or one more of a case. */
  write(text: string, into?: 'letters' | 'wishes' | Letter, where?: Where): Promise<Letter>;
  /** The same for its place: another text of the same entry. */
  placeOf(letter: Letter): Promise<Letter>;
  /** The official signs it alone. @throws Error with the code of a refusal. @returns the index of the entry. */
  done(said: Said, contents?: readonly Content[]): Promise<number>;
  publish(...letters: readonly Letter[]): Promise<number>;
  withhold(letter: Letter): Promise<number>;
  redact(letter: Letter): Promise<number>;
  restore(letter: Letter): Promise<number>;
  decide(letter: Letter): Promise<number>;
  /** Status, headers but the date, and body. */
  get(path: string, authorization?: string): Promise<{ status: number; headers: string; body: string }>;
  pass(holder: Signer): Promise<string>;
}

export async function openLetters(env: Readonly<Record<string, string>> = {}): Promise<Letters> {
  const clock = { aheadMs: 0 };
  const now = (): number => Date.now() + clock.aheadMs;
  const service = await startTestService({ now, env });
  const city = await openTestCity(service);
  const archivist = await (await LedgerBuilder.create()).actor('archivist');
  const { registrar, official, mandate } = city;
  const by = [mandate];

  const say = async (said: Said, signers: readonly Signer[], contents: readonly Content[] = []): Promise<number> => {
    const at = new Date(now() - 1000).toISOString();
    const { status, body } = await city.say({ at, ...said }, signers, contents);
    if (status !== 201) throw new Error(`${body.code}: ${body.detail}`);
    return body.index;
  };
  const done: Letters['done'] = (said, contents) => say(said, [official], contents);
  await say({ kind: 'office-defined', office: 'archive', title: 'Archive', may: ['retention-applied'] }, [registrar]);
  const { person, keyid: key } = archivist;
  const from = '2020-01-01T00:00:00.000Z';
  await say({ kind: 'mandate-granted', office: 'archive', person, key, from }, [registrar]);
  const acts = Object.fromEntries(caseKinds.map((kind) => [kind, { offices: ['desk'], signatures: 1 }]));
  const choices = [{ code: 'read', title: 'Read' }];
  for (const process of ['letters', 'wishes'] as const)
    await say(
      {
        ...{ kind: 'process-published', process, version: 1, title: process, level: 'consult', authors: ['person'] },
        acts: { ...acts, 'retention-applied': { offices: ['desk', 'archive'], signatures: 1 } },
        ...{ outcomes: choices, dispositions: choices, accounting: 'record', clocks: {} },
        ...(process === 'letters' ? { moderation: 'before' } : {}),
        grounds: [{ code: 'privacy', title: 'Somebody else can be recognised' }],
        areas: [{ code: 'harbour', title: 'Harbour' }],
        retention: { days: 10 },
      },
      [registrar],
    );
  const refsOf = async (entry: number): Promise<ReturnType<typeof contentRefs>> => {
    const bytes = await (await fetch(`${service.address}/api/v1/entries/${entry}`)).bytes();
    return contentRefs(openEntry(entry, bytes).statement);
  };
  const takeOut = async (kind: 'content-withheld' | 'content-redacted', letter: Letter): Promise<number> => {
    const appeal = city.text('Write to the court.');
    const target = { entry: letter.entry, digest: letter.digest, case: letter.case };
    const fields = {
      ground: 'privacy',
      basis: 'Data protection act, section 3',
      told: 'yes',
      appeal: appeal.ref,
    } as const;
    return done({ kind, by, ...target, ...fields }, [appeal.content]);
  };
  return {
    ...{ service, city, archivist, now, done },
    get aheadMs() {
      return clock.aheadMs;
    },
    set aheadMs(ms) {
      clock.aheadMs = ms;
    },
    async write(text, into = 'letters', where = {}) {
      const joined = typeof into === 'string' ? undefined : into.case;
      const { status, body } = await city.input(text, {
        ...(joined === undefined ? { process: into } : { case: joined }),
        ...where,
      });
      if (status !== 201) throw new Error(`${body.code}: ${body.detail}`);
      const [said] = await refsOf(body.index);
      return { case: joined ?? body.index, entry: body.index, digest: said?.digest ?? '' };
    },
    async placeOf(letter) {
      const [, place] = await refsOf(letter.entry);
      if (place === undefined) throw new Error(`Entry ${letter.entry} says of no place.`);
      return { ...letter, digest: place.digest };
    },
    publish: (...letters) =>
      done({
        ...{ kind: 'content-published', by, case: letters[0]?.case ?? 0 },
        items: letters.map(({ entry, digest }) => ({ entry, digest })),
      }),
    withhold: (letter) => takeOut('content-withheld', letter),
    redact: (letter) => takeOut('content-redacted', letter),
    restore: (letter) => done({ kind: 'content-restored', by, ...letter }),
    decide(letter) {
      const words = city.text('It was read.');
      const fields = { outcome: 'read', basis: 'By-law', algorithms: 'none', data: 'none', text: words.ref } as const;
      return done({ kind: 'decision', by, case: letter.case, ...fields }, [words.content]);
    },
    async get(path, authorization) {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await fetch(service.address + path, { headers });
      const kept = [...response.headers].filter(([name]) => name !== 'date');
      return { status: response.status, headers: JSON.stringify(kept), body: await response.text() };
    },
    pass(holder) {
      const [fromMs, untilMs] = [now() - 60_000, now() + HOUR_MS];
      const hours = { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() };
      return signDeskPass({ origin: service.config.origin, ...hours }, holder);
    },
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}
