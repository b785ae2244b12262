// All screens in Chinese, as a customer, a clerk and a technician come by them: no English word is left on any. CHROMIUM names the
// browser, PAGE the served pages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { PATIENCE, launch, open, test } from './browser.mjs';
import { fakeCameras } from './fake_cameras.mjs';

/** What stands in Latin letters in Chinese, too: names, units, file formats, addresses, machines, sizes of stitches and paper. */
const LATIN = new RegExp(
  `\\b(?:${[
    'purlform(?: calibrate)?', 'English', 'EN', 'mm', 'cm', 'in', 'kg', 'lb', 'px', 'EUR', 'MB', 'JSON', 'PNG', 'JPEG', 'HEIC', 'ZIP', 'PEM', 'SVG', 'GLB', 'QR', 'PIN', 'USB', 'XXL',
    'rig\\.json', 'board\\.json', 'subject\\.json', 'frames', 'plates', 'masks', 'https', 'localhost', 'knitout', 'kniterate', 'swg', 'vbed-e\\d+(?:-\\ds)?', 'ChArUco', 'DICT_\\w+', 'GB/T', 'ASTM',
    'MIT', 'Apache-2\\.0', 'Booth camera \\w+', 'ISO', 'A[1-4]', 'RMS', '\\d+x\\d+', 'Ed25519', 'base64',
  ].join('|')})\\b`,
  'gi',
);

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** In the page: every text that a person sees or hears, shadow trees and labels included; but code and what the person typed. */
function said(within) {
  const found = [];
  const SPOKEN = ['aria-label', 'title', 'alt', 'placeholder'];
  const walk = (node, hidden) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const words = node.textContent.trim();
      if (words && !hidden) found.push(words);
      return;
    }
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (['SCRIPT', 'STYLE', 'CODE', 'NOSCRIPT', 'TEMPLATE'].includes(node.tagName) || node.id === 'version' || node.hidden) return;
      if (node.checkVisibility?.() === false && !['OPTION', 'SLOT'].includes(node.tagName)) return;
      for (const name of SPOKEN) if (node.hasAttribute(name)) found.push(node.getAttribute(name));
    }
    for (const child of node.shadowRoot?.childNodes ?? []) walk(child, hidden);
    for (const child of node.childNodes) walk(child, hidden);
  };
  for (const root of document.querySelectorAll(within)) walk(root, false);
  return found;
}

/** Cameras are called what their rig calls them. */
const CAMERAS = /“(?:front|left|back|right)(?:_(?:left|right))?”/g;

/** What is left in English on the page as it stands. */
async function chinese(page, where, left, within = 'html') {
  const texts = await page.evaluate(said, within);
  assert.ok(texts.some((words) => /\p{Script=Han}/u.test(words)), `${where}: no Chinese at all`);
  const english = [...new Set(texts)].filter((words) => /[A-Za-z]{2,}/.test(words.replace(CAMERAS, '').replace(LATIN, '').replace(/[\w.-]+\.(?:json|jpg|png|k|kc|zip|svg)\b/g, '')));
  left.push(...english.map((words) => `${where}: ${words}`));
}

const zh = (path, more) => open(browser, path, { locale: 'zh-CN', width: 1280, height: 900, ...more });

const knitted = (page) =>
  page.waitForFunction(() => {
    const root = document.querySelector('purlform-designer')?.shadowRoot;
    return root?.querySelector('.fault') || (root?.querySelector('.designer')?.getAttribute('aria-busy') === 'false' && document.querySelector('purlform-designer').made.pattern);
  }, null, PATIENCE);

/** Opens everything that can be opened. */
const unfold = (page) =>
  page.evaluate(() => {
    const open = (root) => {
      for (const part of root.querySelectorAll('*')) {
        if (part.localName === 'details') part.open = true;
        if (part.shadowRoot) open(part.shadowRoot);
      }
    };
    open(document);
  });

test('the storefront, its garments, measurements and order are Chinese', async () => {
  const left = [];
  const { page, close } = await zh('shop.html');
  await page.waitForSelector('.catalogue [data-drawn]', PATIENCE);
  await chinese(page, 'catalogue', left);
  const garments = await page.evaluate(() => [...document.querySelectorAll('.catalogue a[href^="#"]')].map((a) => a.getAttribute('href')));
  await page.evaluate(() => void (document.querySelector('purlform-scan').value = { version: 1, sex: 'female', measurements: [{ id: 'stature', value_mm: 1640, sigma_mm: 5 }, { id: 'bust_girth', value_mm: 1400, sigma_mm: 5 }] }));
  for (const garment of [...new Set(garments)]) {
    await page.evaluate((hash) => (location.hash = hash), garment);
    await page.waitForFunction((name) => document.querySelector('purlform-designer').value?.garment === name, garment.slice(1), PATIENCE);
    await knitted(page);
    await unfold(page);
    await chinese(page, garment, left);
  }
  for (const tab of ['panels', 'chart']) {
    await page.locator(`purlform-designer [data-value=${tab}]`).click();
    await chinese(page, tab, left);
  }
  // What cannot be made says why.
  await page.evaluate(() => (location.hash = '#pullover'));
  await knitted(page);
  await unfold(page);
  await page.locator('#body_length').fill('30');
  await page.locator('#body_length').press('Tab');
  await page.locator('purlform-designer .fault').waitFor(PATIENCE);
  await chinese(page, 'a design that is refused', left);
  // A slip of the pen, and a file that is none.
  await page.goto(new URL('shop.html?again#measure', process.env.PAGE).href);
  await page.locator('#tape_stature').fill('9 2');
  await page.locator('purlform-scan [data-action=use]').click();
  await page.locator('#hint_stature').waitFor(PATIENCE);
  await page.locator('#tape_stature').fill('');
  await unfold(page);
  await chinese(page, 'tape', left);
  for (const way of await page.locator('purlform-scan [data-value]').evaluateAll((all) => all.map((b) => b.dataset.value).filter((v) => ['home', 'booth', 'file'].includes(v)))) {
    await page.locator(`purlform-scan [data-value=${way}]`).click();
    await unfold(page);
    await chinese(page, way, left);
    if (way === 'file') {
      await page.locator('purlform-scan input[type=file]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{x') });
      await page.locator('purlform-scan .fault').waitFor(PATIENCE);
      await chinese(page, 'a file that is none', left);
    }
  }
  await close();
  assert.deepEqual([...new Set(left)], []);
});

