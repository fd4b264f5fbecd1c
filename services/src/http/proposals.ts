/** `/api/v1/proposals`: what waits for signatures, shown to those who sign and to nobody else. */
import { Router, type Response } from 'express';
import type { z } from 'zod';
import { base64 } from '@counterfoil/ledger/bytes';
import { Problem } from '../problem.ts';
import type { Holder } from '../tray/parties.ts';
import type { OpenedProposal, Placed, Tray, Waiting } from '../tray/tray.ts';
import { sendRecorded, STATEMENT_LIMIT_BYTES } from './api.ts';
import { jsonBody, parseBody } from './body.ts';
import {
  newProposalSchema,
  newSignatureSchema,
  type proposalListSchema,
  type proposalSchema,
  type proposalSummarySchema,
} from './proposal-schemas.ts';

/** One signature with its keyid. */
const SIGNATURE_LIMIT_BYTES = 20_000;

export interface ProposalsOptions {
  readonly tray: Tray;
  /** Who shows the pass in this header. @throws Problem `pass-missing`, `pass-refused`. */
  readonly admitHolder: (authorization: string | undefined) => Promise<Holder>;
}

export function createProposals({ tray, admitHolder }: ProposalsOptions): Router {
  const proposals = Router();
  const holders = new WeakMap<Response, Holder>();
  const holderOf = (response: Response): Holder => {
    const holder = holders.get(response);
    if (holder === undefined) throw new Problem('pass-missing');
    return holder;
  };

  // Before anything of the body is read.
  proposals.use(async (request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'WWW-Authenticate': 'Counterfoil', Vary: 'Authorization' });
    holders.set(response, await admitHolder(request.get('authorization')));
    response.removeHeader('WWW-Authenticate');
    next();
  });

  proposals.post('/', ...jsonBody(STATEMENT_LIMIT_BYTES), async (request, response) => {
    const { envelope, contents, files, lapses } = parseBody(request, newProposalSchema);
    sendPlaced(response, await tray.propose(envelope, contents, files, lapses, holderOf(response)));
  });

  proposals.get('/', async (_request, response) => {
    const waiting = await tray.list(holderOf(response));
    response.json({ proposals: waiting.map(summarise) } satisfies z.infer<typeof proposalListSchema>);
  });

  proposals.get('/:id', async (request, response) => {
    response.json(describe(await tray.read(idOf(request.params.id), holderOf(response))));
  });

  proposals.post('/:id/signatures', ...jsonBody(SIGNATURE_LIMIT_BYTES), async (request, response) => {
    const signature = parseBody(request, newSignatureSchema);
    sendPlaced(response, await tray.sign(idOf(request.params['id']), signature, holderOf(response)));
  });

  return proposals;
}

function idOf(text: unknown): string {
  if (typeof text !== 'string' || !/^[0-9a-f]{64}$/.test(text)) throw new Problem('proposal-unknown');
  return text;
}

function sendPlaced(response: Response, placed: Placed): void {
  if ('receipt' in placed) sendRecorded(response, placed.receipt);
  else response.status(202).json(describe(placed.opened));
}

function summarise({ proposal, missing }: Waiting): z.infer<typeof proposalSummarySchema> {
  const { id, kind, caseId, signed, created, lapses, closed, state, entry } = proposal;
  const waitsFor = { mandates: [...missing.mandates], registrars: missing.registrars };
  return { id, kind, case: caseId, state, entry, created, lapses, closed, signed: [...signed], waitsFor };
}

function describe(opened: OpenedProposal): z.infer<typeof proposalSchema> {
  const { waiting } = opened.proposal;
  const { obstacle } = opened;
  return {
    ...summarise(opened),
    envelope: waiting?.envelope ?? null,
    files: [...(waiting?.files ?? [])],
    contents: (waiting?.contents ?? []).map(({ salt, text }) => ({ salt: base64(salt), text })),
    obstacle:
      obstacle === undefined ? null : { code: obstacle.code, detail: obstacle.detail, said: [...obstacle.said] },
  };
}
