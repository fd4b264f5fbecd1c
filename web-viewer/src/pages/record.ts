/** How far the record reaches, who has signed that, and how to check it, copy it and follow it. */
import { areasIn } from '../areas.ts';
import { feedHref } from '../feeds/feed-href.ts';
import { readNotProved } from '../not-proved.ts';
import type { Reading } from '../reading.ts';
import { readRecordState, type RecordState } from '../record-state.ts';
import { describeSelfCheck } from '../self-check.ts';

interface FeedGroup {
  readonly title: string | undefined;
  readonly feeds: readonly { readonly href: string; readonly title: string }[];
}

export interface RecordPage extends RecordState {
  readonly entries: string;
  readonly counts: string;
  readonly selfCheck: string | undefined;
  readonly notProved: readonly string[];
  readonly feeds: readonly FeedGroup[];
}

export async function buildRecord(reading: Reading): Promise<RecordPage> {
  const { record, language } = reading;
  const [state, counts, checked] = await Promise.all([readRecordState(reading), record.counts(), record.selfCheck()]);
  return {
    ...state,
    entries: language.phrase('record-entries', { count: state.size }),
    counts: language.phrase('record-counts', { ...counts }),
    selfCheck: checked && describeSelfCheck(language, checked),
    notProved: readNotProved(language, state.witnesses.length > 0),
    feeds: await readFeeds(reading),
  };
}

async function readFeeds(reading: Reading): Promise<readonly FeedGroup[]> {
  const { language } = reading;
  const [processes, offices] = await Promise.all([reading.record.processes(), reading.record.offices()]);
  const rules = await reading.states(
    'rules',
    processes.map(({ id, version }) => `${id}/${version}`),
  );
  return [
    {
      title: undefined,
      feeds: [
        { href: feedHref.record, title: language.phrase('feed-all') },
        { href: feedHref.overdue, title: language.phrase('feed-overdue') },
        { href: feedHref.takedowns, title: language.phrase('feed-takedowns') },
      ],
    },
    {
      title: language.phrase('feed-processes'),
      feeds: processes.map(({ id }, i) => ({ href: feedHref.process(id), title: rules[i]?.title ?? id })),
    },
    {
      title: language.phrase('feed-areas'),
      feeds: areasIn(rules.flatMap((one) => one ?? [])).map(({ code, title }) => ({
        href: feedHref.area(code),
        title,
      })),
    },
    {
      title: language.phrase('feed-offices'),
      feeds: offices.map(({ office, title }) => ({ href: feedHref.office(office), title })),
    },
  ].filter(({ feeds }) => feeds.length > 0);
}
