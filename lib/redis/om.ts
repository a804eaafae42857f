/**
 * redis-om where it serves: a schema says which fields a search reads of each document, where they stand and of which type
 * they are, and what is found arrives as entities. Queries come from builders of our own, which escape, and go through
 * `searchRaw`: redis-om's own lets `*` and the backtick through, which answers other people's documents.
 */
import { type Entity, type RedisConnection, Repository, type Schema } from 'redis-om';
import type { Redis } from '#lib/redis/connect.ts';

/**
 * What a schema describes, to be searched. redis-om reads whole documents and speaks an older dialect, so its one command
 * is completed here: of a document only the schema's fields leave Redis. They arrive as flat text whatever the document
 * is, which redis-om knows as a hash: the schema's `dataStructure` must be `HASH`, and `path` says where in the JSON.
 */
export function repositoryOf<T extends Entity>(redis: Redis, schema: Schema<T>): Repository<T> {
  const RETURN = schema.fields.flatMap(({ jsonPath, name }) => [jsonPath, 'AS', name]);
  const search = (index: string, query: string, options: object) =>
    redis.ft.search(index, query, { ...options, RETURN, DIALECT: 2 });
  return new Repository(schema, { ft: { search } } as unknown as RedisConnection);
}
