// The fitted body in 3D with the tape lines of the measurements.

import { at } from './dom.js';
import { t } from './text.js';
import * as three from './vendor/three.module.js';
import { OrbitControls } from './vendor/OrbitControls.js';

let world;

/** Shows a mesh {positions_mm, faces}. */
export function showBody(mesh) {
  world ??= build();
  const geometry = new three.BufferGeometry();
  geometry.setAttribute('position', new three.BufferAttribute(mesh.positions_mm, 3));
  geometry.setIndex(new three.BufferAttribute(mesh.faces, 1));
  geometry.computeVertexNormals();
  geometry.computeBoundingBox();
  world.body.geometry.dispose();
  world.body.geometry = geometry;
  const box = geometry.boundingBox;
  world.centre.set((box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2, (box.min.z + box.max.z) / 2);
  world.height = box.max.y - box.min.y;
  world.floor.position.set(world.centre.x, box.min.y - 1, world.centre.z);
  showTapes([]);
  look('front');
}

/** Keeps the tapes of all measurements at hand. */
export function showTapes(measurements) {
  if (!world) return;
  for (const tape of world.tapes.children) tape.traverse((part) => part.geometry?.dispose());
  world.tapes.clear();
  for (const { id, tape_mm } of measurements) {
    const tape = new three.Group();
    tape.name = id;
    for (const line of tape_mm) {
      if (line.length < 6) continue;
      const thin = new three.BufferGeometry().setAttribute('position', new three.BufferAttribute(line, 3));
      tape.add(new three.Line(thin, world.thin), tube(line));
    }
    world.tapes.add(tape);
  }
  selectTape(null);
}

/** Lays out one measurement's tape. */
export function selectTape(id) {
  if (!world) return;
  for (const tape of world.tapes.children)
    for (const part of tape.children) part.visible = part.isMesh ? tape.name === id : tape.name !== id;
  world.render();
}

/** Looks from the front, the side or the back. */
export function look(from) {
  const angle = { front: 0, side: Math.PI / 2, back: Math.PI }[from];
  const away = world.height * 2.05 * Math.max(1, 0.62 / world.camera.aspect);
  world.controls.target.copy(world.centre);
  world.camera.position.set(
    world.centre.x + away * Math.sin(angle),
    world.centre.y + world.height * 0.05,
    world.centre.z + away * Math.cos(angle),
  );
  world.controls.update();
  world.render();
}

function tube(line) {
  const points = [];
  for (let i = 0; i + 2 < line.length; i += 3) {
    const point = new three.Vector3(line[i], line[i + 1], line[i + 2]);
    if (!points.length || point.distanceTo(points.at(-1)) > 0.5) points.push(point);
  }
  const path = new three.CurvePath();
  for (let i = 0; i + 1 < points.length; i++) path.add(new three.LineCurve3(points[i], points[i + 1]));
  const steps = Math.min(400, Math.max(2, Math.ceil(path.getLength() / 4)));
  return new three.Mesh(new three.TubeGeometry(path, steps, 4.5, 6), world.thick);
}

function build() {
  const canvas = at('body3d');
  const renderer = new three.WebGLRenderer({ canvas, antialias: true, alpha: true });
  renderer.setPixelRatio(Math.min(2, devicePixelRatio));
  const scene = new three.Scene();
  const camera = new three.PerspectiveCamera(32, 1, 50, 20_000);
  const key = new three.DirectionalLight(0xfff2e0, 2.1);
  key.position.set(1200, 2400, 1800);
  const rim = new three.DirectionalLight(0xbcd2ff, 1.1);
  rim.position.set(-1600, 1400, -1500);
  scene.add(new three.HemisphereLight(0xffffff, 0xb9a896, 1.5), key, rim);

  const skin = new three.MeshStandardMaterial({ color: 0xd8c3ae, roughness: 0.78, metalness: 0 });
  const body = new three.Mesh(new three.BufferGeometry(), skin);
  const disc = new three.MeshBasicMaterial({ color: 0x8a7d6c, transparent: true, opacity: 0.16 });
  const floor = new three.Mesh(new three.CircleGeometry(460, 64).rotateX(-Math.PI / 2), disc);
  const tapes = new three.Group();
  scene.add(body, floor, tapes);

  const controls = new OrbitControls(camera, canvas);
  controls.enablePan = false;
  controls.minDistance = 400;
  controls.maxDistance = 8000;
  canvas.setAttribute('aria-label', t('body_canvas'));
  canvas.setAttribute('role', 'img');
  canvas.addEventListener('keydown', ({ key }) => {
    const turn = { ArrowLeft: -0.15, ArrowRight: 0.15 }[key];
    if (!turn) return;
    camera.position.sub(controls.target).applyAxisAngle(new three.Vector3(0, 1, 0), turn).add(controls.target);
    controls.update();
  });

  let asked = false;
  const render = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      renderer.render(scene, camera);
    });
  };
  controls.addEventListener('change', render);
  new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!width || !height) return;
    renderer.setSize(width, height, false);
    camera.aspect = width / height;
    camera.updateProjectionMatrix();
    render();
  }).observe(canvas);
  for (const button of document.querySelectorAll('[data-view]')) button.addEventListener('click', () => look(button.dataset.view));

  return {
    body, camera, controls, floor, render, tapes,
    centre: new three.Vector3(),
    height: 1700,
    thin: new three.LineBasicMaterial({ color: 0x7a4a3c, transparent: true, opacity: 0.35 }),
    thick: new three.MeshBasicMaterial({ color: 0xb8432f }),
  };
}
