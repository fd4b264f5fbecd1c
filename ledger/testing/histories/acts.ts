/** Which acts offices may sign, and how many people it takes. SPEC M23. */
import type { Actor, Said } from '../../src/testing/builder.ts';
import { inCity, type History } from '../history.ts';

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
        algorithms: 'none',
        data: 'none',
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
