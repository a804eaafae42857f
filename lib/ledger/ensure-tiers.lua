-- Makes the tiers that a balance series lacks, as if they had been there from its first sample, and bounds all of them.
--
-- KEYS  1 balance series, then its tiers
-- ARGV  1 { tiers ({ keeps, bucketMs, keptMs } each), rawKeptMs }
-- Answers how many were made.
-- include "make-tier.lua"
local series = KEYS[1]
local tiers = { unpack(KEYS, 2) }
local given = cjson.decode(ARGV[1])

if redis.call('TYPE', series)['ok'] ~= 'TSDB-TYPE' then return 0 end
local made = 0
for at, tier in ipairs(tiers) do
  if redis.call('EXISTS', tier) == 0 then
    make_tier(series, tier, given.tiers[at])
    made = made + 1
  end
end

-- A new rule begins with the next sample: the last one is added again, and with it the rest of its bucket.
local last = made > 0 and redis.call('TS.GET', series) or {}
if last[1] then
  local value = type(last[2]) == 'table' and last[2]['ok'] or last[2]
  redis.call('TS.DEL', series, last[1], last[1])
  redis.call('TS.ADD', series, last[1], string.format('%d', tonumber(value)))
end
redis.call('TS.ALTER', series, 'RETENTION', given.rawKeptMs)
for at, tier in ipairs(tiers) do redis.call('TS.ALTER', tier, 'RETENTION', given.tiers[at].keptMs) end
return made
