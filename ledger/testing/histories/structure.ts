/** How cases are linked, merged and split, and that nobody is lost on the way. SPEC M48, M27, M28. */
import { inCouncil, type Council, type Phrases } from '../council.ts';
import type { Actor, Said } from '../../src/testing/builder.ts';
import type { History } from '../history.ts';

export function linksBetweenCasesHistory(): Promise<History> {
  return inCouncil('cases that are linked', async (history, { ledger, cora }, say) => {
    const intake = ledger.intakeKey;
    const a = await history.says('an input', say.opens('inquiry'), intake);
    const a2 = await history.says('an input that joins it', say.joins(a), intake);
    const b = await history.says('an input of another process', say.opens('hearing'), intake);
    const c = await history.says('a third case', say.opens('inquiry'), intake);
    await history.breaks('link-impossible', 'a case linked to itself', say.links(a, a), cora);
    await history.breaks('case-unknown', 'a case linked to an input of its own', say.links(a, a2), cora);
    await history.breaks('case-unknown', 'an input linked to a case', say.links(a2, a), cora);
    await history.breaks('case-unknown', 'a case linked to the opening of the ledger', say.links(a, 0), cora);
    await history.breaks(
      'act-not-allowed',
      'a link out of a case whose process lets nobody link',
      say.links(b, a),
      cora,
    );
    await history.keeps('link-impossible', 'a case linked to one of another process', say.links(a, b), cora);
    await history.breaks(
      'link-impossible',
      'the same link in other words',
      say.links(a, b, { relation: 'contradicts' }),
      cora,
    );
    await history.keeps('link-impossible', 'a link to a third case', say.links(c, a, { relation: 'follows' }), cora);
    await history.breaks('link-impossible', 'the same link from the other side', say.links(a, c), cora);
    const decided = await history.shows('decided-unaccounted', 'a decision of it', say.decides(c), cora);
    const d = await history.says('a fourth case', say.opens('inquiry'), intake);
    await history.keeps('link-impossible', 'a decided case linked to it', say.links(c, d), cora);
    await history.breaks('link-impossible', 'a split of a linked case linked to it once more', say.links(d, c), cora);
    await history.breaks('case-unknown', 'a case linked to a decision', say.links(d, decided), cora);
    await history.says('the fourth merged into the first', say.merges(d, a), cora);
    await history.breaks('link-impossible', 'a link between the two', say.links(a, d), cora);
    await history.keeps('link-impossible', 'a merged case linked to another', say.links(d, b), cora);
  });
}

