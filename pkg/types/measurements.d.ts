// Measurements of a person.

import type { Measured } from './capture.js';

/** Measurements as a file; `purlform measure` writes the same. */
export interface MeasurementFile {
  version: 1;
  sex?: 'female' | 'male' | null;
  /** Of GB/T 1335 or ASTM D5585, such as `170/88A`; stands in for what is not given. */
  size?: string | number | null;
  measurements: {
    /** Such as `bust_girth`. */
    id: string;
    iso?: string | null;
    value_mm: number;
    /** Standard deviation; left out: 5 mm, as by hand. */
    sigma_mm?: number | null;
    left_mm?: number | null;
    right_mm?: number | null;
  }[];
  /** How well the body explains the frames. */
  fit?: object;
  warnings?: object[];
}

/**
 * A measurement file, what `measure(capture)` gave, or a tape's list in mm: `{ stature: 1680, bust_girth: 920 }`, which two suffice.
 * Objects or their text.
 */
export type MeasurementsInput = string | MeasurementFile | Measured | ({ sex?: 'female' | 'male' | null } & { [id: string]: number | string | null | undefined });

export interface Measurement {
  /** Such as `bust_girth`. */
  id: string;
  /** For people. */
  name: string;
  /** Clause of ISO 8559-1, where it is verified. */
  iso: string | null;
  value_mm: number;
  /** Standard deviation. */
  sigma_mm: number;
  /** Of a paired measurement; the subject's left. */
  left_mm: number | null;
  right_mm: number | null;
  /** Where the tape lies on the fitted body: lines of x, y, z by turns. */
  tape_mm: Float32Array<ArrayBuffer>[];
}

export interface Definition {
  /** Such as `bust_girth`. */
  id: string;
  /** For people. */
  name: string;
  /** Clause of ISO 8559-1, where it is verified. */
  iso: string | null;
  /** What people have, from child to giant: outside, a typed value is a slip. */
  least_mm: number;
  largest_mm: number;
}
