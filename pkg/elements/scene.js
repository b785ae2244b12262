// A body in 3D on a canvas, with tapes laid round it and a garment on it.

import { PLAIN, chartTexture, clothGeometry, dyeOf, knitMaterial } from './fabric.js';
import { bandHeights } from './outline.js';
import * as three from './vendor/three.module.js';
import { OrbitControls } from './vendor/OrbitControls.js';

/** A tailor's dummy rather than a person. */
const SKIN = 0xcfc8bd;

export class Scene {
  #asked = false;
  #sizes;
  #shown = null;
  /** What is worn: {cloths, charts}, and the dye that it has in common. */
  #worn = null;
  #dye = new three.Color();

  /** A scene on that canvas; null where this browser draws nothing in three dimensions. */
  static on(canvas) {
    try {
      return new Scene(canvas);
    } catch {
      return null;
    }
  }

  constructor(canvas) {
    this.canvas = canvas;
    this.renderer = new three.WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.renderer.debug.checkShaderErrors = false; // asking makes the page wait for the graphics card
    this.renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    this.scene = new three.Scene();
    this.camera = new three.PerspectiveCamera(32, 1, 50, 20_000);
    const key = new three.DirectionalLight(0xfff2e0, 2.1);
    key.position.set(1200, 2400, 1800);
    const rim = new three.DirectionalLight(0xbcd2ff, 1.1);
    rim.position.set(-1600, 1400, -1500);
    const fill = new three.DirectionalLight(0xffffff, 0.7);
    fill.position.set(-300, 500, 3000);
    const skin = new three.MeshStandardMaterial({ color: SKIN, roughness: 0.78, metalness: 0 });
    this.body = new three.Mesh(new three.BufferGeometry(), skin);
    const disc = new three.MeshBasicMaterial({ color: 0x8a7d6c, transparent: true, opacity: 0.16 });
    this.floor = new three.Mesh(new three.CircleGeometry(460, 64).rotateX(-Math.PI / 2), disc);
    this.floor.visible = false; // nobody stands on it yet
    this.tapes = new three.Group();
    this.garment = new three.Group();
    this.scene.add(new three.HemisphereLight(0xffffff, 0xb9a896, 1.5), key, rim, fill, this.body, this.floor, this.tapes, this.garment);
    this.thin = new three.LineBasicMaterial({ color: 0x7a4a3c, transparent: true, opacity: 0.35 });
    this.thick = new three.MeshBasicMaterial({ color: 0xb8432f });
    this.button = new three.CylinderGeometry(8, 8, 4, 24).rotateX(Math.PI / 2);
    this.horn = new three.MeshStandardMaterial({ color: 0x3a2c22, roughness: 0.45 });
    this.centre = new three.Vector3();
    this.height = 1700;

    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.enablePan = false;
    this.controls.minDistance = 180;
    this.controls.maxDistance = 8000;
    this.controls.addEventListener('change', () => this.render());
    canvas.addEventListener('keydown', (event) => this.#key(event));
    this.#sizes = new ResizeObserver(() => this.#fit());
    this.#sizes.observe(canvas);
  }

  /** Shows a mesh {positions_mm, faces}. */
  showBody(mesh) {
    if (mesh === this.#shown) return;
    const first = !this.#shown;
    this.#shown = mesh;
    const geometry = new three.BufferGeometry();
    geometry.setAttribute('position', new three.BufferAttribute(mesh.positions_mm, 3));
    geometry.setIndex(new three.BufferAttribute(mesh.faces, 1));
    geometry.computeVertexNormals();
    geometry.computeBoundingBox();
    this.body.geometry.dispose();
    this.body.geometry = geometry;
    const { min, max } = geometry.boundingBox;
    this.centre.set((min.x + max.x) / 2, (min.y + max.y) / 2, (min.z + max.z) / 2);
    this.height = max.y - min.y;
    this.floor.visible = true;
    this.floor.position.set(this.centre.x, min.y - 1, this.centre.z);
    this.render();
    // Until then the camera stands nowhere in particular.
    if (first) this.look('turned');
  }

  /** Keeps the tapes of measurements [{id, tape_mm}] at hand. */
  showTapes(measurements) {
    empty(this.tapes);
    for (const { id, tape_mm } of measurements) {
      const tape = new three.Group();
      tape.name = id;
      for (const line of tape_mm) {
        if (line.length < 6) continue;
        const thin = new three.BufferGeometry().setAttribute('position', new three.BufferAttribute(line, 3));
        tape.add(new three.Line(thin, this.thin), this.#tube(line));
      }
      this.tapes.add(tape);
    }
    this.selectTape(null);
  }

  /** Lays out one measurement's tape. */
  selectTape(id) {
    for (const tape of this.tapes.children)
      for (const part of tape.children) part.visible = part.isMesh ? tape.name === id : tape.name !== id;
    this.render();
  }

  /**
   * Dresses the shown body in a pattern's `cloths` as the tailor cut them. `charts` has the cloth of each panel by its name, `gauge`
   * wales and courses a 100 mm, `colour` is the yarn's, such as #3b5b8c.
   */
  dress(pattern, cloths, charts, gauge, colour) {
    this.#dye.copy(dyeOf(colour));
    this.render();
    if (this.#worn?.cloths === cloths && this.#worn.charts === charts) return;
    this.undress();
    this.#worn = { cloths, charts };
    const asDyed = new three.Color(1, 1, 1);
    const trim_mm = bandHeights(pattern).neck;
    const per_mm = { wales_per_mm: gauge.wales_per_100mm / 100, courses_per_mm: gauge.courses_per_100mm / 100, trim_mm };
    for (const cloth of cloths) {
      const chart = charts.get(cloth.panel) ?? PLAIN;
      const material = knitMaterial(chartTexture(chart), chart.dyed ? asDyed : this.#dye, { ...per_mm, ...layOf(pattern, cloth.panel) });
      this.garment.add(new three.Mesh(clothGeometry(cloth), material));
      for (const at of cloth.buttons ?? []) {
        const button = new three.Mesh(this.button, this.horn);
        button.position.set(...at);
        this.garment.add(button);
      }
    }
  }

  undress() {
    this.#worn = null;
    empty(this.garment);
  }

  /** Looks from the front, the side or the back: at the body, at what is worn (`garment`), or at its stitches (`stitches`). */
  look(from, at = 'body') {
    const angle = { front: 0, side: Math.PI / 2, back: Math.PI, turned: 0.42 }[from] ?? 0;
    let [centre, height] = [this.centre.clone(), this.height];
    if (at !== 'body' && this.garment.children.length) {
      const box = new three.Box3().setFromObject(this.garment);
      // What hangs from the shoulders is seen with the head.
      const crown = this.body.geometry.boundingBox?.max.y ?? 0;
      if (box.max.y > 0.8 * crown) box.max.y = crown + 20;
      box.getCenter(centre);
      const size = box.getSize(new three.Vector3());
      height = Math.max(size.y, (size.x / Math.max(0.3, this.camera.aspect)) * 0.92, 430) * 1.06;
      if (at === 'stitches') height = 120;
    }
    const away = height * 2.05 * (at !== 'body' ? 1 : Math.max(1, 0.62 / this.camera.aspect));
    this.controls.target.copy(centre);
    this.camera.position.set(centre.x + away * Math.sin(angle), centre.y + height * 0.05, centre.z + away * Math.cos(angle));
    this.controls.update();
    this.render();
  }

  /** Gives a canvas that stands in no page its size, in CSS pixels. */
  size(width, height) {
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
  }

  /** Draws now, and hands over the picture. */
  picture(type = 'image/webp') {
    this.renderer.render(this.scene, this.camera);
    return new Promise((resolve) => this.canvas.toBlob(resolve, type, 0.9));
  }

  /** Draws with the next frame. */
  render() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.renderer.render(this.scene, this.camera);
    });
  }

  close() {
    this.#sizes.disconnect();
    this.undress();
    empty(this.tapes);
    this.body.geometry.dispose();
    this.controls.dispose();
    this.renderer.dispose();
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || !height) return;
    this.size(width, height);
    this.render();
  }

  #key(event) {
    const turn = { ArrowLeft: -0.15, ArrowRight: 0.15 }[event.key];
    const zoom = { '+': 0.85, '=': 0.85, '-': 1.18 }[event.key] ?? 1;
    if (!turn && zoom === 1) return;
    event.preventDefault();
    const { camera, controls } = this;
    const reach = camera.position.clone().sub(controls.target).multiplyScalar(zoom);
    camera.position.copy(reach.applyAxisAngle(new three.Vector3(0, 1, 0), turn ?? 0).add(controls.target));
    controls.update();
    this.render();
  }

