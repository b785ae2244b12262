// How long a customer waits: first paint, catalogue, garment, and from a click to measurements. A report, never a test.
// cargo xtask serve, then: CHROMIUM=/usr/bin/chromium PAGE=http://127.0.0.1:8080/ node benches/pages.mjs
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATIENCE, launch, open } from '../tests/browser/browser.mjs';

const shared = process.env.PURLFORM_SHARED ?? new URL('../../shared', import.meta.url).pathname;
const browser = await launch();
const said = (what, ms) => console.log(`${what.padEnd(58)} ${(ms / 1000).toFixed(1)} s`);
const since = (page) => page.evaluate(() => performance.now());
const painted = (page) => page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN);

{
  const { page, close } = await open(browser, 'shop.html');
  await page.waitForSelector('.catalogue li', PATIENCE);
  said('storefront: first paint', await painted(page));
  said('storefront: names of the collection', await since(page));
  await page.waitForFunction(() => document.querySelector('.catalogue img')?.naturalWidth, null, PATIENCE);
  said('storefront: pictures of the collection', await since(page));
  await page.waitForSelector('.catalogue [data-drawn]', PATIENCE);
  said('storefront: first garment drawn and priced', await since(page));
  await page.waitForFunction(() => [...document.querySelectorAll('.catalogue li:not([data-drawn])')].every((card) => card.getBoundingClientRect().top > innerHeight), null, PATIENCE);
  said('storefront: all garments on the screen drawn and priced', await since(page));
  const start = await since(page);
  await page.click('.catalogue a');
  const worn = () => document.querySelector('purlform-designer').shadowRoot.querySelector('canvas[data-worn]');
  await page.waitForFunction(worn, null, PATIENCE);
  said('click on a garment to it being worn in 3D', (await since(page)) - start);
  await page.waitForFunction(() => document.querySelector('purlform-designer').made.pattern, null, PATIENCE);
  said('click on a garment to the garment knitted, worn and priced', (await since(page)) - start);
  await close();
}
{
  const { page, close } = await open(browser);
  const start = await since(page);
  await page.click('#sample');
  await page.waitForSelector('#measurements tbody tr', PATIENCE);
  said('workbench: click to measurements, four frames', (await since(page)) - start);
  await close();
}
const folder = join(shared, 'captures/home_1');
if (existsSync(folder)) {
  const { page, close } = await open(browser, 'shop.html#measure');
  await page.locator('[data-value=home]').click(PATIENCE);
  const subject = JSON.parse(readFileSync(join(folder, 'subject.json'), 'utf8'));
  for (const view of ['front', 'side']) await page.setInputFiles(`#home_file_${view}`, join(folder, `frames/${view}.jpg`));
  await page.locator('#home_stature').fill(String(subject.stature_mm / 10));
  const start = await since(page);
  await page.locator('[data-action=measure]').click();
  await page.waitForFunction(() => document.querySelector('purlform-scan').value, null, PATIENCE);
  said('home scan: click to measurements, two photos', (await since(page)) - start);
  await close();
}
await browser.close();