export function mergersHistory(): Promise<History> {
  return inCouncil('cases that are merged', async (history, council, say) => {
    const { ledger, cora, seat, registrars } = council;
    const [anna, bela] = registrars;
    const intake = ledger.intakeKey;
    const opens = (name: string, process: Parameters<Phrases['opens']>[0] = 'hearing'): Promise<number> =>
      history.says(name, say.opens(process), intake);
    const a = await opens('case A');
    const a2 = await history.says('an input that joins A', say.joins(a), intake);
    const b = await opens('case B');
    const c = await opens('case C');
    const other = await opens('a case of another process', 'inquiry');
    const copied = await history.says(
      'a case that a data set opened',
      say.opens('hearing', { author: 'data-set' }),
      intake,
    );

    await history.breaks('merge-impossible', 'a case merged into itself', say.merges(a, a), cora);
    await history.breaks('merge-impossible', 'a case merged into one of another process', say.merges(a, other), cora);
    await history.breaks(
      'merge-impossible',
      'a case merged into one to which nothing is owed',
      say.merges(a, copied),
      cora,
    );
    await history.breaks('case-unknown', 'a case merged into an input', say.merges(b, a2), cora);
    await history.breaks('case-unknown', 'an input merged into a case', say.merges(a2, b), cora);
    await history.breaks('case-unknown', 'a case merged into one that is not there', say.merges(a, 9999), cora);
    await history.breaks('mandate-key', 'a merger that the intake signs', say.merges(a, b), intake);
    await history.keeps(
      'merge-impossible',
      'a case of a data set merged into one to which something is owed',
      say.merges(copied, c),
      cora,
    );
    const merged = await history.keeps(['merge-impossible', 'case-merged'], 'A merged into B', say.merges(a, b), cora);
    await history.breaks(
      'case-merged',
      'A merged into B again',
      say.merges(a, b, { text: ledger.text('As was said.') }),
      cora,
    );
    await history.breaks('case-merged', 'A merged into C', say.merges(a, c), cora);
    await history.breaks('case-merged', 'B merged into A', say.merges(b, a), cora);
    await history.breaks('case-merged', 'an input that joins A', say.joins(a), intake);
    await history.breaks(
      'case-merged',
      'an input that joins A, made in sight of the time before',
      say.joins(a, { seen: ledger.seen(a2) }),
      intake,
    );
    await history.breaks('case-merged', 'an acknowledgement in A', say.acknowledges(a), cora);
    await history.breaks('case-merged', 'a response in A', say.responds(a), cora);
    await history.breaks('case-merged', 'dispositions in A', say.disposes(a, [a]), cora);
    await history.breaks('case-merged', 'a split of A', say.splits(a, [a2]), cora);
    await history.breaks('case-merged', 'a decision of A', ...decision(council, say, a));
    await history.keeps('case-merged', 'an input that joins B', say.joins(b), intake);

    await history.breaks(
      'inputs-unaccounted',
      'a decision of B that accounts for none of its four inputs',
      ...decision(council, say, b),
    );
    await history.says('what became of the two that were said in B', say.disposes(b, [b, merged + 1]), cora);
    await history.breaks('inputs-unaccounted', 'a decision of B that leaves those of A', ...decision(council, say, b));
    await history.breaks('input-unknown', 'a disposition in C of an input of A', say.disposes(c, [a]), cora);
    await history.keeps('input-unknown', 'a disposition in B of an input of A', say.disposes(b, [a]), cora);
    await history.breaks('input-accounted', 'another one', say.disposes(b, [a]), cora);
    await history.breaks(
      'inputs-unaccounted',
      'a decision of B that leaves one of those of A',
      ...decision(council, say, b),
    );

    const again = await history.says('B merged into C', say.merges(b, c), cora);
    await history.breaks('case-merged', 'a decision of B', ...decision(council, say, b));
    await history.says('a disposition in C of what was said in C', say.disposes(c, [c]), cora);
    await history.breaks(
      'inputs-unaccounted',
      'a decision of C that leaves what came by two mergers',
      ...decision(council, say, c),
    );
    await history.says('a disposition in C of the case of the data set', say.disposes(c, [copied]), cora);
    await history.shows(
      'decided-unaccounted',
      'a decision of C by people who had not seen the second merger',
      ...decision(council, say, c, { seen: ledger.seen(again) }),
    );
    await history.keeps(
      ['input-accounted', 'input-unknown'],
      'a disposition after that of an input that came from A by B to C',
      say.disposes(c, [a2]),
      cora,
    );
    await history.breaks('case-decided', 'another case merged into C', say.merges(await opens('case D'), c), cora);
    await history.breaks('case-decided', 'C merged into another case', say.merges(c, await opens('case E')), cora);

    const old = await opens('case F');
    await history.says('a second version of the process', hearingAnew(), anna, bela);
    const newer = await history.says(
      'case G, under version 2',
      say.opens('hearing', { process: { id: 'hearing', version: 2 } }),
      intake,
    );
    await history.breaks('merge-impossible', 'a case merged into one of another version', say.merges(old, newer), cora);
    await history.breaks(
      'merge-impossible',
      'and the other way round',
      say.merges(newer, old, { by: [seat.cora] }),
      cora,
    );
  });
}

function hearingAnew(): Said & { kind: 'process-published' } {
  const council = { offices: ['council'], signatures: 1 };
  return {
    kind: 'process-published',
    process: 'hearing',
    version: 2,
    title: 'Hearing',
    level: 'consult',
    authors: ['person'],
    outcomes: [{ code: 'noted', title: 'Noted' }],
    dispositions: [{ code: 'noted', title: 'Noted' }],
    accounting: 'record',
    clocks: {},
    acts: { dispositions: council, 'cases-merged': council },
  };
}

/** By two of the council and the audit office, with those who sign it. */
function decision(
  { cora, carl, aud, seat }: Council,
  say: Phrases,
  id: number,
  more: Parameters<Phrases['decides']>[1] = {},
): [Said, ...Actor[]] {
  return [say.decides(id, { by: [seat.cora, seat.carl, seat.aud], ...more }), cora, carl, aud];
}

