/**
 * A third record of the same city: an ideas box whose texts are looked at before they are public, and what was taken out of it.
 * Every text that is not in public view holds one of the words of `hidden`, and no other text does.
 */
import { caseKinds } from '@counterfoil/ledger/statements/rights';
import { parseEntry } from '@counterfoil/ledger/entry';
import { openEnvelope } from '@counterfoil/ledger/statement';
import type { ContentRef } from '@counterfoil/ledger/content';
import type { Actor, LedgerBuilder, Said } from '@counterfoil/ledger/testing/builder';
import { calendarDays, openCity, working, type City } from '@counterfoil/ledger/testing/city';

export interface TakedownStory {
  readonly ledger: LedgerBuilder;
  readonly nowMs: number;
  /** Nobody has looked at it. */
  readonly waiting: number;
  /** Looked at and public; in it, texts in every state. */
  readonly garden: number;
  /** It began with a text that was withheld. */
  readonly withheld: number;
  /** It began with a text that was erased. */
  readonly erased: number;
  /** It began with a text in which passages are blacked out now. */
  readonly redacted: number;
  /** Decided, and its texts kept as long as the rules say. */
  readonly old: number;
  /** Entries: what took a text out, by what was done. */
  readonly acts: { readonly withheld: number; readonly restored: number; readonly redacted: number };
  readonly spam: number;
  /** The entry by which registrars erased a name, outside any case. */
  readonly registrars: number;
  /** The entry whose name that was. */
  readonly clerk: number;
}

export const hidden = [
  'quagga',
  'okapi',
  'axolotl',
  'narwhal',
  'pangolin',
  'tapir',
  'dugong',
  'caracal',
  'numbat',
  'potoroo',
] as const;
const SPAM = 18;

export async function tellTakedownStory(): Promise<TakedownStory> {
  const box = await IdeasBox.open();
  const old = await box.old();
  const { garden, acts } = await box.garden();
  const withheld = await box.withheld();
  const erased = await box.erased();
  const redacted = await box.redacted();
  await box.spam();
  const waiting = await box.waiting();
  const registrars = await box.name();
  const { ledger } = box;
  ledger.nowMs += 3 * DAY_MS;
  return {
    ledger,
    nowMs: ledger.nowMs,
    waiting,
    garden,
    withheld,
    erased,
    redacted,
    old,
    acts,
    spam: SPAM,
    registrars,
    clerk: box.clerk,
  };
}

const DAY_MS = 86_400_000;

/** A text on record: the entry and what stands in it. */
interface Voice {
  readonly entry: number;
  readonly ref: ContentRef;
}

class IdeasBox {
  readonly ledger: LedgerBuilder;
  readonly #city: City;
  readonly #editor: Actor;
  #mandate = 0;

  private constructor(city: City, editor: Actor) {
    this.#city = city;
    this.#editor = editor;
    this.ledger = city.ledger;
  }

