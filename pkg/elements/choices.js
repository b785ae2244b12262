// What a customer chooses of a garment: yarn and colour, then its parameters; a technician machine and gauge, too.

import { control } from './controls.js';
import { make } from './dom.js';
import { grouped } from './groups.js';
import { hasText, names } from './words/index.js';

/** Yarns and the chosen one's colours; `pick('yarn' or 'colour', index)`. */
export function materialChoices(host, yarns, chosen, pick) {
  const { language } = host;
  const one = (name, index, ...label) => {
    const input = make('input', { type: 'radio', name, value: index, checked: index === chosen[name], id: `${name}_${index}` });
    input.addEventListener('change', () => pick(name, index));
    return make('label', {}, input, ...label);
  };
  const yarn = yarns.map((y, i) => {
    const about = (language === 'zh' && y.about_zh) || y.about || '';
    return one('yarn', i, make('span', { class: 'card' }, make('strong', {}, names.inLanguage(y, language)), make('span', { class: 'muted small' }, about)));
  });
  const { colours } = yarns[chosen.yarn];
  const colour = colours.map((c, i) => {
    const dot = make('span', { class: 'dot' });
    dot.style.background = c.hex;
    return one('colour', i, dot, make('span', { class: 'visually-hidden' }, names.inLanguage(c, language)));
  });
  const named = names.inLanguage(colours[chosen.colour] ?? colours[0], language);
  return [
    yarns.length > 1 ? make('fieldset', {}, make('legend', {}, host.t('yarn')), make('div', { class: 'yarns' }, ...yarn)) : null,
    make('fieldset', {}, make('legend', {}, host.t('colour_of', { name: named })), make('div', { class: 'swatches' }, ...colour)),
  ];
}

/** For technicians: any of `garments`, any of `machines`, any gauge. `wear(garment)`, and `set({machine} or {gauge})`. */
export function swatchChoices(host, { garments, machines, garment, machine, gauge }, { wear, set }) {
  const select = (id, label, choices, chosen, take) => {
    const list = make('select', { id }, ...choices.map(([value, name]) => make('option', { value, selected: value === chosen }, name)));
    list.addEventListener('change', () => take(list.value));
    return make('div', { class: 'field' }, make('label', { for: id }, label), list);
  };
  const count = (id) => {
    const input = make('input', { type: 'number', id, min: 5, max: 200, step: 'any', required: true, inputmode: 'decimal', value: gauge[id] });
    input.addEventListener('change', () => input.reportValidity() && set({ gauge: { [id]: input.valueAsNumber } }));
    return make('div', { class: 'field' }, make('label', { for: id }, host.t(id)), input);
  };
  return make(
    'div',
    { class: 'card stack', part: 'swatch' },
    make(
      'div',
      { class: 'fields' },
      select('garment', host.t('garment'), garments.map((g) => [g.name, names.named(g, host.language)]), garment.name, wear),
      select('machine', host.t('machine'), machines.map((name) => [name, name]), machine, (name) => set({ machine: name })),
      count('wales_per_100mm'),
      count('courses_per_100mm'),
    ),
    make('p', { class: 'muted small' }, host.t('gauge_about')),
  );
}

/** A control for each parameter, what fits first, the rest in groups, of which `open` names those that stand open. */
export function parameterChoices(host, garment, given, open, { set, reset }) {
  const groups = grouped(garment.parameters);
  const first = groups.filter(([group]) => group === 'group_fit').flatMap(([, members]) => members);
  const others = groups.filter(([group]) => group !== 'group_fit');
  const one = (parameter) => control(host, parameter, given[parameter.name], (value, redraw) => set(parameter.name, value, redraw));
  const group = ([name, members]) =>
    make(
      'details',
      { class: 'group', 'data-group': name, open: open.has(name) },
      make('summary', {}, hasText(name) ? host.t(name) : names.words(name.replace('group_', ''))),
      ...members.map(one),
    );
  const back = Object.keys(given).length ? make('button', { type: 'button', class: 'quiet', 'data-action': 'reset', onclick: reset }, host.t('reset')) : null;
  return [
    ...first.map(one),
    make(
      'div',
      { class: 'more' },
      make('div', { class: 'row apart' }, make('h3', {}, host.t('more')), back),
      make('p', { class: 'muted small' }, host.t('more_about')),
      ...others.map(group),
    ),
  ];
}
