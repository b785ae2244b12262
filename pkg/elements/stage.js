// Where a garment is looked at: worn by a body, as panels, as stitch charts. One of them is shown at a time.

import { make } from './dom.js';
import { panelsDrawing } from './panels.js';
import { Scene } from './scene.js';
import { lengthWithUnit } from './units.js';
import { names, noteText } from './words/index.js';

/** Where the buttons look from, and at what. */
const LOOKS = { front: ['front', 'garment'], side: ['side', 'garment'], back: ['back', 'garment'], close: ['turned', 'stitches'] };

/** The stage of a `host` that has `t`, `language`, `unit`, `switches`, `render` to draw all anew, and that is the element in the page. */
export class Stage {
  #host;
  #tab = 'worn';
  #scene;
  // It survives every drawing, for a graphics context is dear.
  #canvas = make('canvas', { tabindex: '0', role: 'img' });
  #flat = make('div', { class: 'flat stale', tabindex: '0', role: 'group' });
  /** Whether this browser draws nothing in three dimensions. */
  #blind = false;

  constructor(host) {
    this.#host = host;
  }

  render() {
    const { t } = this;
    const worn = this.#tab === 'worn';
    const tabs = (this.#blind ? ['panels', 'chart'] : ['worn', 'panels', 'chart']).map((tab) => [tab, t(`tab_${tab}`)]);
    const choose = (tab) => {
      this.#tab = tab;
      this.#host.render();
    };
    const looks = Object.entries(LOOKS).map(([name, to]) => make('button', { type: 'button', 'data-look': name, onclick: () => this.#scene?.look(...to) }, t(`view_${name}`)));
    this.#canvas.setAttribute('aria-label', t('canvas'));
    this.#flat.setAttribute('aria-label', t(`tab_${this.#tab}`));
    return make(
      'figure',
      { class: 'stage', part: 'stage' },
      make('div', { class: 'over' }, this.#host.switches(t('show'), tabs, this.#tab, choose), make('span', { class: 'state' })),
      worn ? this.#canvas : this.#flat,
      make('div', { class: 'under' }, worn ? make('div', { class: 'switch', role: 'group', 'aria-label': t('view') }, ...looks) : null),
    );
  }

  /** Shows a body that wears nothing, or goes on wearing what it wore. */
  body(mesh) {
    this.#worn?.showBody(mesh);
  }

  /** Shows what a body wears: {pattern, mesh, cloths, charts, gauge, colour}; `look` turns the view to it. */
  wear({ pattern, mesh, cloths, charts, gauge, colour }, look) {
    const scene = this.#worn;
    if (!scene) return;
    scene.showBody(mesh);
    scene.dress(pattern, cloths, charts, gauge, colour);
    this.#canvas.dataset.worn = pattern.garment;
    if (look) scene.look('turned', 'garment');
  }

  /** Shows panels or charts, if it is they that are looked at; `technical` tells all that was assumed. */
  lay(pattern, programs, technical) {
    if (this.#tab === 'worn') return;
    this.#flat.replaceChildren(...(this.#tab === 'panels' ? this.#panels(pattern, technical) : this.#charts(programs)));
  }

  undress() {
    this.#scene?.undress();
  }

  /** Lets the graphics context go. */
  close() {
    this.#scene?.close();
    this.#scene = undefined;
  }

  get t() {
    return (key, values) => this.#host.t(key, values);
  }

  /** The scene, where it is looked at. */
  get #worn() {
    if (this.#tab !== 'worn' || !this.#canvas.isConnected) return null;
    this.#scene ??= Scene.on(this.#canvas);
    if (!this.#scene) {
      // Without a graphics context there are still panels, charts, a price and an order.
      [this.#blind, this.#tab] = [true, 'panels'];
      queueMicrotask(() => this.#host.render());
    }
    return this.#scene;
  }

  #panels(pattern, technical) {
    const { t } = this;
    const { language, unit } = this.#host;
    const inner = Math.max(240, this.#flat.clientWidth - 40);
    const drawing = panelsDrawing(pattern, inner, { label: t('panels_label'), name: (name) => names.panel(name, language), unit });
    const notes = pattern.notes.map((note) => make('li', {}, noteText(note, language)));
    if (pattern.assumed.length && technical) {
      const say = (mm) => lengthWithUnit(mm, unit);
      const list = pattern.assumed.map((a) => `${names.measurement(a, language)} ${say(a.value_mm)} ± ${say(a.sigma_mm)}`).join(t('comma'));
      notes.push(make('li', {}, t('assumed', { list })));
    }
    return [make('div', { class: 'panels' }, drawing), notes.length ? make('ul', { class: 'notes' }, ...notes) : ''];
  }

  #charts({ summary, files }) {
    const { t } = this;
    const { language, unit } = this.#host;
    const figures = summary.panels.map((panel) => {
      const file = files.find(({ name }) => name === `${panel.name}.png`);
      if (!file) return '';
      const name = names.panel(panel.name, language);
      const address = URL.createObjectURL(new Blob([file.bytes], { type: 'image/png' }));
      const image = make('img', { src: address, alt: t('chart_of', { name }), onload: () => URL.revokeObjectURL(address) });
      const size = `${lengthWithUnit(panel.width_mm, unit)} × ${lengthWithUnit(panel.height_mm, unit)}`;
      return make(
        'figure',
        {},
        make('div', { class: 'frame' }, image),
        make('figcaption', {}, make('strong', {}, name), make('br'), make('span', { class: 'muted' }, `${t('stitches', { wales: panel.wales, courses: panel.courses })} · ${size}`)),
      );
    });
    return [make('p', { class: 'muted small' }, t('chart_about')), make('div', { class: 'charts' }, ...figures)];
  }
}
