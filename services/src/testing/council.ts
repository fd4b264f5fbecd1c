/** A council whose members sign decisions three together: what the signing desk is tried on. */
import { calendarDays } from '@counterfoil/ledger/testing/city';
import { openTestCity, type CityHost, type TestCity } from './city.ts';

export interface Council {
  readonly city: TestCity;
  /** Index of the entry that opened the case, and those of all its inputs. */
  readonly case: number;
  readonly inputs: readonly number[];
  /** Gives a key the office; resolves with the mandate. */
  grant(office: string, key: { readonly person: string; readonly key: string }, name: string): Promise<number>;
}

/** The office `council` answers, accounts and decides (three people), `parks` acknowledges, promises and replies to figures; one case with three inputs. */
export async function openCouncil(service: CityHost): Promise<Council> {
  const city = await openTestCity(service);
  const done = async (answer: ReturnType<TestCity['say']>): Promise<number> => {
    const { status, body } = await answer;
    if (status !== 201) throw new Error(`The council could not be set up: ${body.code} ${body.detail}`);
    return body.index;
  };
  const registrar = [city.registrar];
  const council = ['response', 'dispositions', 'decision', 'dissent', 'correction', 'answer', 'evaluation'] as const;
  const parks = ['acknowledgement', 'response', 'referral', 'question', 'commitment', 'milestone'] as const;
  await done(
    city.say({ kind: 'office-defined', office: 'council', title: 'City council', may: [...council] }, registrar),
  );
  await done(
    city.say(
      { kind: 'office-defined', office: 'parks', title: 'Parks department', may: [...parks, 'figure-reply'] },
      registrar,
    ),
  );
  const acts = {
    ...Object.fromEntries(parks.map((kind) => [kind, { offices: ['parks'], signatures: 1 }])),
    ...Object.fromEntries(council.map((kind) => [kind, { offices: ['council'], signatures: 1 }])),
    response: { offices: ['council', 'parks'], signatures: 1 },
    decision: { offices: ['council'], signatures: 3 },
  };
  await done(
    city.say(
      {
        kind: 'process-published',
        process: 'hearing',
        version: 1,
        title: 'Public hearing',
        level: 'consult',
        authors: ['person', 'organisation'],
        acts,
        outcomes: [
          { code: 'built', title: 'It is built', action: true },
          { code: 'not-built', title: 'It is not built' },
        ],
        dispositions: [
          { code: 'adopted', title: 'Adopted' },
          { code: 'partly', title: 'Adopted in part' },
          { code: 'declined', title: 'Declined' },
        ],
        accounting: 'refuse',
        decisionStates: ['goal', 'interests'],
        clocks: { acknowledge: calendarDays(5), respond: calendarDays(20), decide: calendarDays(60) },
      },
      registrar,
    ),
  );
  const input = async (text: string, fields: object): Promise<number> => {
    const { status, body } = await city.input(text, fields);
    if (status !== 201) throw new Error(`The input could not be recorded: ${body.code} ${body.detail}`);
    return body.index;
  };
  const opened = await input('Build a bridge for walkers over the mill race, where the old ford was.', {
    process: 'hearing',
    category: 'paths',
  });
  const second = await input('A bridge, but not of concrete: oak would last as long.', {
    case: opened,
    category: 'paths',
  });
  const third = await input('Rather mend the road bridge first; it has no pavement.', {
    case: opened,
    channel: 'phone',
    category: 'roads',
  });
  return {
    city,
    case: opened,
    inputs: [opened, second, third],
    async grant(office, { person, key }, name) {
      const holder = city.text(name);
      return done(
        city.say(
          { kind: 'mandate-granted', office, person, key, from: '2020-01-01T00:00:00.000Z', holder: holder.ref },
          registrar,
          [holder.content],
        ),
      );
    },
  };
}
