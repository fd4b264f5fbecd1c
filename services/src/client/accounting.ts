/** Accounting for inputs: which statements say it, what the official reads before, and what stands on record after. */
import type { Said } from '@counterfoil/ledger/compose';
import { planAccount, type Fate } from './account-plan.ts';
import type { CaseFile } from './case-file.ts';
import { CannotStart } from './command.ts';
import type { Desk } from './desk.ts';
import type { Hand } from './hands.ts';
import { count, row, shorten, wrap } from './layout.ts';
import { readNames } from './names.ts';
import { describeInputs } from './preview.ts';
import { reasonUses } from './reason-uses.ts';
import { chooseSigners, waitingWarning } from './speak.ts';

/** Texts shown of each kind of fate, so that a wrong filter shows. */
const EXAMPLES = 2;
/** Reasons asked about on the ledger; with more, nobody reads the answers. */
const MOST_REASONS = 200;

export interface Accounting {
  readonly saids: readonly Said[];
  readonly hands: readonly Hand[];
  readonly preview: string;
  readonly warnings: readonly string[];
  /** Whether others have to sign before it is recorded. */
  readonly waits: boolean;
}

/**
 * @param hands of those who account for the inputs
 * @param others entries that granted the mandates of those who are to sign as well
 * @throws CannotStart where there is nothing to account for, or more have to sign
 */
export async function planAccounting(
  desk: Desk,
  file: CaseFile,
  fates: ReadonlyMap<number, Fate>,
  hands: readonly Hand[],
  others: readonly number[] = [],
): Promise<Accounting> {
  if (fates.size === 0) throw new CannotStart('No input was chosen: nothing to account for.');
  const signing = await chooseSigners({ desk, file, kind: 'dispositions', others }, hands);
  const { by } = signing;
  const { lang, reader } = desk;
  const saids = planAccount(fates, { by, signatures: by.length }).map((items): Said => ({
    kind: 'dispositions',
    by,
    case: file.id,
    items: items.map(({ code, inputs, reason }) => ({ code, inputs, reason: { text: reason, lang } })),
    seen: reader.seen,
  }));
  const names = await readNames(desk, file.rules, by);
  const groups = groupFates(fates);
  const lines = [
    wrap('What became of the inputs', 2),
    row('Case', `${file.id}, ${file.rules.title}`),
    ...by.map((entry, i) => row(i === 0 ? 'Signed for' : '', names.mandate(entry))),
  ];
  const warnings: string[] = [];
  for (const { fate, inputs } of groups) {
    lines.push('', row(names.disposition(fate.code), describeInputs(inputs)), wrap(fate.reason, 4));
    for (const index of inputs.slice(0, EXAMPLES)) {
      const input = file.inputs.find((one) => one.index === index);
      const text = input === undefined ? undefined : await reader.text(input.said.text);
      if (text !== undefined) lines.push(`      ${index}: “${shorten(text, 60)}”`);
    }
  }
  for (const { reason, inputs } of repeatedReasons(groups).slice(0, MOST_REASONS)) {
    const uses = await reasonUses(desk, reason);
    const before =
      uses === undefined || uses.inputs === 0
        ? ''
        : `It was given to ${count(uses.inputs, 'input')} before on this ledger.`;
    const now = inputs > 1 ? `${count(inputs, 'input')} get this very reason now.` : '';
    const words = [now, before].filter((one) => one !== '').join(' ');
    if (words !== '') warnings.push(`“${shorten(reason, 60)}” ${words}`);
  }
  const waits = signing.hands.length < by.length;
  if (waits) warnings.push(waitingWarning(signing));
  return { saids, hands: signing.hands, preview: lines.join('\n'), warnings, waits };
}

interface Group {
  readonly fate: Fate;
  readonly inputs: number[];
}

function groupFates(fates: ReadonlyMap<number, Fate>): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const [input, fate] of fates) {
    const key = JSON.stringify([fate.code, fate.reason]);
    const group = groups.get(key) ?? { fate, inputs: [] };
    group.inputs.push(input);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.inputs.length - a.inputs.length);
}

/** Most given first. */
function repeatedReasons(groups: readonly Group[]): { readonly reason: string; readonly inputs: number }[] {
  const counts = new Map<string, number>();
  for (const { fate, inputs } of groups) counts.set(fate.reason, (counts.get(fate.reason) ?? 0) + inputs.length);
  return [...counts].map(([reason, inputs]) => ({ reason, inputs })).sort((a, b) => b.inputs - a.inputs);
}
