// What went wrong, in words, above the screen: it stays until it is closed or another screen is begun.

import { at, make } from '../dom.js';
import { errorDetail, errorText, reasonText } from '../pkg/elements/words/index.js';
import { language, t } from '../words/index.js';
import { button } from './screens.js';

/** Shows an error of any kind. */
export function showFault(error) {
  const lost = error?.stage === 'worker' || ['crashed', 'out_of_order'].includes(error?.code);
  const ours = !lost && error?.stage;
  const message = lost ? t('k_worker') : ours ? errorText(error, language()) : t('k_failed', { why: reasonText(error, language()) });
  const more = lost ? [t('k_worker_hint')] : ours ? errorDetail(error, language()) : [];
  at('fault').replaceChildren(
    make('div', {}, make('strong', {}, message), ...more.map((words) => make('p', { class: 'hint' }, words))),
    button(t('close'), hideFault, 'quiet'),
  );
  at('fault').hidden = false;
}

/** Shows a plain message the same way. */
export const showNote = (message) => showFault({ stage: 'note', message });

export function hideFault() {
  at('fault').hidden = true;
}

/** The same work, with its errors shown. */
export const guarded = (work) => async (...given) => {
  try {
    return await work(...given);
  } catch (error) {
    console.warn(error?.code ?? '', error?.message ?? error);
    return showFault(error);
  }
};
