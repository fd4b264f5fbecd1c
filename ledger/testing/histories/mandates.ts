/** Who may sign what: registrars by threshold, officials by mandate. SPEC M21, M22. */
import type { Actor, Said } from '../../src/testing/builder.ts';
import { inCity, type History } from '../history.ts';

export function registrarsHistory(): Promise<History> {
  return inCity('what registrars sign', async (history, { ledger, registrars, parks }) => {
    const [anna, bela, cleo] = registrars;
    const stranger = await ledger.actor('stranger');
    const office: Said = { kind: 'office-defined', office: 'harbour', title: 'Harbour', may: ['response'] };
    await history.breaks(
      'threshold-unmet',
      'an office that one of three registrars signs where two must',
      office,
      cleo,
    );
    for (const [who, actor] of [
      ['a stranger', stranger],
      ['an official', parks],
      ['the intake', ledger.intakeKey],
      ['the log', ledger.logKey],
    ] as const) {
      await history.breaks('key-unknown', `an office that two registrars sign and ${who}`, office, anna, bela, actor);
      await history.breaks('key-unknown', `an office that ${who} signs alone`, office, actor);
    }
    await history.keeps(
      ['threshold-unmet', 'key-unknown'],
      'an office that two of three registrars sign',
      office,
      bela,
      cleo,
    );
    await history.keeps(
      'threshold-unmet',
      'an office that all of them sign',
      { ...office, title: 'Port' },
      cleo,
      anna,
      bela,
    );
  });
}

export function mandatesHistory(): Promise<History> {
  return inCity(
    'under which mandates officials sign',
    async (history, { ledger, registrars, parks, mayor, mandate }) => {
      const [anna, bela] = registrars;
      const dora = await ledger.actor('dora');
      const grant = (person: Actor, office: string, term: { from: string; until?: string }): Said => ({
        kind: 'mandate-granted',
        office,
        person: person.person,
        key: person.keyid,
        ...term,
      });
      const opened = await history.says(
        'an input',
        {
          kind: 'input-received',
          process: { id: 'service-request', version: 1 },
          channel: 'web',
          author: 'person',
          text: ledger.text('The swing is broken.'),
        },
        ledger.intakeKey,
      );
      const response = (by: number[]): Said => ({
        kind: 'response',
        by,
        case: opened,
        text: ledger.text('It is in the workshop.'),
      });

      await history.breaks('mandate-unknown', 'a response under an entry that grants nothing', response([0]), parks);
      await history.breaks('mandate-unknown', 'a response under the case itself', response([opened]), parks);
      await history.breaks(
        'mandate-unknown',
        'a response under an entry that is not there',
        response([opened + 1]),
        parks,
      );
      await history.breaks(
        'mandate-unknown',
        'a response of which one mandate is none',
        response([mandate.parks, 0]),
        parks,
      );
      await history.keeps('mandate-unknown', 'a response under a mandate', response([mandate.parks]), parks);

      await history.breaks('mandate-key', 'a response that somebody else signs', response([mandate.parks]), mayor);
      await history.breaks(
        'mandate-key',
        'a response that somebody else signs as well',
        response([mandate.parks]),
        parks,
        mayor,
      );
      await history.breaks(
        'mandate-key',
        'a response of two, signed by the first alone',
        response([mandate.parks, mandate.mayor]),
        parks,
      );
      await history.breaks(
        'mandate-key',
        'a response of two, signed by the second and a third',
        response([mandate.parks, mandate.mayor]),
        mayor,
        dora,
      );
      await history.breaks(
        'mandate-key',
        'a response that the intake signs',
        response([mandate.parks]),
        ledger.intakeKey,
      );
      await history.breaks('mandate-key', 'a response that a registrar signs', response([mandate.parks]), anna);
      await history.keeps(
        'mandate-key',
        'a response of two offices, signed by both in the other order',
        response([mandate.parks, mandate.mayor]),
        mayor,
        parks,
      );
      await history.keeps(
        'mandate-key',
        'a response whose mandate is named twice',
        response([mandate.parks, mandate.parks]),
        parks,
      );

      const from = Date.UTC(2026, 2, 1);
      const until = Date.UTC(2026, 3, 1);
      const term = { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
      const granted = await history.says('a mandate for the month of March', grant(dora, 'parks', term), anna, bela);
      await history.breaks('mandate-not-begun', 'a response in January', response([granted]), dora);
      ledger.nowMs = from - 1;
      await history.breaks('mandate-not-begun', 'a response a millisecond before March', response([granted]), dora);
      ledger.nowMs = from;
      await history.keeps('mandate-not-begun', 'a response as March begins', response([granted]), dora);
      ledger.nowMs = until - 1;
      await history.keeps('mandate-expired', 'a response in the last millisecond of March', response([granted]), dora);
      ledger.nowMs = until;
      await history.breaks('mandate-expired', 'a response as March is over', response([granted]), dora);
      await history.breaks(
        'mandate-expired',
        'a response as March is over, said to be of the middle of it',
        { ...response([granted]), at: '2026-03-15T00:00:00.000Z' },
        dora,
      );
      await history.breaks(
        'mandate-expired',
        'a response of two, one of whose mandates ran out',
        response([mandate.parks, granted]),
        parks,
        dora,
      );

      const endless = await history.says(
        'a mandate without an end',
        grant(dora, 'mayor', { from: term.from }),
        anna,
        bela,
      );
      ledger.nowMs = Date.UTC(2029, 11, 31);
      await history.keeps(
        ['mandate-expired', 'mandate-ended'],
        'a response three years later',
        response([endless]),
        dora,
      );
      await history.says('the end of it', { kind: 'mandate-ended', mandate: endless, reason: 'resigned' }, anna, bela);
      await history.breaks('mandate-ended', 'a response after its end', response([endless]), dora);
      await history.breaks(
        'mandate-ended',
        'a response after its end, made in sight of the time before',
        { ...response([endless]), seen: ledger.seen(endless + 1) },
        dora,
      );
      await history.says('the same mandate anew', grant(dora, 'mayor', { from: term.from }), anna, bela);
      await history.breaks('mandate-ended', 'a response under the old one even so', response([endless]), dora);
      await history.keeps('mandate-ended', 'a response under the new one', response([ledger.entries.length - 1]), dora);
    },
  );
}
