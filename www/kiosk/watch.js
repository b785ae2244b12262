// Cheap looks at the live pictures, a few a second: is the whole person inside, are arms and feet apart, is there light?
// The real outline is the module's; this only guides people into place.

/** Width of the small pictures, px. */
export const SMALL = 96;
/** A pixel shows the person where its log light differs from the empty booth's by more than this. */
const DIFFERS = 0.22;
const DARK = 12;
/** Less of the picture than this is nobody. */
const SOMEBODY = 0.02;
/** Brightest twentieth of the picture, codes: below is too dark. */
const LEAST_LIGHT = 70;

/** What one camera sees: {state: 'ok' | 'nobody' | 'cut' | 'dark' | 'blind', arms, feet}. Both pictures are ImageData of one size. */
export function look(plate, frame) {
  if (!plate || !frame || plate.width !== frame.width || plate.height !== frame.height) return { state: 'blind', arms: false, feet: false };
  const { width, height } = frame;
  const none = (state) => ({ state, arms: false, feet: false });
  if (brightest(frame) < LEAST_LIGHT) return none('dark');
  const person = largest(differing(plate, frame), width, height);
  if (person.area < SOMEBODY * width * height) return none('nobody');
  const { top, bottom, left, right } = person;
  const cut = top < 1 || bottom > height - 2 || left < 1 || right > width - 2;
  if (cut) return none('cut');
  const tall = bottom - top;
  return {
    state: 'ok',
    arms: gaps(person, width, top + 0.3 * tall, top + 0.5 * tall, 3),
    feet: gaps(person, width, top + 0.8 * tall, top + 0.95 * tall, 2),
  };
}

/** What all cameras together say: {ready, hint} with the key of what to do next, or null. */
export function judge(looks) {
  const states = [...looks.values()].map(({ state }) => state);
  const first = ['blind', 'dark', 'nobody', 'cut'].find((state) => states.includes(state));
  if (first) return { ready: false, hint: first === 'blind' ? null : `k_see_${first}_about` };
  const any = (what) => [...looks.values()].some((seen) => seen[what]);
  if (!any('arms')) return { ready: false, hint: 'k_see_arms' };
  if (!any('feet')) return { ready: false, hint: 'k_see_feet' };
  return { ready: true, hint: 'k_see_all' };
}

function brightest({ data }) {
  const counts = new Uint32Array(256);
  for (let i = 0; i < data.length; i += 4) counts[data[i + 1]]++;
  let left = data.length / 80;
  for (let code = 255; code > 0; code--) if ((left -= counts[code]) <= 0) return code;
  return 0;
}

/** Where the frame differs from the plate, exposure apart: the change of most of the picture is no person. */
function differing(plate, frame) {
  const count = frame.width * frame.height;
  const changes = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  for (let i = 0; i < count; i++)
    for (let c = 0; c < 3; c++) changes[c][i] = Math.log((frame.data[4 * i + c] + DARK) / (plate.data[4 * i + c] + DARK));
  const drift = changes.map((change) => Float32Array.from(change).sort()[count >> 1]);
  const mask = new Uint8Array(count);
  for (let i = 0; i < count; i++) mask[i] = changes.some((change, c) => Math.abs(change[i] - drift[c]) > DIFFERS) ? 1 : 0;
  return mask;
}

/** The largest connected part of a mask: {area, top, bottom, left, right, rows}, `mask` reduced to it. */
function largest(mask, width, height) {
  const label = new Int32Array(mask.length);
  const stack = [];
  let best = { area: 0 };
  for (let start = 0, next = 1; start < mask.length; start++) {
    if (!mask[start] || label[start]) continue;
    const part = { label: next, area: 0, top: height, bottom: 0, left: width, right: 0 };
    stack.push(start);
    label[start] = next;
    while (stack.length) {
      const i = stack.pop();
      const [x, y] = [i % width, (i / width) | 0];
      part.area++;
      part.top = Math.min(part.top, y);
      part.bottom = Math.max(part.bottom, y);
      part.left = Math.min(part.left, x);
      part.right = Math.max(part.right, x);
      for (const [j, inside] of [[i - 1, x > 0], [i + 1, x + 1 < width], [i - width, y > 0], [i + width, y + 1 < height]])
        if (inside && mask[j] && !label[j]) {
          label[j] = next;
          stack.push(j);
        }
    }
    if (part.area > best.area) best = part;
    next++;
  }
  return { ...best, mask: label };
}

/** Whether some rows of the person fall into so many parts. */
function gaps({ mask, label }, width, from, to, parts) {
  let rows = 0;
  let open = 0;
  for (let y = Math.round(from); y <= to; y++) {
    let runs = 0;
    for (let x = 1; x < width; x++) if (mask[y * width + x] === label && mask[y * width + x - 1] !== label) runs++;
    rows++;
    if (runs >= parts) open++;
  }
  return open >= 0.2 * rows;
}
