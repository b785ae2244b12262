// The page's language, and its words in it: those of the elements, and its own (`pages.js`, the booth's in `kiosk.js`).

import './pages.js';
import { LANGUAGES, names, text } from '../pkg/elements/words/index.js';

let spoken = remembered() ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

/** The text of that key in the page's language, its {places} filled in. */
export const t = (key, values) => text(key, spoken, values);

/** `en` or `zh`. */
export const language = () => spoken;

/** A measurement's name. */
export const measurementName = (measurement) => names.measurement(measurement, spoken);

/** A garment's name. */
export const garmentName = (garment) => names.named(garment, spoken);

/** A garment's sentence for people. */
export const garmentAbout = (garment) => names.about(garment, spoken);

/** A panel's name. */
export const panelName = (name) => names.panel(name, spoken);

/** Writes every `data-text` and `data-label` of the document; `changed` runs now and after each switch. */
export function speak(changed) {
  const apply = () => {
    document.documentElement.lang = spoken === 'zh' ? 'zh-Hans' : 'en';
    for (const element of document.querySelectorAll('[data-text]')) element.textContent = t(element.dataset.text);
    for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(element.dataset.label));
    for (const button of document.querySelectorAll('[data-language]'))
      button.setAttribute('aria-pressed', String(button.dataset.language === spoken));
    changed();
  };
  for (const button of document.querySelectorAll('[data-language]'))
    button.addEventListener('click', () => {
      spoken = button.dataset.language;
      try {
        localStorage.setItem('language', spoken);
      } catch {
        // Storage may be forbidden; the choice then lasts as long as the page.
      }
      apply();
    });
  apply();
}

function remembered() {
  try {
    const stored = localStorage.getItem('language');
    return LANGUAGES.includes(stored) ? stored : null;
  } catch {
    return null;
  }
}
