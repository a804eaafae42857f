/** Reads bodies and query strings strictly: unknown, repeated or malformed input is refused. */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';

const MAX_BODY_BYTES = 16 * 1024;

/** What is read of a request's headers; names in lower case. */
export type RequestHeaders = Pick<Headers, 'get' | 'has'>;

/** A request's headers, and its body as it arrives. */
export type Sent = { headers: RequestHeaders; body: AsyncIterable<Uint8Array> | null };

const TYPES = { json: 'application/json', form: 'application/x-www-form-urlencoded' };

/** Refuses a body of another type, 415. Pages of other sites can send forms without a preflight, but not JSON. */
export function requireType(headers: RequestHeaders, kind: keyof typeof TYPES): void {
  const [type = ''] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  if (type.trim() === TYPES[kind]) return;
  throw new BankError('unsupported_media_type', `Send the body as ${TYPES[kind]}.`);
}

/** Reads and checks a JSON body. 413 over the limit, 400 for bad UTF-8, JSON, types or fields. */
export async function readJson<Schema extends z.ZodType>(
  sent: Sent,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await readText(sent);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BankError('bad_request', 'The body is not valid JSON.');
  }
  return check(schema, value);
}

/** Reads and checks a form as browsers send it without files. Refuses as `readJson` does, and a field given twice. */
export const readForm = async <Schema extends z.ZodType>(
  sent: Sent,
  schema: Schema,
): Promise<z.output<Schema>> => check(schema, readParams(await readText(sent)));

/** Reads a body as strict UTF-8, at most MAX_BODY_BYTES as counted, whatever Content-Length says. */
async function readText({ headers, body }: Sent): Promise<string> {
  const tooLarge = () => new BankError('too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  // Refused before reading: stopping in the middle would close the connection before the answer.
  if (Number(headers.get('content-length')) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(Buffer.concat(chunks));
  } catch {
    throw new BankError('bad_request', 'The body is not valid UTF-8.');
  }
}

/** Parses the query string of `url`. 400 for a repeated or unknown name. */
export const readQuery = <Schema extends z.ZodType>(url: string, schema: Schema): z.output<Schema> =>
  check(schema, readParams(/\?([^#]*)/.exec(url)?.[1] ?? ''));

/** For requests that take no parameters. */
export const noQuery = z.strictObject({});

/** `a=1&b=2`. Invalid UTF-8 is refused; URLSearchParams would turn it into U+FFFD. */
function readParams(text: string): Record<string, string> {
  if (text === '') return {};
  try {
    decodeURIComponent(text);
  } catch {
    throw new BankError('bad_request', 'A parameter is not well-formed.');
  }
  const params = new URLSearchParams(text);
  const names = [...params.keys()];
  if (new Set(names).size < names.length) {
    throw new BankError('bad_request', 'A parameter was given twice.');
  }
  return Object.fromEntries(params);
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.') || 'body', issue.message]),
  );
  throw new BankError('bad_request', 'The request has fields that are missing, unknown or wrong.', {
    fields,
  });
}

const IDEMPOTENCY_KEY = /^[A-Za-z0-9_-]{16,64}$/;

/** As the description says it. */
export const idempotencyKeyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'New for each act, the same when it is sent again: of those with the same key one is done.',
  schema: { type: 'string', pattern: IDEMPOTENCY_KEY.source },
};

/** The `Idempotency-Key`. 400 without one. */
export function readIdempotencyKey(headers: RequestHeaders): string {
  const key = headers.get('idempotency-key') ?? '';
  if (IDEMPOTENCY_KEY.test(key)) return key;
  throw new BankError('bad_request', 'Send an Idempotency-Key of 16 to 64 letters, digits, - or _.');
}
