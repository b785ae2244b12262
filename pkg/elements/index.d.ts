/**
 * Custom elements; importing this module defines them. Each takes `lang` (`en`, `zh`; else that of the page) and `unit` (`cm`,
 * `in`), and stands in forms: under its `name` a form posts its `value` as JSON. Without `measurements-from`, `designer` or
 * `scan` they find one another in the same form, else in the page.
 *
 * To style: custom properties `--purlform-accent`, `-on-accent`, `-accent-soft`, `-mark`, `-mark-soft`, `-ink`, `-muted`, `-card`,
 * `-sunk`, `-line`, `-radius`, `-sans`, `-serif`, `-stage-height`, and the parts named below.
 */

import type { Design, Garment, MeasurementFile, Mesh, OrderFile, OrderManifest, Pattern, Programs } from '../index.js';

/** What they share. */
export class PurlformElement extends HTMLElement {
  static readonly formAssociated: true;
  readonly form: HTMLFormElement | null;
  readonly name: string | null;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  checkValidity(): boolean;
  reportValidity(): boolean;
  readonly language: 'en' | 'zh';
  /** `mm` for technicians. */
  unit: 'cm' | 'in' | 'mm';
}

/**
 * `<purlform-scan>`: a person's measurements. Attributes: `mode` (`tape`, `home`, `booth`: live cameras or a folder, `file`; or several with blanks
 * between; default `tape home file`), `network` (address of `pose_landmark_full.tflite`, without which `home` is not offered).
 * Events: `measured` ({measurements, person}), `unit` ({unit}). Parts: `scan`, `home`, `booth`, `table`, `profile`, `switch`, `fault`.
 */
export class PurlformScan extends PurlformElement {
  /** Null while nothing is known. Takes a measurement file, or a flat `{"stature": 1680}` in mm. */
  get value(): MeasurementFile | null;
  set value(file: MeasurementFile | Record<string, number>);
  /** What a scan and what a tape found, apart. */
  readonly person: Person;
  /** The body that the scan fitted, as long as no tape says otherwise. */
  readonly mesh: Mesh | null;
  /** Takes the tape's word for a measurement, mm; null takes it back. */
  tape(id: string, value_mm: number | null): void;
  addEventListener<K extends keyof ScanEvents>(type: K, listener: (event: ScanEvents[K]) => void, options?: AddEventListenerOptions | boolean): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: AddEventListenerOptions | boolean): void;
}

export interface ScanEvents {
  /** Null once a form was reset. */
  measured: CustomEvent<{ measurements: MeasurementFile | null; person: Person }>;
  unit: CustomEvent<{ unit: 'cm' | 'in' }>;
}

/**
 * `<purlform-designer>`: a garment on a body. Attributes: `garment`, `offer` (address of the shop's yarns and prices, see
 * `Offer`), `yarn` (id of the offer's that is chosen first), `measurements-from` (id of a `<purlform-scan>`, or of any element with `value`
 * and `mesh` that tells of changes by `measured`), `technician` (machine and gauge are free, no price). Events: `ready` ({garments}),
 * `stage` ({stage}: `garment`, then `knit`), `change` ({design, price, summary}), `fault` ({error}). Parts: `designer`, `stage`,
 * `choices`, `title`, `price`, `swatch`, `switch`, `fault`.
 */
export class PurlformDesigner extends PurlformElement {
  get value(): Design | null;
  /** `yarn` and `colour` are an id and a name of the offer. */
  set value(design: { garment: string; parameters?: Design['parameters']; yarn?: string; colour?: string; gauge?: Design['gauge']; machine?: string });
  /** Null: a typical person. */
  measurements: MeasurementFile | null;
  readonly machine: string;
  readonly material: Material;
  readonly garments: Garment[];
  /** What stands; empty while it is being made. */
  readonly made: { garment?: Garment; design?: Design; machine?: string; pattern?: Pattern; programs?: Programs; price?: Price; body?: { mesh: Mesh } };
  addEventListener<K extends keyof DesignerEvents>(type: K, listener: (event: DesignerEvents[K]) => void, options?: AddEventListenerOptions | boolean): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: AddEventListenerOptions | boolean): void;
}

