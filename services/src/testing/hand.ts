/** How somebody works a page: with a mouse, or with nothing but a keyboard. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';

export interface Hand {
  /** Follows a link, presses a button, opens or shuts a fold. */
  press(target: Locator): Promise<void>;
  /** In place of what stood there. */
  write(field: Locator, text: string): Promise<void>;
  choose(list: Locator, option: string): Promise<void>;
  /** @param one of several radio buttons of one question */
  mark(one: Locator): Promise<void>;
  give(field: Locator, file: string): Promise<void>;
}

export const mouse: Hand = {
  press: (target) => target.click(),
  write: (field, text) => field.fill(text),
  async choose(list, option) {
    await list.selectOption(option);
  },
  mark: (one) => one.check(),
  give: (field, file) => field.setInputFiles(file),
};

/** More than any page here has to stop at. */
const MAX_STOPS = 300;

/** Tab, Shift and Tab, Enter, Space, arrows and letters; wherever it stops, that must be seen. */
export const keyboard: Hand = {
  async press(target) {
    await reach(target);
    await target.page().keyboard.press('Enter');
  },
  async write(field, text) {
    await reach(field);
    const { keyboard: keys } = field.page();
    await keys.press('ControlOrMeta+a');
    await keys.press('Delete');
    await keys.type(text);
    assert.equal(await field.inputValue(), text);
  },
  async choose(list, option) {
    await reach(list);
    await list.page().keyboard.type(option);
    assert.equal((await list.locator('option:checked').innerText()).trim(), option);
  },
  async mark(one) {
    await reach(one);
    const { keyboard: keys } = one.page();
    if (!(await one.isChecked())) await keys.press('Space');
    for (let tries = 0; !(await one.isChecked()); tries++) {
      assert.ok(tries < MAX_STOPS, 'no arrow leads to this choice');
      await keys.press('ArrowDown');
    }
  },
  async give(field, file) {
    const page = field.page();
    // Waited for in good time: without somebody who waits, the browser shows a dialog of its own.
    const opened = reach(field).then(() => page.keyboard.press('Space'));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), opened]);
    await chooser.setFiles(file);
  },
};

/** Of several radio buttons the keyboard stops at one; arrows do the rest. */
async function reach(target: Locator): Promise<void> {
  await target.waitFor();
  const page = target.page();
  const looks = await target.evaluate(looksOf);
  let stops = 0;
  for (let where = await target.evaluate(whereFocusIs); where !== 'here'; where = await target.evaluate(whereFocusIs)) {
    assert.ok(stops < MAX_STOPS, `the keyboard does not come to ${String(target)}`);
    await page.keyboard.press(where === 'behind' ? 'Shift+Tab' : 'Tab');
    stops++;
  }
  if (stops === 0) return;
  const stop = (await target.getAttribute('type')) === 'radio' ? page.locator(':focus') : target;
  assert.notDeepEqual(await stop.evaluate(looksOf), looks, `where the focus is cannot be seen: ${String(target)}`);
}

/** In the browser. */
function whereFocusIs(target: Element): 'here' | 'before' | 'behind' {
  const focused = document.activeElement;
  if (focused === target) return 'here';
  const isRadio = target instanceof HTMLInputElement && focused instanceof HTMLInputElement && target.type === 'radio';
  if (isRadio && focused.type === 'radio' && focused.name === target.name && focused.form === target.form)
    return 'here';
  if (focused === null || focused === document.body) return 'before';
  return focused.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING ? 'behind' : 'before';
}

/** In the browser: all that can show the focus, of the element and of the label that stands for it. */
function looksOf(target: Element): readonly string[] {
  const labels = target instanceof HTMLInputElement ? [...(target.labels ?? [])] : [];
  return [target, ...labels].flatMap((element) =>
    [null, '::before', '::after'].map((part) => {
      const { outline, boxShadow, backgroundColor, borderColor, textDecoration } = getComputedStyle(element, part);
      return [outline, boxShadow, backgroundColor, borderColor, textDecoration].join(' | ');
    }),
  );
}
