// What cameras saw, and the body that explains it.

import type { Progress } from '../index.js';
import type { Measurement, MeasurementFile } from './measurements.js';

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
  /**
   * The same cameras' pictures once the person has turned by about an eighth, where cameras stand opposite each other. What is told of
   * these views (`outline_median_px`, outlines, warnings) is told of the camera `turned/ID`, of the whole shot of `turned`.
   */
  turned?: (ViewPictures & { camera: string })[] | null;
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
  /** The person's outline in each view that the body was fitted to. */
  outlines: Outline[];
  fit: Fit;
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

export interface Fit {
  converged: boolean;
  /** Median distance between outline and body's outline, by camera. */
  outline_median_px: Record<string, number>;
  /** Share of the outline within 4 px (at 1,280 px a frame's height) of the body's, by camera. */
  outline_explained: Record<string, number>;
  /** Linearisations in all. */
  iterations: number;
  /** The person's outline in each view that the body was fitted to: with the body in mind some pictures are cut again. */
  seen: Outline[];
  /** The outline of the fitted body, as it stood, in each view. */
  outlines: Outline[];
  /** The body standing straight. */
  mesh: Mesh;
  warnings: Warning[];
}

/** Of a fit; see `Progress`. */
export type FitProgress = Progress;

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
