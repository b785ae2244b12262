// Pictures of garments for a catalogue, drawn by the designer's own renderer.

import { alone } from './base.js';
import { make } from './dom.js';
import { priceOf } from './price.js';
import { Scene } from './scene.js';
import { chartsOf, clothsOf } from './tailor.js';
import { TYPICAL, typicalBody } from './typical.js';

const [WIDTH, HEIGHT] = [480, 560];
/** The graphics context is let go when nobody has asked for a picture for so long. */
const IDLE_MS = 4000;

/** Draws garments of `designs()` on the typical person, each in the colour of its place in the list. */
export class Portraits {
  #garments;
  #offer;
  #scene = null;
  #timer;

  constructor(garments, offer) {
    this.#garments = garments;
    this.#offer = offer;
  }

  /** {picture (a WebP blob, where this browser can draw it), price (by the yarn that it shows)}; rejects where the garment cannot be made. */
  async of(garment) {
    clearTimeout(this.#timer);
    const colours = this.#offer.yarns.flatMap((yarn) => yarn.colours.map(({ hex }) => ({ yarn, hex })));
    const { yarn, hex } = colours[Math.max(0, this.#garments.indexOf(garment)) % colours.length];
    const design = { version: 1, garment: garment.name, gauge: yarn.gauge, parameters: {} };
    const { machine } = yarn;
    const made = alone(async (e) => ({ pattern: await e.draft(design, TYPICAL, { machine }), programs: await e.knit(machine) }));
    const [{ mesh }, { pattern, programs }] = await Promise.all([typicalBody(), made]);
    const picture = await this.#picture(pattern, mesh, programs, yarn, hex).catch(() => undefined);
    return { picture, price: priceOf(programs.summary, this.#offer, yarn) };
  }

  async #picture(pattern, mesh, programs, yarn, hex) {
    const [cloths, charts] = await Promise.all([clothsOf(pattern, mesh), chartsOf(programs)]);
    if (!this.#scene) {
      this.#scene = new Scene(make('canvas', { width: WIDTH, height: HEIGHT }));
      this.#scene.size(WIDTH, HEIGHT);
      this.#scene.showBody(mesh);
    }
    this.#scene.dress(pattern, cloths, charts, yarn.gauge, hex);
    this.#scene.look('turned', 'garment');
    const picture = await this.#scene.picture();
    this.#timer = setTimeout(() => {
      this.#scene.close();
      this.#scene = null;
    }, IDLE_MS);
    return picture;
  }
}
