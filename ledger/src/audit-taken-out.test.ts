/** What has been taken out of public view: explained by a signed entry, or missing. SPEC M33, M56, M57. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { describe, test } from 'node:test';
import { audit, type AuditCode, type AuditResult } from './audit.ts';
import { packPrepared, unpackPrepared } from './audit/packed.ts';
import { createPreparer } from './audit/prepare.ts';
import { SourceError } from './audit/source.ts';
import { formatContent } from './content.ts';
import { nodePlatformPooled } from './platform-node.ts';
import { createVerifier } from './signature.ts';
import { openLetters, type Letters, type Target } from './testing/letters.ts';
import { mapSource } from './testing/map-source.ts';
import { tilePath } from './tile.ts';

const platform = nodePlatformPooled(crypto);
const verifier = createVerifier(platform);
const DAY_MS = 86_400_000;

/** Audits the public record without these texts. */
async function auditWithout({ ledger }: Letters, ...gone: readonly Target[]): Promise<AuditResult> {
  const files = await ledger.files();
  for (const [, { digest }] of gone) assert.ok(files.delete(`content/${digest}`));
  return audit({ source: mapSource(files), platform, verifier });
}

/** Code and entry of each finding. */
function found({ findings }: AuditResult): (readonly [AuditCode, number | undefined])[] {
  return findings.map(({ code, entry }) => [code, entry]);
}

