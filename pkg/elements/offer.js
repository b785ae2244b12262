// What a shop offers: yarns with their gauge and machine, colours, prices. A JSON of the shop's own.

import { EXAMPLE, faultsOf } from './price.js';

const known = new Map();

/** The offer at that address; without one an example's. */
export async function offerOf(address) {
  if (!address) return EXAMPLE;
  const url = new URL(address, document.baseURI).href;
  if (!known.has(url)) known.set(url, load(url).catch((error) => (known.delete(url), Promise.reject(error))));
  return known.get(url);
}

async function load(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  const offer = await answer.json();
  const faults = faultsOf(offer);
  if (faults.length) throw new Error(`${url}: ${faults.join('; ')}`);
  return offer;
}
