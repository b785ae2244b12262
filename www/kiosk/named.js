// What the booth calls its cameras and its days.

import { t } from '../words/index.js';

const NAMED = ['front', 'front_left', 'left', 'back_left', 'back', 'right', 'front_right', 'back_right'];

/** A camera's name for people. */
export const cameraName = (id) => (NAMED.includes(id) ? t(`c_${id}`) : id.replaceAll('_', ' '));

/** A day and time as people here write it. */
export const when = (time) =>
  new Date(time).toLocaleString(document.documentElement.lang || 'en', { dateStyle: 'medium', timeStyle: 'short' });
