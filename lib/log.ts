/**
 * Logs are JSON lines on standard error. What is passed in must hold no token, password or full account number;
 * control characters cannot forge a line because JSON escapes them.
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

function write(level: Level, message: string, fields: LogFields): void {
  const shown = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, describe(value)]));
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...shown })}\n`);
}

export const log = {
  info: (message: string, fields: LogFields = {}) => write('info', message, fields),
  warn: (message: string, fields: LogFields = {}) => write('warn', message, fields),
  error: (message: string, fields: LogFields = {}) => write('error', message, fields),
};
