// A person's measurements as they leave the booth.

/** As short as a measurement file may be: id and mm. */
export const flat = (measurements) => Object.fromEntries(measurements.map(({ id, value_mm }) => [id, Math.round(value_mm)]));

/** The measurement file, sigmas and sides included. */
export const measurementFile = (measurements) => ({ version: 1, measurements: measurements.map(({ tape_mm, name, ...rest }) => rest) });
