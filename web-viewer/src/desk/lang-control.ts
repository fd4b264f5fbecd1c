/** The language that the official writes in: that of the authority, until they choose another. */
import { textLanguages } from '../text-languages.ts';
import { selectControl } from './controls.ts';
import { language } from './language.ts';
import type { Ledger } from './ledger.ts';

export function langControl({ info }: Ledger): ReturnType<typeof selectControl> {
  const known = textLanguages.find(({ value }) => value === info.authority?.lang);
  return selectControl({
    label: language.phrase('desk-form-lang'),
    options: textLanguages,
    value: known?.value ?? 'en',
  });
}
