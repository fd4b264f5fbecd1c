/** One request with all that can happen to one: what a ranking said, an appeal, and another decision. */
import { ago, type Story } from '../steps.ts';
import { account, commit, correct, decide, report, settle } from '../steps/decisions.ts';
import { acknowledge, answer, ask, cite, refer, reply } from '../steps/officials.ts';
import { appeal, take } from '../steps/people.ts';
import { declare, observe, registerAlgorithm } from '../steps/registers.ts';

export const floodBoards: Story = {
  process: 'service-request',
  steps: [
    take(
      'ruth',
      'phone',
      'I am calling for the eleven houses of Ropewalk Court. Could we be lent flood boards for our doors before the spring tides? Last time the water stood a hand below the sill.',
      { category: 'water' },
    ),
    acknowledge('ruth'),
    refer('ruth', 'planning', 'The planning office keeps the list of streets to which flood boards are lent.'),
    observe('gauge', { quantity: 'river-level', value: 412, scale: 2, unit: 'm', area: 'old-harbour' }),
    cite(
      'yusuf',
      'Survey of the old harbour, sheet 7: Ropewalk Court, sills between 4.20 and 4.35 m.',
      ago(1, '15:20'),
      'https://survey.example/old-harbour/sheet-7 gives the height of the sills: between 4.20 and 4.35 metres.',
    ),
    ask(
      'yusuf',
      'Which version of the ranking put Ropewalk Court at place 31, and what does it take the cellars for?',
      'digital',
    ),
    reply(
      'noor',
      'Version 1, computed in January. It knows how high the ground floors are, and takes every cellar for a store.',
    ),
    answer(
      'yusuf',
      'There are boards for twenty streets, and the ranking has yours at place 31. I walked through the court with the list, saw eleven dry thresholds, and found nothing to change.',
    ),
    account('helen', [
      'rejected',
      [0],
      'The boards go to the first twenty streets of the ranking. Yours is at place 31.',
    ]),
    decide(
      ['helen'],
      'not-done',
      'Flood Protection By-law, section 6',
      'No flood boards are lent to Ropewalk Court before these spring tides.',
      {
        goal: 'The boards that there are keep the water out of rooms in which people live.',
        algorithms: ['flood-ranking'],
        data: ['river-levels', 'building-register'],
        review: {
          reviewer: 'yusuf',
          appeal:
            'On the page of this case, at the counter or by telephone, at no cost and in any language. Somebody looks at the street itself before the appeal is answered.',
        },
      },
    ),
    appeal(
      'La lista cuenta puertas. En el sótano del número 4 duerme mi hermano, y dormía cuando entró el agua hace dos inviernos.',
      'es',
    ),
    declare(
      'joris',
      'incident',
      ['flood-ranking'],
      'Version 1 takes every room below the street for a store, also where the register of buildings says nothing. Fourteen streets of the old harbour stand too low in the ranking. We found it after a question from the city, and said so on the same day.',
    ),
    registerAlgorithm(
      'noor',
      {
        ...{ id: 'flood-ranking', version: 2, title: 'Ranking of streets for flood boards', status: 'in-use' },
        ...{ impact: 'high', supplier: 'hydrocast' },
      },
      'As version 1, but a cellar of which nothing is known counts as one in which somebody sleeps, until a visit has shown that nobody does. The planning office visits the first forty streets.',
    ),
    settle(
      'oskar',
      'appeal',
      'upheld',
      'Tiene razón, y le pedimos disculpas. Hemos ido al número 4. Se decide de nuevo.',
      'es',
    ),
    decide(
      ['helen'],
      'planned',
      'Flood Protection By-law, section 6',
      'Ropewalk Court is lent boards for its eleven doors and for the cellar window of number 4, before the spring tides.',
      {
        goal: 'The boards that there are keep the water out of rooms in which people live.',
        data: ['river-levels'],
      },
    ),
    correct(
      'helen',
      'dispositions',
      'After the appeal: the boards go to Ropewalk Court as well. That the ranking has it at place 31 was a mistake of the ranking.',
    ),
    commit('pavel', 'Twelve boards are brought to Ropewalk Court, and everybody there is shown how to set them.', {
      ...{ office: 'roads', carrier: 'authority', inDays: 45 },
      funding: 'Nothing new: eleven boards come from the store, and one is borrowed from the fire brigade.',
    }),
    report('pavel', 'limited', 'The doors are measured. Two are wider than any board we have.'),
  ],
};
