/** Everyday requests to the departments. */
import { ago, type Story } from '../steps.ts';
import { account, commit, correct, decide, settle } from '../steps/decisions.ts';
import { acknowledge, answer, apart, ask, link, merge, referElsewhere, split } from '../steps/officials.ts';
import { dispute, lookBack, take, takeAppeal, tell, write } from '../steps/people.ts';

const process = 'service-request';

const ferryBench: Story = {
  process,
  before: [
    write(
      'The bench at the top of the ferry steps has lost its middle slat. My mother rests there on her way home and cannot any more.',
      { category: 'benches', area: 'harbour', place: 'The top of the ferry steps' },
    ),
    acknowledge('tomas', 'Thank you. We have passed this to the parks department, who look after benches.'),
  ],
  steps: [
    answer(
      'ines',
      'We went to look. Two slats are rotten, not one. The carpenter has oak in store and comes this week.',
    ),
    take('ruth', 'phone', 'Could the new slats be screwed on from below? The old bolts tore my coat last winter.', {
      category: 'benches',
      area: 'harbour',
    }),
    account(
      'ines',
      [
        'adopted',
        [0],
        'The slats were renewed. The wood comes from the storm of two winters ago, from the hill above the harbour.',
      ],
      ['adopted', [1], 'The carpenter set the new bolts from below, and sank the old ones.'],
    ),
    decide(['helen'], 'done', 'Public Spaces By-law, section 4', 'The bench is repaired and can be used again.'),
    correct(
      'helen',
      'decision',
      'The bench at the ferry steps is repaired, with three new slats. The decision had said nothing of how many.',
    ),
    lookBack(
      ['yes', 'yes', 'partly'],
      'My mother sits there again. The third slat is a finger higher than the others, and she feels it.',
    ),
  ],
};

const coopersLane: Story = {
  process,
  before: [
    take(
      'ruth',
      'phone',
      'The street lamp half-way down Cooper’s Lane goes out every night around ten. I carry a torch now.',
      {
        category: 'lighting',
        area: 'old-town',
        place: 'Cooper’s Lane, half-way down',
        at: ago(40, '10:25'),
      },
    ),
    acknowledge('ruth'),
  ],
  steps: [
    take(
      'ruth',
      'phone',
      'I called about the lamp before. It is out altogether now, and the evenings are getting longer.',
      {
        category: 'lighting',
      },
    ),
  ],
};

const droppedKerb: Story = {
  process,
  before: [
    write(
      'There is no lowered kerb where Weaver Street meets the tram stop. With a wheelchair I have to go round by the garage.',
      {
        category: 'access',
        area: 'mill-quarter',
        place: 'Tram stop Weaver Street, on the city side',
      },
    ),
    acknowledge('tomas'),
    write('The same at the other end of the platform, please, for those of us with prams.', {
      category: 'access',
      area: 'mill-quarter',
    }),
  ],
  steps: [
    answer('pavel', 'We measured the kerb. It can be lowered without moving the drain; the work takes two days.'),
    account('pavel', [
      'adopted',
      [0],
      'The kerb on the city side is lowered in spring, when the ground is soft enough to work in.',
    ]),
    decide(
      ['oskar'],
      'planned',
      'Roads and Lighting By-law, section 9',
      'The kerb at the tram stop on Weaver Street will be lowered in April.',
    ),
    commit('pavel', 'The kerb on the city side is lowered, and the gap to the platform measured afterwards.', {
      ...{ office: 'roads', carrier: 'authority', inDays: 160 },
      funding: '3,800 from the budget for barrier-free stops.',
    }),
  ],
};

const tanneryBridge: Story = {
  process,
  steps: [
    write('A hole has opened in the cycle lane on Tannery Bridge, as deep as my hand is long. Somebody will fall.', {
      category: 'roads',
      area: 'mill-quarter',
      place: 'Tannery Bridge, the cycle lane into town',
      channel: 'app',
    }),
    acknowledge('ruth', 'Thank you for stopping to tell us. The roads department has it on today’s list.'),
    answer(
      'pavel',
      'The hole was closed with cold asphalt this morning. The joint below it needs a proper repair in summer.',
    ),
    account('pavel', [
      'adopted',
      [0],
      'Closed on the day it was reported; the joint is on the list for the summer closure.',
    ]),
    decide(
      ['pavel'],
      'done',
      'Roads and Lighting By-law, section 3',
      'The hole is closed. The joint of the bridge will be renewed in July.',
      { algorithms: ['photo-sorter'] },
    ),
  ],
};

