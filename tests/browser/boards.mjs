// A chessboard held before the booth's cameras: where it is in each shot, as the calibration is told and the cameras see it.

/** Seven squares by six, 100 mm: no half turn of it looks the same. */
export const BOARD = { kind: 'chessboard', squares_x: 7, squares_y: 6, square_mm: 100 };
const HALF = [(BOARD.squares_x * BOARD.square_mm) / 2, (BOARD.squares_y * BOARD.square_mm) / 2];

const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const unit = (a) => a.map((v) => v / Math.hypot(...a));
const columns = (x, y, z) => [0, 1, 2].map((i) => [x[i], y[i], z[i]]);

/** Board to world, its middle at a place: {rotation (rows), translation_mm}. */
function placed(rotation, middle) {
  const half = rotation.map((row) => row[0] * HALF[0] + row[1] * HALF[1]);
  return { rotation, translation_mm: middle.map((v, i) => v - half[i]) };
}

/** Flat on the floor, print up, its upper edge towards +Z. */
const onFloor = placed([[-1, 0, 0], [0, 0, -1], [0, -1, 0]], [0, 0, 0]);

/** Held up: the print looks along `towards_deg` (0 is +Z, 90 is +X), tilted up and rolled. */
function held(towards_deg, up_deg, roll_deg, middle) {
  const [a, u, r] = [towards_deg, up_deg, roll_deg].map((deg) => (deg * Math.PI) / 180);
  const z = [-Math.sin(a) * Math.cos(u), -Math.sin(u), -Math.cos(a) * Math.cos(u)];
  const x = unit(cross([0, -1, 0], z));
  const y = cross(z, x);
  const turn = (c, s) => x.map((v, i) => c * v + s * y[i]);
  const [tx, ty] = [turn(Math.cos(r), Math.sin(r)), turn(-Math.sin(r), Math.cos(r))];
  return placed(columns(tx, ty, z), middle);
}

/** Shots by name; a fan's neighbours share each of them. */
export const SHOTS = {
  floor: onFloor,
  ...Object.fromEntries(
    [
      [10, 15, 8, [-250, 1250, 150]], [30, -20, -12, [200, 700, 250]], [60, 22, 10, [300, 1200, -150]], [75, -15, 15, [150, 600, 300]],
      [105, 18, -10, [250, 1150, -200]], [115, -22, 6, [250, 750, 200]], [20, 8, 20, [150, 450, -100]], [50, 25, -18, [-150, 950, 300]],
      [85, -5, -22, [0, 1450, 0]], [100, 25, 12, [-200, 900, 150]], [40, -25, 5, [50, 1500, 100]],
    ].map((shot, i) => [`held ${i}`, held(...shot)]),
  ),
};
