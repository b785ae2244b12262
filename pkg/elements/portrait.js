// Pictures of garments for a catalogue, drawn by the designer's own renderer.

import { alone, engine } from './base.js';
import { TYPICAL } from './designer.js';
import { chartsOf } from './fabric.js';
import { make } from './dom.js';
import { priceOf } from './price.js';
import { Scene } from './scene.js';

const [WIDTH, HEIGHT] = [480, 560];

/**
 * Draws garments of `designs()` one after the other, on a typical person or on `measurements`; `each(garment, {picture, price})`
 * gets a WebP blob and the price by the offer's first yarn, or nothing where a garment cannot be made.
 */
export async function portraits(garments, offer, each, measurements = TYPICAL) {
  const body = await (await engine()).body(measurements);
  const scene = new Scene(make('canvas', { width: WIDTH, height: HEIGHT }));
  try {
    scene.size(WIDTH, HEIGHT);
    scene.showBody(body.mesh);
    const colours = offer.yarns.flatMap((yarn) => yarn.colours.map(({ hex }) => ({ yarn, hex })));
    for (const [i, garment] of garments.entries()) {
      const { yarn, hex } = colours[i % colours.length];
      const design = { version: 1, garment: garment.name, gauge: yarn.gauge, parameters: {} };
      try {
        const { pattern, programs } = await alone(async (e) => ({ pattern: await e.draft(design, measurements), programs: await e.knit(yarn.machine) }));
        scene.dress(pattern, body.mesh, await chartsOf(programs), yarn.gauge, hex);
        scene.look('turned', 'garment');
        each(garment, { picture: await scene.picture(), price: priceOf(programs.summary, offer, yarn) });
      } catch (error) {
        each(garment, { error });
      }
    }
  } finally {
    scene.close();
  }
}
