// The one door to all words, English and Chinese. They lie in tables beside this file: by key the elements' own, and a page's that it
// adds (`elements.js`); by name what the module names (`names.js`); by code what it refuses, notes and doubts (`codes.js`); its own
// sentences, which are English, by their pattern (`sentences.js`, `captured.js`, `causes.js`).

import { DOUBTS, ERRORS, NOTES, REASONS, WARNINGS } from './codes.js';
import { ELEMENTS } from './elements.js';
import { chinese } from './names.js';
import { inChinese } from './sentences.js';
import { length, lengthWithUnit } from '../units.js';

export * as names from './names.js';

export const LANGUAGES = ['en', 'zh'];

const TEXTS = { ...ELEMENTS };

/** Adds a page's own texts {key: [English, Chinese]}. */
export const addTexts = (texts) => Object.assign(TEXTS, texts);

/** Whether there is a text of that key. */
export const hasText = (key) => Object.hasOwn(TEXTS, key);

/** The text of that key in a language, its {places} filled in. */
export function text(key, language, values = {}) {
  if (!hasText(key)) throw new Error(`no text is called ${key}`);
  return TEXTS[key][LANGUAGES.indexOf(language)].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/** The Chinese sentence of an error's code; that of a picture begins with which one it is, such as `frame_size`. */
const ofCode = (code) => ERRORS[code] ?? ERRORS[code?.replace(/^(frame|plate|mask|board)_/, '')] ?? ERRORS.failed;

/** A sentence of the module in Chinese, or null; what is Chinese already stays. */
const sentence = (text) => (/\p{Script=Han}/u.test(text) ? text : inChinese(text ?? '', chinese));

/** Words of the module, in that language as far as it has them. */
export const plainText = (words, language) => (language === 'zh' && sentence(words)) || words;

/** An error's sentence in that language. In Chinese it is that of its code. */
export const errorText = ({ code, message, stage }, language) => (language === 'zh' && (code || stage) && !/\p{Script=Han}/u.test(message) ? ofCode(code) : message);

/** Why something of the browser's failed, in a few words: its own in English. */
export function reasonText(error, language) {
  if (error?.stage) return errorText(error, language);
  const own = error?.message || error?.name || String(error);
  if (language !== 'zh' || /\p{Script=Han}/u.test(own)) return own;
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(own) ?? [];
  return (REASONS[error?.name] ?? '原因不明') + (line ? `（第 ${line} 行第 ${column} 列）` : '');
}

/** What an error says beyond that sentence: in Chinese what exactly is wrong, and what to do. */
export function errorDetail({ code, message, hint, stage }, language) {
  if (language !== 'zh' || !(code || stage)) return [hint].filter(Boolean);
  return [/\p{Script=Han}/u.test(message) ? null : sentence(message), sentence(hint)].filter(Boolean);
}

/** A sentence of the module as a customer reads it: names as words, millimetres in the customer's unit. */
export const readable = (sentence, unit) =>
  sentence
    ?.replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (name) => name.replaceAll('_', ' '))
    .replace(/`([^`]+)`/g, '“$1”')
    .replace(/\b(\d+(?:\.\d+)?)(?= to \d+(?:\.\d+)? mm\b)/g, (_, mm) => length(Number(mm), unit))
    .replace(/\b(\d+(?:\.\d+)?) mm\b/g, (_, mm) => lengthWithUnit(Number(mm), unit));

/** A note on a garment. */
export const noteText = ({ code, text }, language) => (language === 'zh' && (sentence(text) ?? NOTES[code])) || text;

/** A doubt {code, value, limit} about a camera's calibration. */
export function doubtText({ code, value, limit }, language) {
  const number = (v) => (Number.isInteger(v) ? String(v) : v.toFixed(2));
  return DOUBTS[code][language === 'zh' ? 1 : 0].replace('{value}', number(value)).replace('{limit}', number(limit));
}

/** A doubt about a capture, for the person in it. */
export const warningText = ({ code, message }, language) => WARNINGS[code]?.[language === 'zh' ? 1 : 0] ?? message;

/** All codes that have words here, for those who add one to the module. */
export const CODES = { errors: Object.keys(ERRORS), notes: Object.keys(NOTES), doubts: Object.keys(DOUBTS), warnings: Object.keys(WARNINGS) };