describe('A text that is missing', () => {
  test('with a signed reason is listed, and nothing is wrong', async () => {
    const city = await openLetters();
    const { ledger, ed, say } = city;
    const [kept, hidden, erased, old] = [
      await city.write('A lamp is out.'),
      await city.write('My neighbour, Mrs Smith.'),
      await city.write('Buy my lamps!'),
      await city.write('Long ago.'),
    ];
    const withheld = await ledger.say(say.withholds(hidden[0], hidden), ed);
    const redacted = await ledger.say({ ...say.redacts(erased[0], erased), ground: 'spam' }, ed);
    const words = ledger.text('Read.');
    const outcome = { outcome: 'read', basis: 'By-law', algorithms: 'none', data: 'none', text: words } as const;
    await ledger.say({ kind: 'decision', by: [city.seat], case: old[0], ...outcome }, ed);
    ledger.nowMs += 30 * DAY_MS;
    const retained = await ledger.say(say.retains(old[0], old), ed);
    const result = await auditWithout(city, hidden, erased, old);
    assert.equal(result.verdict, 'verified');
    assert.deepEqual(
      found(result).filter(([code]) => code !== 'decided-unaccounted'),
      [
        ['content-withheld', hidden[0]],
        ['content-erased', erased[0]],
        ['content-erased', old[0]],
      ],
    );
    const own = result.findings.filter(({ code }) => code.startsWith('content-'));
    const ends = [
      `Entry ${withheld} says so, on the ground "privacy".`,
      `Entry ${redacted} says so, on the ground "spam".`,
      `Entry ${retained} says so.`,
    ];
    for (const [i, end] of ends.entries()) assert.ok(own[i]?.sentence.endsWith(end), end);
    const [{ case: id, field, kind } = assert.fail()] = own;
    assert.deepEqual([id, field, kind], [hidden[0], 'text', 'input-received']);
    assert.deepEqual(result.tally.takenOut, {
      ...{ pending: 0, withheld: 1, erased: 2 },
      grounds: [
        {
          ground: 'privacy',
          registrars: false,
          title: 'Somebody else can be recognised',
          ...{ withheld: 1, erased: 0, first: [hidden[0]] },
        },
        { ground: 'spam', registrars: false, title: 'Advertising', withheld: 0, erased: 1, first: [erased[0]] },
        { ground: null, registrars: false, title: null, withheld: 0, erased: 1, first: [old[0]] },
      ],
    });
    assert.ok(kept[0] < hidden[0]);
  });

  test('without a reason is wrong, and the finding names entry, case and field', async () => {
    const city = await openLetters();
    const [gone, other] = [await city.write('A lamp is out.'), await city.write('Another.')];
    await city.ledger.say(city.say.withholds(other[0], other), city.ed);
    const result = await auditWithout(city, gone, other);
    assert.equal(result.verdict, 'wrong');
    assert.deepEqual(found(result), [
      ['content-missing', gone[0]],
      ['content-withheld', other[0]],
    ]);
    assert.deepEqual([result.findings[0]?.case, result.findings[0]?.field], [gone[0], 'text']);
    assert.deepEqual(result.tally.takenOut?.withheld, 1);
  });

  test('after it came back is wrong again', async () => {
    const city = await openLetters();
    const gone = await city.write('A lamp is out.');
    await city.ledger.say(city.say.withholds(gone[0], gone), city.ed);
    await city.ledger.say(city.say.restores(gone[0], gone), city.ed);
    assert.deepEqual(found(await auditWithout(city, gone)), [['content-missing', gone[0]]]);
  });

  test('and waits to be looked at is in order, until it has been published', async () => {
    const city = await openLetters('before');
    const waiting = await city.write('A lamp is out.');
    const result = await auditWithout(city, waiting);
    assert.equal(result.verdict, 'verified');
    assert.deepEqual(found(result), [['content-pending', waiting[0]]]);
    assert.deepEqual(result.tally.takenOut, { pending: 1, withheld: 0, erased: 0, grounds: [] });
    await city.ledger.say(city.say.publishes(waiting[0], waiting), city.ed);
    assert.deepEqual(found(await auditWithout(city, waiting)), [['content-missing', waiting[0]]]);
  });

  test('and is the replacement of another is wrong: it is a text of its own', async () => {
    const city = await openLetters();
    const gone = await city.write('Mrs Smith has no lamp.');
    const dots = city.ledger.text('▮▮▮ has no lamp.');
    const redacted = await city.ledger.say(city.say.redacts(gone[0], gone, dots), city.ed);
    assert.deepEqual(found(await auditWithout(city, gone)), [['content-erased', gone[0]]]);
    const result = await auditWithout(city, gone, [redacted, dots]);
    assert.deepEqual(found(result), [
      ['content-missing', redacted],
      ['content-erased', gone[0]],
    ]);
    assert.equal(result.findings[0]?.field, 'replacement');
  });

  test('is not explained by an entry that the rulebook refuses', async () => {
    const forgeries: readonly (readonly [AuditCode, (city: Letters, of: Target) => Promise<number>])[] = [
      [
        'act-not-allowed',
        async ({ ledger, clerk, mandate, say }, of) =>
          ledger.record(await ledger.sign({ ...say.redacts(of[0], of), by: [mandate.clerk] }, [clerk])),
      ],
      [
        'ground-unknown',
        async ({ ledger, ed, say }, of) =>
          ledger.record(await ledger.sign({ ...say.redacts(of[0], of), ground: 'embarrassing' }, [ed])),
      ],
      [
        'mandate-key',
        async ({ ledger, say }, of) => ledger.record(await ledger.sign(say.redacts(of[0], of), [ledger.intakeKey])),
      ],
      [
        'retention-early',
        async ({ ledger, ed, say }, of) => ledger.record(await ledger.sign(say.retains(of[0], of), [ed])),
      ],
      [
        'signature-wrong',
        async ({ ledger, ed, say }, of) => {
          const { signatures, ...rest } = await ledger.sign(say.redacts(of[0], of), [ed]);
          const other = await ledger.sign(say.withholds(of[0], of), [ed]);
          assert.equal(signatures.length, 1);
          return ledger.record({ ...rest, signatures: other.signatures });
        },
      ],
    ];
    for (const [code, forge] of forgeries) {
      const city = await openLetters();
      const gone = await city.write('A lamp is out.');
      const forged = await forge(city, gone);
      const result = await auditWithout(city, gone);
      assert.deepEqual(
        found(result),
        [
          [code, forged],
          ['content-missing', gone[0]],
        ],
        code,
      );
      assert.equal(result.tally.takenOut?.erased, 0);
    }
  });

  test('outside any case is explained by registrars, and by nobody who repeats its commitment in one', async () => {
    const city = await openLetters();
    const { ledger, registrars, ed, seat, say } = city;
    const [anna, bela] = registrars;
    const holder = ledger.text('Her name.');
    const from = '2026-01-01T00:00:00.000Z';
    const { person, keyid: key } = await ledger.actor('new');
    const granted = await ledger.say(
      { kind: 'mandate-granted', office: 'editors', person, key, from, holder },
      anna,
      bela,
    );
    const [id] = await city.write('Who is that?');
    const quoted = await ledger.say({ kind: 'response', by: [seat], case: id, text: holder }, ed);
    const redacts = say.redacts(id, [quoted, holder]);
    const judged = await ledger.judge(redacts, [ed]);
    assert.equal('refused' in judged && judged.refused.code, 'content-unknown');
    const before = await auditWithout(city, [granted, holder]);
    assert.deepEqual(found(before), [
      ['content-missing', granted],
      ['content-missing', quoted],
    ]);
    assert.equal(before.findings[0]?.field, 'holder');

    const { by: _, case: _case, ...takesOut } = say.redacts(id, [granted, holder]);
    await ledger.say({ ...takesOut, ground: 'retention' }, anna, bela);
    const after = await auditWithout(city, [granted, holder]);
    assert.deepEqual(found(after), [
      ['content-erased', granted],
      ['content-erased', quoted],
    ]);
    assert.equal(after.tally.takenOut?.grounds[0]?.title, 'It has been kept as long as it may be');
  });

  test('on a ground that registrars and a process name alike is counted with those of its own kind', async () => {
    const city = await openLetters();
    const { ledger, ed, registrars, say } = city;
    const [anna, bela] = registrars;
    const acts = { 'content-redacted': { offices: ['editors'], signatures: 1 } };
    const decision = { offices: ['editors'], signatures: 1 };
    await ledger.say(
      {
        ...{ kind: 'process-published', process: 'cards', version: 1, title: 'Cards', level: 'inform' },
        ...{ authors: ['person'], accounting: 'record', clocks: {}, acts: { ...acts, decision } },
        outcomes: [{ code: 'read', title: 'Read' }],
        dispositions: [{ code: 'read', title: 'Read' }],
        grounds: [{ code: 'mistake', title: 'Sent by mistake' }],
      },
      anna,
      bela,
    );
    const card = ledger.text('Not for you.');
    const process = { id: 'cards', version: 1 };
    const opens = { kind: 'input-received', process, channel: 'web', author: 'person', text: card } as const;
    const id = await ledger.say(opens, ledger.intakeKey);
    await ledger.say({ ...say.redacts(id, [id, card]), ground: 'mistake' }, ed);
    const holder = ledger.text('Edna Wrong');
    const mandate = { office: 'editors', person: ed.person, key: ed.keyid, from: '2026-01-01T00:00:00.000Z' };
    const granted = await ledger.say({ kind: 'mandate-granted', ...mandate, holder }, anna, bela);
    const { by: _, case: _case, ...takesOut } = say.redacts(id, [granted, holder]);
    await ledger.say({ ...takesOut, ground: 'mistake' }, anna, bela);
    const result = await auditWithout(city, [id, card], [granted, holder]);
    assert.deepEqual(result.tally.takenOut?.grounds, [
      { ground: 'mistake', registrars: false, title: 'Sent by mistake', withheld: 0, erased: 1, first: [id] },
      {
        ...{ ground: 'mistake', registrars: true, title: 'It should not have been published' },
        ...{ withheld: 0, erased: 1, first: [granted] },
      },
    ]);
  });

  test('and whose commitment somebody repeats is explained for all who came later', async () => {
    const city = await openLetters();
    const { ledger, ed, seat, say } = city;
    const gone = await city.write('Mrs Smith has no lamp.');
    const [other] = await city.write('Another letter.');
    await ledger.say(say.redacts(gone[0], gone), ed);
    const quoted = await ledger.say({ kind: 'response', by: [seat], case: other, text: gone[1] }, ed);
    const result = await auditWithout(city, gone);
    assert.deepEqual(found(result), [
      ['content-erased', gone[0]],
      ['content-erased', quoted],
    ]);
    assert.deepEqual([result.verdict, result.tally.takenOut?.erased], ['verified', 1]);
  });

  test('is unseen where the rules were not replayed to the end, unless its reason had come before', async () => {
    const city = await openLetters();
    const { ledger, ed, say } = city;
    const [early, late] = [await city.write('A lamp is out.'), await city.write('And another.')];
    await ledger.say(say.redacts(early[0], early), ed);
    const lost = (await city.write('What nobody can read any more.'))[0];
    await ledger.say(say.redacts(late[0], late), ed);
    const files = await ledger.files();
    const bundle = files.get(tilePath('entries', 0, ledger.entries.length)) ?? assert.fail();
    const at = Buffer.from(bundle).indexOf(ledger.entries[lost] ?? assert.fail()) + 40;
    bundle[at] = (bundle[at] ?? 0) ^ 1;
    for (const [, { digest }] of [early, late]) files.delete(`content/${digest}`);
    const result = await audit({ source: mapSource(files), platform, verifier });
    assert.deepEqual(found(result), [
      ['entry-changed', lost],
      ['content-unjudged', late[0]],
      ['rules-unjudged', lost],
      ['content-erased', early[0]],
    ]);
    assert.equal(result.tally.takenOut, undefined);
  });

  test('keeps its reason on the way from one thread to another', async () => {
    const city = await openLetters();
    const { ledger, ed, say } = city;
    const [hidden, gone] = [await city.write('A lamp is out.'), await city.write('And another.')];
    await ledger.say(say.withholds(hidden[0], hidden), ed);
    const files = await ledger.files();
    for (const [, { digest }] of [hidden, gone]) files.delete(`content/${digest}`);
    const source = mapSource(files);
    const preparer = createPreparer(source, platform, verifier);
    const packing: typeof preparer = {
      ...preparer,
      prepare: async (order) => unpackPrepared(structuredClone(await packPrepared(await preparer.prepare(order)))),
    };
    const result = await audit({ source, platform, verifier, preparer: () => packing });
    assert.deepEqual(result, await audit({ source, platform, verifier }));
    assert.deepEqual(found(result), [
      ['content-missing', gone[0]],
      ['content-withheld', hidden[0]],
    ]);
  });
});

