// A garment of one's own: the shop's designer and order, for the body that was just measured.

import { make } from '../dom.js';
import { retire } from '../pkg/elements/base.js';
import { save } from '../pkg/elements/files.js';
import { t } from '../text.js';
import { qrCode } from './qr.js';
import { actions, button, show } from './screens.js';
import { flat, measurementFile } from './profile.js';

/** A QR code holds no more bytes. */
const MOST_BYTES = 2_900;

/** Shows designer and order; `finish` runs when all is done, `back` when it is given up. */
export async function showOrder(measurements, finish, back) {
  await import('../pkg/elements/index.js');
  const file = measurementFile(measurements);
  const scan = make('purlform-scan', { mode: 'tape', hidden: true });
  const designer = make('purlform-designer', { garment: 'pullover', offer: 'shop/offer.json' });
  const order = make('purlform-order');
  order.addEventListener('order', ({ detail }) => showOrdered(detail.order, measurements, finish, () => showOrder(measurements, finish, back)));
  show('order', () => [
    make('h1', {}, t('k_order_title')),
    make('p', { class: 'lead' }, t('k_order_about')),
    make('div', { class: 'making' }, scan, designer, order),
    actions(button(t('k_back'), back, 'quiet')),
  ]);
  scan.value = file;
  designer.measurements = scan.value;
}

function showOrdered(order, measurements, finish, back) {
  const short = { order: order.order, measurements: flat(measurements), design: order.design, machine: order.machine };
  const code = JSON.stringify(short);
  show('ordered', () => [
    make('h1', {}, t('k_ordered_title', { id: order.order })),
    make('p', { class: 'lead' }, t('k_ordered_about')),
    code.length <= MOST_BYTES ? qrCode(code, t('k_ordered_qr_label')) : null,
    actions(
      button(t('k_back'), back, 'quiet'),
      button(t('k_keep_file'), () => save(`${order.order}.json`, new Blob([JSON.stringify(order, null, 1)], { type: 'application/json' })), 'big', { id: 'order-file' }),
      button(t('k_keep_finish'), finish, 'primary big', { id: 'finish' })),
  ]);
}

/** Ends the elements' worker, with all that it knows. */
export const forgetOrder = () => retire();
