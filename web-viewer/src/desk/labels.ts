/** What stands before the fields of a statement: as on the public page of the entry, where that says the same. */
import type { Kind } from '@counterfoil/ledger/statement';
import type { PhraseId } from '../language.ts';
import { language } from './language.ts';

/** A name means the same in most kinds; where it does not, the kind stands before it. */
const labels: Readonly<Record<string, PhraseId>> = {
  kind: 'desk-label-step',
  case: 'desk-label-case',
  by: 'desk-label-by',
  origin: 'desk-label-origin',
  at: 'desk-label-at',
  seen: 'desk-label-seen',
  text: 'desk-label-words',
  process: 'fact-process',
  channel: 'fact-channel',
  author: 'fact-author',
  category: 'fact-category',
  area: 'fact-area',
  place: 'fact-place',
  followKey: 'desk-label-follow-key',
  outcome: 'desk-label-outcome',
  basis: 'fact-basis',
  goal: 'fact-goal',
  options: 'fact-options',
  effect: 'desk-label-effect',
  expected: 'desk-label-expected',
  measure: 'fact-measure',
  interests: 'fact-interests',
  algorithms: 'fact-algorithms',
  data: 'fact-data',
  review: 'desk-label-review',
  reviewer: 'fact-reviewer',
  appeal: 'fact-appeal',
  items: 'kind-dispositions',
  'content-published items': 'desk-label-texts',
  'retention-applied items': 'desk-label-texts',
  'dissent from': 'fact-dissents-from',
  figure: 'fact-figure',
  'figure-reply from': 'fact-from-day',
  'figure-reply until': 'fact-until-day',
  'figure-reply size': 'fact-stood-at',
  corrects: 'fact-corrects',
  answers: 'fact-answers',
  result: 'desk-label-result',
  to: 'fact-office',
  elsewhere: 'desk-field-elsewhere',
  office: 'fact-office',
  'commitment office': 'desk-field-owner',
  carrier: 'fact-carrier',
  decision: 'desk-label-decision',
  'commitment term': 'fact-last-day',
  funding: 'fact-funding',
  commitment: 'fact-commitment',
  progress: 'fact-progress',
  heard: 'fact-heard',
  explained: 'fact-explained',
  achieved: 'fact-achieved',
  stage: 'fact-opened-stage',
  other: 'fact-other',
  relation: 'fact-relation',
  into: 'fact-goes-on',
  entry: 'fact-text-of',
  digest: 'desk-label-digest',
  ground: 'fact-ground',
  told: 'fact-told',
  replacement: 'fact-replacement',
};

/** The name itself where it has no words yet. @param kind of the statement; absent for what stands within a field */
export function labelOf(name: string, kind?: Kind): string {
  const id = labels[`${kind} ${name}`] ?? labels[name];
  return id === undefined ? name : language.phrase(id);
}
