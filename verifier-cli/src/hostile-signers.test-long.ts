/** A hostile operator and those who sign: mandates, keys, numbers of signatures, devices. */
import { describe } from 'node:test';
import { sshsigNamespace } from '@counterfoil/ledger/sshsig';
import { PAYLOAD_TYPE } from '@counterfoil/ledger/statement';
import { type Said } from '@counterfoil/ledger/testing/builder';
import { sshSigner, webauthnSigner } from '@counterfoil/ledger/testing/signers';
import { type Attack, decision, force, grant, openCase, readyConsultation, testAttacks } from './testing/hostile.ts';

const attacks: readonly Attack[] = [
  {
    name: 'has somebody decide whose mandate had ended',
    code: 'mandate-ended',
    async publish(city) {
      const { ledger, registrars, mandate, mayor } = city;
      const id = await openCase(city);
      await ledger.say(
        { kind: 'mandate-ended', mandate: mandate.mayor, reason: 'dismissed' },
        registrars[0],
        registrars[2],
      );
      return force(city, decision(city, id, [mandate.mayor]), mayor);
    },
  },
  {
    name: 'has somebody decide whose mandate had run out',
    code: 'mandate-expired',
    async publish(city) {
      const id = await openCase(city);
      city.ledger.nowMs = Date.UTC(2030, 0, 1);
      return force(city, decision(city, id, [city.mandate.mayor]), city.mayor);
    },
  },
  {
    name: 'records that decision with a time at which the mandate was still in force',
    code: 'time-backwards',
    async publish(city) {
      const id = await openCase(city);
      city.ledger.nowMs = Date.UTC(2030, 0, 1);
      await openCase(city);
      city.ledger.nowMs = Date.UTC(2029, 11, 31);
      return force(city, decision(city, id, [city.mandate.mayor]), city.mayor);
    },
  },
  {
    name: 'has one decide where two must',
    code: 'signatures-too-few',
    async publish(city) {
      const id = await readyConsultation(city);
      return force(city, decision(city, id, [city.mandate.mayor]), city.mayor);
    },
  },
  {
    name: 'has one person decide for two, with two keys',
    code: 'signatures-too-few',
    async publish(city) {
      const { ledger, registrars, mandate, mayor } = city;
      const other = await ledger.actor('second key of the mayor');
      const second = await ledger.say(grant(city, 'mayor', other.keyid), registrars[0], registrars[1]);
      const id = await readyConsultation(city);
      return force(city, decision(city, id, [mandate.mayor, second]), mayor, other);
    },
  },
  {
    name: 'counts one signature twice',
    code: 'signature-repeated',
    async publish(city) {
      const { mandate, mayor } = city;
      const id = await readyConsultation(city);
      return force(city, decision(city, id, [mandate.mayor, mandate.deputy]), mayor, mayor);
    },
  },
  {
    name: 'has a thief sign with a key that was revoked',
    code: 'key-revoked',
    async publish(city) {
      const { ledger, registrars, mandate, mayor } = city;
      const id = await openCase(city);
      await ledger.say({ kind: 'key-revoked', key: mayor.keyid, reason: 'stolen' }, registrars[0], registrars[1]);
      return force(city, decision(city, id, [mandate.mayor]), mayor);
    },
  },
  {
    name: 'has a thief sign with a key that was replaced',
    code: 'key-revoked',
    async publish(city) {
      const { ledger, registrars, mandate, mayor } = city;
      const id = await openCase(city);
      const next = await ledger.actor('new key of the mayor');
      const said: Said = { kind: 'key-rotated', from: mayor.keyid, to: next.keyid };
      await ledger.say(said, registrars[0], registrars[1], mayor, next);
      return force(city, decision(city, id, [mandate.mayor]), mayor);
    },
  },
  {
    name: 'replaces a key whose holder did not sign that',
    code: 'rotation-unsigned',
    async publish(city) {
      const { ledger, registrars, mayor } = city;
      const next = await ledger.actor('key of a usurper');
      const said: Said = { kind: 'key-rotated', from: mayor.keyid, to: next.keyid };
      return force(city, said, registrars[0], registrars[1], next);
    },
  },
  {
    name: 'has an office decide that may not',
    code: 'act-not-allowed',
    async publish(city) {
      const id = await openCase(city);
      return force(city, decision(city, id, [city.mandate.parks]), city.parks);
    },
  },
  {
    name: 'enrols an official by officials',
    code: 'key-unknown',
    async publish(city) {
      const friend = await city.ledger.actor('friend');
      return force(city, grant(city, 'mayor', friend.keyid, friend.person), city.mayor, city.deputy);
    },
  },
  {
    name: 'enrols an official by too few registrars',
    code: 'threshold-unmet',
    async publish(city) {
      const friend = await city.ledger.actor('friend');
      return force(city, grant(city, 'mayor', friend.keyid, friend.person), city.registrars[0]);
    },
  },
  {
    name: 'enrols an official by one registrar with two keys',
    code: 'threshold-unmet',
    async publish(city) {
      const { ledger, registrars } = city;
      const [anna, bela] = registrars;
      const [second, friend] = [await ledger.actor('second key of anna'), await ledger.actor('friend')];
      const named = [anna, bela].map(({ person, keyid }) => ({ person, key: keyid }));
      const both = [...named, { person: anna.person, key: second.keyid }];
      await ledger.say({ kind: 'registrars-changed', registrars: both, threshold: 2 }, anna, bela);
      return force(city, grant(city, 'mayor', friend.keyid, friend.person), anna, second);
    },
  },
  {
    name: 'dates a mandate back to before the act that it is meant to cover',
    code: 'mandate-unknown',
    async publish(city) {
      const { ledger, registrars } = city;
      const id = await openCase(city);
      const friend = await ledger.actor('friend');
      const acted = await force(city, decision(city, id, [ledger.entries.length + 1]), friend);
      await ledger.say(grant(city, 'mayor', friend.keyid, friend.person), registrars[0], registrars[1]);
      return acted;
    },
  },
  {
    name: 'uses a passkey signature that was made on another page',
    code: 'signature-origin',
    async publish(city) {
      const { ledger, registrars } = city;
      const honest = await webauthnSigner('webauthn-es256', 'passkey');
      const lured = await webauthnSigner('webauthn-es256', 'passkey', { origin: 'https://lottery.example' });
      const granted = await ledger.say(grant(city, 'mayor', honest.keyid), registrars[0], registrars[1]);
      const id = await openCase(city);
      return force(city, decision(city, id, [granted]), lured);
    },
  },
  {
    name: 'uses an SSH signature that was made for another ledger',
    code: 'signature-namespace',
    async publish(city) {
      const { ledger, registrars } = city;
      const honest = await sshSigner('ssh');
      const elsewhere = { payloadType: PAYLOAD_TYPE, origin: 'ledger.example.org/elsewhere' };
      const lured = await sshSigner('ssh', { namespace: sshsigNamespace(elsewhere) });
      const granted = await ledger.say(grant(city, 'mayor', honest.keyid), registrars[0], registrars[1]);
      const id = await openCase(city);
      return force(city, decision(city, id, [granted]), lured);
    },
  },
];

describe('a hostile operator, by who signs', { concurrency: 2 }, () => {
  testAttacks(attacks);
});
