// A control for each kind of parameter in the module's table.

import { make } from './dom.js';
import { fromUnit, length } from './units.js';
import { names, plainText } from './words/index.js';

/** More choices than that are a list to open. */
const MOST_PILLS = 6;

/**
 * A control. `given` is what the design says, undefined if nothing; `set(value, redraw)` takes a change, undefined the default
 * back. `host` has `language`, `unit`, `t`, and `colours` of the shop's yarns; `path` tells controls apart.
 */
export function control(host, parameter, given, set, path = parameter.name) {
  const kinds = { choice, number, count: number, text: words, colour, flag, image, rows, record, list };
  return (kinds[parameter.kind] ?? words)(host, parameter, given, set, path);
}

/** Puts what a number came to where nobody set it. */
export function showResolved(host, root, parameter, value) {
  const slider = root.getElementById(`${parameter.name}_slider`);
  if (!slider) return;
  slider.value = value;
  root.getElementById(parameter.name).value = shown(host, parameter, value);
}

const isLength = ({ unit }) => unit === 'mm';

function shown(host, parameter, value) {
  if (isLength(parameter)) return length(value, host.unit);
  return value.toFixed(parameter.kind === 'count' ? 0 : 2);
}

const about = (host, parameter, path) => make('p', { class: 'about', id: `${path}_about` }, names.about(parameter, host.language));

const title = (host, parameter) => names.named(parameter, host.language);

function choice(host, parameter, given, set, path) {
  const { choices, default: preset } = parameter;
  const current = given ?? preset?.word;
  const take = (word) => set(word === preset?.word ? undefined : word, true);
  const name = (word) => names.choice(parameter, word, host.language);
  if (choices.length > MOST_PILLS) {
    const select = make('select', { id: path }, ...choices.map((word) => make('option', { value: word, selected: word === current }, name(word))));
    select.addEventListener('change', () => take(select.value));
    return make('div', {}, make('label', { class: 'label', for: path }, title(host, parameter)), select);
  }
  const pills = choices.map((word) => {
    const input = make('input', { type: 'radio', name: path, value: word, id: `${path}_${word}`, checked: word === current });
    input.addEventListener('change', () => take(word));
    return make('label', {}, input, make('span', {}, name(word)));
  });
  return make('fieldset', {}, make('legend', {}, title(host, parameter)), make('div', { class: 'pills' }, ...pills));
}

/** A length is shown in the chosen unit, all else as it is. */
function number(host, parameter, given, set, path) {
  const { kind, min, max } = parameter;
  const label = title(host, parameter);
  const step = kind === 'count' || isLength(parameter) ? 1 : 0.01;
  const slider = make('input', { type: 'range', id: `${path}_slider`, min, max, step, 'aria-label': label });
  const limits = { min: shown(host, parameter, min), max: shown(host, parameter, max) };
  const entry = make('input', { type: 'number', id: path, ...limits, step: 'any', inputmode: 'decimal', 'aria-describedby': `${path}_about` });
  if (given !== undefined) [slider.value, entry.value] = [given, shown(host, parameter, given)];
  slider.addEventListener('input', () => {
    entry.value = shown(host, parameter, slider.valueAsNumber);
    set(slider.valueAsNumber, false);
  });
  slider.addEventListener('change', () => set(slider.valueAsNumber, true));
  entry.addEventListener('change', () => {
    if (entry.value === '') return set(undefined, true);
    const value = isLength(parameter) ? fromUnit(entry.valueAsNumber, host.unit) : entry.valueAsNumber;
    set(Math.min(max, Math.max(min, kind === 'count' ? Math.round(value) : value)), true);
  });
  const unit = isLength(parameter) ? host.unit : kind === 'count' ? '' : parameter.unit === 'x' ? '×' : parameter.unit;
  const back =
    given === undefined
      ? make('span', { class: 'chip' }, host.t('by_default'))
      : make('button', { type: 'button', class: 'text', 'aria-label': host.t('reset_one', { name: label }), onclick: () => set(undefined, true) }, host.t('reset'));
  return make(
    'div',
    { class: 'control' },
    make('div', { class: 'head' }, make('label', { for: path }, label), make('span', { class: 'entry' }, back, entry, make('span', {}, unit))),
    slider,
    about(host, parameter, path),
  );
}

/** Words, also for kinds that this page does not know: what is no text is written as JSON. */
function words(host, parameter, given, set, path) {
  const input = make('input', { type: 'text', id: path, maxlength: parameter.most, 'aria-describedby': `${path}_about` });
  if (given !== undefined) input.value = typeof given === 'string' ? given : JSON.stringify(given);
  input.addEventListener('change', () => set(input.value === '' ? undefined : input.value, true));
  return make('div', { class: 'control' }, make('label', { class: 'label', for: path }, title(host, parameter)), input, about(host, parameter, path));
}

