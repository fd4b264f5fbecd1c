/** What an entry is, in a sentence. */
import type { Statement } from '@counterfoil/ledger/statement';
import type { OpenedCase } from './case-summary.ts';
import type { OpenedEntry } from './opened-entry.ts';
import type { Reading } from './reading.ts';
import { readStepTitle } from './step.ts';

/** @param of its case, where it belongs to one */
export function readEntrySentence(reading: Reading, opened: OpenedEntry, of: OpenedCase | undefined): Promise<string> {
  return of === undefined ? authoritySentence(reading, opened.statement) : readStepTitle(reading, opened, of.rules);
}

async function authoritySentence(reading: Reading, statement: Statement): Promise<string> {
  const { language } = reading;
  switch (statement.kind) {
    case 'ledger-opened':
      return language.phrase(`authority-${statement.kind}`, { authority: statement.authority.name });
    case 'registrars-changed':
      return language.phrase(`authority-${statement.kind}`, { registrars: statement.registrars.length });
    case 'office-defined':
      return language.phrase(`authority-${statement.kind}`, { office: statement.title });
    case 'mandate-granted':
      return language.phrase(`authority-${statement.kind}`, { office: await reading.officeTitle(statement.office) });
    case 'mandate-ended': {
      const { office } = await reading.holder(statement.mandate);
      const reason = language.phrase(`mandate-ending-${statement.reason}`);
      return language.phrase(`authority-${statement.kind}`, { office, reason });
    }
    case 'key-rotated':
    case 'log-key-rotated':
      return language.phrase(`authority-${statement.kind}`);
    case 'key-revoked':
      return language.phrase(`authority-${statement.kind}`, {
        reason: language.phrase(`key-ending-${statement.reason}`),
      });
    case 'calendar-published':
      return language.phrase(`authority-${statement.kind}`, { version: statement.version });
    case 'process-published':
      return language.phrase(`authority-${statement.kind}`, { title: statement.title, version: statement.version });
    case 'algorithm-registered':
    case 'data-use-registered':
    case 'nudge-registered': {
      const { title, version, status } = statement;
      return language.phrase(`authority-${statement.kind}`, {
        ...{ title, version },
        status: language.phrase(`status-${status}`),
      });
    }
    case 'supplier-statement':
      return language.phrase(`authority-${statement.kind}`, {
        office: await firstOffice(reading, statement.by),
        about: language.phrase(`supplier-about-${statement.about}`),
      });
    case 'device-observation': {
      const { value, scale, unit } = statement;
      return language.phrase(`authority-${statement.kind}`, {
        office: await firstOffice(reading, statement.by),
        ...{ value: language.decimal(value, scale), unit },
      });
    }
    case 'figure-reply':
      return language.phrase(`authority-${statement.kind}`, {
        office: await reading.officeTitle(statement.office),
        figure: language.phrase(`figure-name-${statement.figure}`),
      });
    default:
      return language.phrase(`kind-${statement.kind}`);
  }
}

async function firstOffice(reading: Reading, [mandate]: readonly number[]): Promise<string> {
  return mandate === undefined ? '' : (await reading.holder(mandate)).office;
}
