/** What the follow-up pages need of the service: words that are not in public view, and the recorder. */
import type { Content } from '@counterfoil/ledger/content';
import type { ContactOffice, FollowOffice } from '@counterfoil/web-viewer/follow/office';
import { sql } from 'kysely';
import type { Vault } from '../content/vault.ts';
import type { Db } from '../database/connect.ts';
import { Problem } from '../problem.ts';
import type { Recorder } from '../recorder/recorder.ts';

export interface FollowOfficeOptions {
  readonly db: Db;
  readonly vault: Vault;
  readonly recorder: Recorder;
  readonly contacts: ContactOffice | undefined;
}

export function createFollowOffice({ db, vault, recorder, contacts }: FollowOfficeOptions): FollowOffice {
  return {
    contacts,
    async hiddenTexts(entries) {
      const found = new Map<string, Content>();
      if (entries.length === 0) return found;
      const { rows } = await sql<{ digest: string; key: Uint8Array; sealed: Uint8Array }>`
        select c.id as digest, s.key, s.sealed
        from state c join sealed_contents s on s.digest = decode(c.id, 'hex')
        where c.kind = 'content' and c.value->>'state' in ('pending', 'withheld')
          and (c.value->>'entry')::bigint in (select json_array_elements_text(${JSON.stringify(entries)}::text::json)::bigint)`.execute(
        db,
      );
      for (const { digest, key, sealed } of rows) {
        const content = vault.open(digest, { key, sealed });
        if (content !== undefined) found.set(digest, content);
      }
      return found;
    },
    async record(envelope, contents) {
      try {
        return { index: (await recorder.submit(envelope, contents)).index };
      } catch (error) {
        if (error instanceof Problem && error.status < 500) return { refused: { code: error.code, said: error.said } };
        throw error;
      }
    },
  };
}
