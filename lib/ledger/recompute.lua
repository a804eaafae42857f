#!lua flags=no-writes
-- All numbers an account keeps beside its entries, as of one moment: while it runs, nothing is posted.
--
-- KEYS  1 account, 2 totals, 3 balance series, 4 stream, 5 entry of the opening seq, 6 entry after the last,
--       7 8 9 the series' tiers, 10 spenders of all time, then those of each month given
-- ARGV  1 { account (id), lastSeq (which key 6 follows, text), months (yyyy-mm, in the order of their keys) }
-- Answers JSON, or 'moved' when the account has a month that was not given.
local given = cjson.decode(ARGV[1])
local months = {}
for at = #given.months, 1, -1 do months[given.months[at]] = table.remove(KEYS) end
local account_key, totals_key, series, stream, before_first, after_last, tier_5m, tier_1h, tier_1d, all_spenders =
  unpack(KEYS)

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

local tiers = {}
for at, tier in ipairs({ tier_5m, tier_1h, tier_1d }) do tiers[at] = sample(redis.call('TS.GET', tier, 'LATEST')) end

-- The stream carries all accounts of the customer and holds about a thousand entries.
local live
for _, row in ipairs(redis.call('XREVRANGE', stream, '+', '-')) do
  local fields = record(row[2])
  if fields['account'] == given.account then
    live = { seq = fields['seq'], entry = fields['entry'] }
    break
  end
end

return cjson.encode({
  account = account,
  totals = totals,
  spenders = spenders,
  series = sample(redis.call('TS.GET', series)),
  tiers = tiers,
  live = live,
  entryBeforeFirst = redis.call('EXISTS', before_first),
  -- Of an account that was posted to since, the key is that of a proper entry.
  entryAfterLast = account['seq'] == given.lastSeq and redis.call('EXISTS', after_last) or 0,
})
