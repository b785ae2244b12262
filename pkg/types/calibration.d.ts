// Calibrating the cameras of a rig, and looking whether one has moved.

import type { Warning } from './capture.js';

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

export interface Reach {
  /** Of one of the `definitions`. */
  id: string;
  /** In English. */
  name: string;
  /** The average person's. */
  value_mm: number;
  /** Standard deviation that the cameras leave: 95 of 100 people come out within two of it. */
  sigma_mm: number;
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
