// Lengths as people write and read them: centimetres or inches, millimetres for technicians; inside all are millimetres.

/** What people choose from. */
export const UNITS = ['cm', 'in'];
/** What a page can ask for. */
export const KNOWN = [...UNITS, 'mm'];
/** The international pound. */
export const KG_PER_LB = 0.45359237;
const MM = { mm: 1, cm: 10, m: 1000, in: 25.4, ft: 304.8 };

/** A length as a number in that unit. */
export const inUnit = (mm, unit) => mm / MM[unit];

/** From a number in that unit to millimetres. */
export const fromUnit = (value, unit) => value * MM[unit];

/** A length in that unit, to a millimetre or a tenth of an inch. */
export const length = (mm, unit) => inUnit(mm, unit).toFixed(unit === 'mm' ? 0 : 1);

/** The same with the unit. */
export const lengthWithUnit = (mm, unit) => `${length(mm, unit)} ${unit}`;

const FEET = /^(\d+)\s*(?:'|′|ft|feet)\s*(\d+(?:\.\d+)?)?\s*(?:"|″|in)?$/;
const PLAIN = /^(\d+(?:\.\d+)?)\s*(mm|cm|m|in|"|″)?$/;

/** Reads `92`, `92,5`, `920 mm`, `36.2 in`, `5'6`; null for anything else. A bare number is in that unit. */
export function parseLength(text, unit) {
  const plain = text.trim().toLowerCase().replace(',', '.');
  const feet = FEET.exec(plain);
  if (feet) return Number(feet[1]) * MM.ft + Number(feet[2] ?? 0) * MM.in;
  const found = PLAIN.exec(plain);
  if (!found) return null;
  const named = found[2] === '"' || found[2] === '″' ? 'in' : (found[2] ?? unit);
  return Number(found[1]) * MM[named];
}
