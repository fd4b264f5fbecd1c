/**
 * The rulebook: whether an entry keeps the rules, and what it changes. SPEC 8.
 *
 * The recorder runs it before an entry is accepted, the verifier from the first entry on: what the service enforces and
 * what an auditor checks is this one text.
 */
import { base64 } from './bytes.ts';
import type { Entry } from './entry.ts';
import type { Finding } from './rules.ts';
import { finding, isRefusal, type Admission, type Candidate, type Judge } from './rulebook/admission.ts';
import {
  judgeLedgerOpened,
  judgeMandateEnded,
  judgeMandateGranted,
  judgeOfficeDefined,
  judgeRegistrarsChanged,
} from './rulebook/authority.ts';
import { judgeCommitment, judgeEvaluation, judgeMilestone } from './rulebook/commitments.ts';
import {
  judgeAppeal,
  judgeCorrection,
  judgeDecision,
  judgeDispositions,
  judgeDispute,
  judgeDissent,
} from './rulebook/decisions.ts';
import {
  judgeContentPublished,
  judgeContentRedacted,
  judgeContentRestored,
  judgeContentWithheld,
  judgeErasureRequest,
  judgeRetentionApplied,
  noteContents,
} from './rulebook/contents.ts';
import { noteSpeaker } from './rulebook/cases.ts';
import { judgeInputReceived, judgeSupportAdded, judgeWithdrawal } from './rulebook/inputs.ts';
import { judgeKeyRevoked, judgeKeyRotated, judgeLogKeyRotated } from './rulebook/keys.ts';
import { judgeFigureReply } from './rulebook/figure-reply.ts';
import {
  judgeAcknowledgement,
  judgeAnswer,
  judgeEvidenceCited,
  judgeQuestion,
  judgeReferral,
  judgeResponse,
  judgeStageOpened,
} from './rulebook/officials.ts';
import { judgeCalendarPublished, judgeProcessPublished } from './rulebook/process.ts';
import {
  judgeAlgorithmRegistered,
  judgeDataUseRegistered,
  judgeDeviceObservation,
  judgeNudgeRegistered,
  judgeSupplierStatement,
} from './rulebook/registers.ts';
import { judgeCaseLinked, judgeCasesMerged, judgeCaseSplit } from './rulebook/structure.ts';
import { Draft, type State } from './state.ts';
import { referencesOf, type Kind, type Statement } from './statement.ts';
import { say } from './say.ts';

export type { Admission, Candidate } from './rulebook/admission.ts';

/** How far the clock of an author may run ahead of the log's, in milliseconds. */
export const CLOCK_TOLERANCE_MS = 300_000;

const judges: { readonly [K in Kind]: Judge<K> } = {
  'ledger-opened': judgeLedgerOpened,
  'registrars-changed': judgeRegistrarsChanged,
  'office-defined': judgeOfficeDefined,
  'mandate-granted': judgeMandateGranted,
  'mandate-ended': judgeMandateEnded,
  'key-rotated': judgeKeyRotated,
  'key-revoked': judgeKeyRevoked,
  'log-key-rotated': judgeLogKeyRotated,
  'calendar-published': judgeCalendarPublished,
  'process-published': judgeProcessPublished,
  'input-received': judgeInputReceived,
  'support-added': judgeSupportAdded,
  acknowledgement: judgeAcknowledgement,
  question: judgeQuestion,
  answer: judgeAnswer,
  response: judgeResponse,
  referral: judgeReferral,
  'stage-opened': judgeStageOpened,
  'case-linked': judgeCaseLinked,
  'cases-merged': judgeCasesMerged,
  'case-split': judgeCaseSplit,
  decision: judgeDecision,
  dispositions: judgeDispositions,
  dissent: judgeDissent,
  commitment: judgeCommitment,
  milestone: judgeMilestone,
  evaluation: judgeEvaluation,
  'evidence-cited': judgeEvidenceCited,
  appeal: judgeAppeal,
  dispute: judgeDispute,
  correction: judgeCorrection,
  withdrawal: judgeWithdrawal,
  'erasure-request': judgeErasureRequest,
  'content-published': judgeContentPublished,
  'content-withheld': judgeContentWithheld,
  'content-redacted': judgeContentRedacted,
  'content-restored': judgeContentRestored,
  'retention-applied': judgeRetentionApplied,
  'algorithm-registered': judgeAlgorithmRegistered,
  'data-use-registered': judgeDataUseRegistered,
  'nudge-registered': judgeNudgeRegistered,
  'supplier-statement': judgeSupplierStatement,
  'device-observation': judgeDeviceObservation,
  'figure-reply': judgeFigureReply,
};

