/** Replays a whole record, and looks at the texts of the case or entry that is asked for: of the whole record, at all of them. */
import { audit, type AuditCode } from '@counterfoil/ledger/audit';
import { CaseFollower } from '@counterfoil/ledger/audit/case-follower';
import { auditFinding, Findings } from '@counterfoil/ledger/audit/findings';
import { judgeMissing } from '@counterfoil/ledger/audit/taken-out';
import { checkTexts, type WithTexts } from '@counterfoil/ledger/audit/texts';
import type { MemoryState } from '@counterfoil/ledger/state';
import { caseOf } from '@counterfoil/ledger/statement';
import { checkIds, type CheckId } from './check-of.ts';
import type { Looked, Task } from './judge-record.ts';
import { say } from '@counterfoil/ledger/say';

/** Found where an entry is not known: nobody can say of it whatever else is to be said. */
const LOST: readonly AuditCode[] = [
  ...(['entry-changed', 'entry-malformed', 'statement-malformed', 'bundle-malformed', 'entries-unseen'] as const),
  ...(['file-missing', 'file-too-large', 'file-unreadable'] as const),
];

export async function judgeWhole(task: Task): Promise<Looked> {
  const { order, trusted, note, source, platform } = task;
  const follower = order.case === undefined ? undefined : new CaseFollower(order.case);
  const asked = new Set(order.entries);
  const isPart = follower !== undefined || asked.size > 0;
  const own = new Map<number, WithTexts>();
  let state: MemoryState | undefined;
  let steps = 0;
  const result = await audit({
    ...task,
    pinnedKey: trusted.key,
    policy: trusted.policy,
    level: isPart ? 'rules' : 'all',
    onFinding: note,
    onAdmitted(candidate, after) {
      state = after;
      follower?.onAdmitted(candidate, after);
      const { index, time, statement } = candidate;
      const length = follower?.steps.length ?? 0;
      if (length > steps || asked.has(index)) {
        const place = { entry: index, kind: statement.kind, case: caseOf(statement, index), time };
        own.set(index, { said: { statement }, place });
      }
      steps = length;
    },
  });
  const { held, tally, codes } = result;
  const isRuled = tally.takenOut !== undefined;
  let { texts } = tally;
  if (isPart && state !== undefined) {
    const looked = await checkTexts(source, [...own.values()], platform.sha256);
    const findings = new Findings(note);
    findings.add(...looked.findings.flatMap((found) => found ?? []));
    judgeMissing(looked.missing, state, isRuled, findings);
    texts = looked.right.reduce<number>((sum, right) => sum + (right ?? 0), 0);
    const absent = order.entries.find((index) => !own.has(index));
    if (absent !== undefined && held !== undefined && result.verdict === 'verified')
      note(auditFinding('entries-unseen', [say`The record ends before entry ${absent}.`], { entry: absent }));
  }
  const isLost = LOST.some((code) => codes.has(code));
  return {
    vouchers: held?.vouchers,
    unseen: held === undefined ? checkIds : [...(isLost ? OF_ENTRIES : []), ...(isRuled ? [] : OF_RULES)],
    needAll: [],
    facts: {
      ...{ size: held?.size ?? 0, entries: tally.entries, own: isPart ? own.size : undefined },
      ...{ signatures: tally.signatures, texts, origin: held?.origin ?? '', key: held?.key ?? '' },
      isOwnKey: held !== undefined && held.keyFrom !== 'ledger.json',
    },
  };
}

const OF_ENTRIES: readonly CheckId[] = ['chained', 'signed', 'texts'];
const OF_RULES: readonly CheckId[] = ['mandated', 'ruled'];
