// <purlform-order>: what is bought, for whom it fits, what must be checked first; its value is the order's JSON.

import { PurlformElement, alone } from './base.js';
import { make } from './dom.js';
import { save } from './files.js';
import { tapeChecks } from './person.js';
import { money } from './price.js';
import { deviceKey } from './signer.js';
import { length, lengthWithUnit, parseLength } from './units.js';
import { names } from './words/index.js';

export class PurlformOrder extends PurlformElement {
  static observedAttributes = [...PurlformElement.observedAttributes, 'designer', 'scan', 'order-id', 'signed'];

  #checks = [];
  #placed = false;
  /** What the module made of the order: {key, order} once it is knitted and packed, {key, error} where it cannot be. */
  #sealed = null;
  #sealing = null;
  #id = null;
  #key = null;
  #update = (event) => event.target.localName?.startsWith('purlform-') && event.target !== this && this.#changed();

  connectedCallback() {
    super.connectedCallback();
    for (const event of ['change', 'measured', 'fault']) document.addEventListener(event, this.#update);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const event of ['change', 'measured', 'fault']) document.removeEventListener(event, this.#update);
  }

  /** The order, as order.json of its package holds it; null while something is missing. */
  get value() {
    const wanted = this.#wanted;
    return (wanted && this.#sealed?.key === wanted.key && this.#sealed.order?.manifest) || null;
  }

  /** Signs the orders: a pair of Ed25519 keys of WebCrypto. */
  get key() {
    return this.#key;
  }

  set key(pair) {
    this.#key = pair;
    this.#sealed = this.#sealing = null;
    if (this.isConnected) this.render();
  }

  /** What is asked of the module once nothing is missing. */
  get #wanted() {
    const designer = this.#designer;
    const { made, measurements } = designer ?? {};
    if (!made?.pattern || !made.person || made.person !== measurements || this.#checks.length) return null;
    this.#id ??= this.getAttribute('order-id') ?? newId();
    const { currency, total } = made.price;
    const sale = { material: designer.material, price: { currency, total: round(total) } };
    const request = { order: this.#id, measurements: made.person, design: made.design, machine: made.machine, ...sale };
    return { request, key: JSON.stringify(request) };
  }

  /** Has the module knit and pack what is wanted, for its checksums and its signature. */
  async #seal({ request, key }) {
    this.#sealing = key;
    let sealed;
    try {
      const pair = this.#key ?? (this.hasAttribute('signed') ? await deviceKey() : null);
      sealed = { key, order: await alone((e) => e.order({ ...request, key: pair })) };
    } catch (error) {
      sealed = { key, error };
    }
    if (this.#sealing !== key) return;
    [this.#sealed, this.#sealing] = [sealed, null];
    this.render();
    if (sealed.order) this.emit('sealed', { order: this.value });
  }

  /** Girths that a tape must check before this can be ordered. */
  get checks() {
    return structuredClone(this.#checks);
  }

  get #designer() {
    return this.partner('designer', 'purlform-designer');
  }

  get #scan() {
    return this.partner('scan', 'purlform-scan');
  }

  #changed() {
    this.#placed = false;
    this.render();
  }

  #recheck() {
    const { made, measurements } = this.#designer ?? {};
    this.#checks = [];
    if (!made?.pattern || !measurements || made.person !== measurements) return;
    const taped = new Set(Object.keys(this.#scan?.person.tape ?? {}));
    this.#checks = tapeChecks(made.garment, made.pattern, measurements.measurements).filter(({ id }) => !taped.has(id));
  }

  draw() {
    this.#recheck();
    const wanted = this.#wanted;
    if (wanted && this.#sealed?.key !== wanted.key && this.#sealing !== wanted.key) this.#seal(wanted);
    const { t, language } = { t: (key, values) => this.t(key, values), language: this.language };
    const designer = this.#designer;
    const { made } = designer ?? {};
    const { value } = this;
    const sealing = Boolean(wanted) && this.#sealing === wanted.key;
    const lacking = !made?.pattern ? t('order_empty') : !designer.measurements ? t('order_needs') : '';
    const list = this.#checks.map(({ id }) => names.measurement({ id }, language)).join(t('comma'));
    this.posts(value);
    const button = make('button', { type: 'button', class: 'primary', 'data-action': 'place', 'aria-disabled': value ? null : 'true', onclick: () => this.#place() }, t('order_place'));
    if (value) this.internals.setValidity({});
    this.fill(
      make(
        'div',
        { class: 'card stack', part: 'order', tabindex: '-1' },
        make('h2', { part: 'title' }, t('order_title')),
        lacking ? make('p', { class: 'muted' }, lacking) : this.#summary(made),
        this.#checks.length ? this.#tapeCheck() : null,
        this.#sealed?.error && !sealing ? this.faultBox(this.#sealed.error) : null,
        sealing ? make('p', { class: 'muted' }, t('order_sealing')) : null,
        lacking ? null : make('p', { class: 'muted small' }, [t('order_proven'), t('order_private')].join(language === 'zh' ? '' : ' ')),
        this.form?.querySelector('[type=submit], button:not([type])') ? null : make('div', { class: 'row' }, button),
        this.#placed ? this.#taken() : null,
      ),
    );
    this.say(this.#placed ? t('order_placed', { id: this.#id }) : sealing ? t('order_sealing') : this.#checks.length ? t('check_missing', { list }) : '');
    if (!value) this.internals.setValidity({ customError: true }, lacking || (this.#checks.length ? t('check_missing', { list }) : t('order_sealing')), this.shadowRoot.querySelector('input') ?? (button.isConnected ? button : this.shadowRoot.querySelector('.card')));
  }

  #summary({ garment, price, programs }) {
    const { language } = this;
    const { totals } = programs.summary;
    return make(
      'div',
      { class: 'row apart' },
      make(
        'div',
        {},
        make('strong', {}, names.named(garment, language)),
        make('p', { class: 'muted' }, `${this.#designer.materialName} · ${this.t('order_facts', { grams: totals.yarn_g.toFixed(0), panels: totals.panels })}`),
      ),
      make('strong', { class: 'total' }, money(price.total, price.currency, language)),
    );
  }

  #tapeCheck() {
    const { unit, language } = this;
    const fields = this.#checks.map(({ id, value_mm, sigma_mm, tolerance_mm }) => {
      const name = names.measurement({ id }, language);
      const input = make('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', id: `check_${id}`, placeholder: length(value_mm, unit), 'aria-describedby': `why_${id}` });
      const apply = () => {
        const mm = parseLength(input.value, unit);
        if (mm == null) return input.value.trim() && this.refuse(input, this.t('not_a_length', { value: input.value.trim() }));
        this.#scan?.tape(id, mm);
      };
      input.addEventListener('change', apply);
      const why = { name, value: lengthWithUnit(value_mm, unit), two_sigma: lengthWithUnit(2 * sigma_mm, unit), tolerance: lengthWithUnit(tolerance_mm, unit) };
      return make(
        'div',
        { class: 'field' },
        make('label', { for: `check_${id}` }, name),
        make('div', { class: 'with' }, input, make('span', { 'aria-hidden': 'true' }, unit)),
        make('p', { class: 'hint', id: `why_${id}` }, this.t('check_one', why)),
      );
    });
    return make(
      'div',
      { class: 'stack', part: 'tape-check' },
      make('div', { class: 'note' }, make('strong', {}, this.t('check_title')), make('p', {}, this.t('check_about'))),
      make('div', { class: 'fields' }, ...fields),
    );
  }

  #place() {
    const order = this.value;
    if (!order) return this.reportValidity();
    this.#placed = true;
    this.render();
    const { manifest, package: file } = this.#sealed.order;
    this.emit('order', { order, manifest, package: file });
    this.form?.requestSubmit();
  }

  #taken() {
    const json = () => save(`${this.#id}.json`, new Blob([JSON.stringify(this.value, null, 1)], { type: 'application/json' }));
    const { package: file } = this.#sealed.order;
    return make(
      'div',
      { class: 'stack' },
      make('p', { class: 'private' }, this.t('order_placed', { id: this.#id })),
      make(
        'div',
        { class: 'row' },
        make('button', { type: 'button', 'data-action': 'json', onclick: json }, this.t('order_json')),
        make('button', { type: 'button', 'data-action': 'package', onclick: () => save(file.name, new Blob([file.bytes], { type: 'application/zip' })) }, this.t('order_package')),
      ),
    );
  }
}

const round = (amount) => Math.round(amount * 100) / 100;

/** Short, without letters that are mistaken for one another. */
function newId() {
  const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
  return `P-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => letters[byte % letters.length]).join('')}`;
}
