import { type Catalogue, fill } from '#app/_words/catalogue.ts';

/** As lib/sessions/device.ts calls what it does not know. */
const UNKNOWN = 'Unknown';

/** "Chrome on Linux"; empty where there was no device. */
export function deviceName(
  words: Pick<Catalogue['session'], 'device' | 'unknownDevice'>,
  { browser, system }: { browser: string; system: string },
): string {
  if (browser === '') return '';
  if (browser === UNKNOWN && system === UNKNOWN) return words.unknownDevice;
  if (system === UNKNOWN) return browser;
  return fill(words.device, { browser, system });
}
