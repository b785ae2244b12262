/** From camera frames to body measurements to proven knitting-machine programs, in a worker of its own. */

/**
 * A failure that names its stage, a stable code, and what to do.
 *
 * An aborted call rejects with one whose `name` is `AbortError` (`code` `aborted`; `cause` is the signal's reason), or `TimeoutError`
 * (`code` `timeout`) where the signal is one of `AbortSignal.timeout()`.
 */
export class PurlformError extends Error {
  constructor(error: { stage: string; code: string; message: string; hint: string; cause?: unknown });
  /** Such as `capture`, `silhouette`, `fit`, `measure`, `garment`, `knit`; `load` and `worker` for what lies around them. */
  readonly stage: string;
  /** Stable name of the fault, such as `unknown_machine`. */
  readonly code: string;
  /** What to do about it; may be empty. */
  readonly hint: string;
}

/**
 * The chain. `measure` a capture, then `order` a garment for the measurements; or take the stages one by one: `rig`, `view` for
 * each camera, `fit`, `measure`, `draft`, `knit`, each of which keeps its result in the worker for the next.
 *
 * Calls run one after the other, in the order in which they were made. Every call takes `{ signal, onProgress }`. A call that is
 * aborted while it waits is dropped. To abort the call in work its worker is ended; the next call starts a new one, in which
 * nothing is left of `rig`, `view`, `fit`, `draft` (`measure(capture)` and `order` need none of these). The same holds after a
 * crash. Any number of instances work side by side.
 */
export class Purlform {
  private constructor();
  /** Starts the worker and loads module and body asset. */
  static open(options?: OpenOptions): Promise<Purlform>;
  /** All measurements that there are. */
  definitions(options?: CallOptions): Promise<Definition[]>;
  /** All garments that can be designed, with their parameters. */
  designs(options?: CallOptions): Promise<Garment[]>;
  /** Names of the machines that are known. */
  machines(options?: CallOptions): Promise<string[]>;

  /** Measures the person in a whole capture: outlines, fit, tape. */
  measure(capture: Capture, options?: CallOptions): Promise<Measured>;
  /** A whole order: pattern, proven programs, papers, and all of it in one package with checksums. */
  order(request: OrderRequest, options?: CallOptions): Promise<Order>;

  /**
   * Is an order whole, and whose is it? Of the bytes of a package, or of order.json's text alone. With a `key` (PEM or 64
   * hexadecimal digits, Ed25519) an order that its owner did not sign is altered, too.
   */
  verify(order: Uint8Array | string, options?: CallOptions & { key?: string }): Promise<Verification>;

  /** Begins a capture. `rig` and `subject` as in rig.json and subject.json, text or objects. */
  rig(rig: string | object, subject?: string | object | null, options?: CallOptions): Promise<Camera[]>;
  /** Adds the pictures of one camera and finds the person's outline. Buffers and bitmaps are handed over, not copied. */
  view(camera: string, pictures: ViewPictures, options?: CallOptions): Promise<Outline>;
  /**
   * Looks with the pose network for a person in a live picture, for hints while they place themselves. A small picture (some
   * 300 px high) is enough; it is handed over, not copied.
   */
  look(frame: Pixels | Bitmap, options?: CallOptions): Promise<Look>;
  /** Fits the body to the outlines of all views added. */
  fit(options?: CallOptions): Promise<Fit>;
  /** Tape measurements of the fitted body. */
  measure(capture?: null, options?: CallOptions): Promise<Measurement[]>;
  /**
   * The likeliest body that has typed `measurements` (as in `draft`), for showing a garment on it: its mesh in the standard
   * pose, and all its measurements, predicted ones too. The first call for a sex takes a second or so, later ones less.
   */
  body(measurements: MeasurementsInput, options?: CallOptions): Promise<{ mesh: Mesh; measurements: Measurement[] }>;
  /** Drafts the garment for those measurements, or for the body that was fitted last. */
  draft(design: string | Design, measurements?: MeasurementsInput, options?: CallOptions): Promise<Pattern>;
  /** Knits the drafted garment: programs that the simulated machine has accepted. Default machine: `kniterate`. */
  knit(machine?: string | Machine, options?: CallOptions): Promise<Programs>;
  /** Runs any knitout text through the simulated machine. */
  check(knitout: string, machine?: string | Machine, options?: CallOptions): Promise<Finding[]>;

