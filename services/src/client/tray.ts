/**
 * The tray as a program of somebody who signs sees it: what waits, byte for byte, and signatures added to it.
 *
 * Nothing is shown or signed on the service's word: the payload must have the name it goes by, the texts must fit the payload, and
 * the signatures that are said to be there must verify.
 */
import nodeCrypto from 'node:crypto';
import { hex, parseBase64, utf8 } from '@counterfoil/ledger/bytes';
import { canonicalBytes, parseJson } from '@counterfoil/ledger/canonical-json';
import { checkContent, contentDigest, type Content } from '@counterfoil/ledger/content';
import { findWrongSignature, signEnvelope, type Envelope } from '@counterfoil/ledger/envelope';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier, type Signer } from '@counterfoil/ledger/signature';
import { contentRefs, openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import type { z } from 'zod';
import { proposalListSchema, proposalSchema, type proposalSummarySchema } from '../http/proposal-schemas.ts';
import { recordedSchema } from '../http/schemas.ts';
import { readable, type Client, type Prepared, type Recorded } from './client.ts';
import { problem } from './client-problem.ts';
import { Evidence } from './evidence.ts';
import { createPassTransport, type PassOptions } from './pass-transport.ts';

export type ProposalSummary = z.infer<typeof proposalSummarySchema>;

/** A proposal as the service tells it, with what was made sure of here. */
export interface ReadProposal extends Omit<z.infer<typeof proposalSchema>, 'contents'> {
  /** Null once it is closed. */
  readonly statement: Statement | null;
  /** The texts by the digest that the statement gives. */
  readonly contents: ReadonlyMap<string, Content>;
}

/** What became of it: recorded, or waiting on. */
export type Placed = { readonly recorded: Recorded } | { readonly proposal: ReadProposal };

/** Every method throws ClientProblem, `proposal-foreign` where what came is not what it is said to be. */
export interface TrayClient {
  /** Puts a statement that was prepared and signed into the tray. @param lapses UTC with milliseconds. */
  propose(prepared: Prepared, lapses?: string): Promise<Placed>;
  listProposals(): Promise<readonly ProposalSummary[]>;
  readProposal(id: string): Promise<ReadProposal>;
  /** Signs what was read, and nothing else. */
  addSignature(proposal: ReadProposal, signer: Signer): Promise<Placed>;
  close(): void;
}

const platform = nodePlatform(nodeCrypto);
const verifier = createVerifier(platform);

/** @param client of the ledger at the same address: what it knows of the ledger is used here. */
export function createTrayClient(address: string, client: Client, options: PassOptions): TrayClient {
  // What is asked again is the same question: a signature that is there already is not added twice.
  const { ask, get, close } = createPassTransport(address, client, options);

  const opened = async (body: Uint8Array): Promise<ReadProposal> => {
    const told = readable(() => proposalSchema.parse(parseJson(body)));
    const { origin } = await client.ledger();
    return openProposal(told, origin);
  };
  const place = async (path: string, body: Uint8Array): Promise<Placed> => {
    const answer = await ask('POST', path, body);
    if (answer.status === 202) return { proposal: await opened(answer.body) };
    const recorded = readable(() => recordedSchema.parse(parseJson(answer.body)));
    const { logKey, origin } = await client.ledger();
    const evidence = new Evidence(logKey, origin, get);
    await evidence.checkReceipt(recorded);
    return { recorded };
  };

  return {
    propose({ body }, lapses) {
      const fields = parseJson(body) as {
        readonly envelope: object;
        readonly contents: object;
        readonly files?: object;
      };
      return place(
        'api/v1/proposals',
        canonicalBytes({ ...fields, ...(lapses === undefined ? {} : { lapses }) } as never),
      );
    },
    async listProposals() {
      const { body } = await ask('GET', 'api/v1/proposals');
      return readable(() => proposalListSchema.parse(parseJson(body)).proposals);
    },
    async readProposal(id) {
      const read = await opened((await ask('GET', `api/v1/proposals/${id}`)).body);
      if (read.id !== id) throw foreign('It is another one than was asked for.');
      return read;
    },
    async addSignature({ id, envelope, statement }, signer) {
      if (envelope === null || statement === null)
        throw problem('proposal-foreign', 'It waits no more: there is nothing to sign.');
      const { payloadType, payload } = envelope;
      const signed = await signEnvelope({ payloadType, payload: parseBase64(payload), origin: statement.origin }, [
        signer,
      ]);
      return place(`api/v1/proposals/${id}/signatures`, canonicalBytes({ ...signed.signatures[0] }));
    },
    close,
  };
}

/** Makes sure of everything that is to be shown or signed. @throws ClientProblem `proposal-foreign`. */
async function openProposal(told: z.infer<typeof proposalSchema>, origin: string): Promise<ReadProposal> {
  if (told.envelope === null) return { ...told, statement: null, contents: new Map() };
  const { statement, payload } = openTold(told.envelope);
  if (hex(platform.sha256(payload)) !== told.id) throw foreign('Its bytes are not those it is named for.');
  if (statement.origin !== origin) throw foreign('It was made for another ledger.');
  if (statement.kind !== told.kind) throw foreign('It is of another kind than the service says.');
  const signedBy = told.envelope.signatures.map(({ keyid }) => keyid);
  if (signedBy.join(' ') !== told.signed.map(({ keyid }) => keyid).join(' '))
    throw foreign('Others have signed it than the service says.');
  const wrong = await findWrongSignature(told.envelope, { payload, origin }, verifier);
  if (wrong !== undefined) throw foreign('A signature that it carries does not fit it.');
  return { ...told, statement, contents: matchContents(statement, told.contents) };
}

function openTold(envelope: Envelope): ReturnType<typeof openEnvelope> {
  try {
    return openEnvelope(envelope);
  } catch (cause) {
    throw problem('proposal-foreign', 'What waits there is no statement.', { cause });
  }
}

/** Exactly the texts that the statement refers to: none missing, none changed, none besides. */
function matchContents(
  statement: Statement,
  told: readonly { readonly salt: string; readonly text: string }[],
): ReadonlyMap<string, Content> {
  const byDigest = new Map<string, Content>();
  for (const { salt, text } of told) {
    const content = { salt: parseBase64(salt), text };
    byDigest.set(contentDigest(content.salt, utf8(text), platform.sha256), content);
  }
  const refs = contentRefs(statement);
  for (const ref of refs) {
    const content = byDigest.get(ref.digest);
    if (content === undefined || !checkContent(ref, content, platform.sha256))
      throw foreign('A text that comes with it is not the one that the statement refers to.');
  }
  if (byDigest.size !== new Set(refs.map(({ digest }) => digest)).size)
    throw foreign('Texts come with it that the statement does not refer to.');
  return byDigest;
}

function foreign(detail: string): Error {
  return problem('proposal-foreign', `The service shows something else than what waits there. ${detail}`);
}
