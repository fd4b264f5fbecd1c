import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPlace } from '@counterfoil/ledger/place';
import type { Mapped, Mapping } from '../preset.ts';
import type { Cells } from '../table.ts';
import { la311 } from './la-311.ts';

const older = {
  ...{
    SRNumber: '9-100',
    CreatedDate: '07/04/2018 12:05:30 AM',
    RequestType: 'Fallen Branch / Tree',
    RequestSource: 'Call',
  },
  ...{
    Status: 'Closed',
    Owner: 'TREES',
    CDMember: 'Somebody Elected',
    Latitude: '34.12345',
    Longitude: '-118.1',
    ...{ CD: '3', NC: '058', APC: 'North Valley APC' },
  },
  ...{ HouseNumber: '12', StreetName: 'Invented Street', AssignTo: 'Crew 7' },
};
const newer = {
  ...{
    srnumber: '9-200',
    createddate: '1/2/20 0:05',
    requesttype: 'Fallen Branch / Tree',
    requestsource: 'Mobile App',
  },
  ...{ status: 'Open', owner: 'TREES', cdmember: 'Somebody Elected', latitude: '34.1', longitude: '', cd: '3' },
};

function mapping(cells: Cells): Mapping {
  const begun = la311.begin(Object.keys(cells), { fileName: 'requests.csv' });
  assert.ok(begun !== undefined);
  return begun;
}
const map = (cells: Cells, changes: Cells = {}): Mapped => mapping(cells).map({ ...cells, ...changes });

test('the older dialect, with capitals and years of four digits', () => {
  assert.equal(mapping(older).dialect, 'capitals, four-digit years');
  assert.deepEqual(map(older), {
    input: {
      text: 'Request: Fallen Branch / Tree\nStatus: Closed\nOwner: TREES\nArea planning commission: North Valley APC\nCouncil district: 3',
      lang: 'en',
      channel: 'phone',
      category: 'fallen-branch-tree',
      areas: ['nc-58', 'cd-3', 'north-valley-apc'],
      source: { name: 'la-311', id: '9-100' },
      at: '2018-07-04T07:05:30.000Z',
    },
  });
});

test('the newer dialect, in lower case and with years of two digits', () => {
  assert.equal(mapping(newer).dialect, 'lower case, two-digit years');
  assert.deepEqual(map(newer), {
    input: {
      text: 'Request: Fallen Branch / Tree\nStatus: Open\nOwner: TREES\nCouncil district: 3',
      lang: 'en',
      channel: 'app',
      category: 'fallen-branch-tree',
      areas: ['cd-3'],
      source: { name: 'la-311', id: '9-200' },
      at: '2020-01-02T08:05:00.000Z',
    },
  });
});

test('names of council members, addresses and crews stay out of the text', () => {
  const mapped = map(older);
  assert.ok('input' in mapped);
  assert.doesNotMatch(mapped.input.text, /Elected|Invented|Crew|12$/m);
});

test('where it is, rounded, is told of what is in the street, and of nothing that may be about somebody’s home', () => {
  const placeOf = (changes: Cells): string | undefined => {
    const mapped = map(older, changes);
    assert.ok('input' in mapped);
    assert.doesNotMatch(mapped.input.text, /34\.1|118/);
    return mapped.input.place;
  };
  const near = 'Near 34.123, -118.100 (rounded to about 100 metres)';
  assert.ok(isPlace(near));
  for (const RequestType of ['Graffiti Removal', 'Illegal Dumping Pickup', 'Single Streetlight Issue'])
    assert.equal(placeOf({ RequestType }), near);
  for (const RequestType of [
    ...['Bulky Items', 'Metal/Household Appliances', 'Electronic Waste', 'Dead Animal Removal'],
    ...['Homeless Encampment', 'Report Water Waste', 'Other', 'Feedback', 'Something New'],
  ])
    assert.equal(placeOf({ RequestType }), undefined, RequestType);
  for (const Latitude of ['', 'north']) assert.equal(placeOf({ RequestType: 'Graffiti Removal', Latitude }), undefined);
});

test('noon and midnight are told apart', () => {
  const at = (CreatedDate: string): string | undefined => {
    const mapped = map(older, { CreatedDate });
    return 'input' in mapped ? mapped.input.at : undefined;
  };
  assert.equal(at('01/15/2019 12:00:00 AM'), '2019-01-15T08:00:00.000Z');
  assert.equal(at('01/15/2019 12:00:00 PM'), '2019-01-15T20:00:00.000Z');
  assert.equal(at('01/15/2019 11:59:59 PM'), '2019-01-16T07:59:59.000Z');
});

test('each way in has its channel, and an unknown one is "other"', () => {
  const channels = Object.entries({
    ...{ Call: 'phone', Voicemail: 'phone', 'Mobile App': 'app', 'Self Service': 'web', Email: 'email', Fax: 'paper' },
    ...{ Letter: 'paper', 'Driver Self Report': 'visit', "Council's Office": 'other', Pigeon: 'other', '': 'other' },
  });
  for (const [RequestSource, channel] of channels) {
    const mapped = map(older, { RequestSource });
    assert.ok('input' in mapped);
    assert.equal(mapped.input.channel, channel, RequestSource);
  }
});

const bad: readonly (readonly [what: string, cells: Cells, changes: Cells, reason: RegExp])[] = [
  [
    'a month that does not exist',
    older,
    { CreatedDate: '13/01/2018 10:00:00 AM' },
    /"13\/01\/2018 10:00:00 AM" is not a date/,
  ],
  ['a day that does not exist', older, { CreatedDate: '02/30/2018 10:00:00 AM' }, /not a date/],
  ['an hour that does not exist', older, { CreatedDate: '02/03/2018 13:00:00 PM' }, /not a date/],
  ['the hour that was skipped in spring', older, { CreatedDate: '03/11/2018 02:30:00 AM' }, /not a date/],
  ['the date of the other dialect', older, { CreatedDate: '1/2/20 0:05' }, /not a date/],
  ['the date of the other dialect', newer, { createddate: '07/04/2018 12:05:30 AM' }, /not a date/],
  ['no date', newer, { createddate: '' }, /not a date/],
  ['no number', older, { SRNumber: ' ' }, /not the number/],
  ['a number with a space in it', older, { SRNumber: '9 100' }, /not the number/],
  ['no request', older, { RequestType: '' }, /does not say what is requested/],
];
for (const [what, cells, changes, reason] of bad)
  test(`a row with ${what} is refused`, () => {
    const mapped = map(cells, changes);
    assert.ok('refused' in mapped);
    assert.match(mapped.refused, reason);
  });

test('a header of something else is none of this preset', () => {
  for (const columns of [
    ['timestamp', 'comment-id', 'comment-body'],
    ['SRNumber', 'createddate', 'requesttype', 'requestsource'],
    [],
  ])
    assert.equal(la311.begin(columns, { fileName: 'x.csv' }), undefined);
});
