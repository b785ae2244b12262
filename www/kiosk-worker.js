// The booth's service worker: keeps all files of one version, and answers from them while the booth is open. Other pages of this
// address are left alone.

const version = new URL(self.location).searchParams.get('version');
const NAME = `kiosk ${version}`;
const LIST = 'vendor/kiosk-files.json';

self.addEventListener('install', (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(forget().then(() => self.clients.claim())));
self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'GET' && new URL(url).origin === self.location.origin) event.respondWith(answer(event.request));
});

async function keep() {
  const list = await (await fetch(LIST, { cache: 'no-store' })).json();
  const cache = await caches.open(NAME);
  await cache.addAll([LIST, ...list.files].map((file) => new Request(file, { cache: 'no-cache' })));
}

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith('kiosk ') && name !== NAME) await caches.delete(name);
}

async function answer(request) {
  const kept = await (await caches.open(NAME)).match(request, { ignoreSearch: true });
  if (!kept || !(await boothIs(request))) return fetch(request);
  // While there is a network, a newer list may tell of a newer version; all else is of this one.
  if (request.url.endsWith(LIST)) return fetch(request).catch(() => kept);
  return kept;
}

/** Whether the booth asks: its page, or anything while it is open. */
async function boothIs(request) {
  const isBooth = (url) => new URL(url).pathname.endsWith('/kiosk.html');
  if (request.mode === 'navigate') return isBooth(request.url);
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return windows.some(({ url }) => isBooth(url));
}
