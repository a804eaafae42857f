/** Where things are. All that a start makes lies under `.data/`, so deleting that folder begins afresh. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const DATA = path.join(ROOT, '.data');
/** @param {...string} parts */
export const inRoot = (...parts) => path.join(ROOT, ...parts);
/** @param {...string} parts */
export const inData = (...parts) => path.join(DATA, ...parts);
