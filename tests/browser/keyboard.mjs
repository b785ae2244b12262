// Storefront, home scan and the booth's set-up by keyboard alone, and without motion for whoever wants none: CHROMIUM names the browser,
// PAGE the served pages.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { PATIENCE, launch, open, test } from './browser.mjs';
import { fakeCameras } from './fake_cameras.mjs';
import { arrives, now, reach, walk } from './keys.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test('a customer walks the storefront by keyboard', async () => {
  const { page, complaints, close } = await open(browser, 'shop.html');
  await page.waitForSelector('.catalogue [data-drawn]', PATIENCE);
  const shelf = await walk(page, 'catalogue');
  assert.ok(shelf.length > 10, shelf.join());
  await reach(page, /^a.*Pullover/);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('purlform-designer')?.made?.pattern, null, PATIENCE);
  await page.waitForFunction(() => document.querySelector('purlform-designer').shadowRoot.querySelector('.designer').getAttribute('aria-busy') === 'false', null, PATIENCE);
  const room = await walk(page, 'garment');
  for (const name of [/canvas/, /value=worn/, /value=chart/, /summary/, /tape_stature/]) assert.ok(room.some((stop) => name.test(stop)), `${name} is not among ${room.join(', ')}`);
  // Enter turns to the charts, opens what is folded, and takes the tape.
  await reach(page, /value=chart/);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('purlform-designer').shadowRoot.querySelector('.charts'), null, PATIENCE);
  assert.match(await now(page), /value=chart/);
  await reach(page, /^summary/);
  await page.keyboard.press('Enter');
  assert.ok(await page.evaluate(() => document.querySelector('purlform-designer').shadowRoot.activeElement.parentElement.open));
  await reach(page, /tape_stature/);
  await page.keyboard.type('168');
  await reach(page, /tape_bust_girth/);
  await page.keyboard.type('92');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('purlform-designer').made.person, null, PATIENCE);
  assert.match(await now(page), /Your measurements|h3/, 'the measurements have the focus');
  assert.deepEqual(complaints, []);
  await close();
});

test('a customer comes to the home scan, in and out of its camera by keyboard', async () => {
  const { page, complaints, close } = await open(browser, 'shop.html#measure');
  await page.locator('purlform-scan [data-value=home]').waitFor(PATIENCE);
  await reach(page, /value=home/);
  await page.keyboard.press('Enter');
  assert.match(await now(page), /value=home/);
  const stops = await walk(page, 'home scan');
  for (const name of [/home_stature/, /home_file_front/, /home_file_side/, /action=camera/]) assert.ok(stops.some((stop) => name.test(stop)), `${name} is not among ${stops.join(', ')}`);
  await reach(page, /action=camera/);
  await page.keyboard.press('Enter');
  await arrives(page, /action=take/);
  await walk(page, 'viewfinder');
  await reach(page, /action=sound/);
  await page.keyboard.press('Enter');
  assert.match(await now(page), /action=sound/);
  await page.keyboard.press('Escape');
  await arrives(page, /action=camera/);
  assert.equal(await page.locator('purlform-scan video').count(), 0, 'Escape lets the camera go');
  assert.deepEqual(complaints, []);
  await close();
});

test('staff set the booth up by keyboard, and Escape leads back', async () => {
  const lens = { width: 540, height: 960, distortion: [0, 0, 0, 0, 0] };
  const cameras = ['left', 'right'].map((id) => ({ lens: { ...lens, id }, id, plate: '', frame: '' }));
  const prepare = (page) => page.addInitScript(fakeCameras, { cameras, boards: null });
  const { page, close } = await open(browser, 'kiosk.html', { width: 1080, height: 1920, prepare });
  await page.waitForSelector('#begin', PATIENCE);
  await walk(page, 'a booth that is not set up');
  await reach(page, /#begin/);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-screen=pin]', PATIENCE);
  await walk(page, 'PIN');
  await page.keyboard.press('Escape');
  await page.waitForSelector('#begin', PATIENCE);
  await reach(page, /#begin/);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-screen=pin]', PATIENCE);
  for (let time = 0; time < 2; time++) {
    await page.keyboard.type('274915');
    await page.waitForTimeout(300);
  }
  await page.waitForSelector('[data-step=cameras]', PATIENCE);
  await walk(page, 'set-up');
  await reach(page, /step=cameras/);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-layout]', PATIENCE);
  const stops = await walk(page, 'layout');
  assert.ok(stops.some((stop) => /layout=fan/.test(stop)) && stops.some((stop) => /rig-file/.test(stop)), stops.join(', '));
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-step=cameras]', PATIENCE);
  await close();
});

test('whoever wants no motion sees none', async () => {
  const still = async (page) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.addInitScript(() => {
      window.rides = [];
      const { scrollIntoView } = Element.prototype;
      Element.prototype.scrollIntoView = function (how) {
        window.rides.push(how?.behavior);
        return scrollIntoView.call(this, how);
      };
    });
  };
  const moving = (page) => page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
  for (const path of ['', 'shop.html', 'shop.html#pullover', 'kiosk.html']) {
    const { page, close } = await open(browser, path, { prepare: still });
    for (let looks = 0; looks < 5; looks++) {
      assert.equal(await moving(page), 0, `${path} moves`);
      await page.waitForTimeout(100);
    }
    if (path === '') {
      await page.locator('#cameras').press('Enter');
      assert.deepEqual(await page.evaluate(() => window.rides), ['instant']);
    }
    await close();
  }
});
