/** What the record proves and what it does not; how to check; who runs it. */
import type { Reading } from '../reading.ts';

export interface AboutPage {
  readonly authority: { readonly name: string; readonly lang: string } | null;
  readonly origin: string;
  readonly logKey: string;
  readonly licence: string | null;
}

export async function buildAbout(reading: Reading): Promise<AboutPage> {
  const { authority, origin, logKey, licence } = await reading.record.info();
  return { authority, origin, logKey, licence };
}
