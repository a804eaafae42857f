/**
 * redis-om for staff's searches: a schema names the fields that a search reads, and rows arrive as entities. Our own
 * builders make the queries, since redis-om's lets `*` and the backtick through, and `searchRaw` sends them.
 */
import { type Entity, type RedisConnection, Repository, type Schema } from 'redis-om';
import type { Redis } from '#lib/redis/connect.ts';

/**
 * The repository of a schema. redis-om reads whole documents and speaks an older dialect, so its one command is
 * completed here: only the schema's fields leave Redis. They arrive as flat text, which redis-om calls a hash: the
 * schema's `dataStructure` must be `HASH`, and `path` says where in the JSON.
 */
export function repositoryOf<T extends Entity>(redis: Redis, schema: Schema<T>): Repository<T> {
  const RETURN = schema.fields.flatMap(({ jsonPath, name }) => [jsonPath, 'AS', name]);
  const search = (index: string, query: string, options: object) =>
    redis.ft.search(index, query, { ...options, RETURN, DIALECT: 2 });
  return new Repository(schema, { ft: { search } } as unknown as RedisConnection);
}
