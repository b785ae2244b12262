// Programs of knitting machines, and what was found in them.

import type { Assumed, Note, Resolved } from './garment.js';
import type { OrderFile } from './order.js';

/** A V-bed machine, as in a machine file. */
export interface Machine {
  name: string;
  /** Needles per inch. */
  gauge_npi: number;
  /** Of each bed. */
  needles: number;
  /** The rest as in a machine file: see schemas/machine.json. */
  [field: string]: unknown;
}

export interface Programs {
  summary: Summary;
  /** Programs (`.k`, `.kc`), charts, legend, sheet and summary.json. */
  files: OrderFile[];
}

/** The contents of summary.json. */
export interface Summary {
  version: 1;
  garment: string;
  machine: string;
  gauge: { wales_per_100mm: number; courses_per_100mm: number };
  panels: PanelSummary[];
  totals: Cost & {
    panels: number;
    /** Each yarn of the garment, in the order of the yarn table. */
    yarns: YarnTotal[];
  };
  finished: { bust_girth_mm: number; hem_girth_mm: number; neck_opening_mm: number };
  parameters: Resolved[];
  assumed: Assumed[];
  notes: Note[];
  /** What may go wrong on the machine. */
  warnings: Note[];
  /** How minutes, metres and grams were estimated. */
  model: string;
}

export interface Cost {
  /** Without waste. */
  courses: number;
  /** Without waste. */
  stitches: number;
  /** Strokes of the carriage, waste included. */
  passes: { knit: number; transfer: number; empty: number };
  /** Time on the machine, waste included. */
  minutes: number;
  minutes_made_of: { knit: number; transfer: number; empty: number; turns: number; racking: number };
  yarn_m: number;
  yarn_g: number;
}

export interface PanelSummary extends Cost {
  name: string;
  wales: number;
  width_mm: number;
  height_mm: number;
  /** Stitches by kind. */
  kinds: Record<string, number>;
  /** What each carrier brings, waste and draw thread too, which are not in `yarn_m` and `yarn_g`. */
  carriers: CarrierYarn[];
}

/** What a garment takes of a yarn. */
export interface YarnTotal {
  name: string;
  /** Such as `#46669a`; null where the design names no yarns. */
  colour: string | null;
  yarn_m: number;
  yarn_g: number;
  /** Full cones, where the design says what one holds. */
  cones?: number;
}

export interface CarrierYarn {
  carrier: string;
  /** The yarn's place in the yarn table; null for waste and draw thread. */
  yarn: number | null;
  /** What it is threaded with, in words. */
  label: string;
  loops: number;
  metres: number;
  grams: number;
}

export interface Finding {
  /** An error makes the program illegal. */
  severity: 'error' | 'warning';
  /** Line of the knitout text, from 1. */
  line: number;
  rule: string;
  message: string;
}
