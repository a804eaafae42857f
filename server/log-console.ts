/** What a framework prints, as lines of the log: it repeats what requests say, line breaks and all. */
import { format, stripVTControlCharacters } from 'node:util';
import { log } from '#lib/log.ts';

const LEVELS = { error: 'error', warn: 'warn', log: 'info', info: 'info', debug: 'info' } as const;

/** From here on whatever is printed is one JSON line a call. Call it before the framework is loaded. */
export function logWhatIsPrinted(): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...args: unknown[]) => {
      const printed = stripVTControlCharacters(format(...args)).trim();
      if (printed !== '') log[level]('next', { printed });
    };
  }
}
