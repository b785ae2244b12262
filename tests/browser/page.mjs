// The page in a real browser, driven as a person would: CHROMIUM names the browser, PAGE the served page.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { PATIENCE, accessible, countFast, explained, fits, launch, open as openAt, test } from './browser.mjs';

const sample = new URL('../../samples/fan', import.meta.url).pathname;
const PANELS = ['back', 'front', 'neck_band', 'sleeve_left', 'sleeve_right'];

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const open = () => openAt(browser, '', { prepare: (page) => page.addInitScript(countFast) });

async function chainEnds(page) {
  const outcome = await page.waitForSelector('#download, #fault:not([hidden])', PATIENCE);
  if (await page.isVisible('#fault')) assert.fail(await page.innerText('#fault'));
  return outcome;
}

test('one click takes the sample through the whole chain', async () => {
  const { page, complaints } = await open();
  await page.click('#sample');
  await chainEnds(page);
  assert.equal(await page.locator('#frames .seen').count(), 4);
  assert.equal(await page.locator('#frames .fitted').count(), 4);
  assert.equal(await page.locator('#rail .done').count(), 6);
  assert.equal(await page.locator('#measurements tbody tr').count(), 23);
  await accessible(page, 'workbench');
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page, 'workbench on a phone');
  await page.setViewportSize({ width: 1280, height: 900 });

  const row = page.locator('tr[data-id=bust_girth]');
  await row.hover();
  assert.match(await page.innerText('#tape'), /^Bust girth \d+\.\d cm$/);
  const canvas = await page.locator('#body3d').screenshot();
  assert.ok(canvas.length > 8_000, 'the 3D view is empty');

  const made = (what) => page.evaluate(what);
  assert.ok(await made(() => document.querySelector('purlform-designer').made.body.mesh.positions_mm.length > 3000), 'the fitted body wears it');
  await page.locator('purlform-designer [data-value=panels]').click();
  assert.equal(await page.locator('purlform-designer .panels .panel').count(), 5);
  const widths = await page.$$eval('#charts img', (images) => images.map((image) => image.naturalWidth));
  assert.ok(widths.length >= 5 && widths.every((width) => width > 0), `charts ${widths}`);

  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
  const zip = readFileSync(await download.path());
  for (const panel of PANELS) for (const type of ['k', 'kc']) assert.ok(zip.includes(`${panel}.${type}`), `${panel}.${type}`);
  assert.deepEqual(complaints, []);

  // Whatever is changed is made anew.
  const settled = (what, of) => page.waitForFunction(what, of, PATIENCE);
  await page.locator('purlform-designer details[data-group=group_length] summary').click();
  await page.fill('#body_length', '520');
  await page.press('#body_length', 'Tab');
  await settled(() => document.querySelector('purlform-designer').made.design?.parameters.body_length === 520);
  await settled(() => document.querySelectorAll('#rail .done').length === 6);

  // A technician's machine and gauge; yarns and letters.
  await page.locator('#machine').selectOption('vbed-e7');
  await page.fill('#wales_per_100mm', '40');
  await page.press('#wales_per_100mm', 'Tab');
  await settled(() => document.querySelector('purlform-designer').made.programs?.summary.machine === 'vbed-e7');
  await settled(() => document.querySelector('purlform-designer').made.programs?.summary.gauge.wales_per_100mm === 40);
  await page.locator('purlform-designer details[data-group=group_colour] summary').click();
  await page.locator('#motif_text').fill('AB');
  await page.press('#motif_text', 'Tab');
  await settled(() => document.querySelector('purlform-designer').made.programs?.files.some(({ name }) => name === 'front.colours.png'));

  await page.locator('purlform-designer details[data-group=group_neck] summary').click();
  await page.fill('#neck_width', '350');
  await page.press('#neck_width', 'Tab');
  await page.locator('purlform-designer .fault').waitFor(PATIENCE);
  assert.match(await page.locator('purlform-designer .fault').innerText(), /neck|shoulder/i);
  assert.equal(await page.locator('#rail .failed').count(), 1);
  assert.equal(await page.isVisible('#programs'), false);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a browser that dies says how much room its pages had', async () => {
  const { context, page, close } = await open();
  const devtools = await context.newCDPSession(page);
  const dead = page.waitForEvent('crash');
  devtools.send('Page.crash').catch(() => {});
  await dead;
  const crash = await page.evaluate('1').then(() => null, explained);
  assert.match(crash.message, /crashed[^]*[\d.]+ GB are free/);
  await close();
  const gone = await page.evaluate('1').then(() => null, explained);
  assert.match(gone.message, /closed[^]*[\d.]+ GB are free/);
  const other = new Error('strict mode violation');
  assert.equal(explained(other), other);
});

test('a folder of files is a capture, and one without rig.json says what is missing', async () => {
  const { page } = await open();
  await page.setInputFiles('#files', sample);
  await chainEnds(page);
  assert.equal(await page.locator('#measurements tbody tr').count(), 23);

  const folder = mkdtempSync(join(tmpdir(), 'capture-'));
  writeFileSync(join(folder, 'holiday.txt'), 'no capture');
  await page.setInputFiles('#files', folder);
  await page.waitForSelector('#fault:not([hidden])');
  assert.match(await page.innerText('#fault'), /rig\.json/);
  rmSync(folder, { recursive: true });
  await page.close();
});

test('live cameras are chosen, shown and taken', async () => {
  const { page } = await open();
  const id = (camera) => ({ id: camera, width: 640, height: 480, fx: 600, fy: 600, cx: 319.5, cy: 239.5 });
  const pose = { distortion: [0, 0, 0, 0, 0], rotation: [[1, 0, 0], [0, -1, 0], [0, 0, -1]], translation_mm: [0, 900, 2500] };
  const rig = { version: 1, cameras: ['front', 'left'].map((camera) => ({ ...id(camera), ...pose })) };
  await page.click('#cameras');
  await page.setInputFiles('#live input[type=file]', { name: 'rig.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(rig)) });
  await page.locator('[data-action=live_plate]').click();
  await page.locator('[data-action=live_frame]:enabled').click(PATIENCE);
  await page.locator('[data-action=live_run]:enabled').click(PATIENCE);
  // The browser's test picture shows nobody: the chain must say so, and name the stage.
  await page.waitForSelector('#fault:not([hidden])', PATIENCE);
  assert.match(await page.innerText('#fault strong'), /could not be finished/);
  await page.close();
});

test('each page forbids itself what the server forbids it, wherever it is served from', () => {
  const policy = (file) => /Content-Security-Policy" content="([^"]*)"/.exec(readFileSync(new URL(`../../www/${file}.html`, import.meta.url), 'utf8'))[1];
  const served = readFileSync(new URL('../../xtask/src/serve.rs', import.meta.url), 'utf8').replace(/\\\n\s*/g, '');
  for (const file of ['index', 'shop', 'embed', 'kiosk'])
    for (const rule of policy(file).split('; ')) assert.ok(served.includes(rule), `${file}: ${rule}`);
});

test('the page speaks Chinese', async () => {
  const { page } = await open();
  await page.click('[data-language=zh]');
  assert.equal(await page.innerText('#sample'), '运行示例');
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans');
  await page.close();
});
