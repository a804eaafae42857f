/** Turns what a framework prints into log lines, since it repeats parts of requests. */
import { format, stripVTControlCharacters } from 'node:util';
import { log } from '#lib/log.ts';

const LEVELS = { error: 'error', warn: 'warn', log: 'info', info: 'info', debug: 'info' } as const;

/** Logs each console call as one JSON line. Call it before the framework is loaded. */
export function logWhatIsPrinted(): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...args: unknown[]) => {
      const printed = stripVTControlCharacters(format(...args)).trim();
      if (printed !== '') log[level]('next', { printed });
    };
  }
}
