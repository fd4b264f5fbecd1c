import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toLogicalStyles } from './logical-styles.ts';

test('left and right become the beginning and the end of a line', () => {
  const told = [
    ['margin-left:2px', 'margin-inline-start:2px'],
    ['padding-right:0', 'padding-inline-end:0'],
    ['border-left-color:red', 'border-inline-start-color:red'],
    ['left:0', 'inset-inline-start:0'],
    ['text-align:right !important', 'text-align:end !important'],
    ['float:left', 'float:inline-start'],
    ['padding:1px 2px 3px 4px', 'padding-block:1px 3px;padding-inline:4px 2px'],
  ];
  for (const [physical, logical] of told) {
    assert.equal(toLogicalStyles(`a{color:red;${physical}}`), `a{color:red;${logical}}`);
    assert.equal(toLogicalStyles(`a{${physical};top:0}`), `a{${logical};top:0}`);
  }
});

test('what is the same on both sides, and what turns, stays as it is', () => {
  for (const css of [
    'a{padding:1px 2px 3px}',
    'a{border-width:0 0 5px 5px;transform:rotate(-45deg)}',
    'a{background:red no-repeat left}',
    'a{border-top-left-radius:2px}',
    '.left{top:0}',
  ])
    assert.equal(toLogicalStyles(css), css);
});
