// One screen at a time: each is a function that fills the page and may return what to do when it is left.

import { at, make } from '../dom.js';

let render = null;
let leave = null;

/** Shows a screen: `fill()` gives its elements, or {elements, leave}. It runs again when the language changes. */
export function show(name, fill) {
  render = fill;
  document.body.dataset.screen = name;
  redraw();
  at('screen').scrollTo?.(0, 0);
  window.scrollTo(0, 0);
  const heading = at('screen').querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

/** Draws the screen anew, in the language of now. */
export function redraw() {
  leave?.();
  leave = null;
  if (!render) return;
  const { elements, leave: next } = asParts(render());
  leave = next ?? null;
  at('screen').replaceChildren(...elements.filter((element) => element != null));
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

/** Says something to those who listen rather than look. */
export function say(words) {
  at('status').textContent = words;
}

const asParts = (given) => (Array.isArray(given) ? { elements: given } : given);
