// Prices from yarn and machine time by a shop's own table.

/** What a shop offers when it says nothing: a table to copy and change. */
export const EXAMPLE = {
  currency: 'EUR',
  machine_per_hour: 26,
  making_per_garment: 14,
  making_per_panel: 3.5,
  yarn_waste_percent: 6,
  margin_percent: 35,
  tax_percent: 19,
  round_up_to: 1,
  yarns: [
    {
      id: 'merino',
      name: 'Merino',
      name_zh: '美利奴羊毛',
      about: 'Fine, soft, warm. 100 % extrafine merino.',
      about_zh: '细腻、柔软、保暖。100 % 超细美利奴羊毛。',
      per_100g: 9.8,
      machine: 'vbed-e7',
      gauge: { wales_per_100mm: 45, courses_per_100mm: 62 },
      colours: [
        { name: 'Indigo', name_zh: '靛蓝', hex: '#3b5b8c' },
        { name: 'Oat', name_zh: '燕麦', hex: '#cdb894' },
        { name: 'Madder', name_zh: '茜红', hex: '#a8452f' },
        { name: 'Moss', name_zh: '苔绿', hex: '#5f6b45' },
        { name: 'Charcoal', name_zh: '炭灰', hex: '#4a4a4f' },
      ],
    },
    {
      id: 'lambswool',
      name: 'Lambswool',
      name_zh: '羊羔毛',
      about: 'Lofty and sturdy, for colder days.',
      about_zh: '蓬松结实，适合寒冷天气。',
      per_100g: 6.2,
      machine: 'kniterate',
      gauge: { wales_per_100mm: 34, courses_per_100mm: 46 },
      colours: [
        { name: 'Cream', name_zh: '米白', hex: '#e2d8c3' },
        { name: 'Lake', name_zh: '湖蓝', hex: '#5c8494' },
        { name: 'Rust', name_zh: '铁锈', hex: '#9c5a34' },
        { name: 'Pine', name_zh: '松绿', hex: '#3f5a4c' },
      ],
    },
  ],
};

/** Faults of a table in words; none if it can be used. */
export function faultsOf(offer) {
  const faults = [];
  if (!Array.isArray(offer?.yarns) || !offer.yarns.length) faults.push('"yarns" must be a list with at least one yarn');
  for (const yarn of offer?.yarns ?? []) {
    const { wales_per_100mm, courses_per_100mm } = yarn.gauge ?? {};
    if (!yarn.id) faults.push('each yarn needs an "id"');
    if (!(wales_per_100mm > 0 && courses_per_100mm > 0)) faults.push(`yarn ${yarn.id}: "gauge" needs wales_per_100mm and courses_per_100mm`);
    if (!yarn.machine) faults.push(`yarn ${yarn.id}: "machine" is missing`);
    if (!yarn.colours?.every(({ hex }) => /^#[0-9a-f]{6}$/i.test(hex))) faults.push(`yarn ${yarn.id}: "colours" need "hex" such as #3b5b8c`);
  }
  for (const [name, value] of Object.entries(offer ?? {}))
    if (/_(hour|garment|panel|percent|to)$/.test(name) && !(Number.isFinite(value) && value >= 0)) faults.push(`"${name}" must be a number of at least 0`);
  return faults;
}

/** The price of a knitted summary: {currency, lines: [{id, amount, grams?, minutes?}], net, tax, total}. */
export function priceOf({ totals }, offer, yarn) {
  const number = (name) => offer[name] ?? 0;
  const grams = totals.yarn_g * (1 + number('yarn_waste_percent') / 100);
  const lines = [
    { id: 'yarn', amount: (grams / 100) * (yarn.per_100g ?? 0), grams },
    { id: 'knitting', amount: (totals.minutes / 60) * number('machine_per_hour'), minutes: totals.minutes },
    { id: 'making', amount: number('making_per_garment') + totals.panels * number('making_per_panel') },
  ];
  const cost = lines.reduce((sum, { amount }) => sum + amount, 0);
  const margin = (cost * number('margin_percent')) / 100;
  if (margin) lines.push({ id: 'margin', amount: margin });
  const net = cost + margin;
  const step = number('round_up_to') || 0.01;
  const gross = net * (1 + number('tax_percent') / 100);
  const total = Math.ceil(gross / step - 1e-9) * step;
  return { currency: offer.currency ?? 'EUR', lines, net, tax: total - total / (1 + number('tax_percent') / 100), total };
}

/** An amount of money in a language. */
export const money = (amount, currency, language) =>
  new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { style: 'currency', currency, minimumFractionDigits: Number.isInteger(amount) ? 0 : 2 }).format(amount);
