/** From camera frames to body measurements to proven knitting-machine programs, in a worker of its own. */

import type { BoardPhoto, Calibration, Reach, Recheck } from './types/calibration.js';
import type { Bitmap, Camera, Capture, Fit, Look, Measured, Mesh, Outline, Picture, Pixels, ViewPictures } from './types/capture.js';
import type { Design, Garment, Pattern } from './types/garment.js';
import type { Definition, Measurement, MeasurementsInput } from './types/measurements.js';
import type { Order, OrderRequest, Verification } from './types/order.js';
import type { Finding, Machine, Programs } from './types/programs.js';

export * from './types/capture.js';
export * from './types/measurements.js';
export * from './types/garment.js';
export * from './types/programs.js';
export * from './types/order.js';
export * from './types/calibration.js';

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
  /**
   * Adds the pictures of one camera and finds the person's outline. Buffers and bitmaps are handed over, not copied. The module keeps
   * none longer than until `fit` has found a body; where it finds none, until `rig` begins another capture or `close` ends the worker.
   */
  view(camera: string, pictures: ViewPictures, options?: CallOptions): Promise<Outline>;
  /**
   * Begins the second shot: the person has turned by about an eighth, the views that follow show them so. Cameras that stand opposite
   * each other see other widths then; one body is fitted to both shots.
   */
  turn(options?: CallOptions): Promise<void>;
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
  /**
   * Drafts the garment for those measurements, or for the body that was fitted last. For a `machine`, what is too wide for its bed is
   * drafted in halves or in more gores, as `knit` and `order` do.
   */
  draft(design: string | Design, measurements?: MeasurementsInput, options?: CallOptions & { machine?: string | Machine }): Promise<Pattern>;
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
  /**
   * How sure the cameras of a rig would be of each measurement, before anybody stands before them: of an average person, from outlines
   * alone. With `turned`, of a second shot, too, once they have turned by an eighth. Takes a second or so.
   */
  reach(rig: string | object, options?: CallOptions & { turned?: boolean }): Promise<Reach[]>;
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
