// Orders: what is asked for, and what a factory gets.

import type { Design, Pattern } from './garment.js';
import type { MeasurementFile, MeasurementsInput } from './measurements.js';
import type { Machine, Summary } from './programs.js';

export interface OrderRequest {
  /** The order's name, on its papers and package: 1 to 64 characters that a file's name can have. */
  order: string;
  measurements: MeasurementsInput;
  design: string | Design;
  /** A name of `machines()`, or a machine file; default: `kniterate`. */
  machine?: string | Machine;
  /** What it is knitted of and what it is sold for, in the shop's own words: sealed with the order. */
  material?: object | null;
  price?: object | null;
  /**
   * Signs the order: a pair of Ed25519 keys of WebCrypto, `crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])`.
   * The private key stays where the browser keeps it; the pair can be stored in IndexedDB.
   */
  key?: { privateKey: object; publicKey: object } | null;
}

export interface Order {
  /** The order's name. */
  order: string;
  pattern: Pattern;
  summary: Summary;
  /** Programs (`.k`, `.kc`), charts, legend, sheet and summary.json. */
  programs: OrderFile[];
  /** For the shop floor: the page to print, panels 1:1 as SVG and DXF, fabrics, carriage passes, bitmaps. */
  papers: OrderFile[];
  /** What was ordered, with its checksums: order.json of the package. */
  manifest: OrderManifest;
  /** All files in one zip archive, always the same bytes. */
  package: OrderFile;
}

export interface OrderFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** The contents of order.json. */
export interface OrderManifest {
  version: 1;
  order: string;
  /** Version that made the programs. */
  purlform: string;
  measurements: MeasurementFile;
  design: Design;
  machine: Machine;
  /** As the shop gave them. */
  material?: object;
  price?: object;
  /** SHA-256, hexadecimal: of each part's canonical JSON (RFC 8785), of the programs' and of all files' lists as `sha256sum` writes them. */
  checksums: { measurements: string; design: string; machine: string; program: string; files: string; material?: string; price?: string };
  files: { name: string; sha256: string }[];
  /** Ed25519; key and value in hexadecimal digits. */
  signature?: { algorithm: 'Ed25519'; key: string; value: string };
}

export interface Verification {
  /** The order's name; null where there is no order. */
  order: string | null;
  /** Nothing was altered. */
  whole: boolean;
  /** What was altered, a sentence each. */
  alterations: string[];
  /** The public key of its signature, 64 hexadecimal digits; null if it is not signed. */
  signed_by: string | null;
  /** What of a whole order another build of purlform made, and this one makes otherwise. */
  note?: string;
}
