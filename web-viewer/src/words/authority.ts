/** What an entry that belongs to no case says, in a sentence. */
import type { StatementOf } from '@counterfoil/ledger/statement';
import { factWords, formatDecimal } from './facts.ts';
import { mandateEndings } from './vocabulary.ts';

type Registered = StatementOf<'algorithm-registered' | 'data-use-registered' | 'nudge-registered'>;

const things: Readonly<Record<Registered['kind'], string>> = {
  'algorithm-registered': 'algorithm',
  'data-use-registered': 'use of data',
  'nudge-registered': 'nudge',
};

export const authoritySentences = {
  opened: ({ authority }: StatementOf<'ledger-opened'>) => `The public record of ${authority.name} was opened`,
  registrars: ({ registrars }: StatementOf<'registrars-changed'>) =>
    `From here on there are ${registrars.length} registrars`,
  office: ({ title }: StatementOf<'office-defined'>) => `There is an office: ${title}`,
  granted: (office: string) => `The office “${office}” was given into somebody’s hands`,
  ended: (office: string, reason: StatementOf<'mandate-ended'>['reason']) =>
    `A mandate for the office “${office}” ended: ${mandateEndings[reason]}`,
  keyRotated: 'A key was replaced by another',
  keyRevoked: ({ reason }: StatementOf<'key-revoked'>) => `A key counts no longer: ${factWords.keyEndings[reason]}`,
  logKeyRotated: 'The log signs with another key from here on',
  calendar: ({ version }: StatementOf<'calendar-published'>) =>
    `The calendar by which deadlines are counted was published, version ${version}`,
  published: ({ title, version }: StatementOf<'process-published'>) =>
    `The rules for “${title}” were published, version ${version}`,
  registered: ({ kind, title, version, status }: Registered) =>
    `The ${things[kind]} “${title}” was registered, version ${version}: ${factWords.statuses[status]}`,
  supplier: (office: string, about: StatementOf<'supplier-statement'>['about']) =>
    `${office} spoke about ${factWords.abouts[about]}`,
  measured: (office: string, { value, scale, unit }: StatementOf<'device-observation'>) =>
    `${office} measured ${formatDecimal(value, scale)} ${unit}`,
} as const;
