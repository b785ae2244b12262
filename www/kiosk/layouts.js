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

/** Pairs of a rig's cameras that look from nearly the same or opposite sides: [[id, id], ...]. */
export function alike(rig) {
  const looks = rig.cameras.filter(({ rotation, translation_mm }) => rotation && translation_mm).map((camera) => ({ id: camera.id, deg: direction(camera) }));
  const pairs = [];
  for (const [i, a] of looks.entries())
    for (const b of looks.slice(i + 1)) {
      const apart = Math.abs(a.deg - b.deg) % 180;
      if (Math.min(apart, 180 - apart) < ALIKE_DEG) pairs.push([a.id, b.id]);
    }
  return pairs;
}

/** The direction of the camera's centre, -R^T t, from the person, degrees. */
function direction({ rotation: r, translation_mm: t }) {
  const centre = [0, 1, 2].map((k) => -(r[0][k] * t[0] + r[1][k] * t[1] + r[2][k] * t[2]));
  return (Math.atan2(centre[0], centre[2]) * 180) / Math.PI;
}
