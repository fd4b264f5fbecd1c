/** The level of participation that was promised, beside the signs of each level that the record shows. SPEC 12.1, M93. */
import type { CaseState, StateShapes } from '../state.ts';
import type { participationLevels } from '../statements/process.ts';
import { figure, groupsOf, type Figure } from './figure.ts';
import type { Reading } from './reading.ts';

export type Level = (typeof participationLevels)[number];

export interface ParticipationRow {
  readonly process: string;
  readonly version: number;
  readonly title: string;
  readonly promised: Level;
  /** Cases, by the entries that opened them; those that became part of another are none. */
  readonly cases: Figure;
  readonly decided: Figure;
  /** Cases that have been at their last stage; null where the rules have no stages. */
  readonly allStages: Figure | null;
  /** Cases that show the sign of each level. */
  readonly signs: { readonly [L in Level]: Figure };
  readonly signsDecided: { readonly [L in Level]: Figure };
}

interface Shown {
  readonly id: number;
  readonly of: CaseState;
  readonly levels: ReadonlySet<Level>;
}

/** By process, its versions in their order. Cases that were copied from a data set promised nobody anything. */
export function countParticipation(reading: Reading): readonly ParticipationRow[] {
  const acts = actsByCase(reading);
  const shown = [...reading.state.all('case')].flatMap(([key, of]): Shown[] => {
    const id = Number(key);
    if (!of.owed || of.merged !== null || !reading.isChosen(id, of)) return [];
    const own = acts.get(id) ?? [];
    const isOffices = reading.isOffices(own.flatMap(({ offices }) => offices));
    return isOffices ? [{ id, of, levels: levelsOf(reading, of, own) }] : [];
  });
  const rows = groupsOf(shown, ({ of }) => `${of.process}/${of.version}`).flatMap((group) => {
    const of = group[0]?.of;
    const rules = of === undefined ? undefined : reading.rules(of);
    if (of === undefined || rules === undefined) return [];
    const count = (some: readonly Shown[]): Figure => figure(some.map(({ id }) => id));
    const decided = group.filter((one) => one.of.decided !== null);
    const signsOf = (some: readonly Shown[]): ParticipationRow['signs'] => {
      const at = (level: Level): Figure => count(some.filter(({ levels }) => levels.has(level)));
      return {
        ...{ inform: at('inform'), consult: at('consult'), involve: at('involve') },
        ...{ collaborate: at('collaborate'), empower: at('empower') },
      };
    };
    const last = rules.stages?.at(-1)?.code;
    const { process, version } = of;
    return [
      {
        ...{
          process,
          version,
          title: rules.title,
          promised: rules.level,
          cases: count(group),
          decided: count(decided),
        },
        allStages: last === undefined ? null : count(group.filter((one) => one.of.stage === last)),
        ...{ signs: signsOf(group), signsDecided: signsOf(decided) },
      },
    ];
  });
  return rows.sort((a, b) => (a.process < b.process ? -1 : a.process > b.process ? 1 : a.version - b.version));
}

type Act = Pick<StateShapes['act'], 'kind' | 'offices'> & { readonly asksPeople: boolean };

/** Under the cases that these have become part of by now. */
function actsByCase(reading: Reading): ReadonlyMap<number, readonly Act[]> {
  const acts = new Map<number, Act[]>();
  for (const [entry, { case: id, kind, offices }] of reading.state.all('act')) {
    if (id === null) continue;
    const matter = kind === 'question' ? reading.state.all('matter').get(entry) : undefined;
    const now = reading.caseNow(id);
    const known = acts.get(now) ?? [];
    acts.set(now, known);
    known.push({ kind, offices, asksPeople: matter?.offices.length === 0 });
  }
  return acts;
}

/** A sign is less than the thing: it is what a record can show of it. SPEC M93. */
function levelsOf(reading: Reading, of: CaseState, acts: readonly Act[]): ReadonlySet<Level> {
  const isCitizens = (office: string): boolean => reading.state.all('office').get(office)?.body === 'citizens';
  const did = (...kinds: readonly Act['kind'][]): readonly Act[] => acts.filter(({ kind }) => kinds.includes(kind));
  const stages = reading.rules(of)?.stages ?? [];
  const isHeardAgain = stages
    .slice(1, stages.findIndex(({ code }) => code === of.stage) + 1)
    .some(({ admits }) => admits.includes('input-received') || admits.includes('support-added'));
  const signs: { readonly [L in Level]: boolean } = {
    inform: did('response', 'decision').length > 0,
    consult: of.inputs > 0 && of.unaccounted === 0,
    involve: isHeardAgain || acts.some(({ asksPeople }) => asksPeople),
    collaborate: did('dispositions', 'decision', 'commitment', 'dissent').some(({ offices }) =>
      offices.some(isCitizens),
    ),
    empower: did('decision').some(({ offices }) => offices.some(isCitizens)),
  };
  return new Set((Object.keys(signs) as Level[]).filter((level) => signs[level]));
}
