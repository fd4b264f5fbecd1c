/** Which rights offices can have, and which processes can be kept. SPEC M25, M40, M47. */
import { formatVerifierKey } from '../../src/note.ts';
import { LedgerBuilder, type Said } from '../../src/testing/builder.ts';
import { calendar, working } from '../../src/testing/city.ts';
import { Historian, inCity, type History } from '../history.ts';

type Process = Said & { kind: 'process-published' };
type Office = Said & { kind: 'office-defined' };

export function rightsHistory(): Promise<History> {
  return inCity('which rights offices can have', async (history, { registrars }) => {
    const [anna, bela] = registrars;
    const office = (body: NonNullable<Office['body']> | undefined, may: Office['may'], code = 'acme'): Office => ({
      kind: 'office-defined',
      office: code,
      title: 'Office',
      ...(body === undefined ? {} : { body }),
      may,
    });
    for (const [name, said] of [
      ['an office of the authority that speaks as a supplier', office('authority', ['response', 'supplier-statement'])],
      ['an office of nobody in particular that speaks as a supplier', office(undefined, ['supplier-statement'])],
      ['an office of citizens that speaks as a device', office('citizens', ['device-observation'])],
      ['a supplier who decides', office('supplier', ['supplier-statement', 'decision'])],
      ['a supplier who registers their own algorithm', office('supplier', ['algorithm-registered'])],
      ['a supplier who speaks as a device', office('supplier', ['device-observation'])],
      ['a device that answers', office('device', ['device-observation', 'response'])],
      ['a device that takes input in', office('device', ['input-received'])],
    ] as const)
      await history.breaks('office-rights', name, said, anna, bela);
    await history.keeps('office-rights', 'a supplier', office('supplier', ['supplier-statement']), anna, bela);
    await history.keeps('office-rights', 'a device', office('device', ['device-observation'], 'gauge'), anna, bela);
    await history.keeps(
      'office-rights',
      'an office of citizens that decides and keeps a register',
      office('citizens', ['decision', 'milestone', 'data-use-registered'], 'neighbours'),
      anna,
      bela,
    );
    await history.breaks(
      'office-rights',
      'a supplier who becomes more, by a new definition',
      office('supplier', ['response']),
      anna,
      bela,
    );
    await history.keeps(
      'office-rights',
      'the same office as one of the authority',
      office('authority', ['response']),
      anna,
      bela,
    );
  });
}

