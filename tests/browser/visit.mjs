// A booth that is set up, and a visit to it, by keyboard alone, and what a screen reader is told on the way: CHROMIUM names the browser,
// PAGE the served pages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { BOARD, SHOTS } from './boards.mjs';
import { PATIENCE, countFast, launch, open, test } from './browser.mjs';
import { fakeCameras } from './fake_cameras.mjs';
import { focusedAs, hears, listen, named } from './hearing.mjs';
import { arrives, choose, enter, now, reach, walk } from './keys.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const sample = (path) => readFileSync(new URL(`../../samples/fan/${path}`, import.meta.url));
const rig = sample('rig.json');
const cameras = JSON.parse(rig).cameras.map((lens) => ({ lens, id: lens.id, plate: sample(`plates/${lens.id}.jpg`).toString('base64'), frame: sample(`frames/${lens.id}.jpg`).toString('base64') }));
const json = (name, value) => ({ name, mimeType: 'application/json', buffer: Buffer.from(value) });

async function booth(boards = null) {
  const prepare = async (page) => {
    await page.addInitScript(fakeCameras, { cameras, boards });
    await page.addInitScript(countFast);
    await page.addInitScript(listen);
  };
  const opened = await open(browser, 'kiosk.html', { width: 1080, height: 1920, prepare });
  const { page } = opened;
  await page.waitForSelector('#begin', PATIENCE);
  await named(page, 'a new booth');
  await enter(page, /#begin/);
  await arrives(page, /^h1 Choose a PIN/);
  await page.keyboard.type('274915');
  await arrives(page, /^h1 Type it once more/);
  await page.keyboard.type('274916');
  await hears(page, /The two differ/);
  for (let time = 0; time < 2; time++) {
    await arrives(page, time ? /^h1 Type it once more/ : /^h1 Choose a PIN/);
    await page.keyboard.type('274915');
  }
  await arrives(page, /^h1 Set-up/);
  await named(page, 'set-up');
  return opened;
}

/** Walks a screen, and looks at the names that it gives. */
async function sound(page, where) {
  const stops = await walk(page, where);
  await named(page, where);
  return stops;
}

test('a booth is set up and a person measured by keyboard alone, and all of it is told', async () => {
  const { page, close } = await booth();
  await enter(page, /step=cameras/);
  await arrives(page, /^h1 Where the cameras stand/);
  await sound(page, 'layout');
  await page.setInputFiles('#rig-file', json('rig.json', '{'));
  await hears(page, /rig\.json/);
  await choose(page, /rig-file/, json('rig.json', rig));
  await arrives(page, /^h1 Which camera is which/);
  await sound(page, 'which camera is which');
  // A picture is turned on and on without losing the button.
  await reach(page, /^button Turn/);
  const turned = await focusedAs(page);
  assert.match(turned, /^button Turn \w+/);
  for (let quarter = 0; quarter < 4; quarter++) {
    await page.keyboard.press('Enter');
    assert.equal(await focusedAs(page), turned);
  }
  await enter(page, /#keep/);
  await arrives(page, /^h1 Set-up/);
  await hears(page, /What these cameras reach/);
  await enter(page, /step=plates/);
  await arrives(page, /^h1 The empty booth/);
  await sound(page, 'empty booth');
  await enter(page, /#take/);
  await hears(page, /^7$/);
  await hears(page, /Saved\. The booth is ready/);
  assert.match(await now(page), /#take/);
  await enter(page, /#done/);
  await enter(page, /step=health/);
  await enter(page, /#run/);
  await hears(page, /All is well/);
  await sound(page, 'health check');
  await page.keyboard.press('Escape');
  await arrives(page, /^h1 Set-up/);
  await enter(page, /Open the booth/);

  await arrives(page, /^h1 Your measurements, in seconds/);
  await page.evaluate(() => window.booth.show('frame'));
  await sound(page, 'attract');
  await enter(page, /#start/);
  await arrives(page, /^h1 May we measure you/);
  await sound(page, 'consent');
  await enter(page, /#agree/);
  await arrives(page, /^h1 What to wear/);
  await sound(page, 'wear');
  await enter(page, /clothing=close_fitting/);
  for (const [heading, about] of [['Stand on the footprints', 'Face this screen'], ['Feet as wide', 'a gap between your legs'], ['Arms away', 'fingers pointing down']]) {
    await arrives(page, new RegExp(`^h1 ${heading}`));
    await hears(page, new RegExp(about));
    await named(page, heading);
    await enter(page, /#next/);
  }
  // The count begins by itself; then each step of the work is told, and the end.
  for (const words of [/Very good\. Stand still/, /^[1-4]$/, /Finding your outline/, /Fitting the body/, /Laying the tape/, /Taken in [\d.]+ s/]) await hears(page, words);
  await arrives(page, /^h1 Your measurements/);
  const stops = await sound(page, 'result');
  for (const name of [/canvas/, /Waist/i, /#take-along/, /#wipe/, /value=in/]) assert.ok(stops.some((stop) => name.test(stop)), `${name} is not among ${stops.join(', ')}`);
  await reach(page, /Hip/i);
  await page.keyboard.press('Enter');
  assert.match(await page.locator('.figure-of[aria-pressed=true]').innerText(), /Hip/i);
  await enter(page, /value=in/);
  assert.match(await now(page), /value=in/, 'the unit keeps the focus');
  await enter(page, /#take-along/);
  await arrives(page, /^h1 Take them with you/);
  await sound(page, 'hand-over');
  await page.keyboard.press('Escape');
  await arrives(page, /^h1 Your measurements/);
  await enter(page, /#take-along/);
  await enter(page, /#order/);
  await arrives(page, /^h1 Made to your measure/);
  await hears(page, /^Pullover: /);
  await page.waitForFunction(() => document.querySelector('purlform-order').value, null, PATIENCE);
  await sound(page, 'order');
  await enter(page, /action=place/);
  await arrives(page, /^h1 Order P-/);
  await sound(page, 'ordered');
  await enter(page, /#finish/);
  await arrives(page, /^h1 Everything is deleted/);
  await arrives(page, /^h1 Your measurements, in seconds/);
  await close();
});

test('a clerk calibrates with one key, and hears at once of a camera that goes', async () => {
  const { page, close } = await booth({ board: BOARD, shots: SHOTS });
  await enter(page, /step=cameras/);
  await enter(page, /layout=fan/);
  await arrives(page, /^h1 Which camera is which/);
  await enter(page, /#keep/);
  await enter(page, /step=calibration/);
  await arrives(page, /^h1 Calibrate with the board/);
  await choose(page, /board-file/, json('board.json', JSON.stringify(BOARD)));
  await page.waitForSelector('#take', PATIENCE);
  await sound(page, 'board');
  // The clerk holds the board and presses one key, shot after shot.
  await reach(page, /#take/);
  const shots = Object.keys(SHOTS).filter((shot) => shot !== 'floor').slice(0, 3);
  for (const [i, shot] of shots.entries()) {
    await page.evaluate((scene) => window.booth.show(scene), shot);
    await page.waitForTimeout(400);
    assert.match(await now(page), /#take/);
    await page.keyboard.press('Enter');
    await page.waitForSelector(`.eyes[data-taken="${i + 1}"]`, PATIENCE);
    await hears(page, /front: (?:\d+ corners|board not seen), front left: /);
  }
  await page.evaluate((id) => window.booth.unplug(id), cameras[0].id);
  await hears(page, /The camera front is gone/);
  await close();
});
