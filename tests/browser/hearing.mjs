// What a screen reader would be told: by the browser's accessibility tree what stands there, by the live regions what happens.
import assert from 'node:assert/strict';
import { PATIENCE } from './browser.mjs';

/**
 * In the page, before anything else: keeps what live regions say in `heard`. A region is heard when its words change; one that comes
 * into the page together with its words only if it is an alert.
 */
export function listen() {
  window.heard = [];
  const REGION = '[role=status], [role=alert], [aria-live], output';
  const keep = (region) => {
    const words = region.innerText?.trim().replace(/\s+/g, ' ');
    if (words && region.checkVisibility()) window.heard.push(words);
  };
  const hear = (records) => {
    const added = new Set(records.flatMap(({ addedNodes }) => [...addedNodes]));
    const fresh = (node) => [...added].some((one) => one === node || one.contains?.(node));
    const said = new Set();
    for (const { target, type, addedNodes } of records) {
      const region = (target.nodeType === Node.TEXT_NODE ? target.parentElement : target)?.closest?.(REGION);
      if (region && (type !== 'attributes' || region === target) && !fresh(region)) said.add(region);
      for (const node of addedNodes) for (const alert of node.matches?.('[role=alert]') ? [node] : (node.querySelectorAll?.('[role=alert]') ?? [])) said.add(alert);
    }
    said.forEach(keep);
  };
  const watch = (root) => new MutationObserver(hear).observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['hidden'] });
  watch(document);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (how) {
    const root = attachShadow.call(this, how);
    watch(root);
    return root;
  };
}

/** Waits until something like that is heard after what was heard before; gives it. */
export async function hears(page, like) {
  const end = Date.now() + PATIENCE.timeout;
  for (;;) {
    const all = await page.evaluate(() => window.heard);
    const at = all.findIndex((words) => like.test(words));
    if (at >= 0) {
      await page.evaluate((n) => void window.heard.splice(0, n), at + 1);
      return all[at];
    }
    assert.ok(Date.now() < end, `${like} was not heard, but: ${all.join(' | ')}`);
    await page.waitForTimeout(100);
  }
}

/** What one can do something with, by its role. */
const ACTING = ['button', 'link', 'textbox', 'checkbox', 'radio', 'combobox', 'ComboBoxMenuList', 'slider', 'spinbutton', 'DisclosureTriangle', 'progressbar', 'dialog', 'image', 'img', 'Canvas'];

async function nodesOf(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const told = (node) => ({
    id: node.nodeId, parent: node.parentId, role: node.role?.value, name: node.name?.value?.trim() ?? '', about: node.description?.value ?? '',
    ...Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])),
  });
  return nodes.filter(({ ignored }) => !ignored).map(told);
}

/** What has the focus as it is read out: its role, name and description. */
export const focusedAs = async (page) => (await nodesOf(page)).filter(({ focused, role }) => focused && role !== 'RootWebArea').map(({ role, name, about }) => `${role} ${name} ${about}`.trim()).at(-1);

/** Whatever can be acted on has a name of its own within its group, and the page one heading of the first level. */
export async function named(page, where) {
  const nodes = await nodesOf(page);
  const acting = nodes.filter(({ role }) => ACTING.includes(role));
  assert.deepEqual(acting.filter(({ name }) => !name).map(({ role, about }) => `${role} ${about}`), [], `${where}: nameless`);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const group = (node) => {
    for (let at = byId.get(node.parent); at; at = byId.get(at.parent)) if (at.name && !ACTING.includes(at.role) && at.role !== 'RootWebArea') return at.name;
    return '';
  };
  const keys = acting.map((node) => [node.role, node.name, node.about, group(node)].join(' · '));
  assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), [], `${where}: twins`);
  const first = nodes.filter(({ role, level }) => role === 'heading' && level === 1);
  assert.equal(first.length, 1, `${where}: ${first.map(({ name }) => name)}`);
}
