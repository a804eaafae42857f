/**
 * Logs are JSON lines on standard error. What is passed in must hold no token, password or full account number;
 * control characters cannot forge a line or move a terminal's cursor, because JSON escapes them and we the rest.
 */
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

function write(level: Level, message: string, fields: LogFields): void {
  const shown = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, describe(value)]));
  const line = JSON.stringify({ at: new Date().toISOString(), level, message, ...shown });
  process.stderr.write(`${line.replace(LEFT_BY_JSON, escaped)}\n`);
}

export const log = {
  info: (message: string, fields: LogFields = {}) => write('info', message, fields),
  warn: (message: string, fields: LogFields = {}) => write('warn', message, fields),
  error: (message: string, fields: LogFields = {}) => write('error', message, fields),
};