export function processesHistory(): Promise<History> {
  return inCity('which processes can be kept', async (history, { registrars }) => {
    const [anna, bela] = registrars;
    let version = 1;
    const process = (fields: Partial<Process>): Process => ({
      kind: 'process-published',
      process: 'appeal-board',
      version,
      title: 'Appeal board',
      level: 'involve',
      authors: ['person'],
      acts: { response: { offices: ['parks'], signatures: 1 } },
      outcomes: [{ code: 'granted', title: 'Granted' }],
      dispositions: [{ code: 'adopted', title: 'Adopted' }],
      accounting: 'record',
      clocks: {},
      ...fields,
    });
    const refuses = (name: string, fields: Partial<Process>): Promise<void> =>
      history.breaks('process-unservable', name, process(fields), anna, bela);
    const admits = async (name: string, fields: Partial<Process>): Promise<void> => {
      await history.keeps('process-unservable', name, process(fields), anna, bela);
      version++;
    };
    const by = (...offices: string[]) => ({ offices, signatures: 1 });
    const stage = (
      code: string,
      ...admitted: ('input-received' | 'support-added' | 'dispositions' | 'decision')[]
    ) => ({
      code,
      title: 'Stage',
      admits: admitted,
    });

    await refuses('an act whose office may not do it', { acts: { decision: by('parks') } });
    await refuses('an act that the two offices together may not do', { acts: { decision: by('parks', 'front-desk') } });
    await refuses('an act whose countersigning office may not do it', {
      acts: { decision: { ...by('mayor'), countersigned: by('parks') } },
    });
    await history.breaks(
      'office-unknown',
      'an act with a countersigning office that nobody defined',
      process({ acts: { decision: { ...by('mayor'), countersigned: by('harbour') } } }),
      anna,
      bela,
    );
    await admits('an act that one of its two offices may do', { acts: { decision: by('parks', 'mayor') } });
    await refuses('an act that asks for more people than a statement can name', {
      acts: {
        decision: { offices: ['mayor'], signatures: 9, countersigned: { offices: ['mayor'], signatures: 8 } },
      },
    });
    await admits('an act that asks for as many as it can name', {
      acts: {
        decision: { offices: ['mayor'], signatures: 8, countersigned: { offices: ['mayor'], signatures: 8 } },
      },
    });
    await refuses('a clock for a decision that nobody may make', { clocks: { decide: working(3) } });
    await refuses('a clock for an acknowledgement that nobody may give', {
      acts: { correction: by('parks') },
      clocks: { acknowledge: working(3) },
    });
    await admits('a clock for an acknowledgement, where an answer is one', { clocks: { acknowledge: working(3) } });
    await refuses('a clock for an answer that nobody may give', {
      acts: { acknowledgement: by('front-desk') },
      clocks: { respond: working(3) },
    });
    await refuses('a clock for answers to appeals that nobody may give', { clocks: { answer: working(3) } });
    await refuses('a clock for an evaluation that nobody may make', { clocks: { evaluate: working(3) } });
    await refuses('texts that wait to be looked at, by nobody', { moderation: 'before' });
    await refuses('a clock for carrying out that nobody may report', { clocks: { 'carry-out': working(3) } });
    await history.says(
      'an office that may report, and promise, and open stages',
      {
        kind: 'office-defined',
        office: 'works',
        title: 'Works',
        may: ['milestone', 'commitment', 'stage-opened', 'evaluation', 'answer'],
      },
      anna,
      bela,
    );
    await refuses('a clock for carrying out where nobody may promise anything', {
      acts: { milestone: by('works') },
      clocks: { 'carry-out': working(3) },
    });
    await admits('a clock for carrying out where somebody may promise and report', {
      acts: { milestone: by('works'), commitment: by('works') },
      clocks: { 'carry-out': working(3) },
    });
    await admits('clocks for answers and for an evaluation', {
      acts: { answer: by('works'), evaluation: by('works') },
      clocks: { answer: working(3), evaluate: working(3) },
    });
    await refuses('accounting that is asked for, with nobody to account', {
      accounting: 'refuse',
      acts: { decision: by('mayor') },
    });
    await admits('accounting that is asked for, with somebody to account', {
      accounting: 'refuse',
      acts: { decision: by('mayor'), dispositions: by('parks') },
    });

    const decided = { decision: by('mayor'), dispositions: by('parks'), 'stage-opened': by('works') };
    await refuses('two stages of which nobody may open the second', {
      acts: { decision: by('mayor') },
      stages: [stage('a', 'input-received'), stage('b', 'decision')],
    });
    await refuses('stages of which none admits a decision', {
      acts: decided,
      stages: [stage('a', 'input-received'), stage('b', 'dispositions')],
    });
    await refuses('a first stage at which no case can be opened', {
      acts: decided,
      stages: [stage('a', 'decision'), stage('b', 'input-received')],
    });
    await refuses('stages that take dispositions only when the decision is past', {
      acts: decided,
      accounting: 'refuse',
      stages: [stage('a', 'input-received', 'decision'), stage('b', 'dispositions')],
    });
    await refuses('a threshold for supporters whom no stage admits', {
      acts: decided,
      support: { threshold: 3 },
      stages: [stage('a', 'input-received'), stage('b', 'decision')],
    });
    await admits('one stage that takes everything and that nobody has to open', {
      acts: { decision: by('mayor'), dispositions: by('parks') },
      accounting: 'refuse',
      support: { threshold: 3 },
      stages: [stage('a', 'input-received', 'support-added', 'dispositions', 'decision')],
    });
    await admits('stages without a decision, where nobody may decide', {
      acts: { 'stage-opened': by('works') },
      stages: [stage('a', 'input-received'), stage('b')],
    });
    await admits('stages one after the other', {
      acts: decided,
      accounting: 'refuse',
      support: { threshold: 3 },
      stages: [stage('a', 'input-received', 'support-added'), stage('b', 'dispositions'), stage('c', 'decision')],
    });
    await history.breaks('threshold-unmet', 'a process that one registrar signs', process({}), anna);
  });
}

