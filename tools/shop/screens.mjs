// The README's screens on which a garment is worn, as the pages draw them: docs/.
// cargo xtask serve, then: CHROMIUM=/usr/bin/chromium PAGE=http://127.0.0.1:8080/ node tools/shop/screens.mjs
import { writeFileSync } from 'node:fs';
import { PATIENCE, launch, open } from '../../tests/browser/browser.mjs';

const SIZE = { width: 1280, height: 1000 };
const SHOWN = [960, 750];

const browser = await launch();
const knitted = (page) =>
  page.waitForFunction(() => {
    const designer = document.querySelector('purlform-designer');
    return designer?.made?.programs && designer.shadowRoot.querySelector('.designer').getAttribute('aria-busy') === 'false' && designer.shadowRoot.querySelector('canvas')?.dataset.worn;
  }, null, PATIENCE);

/** What the page shows, as WebP of that size. */
async function keep(page, name) {
  await page.waitForTimeout(600);
  const png = (await page.screenshot()).toString('base64');
  const webp = await page.evaluate(async ([png, [width, height]]) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))], { type: 'image/png' }), { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' });
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    return canvas.toDataURL('image/webp', 0.82).split(',')[1];
  }, [png, SHOWN]);
  writeFileSync(new URL(`../../docs/${name}.webp`, import.meta.url), Buffer.from(webp, 'base64'));
}

const shelf = await open(browser, 'shop.html', SIZE);
await shelf.page.waitForFunction(() => document.querySelectorAll('.catalogue [data-drawn]').length >= 4, null, PATIENCE);
await keep(shelf.page, 'shop-catalogue');
await shelf.close();

const room = await open(browser, 'shop.html#cardigan', SIZE);
await knitted(room.page);
await room.page.evaluate(() => {
  const designer = document.querySelector('purlform-designer');
  const girths = { stature: 1684, bust_girth: 927, waist_girth: 820, hip_girth: 1012 };
  designer.measurements = { version: 1, sex: 'female', measurements: Object.entries(girths).map(([id, value_mm]) => ({ id, value_mm, sigma_mm: 5 })) };
});
await room.page.waitForFunction(() => document.querySelector('purlform-designer').made.person, null, PATIENCE);
await knitted(room.page);
await keep(room.page, 'shop-designer');
await room.close();

const bench = await open(browser, '', SIZE);
await bench.page.click('#sample');
await bench.page.waitForSelector('#download', PATIENCE);
await knitted(bench.page);
await bench.page.evaluate(() => {
  const designer = document.querySelector('purlform-designer');
  window.scrollTo(0, designer.getBoundingClientRect().top + window.scrollY - 260);
});
await keep(bench.page, 'page-garment');
await bench.close();
await browser.close();
