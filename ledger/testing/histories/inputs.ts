/** What citizens say, into which case it goes, and where it is. SPEC M26, M100, M101. */
import type { Said } from '../../src/testing/builder.ts';
import { inCity, type History } from '../history.ts';

type Input = Said & { kind: 'input-received' };

export function inputsHistory(): Promise<History> {
  return inCity('what citizens send in', async (history, { ledger, registrars, clerk, mayor, mandate }) => {
    const [anna, bela] = registrars;
    const intake = ledger.intakeKey;
    const fields = (): Omit<Input, 'process' | 'case'> => ({
      kind: 'input-received',
      channel: 'web',
      author: 'person',
      text: ledger.text('The crossing is dark at night.'),
    });
    const opens = (id: string, version: number, more: Partial<Input> = {}): Input => ({
      ...fields(),
      process: { id, version },
      ...more,
    });
    const joins = (id: number, more: Partial<Input> = {}): Input => ({ ...fields(), case: id, ...more });

    for (const id of ['petition', 'constructor', 'tostring', '0'])
      await history.breaks(
        'process-unknown',
        `an input under a process "${id}" that nobody published`,
        opens(id, 1),
        intake,
      );
    await history.breaks(
      'process-unknown',
      'an input under a version that is not published yet',
      opens('service-request', 2),
      intake,
    );
    const opened = await history.keeps(
      'process-unknown',
      'an input that opens a case',
      opens('service-request', 1),
      intake,
    );

    await history.breaks(
      'key-unknown',
      'an input that somebody else than the intake signs',
      opens('service-request', 1),
      await ledger.actor('stranger'),
    );
    await history.breaks(
      'key-unknown',
      'an input that the intake signs and somebody else',
      opens('service-request', 1),
      intake,
      clerk,
    );
    await history.breaks(
      'key-unknown',
      'an input that an official signs who names no mandate',
      opens('service-request', 1),
      clerk,
    );
    await history.breaks('key-unknown', 'an input that the log signs', opens('service-request', 1), ledger.logKey);
    await history.keeps(
      'key-unknown',
      'an input that an official took down',
      opens('service-request', 1, { by: [mandate.clerk], channel: 'phone' }),
      clerk,
    );
    await history.breaks(
      'mandate-key',
      'an input that names an official and is signed by the intake',
      opens('service-request', 1, { by: [mandate.clerk] }),
      intake,
    );

    await history.breaks(
      'author-not-admitted',
      'an input by a device where the process takes none',
      opens('service-request', 1, { author: 'device' }),
      intake,
    );
    await history.breaks(
      'author-not-admitted',
      'an input by a meeting that joins a case of such a process',
      joins(opened, { author: 'meeting' }),
      intake,
    );
    await history.keeps(
      'author-not-admitted',
      'an input by an organisation',
      opens('service-request', 1, { author: 'organisation' }),
      intake,
    );
    await history.keeps(
      'author-not-admitted',
      'an input by a meeting, where the process takes it',
      opens('consultation', 1, { author: 'meeting', channel: 'meeting' }),
      intake,
    );

    const source = { name: 'old-register', id: 'R/17' };
    const imported = await history.keeps(
      'source-repeated',
      'a record of another register',
      opens('service-request', 1, { author: 'data-set', source }),
      intake,
    );
    await history.breaks(
      'source-repeated',
      'the same record again',
      opens('service-request', 1, { author: 'data-set', source }),
      intake,
    );
    await history.breaks('source-repeated', 'the same record, into a case', joins(opened, { source }), intake);
    await history.keeps(
      'source-repeated',
      'another record of that register',
      opens('service-request', 1, { author: 'data-set', source: { ...source, id: 'R/18' } }),
      intake,
    );
    await history.keeps(
      'source-repeated',
      'a record of the same number in another register',
      opens('service-request', 1, { source: { ...source, name: 'new-register' } }),
      intake,
    );
    await history.keeps(
      'source-repeated',
      'a record whose name and number read alike when put together',
      opens('service-request', 1, { source: { name: 'old-register', id: 'R' } }),
      intake,
    );
    for (const id of ['constructor', '__proto__'])
      await history.keeps(
        'source-repeated',
        `a record of the number "${id}"`,
        opens('service-request', 1, { source: { name: 'old-register', id } }),
        intake,
      );

    await history.breaks('case-unknown', 'an input that joins a case that is not there', joins(999), intake);
    await history.breaks('case-unknown', 'an input that joins the opening of the ledger', joins(0), intake);
    await history.breaks('case-unknown', 'an input that joins itself', joins(ledger.entries.length), intake);
    const joined = await history.keeps('case-unknown', 'an input that joins a case', joins(opened), intake);
    await history.breaks('case-unknown', 'an input that joins another input', joins(joined), intake);
    await history.keeps('case-unknown', 'an input that joins a case that a data set opened', joins(imported), intake);

    await history.says(
      'version 2, which takes input from devices and from nobody else',
      {
        kind: 'process-published',
        process: 'service-request',
        version: 2,
        title: 'Service request',
        level: 'inform',
        authors: ['device'],
        acts: {},
        outcomes: [{ code: 'closed', title: 'Closed' }],
        dispositions: [{ code: 'closed', title: 'Closed' }],
        accounting: 'record',
        clocks: {},
      },
      anna,
      bela,
    );
    await history.breaks(
      'process-superseded',
      'an input under version 1 after that',
      opens('service-request', 1),
      intake,
    );
    await history.breaks(
      'process-superseded',
      'an input under version 1, made in sight of the time before',
      opens('service-request', 1, { seen: ledger.seen(opened) }),
      intake,
    );
    await history.breaks('process-unknown', 'an input under version 3', opens('service-request', 3), intake);
    await history.breaks(
      'author-not-admitted',
      'an input by a person under version 2',
      opens('service-request', 2),
      intake,
    );
    await history.keeps(
      'process-superseded',
      'an input by a device under version 2',
      opens('service-request', 2, { author: 'device' }),
      intake,
    );
    await history.keeps(
      'author-not-admitted',
      'an input by a person that joins a case of version 1',
      joins(opened),
      intake,
    );
    await history.breaks(
      'author-not-admitted',
      'an input by a device that joins a case of version 1',
      joins(opened, { author: 'device' }),
      intake,
    );

    await history.shows(
      'decided-unaccounted',
      'a decision by the rules of version 1',
      {
        kind: 'decision',
        by: [mandate.mayor],
        case: opened,
        outcome: 'granted',
        basis: 'Road by-law',
        algorithms: 'none',
        data: 'none',
        text: ledger.text('A lamp is put up.'),
      },
      mayor,
    );
    await history.breaks('case-decided', 'an input that joins the case after that', joins(opened), intake);
    await history.breaks(
      'case-decided',
      'an input that joins it, made in sight of the time before',
      joins(opened, { seen: ledger.seen(joined) }),
      intake,
    );
    await history.keeps('case-decided', 'an input that joins a case that is not decided', joins(imported), intake);
  });
}

