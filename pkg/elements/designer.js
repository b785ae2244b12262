// <purlform-designer>: a garment on a body, its choices, its panels and charts, and what it costs.

import { PurlformElement, alone, engine } from './base.js';
import { control, showResolved } from './controls.js';
import { make } from './dom.js';
import { chartsOf } from './fabric.js';
import { grouped } from './groups.js';
import * as names from './names.js';
import { offerOf } from './offer.js';
import { panelsDrawing } from './panels.js';
import { money, priceOf } from './price.js';
import { noteText } from './said.js';
import { Scene } from './scene.js';
import { lengthWithUnit } from './units.js';
import { hasText } from './text.js';
import { TYPICAL, typicalBody } from './typical.js';

/** Changes closer together than that are one change (ms). */
const SETTLE_MS = 180;

export class PurlformDesigner extends PurlformElement {
  static observedAttributes = [...PurlformElement.observedAttributes, 'garment', 'offer', 'measurements-from', 'technician'];

  #chosen = { garment: null, yarn: 0, colour: 0, swatch: {}, parameters: {} };
  #garments = [];
  #machines = [];
  #offer;
  #person = null;
  #body = null;
  #made = {};
  #tab = 'worn';
  #run = 0;
  #timer;
  #scene;
  #fault = null;
  #ready;
  #seen;
  /** Whether this browser draws nothing in three dimensions. */
  #flat = false;
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
    this.#scene?.close();
    this.#scene = undefined;
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
    return [this.#yarn, this.#colour].map((of) => nameIn(of, this.language)).join(', ');
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
      this.#garments = garments.filter(({ name }) => !offer.garments || offer.garments.includes(name));
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
    this.#scene?.undress();
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
      const worn = (this.#body ??= this.#person ? engine().then((e) => e.body(person)) : typicalBody());
      // What was shown goes on being shown; nothing at all is worse than a garment whose stitches are still to come.
      const bare = !this.#made.pattern;
      if (bare) worn.then(({ mesh }) => !stale() && this.#worn?.showBody(mesh)).catch(() => {});
      const { pattern, programs } = await alone(async (e) => {
        if (stale()) return {};
        this.emit('stage', { stage: 'garment' });
        const pattern = await e.draft(design, person);
        if (!stale()) this.emit('stage', { stage: 'knit' });
        const knitted = e.knit(machine);
        if (bare) worn.then(({ mesh }) => !stale() && !this.#made.pattern && this.#wear(pattern, mesh, new Map(), look)).catch(() => {});
        return { pattern, programs: await knitted };
      });
      if (stale() || !pattern) return;
      const body = await worn;
      const charts = await chartsOf(programs);
      if (stale()) return;
      const price = priceOf(programs.summary, this.#offer, this.#yarn);
      this.#made = { garment, design, machine, pattern, programs, price, body, charts, person: this.#person };
      this.#fault = null;
      this.#show(look);
      this.#busy(false);
      this.emit('change', { design, price, summary: programs.summary });
    } catch (error) {
      if (!stale()) this.#fail(error);
    }
  }

  #fail(error) {
    this.#fault = error;
    this.#made = {};
    this.#body = this.#scene ? this.#body : null;
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
  #show(look) {
    const root = this.shadowRoot;
    this.internals.setFormValue(JSON.stringify(this.value));
    const { pattern, programs, price, body, charts } = this.#made;
    if (!pattern) return;
    this.#resolve(pattern);
    this.#wear(pattern, body.mesh, charts, look);
    const flat = root.querySelector('.flat');
    if (flat) flat.replaceChildren(...(this.#tab === 'panels' ? this.#panels(pattern) : this.#charts(programs)));
    root.querySelector('.price-holder')?.replaceChildren(this.#price(price, programs.summary));
    const said = this.t('ready', { name: names.named(this.#garment, this.language), price: money(price.total, price.currency, this.language) });
    root.querySelector('.said').textContent = said;
    root.querySelector('.fault-holder').replaceChildren();
  }

  /** The scene of the canvas, where that is shown. */
  get #worn() {
    const canvas = this.shadowRoot.querySelector('canvas');
    if (this.#tab !== 'worn' || !canvas || !this.isConnected) return null;
    try {
      return (this.#scene ??= new Scene(canvas));
    } catch {
      // Without a graphics context there are still panels, charts, a price and an order.
      this.#flat = true;
      this.#tab = 'panels';
      queueMicrotask(() => this.render());
      return null;
    }
  }

  #wear(pattern, mesh, charts, look) {
    const scene = this.#worn;
    if (!scene) return;
    scene.showBody(mesh);
    scene.dress(pattern, mesh, charts, this.value.gauge, this.#colour.hex);
    scene.canvas.dataset.worn = pattern.garment;
    if (look) scene.look('turned', 'garment');
  }

  draw() {
    const root = this.shadowRoot;
    const { language } = this;
    if (!this.#offer || !this.#garments.length) {
      root.replaceChildren(this.#fault ? this.faultBox(this.#fault, () => this.#start()) : make('p', { class: 'muted' }, this.t('starting')));
      return;
    }
    // The canvas survives, for the graphics context is dear.
    const canvas = root.querySelector('canvas') ?? make('canvas', { tabindex: '0', role: 'img' });
    canvas.setAttribute('aria-label', this.t('canvas'));
    const open = new Set([...root.querySelectorAll('details[open]')].map((d) => d.dataset.group));
    const focus = root.activeElement?.id;
    const garment = this.#garment;
    root.replaceChildren(
      make(
        'div',
        { class: 'designer', part: 'designer' },
        this.#stage(canvas),
        make(
          'div',
          { class: 'choices', part: 'choices' },
          make('div', { class: 'stack' }, make('h2', { part: 'title' }, names.named(garment, language)), make('p', { class: 'muted' }, names.about(garment, language))),
          make('div', { class: 'fault-holder' }, this.#fault ? this.faultBox(this.#fault) : null),
          this.hasAttribute('technician') ? null : make('div', { class: 'price-holder stale', part: 'price' }),
          ...this.#material(),
          ...this.#controls(garment, open),
        ),
        make('p', { class: 'said visually-hidden', role: 'status' }),
      ),
    );
    if (focus) root.getElementById(focus)?.focus();
    this.#busy(!this.#made.pattern && !this.#fault);
    this.#show(false);
  }

  #stage(canvas) {
    const tabs = (this.#flat ? ['panels', 'chart'] : ['worn', 'panels', 'chart']).map((tab) => [tab, this.t(`tab_${tab}`)]);
    const looks = [
      ['front', false], ['side', false], ['back', false], ['close', true],
    ].map(([from]) => make('button', { type: 'button', onclick: () => this.#scene?.look(from === 'close' ? 'turned' : from, from === 'close' ? 'stitches' : 'garment') }, this.t(`view_${from}`)));
    const worn = this.#tab === 'worn';
    canvas.hidden = !worn;
    return make(
      'figure',
      { class: 'stage', part: 'stage' },
      make('div', { class: 'over' }, this.switches(this.t('show'), tabs, this.#tab, (tab) => ((this.#tab = tab), this.render())), make('span', { class: 'state' })),
      canvas,
      worn ? null : make('div', { class: 'flat stale', tabindex: '0', role: 'group', 'aria-label': this.t(`tab_${this.#tab}`) }),
      make('div', { class: 'under' }, worn ? make('div', { class: 'switch', role: 'group', 'aria-label': this.t('view') }, ...looks) : null),
    );
  }

  #material() {
    const { language } = this;
    const pick = (name, value, chosen, ...label) => {
      const input = make('input', { type: 'radio', name, value, checked: chosen, id: `${name}_${value}` });
      input.addEventListener('change', () => {
        this.#chosen[name] = value;
        if (name === 'yarn') [this.#chosen.colour, this.#chosen.swatch] = [0, {}];
        this.render();
        if (name === 'yarn' || this.value.parameters.yarns) this.#changed(0);
        else this.emit('change', { design: this.value, price: this.#made.price, summary: this.#made.programs?.summary });
      });
      return make('label', {}, input, ...label);
    };
    const { yarns } = this.#offer;
    const yarn = yarns.map((y, i) =>
      pick('yarn', i, i === this.#chosen.yarn, make('span', { class: 'card' }, make('strong', {}, nameIn(y, language)), make('span', { class: 'muted small' }, (language === 'zh' && y.about_zh) || y.about || ''))),
    );
    const colour = this.#yarn.colours.map((c, i) => {
      const dot = make('span', { class: 'dot' });
      dot.style.background = c.hex;
      return pick('colour', i, i === this.#chosen.colour, dot, make('span', { class: 'visually-hidden' }, nameIn(c, language)));
    });
    return [
      yarns.length > 1 ? make('fieldset', {}, make('legend', {}, this.t('yarn')), make('div', { class: 'yarns' }, ...yarn)) : null,
      make('fieldset', {}, make('legend', {}, `${this.t('colour')}: ${nameIn(this.#colour, language)}`), make('div', { class: 'swatches' }, ...colour)),
      this.hasAttribute('technician') ? this.#swatch() : null,
    ].filter(Boolean);
  }

  /** For technicians: any garment, machine and gauge. */
  #swatch() {
    const { machine, gauge } = this.#yarn;
    const select = (id, label, choices, chosen, take) => {
      const list = make('select', { id }, ...choices.map(([value, name]) => make('option', { value, selected: value === chosen }, name)));
      list.addEventListener('change', () => take(list.value));
      return make('div', { class: 'field' }, make('label', { for: id }, label), list);
    };
    const set = (swatch) => {
      const { machine, gauge } = this.#yarn;
      this.#chosen.swatch = { machine, gauge, ...swatch };
      this.#changed(0);
    };
    const count = (id) => {
      const input = make('input', { type: 'number', id, min: 5, max: 200, step: 'any', required: true, inputmode: 'decimal', value: gauge[id] });
      input.addEventListener('change', () => input.reportValidity() && set({ gauge: { ...this.#yarn.gauge, [id]: input.valueAsNumber } }));
      return make('div', { class: 'field' }, make('label', { for: id }, this.t(id)), input);
    };
    return make(
      'div',
      { class: 'card stack', part: 'swatch' },
      make(
        'div',
        { class: 'fields' },
        select('garment', this.t('garment'), this.#garments.map((g) => [g.name, names.named(g, this.language)]), this.#chosen.garment, (name) => this.setAttribute('garment', name)),
        select('machine', this.t('machine'), this.#machines.map((name) => [name, name]), machine, (name) => set({ machine: name })),
        count('wales_per_100mm'),
        count('courses_per_100mm'),
      ),
      make('p', { class: 'muted small' }, this.t('gauge_about')),
    );
  }

  #controls(garment, open) {
    const groups = grouped(garment.parameters);
    const first = groups.filter(([group]) => group === 'group_fit').flatMap(([, members]) => members);
    const others = groups.filter(([group]) => group !== 'group_fit');
    const changed = Object.keys(this.#chosen.parameters).length;
    return [
      ...first.map((p) => this.#control(p)),
      make(
        'div',
        { class: 'more' },
        make('div', { class: 'row apart' }, make('h3', {}, this.t('more')), changed ? make('button', { type: 'button', class: 'quiet', onclick: () => this.#reset() }, this.t('reset')) : null),
        make('p', { class: 'muted small' }, this.t('more_about')),
        ...others.map(([group, members]) =>
          make(
            'details',
            { class: 'group', 'data-group': group, open: open.has(group) },
            make('summary', {}, hasText(group) ? this.t(group) : names.words(group.replace('group_', ''))),
            ...members.map((p) => this.#control(p)),
          ),
        ),
      ),
    ];
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

  #control(parameter) {
    const { name } = parameter;
    return control(this, parameter, this.#chosen.parameters[name], (value, redraw) => this.#set(name, value, redraw));
  }

  /** Puts what the parameters came to where nobody set them. */
  #resolve(pattern) {
    for (const { name, value } of pattern.parameters) {
      const parameter = this.#garment.parameters.find((row) => row.name === name);
      if (parameter && !(name in this.#chosen.parameters)) showResolved(this, this.shadowRoot, parameter, value);
    }
  }

  #price(price, summary) {
    const { language } = this;
    const amount = (value) => money(value, price.currency, language);
    const { totals } = summary;
    const facts = this.t('facts', { stitches: totals.stitches.toLocaleString(), grams: totals.yarn_g.toFixed(0), minutes: totals.minutes.toFixed(0) });
    const line = ({ id, amount: of, grams, minutes }) => [
      make('dt', {}, this.t(`price_${id}`, { grams: grams?.toFixed(0), minutes: minutes?.toFixed(0) })),
      make('dd', {}, amount(of)),
    ];
    return make(
      'div',
      { class: 'stack' },
      make('div', { class: 'price' }, make('strong', {}, amount(price.total)), make('span', { class: 'muted small' }, facts)),
      make(
        'details',
        { class: 'plain', 'data-group': 'price' },
        make('summary', {}, this.t('price_how')),
        make(
          'dl',
          { class: 'lines' },
          ...price.lines.flatMap(line),
          make('dt', { class: 'sum' }, this.t('price_total')),
          make('dd', { class: 'sum' }, amount(price.total)),
          ...(price.tax ? [make('dt', {}, this.t('price_tax')), make('dd', {}, amount(price.tax))] : []),
        ),
      ),
    );
  }

  #panels(pattern) {
    const flat = this.shadowRoot.querySelector('.flat');
    const inner = Math.max(240, flat.clientWidth - 40);
    const drawing = panelsDrawing(pattern, inner, { label: this.t('panels_label'), name: (name) => names.panel(name, this.language) });
    const notes = pattern.notes.map((note) => make('li', {}, noteText(note, this.language)));
    if (pattern.assumed.length && this.hasAttribute('technician')) {
      const say = (mm) => lengthWithUnit(mm, this.unit);
      const list = pattern.assumed.map((a) => `${names.measurement(a, this.language)} ${say(a.value_mm)} ± ${say(a.sigma_mm)}`).join(', ');
      notes.push(make('li', {}, this.t('assumed', { list })));
    }
    return [make('div', { class: 'panels' }, drawing), notes.length ? make('ul', { class: 'notes' }, ...notes) : ''];
  }

  #charts({ summary, files }) {
    const figures = summary.panels.map((panel) => {
      const file = files.find(({ name }) => name === `${panel.name}.png`);
      if (!file) return '';
      const name = names.panel(panel.name, this.language);
      const address = URL.createObjectURL(new Blob([file.bytes], { type: 'image/png' }));
      const image = make('img', { src: address, alt: this.t('chart_of', { name }), onload: () => URL.revokeObjectURL(address) });
      return make(
        'figure',
        {},
        make('div', { class: 'frame' }, image),
        make('figcaption', {}, make('strong', {}, name), make('br'), make('span', { class: 'muted' }, `${this.t('stitches', { wales: panel.wales, courses: panel.courses })} · ${lengthWithUnit(panel.width_mm, this.unit)} × ${lengthWithUnit(panel.height_mm, this.unit)}`)),
      );
    });
    return [make('p', { class: 'muted small' }, this.t('chart_about')), make('div', { class: 'charts' }, ...figures)];
  }
}

const nameIn = ({ name, name_zh }, language) => (language === 'zh' && name_zh) || name;
