// A browser for the tests, and pages that keep count: of what the browser complains of, and of what leaves the page's origin.
import { readFileSync, statfsSync } from 'node:fs';
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test as run } from 'node:test';
import { chromium } from 'playwright-core';

export const PATIENCE = { timeout: Number(process.env.PATIENCE_MS ?? 120_000) };
const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** A test that says, should its browser die, what it may have died of. */
export const test = (name, ...rest) => {
  const body = rest.pop();
  run(name, ...rest, async () => {
    try {
      await body();
    } catch (error) {
      throw explained(error);
    }
  });
};

/** Pages share their memory with the browser in files of the temporary folder: a full disk kills them, and nothing else says so. */
export function explained(error) {
  if (!/crashed|has been closed|Target closed/.test(error.message)) return error;
  const { bavail, bsize } = statfsSync(tmpdir());
  const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB are free in ${tmpdir()}, where the browser's pages need some`;
  return new Error(`${error.message}\n${free}`, { cause: error });
}

/** CHROMIUM names the browser. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ...['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=2'],
      ...['--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    ],
  });

/** A fresh page at PAGE + `path`, after `prepare(page)`. Whatever the browser complains of is kept, a refused policy too, and each foreign request. */
export async function open(browser, path = '', { width = 1280, height = 900, locale = 'en-GB', prepare = async () => {} } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale });
  const page = await context.newPage();
  const [complaints, foreign] = [[], []];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const { origin } = new URL(process.env.PAGE);
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !['blob:', 'data:'].includes(url.protocol)) foreign.push(request.url());
  });
  await prepare(page);
  await page.goto(new URL(path, process.env.PAGE).href);
  return { context, page, complaints, foreign, close: () => context.close() };
}

/** In the page: a second's wait is a tenth of one. */
export function countFast() {
  const { setInterval } = window;
  window.setInterval = (work, ms) => setInterval(work, ms === 1000 ? 100 : ms);
}

/** In the page: as in a browser without a graphics context. */
export function drawNothing() {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return /webgl/.test(kind) ? null : getContext.call(this, kind, ...more);
  };
}

/** Fails on anything serious that axe-core finds on the page, in shadow trees, too. */
export async function accessible(page, where) {
  // In a world of its own: the page's policy allows no script from elsewhere.
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' });
  const run = async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { contextId, expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await run(`${AXE}; 0`);
  const found = await run(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
      .map(({ id, help, nodes }) => id + ': ' + help + ': ' + nodes.map(({ target }) => JSON.stringify(target)).slice(0, 4).join(' ')))`);
  await session.detach();
  assert.deepEqual(found, [], where);
}

/** Nothing reaches beyond the right edge. */
export async function fits(page, where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${where} is ${wide} px wider than the screen`);
}
