/** The frame of the signing desk: the one page that runs a script, because a key that never leaves its owner signs in it. */
import { sentencesHref, type ViewerAssets } from '../assets.ts';
import type { Language } from '../language.ts';

export interface DeskPage {
  /** Address of the script. */
  readonly script: string;
  readonly phrases: readonly string[];
  /** Address of the sentences of refusals in the language of the page; empty where it is English. */
  readonly sentences: string;
}

export function buildDesk(assets: Pick<ViewerAssets, 'has' | 'href'>, language: Pick<Language, 'code'>): DeskPage {
  return {
    script: assets.href('desk.js'),
    sentences: sentencesHref(assets, language, 'refusals'),
    phrases: [
      ...[
        'account-every-process',
        'author-',
        'carrier-',
        'case-actions',
        'case-input',
        'case-number',
        'case-relation-',
        'case-titled',
        'channel-',
      ],
      ...[
        'desk-',
        'duty-',
        'fact-',
        'figure-name-',
        'file-',
        'hints-',
        'input-',
        'judgement-',
        'kind-',
        'named-version',
        'owed-',
        'problem-',
      ],
      ...['progress-', 'result-', 'site-error', 'site-labelled', 'slip-', 'step-withdrawn', 'text-missing', 'told-'],
    ],
  };
}