/** One of the shop's yarn colours, or one of one's own. */
function colour(host, parameter, given, set, path) {
  const current = given?.toLowerCase();
  const dots = host.colours.map(({ name, name_zh, hex }, i) => {
    const input = make('input', { type: 'radio', name: path, value: hex, id: `${path}_${i}`, checked: hex.toLowerCase() === current });
    input.addEventListener('change', () => set(hex, true));
    const dot = make('span', { class: 'dot' });
    dot.style.background = hex;
    return make('label', {}, input, dot, make('span', { class: 'visually-hidden' }, names.named({ name, name_zh }, host.language)));
  });
  return make('fieldset', { class: 'control' }, make('legend', {}, title(host, parameter)), make('div', { class: 'swatches' }, ...dots));
}

function flag(host, parameter, given, set, path) {
  const box = make('input', { type: 'checkbox', id: path, checked: given === true, 'aria-describedby': `${path}_about` });
  box.addEventListener('change', () => set(box.checked || undefined, true));
  return make('div', { class: 'control' }, make('label', { class: 'check' }, box, make('span', {}, title(host, parameter))), about(host, parameter, path));
}

/** A picture file, handed on as base64. */
function image(host, parameter, given, set, path) {
  const input = make('input', { type: 'file', accept: 'image/png,image/jpeg', id: path });
  const wrong = make('p', { class: 'about', role: 'alert' });
  input.addEventListener('change', async () => {
    const [file] = input.files;
    if (!file) return;
    if (parameter.most_bytes && file.size > parameter.most_bytes) {
      wrong.textContent = host.t('too_large', { name: file.name, mb: (parameter.most_bytes / 2 ** 20).toFixed(0) });
      return;
    }
    set(base64(new Uint8Array(await file.arrayBuffer())), true);
  });
  return make(
    'div',
    { class: 'control' },
    make('span', { class: 'label' }, title(host, parameter)),
    make(
      'div',
      { class: 'row' },
      make('label', { class: 'button' }, input, make('span', {}, host.t('choose_picture'))),
      given === undefined ? null : make('button', { type: 'button', class: 'quiet', onclick: () => set(undefined, true) }, host.t('remove')),
    ),
    wrong,
    about(host, parameter, path),
  );
}

function base64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768));
  return btoa(text);
}

/** Rows of characters, the top one first. */
function rows(host, parameter, given, set, path) {
  const area = make('textarea', { id: path, rows: 6, spellcheck: 'false', 'aria-describedby': `${path}_about` });
  if (given !== undefined) area.value = given.join('\n');
  area.addEventListener('change', () => set(area.value.trim() ? area.value.trimEnd().split('\n') : undefined, true));
  const symbols = (parameter.symbols ?? []).map(([symbol, meaning]) => `${symbol} ${plainText(meaning, host.language)}`).join(host.t('comma'));
  return make('div', { class: 'control' }, make('label', { class: 'label', for: path }, title(host, parameter)), area, about(host, parameter, path), make('p', { class: 'about' }, symbols));
}

/** Fields together. Empty, the whole is the default. */
function record(host, parameter, given = {}, set, path) {
  return make(
    'div',
    { class: 'control nested' },
    make('strong', {}, title(host, parameter)),
    about(host, parameter, path),
    ...fieldsOf(host, parameter, given, (value, redraw) => set(Object.keys(value).length ? value : undefined, redraw), path),
  );
}

const fieldsOf = (host, { fields }, given, set, path) =>
  fields.map((field) =>
    control(host, field, given[field.name], (value, redraw) => {
      const next = { ...given };
      if (value === undefined) delete next[field.name];
      else next[field.name] = value;
      set(next, redraw);
    }, `${path}_${field.name}`),
  );

/** Any number of such records. */
function list(host, parameter, given = [], set, path) {
  const take = (items) => set(items.length ? items : undefined, true);
  const items = given.map((item, i) =>
    make(
      'details',
      { class: 'group', 'data-group': `${path}_${i}` },
      make('summary', {}, `${title(host, parameter)} ${i + 1}`),
      ...fieldsOf(host, parameter, item, (value, redraw) => set(given.toSpliced(i, 1, value), redraw), `${path}_${i}`),
      make('button', { type: 'button', class: 'quiet', onclick: () => take(given.toSpliced(i, 1)) }, host.t('remove')),
    ),
  );
  const first = Object.fromEntries(parameter.fields.filter(({ kind }) => kind === 'colour').map(({ name }) => [name, host.colours[given.length % host.colours.length]?.hex]));
  return make(
    'div',
    { class: 'control nested' },
    make('strong', {}, title(host, parameter)),
    about(host, parameter, path),
    ...items,
    given.length < parameter.most ? make('button', { type: 'button', onclick: () => take([...given, first]) }, host.t('add')) : null,
  );
}
