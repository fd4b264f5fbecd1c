/** The first entry: what it must say before there is anything to judge by. SPEC M17, M21, M24, M25. */
import { base64, hex } from '../../src/bytes.ts';
import { ed25519Keyid } from '../../src/keyid.ts';
import { formatVerifierKey } from '../../src/note.ts';
import { LedgerBuilder, type Actor, type Said } from '../../src/testing/builder.ts';
import { Historian, type History } from '../history.ts';
import { encodings, lowOrderPoints, mixedOrderKey } from '../signature-vectors.ts';

export async function openingHistory(): Promise<History> {
  const ledger = await LedgerBuilder.create();
  const history = new Historian('the opening of a ledger', ledger);
  const [anna, bela, stranger] = [
    await ledger.actor('anna'),
    await ledger.actor('bela'),
    await ledger.actor('stranger'),
  ];
  const second: Actor = { ...(await ledger.actor('anna, second key')), person: anna.person };
  const seat = ({ person, keyid }: Actor) => ({ person, key: keyid });
  const opening: Said & { kind: 'ledger-opened' } = {
    kind: 'ledger-opened',
    authority: { name: 'City of Rivermouth', lang: 'en' },
    licence: 'CC-BY-4.0',
    registrars: [seat(anna), seat(second), seat(bela)],
    threshold: 2,
    logKey: ledger.vkey,
    intakeKey: ledger.intakeKey.keyid,
  };
  const office: Said = { kind: 'office-defined', office: 'desk', title: 'Desk', may: ['response'] };
  const attempt = (changed: Partial<typeof opening>): Said => ({ ...opening, ...changed });

  await history.breaks('ledger-not-opened', 'an office before the ledger is open', office, anna, bela);
  await history.breaks(
    'log-key-foreign',
    'an opening whose log key carries another name',
    attempt({ logKey: formatVerifierKey('ledger.example.org/elsewhere', ledger.logKey.publicKey) }),
    anna,
    bela,
  );
  await history.breaks(
    'key-weak',
    'an opening whose log key is no verifier key',
    attempt({ logKey: 'log' }),
    anna,
    bela,
  );
  for (const [i, point] of lowOrderPoints().entries()) {
    const [keyid = ''] = encodings(point).map(ed25519Keyid);
    await history.breaks(
      'key-weak',
      `an opening whose intake key is of low order, ${i}`,
      attempt({ intakeKey: keyid }),
      anna,
      bela,
    );
  }
  await history.breaks(
    'key-weak',
    'an opening whose intake key is of mixed order',
    attempt({ intakeKey: ed25519Keyid(mixedOrderKey()) }),
    anna,
    bela,
  );
  await history.breaks(
    'key-weak',
    'an opening with a log key of low order',
    attempt({ logKey: formatVerifierKey(ledger.origin, new Uint8Array(32)) }),
    anna,
    bela,
  );
  await history.breaks(
    'key-weak',
    'an opening with a registrar whose key is no point of the curve',
    attempt({
      registrars: [
        seat(anna),
        seat(bela),
        { person: hex(new Uint8Array(16)), key: ed25519Keyid(new Uint8Array(32).fill(2, 0, 1)) },
      ],
    }),
    anna,
    bela,
  );
  await history.breaks(
    'key-taken',
    'an opening in which the log takes the input too',
    attempt({ intakeKey: ledger.logKey.keyid }),
    anna,
    bela,
  );
  await history.breaks(
    'key-taken',
    'an opening in which a registrar holds the intake key',
    attempt({ registrars: [...opening.registrars, { person: stranger.person, key: ledger.intakeKey.keyid }] }),
    anna,
    bela,
  );
  await history.breaks(
    'key-taken',
    'an opening in which two registrars share a key',
    attempt({ registrars: [...opening.registrars, { person: stranger.person, key: bela.keyid }] }),
    anna,
    bela,
  );
  await history.breaks(
    'threshold-impossible',
    'an opening that asks for more registrars than it names, one of them having two keys',
    attempt({ threshold: 3 }),
    anna,
    bela,
    second,
  );
  await history.breaks('threshold-unmet', 'an opening that one of two registrars signs', opening, anna);
  await history.breaks('threshold-unmet', 'an opening that one person signs with two keys', opening, anna, second);
  await history.breaks(
    'key-unknown',
    'an opening that somebody signs whom it does not name',
    opening,
    anna,
    bela,
    stranger,
  );
  await history.breaks('key-unknown', 'an opening that the log signs as well', opening, anna, bela, ledger.logKey);
  await history.breaks('signature-repeated', 'an opening that one registrar signs twice', opening, anna, bela, anna);
  await history.breaks(
    'seen-ahead',
    'an opening that has seen an entry',
    { ...opening, seen: { size: 1, root: ledger.seen().root } },
    anna,
    bela,
  );
  await history.breaks(
    'seen-unknown',
    'an opening with a root that is not that of the empty tree',
    { ...opening, seen: { size: 0, root: base64(new Uint8Array(32)) } },
    anna,
    bela,
  );
  await history.keeps(
    ['ledger-not-opened', 'ledger-already-opened', 'log-key-foreign', 'threshold-impossible', 'key-taken', 'key-weak'],
    'an opening as it should be, one registrar of it having two keys',
    opening,
    anna,
    bela,
  );
  await history.breaks('threshold-unmet', 'an office that one person signs with two keys', office, anna, second);
  await history.keeps(
    'threshold-unmet',
    'an office that two people sign, one of them with two keys',
    office,
    second,
    bela,
    anna,
  );
  return history.finish();
}