const northBeachBins: Story = {
  process,
  steps: [
    write(
      'On behalf of the Rivermouth Rowing Club: after every warm weekend the bins at the north beach are full by Sunday noon, and the gulls do the rest. Two more bins, or one more round, would settle it.',
      { category: 'waste', author: 'organisation' },
    ),
    acknowledge('ruth'),
    answer(
      'ines',
      'From May to September there will be one more round, on Sundays at two. If that is not enough we shall add bins next year. Please tell us.',
    ),
    ask('ines', 'Which of the bins is full first: the one by the kiosk or the one by the steps?'),
    tell('The one by the kiosk. By ten in the morning one sees the first paper cup beside it.'),
    write('And while you are at the beach: the shower there has run without stopping since Thursday.', {
      category: 'water',
    }),
    split('ruth', [1], 'The shower is another matter than the bins, and is not to wait for them.'),
    apart(answer('ines', 'The valve was stuck with sand. It was cleaned this morning, and the shower stops again.')),
  ],
};

const squeakingSwing: Story = {
  process,
  steps: [
    write(
      'The chain of the left swing in Orchard Park squeaks so loudly that one hears it in the school. The children find it wonderful.',
      {
        category: 'playgrounds',
      },
    ),
  ],
};

const dryFountain: Story = {
  process,
  steps: [
    write(
      'La fuente de la plaza del Mercado lleva tres semanas sin agua. En verano es el único sitio donde los mayores pueden refrescarse.',
      {
        lang: 'es',
        category: 'water',
        area: 'old-town',
        place: 'La plaza del Mercado, junto al quiosco',
      },
    ),
  ],
};

const lockPath: Story = {
  process,
  steps: [
    write(
      'Der Radweg an der Schleuse steht nach jedem Regen unter Wasser. Ich fahre dann auf der Straße, und das ist im Dunkeln nicht angenehm.',
      {
        lang: 'de',
        category: 'paths',
        area: 'harbour',
        place: 'An der Schleuse, zwischen Wehr und Bootshaus',
      },
    ),
    acknowledge('ruth', 'Danke für den Hinweis. Er liegt jetzt bei der Abteilung für Straßen und Beleuchtung.', 'de'),
    ask('pavel', 'The path lies a hand below the sluice. Whose drain is it, ours or that of the canal?', 'planning'),
  ],
};

const readingRoom: Story = {
  process,
  steps: [
    write('圖書館的閱覽室可以在考試期間延長開放到晚上九點嗎？家裡太吵，我們幾個同學沒有別的地方可以念書。', {
      lang: 'zh-Hant',
      category: 'library',
    }),
    acknowledge('ruth'),
    answer('amara', '謝謝你的來信。六月考試的三個星期，閱覽室每天開放到晚上九點。入口在後院，請按門鈴。', 'zh-Hant'),
    account('amara', ['adopted', [0], '考試期間有兩位志工協助值班，所以可以延長開放。', 'zh-Hant']),
    decide(
      ['amara'],
      'done',
      'Library Rules, article 2',
      'During the three weeks of examinations in June the reading room stays open until nine in the evening.',
    ),
  ],
};

const cemeterySteps: Story = {
  process,
  steps: [
    take(
      'ruth',
      'paper',
      'The handrail on the steps to the old cemetery ends before the last five steps. At my age these are the ones that matter.',
      {
        category: 'access',
        area: 'hill-end',
        place: 'The steps behind the chapel',
        at: ago(34, '9:10'),
      },
    ),
    acknowledge(
      'ruth',
      'Your letter lay in the wrong tray for a month. We are sorry. It is with the parks department now.',
    ),
  ],
};

