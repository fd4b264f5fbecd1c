/** What a preset is: how the rows of one kind of file become inputs. */
import type { NewInput } from '../client/client.ts';
import type { Cells } from './table.ts';

/** An input of a data set: where it stands in its source, and when it happened there. */
export interface ImportedInput extends Pick<NewInput, 'text' | 'lang' | 'channel' | 'category' | 'place'> {
  /** Codes of areas that it lies in, smallest first: it is recorded with the first that the rules of its process name. */
  readonly areas?: readonly string[];
  readonly source: { readonly name: string; readonly id: string };
  /** UTC with milliseconds. */
  readonly at: string;
}

/** A row as an input, or why it cannot be one, in a sentence. */
export type Mapped = { readonly input: ImportedInput } | { readonly refused: string };

export interface PresetOptions {
  /** Name of the file, without its folders. */
  readonly fileName: string;
  /** Language of the texts (BCP 47), where the file does not say. */
  readonly lang?: string | undefined;
  /** Name of the source, where the preset takes one from outside. */
  readonly source?: string | undefined;
}

export interface Preset {
  readonly name: string;
  /** The process that its cases run by, unless another is named. */
  readonly process: string;
  /** True: all rows belong to one case, which the oldest opens. False: each row opens a case. */
  readonly together: boolean;
  /** What a file must look like, for people. */
  readonly expects: string;
  /**
   * The mapping for a file with this header, or undefined when the header is not one of this preset's.
   * @throws CannotStart when an option is missing.
   */
  begin(columns: readonly string[], options: PresetOptions): Mapping | undefined;
}

export interface Mapping {
  /** Which of the preset's header dialects it is. */
  readonly dialect: string;
  map(cells: Cells): Mapped;
}

/** Lower-case letters, digits and hyphens, at most 64: what codes and names of sources are made of. Empty when nothing is left. */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 64)
    .replace(/-+$/, '');
}

/** What an identifier of a source may be: visible ASCII, no spaces. */
export function isSourceId(id: string): boolean {
  return /^[!-~]{1,128}$/.test(id);
}