export function areasHistory(): Promise<History> {
  return inCity('where it is', async (history, { ledger, registrars, mandate, clerk }) => {
    const [anna, bela] = registrars;
    const intake = ledger.intakeKey;
    const [harbour, mill] = [
      { code: 'harbour', title: 'Harbour' },
      { code: 'mill-quarter', title: 'Mill quarter' },
    ];
    const closed = [{ code: 'closed', title: 'Closed' }];
    const rules = (version: number, areas: readonly (typeof harbour)[]): Said => ({
      ...{ kind: 'process-published', process: 'repairs', version, title: 'Repairs', level: 'inform' },
      ...{ authors: ['person'], acts: { 'input-received': { offices: ['front-desk'], signatures: 1 } } },
      ...{ outcomes: closed, dispositions: closed, accounting: 'record', clocks: {}, areas: [...areas] },
    });
    await history.says('version 1, which knows two areas', rules(1, [harbour, mill]), anna, bela);
    const fields = (): Omit<Input, 'process' | 'case'> => ({
      kind: 'input-received',
      channel: 'web',
      author: 'person',
      text: ledger.text('The bollard is bent.'),
    });
    const opens = (version: number, more: Partial<Input>, id = 'repairs'): Input => ({
      ...fields(),
      process: { id, version },
      ...more,
    });
    const joins = (id: number, more: Partial<Input>): Input => ({ ...fields(), case: id, ...more });

    for (const area of ['castle', 'mill', 'constructor', '0'])
      await history.breaks('area-unknown', `an input in an area "${area}" that is none`, opens(1, { area }), intake);
    await history.breaks(
      'area-unknown',
      'an input in an area, under a process that knows none',
      opens(1, { area: 'harbour' }, 'service-request'),
      intake,
    );
    const opened = await history.keeps('area-unknown', 'an input in an area', opens(1, { area: 'harbour' }), intake);
    await history.keeps('area-unknown', 'an input in no area', opens(1, {}), intake);
    await history.keeps(
      'area-unknown',
      'an input in an area, which says where it is',
      opens(1, { area: 'mill-quarter', place: ledger.text('Behind the mill, by the second weir.') }),
      intake,
    );
    await history.keeps(
      'area-unknown',
      'an input that says where it is, where the process knows no areas',
      opens(1, { place: ledger.text('12 Quay Street') }, 'service-request'),
      intake,
    );
    await history.keeps(
      'area-unknown',
      'an input in an area that an official took down',
      opens(1, { area: 'harbour', channel: 'phone', by: [mandate.clerk], place: ledger.text('At the crane.') }),
      clerk,
    );
    await history.breaks(
      'area-unknown',
      'an input in an area that is none, which joins a case',
      joins(opened, { area: 'castle' }),
      intake,
    );
    await history.keeps(
      'area-unknown',
      'one in another area than the case',
      joins(opened, { area: 'mill-quarter' }),
      intake,
    );

    await history.says('version 2, which knows one area less', rules(2, [mill]), anna, bela);
    await history.breaks('area-unknown', 'an input in the area that is gone', opens(2, { area: 'harbour' }), intake);
    await history.keeps('area-unknown', 'an input in the one that stayed', opens(2, { area: 'mill-quarter' }), intake);
    const joined = joins(opened, { area: 'harbour' });
    await history.keeps(
      'area-unknown',
      'an input in the area that is gone, which joins a case of version 1',
      joined,
      intake,
    );
  });
}
