// Every word that the page says, English and Chinese, in one table.

import * as names from './pkg/elements/names.js';

const TEXT = {
  language: ['Language', '语言'],
  headline: ['From four pictures to a pullover that fits.', '四张照片，织出一件合身的毛衣。'],
  lead: [
    'Purlform finds your outline, fits a body to it, lays the tape, drafts a pullover and writes the programs of a knitting machine, each one proven on a simulated machine before you see it.',
    'Purlform 识别人体轮廓，拟合三维人体，虚拟量体，绘制毛衣版型，并生成横机程序——每个程序都先在模拟横机上验证。',
  ],
  privacy: ['Your pictures never leave this device: everything is computed here.', '照片绝不离开本设备：全部计算都在本机完成。'],
  sources: ['Where the pictures come from', '照片来源'],
  sample_title: ['A sample', '示例'],
  sample_about: ['A person who does not exist, seen by four cameras.', '一位虚构的人物，由四台相机拍摄。'],
  sample_button: ['Run the sample', '运行示例'],
  files_title: ['Your files', '您的文件'],
  files_about: ['A capture folder: rig.json, frames, plates. Choose it or drop it here.', '采集文件夹：rig.json、frames、plates。选择或拖放到此处。'],
  files_button: ['Choose a folder', '选择文件夹'],
  cameras_title: ['Live cameras', '实时相机'],
  cameras_about: ['Calibrated cameras on this computer, with their rig.json.', '连接本机的已标定相机，并提供其 rig.json。'],
  cameras_button: ['Set up cameras', '设置相机'],

  stage_capture: ['Capture', '采集'],
  stage_silhouette: ['Outlines', '轮廓'],
  stage_fit: ['Body', '人体'],
  stage_measure: ['Measurements', '尺寸'],
  stage_garment: ['Garment', '成衣'],
  stage_knit: ['Programs', '程序'],
  stage_camera: ['Cameras', '相机'],
  stage_body: ['Body model', '人体模型'],
  stage_export: ['Files', '文件'],
  stage_open: ['Start', '启动'],
  stage_worker: ['Engine', '引擎'],
  seconds: ['{n} s', '{n} 秒'],
  done: ['Everything is ready.', '全部完成。'],
  running: ['{stage} …', '{stage} …'],

  outlines_title: ['Outlines', '轮廓'],
  outlines_about: ['What each camera saw of the person, and the body that explains it.', '各相机看到的人体轮廓，以及与之吻合的人体模型。'],
  outline_seen: ['seen', '观测'],
  outline_fitted: ['fitted body', '拟合人体'],
  outline_apart: ['{n} px apart', '相差 {n} 像素'],
  body_title: ['Body and measurements', '人体与尺寸'],
  body_about: [
    'Standing straight, in the model’s standard pose. Point at a row to see where the tape lies; ± is one standard deviation.',
    '标准直立姿势。指向某一行可查看软尺位置；± 为一个标准差。',
  ],
  view: ['View', '视角'],
  view_front: ['Front', '正面'],
  view_side: ['Side', '侧面'],
  view_back: ['Back', '背面'],
  body_canvas: ['The fitted body in three dimensions. Drag to turn.', '拟合人体的三维视图，拖动可旋转。'],
  measure: ['Measurement', '项目'],
  value: ['Value', '数值'],
  sigma: ['±', '±'],
  left: ['Left', '左'],
  right: ['Right', '右'],
  unit: ['Unit', '单位'],
  save_measurements: ['Save as JSON', '保存为 JSON'],
  not_converged: ['The fit did not settle: treat these numbers with care.', '拟合未收敛：请谨慎使用这些数值。'],

  pullover_title: ['Garment', '成衣'],
  pullover_about: ['Worn by the body just measured, as panels and as charts. Change a choice or a number and everything after it is made anew.', '穿在刚量好的人体上，并显示衣片与意匠图。修改任一选项或数值，后续全部重新生成。'],

  garment: ['Garment', '款式'],

  programs_title: ['Programs', '程序'],
  programs_about: ['Accepted by the simulated machine. In a chart one pixel is one stitch.', '已通过模拟横机验证。意匠图中一个像素即一针。'],
  download_all: ['Download everything', '下载全部'],
  download: ['Download {name}', '下载 {name}'],
  stitches_size: ['{wales} × {courses} stitches', '{wales} × {courses} 针'],
  fabric_size: ['{width} × {height} mm', '{width} × {height} mm'],
  minutes: ['{n} min', '{n} 分钟'],
  yarn: ['{m} m · {g} g', '{m} 米 · {g} 克'],
  total_time: ['Knitting time', '编织时间'],
  total_passes: ['Passes', '行程数'],
  total_yarn: ['Yarn', '用纱'],
  chart_of: ['Stitch chart of {name}', '{name}意匠图'],
  whole_garment: ['Whole garment', '整件'],

  live_device: ['Device for {name}', '{name} 的设备'],
  live_none: ['No camera', '无相机'],

  fault_title: ['{stage} could not be finished', '“{stage}”未能完成'],
  fault_close: ['Dismiss', '关闭'],
  no_rig: ['There is no rig.json in what you chose.', '所选内容中没有 rig.json。'],
  no_rig_hint: ['Choose the capture folder itself: it holds rig.json, frames/ and plates/ or masks/.', '请选择采集文件夹本身：其中应有 rig.json、frames/ 以及 plates/ 或 masks/。'],
  bad_rig: ['rig.json cannot be read: {why}', '无法读取 rig.json:{why}'],
  no_frames: ['There is no frame for any camera of rig.json.', '没有与 rig.json 中相机对应的照片。'],
  no_frames_hint: ['Frames are JPEG or PNG (not HEIC), named after the cameras: frames/front.jpg.', '照片须为 JPEG 或 PNG（不支持 HEIC），并以相机命名：frames/front.jpg。'],
  no_sample: ['The sample could not be loaded: {why}', '无法加载示例：{why}'],
  no_camera: ['The cameras cannot be used: {why}', '无法使用相机：{why}'],
  no_camera_hint: ['Allow the camera in your browser, and close other programs that use it.', '请在浏览器中允许使用相机，并关闭其他占用相机的程序。'],

  skip: ['Skip to content', '跳到内容'],
  nav: ['Shop', '商店'],
  nav_measure: ['My measurements', '我的尺寸'],
  nav_design: ['Design', '设计'],
  shop_headline: ['Knitted for you alone.', '只为您编织。'],
  shop_lead: [
    'Choose a garment, give us your measurements, see it on your own body, and have it knitted to the stitch.',
    '选择款式，输入尺寸，看它穿在自己身上，然后一针不差地为您编织。',
  ],
  shop_privacy: ['Photos and measurements stay on your device until you order; photos always.', '照片始终留在您的设备上；尺寸在下单前也不会离开。'],
  hero_measure: ['Measure yourself', '开始量体'],
  collection: ['The collection', '系列'],
  retry: ['Try again', '重试'],
  collection_failed: ['The collection could not be loaded.', '款式未能加载。'],
  collection_empty: ['There is nothing here yet. Please come again.', '暂无款式，请稍后再来。'],
  from_price: ['{price}', '{price}'],
  back: ['← All garments', '← 全部款式'],
  measure_title: ['Your measurements', '您的尺寸'],
  measure_about: ['A tape, or two photos of your phone. Both together are surest.', '用软尺，或用手机拍两张照片；两者结合最可靠。'],
  order_bar: ['Price and next step', '价格与下一步'],
  bar_measure: ['Your measurements', '输入尺寸'],
  bar_order: ['To the order', '去下单'],
  workbench: ['Technician’s workbench', '技术工作台'],
  shop: ['Shop', '商店'],
  kiosk: ['Booth', '量体间'],
  embed: ['In your own page', '嵌入您的网页'],
  footer: ['Free software, MIT or Apache-2.0.', '自由软件，MIT 或 Apache-2.0 许可。'],
};

