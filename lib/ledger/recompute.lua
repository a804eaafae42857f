#!lua flags=no-writes
-- All numbers an account keeps beside its entries, as of one moment: while it runs, nothing is posted.
--
-- KEYS  1 account  2 totals  3 balance series  4 stream  5 entry of the opening seq  6 entry after the last
--       7 8 9 the series' tiers  10 spenders of all time  11.. spenders of each month given
-- ARGV  1 account id  2 the last seq that KEYS 6 follows  3.. the months, yyyy-mm, in the order of their keys
-- Answers JSON, or 'moved' when the account has a month that was not given.

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

local account = record(redis.call('HGETALL', KEYS[1]))

local totals = record(redis.call('HGETALL', KEYS[2]))
local months = {}
for index = 3, #ARGV do months[ARGV[index]] = KEYS[8 + index] end
for field in pairs(totals) do
  local month = string.match(field, ':(.*)$')
  if month and not months[month] then return 'moved' end
end

local spenders = { all = record(redis.call('ZRANGE', KEYS[10], 0, -1, 'WITHSCORES')) }
for month, key in pairs(months) do spenders[month] = record(redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')) end

local tiers = {}
for index = 7, 9 do tiers[index - 6] = sample(redis.call('TS.GET', KEYS[index], 'LATEST')) end

-- The stream carries all accounts of the customer and holds about a thousand entries.
local live
for _, row in ipairs(redis.call('XREVRANGE', KEYS[4], '+', '-')) do
  local fields = record(row[2])
  if fields['account'] == ARGV[1] then
    live = { seq = fields['seq'], entry = fields['entry'] }
    break
  end
end

return cjson.encode({
  account = account,
  totals = totals,
  spenders = spenders,
  series = sample(redis.call('TS.GET', KEYS[3])),
  tiers = tiers,
  live = live,
  entryBeforeFirst = redis.call('EXISTS', KEYS[5]),
  -- Of an account that was posted to since, the key is that of a proper entry.
  entryAfterLast = account['seq'] == ARGV[2] and redis.call('EXISTS', KEYS[6]) or 0,
})
