import { formatCount, formatNumber } from './numbers.ts';
import { levels } from './vocabulary.ts';

function formatWait(seconds: number): string {
  return seconds < 90 ? formatCount(seconds, 'second') : formatCount(Math.ceil(seconds / 60), 'minute');
}

export const inputWords = {
  title: 'Say something',
  chooseTitle: 'What is it about?',
  chooseLead: 'Each process has its own rules, which everybody can read. No account is needed, and no name.',
  closed: 'No process takes new cases at the moment.',
  promise: (level: keyof typeof levels) => `${levels[level].title}: ${levels[level].promise}.`,
  rules: 'The rules of this process',
  newCase: 'A new case under',
  joins: 'Added to case',
  openOwn: 'Open a case of your own',
  addTo: (id: number) => `Add to case ${id}`,
  warningTitle: 'Warning',
  warning:
    'What you send is public at once. Its fingerprint stays on record for good, even if the words are taken down later.',
  warningBefore:
    'Somebody at the authority looks at what you send before it becomes public, and may keep it back on grounds that the rules name. Its fingerprint stays on record for good, even if the words are never public or are taken down later.',
  warningDetail:
    'Do not name people, and leave out addresses, telephone numbers and anything else that tells who somebody is: you or others. We do not ask who you are.',
  text: 'What do you want to say?',
  textHint: (maxBytes: number) =>
    `In your own words, in any language. Up to ${formatNumber(maxBytes)} bytes: some twenty pages of English, seven of Chinese.`,
  lang: 'Language of your text',
  otherLanguage: 'Another language',
  author: 'For whom do you write?',
  authors: { person: 'For myself', organisation: 'For an organisation' },
  send: 'Send and record',
  copyText: 'Your text is kept above: copy it, then begin again.',
  sendHint: 'You then get a receipt, and a code with which you can come back to it.',
  hints: {
    title: 'Does your text tell who somebody is?',
    lead: 'It will be public. In it is what looks like',
    kinds: {
      mail: 'a mail address',
      telephone: 'a telephone number',
      plate: 'a number plate',
      identity: 'a number of an identity card, tax or insurance',
      bank: 'a number of a bank account or card',
    },
    advice: 'Change it below, or send it as it stands: we do not ask again. Nothing has been sent to the record yet.',
    send: 'Send as it stands',
  },
  work: {
    title: 'Your device is working',
    message:
      'Very much is being sent just now. So that people get through, and no program fills the record, your device works on a sum first. Nobody else is asked, and nothing about you is used. It takes some seconds; then your text is sent.',
    progress: 'How far it is',
    withoutScript:
      'Very much is being sent just now. Your browser runs no scripts, so it cannot do the sum that we ask of others: your text is taken all the same, but it may need several tries.',
  },
  errorTitle: 'There is a problem',
  errors: {
    empty: 'Write what you want to say',
    tooLong: (bytes: number, maxBytes: number) =>
      `Your text takes ${formatCount(bytes, 'byte')}; at most ${formatNumber(maxBytes)} can be recorded. Shorten it, or send it in parts`,
    encoding: 'Your text holds a character that cannot be recorded. Delete what looks damaged',
    lang: 'Choose the language of your text',
    author: 'Say for whom you write',
    tooMany: (retryAfterS: number) =>
      `More has been sent than can be taken just now, from your network or by everybody together. Nothing was recorded, and your text is kept below. Send it again in ${formatWait(retryAfterS)}`,
    workNeeded: (retryAfterS: number) =>
      `Very much is being sent just now. Nothing was recorded, and your text is kept below. Send it again: with scripts in your browser at once, without them in ${formatWait(retryAfterS)}`,
    unconfirmed:
      'We could not make sure that your words were recorded. Look at the newest steps before you send them again',
  },
  /** Each in its own name; who does not find theirs says so. */
  languages: [
    { value: 'ar', text: 'العربية' },
    { value: 'bn', text: 'বাংলা' },
    { value: 'zh-Hans', text: '中文（简体）' },
    { value: 'zh-Hant', text: '中文（繁體）' },
    { value: 'de', text: 'Deutsch' },
    { value: 'en', text: 'English' },
    { value: 'es', text: 'Español' },
    { value: 'fa', text: 'فارسی' },
    { value: 'fr', text: 'Français' },
    { value: 'hi', text: 'हिन्दी' },
    { value: 'it', text: 'Italiano' },
    { value: 'ja', text: '日本語' },
    { value: 'ko', text: '한국어' },
    { value: 'nl', text: 'Nederlands' },
    { value: 'pl', text: 'Polski' },
    { value: 'pt', text: 'Português' },
    { value: 'ro', text: 'Română' },
    { value: 'ru', text: 'Русский' },
    { value: 'so', text: 'Soomaali' },
    { value: 'tl', text: 'Tagalog' },
    { value: 'tr', text: 'Türkçe' },
    { value: 'uk', text: 'Українська' },
    { value: 'ur', text: 'اردو' },
    { value: 'vi', text: 'Tiếng Việt' },
  ],
} as const;
