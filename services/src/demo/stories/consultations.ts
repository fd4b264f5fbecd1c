/** Questions that the city put to its people. */
import { ago, type Story } from '../steps.ts';
import { account, correct, decide, dissent } from '../steps/decisions.ts';
import { acknowledge, answer, ask, cite, openStage } from '../steps/officials.ts';
import { take, tell, write } from '../steps/people.ts';

const process = 'consultation';

const riversidePath: Story = {
  process,
  steps: [
    take(
      'ruth',
      'meeting',
      'Meeting of residents in the Mill Hall, 46 people: the riverside path should be open to everybody, day and night, and the willows should stay. On the width opinions differed; 29 were for three metres, 11 for less, 6 did not mind.',
      { author: 'meeting', category: 'riverside', at: ago(5, '19:45') },
    ),
    acknowledge(
      'marit',
      'The minutes were taken down in the meeting and read out at its end. They open this consultation.',
    ),
    take(
      'ruth',
      'meeting',
      'I walk slowly and hear badly. I would like a line on the ground that keeps bicycles on one side.',
      {
        category: 'riverside',
        at: ago(5, '19:50'),
      },
    ),
    take('ruth', 'meeting', 'The willows hold the bank. My grandfather planted the third one from the bridge.', {
      category: 'riverside',
      at: ago(5, '19:55'),
    }),
    take('ruth', 'meeting', 'Lights, but low ones that leave the bats alone.', {
      category: 'riverside',
      at: ago(5, '20:05'),
    }),
    write('Please keep the willows. In August it is the only cool place that costs nothing.', {
      category: 'riverside',
    }),
    write('Bitte auch an Bänke denken, alle zweihundert Meter eine. Meine Frau kommt sonst nicht bis zur Mündung.', {
      lang: 'de',
      category: 'riverside',
    }),
    write('Three metres are too much. The reeds are where the warblers breed, and they were here before any of us.', {
      category: 'riverside',
    }),
    write('On behalf of the harbour traders: delivery vans need the first sixty metres until ten in the morning.', {
      category: 'riverside',
      author: 'organisation',
    }),
    write('¿Podría haber una fuente de agua potable cerca del puente? Corremos por allí todas las mañanas.', {
      lang: 'es',
      category: 'riverside',
    }),
    write('The ferry should run until midnight in summer, then nobody would need the path at night.', {
      category: 'riverside',
    }),
    openStage('marit', 'weighing', 'Nobody has written for two weeks. What was said is weighed from today on.'),
    answer(
      'yusuf',
      'Ten voices so far, one of them that of a whole meeting; thank you. The plan was redrawn: all seven willows stay, the path is two and a half metres wide, and a raised line parts the wheels from the feet.',
    ),
    account(
      'yusuf',
      [
        'partly-adopted',
        [0],
        'Open day and night, and the willows stay. The width is two and a half metres: room for two wheelchairs to pass, and the reeds are spared.',
      ],
      ['adopted', [1], 'A raised line runs along the whole path. It can be felt with a stick.'],
      ['adopted', [2], 'All seven willows stay.'],
      ['adopted', [3], 'The lights stand knee-high, are amber, and go dim after eleven.'],
      ['duplicate', [4], 'Said in the meeting as well, and followed: the willows stay.'],
      ['adopted', [5], 'Elf Bänke, im Abstand von höchstens zweihundert Metern, alle mit Lehne.', 'de'],
      ['partly-adopted', [6], 'The path became half a metre narrower and leaves the reeds on the river side alone.'],
      [
        'rejected',
        [7],
        'Vans and walkers do not go together on two and a half metres. Deliveries can use the yard of the customs house, forty steps away.',
      ],
      ['adopted', [8], 'Habrá una fuente junto al puente, con un grifo bajo para niños y perros.', 'es'],
      ['out-of-competence', [9], 'The ferry is run by the harbour company. It was sent the wish.'],
    ),
    correct(
      'yusuf',
      'dispositions',
      'The drinking fountain stands on the east side of the bridge, not on the west side as the plan of last month shows.',
    ),
    openStage('marit', 'deciding'),
    decide(
      ['helen', 'oskar'],
      'adopted-changed',
      'Planning Ordinance, section 21',
      'The riverside path from the Mill Hall to the mouth of the river is built as redrawn: two and a half metres wide, all willows kept, eleven benches, low lights, one fountain. Work begins in September.',
      {
        goal: 'One can go from the Mill Hall to the mouth of the river on foot, on wheels or with a stick, and the river stays as it is.',
        options: [
          'Three metres wide, as first drawn. It would have taken the reeds and two willows.',
          'Two and a half metres, with a raised line between wheels and feet.',
          'No path, and the ferry until midnight.',
        ],
      },
    ),
    dissent('oskar', 'I signed, for the path is right. But the vans of the traders were heard too late, and it shows.'),
  ],
};

