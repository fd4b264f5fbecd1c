/** What is said of texts in public view, field by field: which texts, on what ground, and how to appeal. */
import type { Statement, StatementOf } from '@counterfoil/ledger/statement';
import type { Reading } from '../reading.ts';
import { registrarGround } from '../registrar-ground.ts';
import { cutText, replacementOf } from '../text.ts';
import { entryFact, entryLine, fact, lineFact, type Fact } from './fact.ts';

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
  const { language } = reading;
  switch (statement.kind) {
    case 'content-published':
    case 'retention-applied': {
      const entries = [...new Set(statement.items.map(({ entry }) => entry))];
      const more = entries.length - ENTRIES_NAMED;
      const lines = entries.slice(0, ENTRIES_NAMED).map((index) => entryLine(language, index));
      return [
        lineFact(
          'fact-texts',
          more > 0 ? [...lines, { text: language.phrase('others-more', { count: more }) }] : lines,
        ),
      ];
    }
    case 'content-restored':
      return [entryFact(language, 'fact-text-of', statement.entry)];
    case 'content-withheld':
      return [entryFact(language, 'fact-text-of', statement.entry), ...(await readWhy(reading, statement))];
    case 'content-redacted':
      return [
        entryFact(language, 'fact-text-of', statement.entry),
        ...(await readWhy(reading, statement)),
        ...(statement.replacement === undefined
          ? []
          : [lineFact('fact-replacement', [{ words: replacementOf(await reading.bareText(statement.replacement)) }])]),
      ];
  }
}

/** Why a text was taken out, by which law, whether its author knows, and how to appeal. */
export async function readWhy(reading: Reading, statement: TakesOut, maxChars = Infinity): Promise<readonly Fact[]> {
  return [
    fact('fact-ground', await readGround(reading, statement)),
    fact('fact-basis', statement.basis),
    fact('fact-told', reading.language.phrase(`told-${statement.told}`)),
    lineFact('fact-appeal', [{ words: cutText(await reading.bareText(statement.appeal), maxChars) }]),
  ];
}

/** The ground as the rules of the case call it; of what was not said in a case, as the ledger itself does. */
async function readGround(reading: Reading, { case: id, ground }: TakesOut): Promise<string> {
  if (id === undefined) return registrarGround(reading.language, ground);
  const of = await reading.state('case', id);
  const rules = of === undefined ? undefined : await reading.state('rules', `${of.process}/${of.version}`);
  return rules?.grounds?.find(({ code }) => code === ground)?.title ?? ground;
}
