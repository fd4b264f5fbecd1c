/** The real router on a real server, over a ledger in memory that records what the form sends. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import type { ApiDescription } from '../src/api-description.ts';
import type { DownloadLimits } from '../src/downloads/serve-download.ts';
import type { FollowOffice } from '../src/follow/office.ts';
import type { FormDoor } from '../src/form-door.ts';
import type { PublicRecord, SubmitInput } from '../src/record.ts';
import type { PromiseLookup } from '../src/pages/promise.ts';
import { createViewer } from '../src/viewer.ts';
import { MemoryRecord } from './memory-record.ts';
import { rules } from '@counterfoil/ledger/rules';

export interface Served extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly address: string;
  /** What the viewer has reported as gone wrong on its own side. */
  readonly errors: readonly unknown[];
}

export interface ServeOptions {
  readonly record?: PublicRecord;
  readonly submitInput?: SubmitInput;
  readonly promiseState?: PromiseLookup;
  readonly follow?: FollowOffice;
  readonly nowMs?: number;
  /** In place of `nowMs`, where it moves. */
  readonly clock?: () => number;
  readonly door?: FormDoor;
  readonly api?: ApiDescription;
  readonly takedownDelayDays?: number;
  readonly downloads?: DownloadLimits;
  /** Answers before the viewer: public files, for instance. */
  readonly before?: RequestHandler;
}

export async function serveViewer(ledger: LedgerBuilder, options: ServeOptions = {}): Promise<Served> {
  const errors: unknown[] = [];
  const app = express();
  if (options.before !== undefined) app.use(options.before);
  app.use(
    createViewer({
      record: options.record ?? new MemoryRecord(ledger),
      submitInput: options.submitInput ?? recordInto(ledger),
      follow: options.follow ?? noHiddenWords,
      ...(options.promiseState === undefined ? {} : { promiseState: options.promiseState }),
      door: options.door,
      api: options.api ?? exampleApi,
      takedownDelayDays: options.takedownDelayDays ?? 0,
      downloads: options.downloads,
      now: options.clock ?? (() => options.nowMs ?? ledger.nowMs),
      onError: (error) => errors.push(error),
    }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    errors,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where all words are public, and nobody speaks on. */
const noHiddenWords: FollowOffice = {
  hiddenTexts: () => Promise.resolve(new Map()),
  record: () =>
    Promise.resolve({ refused: { code: 'not-here', said: [{ text: 'Nothing is recorded here.', values: [] }] } }),
  contacts: undefined,
};

/** As the recorder does it: the rulebook judges, the intake key signs. */
function recordInto(ledger: LedgerBuilder): SubmitInput {
  return async ({ text, lang, area, place, author, process, case: joined, followKey }) => {
    const version = process === undefined ? undefined : (await ledger.state.get('process', process))?.version;
    const said = {
      kind: 'input-received',
      channel: 'web',
      author,
      text: ledger.text(text, lang),
      ...(process === undefined ? {} : { process: { id: process, version: version ?? 1 } }),
      ...(joined === undefined ? {} : { case: joined }),
      ...(followKey === undefined ? {} : { followKey }),
      ...(area === undefined ? {} : { area }),
      ...(place === undefined ? {} : { place: ledger.text(place, lang) }),
    } as const;
    const admission = await ledger.judge(said, [ledger.intakeKey]);
    if ('refused' in admission) {
      const { code, detail } = admission.refused;
      return { refused: { code, said: [{ text: rules[code].sentence, values: [] }, detail] } };
    }
    return { index: await ledger.say(said, ledger.intakeKey) };
  };
}

/** One address that shows every part of a description. */
const exampleApi: ApiDescription = {
  info: { title: 'Example', version: '1' },
  paths: {
    '/api/v1/lamps/{lamp}': {
      put: {
        summary: 'Say what is wrong with a `lamp`',
        security: [{ pass: [] }],
        parameters: [
          { in: 'path', name: 'lamp', required: true, schema: { type: 'integer' } },
          { in: 'query', name: 'colour', description: 'Of its light.', schema: { enum: ['warm', 'cold'] } },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Lamp' } } } },
        responses: { 201: { description: 'It is known.' }, '4XX': { description: 'Why not.' } },
      },
    },
  },
  components: {
    schemas: {
      Lamp: {
        type: 'object',
        description: 'A lamp <b>of the street</b>.',
        properties: {
          streets: { type: 'array', items: { type: 'string' } },
          fault: {
            anyOf: [{ type: 'object', properties: { since: { type: 'string' } } }, { type: 'null' }],
            default: null,
          },
        },
        required: ['streets'],
      },
    },
    securitySchemes: { pass: { description: 'A pass.' } },
  },
};
