// A booth's capture folder as files of an input: {rig, subject, views: [{camera, frame, plate, mask}], turned}, pictures as Blobs.

/** Reads the folder that the files lie in; `missing` says that it has no rig.json. */
export async function boothCapture(files, missing) {
  const byPath = new Map(files.map((file) => [file.webkitRelativePath || file.name, file]));
  const rigs = [...byPath.keys()].filter((path) => /(^|\/)rig\.json$/.test(path)).sort((a, b) => a.length - b.length);
  if (!rigs.length) throw new Error(missing);
  const folder = rigs[0].slice(0, -'rig.json'.length);
  const rig = await byPath.get(rigs[0]).text();
  const subject = await byPath.get(`${folder}subject.json`)?.text();
  const picture = (...kinds) => (id) => kinds.flatMap((kind) => ['jpg', 'png', 'jpeg'].map((type) => byPath.get(`${folder}${kind}/${id}.${type}`))).find(Boolean);
  const shot = (frame, plate, mask) =>
    JSON.parse(rig).cameras.map(({ id }) => ({ camera: id, frame: frame(id), plate: plate(id), mask: mask(id) })).filter((view) => view.frame);
  return {
    rig,
    subject,
    views: shot(picture('frames'), picture('plates'), picture('masks')),
    // The second shot shares the plates.
    turned: shot(picture('turned/frames'), picture('turned/plates', 'plates'), picture('turned/masks')),
  };
}
