/** Judges the calendar of the authority and the rules it gives its processes. SPEC 8.5, M25, M47. */
import type { Finding } from '../rules.ts';
import { clockKinds, type Draft } from '../state.ts';
import { clockActs } from '../obligations.ts';
import { MAX_MANDATES } from '../statements/fields.ts';
import type { CaseKind } from '../statements/rights.ts';
import type { StatementOf } from '../statement.ts';
import { finding, isRefusal, type Judge } from './admission.ts';
import { WITHDRAWN } from './inputs.ts';
import { byRegistrars, readLedger } from './signers.ts';
import { say, type Sentence } from '../say.ts';

export const judgeCalendarPublished: Judge<'calendar-published'> = async (draft, candidate) => {
  const { version, offsets, weekdays, holidays, until } = candidate.statement;
  const ledger = await readLedger(draft);
  if (isRefusal(ledger)) return ledger;
  const expected = (ledger.calendar ?? 0) + 1;
  if (version !== expected)
    return finding('calendar-version', say`The next version of the calendar is ${expected}, not ${version}.`);
  draft.put('calendar', String(version), { entry: candidate.index, offsets, weekdays, holidays, until });
  draft.put('ledger', 'opened', { ...ledger, calendar: version });
  return (await byRegistrars(draft, candidate)) ?? [];
};

type Published = StatementOf<'process-published'>;

export const judgeProcessPublished: Judge<'process-published'> = async (draft, candidate) => {
  const { kind: _, origin: _origin, at: _at, seen: _seen, process, version, ...rules } = candidate.statement;
  const expected = ((await draft.get('process', process))?.version ?? 0) + 1;
  if (version !== expected)
    return finding('process-version', say`The next version of "${process}" is ${expected}, not ${version}.`);
  const ledger = await readLedger(draft);
  if (isRefusal(ledger)) return ledger;
  if (Object.keys(rules.clocks).length > 0 && ledger.calendar === null)
    return finding('calendar-unknown', say`Publish the calendar first: deadlines are counted by it.`);
  const refused = (await checkOffices(draft, rules.acts)) ?? checkServable(candidate.statement);
  if (refused !== undefined) return refused;
  draft.put('process', process, { version });
  draft.put('rules', `${process}/${version}`, { entry: candidate.index, ...rules });
  return (await byRegistrars(draft, candidate)) ?? [];
};

/** Every office named exists, and for each act there is one that may do it. */
async function checkOffices(draft: Draft, acts: Published['acts']): Promise<Finding | undefined> {
  for (const [kind, act] of Object.entries(acts)) {
    if (act === undefined) continue;
    if (act.signatures + (act.countersigned?.signatures ?? 0) > MAX_MANDATES)
      return finding('process-unservable', say`More people must sign "${kind}" than a statement can name.`);
    for (const { offices } of act.countersigned === undefined ? [act] : [act, act.countersigned]) {
      let able = false;
      for (const office of offices) {
        const definition = await draft.get('office', office);
        if (definition === undefined) return finding('office-unknown', say`There is no office "${office}".`);
        able ||= definition.may.includes(kind as CaseKind);
      }
      if (!able) return finding('process-unservable', say`None of the offices it names for "${kind}" may sign that.`);
    }
  }
  return undefined;
}

/** What the rules promise can be done by somebody. */
function checkServable({
  acts,
  dispositions,
  clocks,
  accounting,
  stages,
  support,
  moderation,
  retention,
}: Published): Finding | undefined {
  const asked: [reason: Sentence, kinds: readonly CaseKind[]][] = [];
  for (const kind of clockKinds)
    if (clocks[kind] !== undefined) asked.push([say`the clock "${kind}"`, clockActs[kind]]);
  // Carried out is what was promised and then reported as complete.
  if (clocks['carry-out'] !== undefined) asked.push([say`the clock "${'carry-out'}"`, ['commitment']]);
  if (clocks.answer !== undefined) asked.push([say`the clock "${'answer'}"`, ['answer']]);
  if (accounting === 'refuse') asked.push([say`accounting for every input`, ['dispositions']]);
  if (moderation === 'before') asked.push([say`looking at texts first`, ['content-published']]);
  if (retention !== undefined) asked.push([say`keeping texts for so long`, ['retention-applied']]);
  if ((stages?.length ?? 0) > 1) asked.push([say`opening the next stage`, ['stage-opened']]);
  if (clocks.moderate !== undefined && moderation === undefined)
    return finding('process-unservable', say`Nothing waits for the clock "moderate": texts are public at once.`);
  if (dispositions.some(({ code }) => code === WITHDRAWN))
    return finding('process-unservable', say`Only the author of an input can make it "${WITHDRAWN}".`);
  for (const [reason, kinds] of asked) {
    if (!kinds.some((kind) => acts[kind] !== undefined))
      return finding('process-unservable', say`Nobody may sign "${kinds[0] ?? ''}", which ${reason} asks for.`);
  }
  if (stages === undefined) return undefined;
  if (stages[0]?.admits.includes('input-received') !== true)
    return finding('process-unservable', say`The first stage does not admit the input that opens a case.`);
  if (support !== undefined && !stages.some(({ admits }) => admits.includes('support-added')))
    return finding('process-unservable', say`No stage admits supporters.`);
  if (acts.decision === undefined) return undefined;
  const last = stages.findLastIndex(({ admits }) => admits.includes('decision'));
  if (last < 0) return finding('process-unservable', say`No stage admits a decision.`);
  if (accounting === 'refuse' && !stages.slice(0, last + 1).some(({ admits }) => admits.includes('dispositions')))
    return finding('process-unservable', say`No stage up to the decision admits the dispositions that it asks for.`);
  return undefined;
}
