/** What quarters want to do with money of their own. */
import { ago, type Story } from '../steps.ts';
import { account, commit, decide, dissent, evaluate, report } from '../steps/decisions.ts';
import { acknowledge, openStage } from '../steps/officials.ts';
import { lookBack, take, write } from '../steps/people.ts';

const process = 'neighbourhood-budget';
const basis = 'Neighbourhood Budget Ordinance, section 5';

const repairShed: Story = {
  process,
  steps: [
    take(
      'ruth',
      'paper',
      'The Harbour Tinkers ask for the empty customs shed on two evenings a week. We mend what others throw away, and show them how.',
      { category: 'workshops', author: 'organisation', at: ago(3, '10:05') },
    ),
    acknowledge('marit', 'Thank you. Until the end of the month others can add to it, then the jury has it.'),
    take(
      'ruth',
      'meeting',
      'Meeting of the harbour quarter, 31 people: yes to the workshop, if the swallows under the eaves are left alone. Two were against it, because of the grinding.',
      { category: 'workshops', author: 'meeting', at: ago(1, '20:30') },
    ),
    write('I repaired radios for forty years and my hands still know how. I would come on Tuesdays.', {
      category: 'workshops',
    }),
    write('Bitte auch eine Nähmaschine, und jemanden, der vor ihr keine Angst hat. Ich bringe die zweite mit.', {
      lang: 'de',
      category: 'workshops',
    }),
    openStage('marit', 'jury', 'The jury meets on Thursday at seven, in the reading room. Everybody may listen.'),
    account(
      'yusuf',
      ['adopted', [0], 'Two evenings, Tuesdays and Fridays, for a year at first.'],
      ['partly-adopted', [1], 'The eaves are left alone from April to September. Grinding ends at eight.'],
      ['adopted', [2], 'Tuesdays it is.'],
      ['adopted', [3], 'Es gibt einen Tisch am Fenster und eine Lampe dafür.', 'de'],
    ),
    openStage('marit', 'decision'),
    decide(
      ['helen', 'wanda', 'idris'],
      'funded',
      basis,
      'The customs shed becomes a repair workshop on Tuesday and Friday evenings. The quarter pays for wood, lamps and a fire door.',
      {
        goal: 'What is broken is mended and not thrown away, and people who know how meet those who want to learn it.',
        options: [
          'The workshop, on two evenings.',
          'A store for the boats of the rowing club, which asked for the shed nine years ago.',
          'Leaving it empty until the roof is renewed.',
        ],
        effect: {
          expected: 'A dozen people on each evening, and half of what they bring leaves in working order.',
          measure: 'A list at the door, without names: what was brought, and whether it works.',
        },
        interests:
          'Idris Calloway is a cousin of one of the Tinkers. He said so at the beginning, and the jury asked him to stay.',
      },
    ),
    dissent('oskar', 'The rowing club has waited for that shed for nine years. I would have asked them first.'),
    commit('helen', 'The Harbour Tinkers clear the shed and build the benches. The city puts in the fire door.', {
      ...{ office: 'mayor', carrier: 'citizens', inDays: 60 },
      funding: '4,200 from the neighbourhood budget, of which 1,150 are for the door.',
    }),
    report('helen', 'substantial', 'The shed is cleared and three benches stand. The door is on its way.'),
    report('helen', 'complete', 'The door was passed by the fire brigade. The first thing to be mended was its bell.'),
    lookBack(
      ['yes', 'yes', 'partly'],
      'My radio plays again. But two evenings are too few: I stood in a queue until nine.',
    ),
    evaluate(
      'wanda',
      ['yes', 'partly', 'yes'],
      'On the first evening 23 people came and 14 things left in working order. The rowing club was told only afterwards why it was not to be them.',
    ),
  ],
};

/** The nearest term there can be is today's: the first promise falls due tomorrow, and is overdue for whoever looks later. */
const schoolyardShade: Story = {
  process,
  steps: [
    write('In June the schoolyard of Hill End is as hot as a pan. Please give us a sail, or trees, or both.', {
      category: 'trees',
    }),
    acknowledge('marit'),
    write('Trees. A sail has to come down before every storm, and who climbs up there?', { category: 'trees' }),
    openStage('marit', 'jury'),
    account(
      'yusuf',
      ['partly-adopted', [0], 'Trees, six of them. The sail would have cost as much every four years.'],
      ['adopted', [1], 'The jury thought so as well.'],
    ),
    openStage('marit', 'decision'),
    decide(['oskar', 'wanda', 'idris'], 'funded', basis, 'Six trees are planted in the schoolyard of Hill End.', {
      goal: 'In five summers the children can be outside at noon.',
      options: ['Six trees.', 'A sail.', 'A sail now, and trees as well. There is not money for both.'],
      effect: {
        expected: 'A third of the yard lies in the shade at noon in June, five years from now.',
        measure: 'Class 4 draws the shade with chalk on the longest day of each year, and measures it.',
      },
      interests: 'none',
    }),
    commit('ines', 'The places of the six trees are marked on the ground, together with the children.', {
      ...{ office: 'parks', carrier: 'authority', inDays: 1 },
      funding: 'Chalk.',
    }),
    commit('ines', 'Two limes, two field maples and two hornbeams are planted and tied.', {
      ...{ office: 'parks', carrier: 'supplier', inDays: 150 },
      funding: '9,600 from the neighbourhood budget, with water for three summers.',
    }),
    report('ines', 'limited', 'Four of the six places are marked. Below the other two there is a cable.', 0),
  ],
};

const quayLadders: Story = {
  process,
  steps: [
    write('兩道下水的梯子，裝在舊碼頭的牆上。夏天孩子們本來就從那裡跳下去，只是上不來。', {
      lang: 'zh-Hant',
      category: 'bathing',
    }),
    acknowledge('marit'),
    openStage('marit', 'jury'),
    write('And a third one for those of us who do not jump.', { category: 'bathing' }),
  ],
};

export const budgets: readonly Story[] = [repairShed, schoolyardShade, quayLadders];
