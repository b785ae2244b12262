// The frames with the person's outline, and the fitted body's, drawn over them.

import { at, draw, make } from './dom.js';
import { t } from './words/index.js';

/** Draws all frames: `views` of the capture, seen outlines by their names, and the fit when there is one. */
export function renderFrames(views, seen, fit) {
  at('frames').replaceChildren(...views.map((view) => frame(view, seen.get(view.name), fit)));
}

function frame(view, outline, fit) {
  view.address ??= URL.createObjectURL(view.frame);
  const name = view.name.replaceAll('_', ' ').replace('/', ' · ');
  const layers = [make('img', { src: view.address, alt: name })];
  if (outline) {
    const fitted = fit?.outlines.find(({ camera }) => camera === view.name);
    layers.push(
      draw(
        'svg',
        { viewBox: `-0.5 -0.5 ${outline.width_px} ${outline.height_px}`, 'aria-hidden': 'true' },
        draw('path', { class: 'seen', d: path(outline.contours_px) }),
        fitted ? draw('path', { class: 'fitted', d: path(fitted.contours_px) }) : null,
      ),
    );
  }
  const apart = fit?.outline_median_px[view.name];
  const caption = make('figcaption', {}, make('span', {}, name));
  if (apart != null) caption.append(make('span', { class: 'number' }, t('outline_apart', { n: apart.toFixed(1) })));
  return make('figure', { class: outline ? 'frame' : 'frame waiting' }, make('div', { class: 'layers' }, ...layers), caption);
}

/** A contour has about a point a pixel: every third is enough for the eye. */
function path(contours) {
  return contours
    .map((points) => {
      const words = [];
      for (let i = 0; i + 1 < points.length; i += 6) words.push(`${points[i].toFixed(1)} ${points[i + 1].toFixed(1)}`);
      return words.length > 2 ? `M${words.join('L')}Z` : '';
    })
    .join('');
}

/** Lets go of the pictures of a capture. */
export function releaseFrames(views) {
  for (const view of views) if (view.address) URL.revokeObjectURL(view.address);
}
