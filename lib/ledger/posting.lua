-- One posting to one account, for every script that books: all of it or nothing of it.
--
-- Scripts do not roll back, so the order is the safety. A script with one or more postings looks at each (`look_at`),
-- which writes nothing and says why one cannot be; then writes their entries (`write_entry`), which may fail: what was
-- written of this and of earlier postings is taken out again (`take_out`); and only then what cannot fail
-- (`write_rest`), because the type of its key, the numbers it adds to and the rights for it were looked at.
-- Out of memory is refused by Redis at the first write, and never after it within one script.
--
-- `posting_of(keys, args)`, of lists that begin with
-- keys  1 account  2 entry of expected seq + 1  3 balance series  4 totals  5 spenders  6 spenders of the month
--       7 stream  8 entry of the hold that this releases, or key 2
-- args  1 expected seq  2 amount, minor units, signed  3 direction (direction.ts)  4 seq of the hold that this releases, or ''
--       5 most open holds  6 at, ms  7 counterparty  8 month yyyy-mm  9 entry as JSON without balanceAfter
--       10 view as JSON without balanceAfterMinor  11 account id  12 channel  13 stream length
--       14 field of the account that payments add up in, paidOut or paidIn, or ''  15 id of an entry of a plan, or ''
-- include "../redis/now.lua"

local EXACT = 9007199254740991 -- 2^53 - 1: beyond it a Lua number is no longer every integer
local CLOCK_SLACK_MS = 1000

local function integer(text)
  local number = tonumber(text)
  if number and number == math.floor(number) and math.abs(number) <= EXACT then return number end
  return nil
end
local function exact(number) return string.format('%d', number) end

-- Nil when each key has its type: wanted is a list of { key, type, may be absent }, or { key } of one that must be absent.
local function wrong_type(wanted)
  for _, one in ipairs(wanted) do
    local key, kind, may_be_absent = unpack(one)
    local is = redis.call('TYPE', key)['ok']
    if is == 'none' then
      if kind and not may_be_absent then return { 'refused', 'no ' .. kind .. ' at ' .. key } end
    elseif is ~= kind then
      return { 'refused', kind and key .. ' is a ' .. is or 'an entry after the last one exists' }
    end
  end
end

-- A user without one of the rights would be stopped between two writes: rights are looked at first, too.
local function missing_right(rights)
  for _, command in ipairs(rights) do
    if not redis.acl_check_cmd(unpack(command)) then return { 'refused', 'no right to ' .. command[1] } end
  end
end

local function posting_of(keys, args)
  local account, entry, series, totals, spenders, month_spenders, stream, hold = unpack(keys)
  local expected_seq, amount_text, direction, releases, most_holds, at_text, counterparty, month, entry_json, view_json,
    account_id, channel, stream_length, paid_field, planned = unpack(args)
  -- Made at once: a table that grows field by field costs more than all that is looked at.
  return {
    account = account, entry = entry, series = series, totals = totals, spenders = spenders,
    month_spenders = month_spenders, stream = stream, hold = hold, expected_seq = expected_seq,
    amount_text = amount_text, direction = direction, releases = releases, most_holds = most_holds, at_text = at_text,
    counterparty = counterparty, month = month, entry_json = entry_json, view_json = view_json,
    account_id = account_id, channel = channel, stream_length = stream_length, paid_field = paid_field,
    planned = planned, live = true,
  }
end

