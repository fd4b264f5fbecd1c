/** Areas that rows can be given: those that the rules of the process name, as they are in force when an import begins. */
import { parseJson } from '@counterfoil/ledger/canonical-json';
import { parseEntry } from '@counterfoil/ledger/entry';
import { openEnvelope } from '@counterfoil/ledger/statement';
import { readable, type Client } from '../client/client.ts';
import { directorySchema } from '../http/directory-schema.ts';

/** Codes. None where the ledger has no such process: it says that itself of the first row. @throws ClientProblem */
export async function readAreas(client: Pick<Client, 'get'>, process: string): Promise<ReadonlySet<string>> {
  const answer = await client.get('api/v1/directory');
  const { processes } = readable(() => directorySchema.parse(parseJson(answer)));
  const published = processes.find((one) => one.process === process && one.inForce);
  if (published === undefined) return new Set();
  const bytes = await client.get(`api/v1/entries/${published.entry}`);
  const { statement } = readable(() => openEnvelope(parseEntry(bytes).envelope));
  const areas = statement.kind === 'process-published' ? statement.areas : undefined;
  return new Set(areas?.map(({ code }) => code));
}
