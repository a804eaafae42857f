-- Takes entries out of an account, in one of two ways; every invariant holds before and after.
--
-- With `to`, all that is above keptTo up to `to` is looked at: holds go with their releases, and what stays is listed in
-- kept. A hold and its release leave the balance as it was, so nothing else changes; the balance series keeps both.
-- Without it, the oldest of kept go, as if the account had been opened after them: opening seq, balance and time move.
-- What those that go had added to totals and spenders is subtracted.
--
-- KEYS  1 account, 2 totals, 3 spenders, 4 kept, 5 balance series, its tiers, then the entries, oldest first (with `to`
--       before them the holds of kept that they release), then the spenders of each month given
-- ARGV  1 { openingSeq, keptTo (both as expected), to (or none), months (yyyy-mm, in the order of their keys),
--         tiers (how many) }
-- Answers {'trimmed', how many went} | {'moved'} | {'refused', reason}
local given = cjson.decode(ARGV[1])
local months = {}
for at = #given.months, 1, -1 do months[given.months[at]] = table.remove(KEYS) end
local account, totals, spenders, kept, series = unpack(KEYS)
local tiers = { unpack(KEYS, 6, 5 + given.tiers) }
local entries = { unpack(KEYS, 6 + given.tiers) }
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
local head = redis.call('HMGET', account, 'openingSeq', 'seq', 'openingBalance', 'keptTo', 'kept')
local opening, last, opening_balance = tonumber(head[1]), tonumber(head[2]), tonumber(head[3])
if not opening or not last or not opening_balance then return { 'refused', 'no account' } end
local kept_to, kept_count = math.max(opening, tonumber(head[4]) or 0), tonumber(head[5]) or 0
if opening ~= given.openingSeq or kept_to ~= given.keptTo then return { 'moved' } end
-- A sorted set goes with its last member: of a month whose names all got their money back there is none.
fault = wrong({ totals }, 'hash') or wrong({ spenders }, 'zset', true) or wrong({ series, unpack(tiers) }, 'TSDB-TYPE')
  or wrong({ kept }, 'TSDB-TYPE', kept_to == opening) or wrong(entries, 'ReJSON-RL') or wrong(months, 'zset', true)
if fault then return fault end
-- The newest entry stays: an account with entries always shows at least one.
if #entries < 1 or (given.to or 0) >= last then return { 'refused', 'not that many entries' } end

-- The script reads the entries itself: what is subtracted is what was stored, whatever the caller believes.
local read = {}
for at, key in ipairs(entries) do
  local json = redis.call('JSON.GET', key, '$.seq', '$.amount', '$.direction', '$.counterparty', '$.month',
    '$.transactionDate', '$.releases')
  if not json then return { 'refused', 'an entry is missing' } end
  local entry = { key = key }
  for path, values in pairs(cjson.decode(json)) do entry[string.sub(path, 3)] = values[1] end
  read[at] = entry
end

-- Which go, which are listed in kept from now on, and which no more.
local gone, listed, unlisted = {}, {}, {}
if given.to then
  local open, seq = {}, kept_to
  for _, entry in ipairs(read) do
    local hold = entry.releases and open[entry.releases]
    if entry.seq > kept_to then
      if entry.seq ~= seq + 1 then return { 'refused', 'entries are out of order' } end
      seq = entry.seq
    end
    if hold then
      if hold.amount ~= -entry.amount then return { 'refused', 'a release is of another amount' } end
      open[hold.seq] = nil
      gone[#gone + 1], gone[#gone + 2] = hold, entry
      if hold.seq <= kept_to then unlisted[#unlisted + 1] = hold end
    elseif entry.direction == 'held' and not entry.releases then
      open[entry.seq] = entry
    elseif entry.seq <= kept_to or (entry.releases or 0) > opening then
      return { 'refused', 'a hold is not among the keys' }
    end
  end
  if seq ~= given.to then return { 'refused', 'entries are out of order' } end
  local goes = {}
  for _, entry in ipairs(gone) do goes[entry.seq] = true end
  for _, entry in ipairs(read) do
    if entry.seq > kept_to and not goes[entry.seq] then listed[#listed + 1] = entry end
  end
else
  gone = read
  local oldest = redis.call('TS.RANGE', kept, '-', '+', 'COUNT', #gone)
  for at, entry in ipairs(gone) do
    local value = oldest[at] and oldest[at][2]
    if tonumber(type(value) == 'table' and value['ok'] or value) ~= entry.seq then
      return { 'refused', 'entries are out of order' }
    end
    if entry.direction == 'held' and not entry.releases then return { 'refused', 'a hold is not released' } end
  end
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
  for _, set in ipairs(({ moved = {}, held = { spenders } })[direction] or { spenders, months[month] }) do
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
  { 'DEL', read[1].key }, { 'HSET', totals, 'count', '0' }, { 'HDEL', totals, 'count' }, { 'HSET', account, 'seq', '0' },
  { 'ZADD', spenders, '0', '' }, { 'ZREM', spenders, '' }, { 'TS.DEL', series, '0', '0' },
  { 'TS.CREATE', kept }, { 'TS.ADD', kept, '0', '0' }, { 'TS.DEL', kept, '0', '0' },
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

if given.to then
  if redis.call('EXISTS', kept) == 0 then redis.call('TS.CREATE', kept, 'CHUNK_SIZE', 512) end
  for _, entry in ipairs(listed) do
    redis.call('TS.ADD', kept, exact(entry.transactionDate), exact(entry.seq), 'ON_DUPLICATE', 'LAST')
  end
  for _, hold in ipairs(unlisted) do
    redis.call('TS.DEL', kept, exact(hold.transactionDate), exact(hold.transactionDate))
  end
  redis.call('HSET', account, 'keptTo', exact(given.to), 'kept', exact(kept_count + #listed - #unlisted))
  return { 'trimmed', #gone }
end

local newest, balance = gone[#gone], opening_balance
for _, entry in ipairs(gone) do balance = balance + entry.amount end
redis.call('HSET', account, 'openingSeq', exact(newest.seq), 'openingBalance', exact(balance),
  'openingAt', exact(newest.transactionDate), 'kept', exact(kept_count - #gone))
redis.call('TS.DEL', kept, 0, exact(newest.transactionDate))
-- The sample of the new opening stays, so that the series still begins with the balance of that moment.
redis.call('TS.DEL', series, 0, exact(newest.transactionDate - 1))
for _, tier in ipairs(tiers) do redis.call('TS.DEL', tier, 0, exact(newest.transactionDate - 86400000)) end
return { 'trimmed', #gone }
