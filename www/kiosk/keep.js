// The hand-over: a QR code that holds the measurements themselves, and a file.

import { make } from '../dom.js';
import { save } from '../pkg/elements/files.js';
import { t } from '../words/index.js';
import { flat, measurementFile } from './profile.js';
import { qrCode } from './qr.js';
import { actions, back as goBack, button, show } from './screens.js';

/** Shows the hand-over; `finish`, `back` and `order` run on the buttons. */
export function showKeep({ measurements }, { finish, back, order }) {
  show('keep', () => [
    make('h1', {}, t('k_keep_title')),
    make('p', { class: 'lead' }, t('k_keep_qr')),
    qrCode(JSON.stringify(flat(measurements)), t('k_keep_qr_label')),
    button(t('k_order_begin'), order, 'big wide', { id: 'order' }),
    actions(
      goBack(t('k_back'), back),
      button(t('k_keep_file'), () => save('measurements.json', new Blob([JSON.stringify(measurementFile(measurements), null, 1)], { type: 'application/json' })), 'big', { id: 'file' }),
      button(t('k_keep_finish'), finish, 'primary big', { id: 'finish' })),
  ]);
}
