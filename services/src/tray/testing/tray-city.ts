/** A city on a test service in which decisions take two people of the council, and registrars sign two of three. */
import { LedgerBuilder, type Actor } from '@counterfoil/ledger/testing/builder';
import { sshSigner, webauthnSigner } from '@counterfoil/ledger/testing/signers';
import { signDeskPass } from '@counterfoil/ledger/desk-pass';
import type { Signer } from '@counterfoil/ledger/signature';
import type { Said } from '@counterfoil/ledger/compose';
import { sql } from 'kysely';
import { createClient, type Client, type Prepared } from '../../client/client.ts';
import { createTrayClient, type TrayClient } from '../../client/tray.ts';
import { openTestCity } from '../../testing/city.ts';
import { startTestService, type TestService } from '../../testing/service.ts';

interface PassHours {
  readonly origin?: string;
  readonly fromMs?: number;
  readonly untilMs?: number;
}

export interface Asked {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TrayCity extends AsyncDisposable {
  readonly service: TestService;
  /** Two of them sign together. */
  readonly registrars: readonly [Actor, Actor, Actor];
  /** Of the council, whose decisions both sign. */
  readonly helen: Actor;
  readonly oskar: Actor;
  /** Of the desk, which answers alone. */
  readonly ines: Actor;
  /** His mandate was ended. */
  readonly tomas: Actor;
  readonly mandates: { readonly helen: number; readonly oskar: number };
  /** Milliseconds by which the clock of the service runs ahead. */
  aheadMs: number;
  now(): number;
  openCase(): Promise<number>;
  /** The decision of a case, signed by those who are named. */
  decision(caseId: number, signers: readonly Signer[], fields?: object): Promise<Prepared>;
  office(name: string, signers: readonly Signer[]): Promise<Prepared>;
  tray(holder: Signer, address?: string): TrayClient;
  /** The header of a pass, good from a minute ago for an hour unless said otherwise. */
  pass(holder: Signer, hours?: PassHours): Promise<string>;
  /** Asks the address as any program could, and gives status and answer. */
  ask(path: string, authorization?: string, body?: unknown): Promise<Asked>;
  /** Everything that is kept: how many entries and texts, and the tray. */
  stored(): Promise<string>;
}

export async function openTrayCity(): Promise<TrayCity> {
  const clock = { aheadMs: 0 };
  const now = (): number => Date.now() + clock.aheadMs;
  const service = await startTestService({ now });
  const base = await openTestCity(service);
  const client = createClient(service.address);
  const people = await LedgerBuilder.create();
  const [agnes, bruno] = [await people.actor('agnes'), await people.actor('bruno')];
  // One of each scheme: to the tray a key is a key.
  const celia = { ...(await people.actor('celia')), ...(await webauthnSigner('webauthn-es256', 'celia')) };
  const [helen, oskar] = [await people.actor('helen'), await people.actor('oskar')];
  const ines = { ...(await people.actor('ines')), ...(await sshSigner('ines')) };
  const tomas = await people.actor('tomas');
  const registrars = [agnes, bruno, celia] as const;
  const said = async (statement: object, signers: readonly Signer[] = [agnes, bruno]): Promise<number> => {
    await client.seen();
    return (await client.submit(statement as Said, signers)).index;
  };
  await said(
    {
      kind: 'registrars-changed',
      registrars: registrars.map(({ person, keyid }) => ({ person, key: keyid })),
      threshold: 2,
    },
    [base.registrar],
  );
  await said({ kind: 'office-defined', office: 'council', title: 'Council', may: ['decision'] });
  const grant = (office: string, { person, keyid }: Actor): Promise<number> =>
    said({ kind: 'mandate-granted', office, person, key: keyid, from: '2020-01-01T00:00:00.000Z' });
  const mandates = { helen: await grant('council', helen), oskar: await grant('council', oskar) };
  await grant('desk', ines);
  await said({ kind: 'mandate-ended', mandate: await grant('desk', tomas), reason: 'resigned' });
  const choices = [
    { code: 'adopted', title: 'Adopted' },
    { code: 'given-up', title: 'Given up' },
  ];
  await said({
    kind: 'process-published',
    process: 'plan',
    version: 1,
    title: 'Plan',
    level: 'consult',
    authors: ['person'],
    acts: { decision: { offices: ['council'], signatures: 2 } },
    outcomes: choices,
    dispositions: choices,
    accounting: 'record',
    clocks: {},
  });
  return {
    ...{ service, registrars, helen, oskar, ines, tomas, mandates, now },
    get aheadMs() {
      return clock.aheadMs;
    },
    set aheadMs(ms) {
      clock.aheadMs = ms;
    },
    async openCase() {
      const text = 'A bridge for those on foot, please.';
      return (await client.sendInput({ text, lang: 'en', author: 'person', process: 'plan' })).index;
    },
    async decision(caseId, signers, fields = {}) {
      await client.seen();
      const statement = {
        kind: 'decision',
        by: [mandates.helen, mandates.oskar],
        case: caseId,
        outcome: 'adopted',
        basis: 'Roads by-law, section 7',
        algorithms: 'none',
        data: 'none',
        text: { text: 'The bridge is built. Confidential until it is signed.', lang: 'en' },
        ...fields,
      };
      return client.prepare(statement as Said, signers);
    },
    office: (name, signers) =>
      client.prepare({ kind: 'office-defined', office: name, title: name, may: ['response'] }, signers),
    tray: (holder, address = service.address) => createTrayClient(address, client, { holder, now }),
    pass(holder, { origin = service.config.origin, fromMs = now() - 60_000, untilMs = now() + 3_600_000 } = {}) {
      const [from, until] = [new Date(fromMs).toISOString(), new Date(untilMs).toISOString()];
      return signDeskPass({ origin, from, until }, holder);
    },
    async ask(path, authorization, body) {
      const headers = {
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const response = await fetch(`${service.address}/api/v1/proposals${path}`, {
        headers,
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Asked['body'] };
    },
    async stored() {
      const { rows } = await sql<{ all: string }>`
        select concat((select count(*) from entries), ' ', (select count(*) from contents), ' ',
          (select coalesce(json_agg(p order by id), '[]') from proposals p)) as all`.execute(service.db);
      return rows[0]?.all ?? '';
    },
    [Symbol.asyncDispose]: () => close(client, service),
  };
}

async function close(client: Client, service: AsyncDisposable): Promise<void> {
  client.close();
  await service[Symbol.asyncDispose]();
}
