/**
 * Every point at which something is written fails once, before it persists and after: the transaction, the signature, the second place.
 * The service goes on by itself, or is started anew; then the whole log is audited from storage, and everything that was acknowledged
 * is looked for. A kill at any moment is tried by crash.test-long.ts.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import pino from 'pino';
import { startService, type Service } from './service.ts';
import type { Ports } from './starting/given.ts';
import { auditService } from './client/testing/audit-service.ts';
import { openTestCity, type Answer, type TestCity } from './testing/city.ts';
import { startFaultyPostgres, type Cut, type FaultyPostgres } from './testing/faulty-postgres.ts';
import { CheckpointsSeen } from './testing/checkpoints-seen.ts';
import { startTestService, type TestService } from './testing/service.ts';
import type { SecondPlace } from './second-place/second-place.ts';

const silent = pino({ level: 'silent' });

/** Thrown on purpose. */
class Failure extends Error {}

/** Fails once when armed. */
class Trap {
  #armed = false;
  sprung = 0;

  arm(): void {
    this.#armed = true;
  }

  spring(): void {
    if (!this.#armed) return;
    this.#armed = false;
    this.sprung++;
    throw new Failure('Failed on purpose.');
  }
}

interface Point {
  readonly name: string;
  readonly ports?: (trap: Trap) => Ports;
  readonly cut?: Cut;
}

function placeWith(real: SecondPlace, trap: Trap, moment: 'before' | 'after'): SecondPlace {
  return {
    name: real.name,
    read: () => real.read(),
    async swap(note, kept) {
      if (moment === 'before') trap.spring();
      const swapped = await real.swap(note, kept);
      if (moment === 'after') trap.spring();
      return swapped;
    },
    close: () => real.close(),
  };
}

const moments = ['before', 'after'] as const;
const points: readonly Point[] = [
  ...moments.map((moment): Point => ({ name: `the commit, ${moment} it`, cut: { statement: 'commit', moment } })),
  ...moments.map((moment): Point => ({
    name: `the rows of a batch, ${moment} they are written`,
    cut: { statement: 'with new_entries', moment },
  })),
  ...moments.map((moment): Point => ({
    name: `the lock on the head, ${moment} it is given`,
    cut: { statement: 'select size, time, leaf, frontier from head for update', moment },
  })),
  ...moments.map((moment): Point => ({
    name: `reading back, ${moment} the rows are read`,
    cut: { statement: 'select "head"."size", "head"."frontier"', moment },
  })),
  ...moments.map((moment): Point => ({
    name: `the signature, ${moment} it is made`,
    ports: (trap) => ({
      sign: (real) => async (text, vkey) => {
        if (moment === 'before') trap.spring();
        const note = await real(text, vkey);
        if (moment === 'after') trap.spring();
        return note;
      },
    }),
  })),
  ...moments.map((moment): Point => ({
    name: `the second place, ${moment} it holds the new checkpoint`,
    ports: (trap) => ({ secondPlace: (real) => placeWith(real, trap, moment) }),
  })),
];

describe('Whatever fails while it is written', () => {
  let first: TestService & AsyncDisposable;
  let city: TestCity;
  let wire: FaultyPostgres;
  const acknowledged = new Map<number, { readonly address: string; readonly answer: Answer['body'] }>();
  const seen = new CheckpointsSeen();
  before(async () => {
    first = await startTestService();
    city = await openTestCity(first);
    await first.close();
    wire = await startFaultyPostgres(first.databaseUrl);
  });
  after(async () => {
    await wire[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
  });

  const start = (ports: Ports = {}): Promise<Service> =>
    startService({ ...first.config, databaseUrl: wire.url }, silent, Date.now, ports);
  const send = async (service: Service, count: number): Promise<void> => {
    const answers = await Promise.all(Array.from({ length: count }, (_, i) => speak(service, city, `Said ${i}.`)));
    for (const answer of answers) {
      if (answer === undefined) continue;
      assert.ok(!acknowledged.has(answer.index), `index ${answer.index} was given twice`);
      acknowledged.set(answer.index, { address: service.address, answer });
      seen.add(answer.proof.slice(answer.proof.indexOf('\n\n') + 2));
    }
  };
  const checkWhole = async (service: Service): Promise<void> => {
    const { verdict, findings } = await auditService(service);
    assert.equal(verdict, 'verified', JSON.stringify(findings));
    // What was promised meanwhile goes on being recorded: more may be durable by the time the answer comes.
    const { size: recorded } = await service.db.selectFrom('head').select('size').executeTakeFirstOrThrow();
    const note = await (await fetch(`${service.address}/checkpoint`)).text();
    seen.add(note);
    const { size } = parseCheckpoint(parseNote(note).text);
    assert.ok(size >= recorded, 'nothing that is durable is left unpublished');
    for (const { answer } of acknowledged.values()) {
      const response = await fetch(`${service.address}/api/v1/entries/${answer.index}`);
      assert.equal(response.status, 200, `entry ${answer.index} was acknowledged and is gone`);
      assert.equal(((await response.json()) as { time: string }).time, answer.time);
    }
    await seen.check(service);
  };

  for (const { name, ports, cut } of points) {
    for (const then of ['goes on by itself', 'is started anew'] as const) {
      test(`${name}: nothing acknowledged is lost where the service ${then}`, async () => {
        const trap = new Trap();
        const service = await start(ports?.(trap));
        const cutsBefore = wire.cuts;
        try {
          await send(service, 3);
          trap.arm();
          if (cut !== undefined) wire.cutOnce(cut);
          await send(service, 5);
          assert.equal(trap.sprung + wire.cuts - cutsBefore, 1, 'it failed once');
          if (then === 'goes on by itself') {
            await service.recorder.publisher.caughtUp();
            await send(service, 3);
            await checkWhole(service);
          }
        } finally {
          await service.close();
        }
        const again = await start();
        try {
          await checkWhole(again);
          await send(again, 1);
        } finally {
          await again.close();
        }
      });
    }
  }

  test('what was acknowledged meanwhile is a good part of what was sent', () => {
    assert.ok(acknowledged.size >= points.length * 2 * 4, `${acknowledged.size} were acknowledged`);
  });
});

/** The receipt, or undefined where none came. */
async function speak(service: Service, city: TestCity, text: string): Promise<Answer['body'] | undefined> {
  void city;
  const response = await fetch(`${service.address}/api/v1/inputs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, lang: 'en', author: 'person', process: 'request' }),
  }).catch(() => undefined);
  if (response?.status !== 201) return undefined;
  return (await response.json()) as Answer['body'];
}
