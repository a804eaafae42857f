/** What a power cut can take back: asked of Redis at the start, refused where it is too much, named by readiness. */
import { afterEach, expect, test } from 'vitest';
import { keys } from '#lib/redis/keys.ts';
import { requireDurability } from '#ops/requirements.ts';
import { redisAs } from '../search/search-helpers.ts';

const [admin, deploy, web] = await Promise.all([redisAs('admin'), redisAs('deploy'), redisAs('web')]);
const fsync = (value: string) => admin.configSet({ appendfsync: value });
const noted = () => admin.hGet(keys.deployed(), 'durability');
const production = (durability: 'always' | 'second') => ({ demo: false, durability });

afterEach(() => fsync('everysec'));

test('production starts on a Redis that syncs before it answers', async () => {
  await fsync('always');
  await requireDurability(deploy, production('always'));
  expect(await noted()).toBe('always');
});

test('production refuses one that syncs once a second, with what to do, unless that is accepted', async () => {
  await expect(requireDurability(deploy, production('always'))).rejects.toThrow(
    /once a second .* Set appendonly yes and appendfsync always, or accept that with BANK_DURABILITY=second\./,
  );
  await requireDurability(deploy, production('second'));
  expect(await noted()).toBe('second');
});

test('production never accepts one that does not sync at all; the demo does, and it is named', async () => {
  await fsync('no');
  await expect(requireDurability(deploy, production('second'))).rejects.toThrow(/does not bring its writes/);
  await requireDurability(deploy, { demo: true, durability: 'second' });
  expect(await noted()).toBe('none');
});

test('production refuses one that does not say, unless the second is accepted', async () => {
  const refused = requireDurability(web, production('always'));
  await expect(refused).rejects.toThrow(/may not ask CONFIG GET/);
});
