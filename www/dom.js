// The page's own handles; making elements is shared with the custom elements.

export { draw, make } from './pkg/elements/dom.js';

/** The element of that id. */
export const at = (id) => document.getElementById(id);

/** Scrolls to an element, without a ride for whoever wants no motion; `block` is where on the screen it goes. */
export function bring(element, block) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ behavior: still ? 'instant' : 'smooth', block });
}
