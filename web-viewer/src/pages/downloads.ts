/** The tables that can be downloaded, and what is in them. */
import { describeColumns, tableNames } from '../downloads/columns.ts';
import { describeFiles, describeLicence } from '../downloads/data-card.ts';
import { formNames, type Form } from '../downloads/format.ts';
import { readRecordState } from '../record-state.ts';
import type { Reading } from '../reading.ts';

export interface DownloadsPage {
  readonly tables: readonly {
    readonly name: string;
    readonly title: string;
    readonly about: string;
    readonly files: readonly { readonly href: string; readonly text: string; readonly form: string }[];
    readonly columns: readonly { readonly name: string; readonly holds: string }[];
  }[];
  readonly licence: string;
  /** What has to be known of all files. */
  readonly card: readonly string[];
  readonly sizeNow: string;
  readonly checkpoint: string;
}

/** Names of formats, the same in every language. */
const FORM_NAMES: Readonly<Record<Form, string>> = { csv: 'CSV', jsonl: 'JSON Lines' };

export async function buildDownloads(reading: Reading): Promise<DownloadsPage> {
  const { language } = reading;
  const { info, size, newest, checkpoint } = await readRecordState(reading);
  return {
    tables: tableNames.map((name) => {
      const title = language.phrase(`download-title-${name}`);
      return {
        ...{ name, title, about: language.phrase(`download-about-${name}`) },
        files: formNames.map((form) => ({
          href: `/downloads/${name}.${form}`,
          text: FORM_NAMES[form],
          form: language.phrase('download-save-as', { table: title, form: FORM_NAMES[form] }),
        })),
        columns: describeColumns(language, name),
      };
    }),
    licence: describeLicence(language, info.licence),
    card: describeFiles(language),
    sizeNow: language.phrase('download-size', { size, time: newest.text }),
    checkpoint,
  };
}
