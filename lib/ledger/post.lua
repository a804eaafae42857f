-- Posts one entry to one account: all of it or nothing of it.
--
-- Scripts do not roll back, so the order is the safety: everything that can be refused is refused before the first
-- write; then JSON.SET (throws: nothing is written), TS.ADD (may fail: the entry is taken out again), and only
-- then the writes that cannot fail, because the type of their key and the numbers they add to were looked at.
-- Out of memory is refused by Redis at the first write (JSON.SET), and never after it within one script.
--
-- KEYS  1 account  2 entry of expected seq + 1  3 balance series  4 totals  5 spenders  6 spenders of the month
--       7 stream  8 posted  9 entry of the hold that this releases, or key 2
-- ARGV  1 'live' or 'quiet' (history: no stream, no publish, no idempotency key)
--       2 expected seq  3 amount, minor units, signed  4 direction (direction.ts)  5 seq of the hold that this releases, or ''
--       6 most open holds  7 at, ms  8 counterparty  9 month yyyy-mm  10 entry as JSON without balanceAfter
--       11 view as JSON without balanceAfterMinor  12 account id  13 channel  14 stream length
--       15 life of the idempotency key, ms
-- Answers {'booked', seq, balance, openingSeq, stream id} | {'already', account, seq} | {'unknown'}
--       | {'moved', seq, last entry's at} | {'late', last entry's at} | {'refused', reason}

local EXACT = 9007199254740991 -- 2^53 - 1: beyond it a Lua number is no longer every integer
local CLOCK_SLACK_MS = 1000

local account, entry, series, totals, spenders, month_spenders, stream, posted, hold = unpack(KEYS)
local mode, expected_seq, amount_text, direction, releases, most_holds, at_text, counterparty, month, entry_json,
  view_json, account_id, channel, stream_length, posted_ms = unpack(ARGV)
local live = mode == 'live'

local function integer(text)
  local number = tonumber(text)
  if number and number == math.floor(number) and math.abs(number) <= EXACT then return number end
  return nil
end
local function exact(number) return string.format('%d', number) end

if live then
  local stored = redis.pcall('GET', posted)
  if type(stored) == 'table' then return { 'refused', 'posted key has another type' } end
  if stored then
    local of, seq = string.match(stored, '^(.+):(%d+)$')
    return { 'already', of, tonumber(seq) }
  end
end

if redis.call('EXISTS', account) == 0 then return { 'unknown' } end

local wanted = {
  { account, 'hash' }, { entry }, { series, 'TSDB-TYPE' }, { totals, 'hash', true },
  { spenders, 'zset', true }, { month_spenders, 'zset', true }, { stream, 'stream', true },
}
for _, one in ipairs(wanted) do
  local kind = redis.call('TYPE', one[1])['ok']
  if kind == 'none' then
    if one[2] and not one[3] then return { 'refused', 'no ' .. one[2] .. ' at ' .. one[1] } end
  elseif one[1] ~= entry and kind ~= one[2] then
    return { 'refused', one[1] .. ' is a ' .. kind }
  end
end

local head = redis.call('HMGET', account, 'seq', 'balance', 'openingSeq', 'lastAt', 'holds')
local seq, balance, last_at = integer(head[1]), integer(head[2]), integer(head[4] or '0')
if not seq or not balance or not last_at then return { 'refused', 'account is damaged' } end
if seq ~= tonumber(expected_seq) then return { 'moved', seq, last_at } end
if redis.call('EXISTS', entry) == 1 then return { 'refused', 'an entry after the last one exists' } end

local amount, at = integer(amount_text), integer(at_text)
if not amount or amount == 0 or not at then return { 'refused', 'amount or time is no integer' } end
if math.abs(balance + amount) > EXACT then return { 'refused', 'balance leaves the exact range' } end
if at <= last_at then return { 'late', last_at } end
local clock = redis.call('TIME')
local now_ms = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
-- After a clock that was ahead the last entry lies in the future; the next one follows it, or none could until then.
if at > math.max(now_ms + CLOCK_SLACK_MS, last_at + 1) then
  return { 'refused', 'the time is in the future' }
