/**
 * redis-om where it serves: one description of users, and of sessions as staff reads them, mapped to entities.
 * It was written for an older client, so it gets a connection made to fit, and its own query builder is not used:
 * that one lets `*` and the backtick through, which answers other people's documents.
 */
import { type EntityId, type EntityKeyName, type RedisConnection, Repository, Schema } from 'redis-om';
import type { UserTag } from '#lib/ids.ts';
import { once } from '#lib/once.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { PREFIX } from '#lib/redis/keys.ts';

/** `|` is redis-om's default and splits values that contain it. */
const separator = '\u0001';

type Entity = { [EntityId]?: string; [EntityKeyName]?: string };

export type UserEntity = Entity & {
  username: string;
  role: string;
  name: string;
};

/**
 * Users as staff looks them up. Date of birth and email are read with the document and deliberately no fields:
 * what is not in an index cannot be searched or listed by one.
 */
export const userEntitySchema = new Schema<UserEntity>(
  `${PREFIX}user`,
  {
    username: { type: 'string', separator },
    role: { type: 'string', separator },
    name: { type: 'text', path: '$.profile.name', stemming: false },
  },
  { dataStructure: 'JSON', indexName: `${PREFIX}idx:users`, indexHashName: `${PREFIX}idx:users:hash` },
);

export type SessionEntity = Entity & {
  user: string;
  username: string;
  role: string;
  transport: string;
  browser: string;
  system: string;
  kind: string;
  address: string;
  createdAt: number;
  lastActiveAt: number;
  idleExpiresAt: number;
  stepUpAt: number | null;
};

/**
 * Live sessions as staff reads them. The index itself is made by the deploy step (lib/sessions/session-index.ts) and
 * leaves out what nobody asks for, which is read but not searched: user, transport and idleExpiresAt. A session without
 * a step-up has no `stepUpAt`.
 */
export const sessionEntitySchema = new Schema<SessionEntity>(
  `${PREFIX}session`,
  {
    user: { type: 'string', separator },
    username: { type: 'string', separator },
    role: { type: 'string', separator },
    transport: { type: 'string', separator },
    browser: { type: 'string', path: '$.device.browser', separator },
    system: { type: 'string', path: '$.device.system', separator },
    kind: { type: 'string', path: '$.device.kind', separator },
    address: { type: 'string', path: '$.device.address', separator },
    createdAt: { type: 'number' },
    lastActiveAt: { type: 'number' },
    idleExpiresAt: { type: 'number' },
    stepUpAt: { type: 'number' },
  },
  { dataStructure: 'JSON', indexName: `${PREFIX}idx:sessions`, indexHashName: `${PREFIX}idx:sessions:hash` },
);

/**
 * The connection redis-om sees. node-redis 6 speaks dialect 2 and redis-om 0.4.7 writes `'word'` where dialect 2
 * wants `(word)`; its dropIndex expects the error text of Redis 7.
 */
function connectionFor(redis: Redis): RedisConnection {
  const ft = {
    create: redis.ft.create.bind(redis.ft),
    dropIndex: (index: string) =>
      redis.ft.dropIndex(index).catch((error: Error) => {
        throw /no such index|unknown index name/i.test(error.message)
          ? new Error('Unknown Index name')
          : error;
      }),
    search: (index: string, query: string, options: object = {}) =>
      redis.ft.search(index, query.replace(/:'([^']*)'\)/g, ':($1))'), { ...options, DIALECT: 2 }),
  };
  const connection: object = Object.create(redis, { ft: { value: ft } });
  return connection as RedisConnection;
}

const repositories = () =>
  once(
    'redis.om',
    () => new WeakMap<object, { users: Repository<UserEntity>; sessions: Repository<SessionEntity> }>(),
  );

function repositoriesOf(redis: Redis) {
  const known = repositories();
  const made = known.get(redis) ?? {
    users: new Repository(userEntitySchema, connectionFor(redis)),
    sessions: new Repository(sessionEntitySchema, connectionFor(redis)),
  };
  known.set(redis, made);
  return made;
}

export const usersRepository = (redis: Redis): Repository<UserEntity> => repositoriesOf(redis).users;
export const sessionsRepository = (redis: Redis): Repository<SessionEntity> => repositoriesOf(redis).sessions;

/** A user's document, or null: redis-om answers a missing document with an empty entity. JSON.GET, O(1). */
export async function fetchUser(redis: Redis, user: UserTag): Promise<unknown> {
  const entity = await usersRepository(redis).fetch(`{${user}}`);
  return 'username' in entity ? { ...entity } : null;
}
