/** Judges what an office says to a figure about itself. SPEC 8.9, M102. */
import { say } from '../say.ts';
import { finding, isRefusal, type Judge } from './admission.ts';
import { enterOutside } from './registers.ts';

export const judgeFigureReply: Judge<'figure-reply'> = async (draft, candidate) => {
  const { kind, by, office, process, from, until } = candidate.statement;
  const mandates = await enterOutside(draft, candidate);
  if (isRefusal(mandates)) return mandates;
  const other = mandates.find((mandate) => mandate.office !== office);
  if (other !== undefined)
    return finding('reply-office', say`It replies for the office "${office}"; "${other.office}" signed it.`);
  if (process !== undefined && (await draft.get('process', process)) === undefined)
    return finding('process-unknown', say`There is no process "${process}".`);
  if (from !== undefined && until !== undefined && until < from)
    return finding('reply-days', say`They would begin on ${from} and end on ${until}.`);
  draft.put('act', String(candidate.index), { case: null, kind, by, offices: [office], correctedBy: null });
  return [];
};