const weirStreetCellar: Story = {
  process,
  steps: [
    take(
      'ruth',
      'paper',
      'Water comes up through the drain in our cellar on Weir Street whenever the river stands above the second mark. This is my third letter.',
      {
        category: 'water',
        area: 'mill-quarter',
        place: 'The lower end of Weir Street',
        at: ago(75, '14:30'),
      },
    ),
  ],
};

const hearingLoop: Story = {
  process,
  steps: [
    take(
      'ruth',
      'counter',
      'The hearing loop at the counter of the citizens’ office hums. I understood every second word, and guessed the rest.',
      {
        category: 'access',
      },
    ),
    acknowledge('ruth'),
    answer(
      'ruth',
      'The loop is fed by a supply that has grown old. A new one is ordered. Until it comes, please ask for the quiet room.',
    ),
    dispute('I asked for the quiet room. It was full of boxes of paper, and the door stood open.'),
    settle(
      'ruth',
      'dispute',
      'upheld',
      'That is so, and it should not have been. The boxes are gone. A card on the counter says now that there is a quiet room.',
    ),
  ],
};

const secondLamp: Story = {
  process,
  steps: [
    write('Lamp out in Cooper’s Lane, by number 14.', {
      category: 'lighting',
      area: 'old-town',
      place: 'Cooper’s Lane',
      channel: 'app',
    }),
    link('ruth', coopersLane, 'same-place'),
    account('pavel', [
      'duplicate',
      [0],
      'The same lamp was reported by telephone and has a case of its own, which stays open until it burns.',
    ]),
    decide(
      ['pavel'],
      'passed-on',
      'Roads and Lighting By-law, section 3',
      'This request goes on in the case that was opened first.',
    ),
  ],
};

const lastTrain: Story = {
  process,
  steps: [
    write('The last train from the regional capital leaves before the theatre there ends. Can the city do something?', {
      category: 'transport',
    }),
    acknowledge('ruth'),
    answer(
      'ruth',
      'Timetables are made by the regional railway. We have sent them your request, and the name of the person to ask is on their page.',
    ),
    referElsewhere('ruth', 'Regional Railway of the Estuary', 'Sent to their office for timetables, with your words.'),
    account('helen', [
      'out-of-competence',
      [0],
      'The timetable is a matter of the region. The mayor has put it on the list for the yearly meeting with the railway.',
    ]),
    decide(['helen'], 'passed-on', 'City Charter, article 11', 'Passed on to the regional railway.'),
  ],
};

const planeTree: Story = {
  process,
  steps: [
    write(
      'The plane tree in front of our house shades the solar panels from two o’clock on. Please cut it back to the height of the gutter.',
      {
        category: 'trees',
      },
    ),
    acknowledge('ruth'),
    answer(
      'ines',
      'The tree is about eighty years old and sound. Cut to the height of your gutter it would not live. We can thin its crown on your side.',
    ),
    correct(
      'ines',
      'response',
      'The tree is about eighty years old and sound. Its crown can be thinned on your side, but not before October: blackbirds nest in it.',
    ),
    account('ines', [
      'rejected',
      [0],
      'Old trees in streets are kept unless they are a danger. Thinning was offered in place of cutting.',
    ]),
    decide(
      ['ines'],
      'not-done',
      'Tree Protection By-law, section 2',
      'The tree stays as high as it is. Its crown is thinned in October if the owner wishes it.',
    ),
    takeAppeal(
      'ruth',
      'paper',
      'You measured the tree, and not the shade. From April to August my panels give half of what they gave when I bought them.',
    ),
  ],
};

const allotmentTap: Story = {
  process,
  steps: [
    take(
      'ruth',
      'visit',
      'The allotment society at the old brickworks asks for a second water tap and a lock for the gate. They showed me both places.',
      {
        category: 'water',
        author: 'organisation',
      },
    ),
    acknowledge('ruth'),
    account('ines', [
      'partly-adopted',
      [0],
      'The tap is put in before the growing season. The gate stays open: the path behind it is a right of way, and older than the gardens.',
    ]),
    decide(
      ['ines'],
      'done',
      'Public Spaces By-law, section 7',
      'A second tap was put in by the compost heap. The gate gets a latch and no lock.',
    ),
  ],
};

