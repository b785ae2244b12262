// Garments, what can be chosen of them, and the panels that are drafted.

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

export type ParameterValue = number | string | boolean | ParameterValue[] | { [name: string]: ParameterValue | null | undefined };

export interface Design {
  version?: 1 | null;
  /** A name of `designs()`. */
  garment: string;
  gauge: { wales_per_100mm: number; courses_per_100mm: number };
  /** By the names of the garment's parameters; `null` is as if it were left out. */
  parameters?: Record<string, ParameterValue | null | undefined> | null;
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
