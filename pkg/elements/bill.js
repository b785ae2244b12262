// A price for the eye, and how it is made.

import { make } from './dom.js';
import { money } from './price.js';

/** The price of knitted programs with what it is made of, unfolded if `open`. */
export function bill(host, price, { totals }, open) {
  const { language } = host;
  const amount = (value) => money(value, price.currency, language);
  const stitches = totals.stitches.toLocaleString(language);
  const facts = host.t('facts', { stitches, grams: totals.yarn_g.toFixed(0), minutes: totals.minutes.toFixed(0) });
  const line = ({ id, amount: of, grams, minutes }) => [
    make('dt', {}, host.t(`price_${id}`, { grams: grams?.toFixed(0), minutes: minutes?.toFixed(0) })),
    make('dd', {}, amount(of)),
  ];
  return make(
    'div',
    { class: 'stack' },
    make('div', { class: 'price' }, make('strong', {}, amount(price.total)), make('span', { class: 'muted small' }, facts)),
    make(
      'details',
      { class: 'plain', 'data-group': 'price', open },
      make('summary', {}, host.t('price_how')),
      make(
        'dl',
        { class: 'lines' },
        ...price.lines.flatMap(line),
        make('dt', { class: 'sum' }, host.t('price_total')),
        make('dd', { class: 'sum' }, amount(price.total)),
        ...(price.tax ? [make('dt', {}, host.t('price_tax')), make('dd', {}, amount(price.tax))] : []),
      ),
    ),
  );
}
