// <purlform-designer>: a garment on a body, its choices, its panels and charts, and what it costs.

import { workerDied } from '../error.js';
import { PurlformElement, alone, engine } from './base.js';
import { bill } from './bill.js';
import { materialChoices, parameterChoices, swatchChoices } from './choices.js';
import { showResolved } from './controls.js';
import { make } from './dom.js';
import { offerOf } from './offer.js';
import { money, priceOf } from './price.js';
import { Stage } from './stage.js';
import { chartsOf, clothsOf } from './tailor.js';
import { TYPICAL, typicalBody } from './typical.js';
import { names } from './words/index.js';

/** Changes closer together than that are one change (ms). */
const SETTLE_MS = 180;
/** What is worn before its stitches are known. */
const NO_CHARTS = new Map();

export class PurlformDesigner extends PurlformElement {
  static observedAttributes = [...PurlformElement.observedAttributes, 'garment', 'offer', 'measurements-from', 'technician'];

  #chosen = { garment: null, yarn: 0, colour: 0, swatch: {}, parameters: {} };
  #garments = [];
  #machines = [];
  #offer;
  #person = null;
  #body = null;
  #made = {};
  #run = 0;
  #timer;
  #stage = new Stage(this);
  #fault = null;
  #ready;
  #seen;
  /** Whether something changed while nobody could see it. */
  #waits = false;
  #heard = (event) => event.target === this.partner('measurements-from', 'purlform-scan') && this.#measured(event.target.value, event.target.mesh);

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('measured', this.#heard);
    this.#seen = new ResizeObserver(() => this.#waits && this.#visible && this.#dress(true));
    this.#seen.observe(this);
    this.#ready ??= this.#start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('measured', this.#heard);
    this.#seen.disconnect();
    this.#stage.close();
  }

