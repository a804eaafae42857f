#!lua flags=no-writes
-- All numbers an account keeps beside its entries, as of one moment: while it runs, nothing is posted.
--
-- KEYS  1 account, 2 totals, 3 balance series, 4 stream, 5 entry of the opening seq, 6 entry after the last, 7 pending,
--       the series' tiers, spenders of all time, then those of each month given
-- ARGV  1 { account (id), lastSeq (which key 6 follows, text), months (yyyy-mm, in the order of their keys),
--         tiers ({ keeps, bucketMs } each) }
-- Answers JSON, or 'moved' when the account has a month that was not given.
local given = cjson.decode(ARGV[1])
local months = {}
for at = #given.months, 1, -1 do months[given.months[at]] = table.remove(KEYS) end
local all_spenders = table.remove(KEYS)
local account_key, totals_key, series, stream, before_first, after_last, pending = unpack(KEYS)
local tier_keys = { unpack(KEYS, 8) }

local function record(flat)
  local map = {}
  for index = 1, #flat, 2 do map[flat[index]] = flat[index + 1] end
  return map
end

local function sample(reply)
  if not reply[1] then return nil end
  local value = reply[2]
  return { at = reply[1], value = tonumber(type(value) == 'table' and value['ok'] or value) }
end

local account = record(redis.call('HGETALL', account_key))

local totals = record(redis.call('HGETALL', totals_key))
for field in pairs(totals) do
  local month = string.match(field, ':(.*)$')
  if month and not months[month] then return 'moved' end
end

local spenders = { all = record(redis.call('ZRANGE', all_spenders, 0, -1, 'WITHSCORES')) }
for month, key in pairs(months) do spenders[month] = record(redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')) end

local newest, tiers = sample(redis.call('TS.GET', series)), {}
for at, tier in ipairs(given.tiers) do
  local kept = sample(redis.call('TS.GET', tier_keys[at], 'LATEST'))
  local bucket = newest and newest.at - newest.at % tier.bucketMs
  local made = newest and redis.call('TS.RANGE', series, bucket, '+', 'AGGREGATION', tier.keeps, tier.bucketMs)[1]
  tiers[at] = { kept = kept and kept.at == bucket and kept.value or nil, made = made and sample(made).value }
end

-- The stream carries all accounts of the customer and holds about a thousand entries.
local live
for _, row in ipairs(redis.call('XREVRANGE', stream, '+', '-')) do
  local fields = record(row[2])
  if fields['account'] == given.account and (fields['kind'] == 'booked' or fields['kind'] == 'posted') then
    live = { seq = fields['seq'], row = fields['row'] }
    break
  end
end

local pending_type = redis.call('TYPE', pending)['ok']
return cjson.encode({
  account = account,
  totals = totals,
  spenders = spenders,
  series = newest,
  tiers = tiers,
  live = live,
  pending = { type = pending_type, json = pending_type == 'ReJSON-RL' and redis.call('JSON.GET', pending) or '' },
  entryBeforeFirst = redis.call('EXISTS', before_first),
  -- Of an account that was posted to since, the key is that of a proper entry.
  entryAfterLast = account['seq'] == given.lastSeq and redis.call('EXISTS', after_last) or 0,
})
