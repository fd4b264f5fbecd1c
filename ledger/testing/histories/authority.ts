/** Keys, offices, mandates and processes. SPEC M24, M25. */
import { hex } from '../../src/bytes.ts';
import { ed25519Keyid } from '../../src/keyid.ts';
import type { Said } from '../../src/testing/builder.ts';
import { inCity, type History } from '../history.ts';
import { mixedOrderKey } from '../signature-vectors.ts';

type Process = Said & { kind: 'process-published' };

export function authorityHistory(): Promise<History> {
  return inCity(
    'keys, offices, mandates and processes',
    async (history, { ledger, registrars, clerk, parks, mandate }) => {
      const [anna, bela] = registrars;
      const dora = await ledger.actor('dora');
      const grant = (key: string, person = dora.person, office = 'parks'): Said & { kind: 'mandate-granted' } => ({
        kind: 'mandate-granted',
        office,
        person,
        key,
        from: '2026-01-01T00:00:00.000Z',
      });

      for (const office of ['harbour', 'constructor', 'tostring', '0'])
        await history.breaks(
          'office-unknown',
          `a mandate in an office "${office}" that nobody defined`,
          grant(dora.keyid, dora.person, office),
          anna,
          bela,
        );
      for (const [name, key] of [
        ['of low order', ed25519Keyid(new Uint8Array(32))],
        ['of mixed order', ed25519Keyid(mixedOrderKey())],
        ['that is no point of the curve', ed25519Keyid(new Uint8Array(32).fill(2, 0, 1))],
        ['in a second spelling', ed25519Keyid(new Uint8Array(32).fill(255))],
      ] as const)
        await history.breaks('key-weak', `a mandate for a key ${name}`, grant(key), anna, bela);
      for (const [whose, actor] of [
        ['of a registrar', anna],
        ['of the intake', ledger.intakeKey],
        ['of the log', ledger.logKey],
        ['of another official', parks],
      ] as const)
        await history.breaks('key-taken', `a mandate for the key ${whose}`, grant(actor.keyid), anna, bela);
      await history.breaks(
        'key-taken',
        'a mandate for a registrar under their own key',
        grant(anna.keyid, anna.person),
        anna,
        bela,
      );
      await history.breaks(
        'key-taken',
        'a mandate for the intake, as if it were a person',
        grant(ledger.intakeKey.keyid, hex(new Uint8Array(16))),
        anna,
        bela,
      );
      await history.breaks(
        'mandate-dates',
        'a mandate that ends as it begins',
        { ...grant(dora.keyid), until: '2026-01-01T00:00:00.000Z' },
        anna,
        bela,
      );
      await history.breaks(
        'mandate-dates',
        'a mandate that ends before it begins',
        { ...grant(dora.keyid), until: '2025-12-31T23:59:59.999Z' },
        anna,
        bela,
      );
      await history.keeps(
        'mandate-dates',
        'a mandate of a millisecond, long past',
        { ...grant(dora.keyid), from: '2020-01-01T00:00:00.000Z', until: '2020-01-01T00:00:00.001Z' },
        anna,
        bela,
      );
      const granted = await history.keeps(
        ['office-unknown', 'key-weak', 'key-taken'],
        'the same key again, for the same person',
        grant(dora.keyid),
        anna,
        bela,
      );
      await history.keeps(
        'key-taken',
        'another key for an official',
        grant((await ledger.actor('clerk, second key')).keyid, clerk.person),
        anna,
        bela,
      );

      await history.breaks(
        'mandate-unknown',
        'the end of a mandate that the entry does not grant',
        { kind: 'mandate-ended', mandate: 0, reason: 'other' },
        anna,
        bela,
      );
      await history.breaks(
        'mandate-unknown',
        'the end of a mandate of an entry to come',
        { kind: 'mandate-ended', mandate: 999, reason: 'other' },
        anna,
        bela,
      );
      await history.keeps(
        'mandate-unknown',
        'the end of a mandate',
        { kind: 'mandate-ended', mandate: granted, reason: 'key-lost' },
        anna,
        bela,
      );
      await history.breaks(
        'mandate-ended',
        'its end once more',
        { kind: 'mandate-ended', mandate: granted, reason: 'dismissed' },
        anna,
        bela,
      );
      await history.breaks(
        'key-taken',
        'its key for another person after its end',
        grant(dora.keyid, hex(new Uint8Array(16))),
        anna,
        bela,
      );
      await history.keeps(
        'mandate-ended',
        'the end of another',
        { kind: 'mandate-ended', mandate: mandate.deputy, reason: 'term-ended' },
        anna,
        bela,
      );

      const process = (fields: Partial<Process>): Process => ({
        kind: 'process-published',
        process: 'petition',
        version: 1,
        title: 'Petition',
        level: 'involve',
        authors: ['person'],
        acts: { response: { offices: ['parks'], signatures: 1 } },
        outcomes: [{ code: 'granted', title: 'Granted' }],
        dispositions: [{ code: 'adopted', title: 'Adopted' }],
        accounting: 'record',
        clocks: {},
        ...fields,
      });
      await history.breaks(
        'process-version',
        'a process that begins with version 2',
        process({ version: 2 }),
        anna,
        bela,
      );
      for (const office of ['harbour', 'constructor'])
        await history.breaks(
          'office-unknown',
          `a process in which an office "${office}" acts that nobody defined`,
          process({ acts: { response: { offices: ['parks', office], signatures: 1 } } }),
          anna,
          bela,
        );
      await history.keeps(
        ['process-version', 'office-unknown'],
        'a process that begins with version 1',
        process({}),
        anna,
        bela,
      );
      await history.breaks(
        'process-version',
        'version 1 again, with another title',
        process({ title: 'Petitions' }),
        anna,
        bela,
      );
      await history.breaks('process-version', 'version 3 before version 2', process({ version: 3 }), anna, bela);
      await history.keeps('process-version', 'version 2', process({ version: 2 }), anna, bela);

      await history.says(
        'an office with a name that JavaScript knows',
        { kind: 'office-defined', office: 'constructor', title: 'Constructor', may: ['response'] },
        anna,
        bela,
      );
      await history.keeps(
        'process-version',
        'a process with such a name',
        process({ process: 'constructor', acts: { response: { offices: ['constructor'], signatures: 1 } } }),
        anna,
        bela,
      );
    },
  );
}