const nightBus: Story = {
  process,
  steps: [
    write(
      'I clean offices until one in the morning and walk fifty minutes home. A bus at half past one would change my life.',
      {
        category: 'transport',
      },
    ),
    acknowledge('marit'),
    write('Nobody will use it, and it will wake everybody on Harbour Street.', { category: 'transport' }),
    take(
      'ruth',
      'counter',
      'On Fridays and Saturdays would be enough for us young people. But I asked the nurses, and they say every night.',
      {
        category: 'transport',
      },
    ),
    ask('marit', 'How many of you would take a bus at half past one, and on which nights?'),
    tell('There are eleven of us who clean in the offices by the station. Monday to Friday, all of us.'),
    write('夜班公車如果繞經醫院，我們護理師下班就不用等到天亮了。', { lang: 'zh-Hant', category: 'transport' }),
    write('Make it small and electric. Then even Harbour Street can sleep.', { category: 'transport' }),
  ],
};

const footbridgeName: Story = {
  process,
  steps: [
    write(
      'Class 4b of the Hill End school has voted: the new footbridge shall be called Heron Bridge, because he stands there every morning.',
      {
        category: 'names',
        author: 'organisation',
      },
    ),
    acknowledge('marit', 'Thank you, class 4b. You are the first.'),
    write('Name it after the ferrymen. Six generations of them rowed where it stands.', { category: 'names' }),
    write('Heron Bridge. It is short, and it is true.', { category: 'names' }),
    openStage('marit', 'weighing'),
    account(
      'marit',
      ['adopted', [0, 2], 'Two of the three who wrote asked for it, one of them a whole class.'],
      [
        'partly-adopted',
        [1],
        'The landing on the town side is named after the ferrymen, with a board that tells of them.',
      ],
    ),
    openStage('marit', 'deciding'),
    decide(
      ['helen', 'oskar'],
      'adopted',
      'City Charter, article 19',
      'The bridge is called Heron Bridge, the landing on the town side Ferrymen’s Landing.',
    ),
  ],
};

const sundayLibrary: Story = {
  process,
  steps: [
    take(
      'ruth',
      'paper',
      'Open the library on Sunday afternoons. It is the day when people who live alone feel it most.',
      {
        category: 'library',
        at: ago(101, '11:20'),
      },
    ),
    acknowledge('marit'),
    take(
      'ruth',
      'paper',
      'And let those who work there say what they think of it, before the rest of us decide about their Sundays.',
      {
        category: 'library',
        at: ago(93, '15:00'),
      },
    ),
    answer(
      'amara',
      'We asked everybody who works here. Most would take one Sunday a month. What is missing is the money for the heating.',
    ),
  ],
};

const quarryNoise: Story = {
  process,
  steps: [
    write('If the quarry railway is to run again, let it not whistle before seven. We live where it whistles.', {
      category: 'noise',
    }),
  ],
};

const bathingLake: Story = {
  process,
  steps: [
    write('A rope for swimmers across the bathing lake, please, so that the boats stay on their half.', {
      category: 'bathing',
    }),
    acknowledge('marit'),
    take('ruth', 'phone', 'Let dogs swim before nine in the morning. Everybody would be happier, the dogs most.', {
      category: 'bathing',
    }),
    cite(
      'yusuf',
      'Regional Health Office, bathing waters, results of the year: Rivermouth, bathing lake, western shore: good.',
      ago(1, '9:40'),
      'https://bathing-waters.example/rivermouth says that the water at the western shore is good, dogs or no dogs.',
    ),
    openStage('yusuf', 'weighing'),
    account(
      'yusuf',
      ['adopted', [0], 'A rope with floats is set from May to September.'],
      ['adopted', [1], 'Dogs may swim until nine, at the western shore.'],
    ),
    openStage('yusuf', 'deciding'),
    decide(
      ['oskar', 'helen'],
      'adopted',
      'Bathing Rules, article 5',
      'Swimmers have the southern half of the lake to themselves. Dogs have the western shore, until nine.',
    ),
  ],
};

export const consultations: readonly Story[] = [
  ...[riversidePath, nightBus, footbridgeName, sundayLibrary, quarryNoise, bathingLake],
];
