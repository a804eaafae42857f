-- Opens an account: its hash and its balance series with the compaction rules, or nothing if it is open already.
-- The rules come before the first sample, because a rule sees only what is added after it.
--
-- KEYS  1 account, 2 balance series, then its tiers
-- ARGV  1 { openingBalance (minor units, text), openedAt (ms), tiers ({ keeps, bucketMs, keptMs } each),
--         rawKeptMs, fields (of the account) }
-- Answers 1 when it opened the account, 0 when it was open.
-- include "make-tier.lua"
local account, series = unpack(KEYS)
local tiers = { unpack(KEYS, 3) }
local given = cjson.decode(ARGV[1])

if redis.call('EXISTS', unpack(KEYS)) > 0 then
  if redis.call('EXISTS', account) == 1 then return 0 end
  return redis.error_reply('a balance series exists without its account')
end

-- Chunk sizes as measured: samples of one account are few, so small chunks keep memory low.
redis.call('TS.CREATE', series, 'CHUNK_SIZE', 512, 'DUPLICATE_POLICY', 'BLOCK', 'RETENTION', given.rawKeptMs)
for at, tier in ipairs(tiers) do make_tier(series, tier, given.tiers[at]) end
redis.call('TS.ADD', series, given.openedAt, given.openingBalance)
for field, value in pairs(given.fields) do redis.call('HSET', account, field, value) end
return 1
