// A QR code as a drawing.

import { draw } from '../dom.js';
import { qrcode } from '../vendor/qrcode.mjs';

/** The code of a text (bytes of UTF-8), the least dense that holds it at 7 % correction. */
export function qrCode(text, label) {
  const code = qrcode(0, 'L');
  code.addData(String.fromCharCode(...new TextEncoder().encode(text)), 'Byte');
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let y = 0; y < count; y++)
    for (let x = 0; x < count; x++) if (code.isDark(y, x)) path += `M${x} ${y}h1v1h-1z`;
  return draw(
    'svg',
    { viewBox: `-4 -4 ${count + 8} ${count + 8}`, class: 'qr', role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' },
    draw('rect', { x: -4, y: -4, width: count + 8, height: count + 8, fill: '#fff' }),
    draw('path', { d: path, fill: '#000' }),
  );
}
