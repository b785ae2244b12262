// The catalogue's pictures as the storefront draws them, for the moment before it has drawn them: www/shop/pictures/.
// cargo xtask serve, then: CHROMIUM=/usr/bin/chromium PAGE=http://127.0.0.1:8080/ node tools/shop/pictures.mjs
import { writeFileSync } from 'node:fs';
import { PATIENCE, launch, open } from '../../tests/browser/browser.mjs';

const browser = await launch();
const { page } = await open(browser, 'shop.html');
await page.waitForSelector('.catalogue li', PATIENCE);
await page.waitForFunction(() => {
  document.querySelector('.catalogue li:not([data-drawn])')?.scrollIntoView();
  return !document.querySelector('.catalogue li:not([data-drawn])');
}, null, PATIENCE);
const pictures = await page.$$eval('.catalogue li', (items) =>
  items.map((item) => {
    const image = item.querySelector('img');
    const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
    canvas.getContext('2d').drawImage(image, 0, 0);
    return [item.dataset.garment, canvas.toDataURL('image/webp', 0.86).split(',')[1]];
  }),
);
for (const [name, base64] of pictures) writeFileSync(new URL(`../../www/shop/pictures/${name}.webp`, import.meta.url), Buffer.from(base64, 'base64'));
await browser.close();
