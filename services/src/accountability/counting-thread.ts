/** The thread of accounts.ts: what takes seconds does not hold up those who read and record. */
import { parentPort } from 'node:worker_threads';
import { tellFigures } from '@counterfoil/web-viewer/accountability/told';
import type { Said } from '../thread.ts';
import type { Answer, Question } from './accounts.ts';
import { Counting } from './counting.ts';

const counting = new Counting();
let answering: Promise<void> = Promise.resolve();

parentPort?.on('message', (question: Question) => {
  answering = answering.then(async () => parentPort?.postMessage(await say(question), []));
});

async function say(question: Question): Promise<Said<Answer>> {
  try {
    return { answer: await answer(question) };
  } catch (error) {
    return { error };
  }
}

async function answer(question: Question): Promise<Answer> {
  if (question.kind === 'take') {
    if (question.from !== counting.size) return { size: counting.size };
    for (const bytes of question.entries) await counting.take(bytes);
    return { size: counting.size };
  }
  if (question.kind === 'unread') {
    if (question.again > 0) counting.forgetMissing(question.again);
    return { unread: counting.unread(question.limit) };
  }
  if (question.kind === 'learn') {
    counting.learn(question.read);
    return {};
  }
  return { told: tellFigures(counting.count(question.asked), counting.size, question.asked) };
}
