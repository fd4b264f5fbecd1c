import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawBars, drawColumns, mirror } from './charts.ts';

test('mirrored, everything stands as far from the right as it stood from the left', () => {
  const parts = [
    { value: 3, tone: 'alarm' },
    { value: 1, tone: 'main' },
  ] as const;
  const chart = drawBars([{ label: 'a', words: '4', parts }], String);
  const places = ({ rows, ticks }: typeof chart) => [
    rows[0]?.rects.map(({ x, width }) => [x, width]),
    [ticks[0], ticks.at(-1)].map((tick) => [tick?.text, tick?.x, tick?.anchor]),
  ];
  assert.deepEqual(places(chart), [
    [
      ['0%', '75%'],
      ['75%', '25%'],
    ],
    [
      ['0', '0%', 'start'],
      ['4', '100%', 'end'],
    ],
  ]);
  assert.deepEqual(places(mirror(chart)), [
    [
      ['25%', '75%'],
      ['0%', '25%'],
    ],
    [
      ['0', '100%', 'end'],
      ['4', '0%', 'start'],
    ],
  ]);
  const counted = { entries: [], count: 1 };
  const classes = [
    { fromDays: 0, untilDays: 1, ...counted },
    { fromDays: 1, untilDays: null, ...counted },
  ];
  const columns = drawColumns({ count: 2, marks: null, classes }, String);
  const [left, right] = columns.columns;
  const [first, second] = mirror(columns).columns;
  assert.deepEqual([first?.x, first?.middle, second?.x], [right?.x, right?.middle, left?.x]);
  assert.deepEqual(mirror(mirror(chart)), chart);
});
