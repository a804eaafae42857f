/** What redis-om is asked and gives, as far as the bank stands on it. */
import { EntityId, type EntityInternal, Schema } from 'redis-om';
import { expect, test } from 'vitest';
import type { Redis } from '#lib/redis/connect.ts';
import { repositoryOf } from '#lib/redis/om.ts';

const schema = new Schema<EntityInternal & { name: string; at: number }>(
  'test:thing',
  { name: { type: 'string', path: '$.deep.name' }, at: { type: 'number', sortable: true } },
  { dataStructure: 'HASH', indexName: 'test:idx:things' },
);

test('of a document the fields of the schema alone are asked for, in the dialect of our queries', async () => {
  const asked: unknown[] = [];
  const search = async (...words: unknown[]) => {
    asked.push(...words);
    return {
      total: 2,
      documents: [
        { id: 'test:thing:{u}:1', value: { name: 'x', at: '1764144000000' } },
        { id: 'test:thing:{u}:2', value: {} },
      ],
    };
  };
  const redis = { ft: { search } } as unknown as Redis;
  const found = await repositoryOf(redis, schema).searchRaw('@name:{x\\*}').sortDescending('at').page(20, 10);
  expect(asked).toEqual([
    'test:idx:things',
    '@name:{x\\*}',
    {
      RETURN: ['$.deep.name', 'AS', 'name', '$["at"]', 'AS', 'at'],
      SORTBY: { BY: 'at', DIRECTION: 'DESC' },
      LIMIT: { from: 20, size: 10 },
      DIALECT: 2,
    },
  ]);
  expect(found[0]).toMatchObject({ name: 'x', at: 1_764_144_000_000, [EntityId]: '{u}:1' });
  expect(found[1]).not.toHaveProperty('name');
});
