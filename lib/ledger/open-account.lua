-- Opens an account: its hash and its balance series with the compaction rules, or nothing if it is open already.
-- The rules come before the first sample, because a rule sees only what is added after it.
--
-- KEYS  1 account  2 balance series  3.. its tiers
-- ARGV  1 opening balance  2 opened at, ms  3 bucket of the first tier, ms  4.. of the others, then field, value, …
-- Answers 1 when it opened the account, 0 when it was open.

if redis.call('EXISTS', unpack(KEYS)) > 0 then
  if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
  return redis.error_reply('a balance series exists without its account')
end

local tiers = #KEYS - 2
-- Chunk sizes as measured: samples of one account are few, so small chunks keep memory low.
redis.call('TS.CREATE', KEYS[2], 'CHUNK_SIZE', 512, 'DUPLICATE_POLICY', 'BLOCK')
for tier = 1, tiers do
  redis.call('TS.CREATE', KEYS[2 + tier], 'CHUNK_SIZE', 256)
  redis.call('TS.CREATERULE', KEYS[2], KEYS[2 + tier], 'AGGREGATION', 'LAST', ARGV[2 + tier])
end
redis.call('TS.ADD', KEYS[2], ARGV[2], ARGV[1])
redis.call('HSET', KEYS[1], unpack(ARGV, 3 + tiers))
return 1
