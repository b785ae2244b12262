// The page's own handles; making elements is shared with the custom elements.

export { draw, make } from './pkg/elements/dom.js';

/** The element of that id. */
export const at = (id) => document.getElementById(id);
