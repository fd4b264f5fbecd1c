/** Whether texts and files are in public view, worked out from the entries as the rulebook does. SPEC 8.10, M56. */
import type { ContentRef } from '@counterfoil/ledger/content';
import type { FileRef } from '@counterfoil/ledger/file-content';
import { isOfPeople } from '@counterfoil/ledger/rulebook/contents';
import type { StateShapes } from '@counterfoil/ledger/state';
import { caseOf, contentRefs, fileRefs } from '@counterfoil/ledger/statement';
import type { CaseFile } from './case-file.ts';

export type TextState = StateShapes['content']['state'];

export interface CaseText {
  /** The entry that it is a text of. */
  readonly entry: number;
  /** When that was recorded. */
  readonly time: string;
  readonly ref: ContentRef | FileRef;
  readonly state: TextState;
  /** The entry that made it so; undefined while it is as it came. */
  readonly by: number | undefined;
  /** Why it was taken out: a ground of the process, or of the registrars. */
  readonly ground: string | undefined;
}

export function isFileRef(ref: CaseText['ref']): ref is FileRef {
  return ref.mediaType !== 'text/plain';
}

/** By digest, in the order in which they were recorded. @param file without `id` and `rules` for what was not said in a case */
export function textsOfCase({
  id,
  rules,
  steps,
}: Pick<CaseFile, 'steps'> & Partial<Pick<CaseFile, 'id' | 'rules'>>): Map<string, CaseText> {
  const texts = new Map<string, CaseText>();
  for (const { index, time, statement } of [...steps].sort((a, b) => a.index - b.index)) {
    if (caseOf(statement, index) !== id) continue;
    const move = (digest: string, state: TextState, ground?: string): void => {
      const text = texts.get(digest);
      if (text !== undefined) texts.set(digest, { ...text, state, by: index, ground });
    };
    switch (statement.kind) {
      case 'content-published':
        for (const { digest } of statement.items) move(digest, 'public');
        break;
      case 'retention-applied':
        for (const { digest } of statement.items) move(digest, 'erased');
        break;
      case 'content-withheld':
        move(statement.digest, 'withheld', statement.ground);
        break;
      case 'content-redacted':
        move(statement.digest, 'erased', statement.ground);
        break;
      case 'content-restored':
        move(statement.digest, 'public');
        break;
      default:
    }
    const state = rules?.moderation === 'before' && isOfPeople(statement) ? 'pending' : 'public';
    for (const ref of [...contentRefs(statement), ...fileRefs(statement)])
      if (!texts.has(ref.digest))
        texts.set(ref.digest, { entry: index, time, ref, state, by: undefined, ground: undefined });
  }
  return texts;
}