test('the technician’s workbench and the plain form are Chinese', async () => {
  const left = [];
  const bench = await zh('index.html');
  await bench.page.waitForFunction(() => document.querySelector('purlform-designer')?.shadowRoot.querySelector('.designer') || document.querySelector('main'), null, PATIENCE);
  await unfold(bench.page);
  await chinese(bench.page, 'workbench', left);
  await bench.close();
  // A shop's own page says its own words.
  const ELEMENTS = 'purlform-scan, purlform-designer, purlform-order';
  const form = await zh('embed.html');
  await form.page.evaluate(() => (document.documentElement.lang = 'zh'));
  await knitted(form.page);
  await unfold(form.page);
  await chinese(form.page, 'form', left, ELEMENTS);
  for (const way of ['home', 'file', 'booth']) {
    await form.page.evaluate((mode) => document.querySelector('purlform-scan').setAttribute('mode', mode), way);
    await chinese(form.page, `form, ${way}`, left, ELEMENTS);
  }
  await form.page.setInputFiles('#live_rig', { name: 'rig.json', mimeType: 'application/json', buffer: Buffer.from('{') });
  await form.page.locator('purlform-scan .fault').waitFor(PATIENCE);
  await chinese(form.page, 'a rig that is none', left, ELEMENTS);
  await form.close();
  assert.deepEqual([...new Set(left)], []);
});

test('the booth is Chinese, for its staff, too', async () => {
  const left = [];
  const sample = (path, ...how) => readFileSync(new URL(`../../samples/tiny/${path}`, import.meta.url), ...how);
  const rig = sample('rig.json', 'utf8');
  const cameras = JSON.parse(rig).cameras.map((lens) => ({ lens, id: lens.id, plate: sample(`plates/${lens.id}.jpg`, 'base64'), frame: sample(`frames/${lens.id}.jpg`, 'base64') }));
  const { page, close } = await zh('kiosk.html', { width: 1080, height: 1920, prepare: (page) => page.addInitScript(fakeCameras, { cameras }) });
  await page.waitForSelector('#begin');
  await chinese(page, 'a new booth', left);
  await page.click('#begin');
  await chinese(page, 'PIN', left);
  const pin = async () => {
    for (const digit of '274915') await page.getByRole('button', { name: digit, exact: true }).click();
  };
  await pin();
  await pin();
  await page.waitForSelector('[data-step=cameras]');
  await chinese(page, 'set-up', left);
  await page.click('[data-step=cameras]');
  await chinese(page, 'layouts', left);
  await page.setInputFiles('#rig-file', { name: 'rig.json', mimeType: 'application/json', buffer: Buffer.from('{"cameras": []}') });
  await page.waitForSelector('#fault:not([hidden])');
  await chinese(page, 'a rig that is none', left);
  await page.setInputFiles('#rig-file', { name: 'rig.json', mimeType: 'application/json', buffer: Buffer.from(rig) });
  await page.waitForSelector('#keep');
  await chinese(page, 'which camera is which', left);
  await page.click('#keep');
  await page.waitForSelector('#reach[data-state=told]', PATIENCE);
  await chinese(page, 'what the cameras reach', left);
  await page.click('[data-step=calibration]');
  await page.click('#take');
  await page.waitForSelector('.eyes[data-taken="1"]', PATIENCE);
  await page.click('#solve');
  await page.waitForSelector('#fault:not([hidden])', PATIENCE);
  await chinese(page, 'a calibration without board', left);
  await page.getByRole('button', { name: '返回' }).click();
  await page.click('[data-step=plates]');
  await chinese(page, 'empty booth', left);
  await page.click('#take');
  await page.click('#done', PATIENCE);
  await page.click('[data-step=health]');
  await page.click('#run');
  await page.waitForFunction(() => document.querySelectorAll('[data-state]').length >= 4, null, PATIENCE);
  await chinese(page, 'health check', left);
  await page.getByRole('button', { name: '返回' }).click();
  await page.locator('.actions .primary.big').click();
  await page.waitForSelector('#start', PATIENCE);
  await page.evaluate(() => window.booth.show('frame'));
  await chinese(page, 'attract', left);
  await page.click('#start');
  await chinese(page, 'consent', left);
  await page.click('#agree');
  await chinese(page, 'wear', left);
  await page.click('[data-clothing=underwear]');
  for (let step = 1; step < 4; step++) {
    await chinese(page, `pose ${step}`, left);
    await page.click('#next');
  }
  await page.waitForSelector('#take-along', PATIENCE);
  await unfold(page);
  await chinese(page, 'result', left);
  await page.click('#take-along');
  await chinese(page, 'hand-over', left);
  await page.click('#order');
  await knitted(page);
  await unfold(page);
  await chinese(page, 'order in the booth', left);
  await close();
  assert.deepEqual([...new Set(left)], []);
});
