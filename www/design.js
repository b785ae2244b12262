// The design controls, made from the module's table of parameters.

import { at, make } from './dom.js';
import { grouped } from './pkg/elements/groups.js';
import { choiceName, garmentAbout, garmentName, parameterAbout, parameterName, t } from './text.js';

const chosen = { garment: 'pullover', machine: 'kniterate', gauge: { wales_per_100mm: 34, courses_per_100mm: 46 }, parameters: {} };
let resolved = new Map();

/** The design as the module takes it. */
export const design = () => ({ version: 1, garment: chosen.garment, gauge: chosen.gauge, parameters: chosen.parameters });

/** The machine to knit on. */
export const machine = () => chosen.machine;

/** Shows what the parameters came to where nobody set them. */
export function showResolved(pattern) {
  resolved = new Map(pattern.parameters.map(({ name, value }) => [name, value]));
  for (const input of at('design').querySelectorAll('input[data-parameter]')) input.placeholder = shown(input.dataset.parameter);
}

/** Draws the form; `changed` runs after every change that holds. */
export function renderDesign(designs, machines, changed) {
  const { parameters } = designs.find(({ name }) => name === chosen.garment);
  const open = new Set(['group_fit', 'group_length']);
  // Yarn tables, pictures and charts are the storefront's.
  const plain = parameters.filter(({ kind }) => ['choice', 'number', 'count'].includes(kind));
  at('design').replaceChildren(
    garmentGroup(designs, machines, changed),
    machineGroup(machines, changed),
    ...grouped(plain).map(([name, members]) =>
      make('details', { open: open.has(name) }, make('summary', {}, t(name)), ...members.map((p) => control(p, changed))),
    ),
    make('button', { type: 'button', class: 'quiet', onclick: () => reset(designs, machines, changed) }, t('reset')),
  );
}

/** Another garment keeps what it too has a place for. */
function garmentGroup(designs, machines, changed) {
  const select = make('select', { id: 'garment' }, ...designs.map((d) => make('option', { value: d.name }, garmentName(d))));
  select.value = chosen.garment;
  select.addEventListener('change', () => {
    chosen.garment = select.value;
    const { parameters } = designs.find(({ name }) => name === chosen.garment);
    const fits = ([name, value]) => {
      const p = parameters.find((parameter) => parameter.name === name);
      return p && (p.kind === 'choice' ? p.choices.includes(value) : p.min <= value && value <= p.max);
    };
    chosen.parameters = Object.fromEntries(Object.entries(chosen.parameters).filter(fits));
    resolved = new Map();
    renderDesign(designs, machines, changed);
    changed();
  });
  const design = designs.find(({ name }) => name === chosen.garment);
  return make(
    'details',
    { open: true },
    make('summary', {}, t('group_garment')),
    field('garment', t('garment'), select),
    make('p', { class: 'about' }, garmentAbout(design)),
  );
}

function machineGroup(machines, changed) {
  const select = make('select', { id: 'machine' }, ...machines.map((name) => make('option', { value: name }, name)));
  select.value = chosen.machine;
  select.addEventListener('change', () => {
    chosen.machine = select.value;
    changed();
  });
  const gauge = Object.keys(chosen.gauge).map((name) => {
    const input = make('input', { type: 'number', id: name, min: 5, max: 200, step: 'any', required: true, inputmode: 'decimal' });
    input.value = chosen.gauge[name];
    input.addEventListener('change', () => {
      if (!input.reportValidity()) return;
      chosen.gauge[name] = input.valueAsNumber;
      changed();
    });
    return field(name, t(name), input);
  });
  return make(
    'details',
    { open: true },
    make('summary', {}, t('group_machine')),
    field('machine', t('machine'), select),
    ...gauge,
    make('p', { class: 'about' }, t('gauge_about')),
  );
}

function control(parameter, changed) {
  const { name } = parameter;
  const about = parameterAbout(parameter);
  if (parameter.kind === 'choice') return choice(parameter, about, changed);
  const range = t('range', { min: parameter.min, max: parameter.max, unit: parameter.unit });
  const input = make('input', {
    type: 'number', id: name, 'data-parameter': name, min: parameter.min, max: parameter.max, inputmode: 'decimal',
    step: parameter.kind === 'count' ? 1 : 'any', 'aria-describedby': `${name}_about`, placeholder: shown(name),
  });
  if (name in chosen.parameters) input.value = chosen.parameters[name];
  input.addEventListener('change', () => {
    if (!input.reportValidity()) return;
    if (input.value === '') delete chosen.parameters[name];
    else chosen.parameters[name] = input.valueAsNumber;
    changed();
  });
  const label = field(name, parameterName(parameter), input, parameter.unit);
  return make('div', { class: 'control' }, label, make('p', { class: 'about', id: `${name}_about` }, `${about} (${range})`));
}

function choice(parameter, about, changed) {
  const { name, choices, default: preset } = parameter;
  const current = chosen.parameters[name] ?? preset.word;
  const radios = choices.map((word) => {
    const input = make('input', { type: 'radio', name, value: word, checked: word === current });
    input.addEventListener('change', () => {
      chosen.parameters[name] = word;
      changed();
    });
    return make('label', {}, input, make('span', {}, choiceName(parameter, word)));
  });
  const legend = make('legend', {}, parameterName(parameter));
  return make('div', { class: 'control' }, make('fieldset', { class: 'choices' }, legend, ...radios), make('p', { class: 'about' }, about));
}

function field(id, name, input, unit) {
  return make('label', { class: 'field', for: id }, make('span', {}, name), input, make('span', { class: 'unit' }, unit ?? ''));
}

function shown(name) {
  const value = resolved.get(name);
  return value === undefined ? '' : String(Math.round(value * 10) / 10);
}

function reset(designs, machines, changed) {
  chosen.parameters = {};
  renderDesign(parameters, machines, changed);
  changed();
}
