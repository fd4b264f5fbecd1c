/** The six questions that a verifier answers, and which of them a finding is about. */
import { rules, type RuleCode } from '../rules.ts';
import type { AuditCode, auditRules } from './findings.ts';

/** In the order in which they are answered. */
export const questions = {
  recorded: 'Is it what was recorded?',
  same: 'Is it the same record that others see?',
  signed: 'Did these people say it?',
  rules: 'Were the rules kept?',
  dropped: 'Was anybody dropped?',
  'taken-out': 'What has been taken out?',
} as const;

export type Question = keyof typeof questions;

const ofAudit: { readonly [Q in Question]?: readonly (keyof typeof auditRules)[] } = {
  same: [
    ...(['policy-foreign', 'cosignature-wrong', 'quorum-missing', 'history-shortened', 'history-rewritten'] as const),
    ...(['key-differs', 'key-changed', 'key-followed', 'key-unjudged', 'memory-unreadable'] as const),
  ],
  signed: ['signatures-passed-over'],
  rules: ['rules-unjudged', 'rules-passed-over'],
  'taken-out': [
    ...(['content-missing', 'content-pending', 'content-withheld', 'content-erased', 'content-kept'] as const),
    ...(['content-unjudged', 'texts-passed-over'] as const),
  ],
};

const ofRules: { readonly [Q in Question]?: readonly RuleCode[] } = {
  recorded: ['index-wrong', 'chain-broken', 'time-backwards'],
  same: ['seen-unknown', 'seen-ahead'],
  signed: [
    ...(['threshold-unmet', 'signatures-too-few', 'rotation-unsigned', 'speaker-key'] as const),
    ...(['origin-foreign', 'statement-repeated'] as const),
  ],
  dropped: ['inputs-unaccounted', 'decided-unaccounted', 'decided-unread', 'step-late'],
};

const tables: readonly { readonly [Q in Question]?: readonly AuditCode[] }[] = [ofAudit, ofRules];
const known = new Map<AuditCode, Question>(
  tables.flatMap((table) =>
    Object.entries(table).flatMap(([question, codes]) => codes.map((code) => [code, question as Question] as const)),
  ),
);

/** Rules of who may sign. */
const OF_SIGNERS = /^(?:signature|key|mandate)-/;

export function questionOf(code: AuditCode): Question {
  return known.get(code) ?? (code in rules ? (OF_SIGNERS.test(code) ? 'signed' : 'rules') : 'recorded');
}
