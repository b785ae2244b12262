// <purlform-scan>: a person's measurements, by tape, from two photos, from a booth's capture or from a file.

import { PurlformElement, alone, engine, scanned } from './base.js';
import { boothCapture } from './booth.js';
import { make } from './dom.js';
import { save } from './files.js';
import { HomeScan } from './home.js';
import { LiveBooth } from './live.js';
import { TAPE_SIGMA_MM, contradicts, measurementsOf } from './person.js';
import { canKeep, deleteProfile, keepProfile, keptProfile } from './profile.js';
import { UNITS, length, lengthWithUnit, parseLength } from './units.js';
import { hasText, names, reasonText, warningText } from './words/index.js';

const WAYS = ['tape', 'home', 'booth', 'file'];
/** What is asked first; all other measures follow below. */
const FIRST = ['stature', 'bust_girth', 'waist_girth', 'hip_girth'];
const NOBODY = { sex: null, scan: null, tape: {}, alone: [] };

export class PurlformScan extends PurlformElement {
  static observedAttributes = [...PurlformElement.observedAttributes, 'mode', 'network'];

  #person = { ...NOBODY };
  #rows = null;
  #all = [];
  #way = null;
  #edit = true;
  #typed = {};
  #wrong = null;
  #fault = null;
  #said = '';
  #kept = false;
  #keep = false;
  #storing = Promise.resolve();
  #busy = null;
  #abort = new AbortController();
  #home = new HomeScan(this, (scan) => this.#scanned(scan));
  #live = new LiveBooth(this, (capture) => this.#measureCapture(capture));
  #mesh = null;
  /** What the last scan doubts about itself. */
  #doubts = [];
  #begun = false;

