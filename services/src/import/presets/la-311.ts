/**
 * Service requests to the City of Los Angeles (MyLA311 open data), in the two dialects of its yearly files. Each row opens a
 * case of its own. Names of council members, street addresses and who was assigned stay out.
 *
 * Areas are those in which tens of thousands of people live: the neighborhood council, the council district, the planning area. A place is
 * told of what lies or stands in the street, and of nothing else: what is fetched from a door, a dead pet or an old refrigerator, is where
 * somebody lives, and so is a tent; water is wasted in somebody's yard.
 */
import type { Channel } from '@counterfoil/ledger/statements/citizens';
import { localToUtc } from '../local-time.ts';
import { isSourceId, slug, type Mapped, type Preset } from '../preset.ts';
import type { Cells } from '../table.ts';

const TIME_ZONE = 'America/Los_Angeles';

interface Dialect {
  readonly name: string;
  /** How the file spells a column; columns are named here as the older dialect does. */
  readonly spell: (column: string) => string;
  /** Groups: month, day, year, hour, minute, then second and half of the day where the dialect has them. */
  readonly time: RegExp;
}

const dialects: readonly Dialect[] = [
  {
    name: 'capitals, four-digit years',
    spell: (column) => column,
    time: /^(\d{2})\/(\d{2})\/(\d{4}) (\d{2}):(\d{2}):(\d{2}) (AM|PM)$/,
  },
  {
    name: 'lower case, two-digit years',
    spell: (column) => column.toLowerCase(),
    time: /^(\d{1,2})\/(\d{1,2})\/(\d{2}) (\d{1,2}):(\d{2})$/,
  },
];

/** Columns without which a row cannot be told; the others may be missing. */
const NEEDED = ['SRNumber', 'CreatedDate', 'RequestType', 'RequestSource'];

const channelOf: Readonly<Record<string, Channel>> = {
  call: 'phone',
  voicemail: 'phone',
  'mobile app': 'app',
  'self service': 'web',
  email: 'email',
  fax: 'paper',
  letter: 'paper',
  'walk-in': 'counter',
  'driver self report': 'visit',
};

/** What a reader is told, line by line, where the cell holds something. */
const lines: readonly (readonly [label: string, column: string])[] = [
  ['Request', 'RequestType'],
  ['Status', 'Status'],
  ['Action taken', 'ActionTaken'],
  ['Owner', 'Owner'],
  ['Updated', 'UpdatedDate'],
  ['Service date', 'ServiceDate'],
  ['Closed', 'ClosedDate'],
  ['Area planning commission', 'APC'],
  ['Council district', 'CD'],
  ['Neighborhood council', 'NCName'],
  ['Police precinct', 'PolicePrecinct'],
  ['ZIP code', 'ZipCode'],
];

/** Requests about the street. Types that are not known here may be about a home. */
const IN_THE_STREET: ReadonlySet<string> = new Set([
  'graffiti removal',
  'illegal dumping pickup',
  'multiple streetlight issue',
  'single streetlight issue',
]);

export const la311: Preset = {
  name: 'la-311',
  process: 'service-request',
  together: false,
  expects: `a header with the columns ${NEEDED.join(', ')}, all as written here or all in lower case`,
  begin(columns) {
    const dialect = dialects.find(({ spell }) => NEEDED.every((column) => columns.includes(spell(column))));
    if (dialect === undefined) return undefined;
    return { dialect: dialect.name, map: (cells) => mapRow(dialect, cells) };
  },
};

function mapRow(dialect: Dialect, cells: Cells): Mapped {
  const cell = (column: string): string => (cells[dialect.spell(column)] ?? '').trim();
  const id = cell('SRNumber');
  if (!isSourceId(id)) return { refused: `"${id}" is not the number of a service request.` };
  const at = parseTime(dialect, cell('CreatedDate'));
  if (at === undefined)
    return {
      refused: `"${cell('CreatedDate')}" is not a date and time that Los Angeles has had, as this file writes them.`,
    };
  if (cell('RequestType') === '') return { refused: 'The row does not say what is requested.' };
  const category = slug(cell('RequestType'));
  const place = IN_THE_STREET.has(cell('RequestType').toLowerCase()) ? placeOf(cell) : undefined;
  return {
    input: {
      text: lines.flatMap(([label, column]) => (cell(column) === '' ? [] : `${label}: ${cell(column)}`)).join('\n'),
      lang: 'en',
      channel: channelOf[cell('RequestSource').toLowerCase()] ?? 'other',
      ...(category === '' ? {} : { category }),
      areas: areasOf(cell),
      ...(place === undefined ? {} : { place }),
      source: { name: 'la-311', id },
      at,
    },
  };
}

/** Los Angeles time to UTC; years of two digits are of this century. */
function parseTime({ time }: Dialect, text: string): string | undefined {
  const [, month, day, year, hour, minute, second = '0', half] = time.exec(text) ?? [];
  if (year === undefined) return undefined;
  const clock = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    minute: Number(minute),
    second: Number(second),
  };
  if (year.length === 2) clock.year += 2000;
  if (half === undefined) return localToUtc({ ...clock, hour: Number(hour) }, TIME_ZONE);
  // Twelve o'clock comes first in each half.
  if (Number(hour) < 1 || Number(hour) > 12) return undefined;
  return localToUtc({ ...clock, hour: (Number(hour) % 12) + (half === 'PM' ? 12 : 0) }, TIME_ZONE);
}

/** `nc-58`, `cd-13`, `central-apc`: by number where there is one, since names are spelt differently from year to year. */
function areasOf(cell: (column: string) => string): readonly string[] {
  const numbered = (code: string, column: string): readonly string[] =>
    /^\d+$/.test(cell(column)) ? [`${code}-${Number(cell(column))}`] : [];
  return [...numbered('nc', 'NC'), ...numbered('cd', 'CD'), slug(cell('APC'))].filter((code) => code !== '');
}

/** Three decimals are about a hundred metres: enough to find the street, too little to find the door. */
function placeOf(cell: (column: string) => string): string | undefined {
  const [latitude, longitude] = [Number(cell('Latitude') || NaN), Number(cell('Longitude') || NaN)];
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return undefined;
  return `Near ${latitude.toFixed(3)}, ${longitude.toFixed(3)} (rounded to about 100 metres)`;
}
