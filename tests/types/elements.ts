// Compiled, never run: a shop's page that uses the elements as its programmer would.
import '../../pkg/elements/index.js';
import type { Order, PurlformDesigner } from '../../pkg/elements/index.js';

const scan = document.createElement('purlform-scan');
const designer: PurlformDesigner = document.createElement('purlform-designer');
const order = document.createElement('purlform-order');
scan.value = { stature: 1680, bust_girth: 920 };
scan.tape('waist_girth', 780);
scan.unit = 'in';
designer.value = { garment: 'vest', parameters: { fit: 'close' }, colour: 'Moss' };
designer.addEventListener('change', () => console.log(designer.made.price?.total.toFixed(2), designer.value?.gauge.wales_per_100mm));
const checks: string[] = order.checks.map(({ id, tolerance_mm }) => `${id} ${tolerance_mm}`);
const placed: Order | null = order.value;
console.log(checks, placed?.checksums.program, order.form, scan.person.tape['waist_girth']);

scan.addEventListener('measured', ({ detail }) => console.log(detail.measurements?.measurements.length, detail.person.sex));
order.addEventListener('order', ({ detail }) => console.log(detail.order.price.total, detail.package.bytes.length));

// @ts-expect-error a unit is cm, in or mm
designer.unit = 'm';
