/** Texts that are looked at first, kept back, brought back, blacked out and erased. */
import type { Story } from '../steps.ts';
import { blackOutIn, publish, redact, restore, withhold } from '../steps/contents.ts';
import { account, decide, settle } from '../steps/decisions.ts';
import { acknowledge, answer } from '../steps/officials.ts';
import { askErasure, dispute, take, takeBack, write } from '../steps/people.ts';

const HOW_TO_APPEAL =
  'Say so on the page of this case, at the counter or by telephone, at no cost. Somebody else than the one who took it out answers.';

const swimmingLesson: Story = {
  process: 'complaint',
  steps: [
    write(
      'At the indoor pool a member of the staff told my son, before his whole class, that boys like him sink. He is nine, and does not want to go back.',
      { category: 'conduct' },
    ),
    publish('ruth'),
    acknowledge('marit', 'We read it today, and ask everybody who was there.'),
    answer(
      'marit',
      'Two teachers heard it as you tell it. The member of the staff says that it was meant as a joke, and is sorry for it.',
    ),
    account('marit', ['adopted', [0], 'What was said was wrong, and your son is told so in a letter.']),
    decide(
      ['helen'],
      'upheld',
      'Rules of Conduct, section 3',
      'The complaint is right. The class gets a lesson free, with another teacher, and everybody who works at the pool is told why.',
    ),
  ],
};

const nightFerry: Story = {
  process: 'complaint',
  steps: [
    write(
      'The man at the barrier of the night ferry let me stand in the rain until I had counted out the fare in coins, and called me a beggar. A beggar he is himself, of manners.',
      { category: 'conduct' },
    ),
    withhold('ruth', {
      ...{ ground: 'insult', basis: 'Rules of Conduct, section 8', told: 'no' },
      appeal: HOW_TO_APPEAL,
      text: 'The last sentence insults somebody who can be recognised.',
    }),
    acknowledge('marit'),
    dispute(
      'I repeat a word that was said to me, and say where it belongs. If that is an insult, so was the first.',
      'en',
      'content-withheld',
    ),
    publish('marit', 'dispute'),
    settle(
      'marit',
      'dispute',
      'upheld',
      'That is so. Whoever complains of a word must be able to say it. It is public again.',
    ),
    restore('marit', 'It quotes what the complaint is about, and names nobody.'),
  ],
};

const marketInspector: Story = {
  process: 'complaint',
  steps: [
    write(
      'The inspector of the weekly market moved my stall twice in one morning, and the stall of his cousin not once.',
      { category: 'conduct' },
    ),
  ],
};

const CALL = '555 01 83';
const FENCE = `The fence between the playing field and the gardens of Mill Row lies on the ground, and the ball goes through. My neighbour saw who did it; call her at ${CALL}, but not before ten.`;

const fallenFence: Story = {
  process: 'service-request',
  steps: [
    write(FENCE, { category: 'playgrounds' }),
    acknowledge('ruth'),
    blackOutIn('marit', FENCE, CALL, {
      ...{ ground: 'personal-data', basis: 'Data Protection Act, section 17', told: 'yes' },
      appeal: HOW_TO_APPEAL,
      text: 'The number of a neighbour. We have called her, and need it no more.',
    }),
    answer('ines', 'The posts are set anew this week. Until then there is a net.'),
  ],
};

const letterRegretted: Story = {
  process: 'service-request',
  steps: [
    take(
      'ruth',
      'counter',
      'The stairs of the house in which I live have no light, and since my illness I do not see the last step.',
      { category: 'lighting' },
    ),
    acknowledge('ruth'),
    redact('marit', {
      ...{ ground: 'erasure-request', basis: 'Data Protection Act, section 21', told: 'yes' },
      appeal: HOW_TO_APPEAL,
      text: 'Whoever said it came back the day after and asked that it be erased. The request itself goes on.',
    }),
    answer('pavel', 'The stairs are not the city’s. The owner of the house has been written to, without a name.'),
  ],
};

const neighboursDog: Story = {
  process: 'service-request',
  steps: [
    write(
      'The dog of the family under me barks from six in the evening until they come home from the late shift, every day. I have a new job and need the sleep.',
      { category: 'noise', comesBack: true },
    ),
    acknowledge('ruth'),
    askErasure(),
    redact('marit', {
      ...{ ground: 'erasure-request', basis: 'Data Protection Act, section 21', told: 'yes' },
      appeal: HOW_TO_APPEAL,
      text: 'Whoever wrote it asked for it, with the code of their receipt. It tells when a family is not at home.',
    }),
    answer(
      'pavel',
      'Somebody who speaks for both sides goes there this week. Names and hours are no longer on record.',
    ),
  ],
};

const lostUmbrella: Story = {
  process: 'complaint',
  steps: [
    write('At the counter for passports they kept my umbrella and said that I had brought none.', {
      ...{ category: 'conduct', comesBack: true },
    }),
    publish('ruth'),
    acknowledge('marit'),
    takeBack(),
    answer(
      'marit',
      'You have taken it back: it hung at home. Thank you for telling us. It stays on record that you did.',
    ),
  ],
};

export const publicView: readonly Story[] = [
  ...[swimmingLesson, nightFerry, marketInspector, fallenFence, letterRegretted],
  ...[neighboursDog, lostUmbrella],
];
