// The signed order as short as a QR code needs it and `purlform verify` takes it.

/** `order` as order.json holds it, knitted on the machine of that name: what follows from its parts, or is null, is left out. */
export function slip({ version, checksums, files, ...parts }, machine) {
  return JSON.stringify({ ...parts, machine }, (_, value) => value ?? undefined);
}
