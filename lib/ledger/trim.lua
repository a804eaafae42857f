-- Takes the oldest entries out of an account, as if it had been opened after them: opening seq, balance and time
-- move, and what they added to totals and spenders is subtracted. Every invariant holds before and after.
--
-- KEYS  1 account  2 totals  3 spenders  4 balance series  5 6 7 its tiers
--       8.. the entries, oldest first, then the spenders of each month given
-- ARGV  1 expected opening seq  2 how many entries  3.. the months, yyyy-mm, in the order of their keys
-- Answers {'trimmed', opening seq} | {'moved', opening seq} | {'refused', reason}

local count = tonumber(ARGV[2])
local account, totals, spenders, series = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local months = {}
for index = 3, #ARGV do months[ARGV[index]] = KEYS[7 + count + index - 2] end
local function exact(number) return string.format('%d', number) end

-- Looked at before the first write: a key of another type would stop the script half-way.
local function wrong(first, last_key, kind, may_be_absent)
  for index = first, last_key do
    local is = redis.call('TYPE', KEYS[index])['ok']
    if is ~= kind and not (is == 'none' and may_be_absent) then return { 'refused', KEYS[index] .. ' is a ' .. is } end
  end
end

local fault = wrong(1, 1, 'hash')
if fault then return fault end
local head = redis.call('HMGET', account, 'openingSeq', 'seq')
local opening, last = tonumber(head[1]), tonumber(head[2])
if not opening or not last then return { 'refused', 'no account' } end
if opening ~= tonumber(ARGV[1]) then return { 'moved', opening } end
-- A sorted set goes with its last member: of a month whose names all got their money back there is none.
fault = wrong(2, 2, 'hash') or wrong(3, 3, 'zset', true) or wrong(4, 7, 'TSDB-TYPE')
  or wrong(8, 7 + count, 'ReJSON-RL') or wrong(8 + count, #KEYS, 'zset', true)
if fault then return fault end
-- The newest entry stays: an account with entries always shows at least one.
if count < 1 or opening + count >= last then return { 'refused', 'not that many entries' } end

-- The script reads the entries itself: what is subtracted is what was stored, whatever the caller believes.
local minus, spent, newest = {}, {}, nil
local function add(map, field, amount) map[field] = (map[field] or 0) + amount end
for index = 1, count do
  local json = redis.call('JSON.GET', KEYS[7 + index], '$.seq', '$.amount', '$.counterparty', '$.month',
    '$.balanceAfter', '$.transactionDate')
  if not json then return { 'refused', 'an entry is missing' } end
  local entry = cjson.decode(json)
  local amount, name, month = entry['$.amount'][1], entry['$.counterparty'][1], entry['$.month'][1]
  if entry['$.seq'][1] ~= opening + index then return { 'refused', 'entries are out of order' } end
  if not months[month] then return { 'refused', 'a month is not among the keys' } end
  local direction = amount > 0 and 'in' or 'out'
  add(minus, 'count', 1)
  add(minus, 'count:' .. month, 1)
  add(minus, direction, math.abs(amount))
  add(minus, direction .. ':' .. month, math.abs(amount))
  spent[spenders] = spent[spenders] or {}
  spent[months[month]] = spent[months[month]] or {}
  add(spent[spenders], name, amount)
  add(spent[months[month]], name, amount)
  newest = { balance = entry['$.balanceAfter'][1], at = entry['$.transactionDate'][1] }
end

-- What is left is written as what it is now, as in post.lua: carried out twice, it ends the same.
local left, gone = {}, {}
for field, amount in pairs(minus) do
  local now = tonumber(redis.call('HGET', totals, field))
  if not now then return { 'refused', 'totals are damaged' } end
  if now == amount and string.find(field, ':', 1, true) then
    gone[#gone + 1] = field
  else
    left[#left + 1] = field
    left[#left + 1] = exact(now - amount)
  end
end

local rights = {
  { 'DEL', KEYS[8] }, { 'HSET', totals, 'count', '0' }, { 'HDEL', totals, 'count' }, { 'HSET', account, 'seq', '0' },
  { 'ZADD', spenders, '0', '' }, { 'ZREM', spenders, '' }, { 'TS.DEL', series, '0', '0' },
}
for _, command in ipairs(rights) do
  if not redis.acl_check_cmd(unpack(command)) then return { 'refused', 'no right to ' .. command[1] } end
end

for index = 1, count do redis.call('DEL', KEYS[7 + index]) end
redis.call('HSET', totals, unpack(left))
if #gone > 0 then redis.call('HDEL', totals, unpack(gone)) end
for key, names in pairs(spent) do
  for name, amount in pairs(names) do
    local score = tonumber(redis.call('ZSCORE', key, name) or '0') + amount
    if score == 0 then
      redis.call('ZREM', key, name)
    else
      redis.call('ZADD', key, exact(score), name)
    end
  end
end
redis.call('HSET', account, 'openingSeq', exact(opening + count), 'openingBalance', exact(newest.balance),
  'openingAt', exact(newest.at))
-- The sample of the new opening stays, so that the series still begins with the opening balance.
redis.call('TS.DEL', series, 0, exact(newest.at - 1))
for tier = 5, 7 do redis.call('TS.DEL', KEYS[tier], 0, exact(newest.at - 86400000)) end
return { 'trimmed', opening + count }