  /** Draws a calibration board true to scale: SVG texts, one sheet as large as the board or pages of that size. */
  drawBoard(board: string | object, options?: CallOptions & { page_mm?: [width: number, height: number] }): Promise<string[]>;
  /** Begins a calibration with a board file, as `purlform board` writes it, text or object. Forgets an earlier one. */
  board(board: string | object, options?: CallOptions): Promise<void>;
  /** Looks for the board in a camera's photo. Photos of one shot are taken at the same moment; one shot is called `floor`. */
  boardPhoto(camera: string, shot: string, picture: Picture, options?: CallOptions): Promise<BoardPhoto>;
  /** The rig that the photos give, for `rig` and for rig.json. */
  calibrate(options?: CallOptions & { floor?: string }): Promise<Calibration>;
  /** Has a camera moved since the old picture of the empty booth was taken? */
  recheck(rig: string | object, camera: string, plates: { old: Picture; new: Picture }, options?: CallOptions): Promise<Recheck>;
  /** Has a camera of the rig moved? From one shot of the board by two or more cameras at the same moment. */
  recheckBoard(rig: string | object, board: string | object, photos: Record<string, Picture>, options?: CallOptions): Promise<Recheck[]>;

  /** Ends the worker; calls in flight are rejected with the code `closed`. */
  close(): void;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call, which then rejects with a `PurlformError` named `AbortError`. */
  signal?: AbortSignal;
  /** Hears what the call is busy with. */
  onProgress?: (progress: Progress) => void;
}

export interface Progress {
  stage: 'load' | 'silhouette' | 'fit' | 'measure' | 'garment' | 'knit' | 'export' | 'check';
  /** Of this stage, from 0 to 1. */
  fraction: number;
  /** Of the whole call, from 0 to 1. */
  total: number;
  /** Whose outline is sought. */
  camera?: string;
  /** Which panel is knitted. */
  panel?: string;
}

export interface OpenOptions extends CallOptions {
  /** Address, bytes or compiled module of purlform_bg.wasm; default: beside this module. In Node an address may be a path. */
  wasm?: string | URL | ArrayBuffer | Uint8Array | CompiledModule;
  /** The body asset's address or bytes; default: beside this module. */
  body?: string | URL | ArrayBuffer | Uint8Array;
  /**
   * Address or bytes of `pose_landmark_full.tflite` (npm package `@mediapipe/pose`, Apache-2.0), which finds the person in views
   * without plate and mask. An address is loaded when the first such view is added; without it they are refused.
   */
  network?: string | URL | ArrayBuffer | Uint8Array;
}

/** A `WebAssembly.Module`. */
export type CompiledModule = object;

/** Encoded JPEG or PNG (Blob, ArrayBuffer, Uint8Array) or pixels. */
export type Picture = Blob | ArrayBuffer | Uint8Array | Pixels | Bitmap;

/** Pixels, as `ImageData` has them. */
export interface Pixels {
  /** Red, green, blue, opacity by turns, row by row from above. */
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** An `ImageBitmap`; not in Node. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  close(): void;
}

/** A person before cameras. */
export interface Capture {
  /** As rig.json, text or object: OpenCV cameras; for photos of a phone, its focal length, and `null` for its place. */
  rig: string | object;
  /** As subject.json, text or object. */
  subject?: string | Subject | null;
  /** The pictures of each camera. Buffers and bitmaps are handed over, not copied. */
  views: (ViewPictures & { camera: string })[];
}

/** What the person says of themself; all of it may be left out. */
export interface Subject {
  sex?: 'female' | 'male' | null;
  stature_mm?: number | null;
  mass_kg?: number | null;
  /** Its assumed thickness comes off the girths that it covers. */
  clothing?: 'underwear' | 'close_fitting' | 'thin_layer' | null;
}

export interface ViewPictures {
  /** The picture with the person. */
  frame: Picture;
  /** The same camera's picture of the empty booth. */
  plate?: Picture | null;
  /** A foreground mask (0 or 255); stands instead of the plate. Without both, the network finds the person. */
  mask?: Picture | null;
}

