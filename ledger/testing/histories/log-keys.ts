/** How the key of the log is handed on. SPEC M24, M45. */
import { hex } from '../../src/bytes.ts';
import { formatVerifierKey } from '../../src/note.ts';
import type { Said } from '../../src/testing/builder.ts';
import { inCity, type History } from '../history.ts';
import { mixedOrderKey } from '../signature-vectors.ts';

export function logKeysHistory(): Promise<History> {
  return inCity('keys of the log', async (history, { ledger, registrars, mayor }) => {
    const [anna, bela] = registrars;
    const newer = await ledger.actor('log, second key');
    const logKey = (publicKey: Uint8Array, origin = ledger.origin): Said => ({
      kind: 'log-key-rotated',
      logKey: formatVerifierKey(origin, publicKey),
    });
    const swap = logKey(newer.publicKey);
    await history.breaks('rotation-unsigned', 'a new key that the log signs with neither', swap, anna, bela);
    await history.breaks('rotation-unsigned', 'a new key without the old one', swap, anna, bela, newer);
    await history.breaks('rotation-unsigned', 'a new key that did not sign', swap, anna, bela, ledger.logKey);
    await history.breaks('threshold-unmet', 'a new key that the log alone signs', swap, ledger.logKey, newer);
    await history.breaks(
      'key-unknown',
      'a new key that an official signs too',
      swap,
      anna,
      bela,
      ledger.logKey,
      newer,
      mayor,
    );
    await history.breaks(
      'log-key-foreign',
      'a new key under another name',
      logKey(newer.publicKey, `${ledger.origin}2`),
      anna,
      bela,
      ledger.logKey,
      newer,
    );
    await history.breaks(
      'key-weak',
      'a new key that is no verifier key',
      { kind: 'log-key-rotated', logKey: 'log' },
      anna,
      bela,
      ledger.logKey,
      newer,
    );
    await history.breaks('key-weak', 'a new key of mixed order', logKey(mixedOrderKey()), anna, bela, ledger.logKey);
    await history.breaks('key-taken', 'the same key again', logKey(ledger.logKey.publicKey), anna, bela, ledger.logKey);
    await history.breaks(
      'key-taken',
      'the key of an official',
      logKey(mayor.publicKey),
      anna,
      bela,
      ledger.logKey,
      mayor,
    );
    await history.breaks(
      'key-taken',
      'the key of the intake',
      logKey(ledger.intakeKey.publicKey),
      anna,
      bela,
      ledger.logKey,
      ledger.intakeKey,
    );
    await history.keeps(
      ['rotation-unsigned', 'log-key-foreign', 'key-weak', 'key-taken'],
      'a new key that registrars and both keys sign',
      swap,
      anna,
      bela,
      ledger.logKey,
      newer,
    );
    await history.breaks(
      'key-taken',
      'the first key back again',
      logKey(ledger.logKey.publicKey),
      anna,
      bela,
      ledger.logKey,
      newer,
    );
    const third = await ledger.actor('log, third key');
    await history.breaks(
      'rotation-unsigned',
      'a third key that the first one signs',
      logKey(third.publicKey),
      anna,
      bela,
      ledger.logKey,
      third,
    );
    await history.breaks(
      'key-taken',
      'the second key as that of an official',
      {
        kind: 'mandate-granted',
        office: 'parks',
        person: hex(new Uint8Array(16)),
        key: newer.keyid,
        from: '2026-01-01T00:00:00.000Z',
      },
      anna,
      bela,
    );
    await history.keeps(
      'rotation-unsigned',
      'a third key that the second one signs',
      logKey(third.publicKey),
      anna,
      bela,
      newer,
      third,
    );
  });
}
