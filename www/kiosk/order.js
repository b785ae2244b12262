// A garment of one's own: the shop's designer and order, for the body that was just measured.

import { make } from '../dom.js';
import { retire } from '../pkg/elements/base.js';
import { save } from '../pkg/elements/files.js';
import { measurementsOf } from '../pkg/elements/person.js';
import { deviceKey } from '../pkg/elements/signer.js';
import { garmentName, t } from '../words/index.js';
import { qrCode } from './qr.js';
import { chosenUnit } from './result.js';
import { actions, back as goBack, button, show } from './screens.js';
import { measurementFile } from './profile.js';
import { slip } from './slip.js';

/** A QR code holds no more bytes. */
const MOST_BYTES = 2_900;

/** Shows designer and order for a result {fit, measurements}; `finish` runs when all is done, `back` when it is given up. */
export async function showOrder(result, finish, back) {
  await import('../pkg/elements/index.js');
  const person = tapePerson(measurementFile(result.measurements).measurements, result.fit.mesh);
  const designer = make('purlform-designer', { garment: 'pullover', offer: 'shop/offer.json', 'measurements-from': person.id, unit: chosenUnit() });
  const order = Object.assign(make('purlform-order', { scan: person.id, unit: chosenUnit() }), { key: await deviceKey() });
  order.addEventListener('order', ({ detail }) => showOrdered(detail.order, designer.machine, finish, () => showOrder(result, finish, back)));
  const garments = make('div', { class: 'garments', role: 'group', 'aria-label': t('garment') });
  designer.addEventListener('ready', () => choose(garments, designer));
  show('order', () => [
    make('h1', {}, t('k_order_title')),
    make('p', { class: 'lead' }, t('k_order_about')),
    garments,
    make('div', { class: 'making' }, person, designer, order),
    actions(goBack(t('k_back'), back)),
  ]);
}

/** A button for each garment of the shop's offer. */
function choose(garments, designer) {
  const pressed = () => [...garments.children].forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.garment === designer.getAttribute('garment'))));
  const pick = (name) => {
    designer.setAttribute('garment', name);
    pressed();
  };
  garments.replaceChildren(...designer.garments.map((garment) => button(garmentName(garment), () => pick(garment.name), 'quiet', { 'data-garment': garment.name })));
  pressed();
}

/** Stands where a shop has its <purlform-scan>, which would look for a kept profile: the scan and its body, and what a tape check finds. */
function tapePerson(scan, mesh) {
  const person = make('div', { id: 'order-person', hidden: true });
  const tape = {};
  const take = (id, value_mm) => {
    tape[id] = value_mm;
    person.value = measurementsOf({ scan, tape });
    person.mesh = null; // the scan's body has the scan's girths
    person.dispatchEvent(new CustomEvent('measured', { bubbles: true }));
  };
  return Object.assign(person, { person: { tape }, tape: take, mesh, value: measurementsOf({ scan }) });
}

function showOrdered(order, machine, finish, back) {
  const code = slip(order, machine);
  const coded = order.signature && new Blob([code]).size <= MOST_BYTES;
  show('ordered', () => [
    make('h1', {}, t('k_ordered_title', { id: order.order })),
    make('p', { class: 'lead' }, t(coded ? 'k_ordered_about' : 'k_ordered_plain')),
    coded ? qrCode(code, t('k_ordered_qr_label')) : null,
    actions(
      goBack(t('k_back'), back),
      button(t('k_keep_file'), () => save(`${order.order}.json`, new Blob([JSON.stringify(order, null, 1)], { type: 'application/json' })), 'big', { id: 'order-file' }),
      button(t('k_keep_finish'), finish, 'primary big', { id: 'finish' })),
  ]);
}

/** Ends the elements' worker, with all that it knows. */
export const forgetOrder = () => retire();
