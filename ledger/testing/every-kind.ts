/**
 * A ledger in which every kind of statement has been made, with texts and files in each state that they can be in: what is
 * tampered with to see whether a verifier finds it.
 */
import { concatBytes, utf8 } from '../src/bytes.ts';
import { voicesProcess } from './histories/voices.ts';
import { openCouncil, phrases, type Council } from './council.ts';
import { tellCase } from '../src/testing/city.ts';
import { contentPhrases, type Target } from '../src/testing/letters.ts';
import type { Actor, Said } from '../src/testing/builder.ts';

const NEXT_LOG_KEY = 'the second log key';
const DAY_MS = 86_400_000;

export interface EveryKind {
  readonly council: Council;
  /** Of the actor whose key is the log key in force at the end. */
  readonly logKeyName: string;
}

/** @param atLeast entries; everyday cases fill it up. */
export async function tellEveryKind(atLeast: number): Promise<EveryKind> {
  const council = await openCouncil();
  await changeKeys(council);
  await changeLogKey(council);
  await keepRegisters(council);
  await tellOfOneCase(council);
  await moveCases(council);
  await tellOfTexts(council);
  while (council.ledger.entries.length < atLeast) await tellCase(council);
  return { council, logKeyName: NEXT_LOG_KEY };
}

async function changeKeys({ ledger, registrars }: Council): Promise<void> {
  const [anna, bela, cleo] = registrars;
  const named = registrars.map(({ person, keyid }) => ({ person, key: keyid }));
  await ledger.say({ kind: 'registrars-changed', registrars: named, threshold: 2 }, anna, bela);
  const [guest, old, renewed] = [
    await ledger.actor('guest'),
    await ledger.actor('dora'),
    await ledger.actor('dora, 2'),
  ];
  const grant = ({ person, keyid }: Actor): Promise<number> => {
    const said: Said = {
      kind: 'mandate-granted',
      office: 'parks',
      person,
      key: keyid,
      from: '2026-01-01T00:00:00.000Z',
    };
    return ledger.say(said, anna, bela);
  };
  const ended = await grant(guest);
  await ledger.say({ kind: 'mandate-ended', mandate: ended, reason: 'resigned' }, anna, cleo);
  await grant(old);
  await ledger.say({ kind: 'key-rotated', from: old.keyid, to: renewed.keyid }, anna, bela, old, renewed);
  await ledger.say({ kind: 'key-revoked', key: renewed.keyid, reason: 'lost' }, anna, bela);
}

async function changeLogKey({ ledger, registrars }: Council): Promise<void> {
  const [anna, bela] = registrars;
  const next = await ledger.actor(NEXT_LOG_KEY);
  const said: Said = { kind: 'log-key-rotated', logKey: ledger.vkeyOf(next) };
  await ledger.say(said, anna, bela, ledger.logKey, next);
}

async function keepRegisters(council: Council): Promise<void> {
  const { ledger, cora, sam, gauge } = council;
  const say = phrases(council);
  const algorithm = await ledger.say(say.registers(), cora);
  await ledger.say(say.usesData(), cora);
  await ledger.say(say.nudges(), cora);
  await ledger.say(say.supplies({ concerns: [algorithm] }), sam);
  await ledger.say(say.observes({ area: 'harbour' }), gauge);
  await ledger.say(say.replies({ size: algorithm, from: '2026-01-01' }), cora);
}

