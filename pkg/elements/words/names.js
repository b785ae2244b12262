// Names of what the module names: measurements, panels, garments, parameters, choices; English or Chinese.

/** A measurement that is missing here falls back to the name that the module gives. */
const MEASUREMENTS = {
  stature: '身高', cervicale_height: '颈椎点高', waist_height: '腰围高', hip_height: '臀围高', inside_leg_height: '会阴高',
  head_girth: '头围', neck_girth: '颈围', bust_girth: '胸围', underbust_girth: '下胸围', waist_girth: '腰围', hip_girth: '臀围',
  armscye_girth: '臂根围', upper_arm_girth: '上臂围', wrist_girth: '腕围', thigh_girth: '大腿围', knee_girth: '膝围',
  calf_girth: '腿肚围', ankle_girth: '踝上围', shoulder_length: '小肩宽', shoulder_width: '总肩宽',
  back_neck_to_waist: '背长', arm_length: '臂长', crotch_length: '裆总长', foot_length: '脚长', foot_girth: '脚围',
};

const PANELS = {
  front: ['Front', '前片'],
  back: ['Back', '后片'],
  sleeve_left: ['Left sleeve', '左袖'],
  sleeve_left_1: ['Left sleeve, first half', '左袖（一）'],
  sleeve_left_2: ['Left sleeve, second half', '左袖（二）'],
  sleeve_right: ['Right sleeve', '右袖'],
  sleeve_right_1: ['Right sleeve, first half', '右袖（一）'],
  sleeve_right_2: ['Right sleeve, second half', '右袖（二）'],
  front_left: ['Left front', '左前片'],
  front_right: ['Right front', '右前片'],
  back_left: ['Left back', '左后片'],
  back_right: ['Right back', '右后片'],
  neck_band: ['Neck band', '领条'],
  band_left: ['Left front band', '左门襟'],
  band_right: ['Right front band', '右门襟'],
  armhole_band_left: ['Left armhole band', '左袖窿条'],
  armhole_band_right: ['Right armhole band', '右袖窿条'],
  leg_left: ['Left leg', '左腿'],
  leg_left_1: ['Left leg, first half', '左腿（一）'],
  leg_left_2: ['Left leg, second half', '左腿（二）'],
  leg_right: ['Right leg', '右腿'],
  leg_right_1: ['Right leg, first half', '右腿（一）'],
  leg_right_2: ['Right leg, second half', '右腿（二）'],
  scarf: ['Scarf', '围巾'],
  scarf_1: ['Scarf, first half', '围巾（一）'],
  scarf_2: ['Scarf, second half', '围巾（二）'],
  beanie: ['Beanie', '帽身'],
  sock_left: ['Left sock', '左袜'],
  cuff_left: ['Left cuff', '左袜口'],
  cuff_right: ['Right cuff', '右袜口'],
  sock_right: ['Right sock', '右袜'],
};

/** A name as words: `body_length` is `Body length`. */
export function words(name) {
  const plain = String(name).replaceAll('_', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** A measurement's name. */
export const measurement = ({ id, name }, language) => (language === 'zh' && MEASUREMENTS[id]) || name || words(id);

/** The name of a shop's yarn or colour. */
export const inLanguage = ({ name, name_zh }, language) => (language === 'zh' && name_zh) || name;

/** The name of a garment or a parameter. */
export const named = ({ name, name_zh }, language) => (language === 'zh' && name_zh) || words(name);

/** The sentence of a garment or a parameter. */
export const about = ({ about, about_zh }, language) => (language === 'zh' && about_zh) || about;

/** The name of one of a parameter's choices. */
export const choice = ({ choices, choices_zh }, word, language) =>
  (language === 'zh' && choices_zh?.[choices.indexOf(word)]) || words(word);

/** A panel's name. */
export const panel = (name, language) => panelNamed(name, language === 'zh' ? 1 : 0) ?? words(name);

/** What is too wide for the bed is knitted in two halves: `scarf_1`, `scarf_2`. */
const HALVES = { 1: [', first half', '（一）'], 2: [', second half', '（二）'] };

function panelNamed(name, language) {
  const [, whole, half] = /^(.+)_([12])$/.exec(name) ?? [];
  const own = PANELS[name]?.[language];
  return own ?? (PANELS[whole] && PANELS[whole][language] + HALVES[half][language]) ?? null;
}

/** What the module names in its sentences, in Chinese: garments, parameters and choices, once `learn` has heard of them. */
const SPOKEN = new Map();

/** Takes the names of `designs()`. */
export function learn(garments) {
  const add = (name, name_zh) => SPOKEN.has(name) || SPOKEN.set(name, name_zh);
  for (const { name, name_zh, parameters } of garments) {
    for (const said of [name, name.replaceAll('_', ' ')]) add(said, name_zh);
    for (const p of parameters) {
      add(p.name, p.name_zh);
      for (const field of p.fields ?? []) {
        add(`${p.name}.${field.name}`, `${p.name_zh}·${field.name_zh}`);
        add(field.name, field.name_zh);
      }
      for (const [i, word] of (p.choices ?? []).entries()) add(word, p.choices_zh[i]);
    }
  }
}

/** The Chinese name of what the module calls so (`yarns[1].colour` is the second yarn's), or null. */
export const chinese = (name) => panelNamed(name, 1) ?? MEASUREMENTS[name] ?? SPOKEN.get(name.replace(/`|\[\d\]/g, '')) ?? null;
