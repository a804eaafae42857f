/**
 * Logs are JSON lines on standard error. What is passed in must hold no token, password or full account number;
 * control characters cannot forge a line or move a terminal's cursor, because JSON escapes them and we the rest.
 */
import { once } from '#lib/once.ts';
import { SECOND } from '#lib/time.ts';

export type LogFields = Record<string, unknown>;
type Level = 'info' | 'warn' | 'error';

const describe = (value: unknown): unknown =>
  value instanceof Error
    ? {
        name: value.name,
        message: value.message,
        stack: value.stack,
        cause: value.cause && describe(value.cause),
      }
    : value;

/** Those that JSON leaves as they are: DEL, the C1 controls, which terminals obey, and Unicode's line breaks. */
const LEFT_BY_JSON = /[\u007f-\u009f\u2028\u2029]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Whoever read the lines may be gone, as when a terminal is closed: there is nobody to tell that they are not read. */
const output = () => once('log.output', () => process.stderr.on('error', () => {}));

function write(level: Level, message: string, fields: LogFields): void {
  const shown = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, describe(value)]));
  const line = JSON.stringify({ at: new Date().toISOString(), level, message, ...shown });
  output().write(`${line.replace(LEFT_BY_JSON, escaped)}\n`);
}

/** After this long without another of its kind, what failed alike is over. */
const OVER_AFTER_MS = 10 * SECOND;

type Folded = { more: number; over: NodeJS.Timeout };
const folds = () => once('log.folds', () => new Map<string, Folded>());

/** The first with this message is logged at once, the others are counted, and their number is logged when it is over. */
function writeFolded(message: string, fields: LogFields): void {
  const folded = folds().get(message);
  if (folded) {
    folded.more += 1;
    folded.over.refresh();
    return;
  }
  write('warn', message, fields);
  const end = () => {
    const { more = 0 } = folds().get(message) ?? {};
    folds().delete(message);
    if (more > 0) write('warn', message, { more });
  };
  folds().set(message, { more: 0, over: setTimeout(end, OVER_AFTER_MS).unref() });
}

export const log = {
  info: (message: string, fields: LogFields = {}) => write('info', message, fields),
  warn: (message: string, fields: LogFields = {}) => write('warn', message, fields),
  error: (message: string, fields: LogFields = {}) => write('error', message, fields),
  /** A warning of which an outage brings thousands: one line, and one that says how many more there were. */
  folded: (message: string, fields: LogFields = {}) => writeFolded(message, fields),
};
