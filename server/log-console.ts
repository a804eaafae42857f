/** Turns what a framework prints into log lines, since it repeats parts of requests. */
import { format, stripVTControlCharacters } from 'node:util';
import { log } from '#lib/log.ts';
import { printOfCall } from './action-calls.ts';

const LEVELS = { error: 'error', warn: 'warn', log: 'info', info: 'info', debug: 'info' } as const;

/** The mark of app/_access/page-error.ts, as the framework prints it below the stack. */
const UNAVAILABLE = /digest: 'redis_unavailable'/;

/** Logs each console call as one JSON line. Call it before the framework is loaded. */
export function logWhatIsPrinted(): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...args: unknown[]) => {
      const printed = stripVTControlCharacters(format(...args)).trim();
      if (UNAVAILABLE.test(printed)) log.folded('a page could not be drawn', { code: 'redis_unavailable' });
      else if (printed !== '') printOfCall(() => log[level]('next', { printed }));
    };
  }
}
