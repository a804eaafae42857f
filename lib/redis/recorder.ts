/**
 * The lens: what Redis was asked for a request, card by card. A request is recorded only where its browser switched it
 * on; while none is, nothing is listened to, measured or wrapped.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { UserTag } from '#lib/ids.ts';
import { commandMeasure, copyMeasure } from '#lib/measures.ts';
import { once } from '#lib/once.ts';
import { describeCommand, describeKey, replyBytes } from '#lib/redis/describe-command.ts';

/**
 * One command, or the copy that spared it (`ms` is null then). `about` is what may be shown of its words, and `card`
 * is empty for what no card asked.
 */
export type Seen = { card: string; command: string; about: string; ms: number | null; bytes: number };

/** Of a request; a live stream is one that goes on for minutes. */
const MAX_FACTS = 200;

type Recording = {
  user: UserTag | null;
  /** In the order in which the replies came; false from the answer on. */
  facts: ((user: UserTag) => Seen | null)[] | false;
};
type Scope = { recording: Recording; card: string };

/** One a process, however often this module is bundled. */
const state = () =>
  once('redis.recorder', () => ({ open: 0, stop: () => {}, scopes: new AsyncLocalStorage<Scope>() }));

/** Runs the work of one request, and records what it asks Redis. */
export async function recorded<Answer>(work: () => Answer | Promise<Answer>): Promise<Answer> {
  const all = state();
  const recording: Recording = { user: null, facts: [] };
  if (all.open++ === 0) all.stop = listen();
  try {
    return await all.scopes.run({ recording, card: '' }, work);
  } finally {
    // What begins with a request and lives on, as a connection, stays in its context for ever.
    recording.facts = false;
    if (--all.open === 0) all.stop();
  }
}

/** What `read` answers; where the request is recorded, its commands are those of this card. */
export function of<Answer>(card: string, read: () => Answer): Answer {
  const { open, scopes } = state();
  const scope = open > 0 ? scopes.getStore() : undefined;
  return scope ? scopes.run({ ...scope, card }, read) : read();
}

/** Who is signed in, as the gate of every request found: only their keys are shown. */
export function recordOwner(user: UserTag): void {
  const { open, scopes } = state();
  const scope = open > 0 ? scopes.getStore() : undefined;
  if (scope) scope.recording.user = user;
}

/** What was seen up to now; null where the request is not recorded, or nobody is signed in. */
export function seenSoFar(): Seen[] | null {
  const { open, scopes } = state();
  const { user, facts } = (open > 0 && scopes.getStore()?.recording) || { user: null, facts: false };
  return user && facts ? facts.flatMap((fact) => fact(user) ?? []) : null;
}

function listen(): () => void {
  const { scopes } = state();
  const add = (fact: (card: string, user: UserTag) => Seen | null) => {
    const { recording, card = '' } = scopes.getStore() ?? {};
    if (!recording?.facts || recording.facts.length === MAX_FACTS) return;
    recording.facts.push((user) => fact(card, user));
  };
  const stops = [
    commandMeasure.listen(({ name, words, fromMs, reply }) => {
      // The heartbeat of a connection is nobody's, whoever it began with.
      if (name === 'PING') return;
      const ms = performance.now() - fromMs;
      add((card, user) => {
        const described = describeCommand(words, user);
        return described && { card, ...described, ms, bytes: replyBytes(reply) };
      });
    }),
    copyMeasure.listen(({ found, key }) => {
      if (found !== 'hit') return;
      add((card, user) => {
        const about = describeKey(key, user);
        return about === null ? null : { card, command: 'cache', about, ms: null, bytes: 0 };
      });
    }),
  ];
  return () => stops.forEach((stop) => void stop());
}
