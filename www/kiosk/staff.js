// The PIN pad before the set-up.

import { make } from '../dom.js';
import { t } from '../words/index.js';
import { guarded } from './fault.js';
import { DIGITS, checkPin, setPin } from './pin.js';
import { actions, back, button, say, show } from './screens.js';

/** Asks for the PIN; `inside()` runs when it is right, `away()` when it is given up. */
export function askPin(inside, away) {
  let note = '';
  const pad = keypad(async (pin) => {
    const { right, wait_s } = await checkPin(pin);
    if (right) return inside();
    note = wait_s > 0 ? t('k_pin_wait', { n: wait_s }) : t('k_pin_wrong');
    return draw();
  });
  const draw = () => padScreen(t('k_pin_title'), note, pad, away);
  draw();
}

/** Chooses a new PIN, typed twice. */
export function choosePin(inside, away) {
  let first = null;
  let note = '';
  const pad = keypad(async (pin) => {
    if (first === null) [first, note] = [pin, ''];
    else if (pin === first) {
      await setPin(pin);
      return inside();
    } else [first, note] = [null, t('k_pin_differs')];
    return draw();
  });
  const draw = () => padScreen(first === null ? t('k_pin_new', { n: DIGITS }) : t('k_pin_repeat'), note, pad, away);
  draw();
}

function padScreen(title, note, pad, away) {
  show('pin', () => {
    if (note) say(note);
    pad.clear();
    const type = ({ key }) => (/^\d$/.test(key) ? pad.type(key) : key === 'Backspace' ? pad.erase() : null);
    document.addEventListener('keydown', type);
    return {
      elements: [make('h1', {}, title), make('p', { class: 'lead note' }, note), pad.element(), actions(back(t('cancel'), away))],
      leave: () => document.removeEventListener('keydown', type),
    };
  });
}

function keypad(entered) {
  let typed = '';
  let dots;
  const refresh = () => [...dots.children].forEach((dot, i) => dot.classList.toggle('on', i < typed.length));
  const done = guarded(entered);
  const self = {
    clear() {
      typed = '';
    },
    type(digit) {
      if (typed.length >= DIGITS) return;
      typed += digit;
      refresh();
      if (typed.length === DIGITS) done(typed);
    },
    erase() {
      typed = typed.slice(0, -1);
      refresh();
    },
    element() {
      dots = make('div', { class: 'dots', 'aria-hidden': 'true' }, ...Array.from({ length: DIGITS }, () => make('i')));
      const key = (digit) => button(digit, () => self.type(digit));
      const keys = [...'123456789'].map(key);
      const erase = button('⌫', self.erase, 'quiet', { 'aria-label': t('k_pin_erase') });
      return make('div', { class: 'pad' }, dots, make('div', { class: 'keys' }, ...keys, make('span'), key('0'), erase));
    },
  };
  return self;
}