  connectedCallback() {
    super.connectedCallback();
    if (this.#begun) return;
    this.#begun = true;
    this.#start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#abort.abort();
    this.#home.close();
    this.#live.close();
  }

  /** The measurement file, or null while nothing is known. */
  get value() {
    return Object.keys(this.#person.tape).length || this.#person.scan ? measurementsOf(this.#person) : null;
  }

  /** Takes a measurement file, or a flat `{"stature": 1680}` in mm. */
  set value(file) {
    [this.#mesh, this.#doubts] = [null, []];
    this.#take(personOf(file));
  }

  /** A reset form knows nobody; what is kept on the device stays there. */
  formResetCallback() {
    [this.#person, this.#rows, this.#mesh, this.#doubts, this.#edit, this.#typed] = [{ ...NOBODY }, null, null, [], true, {}];
    this.posts(null);
    this.render();
    this.emit('measured', { measurements: null, person: this.person });
  }

  /** What a scan found and what a tape found, apart. */
  get person() {
    return structuredClone(this.#person);
  }

  /** The body that the scan fitted, as long as no tape says otherwise; else null. */
  get mesh() {
    return this.#person.scan && !Object.keys(this.#person.tape).length ? this.#mesh : null;
  }

  /** Ways that are offered: the one that `mode` names, or several with blanks between. */
  get ways() {
    const said = (this.getAttribute('mode') ?? 'tape home file').split(/\s+/).filter((way) => WAYS.includes(way));
    const able = said.filter((way) => way !== 'home' || this.hasAttribute('network') || said.length === 1);
    return able.length ? able : ['tape'];
  }

  /** Takes the tape's word for a measurement (mm), fused with the scan. */
  tape(id, value_mm) {
    const { tape, ...rest } = this.#person;
    const next = { ...tape };
    if (value_mm == null) delete next[id];
    else next[id] = value_mm;
    this.#take({ ...rest, tape: next });
  }

  async #start() {
    try {
      const kept = canKeep() ? await keptProfile() : null;
      this.#kept = this.#keep = Boolean(kept);
      this.#all = await (await engine()).definitions();
      if (kept) this.#take(kept);
      else this.render();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    this.#busy = null;
    this.#fault = error;
    this.render();
  }

  /** Makes a person's measurements the value, and tells of them. */
  async #take(person) {
    this.#person = { ...NOBODY, ...person };
    this.#typed = {};
    this.#wrong = this.#fault = null;
    this.#edit = false;
    const file = this.value;
    this.posts(file);
    this.render();
    try {
      this.#rows = file ? (await alone((e) => e.body(file))).measurements : null;
    } catch (error) {
      this.#edit = true;
      this.posts(null);
      return this.#fail(error);
    }
    this.render();
    this.emit('measured', { measurements: file, person: this.person });
    if (this.#keep) await this.#keepNow();
  }

  #scanned({ measurements, sex, fit }) {
    const scan = measurements.map(({ id, value_mm, sigma_mm, left_mm, right_mm }) => ({ id, value_mm, sigma_mm, left_mm, right_mm }));
    this.#home.close();
    this.#mesh = fit.mesh;
    this.#doubts = fit.warnings;
    this.say([this.t('home_done'), ...this.#doubtTexts()].join(' '));
    this.#take({ sex, scan, tape: {}, alone: [] });
  }

  /** Keeping and deleting wait for each other: what is deleted must not be kept again by what was under way. */
  #inTurn(work) {
    this.#storing = this.#storing.then(async () => {
      try {
        await work();
      } catch (error) {
        const full = error.name === 'QuotaExceededError';
        [this.#keep, this.#said] = [false, full ? this.t('save_full') : this.t('save_failed', { why: reasonText(error, this.language) })];
      }
      this.render();
      this.say(this.#said);
    });
    return this.#storing;
  }

  #keepNow() {
    return this.#inTurn(async () => {
      if (!this.#keep) return;
      await keepProfile(this.#person);
      [this.#kept, this.#said] = [true, this.t('profile_kept')];
    });
  }

  draw() {
    const root = this.shadowRoot;
    const open = [...root.querySelectorAll('details[open]')].map((d) => d.dataset.group);
    const { ways } = this;
    const way = ways.includes(this.#way) ? this.#way : ways[0];
    const choose = (next) => {
      this.#abort.abort();
      this.#home.close();
      this.#live.close();
      [this.#way, this.#fault, this.#wrong] = [next, null, null];
      this.render();
    };
    const tabs = ways.length > 1 && this.#edit ? this.switches(this.t('way'), ways.map((w) => [w, this.t(`way_${w}`)]), way, choose) : null;
    const units = this.switches(this.t('unit'), UNITS.map((u) => [u, u]), this.unit, (unit) => {
      this.unit = unit;
      this.emit('unit', { unit });
    });
    this.fill(
      make(
        'div',
        { class: 'stack', part: 'scan' },
        make('div', { class: 'row apart' }, tabs ?? make('span'), units),
        this.#fault ? this.faultBox(this.#fault) : null,
        this.#edit ? { tape: () => this.#tapeForm(open), home: () => this.#home.render(), booth: () => this.#booth(), file: () => this.#fileForm() }[way]() : this.#results(open),
        this.#profile(),
        make('p', { class: 'small muted' }, this.#said),
      ),
    );
  }

  #sexes() {
    const pills = [['female', 'sex_female'], ['male', 'sex_male'], [null, 'sex_none']].map(([value, key]) => {
      const input = make('input', { type: 'radio', name: 'sex', id: key, value: value ?? '', checked: this.#person.sex === value });
      input.addEventListener('change', () => (this.#person.sex = value));
      return make('label', {}, input, make('span', {}, this.t(key)));
    });
    return make('fieldset', {}, make('legend', {}, this.t('sex')), make('div', { class: 'pills' }, ...pills), make('p', { class: 'muted small' }, this.t('sex_about')));
  }

  #tapeForm(open) {
    const field = ({ id, name }) => {
      const hint = `tape_hint_${id}`;
      const wrong = this.#wrong?.id === id;
      const input = make('input', {
        type: 'text', id: `tape_${id}`, inputmode: 'decimal', autocomplete: 'off', 'aria-invalid': wrong ? 'true' : null,
        'aria-describedby': `hint_${id}`, placeholder: id === 'stature' ? (this.unit === 'in' ? '5\'6' : '168') : '',
      });
      input.value = this.#typed[id] ?? (this.#person.tape[id] ? length(this.#person.tape[id], this.unit) : '');
      input.addEventListener('input', () => (this.#typed[id] = input.value));
      return make(
        'div',
        { class: 'field' },
        make('label', { for: `tape_${id}` }, names.measurement({ id, name }, this.language)),
        make('div', { class: 'with' }, input, make('span', { 'aria-hidden': 'true' }, this.unit)),
        make('p', { class: wrong ? 'hint bad' : 'hint', id: `hint_${id}` }, wrong ? this.#wrong.message : hasText(hint) ? this.t(hint) : ''),
      );
    };
    const first = FIRST.map((id) => this.#all.find((m) => m.id === id) ?? { id });
    const rest = this.#all.filter(({ id }) => !FIRST.includes(id));
    const send = () => this.#typedIn();
    const form = make(
      'div',
      { class: 'stack' },
      make('p', { class: 'muted' }, this.t('tape_about')),
      this.#sexes(),
      make('div', { class: 'fields' }, ...first.map(field)),
      rest.length ? make('details', { class: 'group', 'data-group': 'rest', open: open.includes('rest') }, make('summary', {}, this.t('tape_rest')), make('div', { class: 'fields' }, ...rest.map(field))) : null,
      make('div', { class: 'row' }, make('button', { type: 'button', class: 'primary', 'data-action': 'use', onclick: send }, this.t('save'))),
    );
    form.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target.tagName !== 'INPUT') return;
      event.preventDefault();
      send();
    });
    return form;
  }

  #typedIn() {
    const tape = { ...this.#person.tape };
    for (const [id, said] of Object.entries(this.#typed)) {
      if (said.trim() === '') {
        delete tape[id];
        continue;
      }
      const mm = parseLength(said, this.unit);
      if (mm == null) {
        this.#wrong = { id, message: this.t('not_a_length', { value: said }) };
        this.render();
        return this.shadowRoot.getElementById(`tape_${id}`)?.focus();
      }
      const wrong = this.#implausible(id, mm);
      if (wrong) {
        this.#wrong = { id, message: wrong };
        this.render();
        return this.shadowRoot.getElementById(`tape_${id}`)?.focus();
      }
      tape[id] = Math.round(mm * 10) / 10;
    }
    if (!tape.stature || !Object.keys(tape).some((id) => id.endsWith('_girth'))) {
      this.#wrong = { id: tape.stature ? 'bust_girth' : 'stature', message: this.t('tape_needed') };
      this.render();
      return this.shadowRoot.getElementById(`tape_${this.#wrong.id}`)?.focus();
    }
    this.#take({ ...this.#person, tape });
  }

  /** Why a length cannot be a person's; empty if it can. */
  #implausible(id, mm) {
    const row = this.#all.find((m) => m.id === id);
    if (!row || (mm >= row.least_mm && mm <= row.largest_mm)) return '';
    const say = (value) => lengthWithUnit(value, this.unit);
    return this.t('implausible', { value: say(mm), least: say(row.least_mm), largest: say(row.largest_mm) });
  }

  #results(open) {
    const { unit, language } = this;
    const scanned = new Map((this.#person.scan ?? []).map((m) => [m.id, m]));
    const { tape } = this.#person;
    const rowsOf = ({ id, name, value_mm, sigma_mm }) => {
      const title = names.measurement({ id, name }, language);
      const [by_scan, by_tape] = [scanned.get(id), tape[id]];
      const bad = contradicts(by_scan, by_tape);
      const alone = bad || this.#person.alone.includes(id);
      const from = by_scan && by_tape != null && !alone ? 'from_both' : by_tape != null ? 'from_tape' : by_scan ? 'from_scan' : 'from_guess';
      const input = make('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', id: `own_${id}`, 'aria-label': this.t('tape_of', { name: title, unit }) });
      if (by_tape != null) input.value = length(by_tape, unit);
      input.addEventListener('change', () => {
        const typed = input.value.trim();
        const mm = parseLength(typed, unit);
        if (typed && mm === null) return this.refuse(input, this.t('not_a_length', { value: typed }));
        const wrong = mm !== null && this.#implausible(id, mm);
        if (wrong) return this.refuse(input, wrong);
        this.tape(id, mm);
      });
      const cells = [
        make('th', { scope: 'row' }, title, make('br'), make('span', { class: 'chip' }, this.t(from))),
        make('td', { class: 'value' }, length(value_mm, unit)),
        make('td', { class: 'sigma' }, `± ${length(sigma_mm, unit)}`),
        make('td', {}, input),
      ];
      if (both) cells.push(make('td', {}, by_scan && by_tape != null && !bad ? this.#alone(id, title) : ''));
      const row = make('tr', { class: bad ? 'warn' : '', 'data-id': id }, ...cells);
      if (!bad) return [row];
      const by = lengthWithUnit(Math.abs(by_scan.value_mm - by_tape), unit);
      return [row, make('tr', { class: 'why' }, make('td', { colspan: cells.length }, make('p', { class: 'note small' }, this.t('contradicts', { by }))))];
    };
    const both = scanned.size > 0 && Object.keys(tape).length > 0;
    const heads = ['column_measure', 'column_value', 'column_sigma', 'column_tape', ...(both ? ['alone'] : [])];
    const table = (rows, label) =>
      make(
        'div',
        { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label },
        make('table', { part: 'table' }, make('thead', {}, make('tr', {}, ...heads.map((h) => make('th', { scope: 'col' }, this.t(h))))), make('tbody', {}, ...rows.flatMap(rowsOf))),
      );
    const known = (this.#rows ?? []).filter(({ id }) => scanned.has(id) || tape[id] != null);
    const guessed = (this.#rows ?? []).filter((row) => !known.includes(row));
    return make(
      'div',
      { class: 'stack' },
      make('div', { class: 'row apart' }, make('h3', { tabindex: '-1', 'data-arrive': '' }, this.t('measured')), make('button', { type: 'button', class: 'quiet', 'data-action': 'again', onclick: () => ((this.#edit = true), this.render()) }, this.t('again'))),
      this.#doubts.length && this.#person.scan ? make('div', { class: 'note', 'data-doubts': '' }, make('strong', {}, this.t('doubts')), make('ul', {}, ...this.#doubtTexts().map((words) => make('li', {}, words)))) : null,
      this.#rows ? table(known, this.t('measured')) : make('p', { class: 'muted' }, this.t('starting')),
      guessed.length
        ? make('details', { class: 'group', 'data-group': 'guessed', open: open.includes('guessed') }, make('summary', {}, this.t('guessed', { n: guessed.length })), make('p', { class: 'muted small' }, this.t('guessed_about')), table(guessed, this.t('guessed', { n: guessed.length })))
        : null,
    );
  }

  #doubtTexts() {
    return [...new Set(this.#doubts.map((doubt) => warningText(doubt, this.language)))];
  }

  #alone(id, name) {
    const box = make('input', { type: 'checkbox', checked: this.#person.alone.includes(id), 'aria-label': this.t('alone_of', { name }) });
    box.addEventListener('change', () => {
      const others = this.#person.alone.filter((other) => other !== id);
      this.#take({ ...this.#person, alone: box.checked ? [...others, id] : others });
    });
    return box;
  }

  #booth() {
    const input = make('input', { type: 'file', webkitdirectory: true, multiple: true, id: 'booth_files' });
    input.addEventListener('change', async () => {
      try {
        await this.#measureCapture(await boothCapture([...input.files], this.t('booth_no_rig')));
      } catch (error) {
        this.#fail(error);
      }
    });
    return make(
      'div',
      { class: 'stack', part: 'booth' },
      this.#busy ? null : this.#live.render(),
      this.#busy ? null : make('p', { class: 'muted' }, this.t('booth_about')),
      this.#busy ? this.progress(this.t(this.#busy.text), this.#busy.fraction, () => this.#abort.abort()) : null,
      this.#busy ? null : make('div', { class: 'row' }, make('label', { class: 'button' }, input, make('span', {}, this.t('booth_files')))),
    );
  }

  /** Measures a booth's capture {rig, subject, views, turned}. */
  async #measureCapture({ rig, subject, views, turned = [] }) {
    const progress = (text, fraction) => ((this.#busy = { text, fraction }), this.render());
    const { signal } = (this.#abort = new AbortController());
    try {
      progress('home_finding', 0);
      const onProgress = ({ fraction }) => progress('home_fitting', 0.5 + fraction / 2);
      const measured = await scanned({ rig, subject, signal, onProgress }, async (e) => {
        const all = [...views, ...turned];
        for (const [i, { camera, ...pictures }] of all.entries()) {
          if (i === views.length) await e.turn({ signal });
          await e.view(camera, pictures, { signal });
          progress('home_finding', (0.5 * (i + 1)) / all.length);
        }
      });
      this.#busy = null;
      this.#scanned({ ...measured, sex: subject ? (JSON.parse(subject).sex ?? null) : null });
    } catch (error) {
      // Whoever gave it up need not be told.
      this.#fail(signal.aborted ? null : error);
    }
  }

  #fileForm() {
    return make('div', { class: 'stack' }, make('p', { class: 'muted' }, this.t('file_about')), make('div', { class: 'row' }, this.#importButton()));
  }

  #importButton() {
    const input = make('input', { type: 'file', accept: '.json,application/json', id: 'profile_file' });
    input.addEventListener('change', async () => {
      const [file] = input.files;
      try {
        await this.#take(personOf(JSON.parse(await file.text())));
      } catch (error) {
        this.#fail({ message: this.t('profile_bad', { name: file.name, why: reasonText(error, this.language) }) });
      }
    });
    return make('label', { class: 'button' }, input, make('span', {}, this.t('profile_import')));
  }

  #profile() {
    if (this.#edit || !this.value) return null;
    const box = make('input', { type: 'checkbox', id: 'keep', checked: this.#keep, disabled: !canKeep() });
    box.addEventListener('change', async () => {
      this.#keep = box.checked;
      if (box.checked) return this.#keepNow();
      await this.#forget();
    });
    const export_ = () => save('measurements.json', new Blob([JSON.stringify({ ...this.value, person: this.#person }, null, 1)], { type: 'application/json' }));
    return make(
      'div',
      { class: 'card stack', part: 'profile' },
      make('label', { class: 'check' }, box, make('span', {}, this.t('profile_keep'))),
      make('p', { class: 'muted small' }, canKeep() ? this.t('profile_about') : this.t('profile_none')),
      make(
        'div',
        { class: 'row' },
        make('button', { type: 'button', 'data-action': 'export', onclick: export_ }, this.t('profile_export')),
        this.#importButton(),
        this.#kept ? make('button', { type: 'button', 'data-action': 'delete', onclick: () => this.#forget() }, this.t('profile_delete')) : null,
      ),
    );
  }

  #forget() {
    this.#keep = false;
    return this.#inTurn(async () => {
      await deleteProfile();
      [this.#kept, this.#said] = [false, this.t('profile_deleted')];
    });
  }
}

/** A person of a file: one that was exported here, a measurement file, or a flat list in mm. */
function personOf(file) {
  if (file === null || typeof file !== 'object') throw new Error('{}');
  if (file.person?.tape) return file.person;
  if (Array.isArray(file.measurements)) {
    // Values as sure as a tape's were typed; all others a scan found.
    const typed = file.measurements.filter(({ sigma_mm }) => sigma_mm == null || sigma_mm === TAPE_SIGMA_MM);
    const scan = file.measurements.filter((m) => !typed.includes(m));
    return { sex: file.sex ?? null, scan: scan.length ? scan : null, tape: Object.fromEntries(typed.map(({ id, value_mm }) => [id, value_mm])), alone: [] };
  }
  const { sex = null, version, ...tape } = file;
  if (!Object.values(tape).every(Number.isFinite) || !Object.keys(tape).length) throw new Error('"measurements"');
  return { sex, scan: null, tape, alone: [] };
}