-- What the holds are after this posting, or why it cannot be: a release is the opposite of a hold that is open.
local function holds_after(posting, held_text)
  local open, released = {}, posting.releases == ''
  for held in string.gmatch(held_text or '', '%d+') do
    if held == posting.releases then released = true else open[#open + 1] = held end
  end
  if posting.releases ~= '' then
    local was = released and redis.call('JSON.GET', posting.hold, '$.amount')
    if not was or integer(string.match(was, '^%[(-?%d+)%]$')) ~= -posting.amount then
      return nil, { 'refused', 'no such hold is open' }
    end
  elseif posting.direction == 'held' then
    if #open >= tonumber(posting.most_holds) then return nil, { 'refused', 'too many holds are open' } end
    open[#open + 1] = exact(posting.seq)
  end
  return table.concat(open, ' ')
end

-- The seqs of the last entries that are no holds, oldest first: LAST_BOOKED of holds.ts.
local function booked_after(posting, booked_text)
  if posting.direction == 'held' then return booked_text or '' end
  local booked = (booked_text or '') .. ' ' .. exact(posting.seq)
  return string.match(booked, '%d+ %d+ %d+ %d+ %d+$') or string.match(booked, '%d.*')
end

-- Counters are written as what they are now, not by how much they grew: a file that was torn by a crash can make
-- Redis carry out a posting's remnant and then the same posting, and the second must end where the first did.
local function counters_after(posting)
  local counters = { 'count', posting.direction, 'count:' .. posting.month, posting.direction .. ':' .. posting.month }
  local more = posting.direction == 'out' and -posting.amount or posting.amount
  local grown = { 1, more, 1, more }
  local counted = {}
  for index, value in ipairs(redis.call('HMGET', posting.totals, unpack(counters))) do
    local now = integer(value or '0')
    if not now or math.abs(now + grown[index]) > EXACT then return nil, { 'refused', 'totals are damaged' } end
    counted[#counted + 1] = counters[index]
    counted[#counted + 1] = exact(now + grown[index])
  end
  return counted
end

-- What moves between one's own accounts is no spending. A hold counts until its release, which may be of another month:
-- in the set of all time alone.
local function spent_after(posting)
  local spent = {}
  local sets = ({ moved = {}, held = { posting.spenders } })[posting.direction]
    or { posting.spenders, posting.month_spenders }
  for _, key in ipairs(sets) do
    local now = integer(redis.call('ZSCORE', key, posting.counterparty) or '0')
    if not now or math.abs(now - posting.amount) > EXACT then return nil, { 'refused', 'spenders are damaged' } end
    spent[key] = exact(now - posting.amount)
  end
  return spent
end

-- Nil when the posting can be booked, which then has `seq`, `balance` and what its counters become; else the answer:
-- {'unknown'} | {'moved', seq, last entry's at} | {'late', last entry's at} | {'refused', reason}
local function look_at(posting)
  if redis.call('EXISTS', posting.account) == 0 then return { 'unknown' } end
  local fault = wrong_type({ { posting.account, 'hash' } })
  if fault then return fault end
  local head = redis.call('HMGET', posting.account, 'seq', 'balance', 'lastAt', 'holds', 'booked')
  local seq, balance, last_at = integer(head[1]), integer(head[2]), integer(head[3] or '0')
  if not seq or not balance or not last_at then return { 'refused', 'account is damaged' } end
  if seq ~= tonumber(posting.expected_seq) then return { 'moved', seq, last_at } end
  fault = wrong_type({
    { posting.entry }, { posting.series, 'TSDB-TYPE' }, { posting.totals, 'hash', true }, { posting.spenders, 'zset', true },
    { posting.month_spenders, 'zset', true }, { posting.stream, 'stream', true },
  })
  if fault then return fault end

  local amount, at = integer(posting.amount_text), integer(posting.at_text)
  if not amount or amount == 0 or not at then return { 'refused', 'amount or time is no integer' } end
  if math.abs(balance + amount) > EXACT then return { 'refused', 'balance leaves the exact range' } end
  if at <= last_at then return { 'late', last_at } end
  -- After a clock that was ahead the last entry lies in the future; the next one follows it, or none could until then.
  if at > math.max(now_ms() + CLOCK_SLACK_MS, last_at + 1) then
    return { 'refused', 'the time is in the future' }
  end
  posting.amount, posting.at = amount, at
  posting.seq, posting.balance = seq + 1, balance + amount

  posting.holds, fault = holds_after(posting, head[4])
  if fault then return fault end
  posting.counted, fault = counters_after(posting)
  if fault then return fault end
  posting.entries = tonumber(posting.counted[2])
  posting.spent, fault = spent_after(posting)
  if fault then return fault end
  posting.head = {
    'seq', exact(posting.seq), 'balance', exact(posting.balance), 'lastAt', exact(at), 'holds', posting.holds,
    'booked', booked_after(posting, head[5]),
  }
  if posting.paid_field ~= '' then
    local paid = integer(redis.call('HGET', posting.account, posting.paid_field) or '0')
    if not paid or paid + math.abs(amount) > EXACT then return { 'refused', 'what was paid is damaged' } end
    posting.head[#posting.head + 1] = posting.paid_field
    posting.head[#posting.head + 1] = exact(paid + math.abs(amount))
  end
  -- As plannedIn of last-named.ts reads it.
  if posting.planned ~= '' then
    posting.head[#posting.head + 1] = 'planned'
    posting.head[#posting.head + 1] = posting.planned .. ' ' .. exact(at)
  end

  local rights = {
    { 'DEL', posting.entry }, { 'HSET', posting.account, 'seq', '0' }, { 'HSET', posting.totals, 'count', '0' },
    { 'ZADD', posting.spenders, '0', '' }, { 'ZADD', posting.month_spenders, '0', '' },
  }
  if posting.live then
    rights[#rights + 1] = { 'XREVRANGE', posting.stream, '+', '-', 'COUNT', '1' }
    rights[#rights + 1] = { 'XADD', posting.stream, '*', 'seq', '0' }
    rights[#rights + 1] = { 'PUBLISH', posting.channel, '' }
  end
  return missing_right(rights)
end

local function with_number(json, field, number)
  return string.sub(json, 1, -2) .. ',"' .. field .. '":' .. exact(number) .. '}'
end

-- Nil, or the answer of a script that could not: then nothing of the posting is there.
local function write_entry(posting)
  local document = with_number(posting.entry_json, 'balanceAfter', posting.balance)
  local written = redis.pcall('JSON.SET', posting.entry, '$', document)
  if written['err'] then return written end
  local added = redis.pcall('TS.ADD', posting.series, exact(posting.at), exact(posting.balance))
  if type(added) == 'table' and added['err'] then
    redis.call('DEL', posting.entry)
    return { 'refused', added['err'] }
  end
end

-- Of a posting whose entry was written and whose rest was not. Its script looks at the right to TS.DEL.
local function take_out(posting)
  redis.call('DEL', posting.entry)
  redis.call('TS.DEL', posting.series, exact(posting.at), exact(posting.at))
end

-- Answers the id in the stream; '' of history, which has no stream and no wake-up.
local function write_rest(posting)
  redis.call('HSET', posting.account, unpack(posting.head))
  redis.call('HSET', posting.totals, unpack(posting.counted))
  for key, score in pairs(posting.spent) do redis.call('ZADD', key, score, posting.counterparty) end
  if not posting.live then return '' end

  local view = with_number(posting.view_json, 'balanceAfterMinor', posting.balance)
  local newest = redis.call('XREVRANGE', posting.stream, '+', '-', 'COUNT', 1)[1]
  local stream_id = redis.call('XADD', posting.stream, 'MAXLEN', '~', posting.stream_length, '*',
    'account', posting.account_id, 'seq', exact(posting.seq), 'entry', view)
  -- Whoever has all up to the entry before needs no read of the stream.
  redis.call('PUBLISH', posting.channel, (newest and newest[1] or '0-0') .. ' ' .. stream_id .. ' ' .. view)
  return stream_id
end
