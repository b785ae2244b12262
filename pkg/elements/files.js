// Handing files to the person: single ones, or all in one ZIP.

/** Saves a blob under that name. */
export function save(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A ZIP (PKWARE APPNOTE, stored, no compression) of [{name, bytes}]. */
export function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const label = new TextEncoder().encode(name);
    const common = fields([20, 0x0800, 0, 0, 0x21], [crc32(bytes), bytes.length, bytes.length], [label.length, 0]);
    const header = [fields([], [0x04034b50], []), common, label];
    directory.push(fields([], [0x02014b50], [20]), common, fields([0, 0, 0], [0, offset], []), label);
    parts.push(...header, bytes);
    offset += size(header) + bytes.length;
  }
  const end = fields([], [0x06054b50], [0, 0, files.length, files.length]);
  const place = fields([], [size(directory), offset], [0]);
  return new Blob([...parts, ...directory, end, place], { type: 'application/zip' });
}

const size = (parts) => parts.reduce((sum, part) => sum + part.length, 0);

/** Little-endian: words of 16 bits, then of 32, then of 16. */
function fields(shorts, longs, tail) {
  const bytes = [];
  const put = (value, count) => {
    for (let i = 0; i < count; i++) bytes.push((value >>> (8 * i)) & 255);
  };
  for (const value of shorts) put(value, 2);
  for (const value of longs) put(value, 4);
  for (const value of tail) put(value, 2);
  return new Uint8Array(bytes);
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}
