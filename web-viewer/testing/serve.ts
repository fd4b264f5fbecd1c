/** The real router on a real server, over a ledger in memory that records what the form sends. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import type { FollowOffice } from '../src/follow/office.ts';
import type { FormDoor } from '../src/form-door.ts';
import type { PublicRecord, SubmitInput } from '../src/record.ts';
import type { PromiseLookup } from '../src/pages/promise.ts';
import { createViewer } from '../src/viewer.ts';
import { MemoryRecord } from './memory-record.ts';

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
  readonly door?: FormDoor;
}

export async function serveViewer(ledger: LedgerBuilder, options: ServeOptions = {}): Promise<Served> {
  const errors: unknown[] = [];
  const app = express();
  app.use(
    createViewer({
      record: options.record ?? new MemoryRecord(ledger),
      submitInput: options.submitInput ?? recordInto(ledger),
      follow: options.follow ?? noHiddenWords,
      ...(options.promiseState === undefined ? {} : { promiseState: options.promiseState }),
      door: options.door,
      now: () => options.nowMs ?? ledger.nowMs,
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
  record: () => Promise.resolve({ refused: { code: 'not-here', detail: 'Nothing is recorded here.' } }),
  contacts: undefined,
};

/** As the recorder does it: the rulebook judges, the intake key signs. */
function recordInto(ledger: LedgerBuilder): SubmitInput {
  return async ({ text, lang, author, process, case: joined, followKey }) => {
    const version = process === undefined ? undefined : (await ledger.state.get('process', process))?.version;
    const said = {
      kind: 'input-received',
      channel: 'web',
      author,
      text: ledger.text(text, lang),
      ...(process === undefined ? {} : { process: { id: process, version: version ?? 1 } }),
      ...(joined === undefined ? {} : { case: joined }),
      ...(followKey === undefined ? {} : { followKey }),
    } as const;
    const admission = await ledger.judge(said, [ledger.intakeKey]);
    if ('refused' in admission) return { refused: admission.refused };
    return { index: await ledger.say(said, ledger.intakeKey) };
  };
}
