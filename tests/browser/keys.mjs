// A page by keyboard: what has the focus, what Tab comes by, and how to get somewhere.
import assert from 'node:assert/strict';
import { PATIENCE } from './browser.mjs';

/** In the page: what has the focus, in shadow trees, too; and whether one sees that it has. */
function focused() {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  // What is drawn for a hidden field, such as a swatch's dot or a button about a choice of files, shows it instead.
  const shows = [at, at.nextElementSibling, at.closest('label')].filter(Boolean).some((part) => {
    const { outlineStyle, outlineWidth, visibility } = getComputedStyle(part);
    const { width, height } = part.getBoundingClientRect();
    return outlineStyle !== 'none' && parseFloat(outlineWidth) * part.currentCSSZoom > 1.9 && visibility === 'visible' && width > 1 && height > 1;
  });
  window.walked ??= new Map();
  if (!window.walked.has(at)) window.walked.set(at, window.walked.size);
  const mark = ['value', 'action', 'look', 'step', 'layout', 'clothing'].map((name) => at.dataset[name] && `[${name}=${at.dataset[name]}]`).find(Boolean);
  return { number: window.walked.get(at), name: `${at.localName}${at.id ? `#${at.id}` : (mark ?? '')} ${(at.textContent || at.getAttribute('aria-label') || '').trim().slice(0, 30)}`, shows, order: at.tabIndex };
}

/** Presses Tab through the whole page: each stop shows that it has the focus, none comes twice, and none keeps it. */
export async function walk(page, where) {
  await page.evaluate(() => (window.walked = new Map()));
  const stops = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focused);
    if (!stop || (stops.length && stop.number === 0)) break;
    assert.equal(stop.number, stops.length, `${where}: ${stop.name} again after ${stops.at(-1)?.name}`);
    assert.ok(stop.shows, `${where}: one does not see that ${stop.name} has the focus`);
    assert.equal(stop.order, 0, `${where}: ${stop.name} is out of turn`);
    stops.push(stop);
    assert.ok(stops.length < 400, where);
  }
  return stops.map(({ name }) => name);
}

/** Presses Tab until something of that name has the focus. */
export async function reach(page, name) {
  const passed = [];
  while (passed.length < 200) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focused);
    if (stop && name.test(stop.name)) return;
    passed.push(stop?.name);
  }
  assert.fail(`no ${name} among ${passed.join(', ')}`);
}

/** What has the focus. */
export const now = async (page) => (await page.evaluate(focused))?.name ?? 'nothing';

/** Waits until the focus has come to something of that name. */
export const arrives = async (page, name) => {
  const end = Date.now() + PATIENCE.timeout / 4;
  while (!name.test(await now(page))) {
    assert.ok(Date.now() < end, `the focus is on ${await now(page)} instead of ${name}`);
    await page.waitForTimeout(50);
  }
};

/** Goes to something of that name and presses Enter on it. */
export async function enter(page, name) {
  if (!name.test(await now(page))) await reach(page, name);
  await page.keyboard.press('Enter');
}

/** Goes to a field for files of that name, opens it, and chooses these. */
export async function choose(page, name, files) {
  const opens = page.waitForEvent('filechooser', PATIENCE);
  if (!name.test(await now(page))) await reach(page, name);
  await page.keyboard.press('Enter');
  await (await opens).setFiles(files);
}
