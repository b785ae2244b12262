// The focal length that a JPEG says (EXIF 2.32: tag 0xA405, FocalLengthIn35mmFilm), without anything else of it.

const [EXIF_IFD, FOCAL_35MM] = [0x8769, 0xa405];

/** Focal length in mm of a 36 x 24 mm picture; null if the file does not say. */
export async function focal35mm(blob) {
  try {
    const view = new DataView(await blob.slice(0, 131_072).arrayBuffer());
    const tiff = exifStart(view);
    if (tiff == null) return null;
    const little = view.getUint16(tiff) === 0x4949;
    const short = (at) => view.getUint16(at, little);
    const long = (at) => view.getUint32(at, little);
    const find = (directory, tag) => {
      const count = short(directory);
      for (let i = 0; i < count; i++) {
        const entry = directory + 2 + 12 * i;
        if (short(entry) === tag) return entry;
      }
      return null;
    };
    const pointer = find(tiff + long(tiff + 4), EXIF_IFD);
    const entry = pointer && find(tiff + long(pointer + 8), FOCAL_35MM);
    const focal = entry ? short(entry + 8) : 0;
    return focal >= 8 && focal <= 400 ? focal : null;
  } catch {
    // Cut short or not what it seems: then it does not say.
    return null;
  }
}

/** Where the TIFF header of a JPEG's EXIF segment begins. */
function exifStart(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 10 < view.byteLength; ) {
    const marker = view.getUint16(at);
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return at + 10;
    if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return null;
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
