/** Keys that are replaced, and what becomes of what they signed. SPEC M21, M22, M24, M45. */
import { ed25519Keyid } from '../../src/keyid.ts';
import type { Actor, Said } from '../../src/testing/builder.ts';
import { inCity, type History } from '../history.ts';
import { mixedOrderKey } from '../signature-vectors.ts';

const rotation = (from: string, to: string): Said => ({ kind: 'key-rotated', from, to });

export function rotationsHistory(): Promise<History> {
  return inCity('keys that are replaced', async (history, { ledger, registrars, clerk, parks, mayor, mandate }) => {
    const [anna, bela, cleo] = registrars;
    const next = async ({ person }: Actor, name: string): Promise<Actor> => ({ ...(await ledger.actor(name)), person });
    const parksAnew = await next(parks, 'parks, second key');
    const opened = await history.says(
      'an input',
      {
        kind: 'input-received',
        process: { id: 'service-request', version: 1 },
        channel: 'web',
        author: 'person',
        text: ledger.text('The fountain is dry.'),
      },
      ledger.intakeKey,
    );
    const response = (by = [mandate.parks]): Said => ({
      kind: 'response',
      by,
      case: opened,
      text: ledger.text('It runs again in May.'),
    });
    const answered = await history.says('a response under the key that is to be replaced', response(), parks);

    const swap = rotation(parks.keyid, parksAnew.keyid);
    await history.breaks('rotation-unsigned', 'a new key that only registrars sign', swap, anna, bela);
    await history.breaks('rotation-unsigned', 'a new key without the old one', swap, anna, bela, parksAnew);
    await history.breaks('rotation-unsigned', 'a new key that did not sign', swap, anna, bela, parks);
    await history.breaks('threshold-unmet', 'a new key with one registrar', swap, anna, parks, parksAnew);
    await history.breaks('threshold-unmet', 'a new key that the two keys alone sign', swap, parks, parksAnew);
    await history.breaks(
      'key-unknown',
      'a new key that somebody else signs too',
      swap,
      anna,
      bela,
      parks,
      parksAnew,
      mayor,
    );
    await history.breaks(
      'key-unknown',
      'the replacement of a key that is not there',
      rotation((await ledger.actor('stranger')).keyid, parksAnew.keyid),
      anna,
      bela,
      await ledger.actor('stranger'),
      parksAnew,
    );
    await history.breaks(
      'key-unknown',
      'the replacement of the log’s key as if it were anybody’s',
      rotation(ledger.logKey.keyid, parksAnew.keyid),
      anna,
      bela,
      ledger.logKey,
      parksAnew,
    );
    await history.breaks(
      'key-taken',
      'a key in the place of itself',
      rotation(parks.keyid, parks.keyid),
      anna,
      bela,
      parks,
    );
    for (const [whose, actor] of [
      ['another official', mayor],
      ['a registrar', cleo],
      ['the intake', ledger.intakeKey],
      ['the log', ledger.logKey],
    ] as const)
      await history.breaks(
        'key-taken',
        `the key of ${whose} as the new one`,
        rotation(parks.keyid, actor.keyid),
        anna,
        bela,
        parks,
        actor,
      );
    await history.breaks(
      'key-weak',
      'a new key of mixed order, which did not sign',
      rotation(parks.keyid, ed25519Keyid(mixedOrderKey())),
      anna,
      bela,
      parks,
    );
    await history.keeps(
      ['rotation-unsigned', 'threshold-unmet', 'key-taken', 'key-unknown'],
      'a new key in the place of an official’s',
      swap,
      parks,
      anna,
      parksAnew,
      bela,
    );
    await history.breaks('key-revoked', 'a response under the replaced key', response(), parks);
    await history.breaks(
      'key-revoked',
      'a response under it, made in sight of the time before',
      { ...response(), seen: ledger.seen(answered) },
      parks,
    );
    await history.breaks('key-revoked', 'a response that both keys sign', response(), parks, parksAnew);
    await history.keeps('key-revoked', 'a response under the same mandate with the new key', response(), parksAnew);
    await history.breaks(
      'key-revoked',
      'the old key replaced once more',
      rotation(parks.keyid, (await ledger.actor('third')).keyid),
      anna,
      bela,
      parks,
      await ledger.actor('third'),
    );
    const grant = (person: string, key: string, office = 'front-desk'): Said => ({
      kind: 'mandate-granted',
      office,
      person,
      key,
      from: '2026-01-01T00:00:00.000Z',
    });
    await history.breaks('key-revoked', 'a mandate for the old key', grant(parks.person, parks.keyid), anna, bela);
    await history.breaks(
      'key-taken',
      'a mandate with the new key for another person',
      grant(clerk.person, parksAnew.keyid),
      anna,
      bela,
    );
    const second = await history.keeps(
      'key-taken',
      'another mandate with the new key for the same person',
      grant(parks.person, parksAnew.keyid),
      anna,
      bela,
    );
    await history.keeps(
      'mandate-key',
      'a response under both mandates, one of an older key, with the one signature of the new one',
      response([mandate.parks, second]),
      parksAnew,
    );
    const parksThird = await next(parks, 'parks, third key');
    await history.says(
      'a third key in the place of the second',
      rotation(parksAnew.keyid, parksThird.keyid),
      anna,
      bela,
      parksAnew,
      parksThird,
    );
    await history.breaks('key-revoked', 'a response under the second key', response(), parksAnew);
    await history.breaks(
      'key-taken',
      'the first key back in the place of the third',
      rotation(parksThird.keyid, parks.keyid),
      anna,
      bela,
      parksThird,
      parks,
    );
    await history.keeps('key-revoked', 'a response under the third key', response([mandate.parks, second]), parksThird);

    const annaAnew = await next(anna, 'anna, new key');
    const office: Said = { kind: 'office-defined', office: 'harbour', title: 'Harbour', may: ['response'] };
    await history.breaks(
      'threshold-unmet',
      'a registrar’s new key that no other registrar signs',
      rotation(anna.keyid, annaAnew.keyid),
      anna,
      annaAnew,
    );
    await history.says(
      'a new key in the place of a registrar’s',
      rotation(anna.keyid, annaAnew.keyid),
      anna,
      annaAnew,
      bela,
    );
    await history.breaks('key-revoked', 'an office that a registrar signs with the replaced key', office, anna, bela);
    await history.breaks('threshold-unmet', 'an office that the new key signs alone', office, annaAnew);
    await history.keeps(['key-revoked', 'threshold-unmet'], 'an office with the new key', office, annaAnew, bela);

    const intakeAnew = await ledger.actor('intake, second key');
    const input = (): Said => ({
      kind: 'input-received',
      case: opened,
      channel: 'web',
      author: 'person',
      text: ledger.text('Still dry.'),
    });
    await history.breaks(
      'rotation-unsigned',
      'a new key for the intake that it does not sign itself',
      rotation(ledger.intakeKey.keyid, intakeAnew.keyid),
      bela,
      cleo,
      ledger.intakeKey,
    );
    await history.keeps(
      'rotation-unsigned',
      'a new key for the intake, whose old one may be lost',
      rotation(ledger.intakeKey.keyid, intakeAnew.keyid),
      bela,
      cleo,
      intakeAnew,
    );
    await history.breaks('key-unknown', 'an input that the replaced intake key signs', input(), ledger.intakeKey);
    await history.breaks('key-unknown', 'an input that both intake keys sign', input(), ledger.intakeKey, intakeAnew);
    await history.keeps('key-unknown', 'an input that the new intake key signs', input(), intakeAnew);
  });
}
