// The storefront: a catalogue, a garment's page, measurements; the elements do the work.

import { at, bring, make } from '../dom.js';
import '../pkg/elements/index.js';
import { engine } from '../pkg/elements/base.js';
import { offerOf } from '../pkg/elements/offer.js';
import { Portraits } from '../pkg/elements/portrait.js';
import { money } from '../pkg/elements/price.js';
import { errorText } from '../pkg/elements/words/index.js';
import { garmentAbout, garmentName, language, speak, t } from '../words/index.js';

const [designer, scan] = [at('designer'), at('scan')];
/** By garment: {picture (an address), price} once drawn; {} where it cannot be made. Until then the offer's own picture stands. */
const drawn = new Map();
/** Garments whose cards are in view, or nearly, and not drawn yet. */
const wanted = new Set();
const near = new IntersectionObserver(seen, { rootMargin: '25%' });
let drawing = false;
let garments = [];
let pictures = {};
let portraits = null;
let fault = null;

/** The page that the address names: the catalogue, a garment, or the measurements. */
function route() {
  const name = location.hash.slice(1);
  const known = garments.some((garment) => garment.name === name);
  document.body.dataset.page = known ? 'garment' : name === 'measure' ? 'measure' : 'catalogue';
  if (known && designer.getAttribute('garment') !== name) designer.setAttribute('garment', name);
  render();
}

/** Another page than the one that had the focus: that goes to the page's name, or to the card from which the other page was come by. */
function arrive(before) {
  const left = at('catalogue').querySelector(`[href="#${CSS.escape(before)}"]`);
  if (document.body.dataset.page !== 'catalogue') at('page-name').focus({ preventScroll: true });
  else (left ?? at('main')).focus({ preventScroll: !left });
}

/** All texts anew: the language may be another. */
function speakAgain() {
  near.disconnect();
  wanted.clear();
  at('catalogue').replaceChildren(...shown());
  if (garments.length) for (const item of at('catalogue').children) if (!drawn.has(item.dataset.garment)) near.observe(item);
  route();
}

/** The garments, or why there are none. */
function shown() {
  const again = () => make('button', { type: 'button', onclick: start }, t('retry'));
  if (fault) return [make('li', {}, make('p', { role: 'alert' }, t('collection_failed')), make('p', { class: 'why' }, errorText(fault, language())), again())];
  if (portraits && !garments.length) return [make('li', {}, t('collection_empty'))];
  return garments.map(card);
}

function seen(entries) {
  for (const { target, isIntersecting } of entries) {
    const { garment } = target.dataset;
    if (isIntersecting && !drawn.has(garment)) wanted.add(garment);
    else wanted.delete(garment);
  }
  draw();
}

/** Draws what is wanted, one after the other: what has left the screen meanwhile, or is hidden by another page, waits. */
async function draw() {
  if (drawing) return;
  drawing = true;
  for (let name; ([name] = wanted), name; wanted.delete(name)) {
    const garment = garments.find((one) => one.name === name);
    try {
      const { picture, price } = await portraits.of(garment);
      drawn.set(name, { picture: picture && URL.createObjectURL(picture), price });
    } catch (error) {
      drawn.set(name, {});
      console.warn(name, error.message);
    }
    at('catalogue').querySelector(`[data-garment=${name}]`)?.replaceWith(card(garment));
  }
  drawing = false;
}

function render() {
  const { made } = designer;
  const measured = Boolean(scan.value);
  at('bar-name').textContent = made.garment ? garmentName(made.garment) : '';
  at('bar-price').textContent = made.price ? money(made.price.total, made.price.currency, language()) : '';
  at('measured-next').hidden = !measured || document.body.dataset.page !== 'measure';
  const go = at('bar-go');
  go.textContent = t(measured ? 'bar_order' : 'bar_measure');
  go.dataset.to = measured ? 'order-section' : 'measure-section';
  const page = garments.find(({ name }) => name === location.hash.slice(1));
  at('page-name').textContent = page ? garmentName(page) : t('measure_title');
  document.title = page ? `${garmentName(page)} – Purlform` : 'Purlform';
}

function card(garment) {
  const done = drawn.has(garment.name);
  const { picture = pictures[garment.name], price } = drawn.get(garment.name) ?? {};
  const shown = picture ? make('img', { src: picture, alt: '', width: 480, height: 560 }) : null;
  return make(
    'li',
    { 'data-garment': garment.name, 'data-drawn': done },
    make(
      'a',
      { href: `#${garment.name}` },
      make('span', { class: picture || done ? 'picture' : 'picture waiting' }, shown),
      make(
        'span',
        { class: 'caption' },
        make('h3', {}, garmentName(garment)),
        make('span', { class: 'price' }, price ? t('from_price', { price: money(price.total, price.currency, language()) }) : ''),
        make('p', {}, garmentAbout(garment)),
      ),
    ),
  );
}

function start() {
  fault = null;
  open().catch((error) => {
    fault = error;
    speakAgain();
  });
}

async function open() {
  const offer = await offerOf(designer.getAttribute('offer'));
  const all = await (await engine()).designs();
  garments = all.filter(({ name }) => !offer.garments || offer.garments.includes(name));
  pictures = offer.pictures ?? {};
  portraits = new Portraits(garments, offer);
  speakAgain();
}

at('bar-go').addEventListener('click', (event) => {
  event.preventDefault();
  const to = at(event.target.dataset.to);
  bring(to, 'start');
  to.focus({ preventScroll: true });
});
window.addEventListener('hashchange', ({ oldURL }) => {
  route();
  window.scrollTo({ top: 0, behavior: 'instant' });
  arrive(new URL(oldURL).hash.slice(1));
});
for (const event of ['change', 'measured', 'fault']) document.addEventListener(event, render);
speak(speakAgain);
start();
