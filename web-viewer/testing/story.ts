/** A city's record with a case in every state, told with a fixed clock: what tests look at, and what is looked at by eye. */
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { openCity, type City } from '@counterfoil/ledger/testing/city';

export interface Story {
  readonly ledger: LedgerBuilder;
  readonly city: City;
  readonly nowMs: number;
  readonly bench: number;
  readonly lamp: number;
  readonly library: number;
  readonly promenade: number;
  readonly market: number;
  readonly copied: number;
  readonly hostile: number;
  readonly minutes: number;
  readonly toilets: number;
  readonly newest: number;
}

const DAY_MS = 86_400_000;
export const HOSTILE = `<script>alert("1")</script> & <img src=x onerror=alert(2)> "quoted" 'single' {{ 7 * 7 }}`;

/** @param voices how many people join the consultation on the promenade: at least six */
export async function tellStory(voices = 6): Promise<Story> {
  const city = await openCity();
  const teller = new Teller(city);
  const bench = await teller.bench();
  const lamp = await teller.lamp();
  const promenade = await teller.promenade(voices);
  const library = await teller.library();
  const copied = await teller.copied();
  const toilets = await teller.toilets();
  const minutes = await teller.minutes();
  const market = await teller.market();
  const hostile = await teller.hostile();
  const newest = await teller.newest();
  teller.at('2026-03-20T09:40:00.000Z');
  const { ledger } = city;
  const nowMs = ledger.nowMs;
  return { ledger, city, nowMs, bench, lamp, library, promenade, market, copied, hostile, minutes, toilets, newest };
}

type Office = 'clerk' | 'parks' | 'mayor' | 'deputy';
type Phone = { readonly by: 'clerk'; readonly at: string };

class Teller {
  readonly #city: City;

  constructor(city: City) {
    this.#city = city;
  }

  /** Sets the clock; it never goes back. */
  at(time: string): void {
    this.#city.ledger.nowMs = Math.max(this.#city.ledger.nowMs, Date.parse(time));
  }

  later(days: number): void {
    this.#city.ledger.nowMs += days * DAY_MS;
  }

  async bench(): Promise<number> {
    this.at('2026-01-08T14:12:00.000Z');
    const id = await this.opens(
      'service-request',
      'The bench by the duck pond has lost two slats. My grandmother sits there every day, and now she cannot.',
      'parks',
    );
    this.later(0.8);
    await this.acknowledges(id);
    this.later(3);
    const second = await this.adds(
      id,
      'A caller says that the bench has a protruding screw as well, on the left.',
      'en',
      {
        by: 'clerk',
        at: '2026-01-12T08:05:00.000Z',
      },
    );
    this.later(2.2);
    await this.answers(
      'parks',
      id,
      'Thank you. Our carpenter looked at the bench this morning. New slats are ordered; until they come we have put a second bench beside it.',
    );
    this.later(9);
    await this.accounts('parks', id, [
      ['adopted', [id, second], 'The bench has new slats of oak from the city forest, and the screw is gone.'],
    ]);
    this.later(0.1);
    const decided = await this.decides(
      id,
      'granted',
      'Parks by-law, section 4',
      'The bench is repaired. Cost: 84 euros, from the upkeep budget of the park.',
    );
    this.later(2);
    const { ledger, mayor, mandate } = this.#city;
    await ledger.say(
      {
        kind: 'correction',
        by: [mandate.mayor],
        case: id,
        corrects: decided,
        text: ledger.text(
          'The bench is repaired. Cost: 148 euros, from the upkeep budget of the park. (The first figure left out the work.)',
        ),
      },
      mayor,
    );
    return id;
  }

  async lamp(): Promise<number> {
    this.at('2026-01-29T19:47:00.000Z');
    const id = await this.opens(
      'service-request',
      'The street lamp at the corner of Mill Lane and Tanners Row has been dark for a week.\n\nChildren walk home along there after the swimming club. Please mend it before somebody falls.',
      'street-lights',
    );
    this.later(12);
    await this.adds(id, 'Still dark. There are now two of them.');
    return id;
  }

