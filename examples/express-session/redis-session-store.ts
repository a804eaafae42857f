/**
 * A store for express-session on top of lib/sessions. The session's id is a token of the layer: Redis holds its
 * digest alone, it is made here at sign-in, and never taken from a browser.
 *
 * What the layer promises holds here too. An ended session stays ended, however late a request saves it: `signIn` is
 * the only place that creates one, and `set` and `touch` write by path into a document that is there, or do nothing.
 * How long a session lives is the policy table's matter and never `cookie.maxAge`'s; ending all of a user's sessions,
 * listing and searching them are lib/sessions' own functions.
 *
 * Members of `req.session` are written one by one, and only those that this request changed: requests that change
 * different members lose nothing. What express-session itself makes unavoidable: of two requests that change the same
 * member the later one wins, since `set` brings a value without saying which one it replaces.
 *
 * With a `cached` connection a request may see what another process saved as it was a few milliseconds before, until
 * Redis' push arrives; without one, never. At maxmemory `set` and `touch` write nothing and say nothing.
 *
 * A session belongs to a user. An anonymous `req.session` lives for that request and writes no key, so it needs
 * `saveUninitialized: false`, and saving what an anonymous request put there is an error.
 */
import { randomBytes } from 'node:crypto';
import type { Request } from 'express';
import { type SessionData, Store } from 'express-session';
import { redisNow } from '#lib/redis/clock.ts';
import type { Sources } from '#lib/redis/connect.ts';
import { updateApplicationData } from '#lib/sessions/application-data.ts';
import { createSession, type NewSession } from '#lib/sessions/create.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { readSession } from '#lib/sessions/read-session.ts';
import type { EndReason } from '#lib/sessions/reasons.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import { formatToken, parseToken } from '#lib/sessions/token.ts';
import { isTouchDue, touchSession } from '#lib/sessions/touch.ts';
import { dataOf, patchOf } from './members.ts';

type Done = (error?: unknown) => void;
const ANONYMOUS_ID_BYTES = 24;

export class RedisSessionStore extends Store {
  readonly #sources: Sources;
  /** What each `req.session` was when its request loaded it: what it changed is told from that. */
  readonly #loaded = new WeakMap<object, SessionDocument>();
  readonly #issued = new WeakMap<Request, string>();

  constructor(sources: Sources) {
    super();
    this.#sources = sources;
  }

  /** For express-session's option of that name, which makes ids itself otherwise. An anonymous one names nothing. */
  readonly genid = (request: Request): string => {
    const issued = this.#issued.get(request);
    this.#issued.delete(request);
    return issued ?? randomBytes(ANONYMOUS_ID_BYTES).toString('base64url');
  };

  /**
   * Signs in: ends the session that this browser had, and gives it one under a new id. False when everything of this
   * user's was ended since `given.epoch` was read: nothing is written then. Rejects with a BusyError, as
   * `createSession` does, and when Redis cannot be asked.
   */
  async signIn(request: Request, given: NewSession): Promise<boolean> {
    // First, so that at the limit it makes the room, and no other device loses its session.
    await this.#end(request.sessionID, 'replaced');
    const made = await createSession(this.#sources.redis, given);
    if (made === null) return false;
    const id = formatToken(made.token);
    this.#issued.set(request, id);
    await called((done) => request.session.regenerate(done));
    if (request.sessionID !== id) throw new TypeError('give express-session this store’s `genid`');
    this.#loaded.set(request.session, made.document);
    await called((done) => request.session.save(done));
    return true;
  }

  /** Who is signed in, in the layer's words: the document this request loaded. Null when anonymous. Costs nothing. */
  documentOf(request: Request): SessionDocument | null {
    return (request.session && this.#loaded.get(request.session)) ?? null;
  }

  /** Two cached reads. An error, never a guess, when Redis cannot be asked. */
  get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    this.#read(id).then(
      (document) => {
        if (document === null) return callback(null, null);
        const data = dataOf(document);
        this.#loaded.set(data, document);
        callback(null, data);
      },
      (error) => callback(error),
    );
  }

  /** express-session makes `req.session` of what `get` answered. */
  override createSession(request: Request, data: SessionData) {
    const document = this.#loaded.get(data);
    const session = super.createSession(request, data);
    if (document) this.#loaded.set(session, document);
    return session;
  }

  /** Saves what changed, and notes activity. A session that is over takes neither, which is no error. */
  set(id: string, session: SessionData, callback: Done = () => {}): void {
    settle(this.#save(id, session), callback);
  }

  /** Notes activity, at most as often as the policy says; a session that is over stays so. */
  override touch(id: string, session: SessionData, callback: Done = () => {}): void {
    settle(
      this.#documentFor(id, session).then((document) => document && this.#touch(document)),
      callback,
    );
  }

  /** Ends the session, as its user's own act; one that is over, or an id that is none, is no error. */
  destroy(id: string, callback: Done = () => {}): void {
    settle(this.#end(id, 'signed_out'), callback);
  }

  async #save(id: string, session: SessionData): Promise<void> {
    if (parseToken(id) === null)
      throw new TypeError('nobody is signed in: signIn() first, and set saveUninitialized to false');
    const document = await this.#documentFor(id, session);
    if (document === null) return;
    const patch = patchOf(document, session);
    if (!(await updateApplicationData(this.#sources.redis, { document }, patch))) return;
    this.#loaded.set(session, { ...document, ...patch });
    await this.#touch(document);
  }

  async #touch(document: SessionDocument): Promise<void> {
    const { redis } = this.#sources;
    if (isTouchDue(document, await redisNow(redis))) await touchSession(redis, document);
  }

  async #end(id: string, reason: EndReason): Promise<void> {
    const document = await this.#read(id, 'redis');
    if (document) await revokeSession(this.#sources.redis, document, reason);
  }

  /** As this request loaded it; else, for callers other than express-session, as it is now. */
  async #documentFor(id: string, session: SessionData): Promise<SessionDocument | null> {
    const loaded = this.#loaded.get(session);
    return loaded && loaded.sid === parseToken(id)?.sid ? loaded : this.#read(id, 'redis');
  }

  async #read(id: string, ask: 'cache' | 'redis' = 'cache'): Promise<SessionDocument | null> {
    const token = parseToken(id);
    const reading = token && (await readSession(this.#sources, token, { ask }));
    return reading?.state === 'active' ? reading.document : null;
  }
}

const settle = (work: Promise<unknown>, callback: Done): void => {
  work.then(() => callback(), callback);
};

const called = (start: (done: Done) => void): Promise<void> =>
  new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
