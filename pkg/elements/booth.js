// A booth's capture folder as files of an input: {rig, subject, views: [{camera, frame, plate, mask}]}, pictures as Blobs.

/** Reads the folder that the files lie in; `missing` says that it has no rig.json. */
export async function boothCapture(files, missing) {
  const byPath = new Map(files.map((file) => [file.webkitRelativePath || file.name, file]));
  const rigs = [...byPath.keys()].filter((path) => /(^|\/)rig\.json$/.test(path)).sort((a, b) => a.length - b.length);
  if (!rigs.length) throw new Error(missing);
  const folder = rigs[0].slice(0, -'rig.json'.length);
  const rig = await byPath.get(rigs[0]).text();
  const subject = await byPath.get(`${folder}subject.json`)?.text();
  const picture = (kind, id) => ['jpg', 'png', 'jpeg'].map((type) => byPath.get(`${folder}${kind}/${id}.${type}`)).find(Boolean);
  const views = JSON.parse(rig).cameras.map(({ id }) => ({ camera: id, frame: picture('frames', id), plate: picture('plates', id), mask: picture('masks', id) }));
  return { rig, subject, views: views.filter(({ frame }) => frame) };
}
