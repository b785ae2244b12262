// One screen at a time: each is a function that fills the page and may return what to do when it is left.

import { at, make } from '../dom.js';

let render = null;
let leave = null;

/**
 * Shows a screen: `fill()` gives its elements, or {elements, leave}. It runs again when the language changes. The focus goes to its
 * heading; a screen that is only drawn anew leaves it where it was.
 */
export function show(name, fill) {
  const before = headed();
  render = fill;
  document.body.dataset.screen = name;
  redraw();
  const heading = at('screen').querySelector('h1');
  if (headed() === before && at('screen').contains(document.activeElement)) return;
  window.scrollTo(0, 0);
  heading?.focus({ preventScroll: true });
}

/** Which screen is shown, and what it says it is. */
const headed = () => `${shown()} ${at('screen').querySelector('h1')?.textContent}`;

/** Draws the screen anew, in the language of now. */
export function redraw() {
  leave?.();
  leave = null;
  if (!render) return;
  const { elements, leave: next } = asParts(render());
  leave = next ?? null;
  const focused = at('screen').contains(document.activeElement) && document.activeElement;
  at('screen').replaceChildren(...elements.filter((element) => element != null));
  at('screen').querySelector('h1')?.setAttribute('tabindex', '-1');
  if (focused) same(focused)?.focus({ preventScroll: true });
}

/** What stands where that stood before the screen was drawn anew. */
function same({ localName, id, dataset }) {
  if (localName === 'h1') return at('screen').querySelector('h1');
  const [mark] = Object.entries(dataset);
  const selector = id ? `#${CSS.escape(id)}` : mark && `${localName}[data-${mark[0]}="${CSS.escape(mark[1])}"]`;
  return selector ? at('screen').querySelector(`${selector}:not(:disabled)`) : null;
}

/** The name of the screen that is shown. */
export const shown = () => document.body.dataset.screen;

/** A button; `kind` is `primary`, `quiet` or nothing. */
export const button = (words, onclick, kind = '', attributes = {}) =>
  make('button', { type: 'button', class: kind || null, onclick, ...attributes }, words);

/** The button that leads back, as Escape does. */
export const back = (words, onclick) => button(words, onclick, 'quiet', { 'data-escape': '' });

document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && !document.querySelector('dialog[open]')) at('screen').querySelector('[data-escape]:enabled')?.click();
});

/** The row of buttons at a screen's end. */
export const actions = (...buttons) => make('div', { class: 'actions' }, ...buttons.filter(Boolean));

/** Says something to those who listen rather than look; again, if it is said again. */
export function say(words) {
  at('status').replaceChildren(make('span', {}, words));
}

const asParts = (given) => (Array.isArray(given) ? { elements: given } : given);