/** Judges one entry against the state before it. Never throws for what the entry says. */
export async function admit(state: State, candidate: Candidate): Promise<Admission> {
  const refused = await checkCommon(state, candidate);
  if (refused !== undefined) return { refused };
  const draft = new Draft(state);
  const judge = judges[candidate.statement.kind] as Judge<Kind>;
  const judged = await judge(draft, candidate);
  if (isRefusal(judged)) return { refused: judged };
  const unseen = findUnseen(candidate.statement);
  if (unseen !== undefined) return { refused: unseen };
  const unsound = await noteSpeaker(draft, candidate);
  if (unsound !== undefined) return { refused: unsound };
  const waits = await noteContents(draft, candidate);
  if (waits !== undefined) return { refused: waits };
  draft.put('statement', candidate.digest, { entry: candidate.index });
  return { facts: judged, changes: draft.changes() };
}

/** What holds for every kind. SPEC 8.3, M17, M18, M19, M20. */
async function checkCommon(
  state: State,
  { statement, index, time, digest, signers }: Candidate,
): Promise<Finding | undefined> {
  const ledger = await state.get('ledger', 'opened');
  if (statement.kind === 'ledger-opened') {
    if (ledger !== undefined) return finding('ledger-already-opened', say`The first entry opened it.`);
  } else {
    if (ledger === undefined) return finding('ledger-not-opened', say`The first entry must open the ledger.`);
    if (statement.origin !== ledger.origin)
      return finding('origin-foreign', say`It names "${statement.origin}"; this is "${ledger.origin}".`);
  }
  if (signers.length > 1 && new Set(signers).size !== signers.length)
    return finding('signature-repeated', say`One key, one signature.`);
  const { size, root } = statement.seen;
  if (size > index) return finding('seen-ahead', say`It claims to have seen ${size} entries; there are ${index}.`);
  const rootThen = await state.rootAt(size);
  if (rootThen === undefined || base64(rootThen) !== root)
    return finding('seen-unknown', say`The root it gives for ${size} entries is not the root of this ledger.`);
  if (statement.at > time && Date.parse(statement.at) > Date.parse(time) + CLOCK_TOLERANCE_MS)
    return finding('at-future', say`It says ${statement.at}, and was recorded at ${time}.`);
  const recorded = await state.get('statement', digest);
  if (recorded !== undefined) return finding('statement-repeated', say`It is entry ${recorded.entry}.`);
  return undefined;
}

/** An index means one entry only within the history whose root is signed along with it. SPEC M18. */
function findUnseen(statement: Statement): Finding | undefined {
  const { size } = statement.seen;
  const unseen = referencesOf(statement).find((index) => index >= size);
  if (unseen === undefined) return undefined;
  return finding('seen-short', say`It names entry ${unseen} and was made in sight of the first ${size}.`);
}

/** Whether an entry follows the one before it: index, chain, time. SPEC M11. */
export function checkLink(
  before: { readonly leaf: string; readonly time: string } | undefined,
  entry: Pick<Entry, 'index' | 'prev' | 'time'>,
  index: number,
): Finding | undefined {
  if (entry.index !== index) return finding('index-wrong', say`It says ${entry.index} and stands at ${index}.`);
  if (entry.prev !== (before?.leaf ?? null))
    return finding(
      'chain-broken',
      before === undefined ? say`Nothing comes before it.` : say`Its "prev" is not the hash of entry ${index - 1}.`,
    );
  if (before !== undefined && entry.time < before.time)
    return finding('time-backwards', say`It says ${entry.time}, the one before ${before.time}.`);
  return undefined;
}