  async promenade(voices: number): Promise<number> {
    this.at('2026-02-10T09:00:00.000Z');
    const id = await this.opens(
      'consultation',
      'Close the river promenade to cars on Sundays, from April to October.',
      'traffic',
      'organisation',
    );
    this.later(0.5);
    await this.acknowledges(id);
    const opinions = [
      'Yes please. On Sundays my children could cycle there without me holding my breath.',
      'I run a café on the promenade. My guests come by car, so at least leave the north end open.',
      'Sundays are not enough, make it every day!',
      'My mother cannot walk far. Keep the parking places for people with a disability.',
      '支持。請同時增設公共廁所和遮蔭的座椅。',
      'I live on the promenade and I have to get to my garage. How is that meant to work?',
    ];
    const inputs: number[] = [];
    for (let i = 0; i < voices; i++) {
      const words = opinions[i % opinions.length] ?? '';
      this.later(0.1);
      inputs.push(await this.adds(id, words, words.startsWith('支') ? 'zh-Hant' : 'en'));
    }
    this.at('2026-03-02T10:00:00.000Z');
    const every = (remainder: readonly number[]) => inputs.filter((_, i) => remainder.includes(i % opinions.length));
    await this.accounts('mayor', id, [
      [
        'adopted',
        [id, ...every([0, 3, 5])],
        'The promenade is closed to cars on Sundays. Residents, deliveries before ten and people with a disability badge may drive at walking pace.',
      ],
      [
        'rejected',
        every([1, 2]),
        'The north end cannot stay open, because there is no place to turn there. Closing it every day would cut off the ferry.',
      ],
      ['duplicate', every([4]), '這項建議已列入第二階段的公共設施計畫。'],
    ]);
    this.later(0.2);
    const { ledger, mayor, deputy, mandate } = this.#city;
    await ledger.say(
      {
        kind: 'decision',
        by: [mandate.mayor, mandate.deputy],
        case: id,
        outcome: 'granted',
        basis: 'Road Traffic Order, section 12',
        algorithms: 'none',
        data: 'none',
        text: ledger.text(
          'From 5 April to 25 October the river promenade is closed to cars on Sundays from 8:00 to 20:00.\n\nAfter this first summer the city counts visitors and takings, publishes both, and decides anew.',
        ),
      },
      mayor,
      deputy,
    );
    return id;
  }

  async library(): Promise<number> {
    this.at('2026-03-04T11:20:00.000Z');
    const id = await this.opens(
      'service-request',
      '圖書館的電梯已經停用三個星期。坐輪椅的讀者無法到二樓借書，請問什麼時候可以修好？',
      'libraries',
      'person',
      'zh-Hant',
    );
    this.later(2.4);
    await this.acknowledges(id, '已收到您的意見，謝謝。');
    this.later(5);
    await this.answers(
      'mayor',
      id,
      '零件預計三月底到貨。在此之前，請在一樓櫃台告訴館員，我們會把書拿下來。',
      'zh-Hant',
    );
    return id;
  }

  async copied(): Promise<number> {
    const { ledger } = this.#city;
    this.at('2026-03-14T07:00:00.000Z');
    return ledger.say(
      {
        kind: 'input-received',
        process: { id: 'service-request', version: 1 },
        channel: 'app',
        author: 'data-set',
        category: 'bulky-items',
        source: { name: 'old-requests', id: '1-884213' },
        at: '2024-06-03T15:04:00.000Z',
        text: ledger.text('Old mattress on the pavement'),
      },
      ledger.intakeKey,
    );
  }

  async toilets(): Promise<number> {
    this.at('2026-03-14T12:00:00.000Z');
    const id = await this.opens(
      'service-request',
      'The public toilet at the bus station is locked from six in the evening. Buses run until midnight.',
    );
    this.later(0.3);
    await this.adds(id, 'A shopkeeper says: people come to us instead, we cannot cope.', 'en', {
      by: 'clerk',
      at: '2026-03-14T16:00:00.000Z',
    });
    this.later(1);
    await this.decides(
      id,
      'refused',
      'Cleansing contract, clause 9',
      'The opening hours stay as they are until the contract ends.',
    );
    return id;
  }

