/** A ledger to measure: PostgreSQL and recorders as processes of their own, witnesses in the one that measures, since they have little to do. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base64 } from '@counterfoil/ledger/bytes';
import { startPostgres, type EmbeddedPostgres } from '../services/src/database/embedded.ts';
import { signerOf } from '../services/src/recorder/keys.ts';
import { openTestCity, type TestCity } from '../services/src/testing/city.ts';
import { hostOf, startServiceProcess, type ServiceProcess } from '../services/src/testing/service-process.ts';
import { runWitness } from '../services/src/witness/testing/run-witness.ts';
import type { Target } from './load.ts';

const ORIGIN = 'ledger.example.org/bench';
const WITNESSES = ['a', 'b', 'c'];
/** In the text of every input. */
export const COMMON_WORD = 'streets';

/** How the recorders run. */
export interface Setup {
  readonly recorders: number;
  /** Whether three witnesses are asked, of whom two have to cosign. */
  readonly witnesses: boolean;
  /** Entries and texts that the self-check looks at in a second; 0 for none. */
  readonly selfCheckPerSecond: number;
}

export class BenchLedger {
  readonly #folder: string;
  readonly #postgres: EmbeddedPostgres;
  #recorders: ServiceProcess[] = [];
  readonly #ports: number[] = [];
  #witnesses: AsyncDisposable[] = [];
  #token = '';
  #city: TestCity | undefined;
  #case = 0;

  private constructor(folder: string, postgres: EmbeddedPostgres) {
    this.#folder = folder;
    this.#postgres = postgres;
  }

  static async open(): Promise<BenchLedger> {
    const folder = await mkdtemp(join(tmpdir(), 'counterfoil-bench-'));
    return new BenchLedger(folder, await startPostgres(join(folder, 'database')));
  }

  get databaseUrl(): string {
    return this.#postgres.url;
  }

  get databasePid(): number {
    return this.#postgres.pid;
  }

  get recorders(): readonly ServiceProcess[] {
    return this.#recorders;
  }

  /** Where statements go, by the token of the operator: what they send is not limited. */
  get targets(): readonly Target[] {
    return this.#recorders.map(({ address }) => ({ url: new URL('/api/v1/statements', address), token: this.#token }));
  }

  /** Where inputs go, by the same token. */
  get inputTargets(): readonly Target[] {
    return this.targets.map(({ url, token }) => ({ url: new URL('/api/v1/inputs', url), token }));
  }

  /** How many entries there are. */
  async size(): Promise<number> {
    return (await this.#started.seen()).size;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#postgres.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    for (const one of this.#recorders.splice(0)) await one.stop();
    for (const one of this.#witnesses.splice(0)) await one[Symbol.asyncDispose]();
  }

  /** Ends what ran before. */
  async start({ recorders, witnesses, selfCheckPerSecond }: Setup): Promise<void> {
    const logKey = witnesses ? await this.#logKey() : undefined;
    await this.stop();
    const env = {
      DATABASE_URL: this.databaseUrl,
      COUNTERFOIL_SECOND_PLACE: join(this.#folder, 'second-place'),
      COUNTERFOIL_LIMITS: 'on',
      // All who ask are on this machine.
      COUNTERFOIL_CONNECTIONS_PER_NETWORK: '1000',
      COUNTERFOIL_SELF_CHECK_PER_SECOND: String(selfCheckPerSecond),
      ...(logKey === undefined ? {} : { COUNTERFOIL_WITNESS_POLICY: await this.#startWitnesses(logKey) }),
    };
    const first = join(this.#folder, 'recorder-0');
    for (let i = 0; i < recorders; i++) {
      const folder = join(this.#folder, `recorder-${i}`);
      // What all recorders of a ledger have in common.
      if (i > 0) await mkdir(folder, { recursive: true });
      for (const name of i > 0 ? ['keys', 'opening-token'] : [])
        await cp(join(first, name), join(folder, name), { recursive: true });
      const one = await startServiceProcess(folder, ORIGIN, { ...env, PORT: String(this.#ports[i] ?? 0) });
      this.#ports[i] = Number(new URL(one.address).port);
      this.#recorders.push(one);
      if (this.#city === undefined) await this.#openCity(first);
    }
  }

  /** Inputs ready to be sent, each with a text of 200 bytes, one word of which all have: to one case, or each the first of its own. */
  prepareInputs(count: number, caseId?: number): string[] {
    const where = caseId === undefined ? { process: 'request' } : { case: caseId };
    return Array.from({ length: count }, () =>
      JSON.stringify({
        text: `${COMMON_WORD} ${randomBytes(96).toString('hex')}`,
        lang: 'en',
        author: 'person',
        ...where,
      }),
    );
  }

  /** Statements ready to be sent, signed: responses, each with a text of 200 bytes. @param next the case of each; without it one and the same */
  async prepare(count: number, next = (): number => this.#case): Promise<string[]> {
    const city = this.#started;
    const seen = await city.seen();
    const bodies = [];
    for (let i = 0; i < count; i++) {
      const { ref, content } = city.text(randomBytes(100).toString('hex'));
      const envelope = await city.sign({ kind: 'response', by: [city.mandate], case: next(), text: ref, seen }, [
        city.official,
      ]);
      bodies.push(JSON.stringify({ envelope, contents: [{ salt: base64(content.salt), text: content.text }] }));
    }
    return bodies;
  }

  get #started(): TestCity {
    if (this.#city === undefined) throw new Error('The ledger has not been started.');
    return this.#city;
  }

  async #openCity(folder: string): Promise<void> {
    const [recorder] = this.#recorders;
    if (recorder === undefined) throw new Error('No recorder runs.');
    const host = await hostOf(recorder, folder, ORIGIN);
    this.#token = host.openingToken;
    const city = await openTestCity(host, signerOf(generateKeyPairSync('ed25519').privateKey));
    this.#case = (await city.input('The one case of the benchmark.')).body.index;
    this.#city = city;
  }

  async #logKey(): Promise<string> {
    const response = await fetch(`${this.#recorders[0]?.address}/ledger.json`);
    return ((await response.json()) as { logKey: string }).logKey;
  }

  /** @returns the file of the policy. */
  async #startWitnesses(logKey: string): Promise<string> {
    const lines = [];
    for (const name of WITNESSES) {
      const folder = join(this.#folder, `witness-${name}`);
      const witness = await runWitness({ folder, name: `${name}.example.org`, keys: [logKey], origin: ORIGIN });
      this.#witnesses.push(witness);
      lines.push(`witness ${name} ${witness.identity.keys[0]?.vkey} ${witness.address}`);
    }
    const file = join(this.#folder, 'policy');
    await writeFile(file, [...lines, `group two 2 ${WITNESSES.join(' ')}`, 'quorum two', ''].join('\n'));
    return file;
  }
}
