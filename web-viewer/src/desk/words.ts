/** Every word of the desk. A translation is another object of this shape. */
import { formatCount, formatList, formatNumber } from '../words/numbers.ts';
import { formatDay, formatTime } from '../words/time.ts';
import { authors, channels, duties, dutyTitles, kinds } from '../words/vocabulary.ts';

/** First words of a text, on one line. */
export function excerpt(text: { readonly status: string; readonly text?: string }, maxChars = 140): string {
  if (text.status !== 'there' || text.text === undefined) return deskWords.missingText;
  const line = text.text.replace(/[\p{Cc}\p{White_Space}]+/gu, ' ').trim();
  const chars = Array.from(line);
  return chars.length <= maxChars ? line : `${chars.slice(0, maxChars).join('')}…`;
}

const KEEP =
  'Sign nothing. Keep what this page says, and tell the registrars: this browser remembers what it saw, and that is evidence.';

export const deskWords = {
  name: 'Signing desk',
  warning: 'Warning',
  errorPrefix: 'Error: ',
  optional: (label: string) => `${label} (optional)`,
  offices: (titles: readonly string[]) => formatList(titles, 'or'),
  errorTitle: 'There is a problem',
  problemCode: (code: string) => `Code of this message: ${code}`,
  choose: 'Choose',
  anything: 'Any',
  loading: 'Reading the record …',
  readTexts: (done: number, all: number) =>
    `Reading and comparing texts: ${formatNumber(done)} of ${formatNumber(all)}`,
  missingText: 'This text is not in the record (any more).',
  navigation: 'Signing desk',
  pages: { due: 'What is due', tray: 'Tray', key: 'Key' },
  case: 'Case',
  untitled: (id: number) => `Case ${id}`,
  entry: (index: number) => `entry ${formatNumber(index)}`,
  inputs: (count: number) => formatCount(count, 'input'),
  mandateOf: (mandate: number) => `mandate of entry ${formatNumber(mandate)}`,
  time: formatTime,
  kinds,
  channels: channels as Readonly<Record<string, string>>,
  authors: authors as Readonly<Record<string, string>>,
  duties,
  dutyTitles,
  passkeyName: 'Official, signing desk',
  signingAs: (who: string) => `You sign as ${who}`,
  noMandate: 'This key holds no office yet',
  noKey: 'No key chosen yet',

  problems: {
    title: 'The desk stops here',
    internal: 'Something went wrong in this page. Nothing was signed by that. Load the page again.',
    unreachable: 'The service does not answer. Nothing was lost: try again when the connection is back.',
    unreadable: (what: string) =>
      `What the service answered for ${what} cannot be read. Try again; if it stays so, tell the operator.`,
    checkpointWrong: `The record shown here does not carry the signature of its log. ${KEEP}`,
    shrunk: (before: number, now: number) =>
      `The record has become shorter: this browser saw ${formatNumber(before)} entries, and is shown ${formatNumber(now)} now. Entries have been taken away. ${KEEP}`,
    forked: (size: number) =>
      `The record is not the one that this browser saw before: its first ${formatNumber(size)} entries have been changed. There are two histories. ${KEEP}`,
    logKeyChanged: `The record is signed with another key than the one this browser knows. ${KEEP} If the registrars tell you that they replaced the key of the log, let this browser forget the old one.`,
    entryForeign: (index: number) =>
      `What the service shows as entry ${formatNumber(index)} is not what stands in the record. ${KEEP}`,
    entryOther: (index: number) => `What was recorded as entry ${formatNumber(index)} is not what you signed. ${KEEP}`,
    textChanged: `A text that the service shows is not the one that was recorded. Somebody has changed it. ${KEEP}`,
    noEd25519: 'This browser cannot make keys of this kind. Use a passkey or an SSH key, or a newer browser.',
    noPasskey:
      'No passkey was made: the device said no, or it makes keys of a kind that is not taken here. Nothing has changed.',
    passkeyRefused: 'The device did not sign. Nothing was recorded. Try again when you are ready.',
    noSshKey:
      'This is not the line of a public key that can sign here. It begins with "ssh-ed25519" or "sk-ssh-ed25519@openssh.com": look into the file that ends in .pub.',
    weakKey: 'This key is not a sound one. Make another.',
    signatureWrong: {
      'signature-malformed': 'What came back is not a signature in its proper form. Nothing was recorded.',
      'signature-key': 'The signature was made with another key than the one chosen. Nothing was recorded.',
      'signature-namespace':
        'The signature was made for another purpose: copy the command as it stands, with all that follows -n. Nothing was recorded.',
      'signature-challenge': 'The device signed something else. Nothing was recorded.',
      'signature-origin': 'The device signed for another page. Nothing was recorded.',
      'signature-relying-party': 'The device signed for another site. Nothing was recorded.',
      'signature-presence': 'The device does not say that somebody touched it. Nothing was recorded.',
      'signature-verification':
        'The device did not make sure who you are. Set up a PIN or a fingerprint on it. Nothing was recorded.',
      'signature-wrong':
        'The signature does not fit these very bytes: was it the file of this page? Nothing was recorded.',
    },
    tooLarge:
      'This is more than one entry holds. Account for fewer inputs at once, and for the others in a second step.',
    proposalForeign: `What the service shows is not what waits for your signature. ${KEEP}`,
    proposalSeen: `What waits there was made in sight of another history than the one you see. ${KEEP}`,
    caseUnknown: (id: number) => `There is no case ${formatNumber(id)}. Look at the number again.`,
    forget: 'Let this browser forget',
    forgetHint:
      'Only after the registrars have told you why this is so: the browser then believes what it is shown next.',
  },

  keyPage: {
    title: 'Who signs?',
    lead: 'You sign with a key of your own. It never leaves this device: what you sign goes to the service, the key does not.',
    trustTitle: 'What this page cannot protect you from',
    trust:
      'The script of this page comes from the service. One that sends another script could show you one thing and have a key of this browser sign another. If you want to rely on nobody, sign with the command “npm run sign” on your own computer; it shows the same fingerprint for the same bytes.',
    yours: 'Keys that this browser knows',
    none: 'None yet. Choose one of the three ways below.',
    kinds: { browser: 'Key of this browser', passkey: 'Passkey or security key', ssh: 'SSH key' },
    use: 'Sign with this key',
    inUse: 'In use',
    forget: 'Remove',
    forgetSure: (kind: string) =>
      `Remove the ${kind.toLowerCase()} from this browser? A key of this browser is gone for good then.`,
    holds: (offices: readonly string[]) => `Holds: ${formatList(offices, 'and')}`,
    holdsNone: 'It holds no office yet. Give these two lines to the registrars; they grant the mandate:',
    add: 'Add a key',
    person: 'Your identifier on the record',
    personHint:
      'It stands for you in every mandate of yours, under each of your keys. Leave it empty when you are new: you get one.',
    personWrong: 'An identifier is 32 digits and letters from a to f',
    browserTitle: 'In this browser',
    browserText:
      'The browser makes a key and keeps it so that no page and no program can read it out. Whoever sits at this computer in your account can sign with it. When the browser’s data are cleared it is gone.',
    browserMake: 'Make a key in this browser',
    passkeyTitle: 'Passkey or security key',
    passkeyText: 'Your device or a security key signs, and asks for your fingerprint, face or PIN each time.',
    passkeyMake: 'Make a passkey',
    sshTitle: 'SSH key',
    sshText:
      'If you have an Ed25519 key for SSH, sign with it: the desk gives you a file and a command, and takes back what the command writes.',
    sshLine: 'Line of your public key',
    sshLineHint: 'From the file that ends in .pub; it begins with "ssh-ed25519".',
    sshAdd: 'Use this SSH key',
  },

  ssh: {
    title: 'Sign with ssh-keygen',
    pass: 'What you sign now is a pass that opens the tray to you for eight hours. It says nothing on the record.',
    statement: 'What you sign now is the statement that you have just read.',
    fingerprint: 'Its fingerprint:',
    first: '1. Download the exact bytes to sign.',
    download: 'Download the file',
    second: '2. In the folder where the file is, run this command, with the path of your own key after -f:',
    third: (file: string) => `3. It writes ${file}. Paste what is in there:`,
    paste: 'Signature',
    pasteHint: 'From "-----BEGIN SSH SIGNATURE-----" to the end.',
    take: 'Use this signature',
    giveUp: 'Cancel',
    givenUp: 'You did not sign. Nothing was recorded.',
    notArmoured: 'This is not what ssh-keygen writes: it begins with "-----BEGIN SSH SIGNATURE-----"',
  },

  due: {
    title: 'What is due',
    lead: (offices: readonly string[]) => `For ${formatList(offices, 'and')}, the soonest first.`,
    nothing: 'Nothing is owed at the moment.',
    unknown: 'The service does not say what is due at the moment. Open a case by its number.',
    overdue: 'Overdue',
    waiting: 'Waiting',
    owes: (offices: readonly string[], what: string) => `${formatList(offices, 'or')} owes ${what}`,
    since: (time: string) => `since ${formatDay(time)}`,
    by: (lastDay: string | undefined) => (lastDay === undefined ? 'no day is set for it' : `by the end of ${lastDay}`),
    was: (lastDay: string | undefined) => (lastDay === undefined ? '' : `was due by the end of ${lastDay}`),
    more: (count: number) => `and ${formatNumber(count)} more`,
    openCase: 'Open a case',
    caseNumber: 'Number of the case',
    numberWrong: 'A case number has digits only',
    open: 'Open',
    tray: 'Waiting for signatures',
    lookIntoTray: 'Look into the tray',
    lookHint: 'Your key signs a pass for that, good for eight hours.',
    chooseKey: 'Choose a key first: then the desk knows which offices are yours.',
  },

  casePage: {
    facts: 'About this case',
    process: 'Process',
    version: (version: number) => `version ${version}`,
    inputs: 'Inputs',
    counted: (count: number, without: string) => `${formatNumber(count)}: ${without}`,
    without: (count: number) =>
      count === 0 ? 'all accounted for' : `${formatNumber(count)} without a word on what became of them`,
    due: 'What is due',
    nothingDue: 'Nothing is owed in this case.',
    met: (entry: number) => `Done in entry ${formatNumber(entry)}`,
    acts: 'What you can do',
    actsUnder: (office: string) => `As ${office}:`,
    noActs: 'The rules of this case give your offices nothing to do as it stands.',
    story: 'The story so far',
    comparedAll: 'Every step leads to the checkpoint that you sign upon, and every text is the one that was recorded.',
    stepsMore: (count: number) =>
      `${formatNumber(count)} earlier inputs are not listed here. The public page has them all.`,
    publicPage: 'Public page of the case',
    undisposed: 'No word yet on what became of it',
    disposed: (title: string, entry: number) => `${title}, in entry ${formatNumber(entry)}`,
    by: (who: string) => `by ${who}`,
    reason: 'Reason',
  },

  said: (author: string, channel: string) => `${author}, ${channel}`,
  acts: {
    acknowledgement: {
      title: 'Confirm receipt',
      lead: 'You confirm that this has arrived. Words are not needed; they can say what happens next.',
    },
    response: { title: 'Answer', lead: 'You answer in substance. A decision is another step.' },
    dispositions: { title: 'Account for inputs', lead: '' },
    decision: { title: 'Decide', lead: '' },
    answer: { title: 'Answer what was asked', lead: 'You answer a question, an appeal or a dispute.' },
    question: { title: 'Ask a question', lead: 'You ask another office, or the people who were heard.' },
    referral: { title: 'Pass the case on', lead: 'Another office goes on with the case, or another authority.' },
    'stage-opened': { title: 'Open the next stage', lead: 'The case goes on to its next stage. There is no way back.' },
    commitment: {
      title: 'Make a commitment',
      lead: 'You promise that something will be done, by whom, until when, and with which money.',
    },
    milestone: { title: 'Report progress', lead: 'You say how far a commitment has come.' },
    dissent: { title: 'Dissent', lead: 'You say on record why you do not share a decision. It stands all the same.' },
    correction: { title: 'Correct an earlier step', lead: 'The earlier words stay readable; yours supersede them.' },
    evaluation: {
      title: 'Look back on the outcome',
      lead: 'The same three questions are asked of the people who were heard.',
    },
    'case-linked': { title: 'Link to another case', lead: 'Both cases then show each other.' },
    'cases-merged': {
      title: 'Merge into another case',
      lead: 'The other case takes over the inputs of this one, and what is owed to them.',
    },
  },
  actPage: {
    office: 'In which office do you act?',
    lang: 'Language of your words',
    warning:
      'What you write becomes public when it is recorded. Do not name people, and leave out what tells who somebody is.',
    toPreview: 'See what becomes public',
    impossible: 'This cannot be done in this case as it stands, or not by your offices.',
  },
  leftRefused: (count: number) =>
    `${formatCount(count, 'input')} ${count === 1 ? 'has' : 'have'} no word on what became of ${count === 1 ? 'it' : 'them'}. The rules refuse a decision until all have: account for them first.`,
  leftRecorded: (count: number) =>
    `${formatCount(count, 'input')} ${count === 1 ? 'has' : 'have'} no word on what became of ${count === 1 ? 'it' : 'them'}. The decision can be made, and the record shows for good what it left out.`,
  cosigners: {
    label: 'Who signs with you?',
    hint: (
      signatures: number,
      offices: readonly string[],
      counter: { readonly signatures: number; readonly offices: readonly string[] } | undefined,
    ) =>
      `The rules want ${formatCount(signatures, 'person', 'people')} of ${formatList(offices, 'or')}${
        counter === undefined
          ? ''
          : `, and ${formatNumber(counter.signatures)} more of ${formatList(counter.offices, 'or')}`
      }. It waits in the tray until all have signed.`,
    tooFew: (needed: number) =>
      `Choose whoever signs with you: the rules want ${formatNumber(needed)} different people in all`,
  },
  registered: (title: string, version: number, isHigh: boolean) =>
    `${title}, version ${version}${isHigh ? ' (weighs heavily on people)' : ''}`,
  noAlgorithms: 'None: no algorithm was used',
  noData: 'None: no registered use of data',
  noInterests: 'None: nobody who decides has an interest of their own in it',
  someInterests: 'There are interests to declare',
  unsaidInterests: 'Leave this out: the rules do not ask for it',
  addOption: 'Add another option',
  reviewTitle: 'An algorithm weighs heavily: who reviewed what it said, and how to appeal',

  matters: { question: 'Question', appeal: 'Appeal', dispute: 'Dispute', commitment: 'Commitment' },
  results: { upheld: 'Upheld', partly: 'Upheld in part', rejected: 'Rejected' },
  carriers: { authority: 'The authority', supplier: 'A supplier', citizens: 'Citizens', other: 'Somebody else' },
  progress: { 'not-started': 'Not started', limited: 'Limited', substantial: 'Substantial', complete: 'Complete' },
  evaluation: { yes: 'Yes', partly: 'In part', no: 'No', unknown: 'Cannot be said' },
  relations: {
    related: 'They are about the same',
    follows: 'This one follows from the other',
    'same-place': 'They are about the same place',
    contradicts: 'They contradict each other',
  },

  fields: {
    text: { label: 'Your words' },
    optionalText: { label: 'Your words' },
    outcome: { label: 'How does the case end?' },
    decisionText: { label: 'The decision and why', hint: 'What is decided, in words that everybody understands.' },
    basis: { label: 'Legal basis', hint: 'Such as: Parks by-law, section 4. No names of people.' },
    goal: { label: 'What is to be achieved' },
    option: (number: number) => ({ label: number === 1 ? 'Option that was considered' : `Option ${number}` }),
    expected: { label: 'What the decision is expected to do' },
    measure: { label: 'How that will be measured' },
    interests: { label: 'Interests of those who decide' },
    declared: { label: 'Which interests?' },
    algorithms: { label: 'Algorithms that the decision rests on' },
    data: { label: 'Uses of data that the decision rests on' },
    reviewer: { label: 'Who reviewed it', open: 'Nobody' },
    appeal: { label: 'How to appeal' },
    disposition: { label: 'What becomes of them?' },
    reason: { label: 'Reason', hint: 'Everybody whose input you chose reads this.' },
    contains: { label: 'the text contains' },
    category: { label: 'the category is' },
    channel: { label: 'the way in was' },
    author: { label: 'the author was' },
    askWhom: { label: 'Whom do you ask?', open: 'The people who were heard' },
    answers: { label: 'What do you answer?' },
    result: { label: 'How does the appeal or dispute end?', open: 'It is a question' },
    referTo: { label: 'Office that goes on with it', open: 'None here: another authority' },
    elsewhere: { label: 'Another authority' },
    stage: { label: 'Next stage' },
    from: { label: 'Decision that you do not share' },
    owner: { label: 'Office that answers for it' },
    carrier: { label: 'Who does the work?', hint: 'Handing work to citizens needs a decision.' },
    term: { label: 'Last day' },
    funding: { label: 'With which money?' },
    commitment: { label: 'Which commitment?' },
    progress: { label: 'How far has it come?' },
    heard: { label: 'Was what was said taken into account?' },
    explained: { label: 'Was it said understandably why it was decided so?' },
    achieved: { label: 'Did the decision do what it was meant to do?' },
    other: { label: 'Number of the other case' },
    relation: { label: 'What have they to do with each other?' },
    into: { label: 'Number of the case that takes this one over' },
    corrects: { label: 'Which step of yours?' },
  },

  errors: {
    empty: (label: string) => `Fill in: ${label}`,
    choose: (label: string) => `Choose: ${label}`,
    chooseMore: (label: string, least: number) => `Choose at least ${formatNumber(least)}: ${label}`,
    encoding: 'Your text holds a character that cannot be recorded. Delete what looks damaged',
    tooLong: (bytes: number, maxBytes: number) =>
      `Your text takes ${formatCount(bytes, 'byte')}; at most ${formatNumber(maxBytes)} can be recorded`,
    date: 'Give the last day as a date',
    number: 'A case number has digits only',
    effectHalf: 'What is expected and how it is measured go together: fill in both, or neither',
    reviewHalf: 'The reviewer and the way to appeal go together: fill in both, or neither',
    reviewMissing: 'An algorithm that weighs heavily may be cited only with a reviewer and a way to appeal',
    usedMissing: (label: string) => `Choose what was used, or say that nothing was: ${label}`,
    noneAndSome: '“None” goes with nothing else',
    resultMissing: 'Say how the appeal or dispute ends',
    resultUncalled: 'Questions are answered without a result: leave it open',
    oneOfTwo: 'Name an office or another authority: one of the two',
  },

  accounting: {
    lead: (count: number) =>
      `${formatCount(count, 'input')} ${count === 1 ? 'has' : 'have'} no word yet on what became of ${count === 1 ? 'it' : 'them'}. Choose some, say what becomes of them and why, and add them to the list. One signature covers the whole list.`,
    filterTitle: 'Show only inputs of which …',
    chooseAll: (count: number) => `Choose or clear all ${formatNumber(count)} shown`,
    notListed: (count: number) => `${formatNumber(count)} more fit and are not listed; “Choose all” takes them along.`,
    noneFits: 'None of those without a word fits.',
    noneLeft: 'Every input is on the list below. See what becomes public, then sign.',
    chosen: (chosen: number, open: number) => `${formatNumber(chosen)} of ${formatNumber(open)} chosen`,
    chooseSome: 'Choose at least one input',
    tooMany: (most: number) => `At most ${formatNumber(most)} inputs go under one reason: choose fewer`,
    tooManyItems: 'The list is full: sign it, and go on in a second step',
    add: 'Add to the list',
    remove: 'Take off the list',
    item: (title: string, count: number) => `${title}, ${formatCount(count, 'input')}:`,
    which: 'Which inputs',
    uses: (uses: number, inputs: number) =>
      `This very reason was given ${uses === 1 ? 'once' : `${formatNumber(uses)} times`} before, for ${formatCount(inputs, 'input')}. The public page shows that. Does it answer what was said here?`,
  },

  preview: {
    title: 'This becomes public',
    lead: 'Read it once more. It cannot be taken back: a correction is a further step beside it.',
    leadWithoutWords:
      'No words of yours go along with it. It cannot be taken back: a correction is a further step beside it.',
    fingerprint: 'Fingerprint of what you sign',
    fingerprintHint:
      'The command “npm run sign” shows the same for the same bytes, and so does the screen of whoever signs with you.',
    raw: 'The statement as it is signed',
    rawHint: (bytes: number) =>
      `${formatCount(bytes, 'byte')} of canonical JSON, spread over lines here. Texts stand in it by their commitments.`,
    seen: (size: number) => `the first ${formatCount(size, 'entry', 'entries')}, with the root`,
    sign: 'Sign and record',
    signAndWait: 'Sign and put into the tray',
    change: 'Change it',
    labels: {
      kind: 'Step',
      case: 'Case',
      by: 'Signed by',
      origin: 'Ledger',
      at: 'Happened',
      seen: 'In sight of',
      text: 'Words',
      outcome: 'Outcome',
      basis: 'Legal basis',
      goal: 'Goal',
      options: 'Options considered',
      effect: 'Effect',
      expected: 'Expected',
      measure: 'Measured by',
      interests: 'Interests',
      algorithms: 'Algorithms',
      data: 'Uses of data',
      review: 'Review',
      reviewer: 'Reviewed by',
      appeal: 'How to appeal',
      items: 'What becomes of inputs',
      from: 'Dissents from',
      corrects: 'Corrects',
      answers: 'Answers',
      result: 'It ends',
      to: 'Office',
      elsewhere: 'Another authority',
      office: 'Office that answers for it',
      carrier: 'Work done by',
      decision: 'Rests on the decision',
      term: 'Last day',
      funding: 'Money',
      commitment: 'Commitment',
      progress: 'Progress',
      heard: 'Taken into account',
      explained: 'Explained',
      achieved: 'Achieved',
      stage: 'Stage',
      other: 'Other case',
      relation: 'Relation',
      into: 'Goes on in',
    },
  },

  done: {
    title: 'Recorded',
    entry: (index: number) => `It is entry ${formatNumber(index)}.`,
    checked: 'The entry holds the very bytes you signed, and its proof leads to the checkpoint of the log.',
    seeEntry: 'See the entry',
    back: 'Back to the case',
    waitsTitle: 'It waits for the others',
    waits: (who: readonly string[], until: string) =>
      `Still to sign: ${formatList(who, 'and')}. It lapses on ${formatTime(until)} unless all have signed by then.`,
    seeTray: 'See it in the tray',
  },

  tray: {
    title: 'Tray',
    lead: 'What waits for several signatures. Nobody but those who sign sees it; it becomes public when it is recorded.',
    empty: 'Nothing waits here for you.',
    states: { waiting: 'Waiting', recorded: 'Recorded', lapsed: 'Lapsed' },
    what: (kind: string, id: number | null) => (id === null ? kind : `${kind}, case ${formatNumber(id)}`),
    until: (time: string) => `Lapses on ${formatTime(time)}`,
    lapsedOn: (time: string) =>
      `Lapsed on ${formatTime(time)}: not everybody signed in time. Nothing of it is kept, and nothing of it became public.`,
    recordedAs: (entry: number) => `Recorded as entry ${formatNumber(entry)}.`,
    signed: 'Has signed',
    missing: 'Still to sign',
    registrars: (count: number) => formatCount(count, 'registrar'),
    registrar: 'A registrar',
    you: 'You',
    add: 'Add my signature',
    haveSigned: 'You have signed this. It waits for the others.',
    notYours: 'Your signature is not asked for here.',
    obstacle: 'As things stand it could not be recorded:',
    compare: 'Compare the fingerprint with the others when you want to be sure that all sign the same.',
    back: 'Back to the tray',
  },
} as const;
