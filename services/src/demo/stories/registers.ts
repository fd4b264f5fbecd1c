/** What stands outside any case: what the digital services put into the registers before anybody decides on it, and what an office says to a figure. */
import type { Step, Story } from '../steps.ts';
import { VERIFIER_SUM } from '../verifier-sum.ts';
import { declare, registerAlgorithm, registerData, registerNudge, replyToFigure } from '../steps/registers.ts';

const before: readonly Step[] = [
  registerData(
    'noor',
    { id: 'river-levels', version: 1, title: 'Levels of the river', status: 'in-use', basis: 'Water Act, section 14' },
    'The gauge at the ferry steps measures every fifteen minutes how high the river stands. It knows nothing of people. Everybody can have the data.',
  ),
  registerData(
    'noor',
    {
      ...{ id: 'building-register', version: 1, title: 'Register of buildings', status: 'in-use' },
      basis: 'Register of Buildings Act, section 3',
    },
    'How high each ground floor lies, and what rooms are used for. It holds houses, and not who lives in them. Nobody has gone through the cellars since it was made.',
  ),
  registerAlgorithm(
    'noor',
    {
      ...{ id: 'flood-ranking', version: 1, title: 'Ranking of streets for flood boards', status: 'in-use' },
      ...{ impact: 'high', supplier: 'hydrocast' },
    },
    'Puts the streets in the order in which water would reach rooms that people live in. Who stands far down gets no boards, so somebody of the planning office walks through a street before it is refused.',
  ),
  declare(
    'joris',
    'deployment',
    ['flood-ranking', 'river-levels', 'building-register'],
    'Version 1 was handed over with its tests and a list of what it cannot know. The city runs it itself.',
  ),
  registerAlgorithm(
    'noor',
    {
      ...{ id: 'photo-sorter', version: 1, title: 'Sorter of pictures from the app', status: 'pilot' },
      impact: 'limited',
    },
    'Suggests from a picture which department a report is for. Somebody at the front desk sees each one and sends it elsewhere where it is wrong, which is one time in nine. Pictures are not kept.',
  ),
  declare(
    'lotte',
    'deployment',
    [],
    `The program with which everybody can check this record was handed over. It is one file, counterfoil.mjs, with the SHA-256 ${VERIFIER_SUM}. A file with another sum is another program.`,
  ),
  registerNudge(
    'noor',
    { id: 'beach-footprints', version: 1, title: 'Footprints to the bins at the north beach', status: 'pilot' },
    'Footprints painted on the boards lead to the bins. We count what lies beside the bins on six weekends with paint and six without, and publish both. Nobody is filmed.',
  ),
];

const steps: readonly Step[] = [
  replyToFigure(
    'pavel',
    { figure: 'deadlines' },
    'Our two lifts were at the harbour after the storm. That is why lamps waited.',
  ),
  replyToFigure(
    'pavel',
    { figure: 'deadlines' },
    'We looked again. After the storm our two lifts were at the harbour for nine days, and lamps waited for that long. What was late before the storm was late because we had put it on the wrong list. Since then two people read the list on Mondays.',
  ),
];

export const registers: Story = { process: undefined, before, steps };
