/** A hostile operator who tells another history: entries moved, dropped, swapped or carried over, and rules changed under a case. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { base64 } from '@counterfoil/ledger/bytes';
import { formatStatement, openEnvelope, type StatementOf } from '@counterfoil/ledger/statement';
import { type Said } from '@counterfoil/ledger/testing/builder';
import { openCity } from '@counterfoil/ledger/testing/city';
import { runCommandLine } from './testing/run-command.ts';
import { temporaryFolder, writeRecord } from './testing/record-folder.ts';
import {
  type Attack,
  decision,
  envelopes,
  force,
  grant,
  moved,
  openCase,
  opening,
  readyConsultation,
  rechain,
  secondVersion,
  testAttacks,
} from './testing/hostile.ts';

const attacks: readonly Attack[] = [
  {
    name: 'has a decision pass over an input where the process forbids it',
    code: 'inputs-unaccounted',
    async publish(city) {
      const { ledger, mandate, mayor, deputy } = city;
      const id = await readyConsultation(city);
      const text = ledger.text('And mine?');
      await ledger.say({ kind: 'input-received', case: id, channel: 'web', author: 'person', text }, ledger.intakeKey);
      return force(city, decision(city, id, [mandate.mayor, mandate.deputy]), mayor, deputy);
    },
  },
  {
    name: 'decides an old case by the smaller quorum of the new rules',
    code: 'signatures-too-few',
    async publish(city) {
      const { ledger, registrars, mandate, mayor } = city;
      const id = await readyConsultation(city);
      await ledger.say(await secondVersion(city), registrars[0], registrars[1]);
      return force(city, decision(city, id, [mandate.mayor]), mayor);
    },
  },
  {
    name: 'moves the new rules to before the case, and chains everything anew',
    code: 'seen-ahead',
    async publish(city) {
      const { ledger, registrars } = city;
      const id = await readyConsultation(city);
      const index = await ledger.say(await secondVersion(city), registrars[0], registrars[1]);
      return { at: id, ledger: await rechain(city, moved(envelopes(ledger), index, id)) };
    },
  },
  {
    name: 'swaps the rules that registrars signed for others',
    code: 'signature-wrong',
    async publish(city) {
      const { ledger, registrars } = city;
      const signed = await ledger.sign(await secondVersion(city, 3), [registrars[0], registrars[1]]);
      const { statement } = openEnvelope(signed);
      const swapped = { ...statement, ...(await secondVersion(city, 1)) } as StatementOf<'process-published'>;
      return ledger.record({ ...signed, payload: base64(formatStatement(swapped)) });
    },
  },
  {
    name: 'opens a case under rules that are no longer in force',
    code: 'process-superseded',
    async publish(city) {
      const { ledger, registrars } = city;
      await ledger.say(await secondVersion(city), registrars[0], registrars[1]);
      return force(city, opening(city, 'consultation', 1), ledger.intakeKey);
    },
  },
  {
    name: 'publishes rules that only the officials signed',
    code: 'key-unknown',
    async publish(city) {
      return force(city, await secondVersion(city), city.mayor, city.deputy);
    },
  },
  {
    name: 'moves a mandate to before that act, and chains everything anew',
    code: 'seen-ahead',
    async publish(city) {
      const { ledger, registrars } = city;
      const friend = await ledger.actor('friend');
      const id = await openCase(city);
      await openCase(city);
      const granted = await ledger.say(grant(city, 'mayor', friend.keyid, friend.person), registrars[0], registrars[1]);
      return { at: id, ledger: await rechain(city, moved(envelopes(ledger), granted, id)) };
    },
  },
  {
    name: 'records what an official said in sight of another history',
    code: 'seen-unknown',
    async publish(city) {
      const { ledger, mandate, parks } = city;
      const id = await openCase(city);
      const elsewhere = await openCity();
      await openCase(elsewhere, 'consultation');
      const text = ledger.text('We agree.');
      const seen = elsewhere.ledger.seen();
      return force(city, { kind: 'response', by: [mandate.parks], case: id, text, seen }, parks);
    },
  },
  {
    name: 'records what an official said for another ledger',
    code: 'origin-foreign',
    async publish(city) {
      const { ledger, mandate, parks } = city;
      const id = await openCase(city);
      const text = ledger.text('We agree.');
      const origin = 'ledger.example.org/elsewhere';
      return force(city, { kind: 'response', by: [mandate.parks], case: id, text, origin }, parks);
    },
  },
  {
    name: 'records an old statement a second time',
    code: 'statement-repeated',
    async publish(city) {
      const { ledger, registrars, mandate } = city;
      const friend = await ledger.actor('friend');
      const granted = await ledger.say(grant(city, 'mayor', friend.keyid, friend.person), registrars[0], registrars[1]);
      const ended: Said = { kind: 'mandate-ended', mandate: granted, reason: 'dismissed' };
      await ledger.say(ended, registrars[0], registrars[1]);
      assert.ok(mandate.mayor < granted);
      return ledger.record(envelopes(ledger)[granted] ?? assert.fail());
    },
  },
  {
    name: 'takes an input in the name of an official',
    code: 'mandate-key',
    async publish(city) {
      const { ledger, mandate } = city;
      return force(city, { ...opening(city, 'service-request'), by: [mandate.clerk] } as Said, ledger.intakeKey);
    },
  },
  {
    name: 'puts two inputs in another order, and chains everything anew',
    code: 'seen-unknown',
    async publish(city) {
      const { ledger, mandate, clerk } = city;
      const first = await openCase(city);
      const second = await openCase(city, 'consultation');
      const official = await ledger.say({ kind: 'acknowledgement', by: [mandate.clerk], case: second }, clerk);
      return { at: official, ledger: await rechain(city, moved(envelopes(ledger), second, first)) };
    },
  },
  {
    name: 'drops an input, and chains everything anew',
    code: 'seen-ahead',
    async publish(city) {
      const { ledger, mandate, clerk } = city;
      const first = await openCase(city);
      const second = await openCase(city);
      const official = await ledger.say({ kind: 'acknowledgement', by: [mandate.clerk], case: first }, clerk);
      return { at: official - 1, ledger: await rechain(city, envelopes(ledger).toSpliced(second, 1)) };
    },
  },
  {
    name: 'tells another history of the same length than the reader had seen',
    code: 'history-rewritten',
    async publish(city) {
      const { ledger } = city;
      const first = await openCase(city);
      const second = await openCase(city, 'consultation');
      const before = await ledger.files();
      return { at: 'checkpoint', before, ledger: await rechain(city, moved(envelopes(ledger), second, first)) };
    },
  },
];

describe('a hostile operator, by another history', { concurrency: 2 }, () => {
  testAttacks(attacks);

  test('drops the newest entries, which the reader had seen: a folder is then no more than older, and nothing is verified', async (t) => {
    const [folder, memory] = [await temporaryFolder(t), await temporaryFolder(t)];
    const city = await openCity();
    const size = await openCase(city);
    await writeRecord(folder, await city.ledger.files());
    assert.equal((await runCommandLine('verify', [folder, '--memory', memory], {})).code, 0);
    await writeRecord(folder, await city.ledger.files(size));
    const { code, verdict } = await runCommandLine('verify', [folder, '--memory', memory], {});
    assert.equal(code, 2);
    assert.match(verdict, /^OLDER THAN SEEN: /);
  });

  test('every history is in order up to the act that is found', async (t) => {
    const folder = await temporaryFolder(t);
    const city = await openCity();
    await readyConsultation(city);
    await writeRecord(folder, await city.ledger.files());
    const { code, stdout } = await runCommandLine('verify', [folder, '--no-memory'], {});
    assert.equal(code, 0, stdout);
  });
});
