-- Takes the oldest entries out of an account, as if it had been opened after them: opening seq, balance and time move, and what
-- they had added to totals and spenders is subtracted. Every invariant holds before and after.
--
-- KEYS  1 account, 2 totals, 3 spenders, the tiers of the balance series, then the entries, oldest first, then the spenders of
--       each month given
-- ARGV  1 { openingSeq (as expected), months (yyyy-mm, in the order of their keys), tiers (how many) }
-- Answers {'trimmed', how many went} | {'moved'} | {'refused', reason}
local given = cjson.decode(ARGV[1])
local months = {}
for at = #given.months, 1, -1 do months[given.months[at]] = table.remove(KEYS) end
local account, totals, spenders = unpack(KEYS)
local tiers = { unpack(KEYS, 4, 3 + given.tiers) }
local entries = { unpack(KEYS, 4 + given.tiers) }
local function exact(number) return string.format('%d', number) end

-- Looked at before the first write: a key of another type would stop the script half-way.
local function wrong(keys, kind, may_be_absent)
  for _, key in pairs(keys) do
    local is = redis.call('TYPE', key)['ok']
    if is ~= kind and not (is == 'none' and may_be_absent) then return { 'refused', key .. ' is a ' .. is } end
  end
end

local fault = wrong({ account }, 'hash')
if fault then return fault end
local head = redis.call('HMGET', account, 'openingSeq', 'seq', 'openingBalance')
local opening, last, opening_balance = tonumber(head[1]), tonumber(head[2]), tonumber(head[3])
if not opening or not last or not opening_balance then return { 'refused', 'no account' } end
if opening ~= given.openingSeq then return { 'moved' } end
-- A sorted set goes with its last member: of a month whose names all got their money back there is none.
fault = wrong({ totals }, 'hash') or wrong({ spenders }, 'zset', true) or wrong(tiers, 'TSDB-TYPE')
  or wrong(entries, 'ReJSON-RL') or wrong(months, 'zset', true)
if fault then return fault end
-- The newest entry stays: an account with entries always shows at least one.
if #entries < 1 or opening + #entries >= last then return { 'refused', 'not that many entries' } end

-- The script reads the entries itself: what is subtracted is what was stored, whatever the caller believes.
local gone = {}
for at, key in ipairs(entries) do
  local json = redis.call('JSON.GET', key, '$.seq', '$.amount', '$.direction', '$.counterparty', '$.month',
    '$.transactionDate')
  local entry = { key = key }
  for path, values in pairs(cjson.decode(json)) do entry[string.sub(path, 3)] = values[1] end
  if entry.seq ~= opening + at then return { 'refused', 'entries are out of order' } end
  gone[at] = entry
end

local minus, spent = {}, {}
local function add(map, field, amount) map[field] = (map[field] or 0) + amount end
for _, entry in ipairs(gone) do
  local amount, month, direction = entry.amount, entry.month, entry.direction
  if not months[month] then return { 'refused', 'a month is not among the keys' } end
  local counted = direction == 'out' and -amount or amount
  add(minus, 'count', 1)
  add(minus, 'count:' .. month, 1)
  add(minus, direction, counted)
  add(minus, direction .. ':' .. month, counted)
  for _, set in ipairs(direction == 'moved' and {} or { spenders, months[month] }) do
    spent[set] = spent[set] or {}
    add(spent[set], entry.counterparty, amount)
  end
end

-- What is left is written as what it is now, as in posting.lua: carried out twice, it ends the same.
local left, none = {}, {}
for field, amount in pairs(minus) do
  -- A month's signed sum may be 0, and gone, while the month still has entries.
  local now = tonumber(redis.call('HGET', totals, field) or '0')
  if not now then return { 'refused', 'totals are damaged' } end
  if now == amount and string.find(field, ':', 1, true) then
    none[#none + 1] = field
  else
    left[#left + 1] = field
    left[#left + 1] = exact(now - amount)
  end
end

local rights = {
  { 'DEL', gone[1].key }, { 'HSET', totals, 'count', '0' }, { 'HDEL', totals, 'count' }, { 'HSET', account, 'seq', '0' },
  { 'ZADD', spenders, '0', '' }, { 'ZREM', spenders, '' }, { 'TS.DEL', tiers[1], '0', '0' },
}
for _, command in ipairs(rights) do
  if not redis.acl_check_cmd(unpack(command)) then return { 'refused', 'no right to ' .. command[1] } end
end

for _, entry in ipairs(gone) do redis.call('DEL', entry.key) end
if #left > 0 then redis.call('HSET', totals, unpack(left)) end
if #none > 0 then redis.call('HDEL', totals, unpack(none)) end
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

local newest, balance = gone[#gone], opening_balance
for _, entry in ipairs(gone) do balance = balance + entry.amount end
redis.call('HSET', account, 'openingSeq', exact(newest.seq), 'openingBalance', exact(balance),
  'openingAt', exact(newest.transactionDate))
-- The bucket of the new opening stays, so that a chart still begins with the balance of that moment.
for _, tier in ipairs(tiers) do redis.call('TS.DEL', tier, 0, exact(newest.transactionDate - 86400000)) end
return { 'trimmed', #gone }
