/** What is said of texts in public view, field by field: which texts, on what ground, and how to appeal. */
import type { Statement, StatementOf } from '@counterfoil/ledger/statement';
import { registrarGround } from '@counterfoil/ledger/statements/contents';
import type { Reading } from '../reading.ts';
import { cutText, replacementOf } from '../text.ts';
import { factWords } from '../words/facts.ts';
import { entryFact, entryLine, fact, type Fact } from './fact.ts';

const contentKinds = [
  'content-published',
  'content-withheld',
  'content-redacted',
  'content-restored',
  'retention-applied',
] as const;
export type ContentStatement = Extract<Statement, { kind: (typeof contentKinds)[number] }>;
/** Takes one text out of public view, on a ground. */
export type TakesOut = StatementOf<'content-withheld'> | StatementOf<'content-redacted'>;

const ENTRIES_NAMED = 40;

export function isContentStatement<S extends Statement>(statement: S): statement is Extract<S, ContentStatement> {
  const kinds: readonly string[] = contentKinds;
  return kinds.includes(statement.kind);
}

export async function readContentFacts(reading: Reading, statement: ContentStatement): Promise<readonly Fact[]> {
  switch (statement.kind) {
    case 'content-published':
    case 'retention-applied': {
      const entries = [...new Set(statement.items.map(({ entry }) => entry))];
      const more = entries.length - ENTRIES_NAMED;
      const lines = entries.slice(0, ENTRIES_NAMED).map(entryLine);
      return [{ label: factWords.texts, lines: more > 0 ? [...lines, { text: factWords.moreInputs(more) }] : lines }];
    }
    case 'content-restored':
      return [entryFact(factWords.textOf, statement.entry)];
    case 'content-withheld':
      return [entryFact(factWords.textOf, statement.entry), ...(await readWhy(reading, statement))];
    case 'content-redacted':
      return [
        entryFact(factWords.textOf, statement.entry),
        ...(await readWhy(reading, statement)),
        ...(statement.replacement === undefined
          ? []
          : [
              {
                label: factWords.replacement,
                lines: [{ words: replacementOf(await reading.bareText(statement.replacement)) }],
              },
            ]),
      ];
  }
}

/** Why a text was taken out, by which law, whether its author knows, and how to appeal. */
export async function readWhy(reading: Reading, statement: TakesOut, maxChars = Infinity): Promise<readonly Fact[]> {
  return [
    fact(factWords.ground, await readGround(reading, statement)),
    fact(factWords.basis, statement.basis),
    fact(factWords.told, factWords.tolds[statement.told]),
    { label: factWords.appeal, lines: [{ words: cutText(await reading.bareText(statement.appeal), maxChars) }] },
  ];
}

/** The ground as the rules of the case call it; of what was not said in a case, as the ledger itself does. */
async function readGround(reading: Reading, { case: id, ground }: TakesOut): Promise<string> {
  if (id === undefined) return registrarGround(ground);
  const of = await reading.state('case', id);
  const rules = of === undefined ? undefined : await reading.state('rules', `${of.process}/${of.version}`);
  return rules?.grounds?.find(({ code }) => code === ground)?.title ?? ground;
}
