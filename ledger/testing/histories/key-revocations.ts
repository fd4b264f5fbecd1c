/** Keys that are lost, and registrars who change. SPEC M21, M22, M24, M25, M46. */
import { ed25519Keyid } from '../../src/keyid.ts';
import type { Actor, Said } from '../../src/testing/builder.ts';
import { inCity, type History } from '../history.ts';
import { mixedOrderKey } from '../signature-vectors.ts';

const rotation = (from: string, to: string): Said => ({ kind: 'key-rotated', from, to });
const revocation = (key: string): Said => ({ kind: 'key-revoked', key, reason: 'lost' });

export function revocationsHistory(): Promise<History> {
  return inCity(
    'keys that are revoked',
    async (history, { ledger, registrars, clerk, parks, mayor, deputy, mandate }) => {
      const [anna, bela, cleo] = registrars;
      const office: Said = { kind: 'office-defined', office: 'harbour', title: 'Harbour', may: ['response'] };
      const opened = await history.says(
        'an input',
        {
          kind: 'input-received',
          process: { id: 'consultation', version: 1 },
          channel: 'web',
          author: 'person',
          text: ledger.text('The square needs a tree.'),
        },
        ledger.intakeKey,
      );
      const response = (by: number[]): Said => ({
        kind: 'response',
        by,
        case: opened,
        text: ledger.text('In autumn.'),
      });
      await history.says(
        'what became of it',
        {
          kind: 'dispositions',
          by: [mandate.mayor],
          case: opened,
          items: [{ code: 'adopted', inputs: [opened], reason: ledger.text('A lime.') }],
        },
        mayor,
      );

      for (const [whose, actor] of [
        ['the log', ledger.logKey],
        ['the intake', ledger.intakeKey],
        ['nobody', await ledger.actor('stranger')],
      ] as const)
        await history.breaks(
          'key-unknown',
          `the revocation of the key of ${whose}`,
          revocation(actor.keyid),
          anna,
          bela,
        );
      await history.breaks('threshold-unmet', 'a revocation by one registrar', revocation(mayor.keyid), anna);
      await history.breaks(
        'key-unknown',
        'a revocation that its own key signs',
        revocation(mayor.keyid),
        anna,
        bela,
        mayor,
      );
      await history.keeps(
        ['key-unknown', 'threshold-unmet'],
        'the revocation of an official’s key',
        revocation(mayor.keyid),
        anna,
        bela,
      );
      await history.breaks('key-revoked', 'the same revocation by others', revocation(mayor.keyid), bela, cleo);
      await history.breaks(
        'key-revoked',
        'a response under a mandate whose key was revoked',
        response([mandate.mayor]),
        mayor,
      );
      await history.breaks(
        'key-revoked',
        'a response under it, made in sight of the time before and said to be of then',
        { ...response([mandate.mayor]), seen: ledger.seen(opened + 1), at: '2026-01-05T08:00:05.000Z' },
        mayor,
      );
      const decision: Said = {
        kind: 'decision',
        by: [mandate.mayor, mandate.deputy],
        case: opened,
        outcome: 'granted',
        basis: 'Tree by-law',
        algorithms: 'none',
        data: 'none',
        text: ledger.text('A lime is planted.'),
      };
      await history.breaks(
        'key-revoked',
        'a decision of two, one of whom signs with a revoked key',
        decision,
        mayor,
        deputy,
      );
      await history.breaks(
        'key-revoked',
        'a response that a revoked key signs as well',
        response([mandate.deputy]),
        deputy,
        mayor,
      );
      await history.breaks(
        'key-revoked',
        'a new key in the place of the revoked one',
        rotation(mayor.keyid, (await ledger.actor('mayor, second key')).keyid),
        anna,
        bela,
        mayor,
        await ledger.actor('mayor, second key'),
      );
      const grant = (key: string): Said => ({
        kind: 'mandate-granted',
        office: 'mayor',
        person: mayor.person,
        key,
        from: '2026-01-01T00:00:00.000Z',
      });
      await history.breaks('key-revoked', 'a new mandate for the revoked key', grant(mayor.keyid), anna, bela);
      const anew: Actor = { ...(await ledger.actor('mayor, second key')), person: mayor.person };
      const granted = await history.keeps(
        'key-revoked',
        'a new mandate for another key of that person',
        grant(anew.keyid),
        anna,
        bela,
      );
      await history.keeps(
        'key-revoked',
        'the decision, one of them under the new mandate',
        { ...decision, by: [granted, mandate.deputy] },
        anew,
        deputy,
      );
      await history.says(
        'a new key for the deputy',
        rotation(deputy.keyid, (await ledger.actor('deputy, second key')).keyid),
        anna,
        bela,
        deputy,
        await ledger.actor('deputy, second key'),
      );
      await history.breaks(
        'key-revoked',
        'the revocation of a key that was replaced',
        revocation(deputy.keyid),
        anna,
        bela,
      );
      await history.says(
        'the revocation of the key that took its place',
        revocation((await ledger.actor('deputy, second key')).keyid),
        anna,
        bela,
      );
      await history.breaks(
        'key-revoked',
        'a response under the old mandate with it',
        response([mandate.deputy]),
        await ledger.actor('deputy, second key'),
      );

      await history.keeps(
        'revocation-impossible',
        'the revocation of a registrar’s key, where two are left',
        revocation(cleo.keyid),
        bela,
        cleo,
      );
      await history.breaks(
        'key-revoked',
        'an office that the registrar signs whose key was revoked',
        office,
        anna,
        cleo,
      );
      await history.breaks(
        'revocation-impossible',
        'the revocation of another, where one would be left and two must sign',
        revocation(bela.keyid),
        anna,
        bela,
      );
      await history.keeps('key-revoked', 'an office that the two who are left sign', office, anna, bela);

      const seats = (...people: readonly Actor[]) => people.map(({ person, keyid }) => ({ person, key: keyid }));
      const change = (threshold: number, ...people: readonly Actor[]): Said => ({
        kind: 'registrars-changed',
        registrars: seats(...people),
        threshold,
      });
      const [yan, zoe] = [await ledger.actor('yan'), await ledger.actor('zoe')];
      const annaTwice: Actor = { ...(await ledger.actor('anna, second key')), person: anna.person };
      await history.breaks(
        'threshold-unmet',
        'new registrars that one of the old ones signs',
        change(1, anna, yan),
        anna,
      );
      await history.breaks(
        'key-unknown',
        'new registrars that these sign themselves',
        change(2, anna, yan),
        anna,
        bela,
        yan,
      );
      await history.breaks(
        'threshold-impossible',
        'a threshold of three for two people with three keys',
        change(3, anna, annaTwice, yan),
        anna,
        bela,
      );
      await history.breaks(
        'key-revoked',
        'new registrars, one with the revoked key',
        change(2, anna, bela, cleo),
        anna,
        bela,
      );
      await history.breaks(
        'key-taken',
        'a new registrar with the key of an official',
        change(2, anna, { ...parks, person: yan.person }),
        anna,
        bela,
      );
      await history.breaks(
        'key-taken',
        'an official as registrar with the key of their office',
        change(2, anna, parks),
        anna,
        bela,
      );
      await history.breaks(
        'key-taken',
        'two new registrars with one key',
        change(2, anna, yan, { ...yan, person: zoe.person }),
        anna,
        bela,
      );
      await history.breaks(
        'key-weak',
        'a new registrar with a key of mixed order',
        change(2, anna, { ...yan, keyid: ed25519Keyid(mixedOrderKey()) }),
        anna,
        bela,
      );
      await history.keeps(
        ['threshold-impossible', 'threshold-unmet', 'key-taken', 'key-weak'],
        'new registrars, of whom two must sign, one with two keys',
        change(2, anna, annaTwice, yan),
        anna,
        bela,
      );
      await history.breaks(
        'key-revoked',
        'an office that a registrar signs who is one no more',
        { ...office, title: 'Port' },
        anna,
        bela,
      );
      await history.breaks(
        'threshold-unmet',
        'an office that one person signs with two keys',
        { ...office, title: 'Port' },
        anna,
        annaTwice,
      );
      await history.breaks(
        'revocation-impossible',
        'a revocation after which one person has two keys and two must sign',
        revocation(yan.keyid),
        anna,
        yan,
      );
      await history.keeps(
        'revocation-impossible',
        'the revocation of one of the two keys of a person',
        revocation(annaTwice.keyid),
        anna,
        yan,
      );
      await history.keeps(
        'revocation-impossible',
        'the revocation of the key of a registrar who is one no more',
        revocation(bela.keyid),
        anna,
        yan,
      );
      await history.says('one registrar for everything', change(1, yan), anna, yan);
      await history.breaks('revocation-impossible', 'the revocation of the very last key', revocation(yan.keyid), yan);
      await history.keeps('threshold-unmet', 'an office that the last one signs', { ...office, title: 'Quay' }, yan);
      await history.says(
        'an end to the mandate of the clerk',
        { kind: 'mandate-ended', mandate: mandate.clerk, reason: 'key-lost' },
        yan,
      );
      await history.breaks('mandate-ended', 'a response of the clerk', response([mandate.clerk]), clerk);
    },
  );
}
