// The hand-over: a QR code that holds the measurements themselves, and a file.

import { make } from '../dom.js';
import { save } from '../pkg/elements/files.js';
import { t } from '../text.js';
import { qrCode } from './qr.js';
import { actions, button, show } from './screens.js';

/** Shows the hand-over; `finish` and `back` run on the buttons. */
export function showKeep({ measurements }, finish, back) {
  show('keep', () => [
    make('h1', {}, t('k_keep_title')),
    make('p', { class: 'lead' }, t('k_keep_qr')),
    qrCode(JSON.stringify(short(measurements)), t('k_keep_qr_label')),
    actions(
      button(t('k_back'), back, 'quiet'),
      button(t('k_keep_file'), () => save('measurements.json', new Blob([JSON.stringify(whole(measurements), null, 1)], { type: 'application/json' })), 'big', { id: 'file' }),
      button(t('k_keep_finish'), finish, 'primary big', { id: 'finish' })),
  ]);
}

/** As short as a measurement file may be: id and mm. */
const short = (measurements) => Object.fromEntries(measurements.map(({ id, value_mm }) => [id, Math.round(value_mm)]));

/** The measurement file, sigmas and sides included. */
const whole = (measurements) => ({ version: 1, measurements: measurements.map(({ tape_mm, name, ...rest }) => rest) });