/** What a capture gives. Hand it on as the `measurements` of an order, or keep its `file`. */
export interface Measured {
  /** The measurement file: plain JSON, to keep, to send, to order from. */
  file: MeasurementFile;
  /** The same measurements with their names and the tapes' courses. */
  measurements: Measurement[];
  /** What makes the capture a poor one. */
  warnings: Warning[];
  cameras: Camera[];
  /** The person's outline in each view. */
  outlines: Outline[];
  fit: Fit;
}

/** Measurements as a file; `purlform measure` writes the same. */
export interface MeasurementFile {
  version: 1;
  sex?: 'female' | 'male' | null;
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

export interface OrderFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
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

export interface BoardPhoto {
  camera: string;
  shot: string;
  /** Corners of the board, x and y by turns; empty where the board is not seen. */
  corners_px: Float32Array<ArrayBuffer>;
}

export interface Calibration {
  /** As rig.json. */
  rig: object;
  report: CalibrationReport;
  /** The report of each camera in words. */
  words: string[];
}

export interface Recheck {
  camera: string;
  /** `scene_changed`: covered, turned away, swapped, dark. `unknown`: too little to see, or the board is not seen. */
  state: 'still' | 'moved' | 'scene_changed' | 'unknown';
  /** How far its picture moved, root mean square. */
  moved_px: number | null;
  /** Farther than this is moved. */
  limit_px: number;
  /** From plates: shift of the picture's middle to the right and down, its turn clockwise. */
  right_px?: number;
  down_px?: number;
  turn_deg?: number;
  /** From plates: share of the old picture's parts that the new one shows. */
  agreement?: number;
  /** `camera_moved` or `scene_changed`. */
  warning: Warning | null;
  /** A sentence for people. */
  words: string;
}

export type CalibrationVerdict = 'good' | 'fair' | 'poor';

export interface CalibrationReport {
  verdict: CalibrationVerdict;
  rms_px: number;
  corners_dropped: number;
  floor: string | null;
  board: object;
  cameras: {
    camera: string;
    verdict: CalibrationVerdict;
    /** Why it is not better, a sentence each. */
    findings: string[];
    /** The same for programs: `corners_off` (px), `focal_unsure` (%), `place_unsure` (mm), `few_photos`, `little_covered` (%), `few_shared`. */
    doubts: { code: string; value: number; limit: number }[];
    photos: number;
    photos_used: number;
    photos_shared: number;
    corners: number;
    rms_px: number;
    worst_px: number;
    coverage: number;
    focal_px: number;
    focal_sigma_percent: number;
    centre_mm: [number, number, number] | null;
    centre_sigma_mm: number | null;
    rotation_sigma_deg: number | null;
  }[];
}

export interface Camera {
  id: string;
  width_px: number;
  height_px: number;
}

export interface Outline {
  camera: string;
  width_px: number;
  height_px: number;
  /** Closed contours, x and y by turns; integer coordinates at pixel centres. */
  contours_px: Float32Array<ArrayBuffer>[];
}

export interface Look {
  /** Probability that there is a person. */
  score: number;
  /** Joints such as `nose`, `wrist_l`, `ankle_r` (the person's left and right): x and y in px, probability that it is seen. */
  spots: Record<string, [number, number, number]>;
}

/** Of a fit; see `Progress`. */
export type FitProgress = Progress;

export interface Fit {
  converged: boolean;
  /** Median distance between outline and body's outline, by camera. */
  outline_median_px: Record<string, number>;
  /** Share of the outline within 4 px (at 1,280 px a frame's height) of the body's, by camera. */
  outline_explained: Record<string, number>;
  /** Linearisations in all. */
  iterations: number;
  /** The outline of the fitted body, as it stood, in each view. */
  outlines: Outline[];
  /** The body standing straight. */
  mesh: Mesh;
  warnings: Warning[];
}

/** World: right-handed, +Y up, floor at y = 0, the subject faces about +Z. */
export interface Mesh {
  /** x, y, z by turns. */
  positions_mm: Float32Array<ArrayBuffer>;
  /** Three corners a face, counter-clockwise seen from outside. */
  faces: Uint32Array<ArrayBuffer>;
  /** Part of each face: 0 trunk, neck and head, 1 and 2 left and right arm, 3 and 4 left and right leg. */
  parts: Uint8Array<ArrayBuffer>;
  /** Landmarks and joints by name, such as `side_neck_l` or `elbow_joint_r`: x, y, z. */
  places_mm: Record<string, Float32Array<ArrayBuffer>>;
}

export interface Warning {
  code: string;
  camera: string | null;
  value: number;
  limit: number;
  message: string;
}

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

export interface Garment {
  /** Such as `pullover`. */
  name: string;
  name_zh: string;
  /** A sentence for people. */
  about: string;
  about_zh: string;
  /** Ids of the measurements that it is drafted from. */
  needs: string[];
  parameters: Parameter[];
}

export interface Parameter {
  name: string;
  /** `record` is an object of `fields`, `list` a list of such objects, `rows` a list of texts, `image` base64. */
  kind: 'number' | 'count' | 'choice' | 'text' | 'colour' | 'flag' | 'image' | 'rows' | 'record' | 'list';
  /** Of a record or list: its fields. */
  fields?: Parameter[];
  /** Of a text: most characters; of a list: most objects. */
  most?: number;
  /** Of a text: the characters that it may have; empty for any. */
  characters?: string;
  /** Of rows: each character and what it means. */
  symbols?: [string, string][];
  /** Of an image: its limits. */
  most_bytes?: number;
  most_px?: number;
  /** `mm`, `wales`, or `x` for a factor; not of a choice. */
  unit?: string;
  min?: number;
  max?: number;
  choices?: string[];
  /** The choices in Chinese. */
  choices_zh?: string[];
  default: { value: number } | { word: string } | { derived: string };
  /** A sentence for people. */
  about: string;
  /** Name and sentence in Chinese. */
  name_zh: string;
  about_zh: string;
}

export type ParameterValue = number | string | boolean | ParameterValue[] | { [name: string]: ParameterValue };

export interface Design {
  version?: 1;
  /** A name of `designs()`. */
  garment: string;
  gauge: { wales_per_100mm: number; courses_per_100mm: number };
  /** By the names of the garment's parameters. */
  parameters?: Record<string, ParameterValue>;
}

export interface Pattern {
  garment: string;
  panels: Panel[];
  linking_allowance_wales: number;
  /** What was decided or changed on the way. */
  notes: Note[];
  /** Measurements that nobody took: predicted from the others. */
  assumed: Assumed[];
  /** What each parameter came to. */
  parameters: Resolved[];
}

export interface Note {
  code: string;
  text: string;
}

export interface Assumed {
  /** Measurement id. */
  id: string;
  value_mm: number;
  sigma_mm: number;
}

export interface Resolved {
  name: string;
  /** In the parameter's unit. */
  value: number;
  /** Whether the design gave it, else it is the default. */
  given: boolean;
}

export interface Panel {
  name: string;
  /** Closed outline, counter-clockwise from the cast-on edge; x across, y up, [x, y] in mm. */
  edges: { name: string; points: [number, number][]; joins: { panel: string; edge: string }[] }[];
  /** From that height on upwards, what is knitted. */
  zones: { from_mm: number; structure: string }[];
  /** Short rows over the bust, which take no height of the outline: where, by how much, ends of the longest and the shortest row. */
  bust?: { y_mm: number; extra_mm: number; longest_mm: [number, number]; shortest_mm: [number, number] };
  /** Slits along a course: their middles and widths. */
  buttonholes?: { x_mm: number; y_mm: number; width_mm: number }[];
  /** Knitted round: the outline is that of the tube lying flat, in two layers; perhaps with a heel of short rows. */
  tube?: { heel: { from_mm: number; middle_mm: number } | null };
  /** The yarns that it is knitted in, the ground first; left out where one is enough. */
  yarns?: object[];
  /** Charts of colours that lie on it, later ones over earlier ones. */
  charts?: object[];
  /** The customer's own lace. */
  lace?: object;
  /** Longest float of a float jacquard, wales. */
  float_limit?: number;
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
