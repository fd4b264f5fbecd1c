/** What offices say to figures about themselves, beside these. SPEC 12.1, M103. */
import type { NotedReply } from './book.ts';
import { figureNames } from './figure-names.ts';
import type { Reading } from './reading.ts';

export interface ReplyRow extends NotedReply {
  /** The later reply that takes its place in view; null for the one that stands. */
  readonly replacedBy: number | null;
}

/** By figure; of each the newest first. */
export function listReplies(reading: Reading): readonly ReplyRow[] {
  const later = new Map<string, number>();
  const place = ({ figure }: NotedReply): number => figureNames.indexOf(figure);
  return reading.book.replies
    .toReversed()
    .map((reply): ReplyRow => {
      const { figure, office, process, from, until } = reply;
      const about = JSON.stringify([figure, office, process, from, until]);
      const replacedBy = later.get(about) ?? null;
      later.set(about, reply.entry);
      return { ...reply, replacedBy };
    })
    .filter((reply) => reading.isReply(reply))
    .sort((a, b) => place(a) - place(b));
}