describe('A text that is there', () => {
  test('though it is pending, withheld or erased is a fact', async () => {
    const city = await openLetters('before');
    const { ledger, ed, say } = city;
    const [waiting, hidden, erased] = [await city.write('One.'), await city.write('Two.'), await city.write('Three.')];
    const withheld = await ledger.say(say.withholds(hidden[0], hidden), ed);
    await ledger.say(say.redacts(erased[0], erased), ed);
    const result = await auditWithout(city);
    assert.equal(result.verdict, 'verified');
    assert.deepEqual(found(result), [
      ['content-kept', waiting[0]],
      ['content-kept', hidden[0]],
      ['content-kept', erased[0]],
    ]);
    assert.deepEqual(
      result.findings.slice(0, 2).map(({ sentence, case: id }) => [sentence, id]),
      [
        ['A text is here that is not in public view.', waiting[0]],
        [`A text is here that is not in public view. Entry ${withheld} says so, on the ground "privacy".`, hidden[0]],
      ],
    );
    assert.deepEqual(found(await auditWithout(city, waiting, erased)), [
      ['content-pending', waiting[0]],
      ['content-erased', erased[0]],
      ['content-kept', hidden[0]],
    ]);
  });

  test('and is another is wrong, whether it was taken out or not', async () => {
    const city = await openLetters();
    const { ledger, ed, say } = city;
    const [open, erased] = [await city.write('One.'), await city.write('Two.')];
    await ledger.say(say.redacts(erased[0], erased), ed);
    const files = await ledger.files();
    for (const [, { digest }] of [open, erased])
      files.set(`content/${digest}`, formatContent({ salt: new Uint8Array(32), text: 'Something else.' }));
    const result = await audit({ source: mapSource(files), platform, verifier });
    assert.deepEqual(found(result), [
      ['content-differs', open[0]],
      ['content-differs', erased[0]],
      ['content-kept', erased[0]],
    ]);
  });

  test('but cannot be read is neither missing nor kept', async () => {
    const city = await openLetters();
    const { ledger, ed, say } = city;
    const erased = await city.write('One.');
    await ledger.say(say.redacts(erased[0], erased), ed);
    const files = new Map<string, Uint8Array | SourceError>(await ledger.files());
    files.set(`content/${erased[1].digest}`, new SourceError('unreachable', 'No answer.'));
    const result = await audit({ source: mapSource(files), platform, verifier });
    assert.deepEqual(found(result), [['file-unreadable', erased[0]]]);
    assert.equal(result.verdict, 'unchecked');
  });
});

test('what is known to be missing is not asked for a second time', async () => {
  const city = await openLetters();
  const { ledger, ed, say } = city;
  const [gone, kept] = [await city.write('One.'), await city.write('Two.')];
  for (const one of [gone, kept]) await ledger.say(say.redacts(one[0], one), ed);
  const files = await ledger.files();
  files.delete(`content/${gone[1].digest}`);
  const asked: string[] = [];
  const source = mapSource(files);
  const counting: typeof source = {
    read(path, maxBytes) {
      asked.push(path);
      return source.read(path, maxBytes);
    },
  };
  await audit({ source: counting, platform, verifier });
  const times = ([, { digest }]: Target): number => asked.filter((path) => path === `content/${digest}`).length;
  assert.deepEqual([times(gone), times(kept)], [1, 2]);
  assert.ok(asked.includes(tilePath('entries', 0, ledger.entries.length)));
});
