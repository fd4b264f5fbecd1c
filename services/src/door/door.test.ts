import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hash } from 'node:crypto';
import { formatSolution, parseChallenge, solve } from '@counterfoil/web-viewer/work';
import { CHALLENGE_LIFETIME_MS } from './challenges.ts';
import { Door, WorkDoor, type Refusal } from './door.ts';

function solution(challenge: string): string {
  const parsed = parseChallenge(challenge);
  assert.ok(parsed !== undefined, challenge);
  return formatSolution(solve(parsed, (data) => hash('sha256', data, 'buffer')));
}

function challengeOf(refusal: Refusal | undefined): string {
  assert.ok(refusal !== undefined && 'challenge' in refusal, JSON.stringify(refusal));
  return refusal.challenge;
}

describe('a door', () => {
  test('turns away a network that had its share, then everybody, and takes nothing for what it refused', () => {
    let nowMs = 0;
    const door = new Door({
      perNetwork: { perMinute: 60, burst: 2 },
      total: { perMinute: 60, burst: 3 },
      clockMs: () => nowMs,
    });
    assert.equal(door.admit('a'), undefined);
    assert.equal(door.admit('a'), undefined);
    assert.deepEqual(door.admit('a'), { code: 'too-many', from: 'network', retryAfterS: 1 });
    assert.equal(door.admit('b'), undefined);
    assert.deepEqual(door.admit('b'), { code: 'too-many', from: 'all', retryAfterS: 1 });
    nowMs = 1000;
    assert.equal(door.admit('b'), undefined);
    assert.deepEqual(door.admit('c'), { code: 'too-many', from: 'all', retryAfterS: 1 });
  });
});

describe('a door under attack', () => {
  const open = (
    burst = 60,
    challengeKey = new Uint8Array(32),
  ): { door: WorkDoor; pass: (ms: number) => void; scarce: boolean[] } => {
    let nowMs = 1_800_000_000_000;
    const scarce: boolean[] = [];
    const door = new WorkDoor({
      perNetwork: { perMinute: 10, burst: 1000 },
      total: { perMinute: 20, burst },
      clockMs: () => nowMs,
      now: () => nowMs,
      challengeKey,
      onScarce: (isScarce) => scarce.push(isScarce),
    });
    return { door, pass: (ms) => (nowMs += ms), scarce };
  };
  const send = (door: WorkDoor, route: 'form' | 'inputs' | 'voices', work?: string): Refusal | undefined =>
    door.admit({ network: 'n', route, work });
  const flood = (door: WorkDoor): void => {
    for (let i = 0; i < 31; i++) assert.equal(send(door, 'inputs'), undefined);
  };

  test('asks for work from the second half on, and for none before or after', () => {
    const { door, pass, scarce } = open();
    assert.equal(door.challenge('form'), undefined);
    flood(door);
    assert.deepEqual(scarce, []);
    assert.equal(send(door, 'inputs')?.code, 'work-needed');
    assert.deepEqual(scarce, [true]);
    assert.ok(door.challenge('form') !== undefined);
    pass(60_000);
    assert.equal(send(door, 'inputs'), undefined);
    assert.equal(door.challenge('form'), undefined);
    assert.deepEqual(scarce, [true, false]);
  });

  test('takes a solution once, for its own route, in time, and no other', () => {
    const { door, pass } = open();
    flood(door);
    const work = solution(challengeOf(send(door, 'inputs')));
    const late = solution(challengeOf(send(door, 'inputs')));
    assert.equal(send(door, 'voices', work)?.code, 'work-wrong');
    assert.equal(send(door, 'inputs', work), undefined);
    assert.equal(send(door, 'inputs', work)?.code, 'work-wrong');
    for (const wrong of ['x', work.slice(0, -1), `${work},1`, late.replace(/\.1[0-9]\./, '.1.'), 'x'.repeat(10_000)])
      assert.equal(send(door, 'inputs', wrong)?.code, 'work-wrong', wrong);
    pass(CHALLENGE_LIFETIME_MS);
    flood(door);
    assert.equal(send(door, 'inputs', late)?.code, 'work-wrong');
    assert.equal(send(door, 'inputs', work)?.code, 'work-wrong');
  });

  test('knows a solution that was used until its challenge has expired', () => {
    const { door, pass } = open();
    flood(door);
    pass(CHALLENGE_LIFETIME_MS / 2);
    flood(door);
    const work = solution(challengeOf(send(door, 'inputs')));
    assert.equal(send(door, 'inputs', work), undefined);
    pass(CHALLENGE_LIFETIME_MS - 1);
    flood(door);
    assert.equal(send(door, 'inputs', work)?.code, 'work-wrong');
  });

  test('takes what another process with the same key has asked for', () => {
    const [{ door }, { door: other }] = [open(), open()];
    for (const each of [door, other]) flood(each);
    assert.equal(send(door, 'inputs', solution(challengeOf(send(other, 'inputs')))), undefined);
  });

  test('takes what is given by another key for wrong', () => {
    const { door } = open();
    const { door: other } = open(60, new Uint8Array(32).fill(1));
    for (const each of [door, other]) flood(each);
    assert.equal(send(door, 'inputs', solution(challengeOf(send(other, 'inputs'))))?.code, 'work-wrong');
  });

  test('lets a few forms in without work, since not every browser runs scripts', () => {
    const { door, pass } = open();
    flood(door);
    // A twentieth of sixty.
    for (let i = 0; i < 3; i++) assert.equal(send(door, 'form'), undefined);
    const refusal = send(door, 'form');
    assert.equal(refusal?.code, 'work-needed');
    assert.equal(refusal.retryAfterS, 60);
    assert.equal(send(door, 'form', solution(challengeOf(refusal))), undefined);
    // The flood goes on.
    pass(59_000);
    for (let i = 0; i < 19; i++) send(door, 'inputs', '');
    pass(1000);
    assert.equal(send(door, 'form'), undefined);
  });

  test('asks for more work the less is left', () => {
    const { door } = open(16);
    for (let i = 0; i < 9; i++) assert.equal(send(door, 'inputs'), undefined);
    const bits: (number | undefined)[] = [];
    for (let i = 0; i < 6; i++) {
      const challenge = challengeOf(send(door, 'inputs'));
      bits.push(parseChallenge(challenge)?.bits);
      assert.equal(send(door, 'inputs', solution(challenge)), undefined);
    }
    assert.deepEqual(bits, [13, 13, 13, 14, 14, 15]);
  });

  test('turns away even those who worked when nothing is left', () => {
    const nowMs = 1_800_000_000_000;
    const door = new WorkDoor({
      perNetwork: { perMinute: 10, burst: 1000 },
      total: { perMinute: 1, burst: 3 },
      clockMs: () => nowMs,
      now: () => nowMs,
      challengeKey: new Uint8Array(32),
      onScarce: () => undefined,
    });
    assert.equal(send(door, 'inputs'), undefined);
    assert.equal(send(door, 'inputs'), undefined);
    const challenge = challengeOf(send(door, 'inputs'));
    assert.equal(send(door, 'inputs', solution(challenge)), undefined);
    assert.deepEqual(send(door, 'inputs', 'x'), { code: 'too-many', from: 'all', retryAfterS: 60 });
  });
});
