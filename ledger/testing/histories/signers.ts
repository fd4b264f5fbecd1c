/** Who may sign what: registrars by threshold, officials by mandate. SPEC M21, M22, M23. */
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

export function actsHistory(): Promise<History> {
  return inCity(
    'which acts offices may sign',
    async (history, { ledger, registrars, clerk, parks, mayor, deputy, mandate }) => {
      const [anna, bela] = registrars;
      const open = (process: string): Promise<number> =>
        history.says(
          `an input that opens a case of "${process}"`,
          {
            kind: 'input-received',
            process: { id: process, version: 1 },
            channel: 'web',
            author: 'person',
            text: ledger.text('More shade, please.'),
          },
          ledger.intakeKey,
        );
      const request = await open('service-request');
      const consultation = await open('consultation');
      const response = (by: number, on = request): Said => ({
        kind: 'response',
        by: [by],
        case: on,
        text: ledger.text('Two limes are planted.'),
      });
      const acknowledgement = (by: number, on = request): Said => ({ kind: 'acknowledgement', by: [by], case: on });
      const decision = (by: number[], on = request): Said => ({
        kind: 'decision',
        by,
        case: on,
        outcome: 'granted',
        basis: 'Tree by-law',
        text: ledger.text('Trees are planted.'),
      });

      await history.breaks(
        'act-not-allowed',
        'an acknowledgement by an office that neither its definition nor the process lets',
        acknowledgement(mandate.parks),
        parks,
      );
      await history.keeps(
        'act-not-allowed',
        'an acknowledgement by the office that may',
        acknowledgement(mandate.clerk),
        clerk,
      );

      const define = (
        office: string,
        title: string,
        may: ('response' | 'decision' | 'dispositions' | 'correction')[],
      ): Said => ({ kind: 'office-defined', office, title, may });
      await history.says(
        'the parks department is given decisions, by its definition',
        define('parks', 'Parks department', ['response', 'decision', 'dispositions', 'correction']),
        anna,
        bela,
      );
      await history.breaks(
        'act-not-allowed',
        'a decision by an office that the process does not let',
        decision([mandate.parks]),
        parks,
      );
      await history.breaks(
        'act-not-allowed',
        'a decision of two offices, one of which the process does not let',
        decision([mandate.mayor, mandate.parks]),
        mayor,
        parks,
      );
      await history.says(
        'the parks department loses responses, by its definition',
        define('parks', 'Parks department', ['dispositions', 'correction']),
        anna,
        bela,
      );
      await history.breaks(
        'act-not-allowed',
        'a response by an office that has lost the right',
        response(mandate.parks),
        parks,
      );
      await history.breaks(
        'act-not-allowed',
        'a response by it, made in sight of the time before',
        { ...response(mandate.parks), seen: ledger.seen(consultation + 1) },
        parks,
      );
      await history.says(
        'the parks department is given responses again',
        define('parks', 'Parks department', ['response', 'dispositions', 'correction']),
        anna,
        bela,
      );
      await history.keeps('act-not-allowed', 'a response by it', response(mandate.parks), parks);
      await history.breaks(
        'act-not-allowed',
        'an input taken down by an office that may not',
        {
          kind: 'input-received',
          case: request,
          by: [mandate.parks],
          channel: 'visit',
          author: 'person',
          text: ledger.text('Yes, shade.'),
        },
        parks,
      );
      await history.keeps(
        'act-not-allowed',
        'an input taken down by the office that may',
        {
          kind: 'input-received',
          case: request,
          by: [mandate.clerk],
          channel: 'counter',
          author: 'person',
          text: ledger.text('Yes, shade.'),
        },
        clerk,
      );

      await history.says(
        'a process in which nobody may do anything but respond',
        {
          kind: 'process-published',
          process: 'suggestion',
          version: 1,
          title: 'Suggestion box',
          level: 'inform',
          authors: ['person'],
          acts: { response: { offices: ['front-desk'], signatures: 1 } },
          outcomes: [{ code: 'noted', title: 'Noted' }],
          dispositions: [{ code: 'noted', title: 'Noted' }],
          accounting: 'record',
          clocks: {},
        },
        anna,
        bela,
      );
      const suggestion = await open('suggestion');
      await history.breaks(
        'act-not-allowed',
        'an act that its process lists for nobody',
        acknowledgement(mandate.clerk, suggestion),
        clerk,
      );
      await history.keeps('act-not-allowed', 'the one act that it lists', response(mandate.clerk, suggestion), clerk);

      await history.says(
        'what became of the input',
        {
          kind: 'dispositions',
          by: [mandate.parks],
          case: consultation,
          items: [{ code: 'adopted', inputs: [consultation], reason: ledger.text('Shade is good.') }],
        },
        parks,
      );
      const second: Actor = { ...(await ledger.actor('mayor, second key')), person: mayor.person };
      const granted = await history.says(
        'a second key for the mayor',
        {
          kind: 'mandate-granted',
          office: 'mayor',
          person: second.person,
          key: second.keyid,
          from: '2026-01-01T00:00:00.000Z',
        },
        anna,
        bela,
      );
      await history.breaks(
        'signatures-too-few',
        'a decision of one where the process wants two',
        decision([mandate.mayor], consultation),
        mayor,
      );
      await history.breaks(
        'signatures-too-few',
        'a decision whose one mandate is named twice',
        decision([mandate.mayor, mandate.mayor], consultation),
        mayor,
      );
      await history.breaks(
        'signatures-too-few',
        'a decision that one person signs with two keys',
        decision([mandate.mayor, granted], consultation),
        mayor,
        second,
      );
      await history.keeps(
        'signatures-too-few',
        'a decision of two people',
        decision([granted, mandate.deputy], consultation),
        second,
        deputy,
      );

      const both = await history.says(
        'the clerk, with the same key, joins the parks department',
        {
          kind: 'mandate-granted',
          office: 'parks',
          person: clerk.person,
          key: clerk.keyid,
          from: '2026-01-01T00:00:00.000Z',
        },
        anna,
        bela,
      );
      await history.keeps(
        ['mandate-key', 'signature-repeated'],
        'a response for two offices by one person, who signs once',
        { kind: 'response', by: [mandate.clerk, both], case: request, text: ledger.text('The limes are watered.') },
        clerk,
      );
    },
  );
}
