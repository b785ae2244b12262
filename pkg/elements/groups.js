// A garment's parameters in groups that people think in.

/** The first group whose test holds takes the parameter. */
const GROUPS = [
  ['group_fit', (p) => p.kind === 'choice'],
  ['group_colour', (p) => !['choice', 'number', 'count'].includes(p.kind) || /^float_/.test(p.name)],
  ['group_ease', (p) => /_ease$/.test(p.name) && p.name !== 'cap_ease'],
  ['group_rib', (p) => /^rib_/.test(p.name)],
  ['group_opening', (p) => /^(band_width|button)/.test(p.name)],
  ['group_neck', (p) => /neck/.test(p.name)],
  ['group_length', (p) => p.unit === 'mm' && p.name !== 'cap_ease'],
  ['group_seam', () => true],
];

/** [[group, parameters]], in the order of the groups; empty ones are left out. */
export function grouped(parameters) {
  const groups = new Map(GROUPS.map(([name]) => [name, []]));
  for (const parameter of parameters) groups.get(GROUPS.find(([, test]) => test(parameter))[0]).push(parameter);
  return [...groups].filter(([, members]) => members.length);
}