  static async open(): Promise<IdeasBox> {
    const city = await openCity();
    const box = new IdeasBox(city, await city.ledger.actor('editor'));
    const office = 'participation';
    await box.#register({ kind: 'office-defined', office, title: 'Participation office', may: [...caseKinds] });
    const { person, keyid } = box.#editor;
    box.#mandate = await box.#register({
      kind: 'mandate-granted',
      ...{ office, person, key: keyid },
      from: '2026-01-01T00:00:00.000Z',
      holder: city.ledger.text('Rosa Lindqvist'),
    });
    const acts = Object.fromEntries(caseKinds.map((kind) => [kind, { offices: [office], signatures: 1 }]));
    await box.#register({
      kind: 'process-published',
      ...{ process: 'ideas-box', version: 1, title: 'Ideas box', level: 'consult' },
      authors: ['person', 'organisation'],
      acts,
      outcomes: [
        { code: 'done', title: 'It is done' },
        { code: 'not', title: 'It is not done' },
      ],
      dispositions: [{ code: 'adopted', title: 'Adopted' }],
      accounting: 'record',
      clocks: { acknowledge: working(5), decide: calendarDays(60), moderate: working(1) },
      moderation: 'before',
      grounds: [
        { code: 'third-party', title: 'it tells who somebody else is' },
        { code: 'defamation', title: 'it says false things of somebody' },
        { code: 'spam', title: 'it is advertising' },
      ],
      retention: { days: 30 },
    });
    return box;
  }

  async old(): Promise<number> {
    this.#at('2026-01-12T09:00:00.000Z');
    const idea = await this.#says('A pangolin for the city’s coat of arms.');
    await this.#publishes(idea.entry, [idea]);
    await this.#acts({
      kind: 'decision',
      case: idea.entry,
      outcome: 'not',
      basis: 'Municipal Code, section 1',
      algorithms: 'none',
      data: 'none',
      text: this.ledger.text('The coat of arms stays as it is.'),
    });
    const evaluation = this.ledger.text('I would have liked the tapir as well.');
    const entry = await this.#takes({
      kind: 'evaluation',
      ...{ case: idea.entry, heard: 'no', explained: 'yes', achieved: 'unknown', text: evaluation },
    });
    this.#at('2026-02-20T09:00:00.000Z');
    await this.#acts({
      kind: 'retention-applied',
      case: idea.entry,
      items: [target(idea), target({ entry, ref: evaluation })],
    });
    return idea.entry;
  }

  async garden(): Promise<Pick<TakedownStory, 'garden' | 'acts'>> {
    this.#at('2026-02-23T10:00:00.000Z');
    const idea = await this.#says('A garden on the roof of the library, with marigolds.');
    const id = idea.entry;
    await this.#publishes(id, [idea]);
    const slander = await this.#says('The gardener is an okapi and steals bulbs.', id);
    const rude = await this.#says('The lupins there look dreadful.', id);
    const neighbour = await this.#says('My neighbour Axolotl at number 7 is ill and would like to sit there.', id);
    await this.#publishes(id, [slander, rude, neighbour]);
    const answer = this.ledger.text('We ask the dugong who lives next door.');
    const response = await this.#acts({ kind: 'response', case: id, text: answer });
    const question = await this.#acts({
      kind: 'question',
      case: id,
      text: this.ledger.text('Who would water the flowers?'),
    });
    await this.#takes({
      kind: 'answer',
      case: id,
      answers: question,
      text: this.ledger.text('Caracal, from the second floor.'),
    });
    this.#at('2026-03-02T10:00:00.000Z');
    const withheld = await this.#withholds(id, slander, 'defamation', 'yes');
    await this.#withholds(id, rude, 'defamation', 'unreachable');
    await this.#withholds(id, { entry: response, ref: answer }, 'third-party', 'no');
    await this.#erases(id, neighbour, 'no');
    this.#at('2026-03-04T10:00:00.000Z');
    const restored = await this.#acts({
      kind: 'content-restored',
      case: id,
      ...target(rude),
      text: this.ledger.text('It is rude, and it is an opinion.'),
    });
    const chair = await this.#says('Chairs, please. Ask Numbat on 555 0147 or at the numbat kiosk.', id);
    await this.#publishes(id, [chair]);
    const redacted = await this.#erases(
      id,
      chair,
      'yes',
      'Chairs, please. Ask ██████ on ████████ or at the ██████ kiosk.',
    );
    return { garden: id, acts: { withheld, restored, redacted } };
  }

  async withheld(): Promise<number> {
    const idea = await this.#says('The potoroo in room 12 never works.');
    await this.#withholds(idea.entry, idea, 'defamation', 'unreachable');
    return idea.entry;
  }

  async erased(): Promise<number> {
    const idea = await this.#says('Mr Axolotl of number 9 parks on the lawn.');
    await this.#erases(idea.entry, idea, 'yes');
    return idea.entry;
  }

  async redacted(): Promise<number> {
    const idea = await this.#says('Narwhal Street needs a bench, ring Ms Narwhal.');
    await this.#publishes(idea.entry, [idea]);
    await this.#erases(idea.entry, idea, 'yes', 'Our street needs a bench, ring ██ ███████ .');
    return idea.entry;
  }

  async spam(): Promise<void> {
    this.#at('2026-03-16T10:00:00.000Z');
    for (let i = 1; i <= SPAM; i++) {
      const offer = await this.#says(`Cheap quagga rides, offer ${i}.`);
      await this.#withholds(offer.entry, offer, 'spam', 'unreachable');
    }
  }

  async waiting(): Promise<number> {
    this.#at('2026-03-18T10:00:00.000Z');
    const { entry } = await this.#says('Let the quagga into the park.');
    await this.#says('And the okapi too.', entry);
    return entry;
  }

  get clerk(): number {
    return this.#city.mandate.clerk;
  }

  /** Of the clerk, who has left. */
  async name(): Promise<number> {
    const entry = this.clerk;
    const { statement } = openEnvelope(parseEntry(this.ledger.entries[entry] ?? new Uint8Array()).envelope);
    if (statement.kind !== 'mandate-granted' || statement.holder === undefined) throw new RangeError('Nobody has it.');
    const { digest } = statement.holder;
    return this.#register({ kind: 'content-redacted', entry, digest, ...this.#why('erasure-request', 'yes') });
  }

  async #says(words: string, id?: number): Promise<Voice> {
    const ref = this.ledger.text(words);
    const where = id === undefined ? { process: { id: 'ideas-box', version: 1 } } : { case: id };
    const entry = await this.#takes({ kind: 'input-received', ...where, channel: 'web', author: 'person', text: ref });
    return { entry, ref };
  }

  #publishes(id: number, voices: readonly Voice[]): Promise<number> {
    return this.#acts({ kind: 'content-published', case: id, items: voices.map(target) });
  }

  #withholds(id: number, voice: Voice, ground: string, told: 'yes' | 'no' | 'unreachable'): Promise<number> {
    return this.#acts({ kind: 'content-withheld', case: id, ...target(voice), ...this.#why(ground, told) });
  }

  #erases(id: number, voice: Voice, told: 'yes' | 'no', instead?: string): Promise<number> {
    return this.#acts({
      kind: 'content-redacted',
      case: id,
      ...target(voice),
      ...this.#why('third-party', told),
      ...(instead === undefined ? {} : { replacement: this.ledger.text(instead) }),
    });
  }

  #why(ground: string, told: 'yes' | 'no' | 'unreachable') {
    const appeal = this.ledger.text('At the counter of the town hall, or by letter, within two months.');
    return { ground, basis: 'Press and Records Act, section 8', told, appeal };
  }

  #acts(said: WithoutBy<Said>): Promise<number> {
    return this.ledger.say({ ...said, by: [this.#mandate] } as Said, this.#editor);
  }

  #takes(said: Said): Promise<number> {
    return this.ledger.say(said, this.ledger.intakeKey);
  }

  #register(said: Said): Promise<number> {
    const [anna, bela] = this.#city.registrars;
    return this.ledger.say(said, anna, bela);
  }

  #at(time: string): void {
    this.ledger.nowMs = Math.max(this.ledger.nowMs, Date.parse(time));
  }
}

type WithoutBy<S> = S extends Said ? Omit<S, 'by'> : never;

function target({ entry, ref }: Voice): { entry: number; digest: string } {
  return { entry, digest: ref.digest };
}