  async minutes(): Promise<number> {
    this.at('2026-03-16T18:30:00.000Z');
    const paragraph =
      'The residents’ meeting of the Old Harbour spoke for an hour about noise at night. Twenty-three people took part. Most of them would accept the terraces until ten o’clock if the last order were taken at half past nine, and nobody wanted them closed altogether. ';
    const id = await this.opens('consultation', paragraph.repeat(14), 'noise', 'meeting');
    return id;
  }

  async market(): Promise<number> {
    this.at('2026-03-17T08:15:00.000Z');
    const id = await this.opens(
      'service-request',
      'لا توجد سلال مهملات في السوق الأسبوعي. هل يمكن وضع بعضها قرب النافورة؟',
      'cleansing',
      'person',
      'ar',
    );
    this.later(1);
    await this.acknowledges(id);
    return id;
  }

  async hostile(): Promise<number> {
    this.at('2026-03-19T16:00:00.000Z');
    return this.opens('service-request', HOSTILE);
  }

  async newest(): Promise<number> {
    this.at('2026-03-20T07:31:00.000Z');
    return this.opens(
      'service-request',
      'Could the number 7 bus wait two minutes for the ferry in the morning? It leaves just as we come ashore.',
      'transport',
    );
  }

  opens(
    process: string,
    words: string,
    category?: string,
    author: 'person' | 'organisation' | 'meeting' = 'person',
    lang = 'en',
  ): Promise<number> {
    const { ledger } = this.#city;
    const said = {
      kind: 'input-received',
      process: { id: process, version: 1 },
      channel: author === 'meeting' ? 'meeting' : 'web',
      author,
      text: ledger.text(words, lang),
      ...(category === undefined ? {} : { category }),
    } as const;
    return ledger.say(said, ledger.intakeKey);
  }

  adds(id: number, words: string, lang = 'en', phone?: Phone): Promise<number> {
    const { ledger, clerk, mandate } = this.#city;
    const said = { kind: 'input-received', case: id, author: 'person', text: ledger.text(words, lang) } as const;
    if (phone === undefined) return ledger.say({ ...said, channel: 'web' }, ledger.intakeKey);
    return ledger.say({ ...said, channel: 'phone', by: [mandate[phone.by]], at: phone.at }, clerk);
  }

  async acknowledges(id: number, words?: string): Promise<void> {
    const { ledger, clerk, mandate } = this.#city;
    const text = words === undefined ? {} : { text: ledger.text(words, 'zh-Hant') };
    await ledger.say({ kind: 'acknowledgement', by: [mandate.clerk], case: id, ...text }, clerk);
  }

  async answers(office: Office, id: number, words: string, lang = 'en'): Promise<void> {
    const { ledger, mandate } = this.#city;
    await ledger.say(
      { kind: 'response', by: [mandate[office]], case: id, text: ledger.text(words, lang) },
      this.#city[office],
    );
  }

  async accounts(office: Office, id: number, fates: readonly (readonly [string, number[], string])[]): Promise<void> {
    const { ledger, mandate } = this.#city;
    const items = fates.map(([code, inputs, reason]) => ({ code, inputs, reason: ledger.text(reason) }));
    await ledger.say({ kind: 'dispositions', by: [mandate[office]], case: id, items }, this.#city[office]);
  }

  decides(id: number, outcome: string, basis: string, words: string): Promise<number> {
    const { ledger, mayor, mandate } = this.#city;
    return ledger.say(
      {
        ...{ kind: 'decision', by: [mandate.mayor], case: id, outcome, basis, text: ledger.text(words) },
        ...{ algorithms: 'none', data: 'none' },
      },
      mayor,
    );
  }
}
