// What all elements share: a shadow tree in the shop's language and unit, a value that a form posts, one engine a page.

import { workerDied } from '../error.js';
import { Purlform } from '../index.js';
import { make } from './dom.js';
import { SHEET } from './style.js';
import { dismiss } from './tailor.js';
import { KNOWN } from './units.js';
import { errorDetail, errorText, readable, text } from './words/index.js';

let opened;
let busy = Promise.resolve();

/** The page's engine, opened when it is first needed. */
export function engine() {
  opened ??= open().catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function open() {
  const network = document.querySelector('purlform-scan[network]')?.getAttribute('network') ?? undefined;
  return Purlform.open({ network });
}

/** Ends the page's engine, and the tailor, with all that they know of a person; the next call opens others. */
export function retire() {
  opened?.then((purlform) => purlform.close()).catch(() => {});
  opened = undefined;
  dismiss();
}

/**
 * Runs calls that build on each other without another's in between: `work` gets the engine. Should its worker die over them, they
 * are done once more from their start by another.
 */
export function alone(work) {
  const run = async () => work(await engine());
  const turn = busy.then(() => run().catch((error) => (workerDied(error) ? run() : Promise.reject(error))));
  busy = turn.catch(() => {});
  return turn;
}

/**
 * Measures a capture: `add(engine)` adds its views, `signal` ends it, `onProgress` hears of the fit. The module keeps photos without a
 * plate until a body is fitted; where none is, it is told to begin anew, and lets them go.
 */
export function scanned({ rig, subject, signal, onProgress }, add) {
  return alone(async (e) => {
    await e.rig(rig, subject, { signal });
    try {
      await add(e);
      const fit = await e.fit({ signal, onProgress });
      return { fit, measurements: await e.measure(undefined, { signal }) };
    } catch (error) {
      if (!workerDied(error)) await e.rig(rig, subject).catch(() => {});
      throw error;
    }
  });
}

/** An element with a shadow tree, a language (`lang`), a unit (`unit`) and a place in forms. */
export class PurlformElement extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ['lang', 'unit'];
  #observer;
  #drawing = false;
  #again = false;
  /** Stands through every drawing: what is put into the page together with its words is not read out. */
  #aloud = make('p', { class: 'visually-hidden', role: 'status' });
  /** All elements of a page speak of lengths in one unit. */
  #follow = ({ detail }) => {
    if (this.unit !== detail.unit) this.unit = detail.unit;
  };

  constructor() {
    super();
    this.internals = this.attachInternals();
    this.attachShadow({ mode: 'open', delegatesFocus: true }).adoptedStyleSheets = [SHEET];
    this.shadowRoot.append(this.#aloud);
  }

  connectedCallback() {
    this.#observer = new MutationObserver(() => this.render());
    this.#observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
    document.addEventListener('unit', this.#follow);
    this.render();
  }

  disconnectedCallback() {
    this.#observer?.disconnect();
    document.removeEventListener('unit', this.#follow);
  }

  attributeChangedCallback(name, before, now) {
    if (before !== now && this.isConnected) this.render();
  }

  /** In a disabled fieldset, or disabled itself, an element is posted by no form and touched by nobody. */
  formDisabledCallback(disabled) {
    this.inert = disabled;
  }

  /** What a form posts. A browser keeps none of it with a page that was left: it is a person's measurements. */
  posts(value) {
    this.internals.setFormValue(value === null ? null : JSON.stringify(value), null);
  }

  /** `en` or `zh`: the element's own, the page's, or the browser's. */
  get language() {
    const said = this.closest('[lang]')?.lang || navigator.language;
    return said.startsWith('zh') ? 'zh' : 'en';
  }

  /** `cm`, `in` or `mm`. */
  get unit() {
    const said = this.getAttribute('unit');
    return KNOWN.includes(said) ? said : 'cm';
  }

  set unit(unit) {
    this.setAttribute('unit', unit);
  }

  get form() {
    return this.internals.form;
  }

  get name() {
    return this.getAttribute('name');
  }

  get validity() {
    return this.internals.validity;
  }

  get validationMessage() {
    return this.internals.validationMessage;
  }

  checkValidity() {
    return this.internals.checkValidity();
  }

  reportValidity() {
    return this.internals.reportValidity();
  }

  /** Puts these into the element instead of what was there. */
  fill(...parts) {
    for (const part of [...this.shadowRoot.children]) if (part !== this.#aloud) part.remove();
    this.shadowRoot.prepend(...parts);
  }

  /** Tells whoever listens rather than looks, once. */
  say(words) {
    if (this.#aloud.textContent !== words) this.#aloud.textContent = words;
  }

  /** Draws the element anew. A field that goes while it is typed in tells of its change only then: that waits its turn. */
  render() {
    if (this.#drawing) {
      this.#again = true;
      return;
    }
    this.#drawing = true;
    const focus = this.#focus();
    try {
      this.draw();
    } finally {
      this.#drawing = false;
    }
    if (focus && !this.shadowRoot.activeElement) {
      const same = this.shadowRoot.querySelector(focus);
      const again = same && !same.disabled ? same : this.shadowRoot.querySelector('[data-arrive]');
      again?.focus({ preventScroll: true });
    }
    if (!this.#again) return;
    this.#again = false;
    queueMicrotask(() => this.render());
  }

  /** Selects what has the focus, to find it again in the next drawing; what is gone or disabled by then leaves it to `data-arrive`. */
  #focus() {
    const now = this.shadowRoot.activeElement;
    if (!now) return null;
    if (now.id) return `#${CSS.escape(now.id)}`;
    const group = now.localName === 'summary' && now.parentElement.dataset.group;
    if (group) return `[data-group="${CSS.escape(group)}"] > summary`;
    const mark = ['data-value', 'data-action', 'data-look'].find((name) => now.hasAttribute(name));
    return mark ? `${now.localName}[${mark}="${CSS.escape(now.getAttribute(mark))}"]` : '[data-arrive]';
  }

  /** A text in this element's language. */
  t(key, values) {
    return text(key, this.language, values);
  }

  /** The other element that this one works with: the one that `attribute` names, or the first of the form or page. */
  partner(attribute, tag) {
    const id = this.getAttribute(attribute);
    if (id) return this.getRootNode().getElementById?.(id) ?? document.getElementById(id);
    return (this.closest('form') ?? document).querySelector(tag) ?? document.querySelector(tag);
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** A message of an error with what to do about it. */
  faultBox(error, retry) {
    return make(
      'div',
      { class: 'fault', part: 'fault', role: 'alert' },
      make('strong', {}, readable(errorText(error, this.language), this.unit) || this.t('fault')),
      ...errorDetail(error, this.language).map((words) => make('p', {}, readable(words, this.unit))),
      retry ? make('button', { type: 'button', onclick: retry }, this.t('retry')) : null,
    );
  }

  /** Says below a field, and aloud, why what was typed cannot be taken. */
  refuse(input, words) {
    const id = `${input.id}_wrong`;
    const holder = input.closest('.field, td');
    const hint = holder.querySelector(`#${id}`) ?? make('p', { class: 'hint bad', id });
    hint.textContent = words;
    holder.append(hint);
    input.setAttribute('aria-invalid', 'true');
    const described = input.getAttribute('aria-describedby')?.split(' ') ?? [];
    input.setAttribute('aria-describedby', [...new Set([...described, id])].join(' '));
    this.say(words);
  }

  /** How far something has come, and a button that gives it up. */
  progress(words, fraction, stop) {
    this.say(words);
    const bar = make('progress', { max: 1, 'aria-label': words });
    bar.value = fraction;
    return make('div', { class: 'stack' }, make('p', { 'aria-hidden': 'true' }, words), bar, make('div', { class: 'row' }, make('button', { type: 'button', class: 'quiet', 'data-action': 'cancel', 'data-arrive': '', onclick: stop }, this.t('cancel'))));
  }

  /** Switches of one choice of a few: [[value, label]]. */
  switches(label, choices, chosen, choose) {
    const button = ([value, name]) =>
      make('button', { type: 'button', 'aria-pressed': String(value === chosen), 'data-value': value, onclick: () => choose(value) }, name);
    return make('div', { class: 'switch', part: 'switch', role: 'group', 'aria-label': label }, ...choices.map(button));
  }
}
