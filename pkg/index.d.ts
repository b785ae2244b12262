/** From camera frames to body measurements to proven knitting-machine programs, in a Web Worker. */

/** A failure that names its stage, a stable code, and what to do. */
export class PurlformError extends Error {
  constructor(error: { stage: string; code: string; message: string; hint: string });
  /** Such as `capture`, `silhouette`, `fit`, `garment`, `knit`; `worker` for the worker itself. */
  readonly stage: string;
  /** Stable name of the fault. */
  readonly code: string;
  /** What to do about it; may be empty. */
  readonly hint: string;
}

/**
 * One body and one garment in work. Call `rig`, then `view` for each camera, `fit`, `measure`, `draft`, `knit`; each stage
 * keeps its result in the worker for the next. Calls run one after the other, in the order in which they were made.
 */
export class Purlform {
  private constructor(worker: Worker);
  /** Starts the worker and loads module and body asset. */
  static open(options?: OpenOptions): Promise<Purlform>;
  /** All measurements that there are. */
  definitions(): Promise<Definition[]>;
  /** All garments that can be designed, with their parameters. */
  designs(): Promise<Garment[]>;
  /** Names of the machines that are known. */
  machines(): Promise<string[]>;
  /** Begins a capture. `rig` and `subject` as in rig.json and subject.json, text or objects. */
  rig(rig: string | object, subject?: string | object): Promise<Camera[]>;
  /** Adds the pictures of one camera and finds the person's outline. Buffers and bitmaps are handed over, not copied. */
  view(camera: string, pictures: ViewPictures): Promise<Outline>;
  /**
   * Looks with the pose network for a person in a live picture, for hints while they place themselves. A small picture (some
   * 300 px high) is enough; it is handed over, not copied.
   */
  look(frame: ImageData | ImageBitmap): Promise<Look>;
  /** Fits the body to the outlines of all views added. */
  fit(options?: { onProgress?: (progress: FitProgress) => void }): Promise<Fit>;
  /** Tape measurements of the fitted body. */
  measure(): Promise<Measurement[]>;
  /**
   * The likeliest body that has typed `measurements` (as in `draft`), for showing a garment on it: its mesh in the standard
   * pose, and all its measurements, predicted ones too. The first call for a sex takes a second or so, later ones less.
   */
  body(measurements: string | object): Promise<{ mesh: Mesh; measurements: Measurement[] }>;
  /**
   * Drafts the garment for the fitted body, or for typed `measurements`: a file of `measure`, or a flat
   * `{"waist_girth": 812}` in mm. Stature and bust girth suffice.
   */
  draft(design: string | Design, measurements?: string | object): Promise<Pattern>;
  /** Knits the drafted garment: programs that the simulated machine has accepted. Default machine: `kniterate`. */
  knit(machine?: string | object): Promise<Programs>;
  /** Runs any knitout text through the simulated machine. */
  check(knitout: string, machine?: string | object): Promise<Finding[]>;
  /** Draws a calibration board true to scale: SVG texts, one sheet as large as the board or pages of that size. */
  drawBoard(board: string | object, options?: { page_mm?: [width: number, height: number] }): Promise<string[]>;
  /** Begins a calibration with a board file, as `purlform board` writes it, text or object. Forgets an earlier one. */
  board(board: string | object): Promise<void>;
  /** Looks for the board in a camera's photo. Photos of one shot are taken at the same moment; one shot is called `floor`. */
  boardPhoto(camera: string, shot: string, picture: Picture): Promise<BoardPhoto>;
  /** The rig that the photos give, for `rig` and for rig.json. */
  calibrate(options?: { floor?: string }): Promise<Calibration>;
  /** Has a camera moved since the old picture of the empty booth was taken? */
  recheck(rig: string | object, camera: string, plates: { old: Picture; new: Picture }): Promise<Recheck>;
  /** Has a camera of the rig moved? From one shot of the board by two or more cameras at the same moment. */
  recheckBoard(rig: string | object, board: string | object, photos: Record<string, Picture>): Promise<Recheck[]>;
  /** Ends the worker; calls in flight are rejected with the code `closed`. */
  close(): void;
}

export interface OpenOptions {
  /** Address of purlform_bg.wasm; default: beside this module. */
  wasm?: string;
  /** The body asset's address or bytes; default: beside this module. */
  body?: string | ArrayBuffer | Uint8Array;
  /**
   * Address or bytes of `pose_landmark_full.tflite` (npm package `@mediapipe/pose`, Apache-2.0), which finds the person in views
   * without plate and mask. An address is loaded when the first such view is added; without it they are refused.
   */
  network?: string | ArrayBuffer | Uint8Array;
}

/** Encoded JPEG or PNG (Blob, ArrayBuffer, Uint8Array) or pixels. */
export type Picture = Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | ImageData | ImageBitmap;

export interface ViewPictures {
  /** The picture with the person. */
  frame: Picture;
  /** The same camera's picture of the empty booth. */
  plate?: Picture;
  /** A foreground mask (0 or 255); stands instead of the plate. Without both, the network finds the person. */
  mask?: Picture;
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
    findings: string[];
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

export interface FitProgress {
  /** What the solver is busy with. */
  stage: string;
  /** From 0 to 1. */
  fraction: number;
}

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
  /** The body standing straight, as it is measured. */
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
  kind: 'number' | 'count' | 'choice';
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

export interface Design {
  version?: 1;
  /** A name of `designs()`. */
  garment: string;
  gauge: { wales_per_100mm: number; courses_per_100mm: number };
  /** By the names of the garment's parameters. */
  parameters?: Record<string, number | string>;
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
  /** Slits along a course: their middles and widths. */
  buttonholes?: { x_mm: number; y_mm: number; width_mm: number }[];
}

export interface Programs {
  summary: Summary;
  /** Programs (`.k`, `.kc`), charts, legend, sheet and summary.json. */
  files: { name: string; bytes: Uint8Array<ArrayBuffer> }[];
}

/** The contents of summary.json. */
export interface Summary {
  version: 1;
  garment: string;
  machine: string;
  gauge: { wales_per_100mm: number; courses_per_100mm: number };
  panels: PanelSummary[];
  totals: Cost & { panels: number };
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
}

export interface Finding {
  /** An error makes the program illegal. */
  severity: 'error' | 'warning';
  /** Line of the knitout text, from 1. */
  line: number;
  rule: string;
  message: string;
}
