/** What the race of revocation runs on: credentials of one session, and clients that ask without pause. */
import { setTimeout as sleep } from 'node:timers/promises';
import { formatToken, type Token } from '#lib/sessions/token.ts';
import { sealToken } from '#lib/sign-in/cookie.ts';
import { WAIT_MS } from '#tests/setup/until.ts';

/** The bound of promise 3, for the process that only hears of an end by push. */
export const HEARD_WITHIN_MS = 1000;

export type Credential = { token: Token; headers: Record<string, string> };

export const bearer = (token: Token): Credential => ({
  token,
  headers: { authorization: `Bearer ${formatToken(token)}` },
});

export async function cookie(token: Token): Promise<Credential> {
  const { name, value } = await sealToken(token);
  return { token, headers: { cookie: `${name}=${value}` } };
}

/** Asks for the session's own document, which is a sign of life too. */
export async function statusOf(origin: string, { headers }: Credential): Promise<number> {
  const response = await fetch(`${origin}/api/session`, { headers });
  await response.arrayBuffer();
  return response.status;
}

export const post = (
  origin: string,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

export type Answered = { sentAt: number; status: number };

/** A client of one session at one web process that asks again nearly as soon as it is answered. */
export class Asking {
  readonly answers: Answered[] = [];
  readonly origin: string;
  readonly credential: Credential;
  private going = true;
  private readonly done: Promise<void>;

  constructor(origin: string, credential: Credential) {
    this.origin = origin;
    this.credential = credential;
    this.done = this.run();
  }

  /** Stops once `enough` says so of the answers so far, or when they never will. */
  async until(enough: (answers: readonly Answered[]) => boolean): Promise<void> {
    const late = performance.now() + WAIT_MS;
    while (!enough(this.answers) && performance.now() < late) {
      await sleep(2);
    }
    this.going = false;
    await this.done;
  }

  private async run(): Promise<void> {
    while (this.going) {
      const sentAt = performance.now();
      this.answers.push({ sentAt, status: await statusOf(this.origin, this.credential) });
      // What is raced here needs the processors too.
      await sleep(1);
    }
  }
}
