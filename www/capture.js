// A capture as the page holds it: {name, rig, subject, views: [{name, camera, turned, frame, plate, mask}]}, pictures as Blobs; the views of
// a second shot, for which the person turned, come last.

import { reasonText } from './pkg/elements/words/index.js';
import { language, t } from './words/index.js';

/** A fault of the page's own, shaped like those of the module. */
export class Fault extends Error {
  constructor(stage, message, hint = '') {
    super(message);
    Object.assign(this, { stage, hint, code: 'page' });
  }
}

/** The capture that ships with the project. */
export async function sampleCapture() {
  const folder = new URL('samples/fan/', document.baseURI);
  const get = async (path) => {
    if (path.startsWith('turned/') || !/\.(json|jpg)$/.test(path)) return null; // the sample has no others, and a 404 is noise
    const answer = await fetch(new URL(path, folder));
    return answer.ok ? answer.blob() : null;
  };
  try {
    return await assemble('fan', get);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('capture', t('no_sample', { why: reasonText(error, language()) }));
  }
}

/** From the files of a folder that was chosen or dropped: [{path, file}]. */
export function capturedFiles(files) {
  const rigs = files.filter(({ path }) => /(^|\/)rig\.json$/.test(path));
  const rig = rigs.sort((a, b) => a.path.length - b.path.length)[0];
  if (!rig) throw new Fault('capture', t('booth_no_rig'), t('no_rig_hint'));
  const folder = rig.path.slice(0, -'rig.json'.length);
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  const name = folder.split('/').filter(Boolean).pop() ?? 'rig.json';
  return assemble(name, async (path) => byPath.get(folder + path) ?? null);
}

/** The cameras that a rig.json names. */
export function camerasOf(rig) {
  try {
    const cameras = JSON.parse(rig).cameras.filter((camera) => typeof camera.id === 'string');
    if (cameras.length) return cameras;
    throw new Error('cameras: []');
  } catch (error) {
    throw new Fault('capture', t('bad_rig', { why: reasonText(error, language()) }));
  }
}

async function assemble(name, get) {
  const rigFile = await get('rig.json');
  if (!rigFile) throw new Fault('capture', t('booth_no_rig'), t('no_rig_hint'));
  const rig = await rigFile.text();
  const subject = await (await get('subject.json'))?.text();
  const first = async (paths) => {
    for (const path of paths) {
      const found = await get(path);
      if (found) return found;
    }
    return undefined;
  };
  const cameras = camerasOf(rig);
  const picture = (folder, id) => first(['jpg', 'png', 'jpeg'].map((type) => `${folder}/${id}.${type}`));
  const shot = (folder) =>
    Promise.all(
      cameras.map(async ({ id }) => ({
        name: `${folder}${id}`,
        camera: id,
        turned: folder !== '',
        frame: await picture(`${folder}frames`, id),
        plate: (await picture(`${folder}plates`, id)) ?? (folder ? await picture('plates', id) : undefined),
        mask: await first([`${folder}masks/${id}.png`]),
      })),
    );
  const taken = [...(await shot('')), ...(await shot('turned/'))].filter((view) => view.frame);
  if (!taken.length) throw new Fault('capture', t('no_frames'), t('no_frames_hint'));
  return { name, rig, subject, views: taken };
}

/** All files below what was dropped. */
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = [];
  const walk = async (entry) => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      files.push({ path: entry.fullPath.slice(1), file });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!part.length) return;
      await Promise.all(part.map(walk));
    }
  };
  await Promise.all(entries.map(walk));
  return files;
}

/** The files of an input; a folder's carry their path. */
export const chosenFiles = (list) => [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
