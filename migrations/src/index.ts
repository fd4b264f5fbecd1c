/** Every change of the database, in order, forward only. Numbers are never reused and files never edited once released. */
import type { Migration } from 'kysely';
import * as spine from './0001-spine.ts';
import * as tray from './0002-tray.ts';
import * as obligations from './0003-obligations.ts';
import * as reasons from './0004-reasons.ts';
import * as content from './0005-content.ts';
import * as takedowns from './0006-takedowns.ts';
import * as sharedSecrets from './0008-shared-secrets.ts';
import * as selfCheck from './0009-self-check.ts';
import * as withdrawals from './0010-withdrawals.ts';
import * as follow from './0011-follow.ts';
import * as waiting from './0012-waiting.ts';
import * as files from './0013-files.ts';
import * as redactions from './0014-redactions.ts';
import * as search from './0015-search.ts';
import * as caseGroups from './0016-case-groups.ts';
import * as searchByArea from './0017-search-by-area.ts';
import * as searchOutsideCases from './0018-search-outside-cases.ts';
import * as searchWholeInputs from './0019-search-whole-inputs.ts';

export { RECORDER_ROLE } from './0001-spine.ts';

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-spine': spine,
  '0002-tray': tray,
  '0003-obligations': obligations,
  '0004-reasons': reasons,
  '0005-content': content,
  '0006-takedowns': takedowns,
  '0008-shared-secrets': sharedSecrets,
  '0009-self-check': selfCheck,
  '0010-withdrawals': withdrawals,
  '0011-follow': follow,
  '0012-waiting': waiting,
  '0013-files': files,
  '0014-redactions': redactions,
  '0015-search': search,
  '0016-case-groups': caseGroups,
  '0017-search-by-area': searchByArea,
  '0018-search-outside-cases': searchOutsideCases,
  '0019-search-whole-inputs': searchWholeInputs,
};
