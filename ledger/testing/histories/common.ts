/** What holds for every statement, whatever its kind. SPEC M12, M17 to M20. */
import { base64, parseBase64 } from '../../src/bytes.ts';
import { formatVerifierKey } from '../../src/note.ts';
import type { Said } from '../../src/testing/builder.ts';
import type { Statement } from '../../src/statement.ts';
import { inCity, type History } from '../history.ts';

type Common = Partial<Pick<Statement, 'origin' | 'at' | 'seen'>>;

export function commonHistory(): Promise<History> {
  return inCity('rules for every statement', async (history, { ledger, registrars, clerk, parks, mayor, mandate }) => {
    const [anna, bela, cleo] = registrars;
    const input = (common: Common = {}): Said => ({
      kind: 'input-received',
      process: { id: 'service-request', version: 1 },
      channel: 'web',
      author: 'person',
      text: ledger.text('The path by the river is flooded.'),
      ...common,
    });
    const office: Said = { kind: 'office-defined', office: 'harbour', title: 'Harbour', may: ['response'] };
    const intake = ledger.intakeKey;

    await history.breaks(
      'origin-foreign',
      'an input made for another ledger',
      input({ origin: 'ledger.example.org/other' }),
      intake,
    );
    await history.breaks(
      'origin-foreign',
      'an input for a ledger whose name begins like that of this one',
      input({ origin: `${ledger.origin}2` }),
      intake,
    );
    const opened = await history.keeps(
      ['origin-foreign', 'signature-wrong'],
      'an input made for this ledger',
      input(),
      intake,
    );
    history.breaksAs('statement-repeated', 'that very input again', history.last);
    await history.says('an office', office, anna, bela);
    history.breaksAs('statement-repeated', 'that office again', history.last);
    const sameOffice = { ...office, at: at(ledger.nowMs - 1000), seen: ledger.seen(ledger.entries.length - 1) };
    await history.breaks('statement-repeated', 'the same words on it, signed by others', sameOffice, bela, cleo);
    await history.keeps('statement-repeated', 'the office again, in sight of the entry before', office, anna, bela);

    const [yan, zoe] = [await ledger.actor('yan'), await ledger.actor('zoe')];
    const [otherLog, otherIntake] = [await ledger.actor('other log'), await ledger.actor('other intake')];
    const opening: Said = {
      kind: 'ledger-opened',
      authority: { name: 'Rivermouth', lang: 'en' },
      licence: 'CC-BY-4.0',
      registrars: [yan, zoe].map(({ person, keyid }) => ({ person, key: keyid })),
      threshold: 2,
      logKey: formatVerifierKey(ledger.origin, otherLog.publicKey),
      intakeKey: otherIntake.keyid,
    };
    await history.breaks(
      'ledger-already-opened',
      'a second opening, by other people with other keys',
      opening,
      yan,
      zoe,
    );

    await history.breaks(
      'seen-ahead',
      'an input that has seen one entry too many',
      input({ seen: { ...ledger.seen(), size: ledger.entries.length + 1 } }),
      intake,
    );
    await history.breaks(
      'seen-ahead',
      'an input that has seen more than there can be',
      input({ seen: { ...ledger.seen(), size: 2 ** 53 - 1 } }),
      intake,
    );
    await history.breaks(
      'seen-unknown',
      'an input with the root of another size',
      input({ seen: { ...ledger.seen(5), size: 6 } }),
      intake,
    );
    await history.breaks(
      'seen-unknown',
      'an input with a root of nothing',
      input({ seen: { size: 6, root: base64(new Uint8Array(32)) } }),
      intake,
    );
    await history.breaks(
      'seen-unknown',
      'an input that has seen nothing, by another root',
      input({ seen: { ...ledger.seen(5), size: 0 } }),
      intake,
    );
    await history.keeps(
      ['seen-ahead', 'seen-unknown'],
      'an input whose author last looked at entry 4',
      input({ seen: ledger.seen(5) }),
      intake,
    );
    await history.keeps(
      'seen-unknown',
      'an input whose author has seen nothing yet',
      input({ seen: ledger.seen(0) }),
      intake,
    );

    await history.breaks(
      'at-future',
      'an input of five minutes and a millisecond from now',
      input({ at: at(ledger.nowMs + 300_001) }),
      intake,
    );
    await history.breaks(
      'at-future',
      'an input of the last moment there is',
      input({ at: '9999-12-31T23:59:59.999Z' }),
      intake,
    );
    await history.keeps(
      'at-future',
      'an input of five minutes from now: clocks differ',
      input({ at: at(ledger.nowMs + 300_000) }),
      intake,
    );
    await history.keeps('at-future', 'an input of long ago', input({ at: '1926-01-05T08:00:00.000Z' }), intake);

    const response = (by: number, common: Common): Said => ({
      kind: 'response',
      by: [by],
      case: opened,
      text: ledger.text('We are on our way.'),
      ...common,
    });
    await history.breaks(
      'seen-short',
      'a response to a case that its author had not seen',
      response(mandate.parks, { seen: ledger.seen(opened) }),
      parks,
    );
    await history.breaks(
      'seen-short',
      'a response whose author had seen nothing',
      response(mandate.parks, { seen: ledger.seen(0) }),
      parks,
    );
    await history.keeps(
      'seen-short',
      'a response whose author had seen the case and nothing after it',
      response(mandate.parks, { seen: ledger.seen(opened + 1) }),
      parks,
    );
    const joining: Said = {
      kind: 'input-received',
      case: opened,
      channel: 'web',
      author: 'person',
      text: ledger.text('Still flooded.'),
    };
    await history.breaks(
      'seen-short',
      'an input that joins a case that its author had not seen',
      { ...joining, seen: ledger.seen(opened) },
      intake,
    );
    const granted = await history.says(
      'a mandate',
      {
        kind: 'mandate-granted',
        office: 'parks',
        person: mayor.person,
        key: mayor.keyid,
        from: '2026-01-01T00:00:00.000Z',
      },
      anna,
      bela,
    );
    await history.breaks(
      'seen-short',
      'a response under a mandate that its author had not seen',
      response(granted, { seen: ledger.seen(granted) }),
      mayor,
    );
    await history.breaks(
      'seen-short',
      'the end of a mandate that its authors had not seen',
      { kind: 'mandate-ended', mandate: granted, reason: 'other', seen: ledger.seen(granted) },
      anna,
      bela,
    );
    const joined = await history.keeps('seen-short', 'an input that joins the case', joining, intake);
    const items = [
      { code: 'adopted', inputs: [opened, joined], reason: ledger.text('The path is raised by half a metre.') },
    ];
    const dispositions: Said = { kind: 'dispositions', by: [mandate.parks], case: opened, items };
    await history.breaks(
      'seen-short',
      'a disposition of an input that its author had not seen',
      { ...dispositions, seen: ledger.seen(joined) },
      parks,
    );
    const disposed = await history.keeps(
      'seen-short',
      'a disposition of inputs that its author had seen',
      { ...dispositions, seen: ledger.seen(joined + 1) },
      parks,
    );
    const correction: Said = {
      kind: 'correction',
      by: [mandate.parks],
      case: opened,
      corrects: disposed,
      text: ledger.text('By a whole metre.'),
    };
    await history.breaks(
      'seen-short',
      'a correction of an act that its author had not seen',
      { ...correction, seen: ledger.seen(disposed) },
      parks,
    );
    await history.keeps('seen-short', 'a correction of an act that its author had seen', correction, parks);

    const acknowledgement: Said = { kind: 'acknowledgement', by: [mandate.clerk], case: opened };
    const honest = await ledger.sign(acknowledgement, [clerk]);
    const [signature] = honest.signatures;
    if (signature === undefined) throw new RangeError('Nobody signed.');
    const bytes = parseBase64(signature.sig);
    const bent = base64(bytes.with(5, (bytes[5] ?? 0) ^ 1));
    history.breaksAs('signature-wrong', 'a signature with one bit changed', {
      ...honest,
      signatures: [{ ...signature, sig: bent }],
    });
    const others = await ledger.sign({ ...acknowledgement, text: ledger.text('Thank you.') }, [clerk]);
    history.breaksAs('signature-wrong', 'a signature made for other words', {
      ...honest,
      signatures: others.signatures,
    });
    history.breaksAs('signature-wrong', 'a signature under the key of somebody else', {
      ...honest,
      signatures: [{ ...signature, keyid: parks.keyid }],
    });
    const two = await ledger.sign(office, [anna, bela]);
    history.breaksAs('signature-wrong', 'one wrong signature beside enough good ones', {
      ...two,
      signatures: [...two.signatures, { ...signature, keyid: cleo.keyid }],
    });
    await history.breaks('signature-repeated', 'an act that one key signed twice', acknowledgement, clerk, clerk);
    await history.breaks(
      'signature-repeated',
      'enough registrars, one of them twice',
      { ...office, title: 'Port' },
      anna,
      bela,
      anna,
    );
    await history.keeps(['signature-repeated', 'signature-wrong'], 'the act, signed once', acknowledgement, clerk);
  });
}

function at(ms: number): string {
  return new Date(ms).toISOString();
}
