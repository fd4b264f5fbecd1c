/** Where a text stood that is not in public view: who took it out, when, on what ground, and what can be done about it. */
import type { ContentRef } from '@counterfoil/ledger/content';
import type { StateShapes } from '@counterfoil/ledger/state';
import { type Reference, reference } from './addresses.ts';
import { readWhy } from './facts/content-facts.ts';
import type { Fact } from './facts/fact.ts';
import { isKind } from './opened-entry.ts';
import type { Reading, Time } from './reading.ts';
import { replacementOf, type Text } from './text.ts';

/** The entry that took the text out has the rest. */
const APPEAL_CHARS = 600;

export interface Absence {
  readonly tag: string;
  readonly sentence: string;
  /** Since when it waits, or is gone. */
  readonly since: Time | undefined;
  /** The entry that says so; of a text that waits, the one it is a text of. */
  readonly by: Reference | undefined;
  readonly facts: readonly Fact[];
  /** The text with passages blacked out. */
  readonly replacement: Text | undefined;
}

export async function readAbsence(reading: Reading, content: StateShapes['content']): Promise<Absence> {
  const { state } = content;
  const { language } = reading;
  const tag = language.phrase(`absence-tag-${state === 'public' ? 'pending' : state}`);
  const of = await reading.entry(content.by ?? content.entry);
  // Nobody has published that entry yet: that the text is hidden is all that can be said.
  if (of === undefined)
    return {
      ...{ tag, sentence: language.phrase('absence-hidden'), facts: [] },
      since: undefined,
      by: undefined,
      replacement: undefined,
    };
  const common = { tag, since: reading.time(of.entry.time), by: reference(of.index) };
  if (isKind(of, 'content-withheld') || isKind(of, 'content-redacted')) {
    const { statement } = of;
    const offices = await readOffices(reading, of.index);
    const instead = statement.kind === 'content-redacted' ? statement.replacement : undefined;
    const replacement = instead === undefined ? undefined : replacementOf(await readNewest(reading, instead));
    const sentence =
      statement.kind === 'content-withheld'
        ? language.phrase('absence-withheld', { offices })
        : replacement === undefined
          ? language.phrase('absence-erased', { offices })
          : language.phrase('absence-replaced', { offices });
    const facts = await readWhy(reading, statement, APPEAL_CHARS);
    const newTag = replacement && { tag: language.phrase('absence-tag-replaced') };
    return { ...common, ...newTag, sentence, facts, replacement };
  }
  const sentence = isKind(of, 'retention-applied')
    ? await retentionSentence(reading, of.index, content.case)
    : language.phrase('absence-pending');
  return { ...common, sentence, facts: [], replacement: undefined };
}

/** More than anybody blacks out one after the other. */
const MAX_REPLACEMENTS = 50;

/** The replacement, or what has taken its place since. */
async function readNewest(reading: Reading, first: ContentRef): Promise<Text> {
  let ref = first;
  for (let i = 0; i < MAX_REPLACEMENTS; i++) {
    const by = (await reading.state('content', ref.digest))?.by ?? null;
    const of = by === null ? undefined : await reading.entry(by);
    if (of === undefined || !isKind(of, 'content-redacted') || of.statement.digest !== ref.digest) break;
    if (of.statement.replacement === undefined) break;
    ref = of.statement.replacement;
  }
  return reading.bareText(ref);
}

/** Not by the holders of mandates: their names are texts themselves. */
async function readOffices(reading: Reading, index: number): Promise<string> {
  const act = await reading.state('act', index);
  // Outside any case there is no office.
  if (act?.case === null) return reading.language.phrase('absence-registrars');
  return reading.language.list(await reading.officeTitles(act?.offices ?? []));
}

async function retentionSentence(reading: Reading, by: number, caseId: number | null): Promise<string> {
  const offices = await readOffices(reading, by);
  const days = await readKeptDays(reading, caseId);
  return days === undefined
    ? reading.language.phrase('absence-retention', { offices })
    : reading.language.phrase('absence-retention-days', { offices, days });
}

async function readKeptDays(reading: Reading, caseId: number | null): Promise<number | undefined> {
  const of = caseId === null ? undefined : await reading.state('case', caseId);
  const rules = of === undefined ? undefined : await reading.state('rules', `${of.process}/${of.version}`);
  return rules?.retention?.days;
}