export interface DesignerEvents {
  ready: CustomEvent<{ garments: Garment[] }>;
  stage: CustomEvent<{ stage: 'garment' | 'knit' }>;
  /** Price and summary lack where only a colour changed before the garment was knitted. */
  change: CustomEvent<{ design: Design; price?: Price; summary?: Programs['summary'] }>;
  /** Mostly a `PurlformError`. */
  fault: CustomEvent<{ error: Error }>;
}

/**
 * `<purlform-order>`: what is bought. Attributes: `designer`, `scan` (ids), `order-id` (else one is made), `signed` (with
 * this device's own key, where the browser can). Its form does not
 * submit before a tape has checked each girth whose two sigma exceed the design's tolerance, and before the module has knitted and
 * sealed the order. Events: `sealed` ({order}), `order` ({order, manifest, package}) when it is placed. Parts: `order`, `title`,
 * `tape-check`, `fault`.
 */
export class PurlformOrder extends PurlformElement {
  /** Null while something is missing. */
  readonly value: Order | null;
  readonly checks: TapeCheck[];
  /** Signs the orders: a pair of Ed25519 keys of WebCrypto. */
  key: { privateKey: CryptoKey; publicKey: CryptoKey } | null;
  addEventListener<K extends keyof OrderEvents>(type: K, listener: (event: OrderEvents[K]) => void, options?: AddEventListenerOptions | boolean): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: AddEventListenerOptions | boolean): void;
}

export interface OrderEvents {
  /** Nothing is missing any more, and the module has knitted it. */
  sealed: CustomEvent<{ order: Order }>;
  /** It was placed. `package` is the ZIP of programs and papers. */
  order: CustomEvent<{ order: Order; manifest: Order; package: OrderFile }>;
}

export interface Person {
  sex: 'female' | 'male' | null;
  scan: MeasurementFile['measurements'] | null;
  /** By measurement, mm. */
  tape: Record<string, number>;
  /** Measurements whose tape value is not fused with the scan's. */
  alone: string[];
}

export interface TapeCheck {
  id: string;
  value_mm: number;
  sigma_mm: number;
  /** Two sigma should not exceed it. */
  tolerance_mm: number;
  /** Nobody measured it: it was predicted. */
  assumed: boolean;
}

/** One order: order.json of its package, which `purlform verify` checks and `purlform batch` knits. */
export interface Order extends OrderManifest {
  material: Material;
  price: { currency: string; total: number };
}

export interface Material {
  /** The yarn's id. */
  yarn: string;
  name: string;
  colour: string;
  hex: string;
}

/** A shop's table of yarns and prices, JSON. Amounts are in `currency`, without tax. */
export interface Offer {
  /** ISO 4217. */
  currency: string;
  machine_per_hour?: number;
  making_per_garment?: number;
  making_per_panel?: number;
  yarn_waste_percent?: number;
  margin_percent?: number;
  tax_percent?: number;
  /** Prices are rounded up to a multiple of it. */
  round_up_to?: number;
  /** Garments that are sold; all without it. */
  garments?: string[];
  /** Pictures to show before a garment is drawn: addresses by the garments' names. */
  pictures?: Record<string, string>;
  yarns: {
    id: string;
    name: string;
    name_zh?: string;
    about?: string;
    about_zh?: string;
    per_100g: number;
    /** The machine that it is knitted on, and its gauge there. */
    machine: string;
    gauge: Design['gauge'];
    colours: { name: string; name_zh?: string; hex: string }[];
  }[];
}

export interface Price {
  currency: string;
  lines: { id: 'yarn' | 'knitting' | 'making' | 'margin'; amount: number; grams?: number; minutes?: number }[];
  net: number;
  tax: number;
  total: number;
}

declare global {
  interface HTMLElementTagNameMap {
    'purlform-scan': PurlformScan;
    'purlform-designer': PurlformDesigner;
    'purlform-order': PurlformOrder;
  }
}

