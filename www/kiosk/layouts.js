// Where four cameras can stand, and what that means for the numbers.

/** Layouts: the cameras' ids, the direction from which each looks (degrees, 0 from the front, 90 from the person's left), height. */
export const LAYOUTS = {
  fan: [
    { id: 'front', from_deg: 0, height_mm: 1900 },
    { id: 'front_left', from_deg: 45, height_mm: 700 },
    { id: 'left', from_deg: 90, height_mm: 1900 },
    { id: 'back_left', from_deg: 135, height_mm: 700 },
  ],
  ring: [
    { id: 'front', from_deg: 0, height_mm: 1300 },
    { id: 'left', from_deg: 90, height_mm: 1300 },
    { id: 'back', from_deg: 180, height_mm: 1300 },
    { id: 'right', from_deg: 270, height_mm: 1300 },
  ],
};

/** Directions nearer than this, modulo half a turn, show nearly the same width. */
const ALIKE_DEG = 22;

/** The eighths of a turn, from the front over the person's left. */
const EIGHTHS = ['front', 'front_left', 'left', 'back_left', 'back', 'back_right', 'right', 'front_right'];

/**
 * What would make the most of a rig whose cameras look from nearly the same or opposite sides, one after the other: [{beside, id, to}],
 * the camera `id`, which sees what `beside` sees, moved to where the eighth `to` is.
 */
export function moves(rig) {
  const looks = rig.cameras.filter(({ rotation, translation_mm }) => rotation && translation_mm).map((camera) => ({ id: camera.id, deg: direction(camera) }));
  const found = [];
  while (found.length < looks.length) {
    const pair = closest(looks);
    if (!pair) break;
    const [beside, moved] = pair;
    moved.deg = freest(looks.filter((look) => look !== moved), moved.deg);
    found.push({ beside: beside.id, id: moved.id, to: EIGHTHS[Math.round(moved.deg / 45) % 8] });
  }
  return found;
}

/** How far two directions are apart, modulo half a turn. */
const apart = (a, b) => Math.min((((a - b) % 180) + 180) % 180, (((b - a) % 180) + 180) % 180);

function closest(looks) {
  for (const [i, a] of looks.entries()) for (const b of looks.slice(i + 1)) if (apart(a.deg, b.deg) < ALIKE_DEG) return [a, b];
  return null;
}

/** The eighth that lies farthest from where the others look, the nearest to `deg` of those. */
function freest(others, deg) {
  const room = (eighth) => Math.min(...others.map((look) => apart(45 * eighth, look.deg)));
  const way = (eighth) => Math.abs(((((45 * eighth - deg) % 360) + 540) % 360) - 180);
  const [best] = EIGHTHS.map((_, eighth) => eighth).sort((a, b) => Math.round(room(b) - room(a)) || way(a) - way(b));
  return 45 * best;
}

/** The direction of the camera's centre, -R^T t, from the person, degrees. */
function direction({ rotation: r, translation_mm: t }) {
  const centre = [0, 1, 2].map((k) => -(r[0][k] * t[0] + r[1][k] * t[1] + r[2][k] * t[2]));
  return (Math.atan2(centre[0], centre[2]) * 180) / Math.PI;
}