  get #visible() {
    return this.getClientRects().length > 0;
  }

  attributeChangedCallback(name, before, now) {
    if (name === 'garment' && before !== now && this.#garments.length) return this.#choose(now);
    if (name === 'offer' && before !== now && this.#garments.length) return void this.#start();
    super.attributeChangedCallback(name, before, now);
  }

  /** The design as the module takes it, or null before it is known. */
  get value() {
    const { garment } = this.#chosen;
    if (!garment || !this.#yarn) return null;
    return { version: 1, garment, gauge: { ...this.#yarn.gauge }, parameters: { ...this.#chosen.parameters, ...this.#yarns() } };
  }

  /**
   * The yarn table, where a garment has one and knits in colours: the chosen colour is the ground, the others follow; without
   * others the shop's next colour.
   */
  #yarns() {
    const { yarns: others = [], ...rest } = this.#chosen.parameters;
    const coloured = others.length || rest.motif !== undefined || /jacquard/.test(rest.structure);
    if (!coloured || !this.#garment?.parameters.some(({ name }) => name === 'yarns')) return {};
    const entry = ({ name, hex }) => ({ name, colour: hex });
    const next = this.colours[(this.#chosen.colour + 1) % this.colours.length];
    return { yarns: [entry(this.#colour), ...(others.length ? others : [entry(next)])] };
  }

  /** Shows a design: {garment, parameters, yarn?, colour?} (ids and names of the offer); gauge and machine as a technician gives them. */
  set value(design) {
    const yarns = this.#offer?.yarns ?? [];
    const yarn = Math.max(0, yarns.findIndex(({ id }) => id === design.yarn));
    const colour = Math.max(0, (yarns[yarn]?.colours ?? []).findIndex(({ name }) => name === design.colour));
    const { yarns: table, ...parameters } = design.parameters ?? {};
    if (table?.length > 1) parameters.yarns = table.slice(1);
    const { gauge, machine } = this.hasAttribute('technician') ? design : {};
    this.#chosen = { garment: design.garment, yarn, colour, swatch: { ...(gauge ? { gauge } : {}), ...(machine ? { machine } : {}) }, parameters };
    this.render();
    this.#changed(0);
  }

  /** A reset form has the default design of its garment. */
  formResetCallback() {
    this.#reset();
  }

  /** The machine that the chosen yarn is knitted on. */
  get machine() {
    return this.#yarn?.machine;
  }

  /** The chosen yarn and colour. */
  get material() {
    const { id, name } = this.#yarn;
    const { name: colour, hex } = this.#colour;
    return { yarn: id, name, colour, hex };
  }

  /** The chosen yarn's colours: [{name, name_zh, hex}]. */
  get colours() {
    return this.#yarn?.colours ?? [];
  }

  /** The chosen yarn and colour in words. */
  get materialName() {
    return [this.#yarn, this.#colour].map((of) => names.inLanguage(of, this.language)).join(this.t('comma'));
  }

  /** What stands: {garment, pattern, programs, price, body}; empty while it is being made. */
  get made() {
    return this.#made;
  }

  /** The measurements that are drafted for; null for the typical person. */
  get measurements() {
    return this.#person;
  }

  set measurements(measurements) {
    this.#measured(measurements);
  }

  /** The garments of the module's table. */
  get garments() {
    return this.#garments;
  }

  /** The chosen yarn, on the machine and with the gauge that a technician gave it. */
  get #yarn() {
    const yarn = this.#offer?.yarns[this.#chosen.yarn];
    return yarn && { ...yarn, ...this.#chosen.swatch };
  }

  get #colour() {
    return this.#yarn.colours[this.#chosen.colour] ?? this.#yarn.colours[0];
  }

  get #garment() {
    return this.#garments.find(({ name }) => name === this.#chosen.garment);
  }

  async #start() {
    try {
      this.#fault = null;
      const asked = engine().then((e) => Promise.all([e.designs(), e.machines()]));
      const [offer, [garments, machines]] = await Promise.all([offerOf(this.getAttribute('offer')), asked]);
      [this.#offer, this.#machines] = [offer, machines];
      names.learn(garments);
      this.#garments = garments.filter(({ name }) => !offer.garments || offer.garments.includes(name));
      if (!this.#garments.length) throw new Error(this.t('no_garments'));
      const scan = this.partner('measurements-from', 'purlform-scan');
      this.#person = scan?.value ?? null;
      this.#body = scan?.mesh ? Promise.resolve({ mesh: scan.mesh }) : null;
      this.#chosen.garment ??= this.getAttribute('garment') ?? this.#garments[0].name;
      const named = offer.yarns.findIndex(({ id }) => id === this.getAttribute('yarn'));
      this.#chosen.yarn = named >= 0 ? named : Math.min(this.#chosen.yarn, offer.yarns.length - 1);
      this.render();
      this.emit('ready', { garments: this.#garments });
      await this.#dress(true);
    } catch (error) {
      this.#fail(error);
    }
  }

  #choose(garment) {
    if (!this.#garments.some(({ name }) => name === garment)) return;
    const { parameters } = this.#garments.find(({ name }) => name === garment);
    const fits = ([name, value]) => {
      const p = parameters.find((parameter) => parameter.name === name);
      if (!p || p.kind === 'choice') return p?.choices.includes(value);
      return !('min' in p) || (p.min <= value && value <= p.max);
    };
    this.#chosen = { ...this.#chosen, garment, parameters: Object.fromEntries(Object.entries(this.#chosen.parameters).filter(fits)) };
    this.#made = {};
    this.#stage.undress();
    this.render();
    this.#changed(0, true);
  }

  #measured(measurements, mesh) {
    this.#person = measurements;
    this.#body = mesh ? Promise.resolve({ mesh }) : null;
    this.#changed(0, true);
  }

  #changed(after = SETTLE_MS, look = false) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#dress(look), after);
  }

  /** Drafts, drapes, knits, prices what is chosen now. */
  async #dress(look = false) {
    const run = ++this.#run;
    const stale = () => run !== this.#run;
    const design = this.value;
    this.#waits = !this.#visible;
    if (!design || this.#waits) return;
    const person = this.#person ?? TYPICAL;
    const garment = this.#garment;
    const { machine } = this;
    this.#busy(true);
    try {
      const worn = (this.#body ??= this.#person ? alone((e) => e.body(person)) : typicalBody());
      worn.catch(() => this.#body === worn && (this.#body = null));
      // What was shown goes on being shown; nothing at all is worse than a garment whose stitches are still to come.
      const bare = !this.#made.pattern;
      if (bare) worn.then(({ mesh }) => !stale() && this.#stage.body(mesh)).catch(() => {});
      const { pattern, programs, cut } = await alone(async (e) => {
        if (stale()) return {};
        this.emit('stage', { stage: 'garment' });
        const pattern = await e.draft(design, person, { machine });
        if (!stale()) this.emit('stage', { stage: 'knit' });
        const knitted = e.knit(machine);
        const cut = worn.then(async ({ mesh }) => ({ mesh, cloths: await this.#cut(pattern, mesh) }));
        cut.then((worn) => bare && !stale() && !this.#made.pattern && this.#wear({ design, pattern, charts: NO_CHARTS, ...worn }, look)).catch(() => {});
        return { pattern, programs: await knitted, cut };
      });
      if (stale() || !pattern) return;
      const [body, { cloths }, charts] = await Promise.all([worn, cut, chartsOf(programs)]);
      if (stale()) return;
      const price = priceOf(programs.summary, this.#offer, this.#yarn);
      this.#made = { garment, design, machine, pattern, programs, price, body, cloths, charts, person: this.#person };
      this.#fault = null;
      this.#show(look);
      this.#busy(false);
      this.emit('change', { design, price, summary: programs.summary });
    } catch (error) {
      if (!stale()) this.#fail(error);
    }
  }

  /** What can be knitted can be ordered, even where it cannot be shown. */
  async #cut(pattern, mesh) {
    return clothsOf(pattern, mesh).catch((error) => {
      console.warn(pattern.garment, error.message);
      return [];
    });
  }

  #fail(error) {
    this.#fault = error;
    this.#made = {};
    this.#busy(false);
    this.render();
    this.emit('fault', { error });
  }

  #busy(on) {
    this.shadowRoot.querySelector('.designer')?.setAttribute('aria-busy', String(on));
    const state = this.shadowRoot.querySelector('.state');
    if (state) state.textContent = on ? this.t('working') : this.#person ? this.t('yours') : this.t('typical');
  }

  /** Draws what depends on the pattern. */
  #show(look, open = this.#open) {
    const root = this.shadowRoot;
    this.posts(this.value);
    const { pattern, programs, price, body } = this.#made;
    if (!pattern) return;
    this.#resolve(pattern);
    this.#wear({ ...this.#made, mesh: body.mesh }, look);
    this.#stage.lay(pattern, programs, this.hasAttribute('technician'));
    root.querySelector('.price-holder')?.replaceChildren(bill(this, price, programs.summary, open.has('price')));
    this.say(this.t('ready', { name: names.named(this.#garment, this.language), price: money(price.total, price.currency, this.language) }));
    root.querySelector('.fault-holder').replaceChildren();
  }

  #wear({ design, pattern, mesh, cloths, charts }, look) {
    this.#stage.wear({ pattern, mesh, cloths, charts, gauge: design.gauge, colour: this.#colour.hex }, look);
  }

  /** The groups that stand open. */
  get #open() {
    return new Set([...this.shadowRoot.querySelectorAll('details[open]')].map((d) => d.dataset.group));
  }

  draw() {
    const root = this.shadowRoot;
    const { language } = this;
    if (!this.#offer || !this.#garments.length) {
      this.fill(this.#fault ? this.faultBox(this.#fault, () => this.#start()) : make('p', { class: 'muted' }, this.t('starting')));
      return;
    }
    const open = this.#open;
    const garment = this.#garment;
    const technician = this.hasAttribute('technician');
    this.fill(
      make(
        'div',
        { class: 'designer', part: 'designer' },
        this.#stage.render(),
        make(
          'div',
          { class: 'choices', part: 'choices' },
          make('div', { class: 'stack' }, make('h2', { part: 'title' }, names.named(garment, language)), make('p', { class: 'muted' }, names.about(garment, language))),
          make('div', { class: 'fault-holder' }, this.#fault ? this.faultBox(this.#fault, workerDied(this.#fault) ? () => this.#changed(0) : null) : null),
          technician ? null : make('div', { class: 'price-holder stale', part: 'price' }),
          ...materialChoices(this, this.#offer.yarns, this.#chosen, (name, index) => this.#pick(name, index)),
          technician ? this.#swatch() : null,
          ...parameterChoices(this, garment, this.#chosen.parameters, open, { set: (...change) => this.#set(...change), reset: () => this.#reset() }),
        ),
      ),
    );
    this.#busy(!this.#made.pattern && !this.#fault);
    this.#show(false, open);
  }

  /** A yarn is knitted anew; a colour alone only where there are several. */
  #pick(name, index) {
    this.#chosen[name] = index;
    if (name === 'yarn') [this.#chosen.colour, this.#chosen.swatch] = [0, {}];
    this.render();
    if (name === 'yarn' || this.value.parameters.yarns) this.#changed(0);
    else this.emit('change', { design: this.value, price: this.#made.price, summary: this.#made.programs?.summary });
  }

  #swatch() {
    const { machine, gauge } = this.#yarn;
    const set = (change) => {
      const { machine, gauge } = this.#yarn;
      this.#chosen.swatch = { machine, ...change, gauge: { ...gauge, ...change.gauge } };
      this.#changed(0);
    };
    const now = { garments: this.#garments, machines: this.#machines, garment: this.#garment, machine, gauge };
    return swatchChoices(this, now, { wear: (name) => this.setAttribute('garment', name), set });
  }

  #reset() {
    this.#chosen.parameters = {};
    this.render();
    this.#changed(0);
  }

  #set(name, value, redraw) {
    if (value === undefined) delete this.#chosen.parameters[name];
    else this.#chosen.parameters[name] = value;
    if (redraw) this.render();
    this.#changed();
  }

  /** Puts what the parameters came to where nobody set them. */
  #resolve(pattern) {
    for (const { name, value } of pattern.parameters) {
      const parameter = this.#garment.parameters.find((row) => row.name === name);
      if (parameter && !(name in this.#chosen.parameters)) showResolved(this, this.shadowRoot, parameter, value);
    }
  }
}