end

-- A release is the opposite of a hold that is open.
local open, released = {}, releases == ''
for held in string.gmatch(head[5] or '', '%d+') do
  if held == releases then released = true else open[#open + 1] = held end
end
if releases ~= '' then
  local was = released and redis.call('JSON.GET', hold, '$.amount')
  if not was or integer(string.match(was, '^%[(-?%d+)%]$')) ~= -amount then return { 'refused', 'no such hold is open' } end
elseif direction == 'held' then
  if #open >= tonumber(most_holds) then return { 'refused', 'too many holds are open' } end
  open[#open + 1] = exact(seq + 1)
end

-- Counters are written as what they are now, not by how much they grew: a file that was torn by a crash can make
-- Redis carry out a posting's remnant and then the same posting, and the second must end where the first did.
local counters = { 'count', direction, 'count:' .. month, direction .. ':' .. month }
local more = direction == 'out' and -amount or amount
local grown = { 1, more, 1, more }
local counted = {}
for index, value in ipairs(redis.call('HMGET', totals, unpack(counters))) do
  local now = integer(value or '0')
  if not now or math.abs(now + grown[index]) > EXACT then return { 'refused', 'totals are damaged' } end
  counted[#counted + 1] = counters[index]
  counted[#counted + 1] = exact(now + grown[index])
end
-- What moves between one's own accounts is no spending. A hold counts until its release, which may be of another month:
-- in the set of all time alone.
local spent = {}
for _, key in ipairs(({ moved = {}, held = { spenders } })[direction] or { spenders, month_spenders }) do
  local now = integer(redis.call('ZSCORE', key, counterparty) or '0')
  if not now or math.abs(now - amount) > EXACT then return { 'refused', 'spenders are damaged' } end
  spent[key] = exact(now - amount)
end

-- A user without one of the rights below would be stopped between two writes: rights are looked at first, too.
local rights = {
  { 'DEL', entry }, { 'HSET', account, 'seq', '0' }, { 'HSET', totals, 'count', '0' },
  { 'ZADD', spenders, '0', '' }, { 'ZADD', month_spenders, '0', '' },
}
if live then
  rights[#rights + 1] = { 'XREVRANGE', stream, '+', '-', 'COUNT', '1' }
  rights[#rights + 1] = { 'XADD', stream, '*', 'seq', '0' }
  rights[#rights + 1] = { 'SET', posted, '' }
  rights[#rights + 1] = { 'PUBLISH', channel, '' }
end
for _, command in ipairs(rights) do
  if not redis.acl_check_cmd(unpack(command)) then return { 'refused', 'no right to ' .. command[1] } end
end

seq, balance = seq + 1, balance + amount
local function with_balance(json, field)
  return string.sub(json, 1, -2) .. ',"' .. field .. '":' .. exact(balance) .. '}'
end

redis.call('JSON.SET', entry, '$', with_balance(entry_json, 'balanceAfter'))
local added = redis.pcall('TS.ADD', series, exact(at), exact(balance))
if type(added) == 'table' and added['err'] then
  redis.call('DEL', entry)
  return { 'refused', added['err'] }
end

redis.call('HSET', account, 'seq', exact(seq), 'balance', exact(balance), 'lastAt', exact(at),
  'holds', table.concat(open, ' '))
redis.call('HSET', totals, unpack(counted))
for key, score in pairs(spent) do redis.call('ZADD', key, score, counterparty) end
if not live then return { 'booked', seq, balance, tonumber(head[3]) or 0, '' } end

local view = with_balance(view_json, 'balanceAfterMinor')
local newest = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
local stream_id = redis.call('XADD', stream, 'MAXLEN', '~', stream_length, '*',
  'account', account_id, 'seq', exact(seq), 'entry', view)
redis.call('SET', posted, account_id .. ':' .. exact(seq), 'PX', posted_ms)
-- Whoever has all up to the entry before needs no read of the stream.
redis.call('PUBLISH', channel, (newest and newest[1] or '0-0') .. ' ' .. stream_id .. ' ' .. view)
return { 'booked', seq, balance, tonumber(head[3]) or 0, stream_id }
