/** Names a device by its User-Agent: enough to recognise one's own phone in a list, no fingerprint. */
import type { Device } from '#lib/sessions/document.ts';

type Rule = readonly [pattern: RegExp, name: string];

// Order matters: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
const BROWSERS: readonly Rule[] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*Safari\//, 'Safari'],
  [/^curl\//i, 'curl'],
  [/^python|^node|^undici|^okhttp|^go-http/i, 'Program'],
];

const SYSTEMS: readonly Rule[] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPod\b/, 'iOS'],
  [/\biPad\b/, 'iPadOS'],
  [/\bWindows NT\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const KINDS: readonly (readonly [RegExp, Device['kind']])[] = [
  [/\biPad\b|\bTablet\b|\bAndroid\b(?!.*\bMobile\b)/, 'tablet'],
  [/\bMobile\b|\biPhone\b|\biPod\b/, 'phone'],
  [/\bWindows NT\b|\bMacintosh\b|\bX11\b|\bCrOS\b/, 'computer'],
  [/^(?:curl|python|node|undici|okhttp|go-http)/i, 'program'],
];

const LONGEST_READ = 512;
const named = (agent: string, rules: readonly Rule[]): string =>
  rules.find(([pattern]) => pattern.test(agent))?.[1] ?? 'Unknown';

/** Only names from these tables: a hostile User-Agent stores none of its text. */
export function deviceOf(headers: Pick<Headers, 'get'>): Device {
  const agent = (headers.get('user-agent') ?? '').slice(0, LONGEST_READ);
  return {
    browser: named(agent, BROWSERS),
    system: named(agent, SYSTEMS),
    kind: KINDS.find(([pattern]) => pattern.test(agent))?.[1] ?? 'unknown',
    address: addressOf(headers),
  };
}

/** The client address from our server; `unknown` outside it. */
export const addressOf = (headers: Pick<Headers, 'get'>): string =>
  headers.get('x-redisbank-address') ?? 'unknown';
