// Set-up: calibration with the printed board. Of each photo only the board's corners are kept.

import { make, draw as svg } from '../dom.js';
import { save as saveFile, zip } from '../pkg/elements/files.js';
import { doubtText } from '../pkg/elements/words/index.js';
import { language, t } from '../words/index.js';
import { closeEyes, grab, openEyes, preview } from './booth.js';
import { running } from './engine.js';
import { guarded, hideFault, showFault } from './fault.js';
import { reached } from './reach.js';
import { actions, back, button, say, show } from './screens.js';
import { load, save } from './store.js';
import { cameraName } from './named.js';

/** The board that the booth prints: 540 x 720 mm on A3 pages. */
const BOARD = { kind: 'charuco', squares_x: 6, squares_y: 8, square_mm: 90, marker_mm: 67.5, dictionary: 'DICT_4X4_50', legacy: false };
const A3_MM = [297, 420];
const EVERY_MS = 4_000;

/** Calibrates; `done()` runs at the end or when it is given up. */
export const setUpCalibration = guarded(async (done) => {
  hideFault();
  let board = (await load('board')) ?? BOARD;
  const eyes = await openEyes(await load('cameras'), showFault);
  const purlform = await running();
  const counts = new Map();
  let shots = 0;
  let taken = 0;
  const beginWith = async (next) => {
    await purlform.board(next);
    board = next;
    for (const { place } of eyes) counts.set(place.id, { shots: 0, floor: false, corners: null });
    solved = null;
  };
  let busy = false;
  let timer = null;
  let solved = null;
  await beginWith(board);

  const other = guarded(async ({ target }) => {
    hideFault();
    const next = JSON.parse(await target.files[0].text());
    await beginWith(next);
    await save('board', next);
    draw();
  });
  const take = guarded(async (floor) => {
    if (busy) return;
    busy = true;
    hideFault();
    try {
      const shot = floor ? 'floor' : `shot${String(++shots).padStart(3, '0')}`;
      const { pictures } = await grab(eyes);
      const heard = [];
      for (const [camera, picture] of pictures) {
        const { corners_px } = await purlform.boardPhoto(camera, shot, picture);
        const count = counts.get(camera);
        count.corners = corners_px;
        if (corners_px.length && !floor) count.shots++;
        if (floor) count.floor = corners_px.length > 0;
        heard.push(`${cameraName(camera)}: ${cornersText(corners_px)}`);
      }
      say(heard.join(t('k_and')));
      taken++;
    } finally {
      busy = false;
    }
    draw();
  });
  const auto = () => {
    if (timer) timer = clearInterval(timer) ?? null;
    else timer = setInterval(() => take(false), EVERY_MS);
    draw();
  };
  const print = guarded(async () => {
    const pages = await purlform.drawBoard(board, { page_mm: A3_MM });
    const bytes = (text) => new TextEncoder().encode(text);
    const files = pages.map((page, i) => ({ name: `board-${i + 1}.svg`, bytes: bytes(page) }));
    saveFile('board.zip', zip([...files, { name: 'board.json', bytes: bytes(JSON.stringify(board, null, 1)) }]));
  });
  const solve = guarded(async () => {
    hideFault();
    solved = await purlform.calibrate({ floor: 'floor' });
    draw();
    say(t(`k_board_verdict_${solved.report.verdict}`));
  });
  const keep = guarded(async () => {
    await save('rig', { file: { ...solved.rig, calibration: solved.report }, at: Date.now() });
    await save('plates', undefined);
    leave();
  });
  const leave = () => {
    clearInterval(timer);
    closeEyes(eyes);
    done();
  };

  const card = (eye) => {
    const { id } = eye.place;
    const { shots: seen, floor, corners } = counts.get(id);
    const { width, height } = eye.pictureSize;
    const dots = corners && svg('svg', { viewBox: `0 0 ${width} ${height}`, class: 'corners', 'aria-hidden': 'true' }, svg('path', { d: crosses(corners, width) }));
    const figure = preview(eye, dots || '');
    const now = corners == null ? '' : cornersText(corners);
    figure.append(make('figcaption', {}, make('strong', {}, cameraName(id)),
      make('span', { class: 'state' }, [t('k_board_seen', { n: seen }), floor ? t('k_board_floor_done') : '', now].filter(Boolean).join(' · '))));
    return figure;
  };
  const ownBoard = () =>
    make('label', { class: 'button' }, make('input', { type: 'file', accept: '.json,application/json', id: 'board-file', onchange: other }), make('span', {}, t('k_board_own')));
  const part = (name, ...buttons) =>
    make('section', { class: 'part' }, make('div', {}, make('h2', {}, t(`k_board_${name}`)), make('p', {}, t(`k_board_${name}_about`))), make('div', { class: 'row' }, ...buttons));
  const draw = () => show('board', () => [
    make('h1', {}, t('k_board_title')),
    make('div', { class: 'eyes', 'data-taken': taken }, ...eyes.map(card)),
    part('print', button(t('k_board_download'), print, '', { id: 'print' }), ownBoard()),
    part('shots', button(t('k_board_take'), () => take(false), '', { id: 'take' }), button(t(timer ? 'k_board_auto_stop' : 'k_board_auto'), auto, '', { id: 'auto' })),
    part('floor', button(t('k_board_take_floor'), () => take(true), '', { id: 'take-floor' })),
    solved ? verdict(solved) : null,
    actions(
      back(t('k_back'), leave),
      button(t('k_board_solve'), solve, solved ? '' : 'primary', { id: 'solve' }),
      solved ? button(t('k_board_keep'), keep, 'primary', { id: 'board-keep' }) : null),
  ]);
  draw();
});

const cornersText = (corners) => (corners.length ? t('k_board_seen_now', { n: corners.length / 2 }) : t('k_board_none'));

function verdict({ rig, report }) {
  const line = ({ camera, verdict: how, doubts, rms_px, focal_sigma_percent, centre_sigma_mm }) =>
    make('li', { class: how }, t('k_board_line', {
      name: cameraName(camera),
      verdict: t(`k_verdict_${how}`),
      rms: rms_px.toFixed(2),
      focal: focal_sigma_percent.toFixed(2),
      place: centre_sigma_mm?.toFixed(1) ?? '–',
    }),
      ...doubts.map((doubt) => make('p', { class: 'hint' }, doubtText(doubt, language()))));
  return make('div', { class: 'verdict', id: 'verdict', 'data-verdict': report.verdict },
    make('p', { class: 'lead' }, t(`k_board_verdict_${report.verdict}`)),
    make('ul', {}, ...report.cameras.map(line)),
    reached(rig));
}

/** Crosses at corners, x and y by turns. */
function crosses(corners, width) {
  const arm = width / 60;
  let path = '';
  for (let i = 0; i + 1 < corners.length; i += 2) path += `M${corners[i] - arm} ${corners[i + 1]}h${2 * arm}m${-arm} ${-arm}v${2 * arm}`;
  return path;
}
