-- Makes what is pending, and what is available beside it, what they have to be: all of it or nothing of it.
--
-- KEYS  1 account  2 pending  3 balance series
-- ARGV  1 { type (of key 2, as the caller knows it), seen (its JSON then, or ''), pending (what it becomes, or ''),
--         reserved (of that, minor units, text) }
-- Answers {'mended' | 'right', available} | {'moved', type, JSON or ''} | {'refused', reason}
-- include "account-event.lua"
local account, pending, series = unpack(KEYS)
local given = cjson.decode(ARGV[1])

local fault = wrong_type({ { account, 'hash' }, { series, 'TSDB-TYPE' } })
  or missing_right({
    { 'JSON.SET', pending, '$', '{}' }, { 'DEL', pending }, { 'TS.ADD', series, '1', '0' },
    { 'HSET', account, 'available', '0' },
  })
if fault then return fault end
local is = redis.call('TYPE', pending)['ok']
local json = is == 'ReJSON-RL' and redis.call('JSON.GET', pending) or ''
if given.type ~= is or given.seen ~= json then return { 'moved', is, json } end
local head = redis.call('HMGET', account, 'balance', 'available', 'lastAt')
local balance, last_at = integer(head[1]), integer(head[3])
if not balance or not last_at then return { 'refused', 'account is damaged' } end

local available = balance - integer(given.reserved)
local is_kept = given.pending == json and (is == 'none' or json ~= '')
local sample = redis.call('TS.GET', series)
local value = sample[2]
local is_shown = sample[1] == last_at and tonumber(type(value) == 'table' and value['ok'] or value) == available
if is_kept and is_shown and head[2] == exact(available) then return { 'right', available } end

local at = last_at
if not is_shown then
  at = math.max(now_ms(), last_at + 1)
  local added = redis.pcall('TS.ADD', series, exact(at), exact(available))
  if type(added) == 'table' and added['err'] then return { 'refused', added['err'] } end
end
if not is_kept then
  redis.call('DEL', pending)
  if given.pending ~= '' then redis.call('JSON.SET', pending, '$', given.pending) end
end
redis.call('HSET', account, 'available', exact(available), 'lastAt', exact(at))
return { 'mended', available }
