// Compiled, never run: a program that uses every method as a user would.
import { Purlform, PurlformError, type Measurement, type Order, type Progress } from '../../pkg/index.js';

export async function wholeChain(frame: Blob, plate: ImageBitmap): Promise<number> {
  const purlform = await Purlform.open({ body: new ArrayBuffer(0) });
  try {
    const cameras = await purlform.rig({ version: 1, cameras: [] }, { sex: null });
    for (const camera of cameras) {
      const outline = await purlform.view(camera.id, { frame, plate });
      const first: number | undefined = outline.contours_px[0]?.[0];
      console.log(first);
    }
    const fit = await purlform.fit({ onProgress: ({ stage, fraction }) => console.log(stage, fraction.toFixed(2)) });
    const median: number | undefined = fit.outline_median_px['front'];
    const measurements: Measurement[] = await purlform.measure();
    const [garment] = await purlform.designs();
    const parameter = garment?.parameters[0];
    const gauge = { wales_per_100mm: 34, courses_per_100mm: 46 };
    const pattern = await purlform.draft({ garment: garment!.name, gauge, parameters: { [parameter!.name]: 'close' } });
    await purlform.draft('{}', { stature: 1700, bust_girth: 920 });
    const [machine] = await purlform.machines();
    const { summary, files } = await purlform.knit(machine);
    const findings = await purlform.check(new TextDecoder().decode(files[0]!.bytes), 'vbed-e7');
    await purlform.board({ kind: 'chessboard', squares_x: 8, squares_y: 6, square_mm: 60 });
    const seen: Float32Array = (await purlform.boardPhoto('front', 'floor', new Blob())).corners_px;
    const calibrated = await purlform.calibrate({ floor: 'floor' });
    await purlform.rig(calibrated.rig);
    const sheets: string[] = await purlform.drawBoard(calibrated.report.board, { page_mm: [297, 420] });
    const again = await purlform.recheck(calibrated.rig, 'front', { old: new Blob(), new: frame });
    const [shot] = await purlform.recheckBoard(calibrated.rig, calibrated.report.board, { front: frame });
    if (again.warning) console.warn(again.words, again.warning.value > again.limit_px, sheets.length, shot?.state);
    if (calibrated.report.verdict !== 'good') console.warn(seen.length, ...calibrated.words);
    const mesh: Float32Array = fit.mesh.positions_mm;
    return (median ?? 0) + mesh.length + measurements.length + pattern.panels.length + summary.panels.length + findings.length;
  } catch (error) {
    if (error instanceof PurlformError) console.error(error.stage, error.code, error.message, error.hint);
    throw error;
  } finally {
    purlform.close();
  }
}

export async function wholeOrder(rig: object, frame: Uint8Array, signal: AbortSignal): Promise<Order> {
  const purlform = await Purlform.open({ network: new URL('https://shop.example/pose_landmark_full.tflite'), signal });
  const onProgress = ({ stage, total, camera, panel }: Progress) => console.log(stage, total.toFixed(2), camera ?? panel ?? '');
  const views = [{ camera: 'front', frame }, { camera: 'side', frame: { data: new Uint8Array(4), width: 1, height: 1 } }];
  const measured = await purlform.measure({ rig, subject: { stature_mm: 1700, sex: 'female' }, views }, { signal, onProgress });
  for (const warning of measured.warnings) console.warn(warning.message);
  const gauge = { wales_per_100mm: 34, courses_per_100mm: 46 };
  const { machine, checksums } = (await purlform.order({ order: 'A17', measurements: measured.file, design: { garment: 'vest', gauge } })).manifest;
  console.log(machine.needles, checksums.program);
  const key = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const order = await purlform.order({ order: 'A18', measurements: measured, design: '{}', machine: 'vbed-e7', key }, { signal });
  const { whole, alterations } = await purlform.verify(order.package.bytes, { key: order.manifest.signature?.key });
  if (!whole) throw new Error(alterations.join());
  return order;
}

// @ts-expect-error only `open` makes one
export const wrong = new Purlform();