/** From the first word to the last. */
async function tellOfOneCase(council: Council): Promise<void> {
  const { ledger, cora, carl, will, nell, seat } = council;
  const say = phrases(council);
  const intake = ledger.intakeKey;
  const ida = await ledger.actor('ida');
  const photo = ledger.attach(concatBytes(Uint8Array.of(0xff, 0xd8, 0xff), new Uint8Array(700)), 'image/jpeg');
  const id = await ledger.say(
    say.opens('inquiry', {
      ...{ followKey: ida.keyid, files: [photo], category: 'paths', area: 'riverside' },
      place: ledger.text('From the mill to the old ferry.'),
    }),
    intake,
  );
  await ledger.say(say.acknowledges(id), cora);
  const asked = await ledger.say(say.asks(id), cora);
  await ledger.say({ ...say.answers(id, asked), by: [seat.will] }, will);
  await ledger.say(say.refers(id, { to: 'works', text: ledger.text('The bank is theirs.') }), cora);
  await ledger.say(say.responds(id, { by: [seat.will] }), will);
  await ledger.say(say.cites(id), cora);
  const joined = await ledger.say(say.joins(id, { followKey: (await ledger.actor('otto')).keyid }), intake);
  await ledger.say({ kind: 'withdrawal', case: id, speaker: joined }, await ledger.actor('otto'));
  await ledger.say(say.disposes(id, [id]), cora);
  const plan = ledger.attach(utf8(`%PDF-1.7 ${'plan '.repeat(100)}`), 'application/pdf');
  const decided = await ledger.say(say.decides(id, { outcome: 'approved', files: [plan] }), cora);
  await ledger.say(say.dissents(id, decided, { by: [seat.carl] }), carl);
  const promised = await ledger.say(say.commits(id, { decision: decided }), cora);
  await ledger.say(say.reports(id, promised, 'limited', { by: [seat.will] }), will);
  await ledger.say(say.reports(id, promised, 'complete', { by: [seat.will] }), will);
  await ledger.say(say.evaluates(id, { by: [seat.nell] }), nell);
  await ledger.say(say.disputes(id, decided), intake);
  const appeal = await ledger.say(say.appeals(id, decided), intake);
  await ledger.say(say.answers(id, appeal, { result: 'rejected' }), cora);
  await ledger.say(say.corrects(id, decided), cora);
}

async function moveCases(council: Council): Promise<void> {
  const { ledger, cora } = council;
  const say = phrases(council);
  const intake = ledger.intakeKey;
  const plan = await ledger.say(say.opens('planning'), intake);
  await ledger.say(say.supports(plan), intake);
  await ledger.say(say.opensStage(plan, 'weighing'), cora);
  const [one, other] = [await ledger.say(say.opens('inquiry'), intake), await ledger.say(say.opens('inquiry'), intake)];
  const apart = await ledger.say(say.joins(one), intake);
  await ledger.say(say.links(one, other), cora);
  await ledger.say(say.splits(one, [apart]), cora);
  await ledger.say(say.merges(other, one), cora);
}

/** Texts that are published, withheld, brought back, erased on request and in time; one goes on waiting. */
async function tellOfTexts(council: Council): Promise<void> {
  const { ledger, registrars, cora, seat } = council;
  const [anna, bela] = registrars;
  const say = { ...phrases(council), ...contentPhrases(ledger, [seat.cora]) };
  await ledger.say({ ...voicesProcess, clocks: {}, retention: { days: 30 } }, anna, bela);
  const process = { id: 'voices', version: 1 };
  const writes = async (words: string): Promise<Target> => {
    const text = ledger.text(words);
    return [await ledger.say(say.opens('inquiry', { process, text }), ledger.intakeKey), text];
  };
  const [shown, hidden, erased] = [
    await writes('A lamp is out.'),
    await writes('Mrs S. knows.'),
    await writes('Mr S. too.'),
  ];
  await writes('It waits to be read.');
  await ledger.say(say.publishes(shown[0], shown), cora);
  await ledger.say(say.publishes(hidden[0], hidden), cora);
  await ledger.say(say.withholds(hidden[0], hidden), cora);
  await ledger.say(say.restores(hidden[0], hidden), cora);
  await ledger.say(say.withholds(hidden[0], hidden), cora);
  const [id, { digest }] = erased;
  await ledger.say({ kind: 'erasure-request', case: id, entry: id, digest }, ledger.intakeKey);
  await ledger.say(say.redacts(id, erased, ledger.text('Mr ▮▮ too.')), cora);
  await ledger.say(say.decides(shown[0]), cora);
  ledger.nowMs += 30 * DAY_MS;
  await ledger.say(say.retains(shown[0], shown), cora);
}