const LANGUAGES = ['en', 'zh'];
let spoken = remembered() ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

/** Adds a page's own texts to the table. */
export const addTexts = (texts) => Object.assign(TEXT, texts);

/** The text of that key with its {places} filled in. */
export function t(key, values = {}) {
  const entry = TEXT[key];
  if (!entry) return names.words(key.replace(/^(stage)_/, ''));
  return entry[LANGUAGES.indexOf(spoken)].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/** `en` or `zh`. */
export const language = () => spoken;

/** A measurement's name. */
export const measurementName = (measurement) => names.measurement(measurement, spoken);

/** A garment's name. */
export const garmentName = (garment) => names.named(garment, spoken);

/** A garment's sentence for people. */
export const garmentAbout = (garment) => names.about(garment, spoken);

/** A panel's name. */
export const panelName = (name) => names.panel(name, spoken);

/** Writes every `data-text` and `data-label` of the document; `changed` runs now and after each switch. */
export function speak(changed) {
  const apply = () => {
    document.documentElement.lang = spoken === 'zh' ? 'zh-Hans' : 'en';
    for (const element of document.querySelectorAll('[data-text]')) element.textContent = t(element.dataset.text);
    for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(element.dataset.label));
    for (const button of document.querySelectorAll('[data-language]'))
      button.setAttribute('aria-pressed', String(button.dataset.language === spoken));
    changed();
  };
  for (const button of document.querySelectorAll('[data-language]'))
    button.addEventListener('click', () => {
      spoken = button.dataset.language;
      try {
        localStorage.setItem('language', spoken);
      } catch {
        // Storage may be forbidden; the choice then lasts as long as the page.
      }
      apply();
    });
  apply();
}

function remembered() {
  try {
    const stored = localStorage.getItem('language');
    return LANGUAGES.includes(stored) ? stored : null;
  } catch {
    return null;
  }
}
