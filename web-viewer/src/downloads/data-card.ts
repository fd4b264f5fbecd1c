/** What the files hold, column by column: as plain text, to be kept beside them. */
import type { Language } from '../language.ts';
import type { RecordState } from '../record-state.ts';
import { describeColumns, tableNames } from './columns.ts';

/** What has to be known of all files, a paragraph each. */
export function describeFiles(language: Language): readonly string[] {
  return [
    language.phrase('download-card-size'),
    language.phrase('download-card-proof'),
    language.phrase('download-card-view'),
    language.phrase('download-card-forms'),
    language.phrase('download-card-deadlines'),
    language.phrase('download-card-limits'),
  ];
}

export function describeLicence(language: Language, licence: string | null): string {
  return licence === null ? language.phrase('download-no-licence') : language.phrase('download-licence', { licence });
}

/** @param address of the site, with a slash at its end */
export function formatDataCard(
  language: Language,
  { info, size, newest, checkpoint }: RecordState,
  address: string,
): string {
  const { origin, authority, licence } = info;
  return [
    language.phrase('download-origin', { origin, authority: authority?.name ?? origin }),
    describeLicence(language, licence),
    '',
    language.phrase('download-size', { size, time: newest.text }),
    '',
    indented(checkpoint.trimEnd()),
    '',
    ...describeFiles(language).flatMap((paragraph) => [paragraph, '']),
    // Commands stand in lines of their own, to be copied as they are.
    ...[language.phrase('download-verify'), '', indented(`npm run verify -- ${address}`), ''],
    ...[language.phrase('download-mirror'), '', indented(`npm run mirror -- ${address} my-copy`)],
    ...tableNames.flatMap((table) => [
      '',
      '',
      language.phrase(`download-title-${table}`),
      language.phrase(`download-about-${table}`),
      `${address}downloads/${table}.csv`,
      `${address}downloads/${table}.jsonl`,
      '',
      ...describeColumns(language, table).map(({ name, holds }) => `- ${name}: ${holds}`),
    ]),
    '',
  ].join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
