/** Every history, one that others go on from before them. */
import { councilHistory } from './council.ts';
import { cityHistory, type History } from './history.ts';
import { actsHistory } from './histories/acts.ts';
import {
  appealsAgainstTheReplacedHistory,
  blamedOfficesHistory,
  copiedCasesHistory,
  eyesShutHistory,
  putOffHistory,
} from './histories/attacks.ts';
import { authorityHistory } from './histories/authority.ts';
import { commitmentsHistory } from './histories/commitments.ts';
import { commonHistory } from './histories/common.ts';
import { moderationHistory, retentionHistory, takenOutHistory } from './histories/contents.ts';
import {
  archivesHistory,
  erasureRequestsHistory,
  holdersHistory,
  movedErasuresHistory,
  registerTextsHistory,
} from './histories/erasures.ts';
import {
  followKeysHistory,
  movedSpeakersHistory,
  movedWithdrawalsHistory,
  speakersHistory,
  withdrawalsHistory,
} from './histories/speakers.ts';
import { lateLooksHistory, unreadHistory } from './histories/waiting.ts';
import { contestsHistory, questionsHistory, reopenedHistory } from './histories/contests.ts';
import { countersignedHistory, referralsHistory, sightHistory } from './histories/council-acts.ts';
import { areasHistory, inputsHistory } from './histories/inputs.ts';
import { revocationsHistory } from './histories/key-revocations.ts';
import { rotationsHistory } from './histories/key-rotations.ts';
import { logKeysHistory } from './histories/log-keys.ts';
import { mandatesHistory, registrarsHistory } from './histories/mandates.ts';
import { calendarHistory, processesHistory, rightsHistory } from './histories/offices.ts';
import { correctionsHistory, decisionsHistory } from './histories/officials.ts';
import { openingHistory } from './histories/opening.ts';
import { owedAfterMergersHistory, owedAnewHistory } from './histories/owed.ts';
import { figureRepliesHistory } from './histories/figure-replies.ts';
import { registersHistory } from './histories/registers.ts';
import { schemesHistory } from './histories/schemes.ts';
import { signaturesHistory } from './histories/signatures.ts';
import { petitionsHistory, stagesHistory } from './histories/stages.ts';
import { linksBetweenCasesHistory, mergersHistory, splitsHistory } from './histories/structure.ts';

const tellers = [
  openingHistory,
  cityHistory,
  commonHistory,
  registrarsHistory,
  rotationsHistory,
  revocationsHistory,
  logKeysHistory,
  signaturesHistory,
  schemesHistory,
  mandatesHistory,
  actsHistory,
  authorityHistory,
  rightsHistory,
  processesHistory,
  calendarHistory,
  inputsHistory,
  areasHistory,
  decisionsHistory,
  correctionsHistory,
  councilHistory,
  sightHistory,
  countersignedHistory,
  referralsHistory,
  stagesHistory,
  petitionsHistory,
  linksBetweenCasesHistory,
  mergersHistory,
  splitsHistory,
  owedAfterMergersHistory,
  owedAnewHistory,
  questionsHistory,
  contestsHistory,
  reopenedHistory,
  commitmentsHistory,
  registersHistory,
  figureRepliesHistory,
  moderationHistory,
  takenOutHistory,
  retentionHistory,
  copiedCasesHistory,
  putOffHistory,
  eyesShutHistory,
  appealsAgainstTheReplacedHistory,
  blamedOfficesHistory,
  followKeysHistory,
  speakersHistory,
  movedSpeakersHistory,
  withdrawalsHistory,
  movedWithdrawalsHistory,
  erasureRequestsHistory,
  movedErasuresHistory,
  archivesHistory,
  holdersHistory,
  registerTextsHistory,
  lateLooksHistory,
  unreadHistory,
];

export async function allHistories(): Promise<readonly History[]> {
  const histories: History[] = [];
  for (const tell of tellers) histories.push(await tell());
  return histories;
}
