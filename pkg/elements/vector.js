// Points as lists of numbers.

export const minus = (a, b) => a.map((v, i) => v - b[i]);
export const unit = (a) => {
  const length = Math.hypot(...a) || 1;
  return a.map((v) => v / length);
};
export const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
export const dot = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0);

export function distance(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}