export function splitsHistory(): Promise<History> {
  return inCouncil('cases that are split', async (history, council, say) => {
    const { ledger, cora } = council;
    const intake = ledger.intakeKey;
    const a = await history.says('case A', say.opens('hearing'), intake);
    const [a2, a3, a4] = [
      await history.says('a second input', say.joins(a), intake),
      await history.says('a third', say.joins(a), intake),
      await history.says('a fourth', say.joins(a), intake),
    ];
    const b = await history.says('case B', say.opens('hearing'), intake);
    const b2 = await history.says('an input that joins B', say.joins(b), intake);
    await history.says('what became of the third', say.disposes(a, [a3]), cora);

    await history.breaks('split-impossible', 'a split of the input that opened the case', say.splits(a, [a]), cora);
    await history.breaks('split-impossible', 'a split of all of them', say.splits(a, [a2, a4, a]), cora);
    await history.breaks('input-unknown', 'a split of an input of another case', say.splits(a, [a2, b2]), cora);
    await history.breaks('input-unknown', 'a split of the opening of the ledger', say.splits(a, [0]), cora);
    await history.breaks('input-unknown', 'a split that names an input twice', say.splits(a, [a2, a2]), cora);
    await history.breaks(
      'input-accounted',
      'a split of an input that has its disposition',
      say.splits(a, [a2, a3]),
      cora,
    );
    await history.breaks('case-unknown', 'a split of a case that is not there', say.splits(a2, [a2]), cora);
    await history.breaks('mandate-key', 'a split that the intake signs', say.splits(a, [a2]), intake);
    const s = await history.keeps(
      ['split-impossible', 'input-unknown', 'input-accounted'],
      'a split of the fourth and the second input',
      say.splits(a, [a4, a2]),
      cora,
    );
    await history.breaks('input-unknown', 'a disposition in A of an input that went', say.disposes(a, [a2]), cora);
    await history.breaks(
      'inputs-unaccounted',
      'a decision of A that leaves the first input',
      ...decision(council, say, a),
    );
    await history.says('a disposition of the first', say.disposes(a, [a]), cora);
    await history.keeps(
      'inputs-unaccounted',
      'a decision of A, from which the others went',
      ...decision(council, say, a),
    );
    await history.breaks('case-decided', 'a split of A after that', say.splits(a, [a3]), cora);

    const joined = await history.says('an input that joins the new case', say.joins(s), intake);
    await history.says('a disposition in the new case', say.disposes(s, [a2]), cora);
    await history.breaks(
      'inputs-unaccounted',
      'a decision of the new case that leaves two',
      ...decision(council, say, s),
    );
    await history.breaks(
      'input-accounted',
      'a split out of the new case of what has its disposition',
      say.splits(s, [a2]),
      cora,
    );
    const t = await history.keeps(
      'split-impossible',
      'a split out of the new case of the one that came later',
      say.splits(s, [joined]),
      cora,
    );
    await history.keeps('merge-impossible', 'the newest case merged into B', say.merges(t, b), cora);
    await history.keeps('merge-impossible', 'the split case merged into B', say.merges(s, b), cora);
    await history.keeps(
      'split-impossible',
      'a split out of B of an input that came by a split and a merger',
      say.splits(b, [a4]),
      cora,
    );
    const u = ledger.entries.length - 1;
    await history.breaks(
      'split-impossible',
      'a split of the only input of a case that began by one',
      say.splits(u, [a4]),
      cora,
    );
    await history.breaks('split-impossible', 'a split of the input that opened B', say.splits(b, [b]), cora);
    await history.breaks('inputs-unaccounted', 'a decision of B that leaves three', ...decision(council, say, b));
    await history.says('dispositions of all that is in B by now', say.disposes(b, [joined, b2, b]), cora);
    await history.keeps(['inputs-unaccounted', 'decided-unaccounted'], 'a decision of B', ...decision(council, say, b));
    await history.says('a disposition of what was split last', say.disposes(u, [a4]), cora);
    await history.keeps('inputs-unaccounted', 'a decision of that', ...decision(council, say, u));
  });
}