/** A ledger whose authority has not said yet which days it works. */
export async function calendarHistory(): Promise<History> {
  const ledger = await LedgerBuilder.create();
  const history = new Historian('a ledger before and after it has a calendar', ledger);
  const [anna, works] = [await ledger.actor('anna'), await ledger.actor('works')];
  await history.says(
    'the opening',
    {
      kind: 'ledger-opened',
      authority: { name: 'City of Rivermouth', lang: 'en' },
      licence: 'CC-BY-4.0',
      registrars: [{ person: anna.person, key: anna.keyid }],
      threshold: 1,
      logKey: formatVerifierKey(ledger.origin, ledger.logKey.publicKey),
      intakeKey: ledger.intakeKey.keyid,
    },
    anna,
  );
  await history.says(
    'an office',
    {
      kind: 'office-defined',
      office: 'works',
      title: 'Works',
      may: ['commitment', 'milestone', 'response', 'question', 'answer'],
    },
    anna,
  );
  const mandate = await history.says(
    'a mandate',
    {
      kind: 'mandate-granted',
      office: 'works',
      person: works.person,
      key: works.keyid,
      from: '2026-01-01T00:00:00.000Z',
    },
    anna,
  );
  const by = { offices: ['works'], signatures: 1 };
  const process = (version: number, clocks: Process['clocks']): Process => ({
    kind: 'process-published',
    process: 'repair',
    version,
    title: 'Repair',
    level: 'inform',
    authors: ['person'],
    acts: { commitment: by, milestone: by, response: by, question: by, answer: by },
    outcomes: [{ code: 'done', title: 'Done' }],
    dispositions: [{ code: 'done', title: 'Done' }],
    accounting: 'record',
    clocks,
  });
  await history.breaks('calendar-unknown', 'a process with a clock', process(1, { respond: working(3) }), anna);
  await history.keeps('calendar-unknown', 'a process without clocks', process(1, {}), anna);
  const input = (version: number): Said => ({
    kind: 'input-received',
    process: { id: 'repair', version },
    channel: 'web',
    author: 'person',
    text: ledger.text('The gate is broken.'),
  });
  const first = await history.says('an input', input(1), ledger.intakeKey);
  const commitment = (term: string, id = first): Said => ({
    kind: 'commitment',
    by: [mandate],
    case: id,
    office: 'works',
    carrier: 'authority',
    term,
    funding: ledger.text('From the budget.'),
    text: ledger.text('A new gate.'),
  });
  await history.breaks(
    'calendar-unknown',
    'a commitment, whose last day no calendar has',
    commitment('2026-02-01'),
    works,
  );
  const asked = await history.says(
    'a question to an office, which has no time to be answered in',
    { kind: 'question', by: [mandate], case: first, to: 'works', text: ledger.text('Which gate?') },
    works,
  );

  const published = (version: number, more: Partial<typeof calendar> = {}): Said => ({
    kind: 'calendar-published',
    version,
    ...calendar,
    ...more,
  });
  await history.breaks('calendar-version', 'a calendar that begins with version 2', published(2), anna);
  await history.breaks('key-unknown', 'a calendar that an official signs', published(1), works);
  await history.keeps(
    ['calendar-version', 'calendar-unknown'],
    'a calendar that begins with version 1',
    published(1),
    anna,
  );
  await history.breaks('calendar-version', 'version 1 again, with no holidays', published(1, { holidays: [] }), anna);
  await history.breaks('calendar-version', 'version 3 before version 2', published(3), anna);
  await history.keeps('calendar-unknown', 'the commitment', commitment('2026-02-01'), works);
  await history.keeps(
    'calendar-unknown',
    'a process with clocks',
    process(2, { respond: working(2), answer: working(2) }),
    anna,
  );
  await history.keeps(
    'step-late',
    'an answer to the question of before, however late',
    { kind: 'answer', by: [mandate], case: first, answers: asked, text: ledger.text('That of the park.') },
    works,
  );

  const response = (id: number): Said => ({
    kind: 'response',
    by: [mandate],
    case: id,
    text: ledger.text('It is repaired.'),
  });
  // A Monday: two working days are over as Thursday begins, an hour west of Greenwich.
  const monday = await history.says('an input under version 2', input(2), ledger.intakeKey);
  const same = await history.says('another one', input(2), ledger.intakeKey);
  await history.keeps(
    'calendar-version',
    'version 2 of the calendar, by which Tuesday and Wednesday are holidays',
    published(2, { holidays: ['2026-01-06', '2026-01-07'] }),
    anna,
  );
  const tuesday = await history.says('an input after that', input(2), ledger.intakeKey);
  ledger.nowMs = Date.UTC(2026, 0, 8, 1, 0, 0) - 1;
  await history.keeps(
    'step-late',
    'an answer in the last millisecond of the calendar of before',
    response(monday),
    works,
  );
  ledger.nowMs = Date.UTC(2026, 0, 8, 1, 0, 0);
  await history.shows(
    'step-late',
    'an answer a millisecond later, the new calendar notwithstanding',
    response(same),
    works,
  );
  ledger.nowMs = Date.UTC(2026, 0, 10, 1, 0, 0) - 1;
  await history.keeps('step-late', 'an answer by the new calendar, two days later', response(tuesday), works);
  return history.finish();
}