const largePrint: Story = {
  process,
  steps: [
    take(
      'ruth',
      'phone',
      'Could the library bus bring books in large print to Hill End? I have read all eleven of them, some twice.',
      {
        category: 'library',
        area: 'hill-end',
      },
    ),
    acknowledge('ruth'),
    answer(
      'amara',
      'From next week the bus carries a box of large print, changed every month. We put the sea stories on top for you.',
    ),
    account('amara', ['adopted', [0], 'The box comes from the central collection and costs nothing but the carrying.']),
    decide(
      ['amara'],
      'done',
      'Library Rules, article 6',
      'The library bus carries books in large print on every round.',
    ),
  ],
};

const busStopBench: Story = {
  process,
  steps: [
    take(
      'ruth',
      'phone',
      'An der Haltestelle Mühlentor gibt es keine Bank mehr, seit das Wartehäuschen neu ist. Ich bin 81 und stehe nicht gern zwanzig Minuten.',
      {
        lang: 'de',
        category: 'benches',
        area: 'mill-quarter',
        place: 'Haltestelle Mühlentor, stadtauswärts',
      },
    ),
    acknowledge('ruth', 'Wir haben Ihren Anruf aufgenommen und melden uns, sobald die Abteilung etwas weiß.', 'de'),
    answer(
      'pavel',
      'Die Bank ist beim Umbau vergessen worden. Sie kommt wieder, mit Armlehnen, damit man leichter aufsteht.',
      'de',
    ),
  ],
};

const marketRamp: Story = {
  process,
  steps: [
    write(
      'La rampa de entrada al mercado cubierto es demasiado empinada para subir sola con la silla. Siempre tengo que esperar a que alguien me empuje.',
      {
        lang: 'es',
        category: 'access',
        area: 'old-town',
        place: 'La entrada del mercado cubierto que da al río',
      },
    ),
    acknowledge('ruth', 'Gracias por escribirnos. El departamento de calles ya tiene su mensaje.', 'es'),
    answer(
      'pavel',
      'La rampa tiene un doce por ciento de pendiente y no debería pasar del seis. La haremos más larga, con un descansillo a la mitad.',
      'es',
    ),
    account('pavel', ['adopted', [0], 'La nueva rampa cumple la norma y llega antes de las fiestas de otoño.', 'es']),
    decide(
      ['pavel'],
      'planned',
      'Roads and Lighting By-law, section 9',
      'The ramp of the covered market is rebuilt at half the slope, with a landing, before the autumn fair.',
    ),
    commit('pavel', 'The ramp is rebuilt in two halves, so that the market stays open.', {
      ...{ office: 'roads', carrier: 'supplier', inDays: 210 },
      funding: '26,000, of which the traders’ association gives a fifth.',
    }),
  ],
};

const dogBags: Story = {
  process,
  steps: [
    write('The box for dog bags at the meadow has been empty since Easter. The dogs do not know that.', {
      category: 'waste',
      area: 'harbour',
      place: 'The box by the footbridge, at the foot of the dyke',
    }),
    acknowledge('ruth'),
  ],
};

const meadowBox: Story = {
  process,
  steps: [
    take(
      'ruth',
      'phone',
      'At the meadow there are no bags for dogs. The box says that they are biodegradable, and they have.',
      {
        category: 'waste',
        area: 'harbour',
      },
    ),
    merge('ruth', dogBags, 'It is the same box. Both callers are told when it is filled.'),
  ],
};

export const serviceRequests: readonly Story[] = [
  ...[ferryBench, coopersLane, droppedKerb, tanneryBridge, northBeachBins, squeakingSwing, dryFountain, lockPath],
  ...[readingRoom, cemeterySteps, weirStreetCellar, hearingLoop, secondLamp, lastTrain, planeTree, allotmentTap],
  ...[largePrint, busStopBench, marketRamp, dogBags, meadowBox],
];
