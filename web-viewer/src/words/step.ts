import type { StateShapes } from '@counterfoil/ledger/state';
import { isKind, type OpenedEntry } from '../opened-entry.ts';
import { formatCount } from './numbers.ts';
import { authors, channels } from './vocabulary.ts';

/** `case`: on the page of the case; `list`: among steps of other cases. */
export type StepPlace = 'case' | 'list';

export const stepWords = {
  /** What happened, in a few words. */
  title(opened: OpenedEntry, offices: string, rules: StateShapes['rules'] | undefined, place: StepPlace): string {
    if (isKind(opened, 'input-received')) {
      const { author, case: joined } = opened.statement;
      if (author === 'data-set') return 'Copied from a data set';
      return `${authors[author]} ${joined === undefined ? 'opened' : 'added to'} ${place === 'case' ? 'this' : 'a'} case`;
    }
    if (isKind(opened, 'acknowledgement')) return `${offices} confirmed receipt`;
    if (isKind(opened, 'response')) return `${offices} answered`;
    if (isKind(opened, 'decision')) {
      const { outcome } = opened.statement;
      return `${offices} decided: ${rules?.outcomes.find(({ code }) => code === outcome)?.title ?? outcome}`;
    }
    if (isKind(opened, 'dispositions')) {
      const inputs = opened.statement.items.reduce((sum, item) => sum + item.inputs.length, 0);
      return `${offices} said what became of ${formatCount(inputs, 'input')}`;
    }
    if (isKind(opened, 'correction')) return `${offices} corrected an earlier step`;
    return '';
  },
  byline(opened: OpenedEntry, offices: string): readonly string[] {
    if (!isKind(opened, 'input-received')) return [];
    const { channel, by, source } = opened.statement;
    if (source !== undefined) return [`from ${source.name}, record ${source.id}`, 'recorded by the service'];
    return [channels[channel], by === undefined ? 'recorded by the service' : `taken down by ${offices}`];
  },
  /** What a statement says in codes beside its words. */
  notes(opened: OpenedEntry): readonly string[] {
    if (isKind(opened, 'decision')) return [`Legal basis: ${opened.statement.basis}`];
    if (isKind(opened, 'input-received') && opened.statement.category !== undefined)
      return [`Category: ${opened.statement.category}`];
    return [];
  },
  fates: {
    open: 'Nobody has yet said what became of this.',
    left: 'The case was decided without saying what became of this.',
  },
  signedBy: 'signed by',
  recorded: 'recorded',
  becameOfIt: 'What became of it',
  inEntry: 'in entry',
  correctedBy: 'Corrected by entry',
  corrects: 'Corrects entry',
  superseded: 'The words before the correction:',
  inputs: (count: number) => formatCount(count, 'input'),
  more: (count: number) => `and ${formatCount(count, 'other')}`,
  entry: (index: number) => `Entry ${index}`,
  readWhole: 'Read the whole text',
  missing: 'The record does not hold this text (any more).',
  wrong: 'The text that is stored here is not the one that was recorded, so it is not shown.',
} as const;
