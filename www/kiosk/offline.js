// Works with the network unplugged: a service worker keeps every file of the booth, all of one version.

import { at } from '../dom.js';
import { t } from '../words/index.js';

let files = null;
let ready = false;

/** Registers the service worker once, and shows version and readiness. */
export async function offline() {
  files ??= fetch('vendor/kiosk-files.json').then((answer) => answer.json()).catch(() => null);
  const list = await files;
  if (!list) return;
  tell(list.version);
  if (!navigator.serviceWorker || ready) return;
  try {
    // The version in the address makes a new worker of a new version.
    await navigator.serviceWorker.register(`kiosk-worker.js?version=${encodeURIComponent(list.version)}`);
    await navigator.serviceWorker.ready;
    ready = true;
    tell(list.version);
  } catch (error) {
    console.warn('offline', error.message);
  }
}

function tell(version) {
  at('version').textContent = t('k_version', { version, ready: ready ? t('k_offline_ready') : '' });
}
