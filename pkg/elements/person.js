// What is known of a person's measurements: what a scan found, what a tape found, and both together.

/** Standard deviation of a typed tape value (mm): the module's own for measurements by hand. */
export const TAPE_SIGMA_MM = 5;
/** A tape value further from the scan than that many standard deviations of their difference is a slip of one of them. */
const APART = 3;

/**
 * One measurement of both, weighed by their inverse variances; `alone` takes the tape's word against the scan's. Fused values
 * lose their sides.
 */
export function fuse(scanned, tape_mm, alone = false) {
  if (tape_mm == null) return scanned;
  const tape = { id: scanned?.id, value_mm: tape_mm, sigma_mm: TAPE_SIGMA_MM, left_mm: null, right_mm: null };
  if (!scanned || alone) return tape;
  const [a, b] = [1 / scanned.sigma_mm ** 2, 1 / tape.sigma_mm ** 2];
  const value_mm = (scanned.value_mm * a + tape_mm * b) / (a + b);
  return { ...tape, value_mm, sigma_mm: Math.sqrt(1 / (a + b)) };
}

/** Whether tape and scan cannot both be right. */
export const contradicts = (scanned, tape_mm) =>
  scanned != null && tape_mm != null && Math.abs(scanned.value_mm - tape_mm) > APART * Math.hypot(scanned.sigma_mm, TAPE_SIGMA_MM);

/**
 * The measurement file of a person {sex, scan, tape, alone}: `scan` a list of measurements or null, `tape` values by id in mm,
 * `alone` the ids whose tape value stands alone. Contradicting tape values stand alone, too.
 */
export function measurementsOf({ sex = null, scan = null, tape = {}, alone = [] }) {
  const ids = new Set([...(scan ?? []).map(({ id }) => id), ...Object.keys(tape)]);
  const found = new Map((scan ?? []).map((m) => [m.id, m]));
  const measurements = [...ids].map((id) => {
    const scanned = found.get(id);
    const by_tape = tape[id];
    const fused = fuse(scanned, by_tape, alone.includes(id) || contradicts(scanned, by_tape));
    const { value_mm, sigma_mm, left_mm = null, right_mm = null } = fused;
    return { id, value_mm: round(value_mm), sigma_mm: round(sigma_mm), left_mm, right_mm };
  });
  return { version: 1, ...(sex ? { sex } : {}), measurements };
}

const round = (mm) => Math.round(mm * 100) / 100;

/** Share of a girth that knitted fabric forgives whatever its ease, and the share of its ease that it may lose. */
const STRETCH = 0.025;
const OF_EASE = 0.5;

/** The girths that an ease parameter is added to. */
const easedBy = (name) => (name === 'leg_ease' ? ['calf_girth', 'ankle_girth'] : [name.replace(/_ease$/, '_girth')]);

/** How much (mm) knitted fabric forgives of a girth, whatever its ease. */
export const forgiven_mm = (value_mm) => STRETCH * value_mm;

/** How far (mm) a girth may be off before this pattern fits another way than it was designed to. */
export function tolerance_mm(pattern, { id, value_mm }) {
  const ease = pattern.parameters.find(({ name }) => easedBy(name).includes(id))?.value ?? 0;
  return Math.max(forgiven_mm(value_mm), OF_EASE * Math.max(0, ease));
}

/**
 * Girths that must be checked with a tape before this pattern is knitted: those that the garment is drafted from whose two
 * sigma exceed the design's tolerance. `all` are the measurements as used, what was assumed among them.
 */
export function tapeChecks(garment, pattern, all) {
  const assumed = new Map(pattern.assumed.map((a) => [a.id, a]));
  // Only girths that an ease parameter or the fabric's edge depends on can be too tight.
  const eased = new Set(pattern.parameters.flatMap(({ name }) => easedBy(name)));
  return garment.needs
    .filter((id) => eased.has(id))
    .map((id) => assumed.get(id) ?? all.find((m) => m.id === id))
    .filter((m) => m && 2 * m.sigma_mm > tolerance_mm(pattern, m))
    .map((m) => ({ id: m.id, value_mm: m.value_mm, sigma_mm: m.sigma_mm, tolerance_mm: round(tolerance_mm(pattern, m)), assumed: assumed.has(m.id) }));
}