  #tube(line) {
    const points = [];
    for (let i = 0; i + 2 < line.length; i += 3) {
      const point = new three.Vector3(line[i], line[i + 1], line[i + 2]);
      if (!points.length || point.distanceTo(points.at(-1)) > 0.5) points.push(point);
    }
    const path = new three.CurvePath();
    for (let i = 0; i + 1 < points.length; i++) path.add(new three.LineCurve3(points[i], points[i + 1]));
    const steps = Math.min(400, Math.max(2, Math.ceil(path.getLength() / 4)));
    return new three.Mesh(new three.TubeGeometry(path, steps, 4.5, 6), this.thick);
  }
}

/**
 * Where (mm) on the panel of that name the middle of its chart lies, for halves begin at the person's middle and bands are drawn about
 * theirs; and whether it is sewn to another half along the middle.
 */
function layOf({ panels }, name) {
  const edges = panels.find((one) => one.name === name && !name.startsWith('band'))?.edges ?? [];
  const xs = edges.flatMap(({ points }) => points.map(([x]) => x));
  return { middle_mm: xs.length ? (Math.min(...xs) + Math.max(...xs)) / 2 : 0, seam: edges.some((edge) => edge.name === 'middle') };
}

/** Takes all out of a group and lets go of what the graphics card holds of it. */
function empty(group) {
  group.traverse((part) => {
    // Buttons share one geometry, and tapes their materials.
    if (part.geometry?.type !== 'CylinderGeometry') part.geometry?.dispose();
    if (part.geometry?.hasAttribute?.('place')) part.material.dispose();
  });
  group.clear();
}
