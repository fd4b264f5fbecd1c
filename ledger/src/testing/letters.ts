/** What is said of texts in public view, and a city that has somebody to say it. */
import type { Span } from '../calendar.ts';
import type { ContentRef } from '../content.ts';
import type { Actor, LedgerBuilder, Said } from './builder.ts';
import { openCity, type City } from './city.ts';

/** A text of an entry. */
export type Target = readonly [entry: number, text: ContentRef];
/** A text or file of an entry, by its commitment. */
export type Named = readonly [entry: number, one: { readonly digest: string }];
type Voice<K extends Said['kind']> = Extract<Said, { kind: K }>;

/** @param by the mandates under which it is said. */
export function contentPhrases(ledger: LedgerBuilder, by: number[]) {
  const items = (targets: readonly Named[]): { entry: number; digest: string }[] =>
    targets.map(([entry, { digest }]) => ({ entry, digest }));
  const takesOut = (id: number, [entry, { digest }]: Named) => ({
    ...{ by, case: id, entry, digest },
    ...{ ground: 'privacy', basis: 'Data protection act, section 17', told: 'yes' as const },
    appeal: ledger.text('Write to the council within a month.'),
  });
  return {
    publishes: (id: number, ...targets: Named[]): Voice<'content-published'> => ({
      ...{ kind: 'content-published', by, case: id },
      items: items(targets),
    }),
    withholds: (id: number, target: Named): Voice<'content-withheld'> => ({
      kind: 'content-withheld',
      ...takesOut(id, target),
    }),
    redacts: (id: number, target: Named, replacement?: ContentRef): Voice<'content-redacted'> => ({
      kind: 'content-redacted',
      ...takesOut(id, target),
      ...(replacement === undefined ? {} : { replacement }),
    }),
    restores: (id: number, [entry, { digest }]: Named): Voice<'content-restored'> => ({
      ...{ kind: 'content-restored', by, case: id, entry, digest },
    }),
    retains: (id: number, ...targets: Named[]): Voice<'retention-applied'> => ({
      ...{ kind: 'retention-applied', by, case: id },
      items: items(targets),
    }),
  };
}

export interface Letters extends City {
  readonly ed: Actor;
  /** Mandate of Ed for the office of editors, who look after texts and decide. */
  readonly seat: number;
  readonly say: ReturnType<typeof contentPhrases>;
  /** Opens a case of its own with this text. Gives both. */
  write(text: string): Promise<Target>;
}

const contentKinds = [
  'content-published',
  'content-withheld',
  'content-redacted',
  'content-restored',
  'retention-applied',
] as const;

/** The city with letters, which are public at once or once somebody has looked at them, in that time, and are kept for thirty days. */
export async function openLetters(moderation?: 'before', moderate?: Span): Promise<Letters> {
  const city = await openCity();
  const { ledger, registrars } = city;
  const [anna, bela] = registrars;
  const ed = await ledger.actor('ed');
  const may = ['decision', 'response', ...contentKinds] as const;
  await ledger.say({ kind: 'office-defined', office: 'editors', title: 'Editors', may: [...may] }, anna, bela);
  const from = '2026-01-01T00:00:00.000Z';
  const seat = await ledger.say(
    { kind: 'mandate-granted', office: 'editors', person: ed.person, key: ed.keyid, from },
    anna,
    bela,
  );
  await ledger.say(
    {
      ...{ kind: 'process-published', process: 'letters', version: 1, title: 'Letters', level: 'inform' },
      authors: ['person'],
      acts: Object.fromEntries(may.map((kind) => [kind, { offices: ['editors'], signatures: 1 }])),
      outcomes: [{ code: 'read', title: 'Read' }],
      dispositions: [{ code: 'read', title: 'Read' }],
      accounting: 'record',
      clocks: moderate === undefined ? {} : { moderate },
      ...(moderation === undefined ? {} : { moderation }),
      grounds: [
        { code: 'privacy', title: 'Somebody else can be recognised' },
        { code: 'spam', title: 'Advertising' },
      ],
      retention: { days: 30 },
    },
    anna,
    bela,
  );
  return {
    ...city,
    ...{ ed, seat, say: contentPhrases(ledger, [seat]) },
    async write(words) {
      const text = ledger.text(words);
      const process = { id: 'letters', version: 1 };
      const said: Said = { kind: 'input-received', process, channel: 'web', author: 'person', text };
      return [await ledger.say(said, ledger.intakeKey), text];
    },
  };
}
