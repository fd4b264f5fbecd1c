/** One version of the rules of a process, in words, and what changed with it. */
import { entryHref, processHref } from '../addresses.ts';
import * as z from 'zod/mini';
import { codeField } from '@counterfoil/ledger/statements/fields';
import type { StateShapes } from '@counterfoil/ledger/state';
import { compareFacts, type FactChange } from '../facts/fact-changes.ts';
import { fact, type Fact } from '../facts/fact.ts';
import { feedHref, type FeedLink } from '../feeds/feed-href.ts';
import { readRuleFacts } from '../facts/process-facts.ts';
import type { Language } from '../language.ts';
import { openProcess } from '../open-process.ts';
import { PageError } from '../page-error.ts';
import type { Reading } from '../reading.ts';

const VERSIONS_SHOWN = 100;

const pathSchema = z.object({
  id: codeField,
  version: z.pipe(z.string().check(z.regex(/^[1-9][0-9]{0,6}$/)), z.transform(Number)),
});

type Rules = StateShapes['rules'];

interface Link {
  readonly href: string;
  readonly text: string;
}

export interface ProcessPage {
  readonly title: string;
  readonly standing: string;
  readonly isInForce: boolean;
  readonly facts: readonly Fact[];
  readonly entry: Link;
  /** Who published it, and when. */
  readonly published: string | undefined;
  /** Since the version before. */
  readonly changes: ProcessChanges | undefined;
  /** Newest first. */
  readonly versions: readonly (Link & { readonly isHere: boolean })[];
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly cases: string;
  /** What is to be accounted for under it. */
  readonly figures: string;
  readonly feed: FeedLink;
  readonly say: string | undefined;
}

interface ProcessChanges {
  readonly title: string;
  readonly before: Link & { readonly published: string | undefined; readonly entry: Link };
  readonly after: string;
  /** None where they read the same. */
  readonly fields: readonly FactChange[];
}

/** @throws PageError `process-unknown`. */
export async function buildProcess(reading: Reading, path: object): Promise<ProcessPage> {
  const parsed = pathSchema.safeParse(path);
  if (!parsed.success) throw new PageError('process-unknown');
  const { id, version } = parsed.data;
  const [rules, inForce] = await Promise.all([
    reading.state('rules', `${id}/${version}`),
    reading.state('process', id),
  ]);
  if (rules === undefined || inForce === undefined) throw new PageError('process-unknown');
  const { language } = reading;
  const isInForce = inForce.version === version;
  const shown = Math.min(inForce.version, VERSIONS_SHOWN);
  const [facts, published, old] = await Promise.all([
    readRuleFacts(reading, rules),
    readPublished(reading, rules),
    version === 1 ? undefined : reading.state('rules', `${id}/${version - 1}`),
  ]);
  const hrefOf = (number: number): string => processHref(id, number);
  return {
    title: language.phrase('process-title', { title: rules.title, version }),
    standing: isInForce
      ? language.phrase('process-in-force')
      : language.phrase('process-superseded', { version: inForce.version }),
    isInForce,
    facts,
    entry: entryLink(language, rules),
    published,
    changes: old && {
      title: language.phrase('process-changes', { version: version - 1 }),
      before: {
        href: hrefOf(version - 1),
        text: language.phrase('process-version', { version: version - 1 }),
        published: await readPublished(reading, old),
        entry: entryLink(language, old),
      },
      after: language.phrase('process-version', { version }),
      fields: compareFacts(
        [fact('fact-title', old.title), ...(await readRuleFacts(reading, old))],
        [fact('fact-title', rules.title), ...facts],
      ),
    },
    versions: Array.from({ length: shown }, (_, i) => inForce.version - i).map((number) => ({
      href: hrefOf(number),
      text: language.phrase(number === version ? 'process-version-here' : 'process-version', { version: number }),
      isHere: number === version,
    })),
    before: version === 1 ? undefined : hrefOf(version - 1),
    after: isInForce ? undefined : hrefOf(version + 1),
    cases: `/cases?process=${id}`,
    figures: `/accountability?process=${id}`,
    feed: { href: feedHref.process(id), title: language.phrase('feed-process', { title: rules.title }) },
    say:
      isInForce && openProcess(language, id, version, rules).authors.length > 0
        ? `/inputs/new?process=${id}`
        : undefined,
  };
}

function entryLink(language: Language, { entry }: Rules): Link {
  return { href: entryHref(entry), text: language.phrase('process-entry', { entry }) };
}

/** @throws FormatError where the bytes on record are no entry. */
async function readPublished(reading: Reading, { entry }: Rules): Promise<string | undefined> {
  const opened = await reading.entry(entry);
  // Recorded a moment ago, beyond the checkpoint.
  if (opened === undefined) return undefined;
  const { time, envelope } = opened.entry;
  return reading.language.phrase('process-published', {
    registrars: envelope.signatures.length,
    time: reading.language.time(time),
  });
}
