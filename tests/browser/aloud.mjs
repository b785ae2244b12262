// Storefront and home scan as a screen reader tells them: CHROMIUM names the browser, PAGE the served pages.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { PATIENCE, launch, open, test } from './browser.mjs';
import { focusedAs, hears, listen, named } from './hearing.mjs';
import { arrives, choose, enter, now, reach } from './keys.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const listening = (path, more) => open(browser, path, { prepare: (page) => page.addInitScript(listen), ...more });

test('a customer hears where she is, what it costs, what is wrong, and that it is ordered', async () => {
  const { page, complaints, close } = await listening('shop.html');
  await page.waitForSelector('.catalogue [data-drawn]', PATIENCE);
  await named(page, 'catalogue');
  await enter(page, /^a.*Vest/);
  await arrives(page, /^h1.*Vest/);
  await hears(page, /^Vest: \D*\d/);
  await named(page, 'garment');
  // Back on the shelf, where she was.
  await page.goBack();
  await arrives(page, /^a.*Vest/);
  await page.goForward();
  await arrives(page, /^h1.*Vest/);

  // What cannot be a length is told with its field.
  await reach(page, /tape_stature/);
  await page.keyboard.type('tall');
  await page.keyboard.press('Enter');
  assert.match(await focusedAs(page), /^textbox Body height.*“tall” is not a length/);
  for (const [field, value] of [['stature', '168'], ['bust_girth', '92'], ['waist_girth', '76'], ['hip_girth', '98']]) {
    if (!(await now(page)).includes(`tape_${field}`)) await reach(page, new RegExp(`tape_${field}`));
    await page.keyboard.press('Control+A');
    await page.keyboard.type(value);
  }
  await page.keyboard.press('Enter');
  await arrives(page, /^h3 Your measurements/);
  await hears(page, /Your order is knitted once/);
  await named(page, 'measurements');
  await reach(page, /own_waist_girth/);
  await page.keyboard.type('9 2');
  await page.keyboard.press('Tab');
  await hears(page, /“769 2” is not a length|“9 2” is not a length/);
  await reach(page, /own_bust_girth/);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('900');
  await page.keyboard.press('Tab');
  await hears(page, /900\.0 cm is not a person’s/);

  await page.waitForFunction(() => document.querySelector('purlform-order').value, null, PATIENCE);
  await named(page, 'order');
  await enter(page, /action=place/);
  await hears(page, /^Order P-\w+ is ready/);
  assert.match(await now(page), /action=place/);

  // A design that cannot be made.
  await page.evaluate(() => (document.querySelector('purlform-designer').value = { garment: 'vest', parameters: { body_length: 10 } }));
  await hears(page, /body length/);
  assert.deepEqual(complaints, []);
  await close();
});

test('whoever is measured at home hears how far it is, and what is missing', async () => {
  const { page, complaints, close } = await listening('shop.html#measure');
  await page.locator('purlform-scan [data-value=home]').waitFor(PATIENCE);
  await enter(page, /value=home/);
  await named(page, 'home scan');
  const picture = (name) => new URL(`../../samples/fan/frames/${name}.jpg`, import.meta.url).pathname;
  await choose(page, /home_file_front/, picture('front'));
  await page.getByRole('img', { name: 'Photo from the front' }).waitFor(PATIENCE);
  await choose(page, /home_file_side/, picture('left'));
  await page.getByRole('img', { name: 'Photo from the side' }).waitFor(PATIENCE);
  await named(page, 'two photos');
  await enter(page, /action=measure/);
  await hears(page, /Your height gives the photos their scale/);
  assert.match(await now(page), /home_stature/);
  await page.keyboard.type('168');
  await enter(page, /action=measure/);
  await hears(page, /Finding your outline/);
  await hears(page, /Fitting a body/);
  await hears(page, /^Measured\./);
  await arrives(page, /^h3 Your measurements/);
  assert.deepEqual(complaints, []);
  await close();
});

test('whoever uses the camera hears each hint and the count', async () => {
  const { page, close } = await listening('shop.html#measure', { width: 390, height: 844 });
  await page.locator('purlform-scan [data-value=home]').waitFor(PATIENCE);
  await enter(page, /value=home/);
  await enter(page, /action=camera/);
  await arrives(page, /action=take/);
  await named(page, 'viewfinder');
  await hears(page, /Nobody is in the picture yet/);
  await page.keyboard.press('Enter');
  await hears(page, /^2$/);
  await hears(page, /^1$/);
  await close();
});
