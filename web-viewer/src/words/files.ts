import { formatCount, formatNumber } from './numbers.ts';

const KILO = 1000;

/** To be read, not to be computed with. */
function formatSize(bytes: number): string {
  if (bytes < KILO) return formatCount(bytes, 'byte');
  if (bytes < KILO * KILO) return `${formatNumber(Math.round(bytes / KILO))} kB`;
  return `${formatNumber(Number((bytes / KILO / KILO).toFixed(1)))} MB`;
}

const types = {
  'image/jpeg': 'JPEG picture',
  'image/png': 'PNG picture',
  'image/webp': 'WebP picture',
  'application/pdf': 'PDF document',
} as const;

export const fileWords = {
  /** `JPEG picture, 1.2 MB` */
  kind: (mediaType: keyof typeof types, bytes: number) => `${types[mediaType]}, ${formatSize(bytes)}`,
  title: (mediaType: keyof typeof types, number: number, entry: number) =>
    `${mediaType === 'application/pdf' ? 'Document' : 'Picture'} ${number} with entry ${entry}`,
  open: 'Open in its full size',
  save: 'Save',
  heading: 'Files',
  recorded: 'Save the file as it was recorded',
  recordedHint:
    'Of a picture, what told where and by whom it was taken was removed before it was recorded. Keep this copy beside the receipt: together they prove that it is the one.',
  onForm: {
    label: 'Pictures or documents',
    optional: '(you need not send any)',
    hint: (most: number, maxBytes: number) =>
      `JPEG, PNG, WebP or PDF, up to ${most}, each up to ${formatSize(maxBytes)}. They become public like your text.`,
    stripped:
      'From pictures we remove where, when and with what they were taken, before anything is kept. What can be seen in them stays: look for faces and number plates.',
    pdf: 'A PDF is kept as it is: it may hold your name, or that of your computer, where you do not see it.',
    kept: 'Received, and sent along if you leave the mark',
    item: (kind: string, number: number) => `File ${number}: ${kind}`,
  },
  errors: {
    tooMany: (most: number) => `Choose at most ${most} files. The first ${most} were received`,
    file: (number: number, detail: string) => `File ${number} was not taken: ${detail}`,
    gone: 'A file that you sent before is not here any more. Choose it again',
    waits: (seconds: number) =>
      `More files were sent than can be taken just now. Send the others again in ${formatCount(seconds, 'second')}`,
  },
} as const;
