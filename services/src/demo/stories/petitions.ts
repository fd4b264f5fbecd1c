/** Petitions to the council. */
import { ago, type Story } from '../steps.ts';
import { account, decide } from '../steps/decisions.ts';
import { acknowledge, answer, ask } from '../steps/officials.ts';
import { countNames, join, take, write } from '../steps/people.ts';

const process = 'petition';

const schoolStreet: Story = {
  process,
  steps: [
    write(
      'The parents of the Orchard School ask the council: thirty kilometres an hour on School Street, a crossing with a light, and a warden until the light is there. The lists with our names come by post.',
      { category: 'roads', author: 'organisation' },
    ),
    countNames('ruth', 409, ago(2, '11:15')),
    acknowledge(
      'marit',
      'Of 412 names 409 count; three stood there twice. The council takes it up in its next sitting.',
    ),
    answer('helen', 'The police counted cars for two weeks: every third was faster than fifty. You are right to ask.'),
    write('My daughter is the warden’s favourite. Please pay the woman.', { category: 'roads' }),
    account(
      'marit',
      [
        'partly-adopted',
        [0],
        'Thirty, from the bakery to the church, and the crossing. The warden is paid until the light is there, and no longer.',
      ],
      ['adopted', [1], 'The warden is employed from Monday, twelve hours a week.'],
    ),
    decide(
      ['marit', 'helen'],
      'granted-in-part',
      'Petitions Ordinance, section 8',
      'School Street becomes a street of thirty from the bakery to the church. The crossing with a light is built in the autumn holidays.',
    ),
  ],
};

const nightPharmacy: Story = {
  process,
  steps: [
    take(
      'ruth',
      'counter',
      'Keep the night pharmacy at the station open. The next one is half an hour away by car, and at night there are few cars.',
      {
        category: 'health',
      },
    ),
    acknowledge('marit'),
    answer(
      'marit',
      'Opening hours of pharmacies are set by their chamber. The council cannot order them; it can ask, and it will.',
    ),
    account('marit', [
      'out-of-competence',
      [0],
      'The council has no say in it. It wrote to the chamber of pharmacists, and publishes the answer.',
    ]),
    decide(
      ['marit', 'oskar'],
      'declined',
      'Petitions Ordinance, section 6',
      'The council cannot grant this. It has asked those who can.',
    ),
  ],
};

const cycleHarbour: Story = {
  process,
  steps: [
    take(
      'ruth',
      'paper',
      'We, the undersigned 96, ask for stands for two hundred bicycles at the harbour station, under a roof.',
      {
        category: 'transport',
        at: ago(45, '16:40'),
      },
    ),
    countNames('ruth', 96, ago(45, '16:45')),
    acknowledge('marit', 'Entered under number 12 of this year. Four names more, and the council owes an answer.'),
    join(),
    join(),
    join('organisation'),
    join(),
    join(),
  ],
};

const communityOven: Story = {
  process,
  steps: [
    write(
      'Let us light the oven of the old bakery again, on Saturdays, for everybody who brings dough. We are nineteen, and three of us know how.',
      {
        category: 'neighbourhood',
      },
    ),
  ],
};

const marketTrees: Story = {
  process,
  steps: [
    write(
      'Twelve lime trees for Market Street, on the sunny side. Our association plants them and waters them for three summers.',
      {
        category: 'trees',
        author: 'organisation',
      },
    ),
    acknowledge('marit'),
    ask('marit', 'Who will water the trees in August, when half of your association is at the sea?'),
    write('Not in front of the fish shop, if it can be avoided. The blossom falls on the ice.', { category: 'trees' }),
  ],
};

export const petitions: readonly Story[] = [schoolStreet, nightPharmacy, cycleHarbour, communityOven, marketTrees];
