/** The registers: what stands in them, each version of it, and the decisions that say they used it. */
import { entryHref, type Reference, reference, stepHref } from '../addresses.ts';
import type { Register } from '@counterfoil/ledger/state';
import { caseTitle, openCase, type Title } from '../case-summary.ts';
import { readOwnFacts } from '../entry-facts.ts';
import type { Fact } from '../facts/fact.ts';
import { isKind, type OpenedEntry } from '../opened-entry.ts';
import type { Reading } from '../reading.ts';
import type { RegisterEntry } from '../record.ts';
import { cutText, type Text } from '../text.ts';

const REGISTERS = ['algorithm', 'data-use', 'nudge'] as const satisfies readonly Register[];
const VERSIONS_SHOWN = 50;
/** The newest; the count says how many there are. */
const CITATIONS_SHOWN = 10;
const TEXT_CHARS = 1500;

export interface Registered {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly isRetired: boolean;
  readonly keptBy: string;
  readonly text: Text;
  readonly href: string;
  readonly facts: readonly Fact[];
  readonly versions: readonly { readonly text: string; readonly href: string; readonly isInForce: boolean }[];
  readonly isVersionsCut: boolean;
  readonly citationsText: string;
  readonly citations: readonly (Reference & {
    readonly case: { readonly id: number; readonly href: string; readonly title: Title };
  })[];
  readonly moreCitations: string | undefined;
}

export interface RegistersPage {
  readonly registers: readonly {
    readonly id: Register;
    readonly entries: readonly Registered[];
  }[];
}

export async function buildRegisters(reading: Reading): Promise<RegistersPage> {
  const all = await reading.record.registers();
  const registers = REGISTERS.map(async (id) => {
    const entries = await Promise.all(
      all.filter(({ register }) => register === id).map((entry) => readRegistered(reading, entry)),
    );
    return { id, entries: entries.filter((entry) => entry !== undefined) };
  });
  return { registers: await Promise.all(registers) };
}

async function readRegistered(
  reading: Reading,
  { register, code, office, entry }: RegisterEntry,
): Promise<Registered | undefined> {
  const opened = await reading.entry(entry);
  if (opened === undefined || !isRegistered(opened)) return undefined;
  const { statement } = opened;
  const { language } = reading;
  const indexes = await reading.record.registerVersions(register, code, VERSIONS_SHOWN + 1);
  const versions = (await reading.entries(indexes.slice(0, VERSIONS_SHOWN))).filter(isRegistered);
  const citations = await readCitations(reading, indexes);
  return {
    id: `${register}-${code}`,
    title: statement.title,
    status: language.phrase(`status-${statement.status}`),
    isRetired: statement.status === 'retired',
    keptBy: await reading.officeTitle(office),
    text: cutText(await reading.text(statement.text), TEXT_CHARS),
    href: entryHref(entry),
    facts: (await readOwnFacts(reading, statement)).filter(({ label }) => label !== 'fact-status'),
    versions: await Promise.all(
      versions.map(async (version) => ({
        text: language.phrase('registers-version', {
          version: version.statement.version,
          day: await reading.day(version.statement.at),
        }),
        href: entryHref(version.index),
        isInForce: version.index === entry,
      })),
    ),
    isVersionsCut: indexes.length > VERSIONS_SHOWN,
    ...citations,
  };
}

/** Over all its versions, the newest first. */
async function readCitations(
  reading: Reading,
  versions: readonly number[],
): Promise<Pick<Registered, 'citationsText' | 'citations' | 'moreCitations'>> {
  const { language } = reading;
  const states = await reading.states('registered', versions);
  const count = states.reduce((sum, state) => sum + (state?.cited ?? 0), 0);
  const ids = versions.flatMap((version, i) => {
    const cited = states[i]?.cited ?? 0;
    const shown = Math.min(cited, CITATIONS_SHOWN);
    return Array.from({ length: shown }, (_, number) => `${version}/${cited - 1 - number}`);
  });
  const cited = (await reading.states('citation', ids)).filter((citation) => citation !== undefined);
  const newest = cited.sort((a, b) => b.decision - a.decision).slice(0, CITATIONS_SHOWN);
  const citations = await Promise.all(
    newest.map(async ({ decision, case: id }) => {
      const opened = await openCase(reading, id);
      return opened === undefined
        ? []
        : [
            {
              ...reference(decision),
              case: { id, href: stepHref(id, decision), title: caseTitle(reading, opened) },
            },
          ];
    }),
  );
  return {
    citationsText: language.phrase('registers-citations', { count }),
    citations: citations.flat(),
    moreCitations: count > newest.length ? language.phrase('others-more', { count: count - newest.length }) : undefined,
  };
}

type OfRegister = OpenedEntry & OpenedEntry<'algorithm-registered' | 'data-use-registered' | 'nudge-registered'>;

function isRegistered(opened: OpenedEntry): opened is OfRegister {
  return (
    isKind(opened, 'algorithm-registered') ||
    isKind(opened, 'data-use-registered') ||
    isKind(opened, 'nudge-registered')
  );
}
