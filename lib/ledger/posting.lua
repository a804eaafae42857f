-- One posting to one account, for every script that books: all of it or nothing of it (account-event.lua).
--
-- A script with one or more postings looks at each (`look_at`), which writes nothing and says why one cannot be; then
-- writes their entries (`write_entry`), which may fail: what was written of this and of earlier postings is taken out
-- again (`take_out`); and only then what cannot fail (`write_rest`).
--
-- `posting_of(keys, args)`, of lists that begin with
-- keys  1 account  2 entry of expected seq + 1  3 balance series  4 totals  5 spenders  6 spenders of the month
--       7 stream  8 pending
-- args  1 expected seq  2 amount, minor units, signed  3 direction (direction.ts)  4 id of the pending transaction that
--       this posts, or ''  5 at, ms  6 counterparty  7 month yyyy-mm  8 entry as JSON without balances
--       9 view as JSON without balances  10 account id  11 channel  12 stream length
--       13 field of the account that payments add up in, paidOut or paidIn, or ''  14 tick, or ''
--       15 field of the account that says how far a plan is, or ''  16 its value
-- include "account-event.lua"

-- A tip, a fuel pump, a foreign currency: by so much more than was reserved a pending transaction may be posted.
local ALLOWED_ABOVE = 0.2

local function posting_of(keys, args)
  local account, entry, series, totals, spenders, month_spenders, stream, pending = unpack(keys)
  local expected_seq, amount_text, direction, posts, at_text, counterparty, month, entry_json, view_json, account_id,
    channel, stream_length, paid_field, tick, mark_field, mark = unpack(args)
  -- Made at once: a table that grows field by field costs more than all checks.
  return {
    account = account, entry = entry, series = series, totals = totals, spenders = spenders,
    month_spenders = month_spenders, stream = stream, pending = pending, expected_seq = expected_seq,
    amount_text = amount_text, direction = direction, posts = posts, at_text = at_text, counterparty = counterparty,
    month = month, entry_json = entry_json, view_json = view_json, account_id = account_id, channel = channel,
    stream_length = stream_length, paid_field = paid_field, tick = tick, mark_field = mark_field, mark = mark,
    live = true,
  }
end

-- What posting a pending transaction gives back to the available balance, or why it cannot be posted.
local function released_by(posting)
  if posting.posts == '' then return 0 end
  local fault = wrong_type({ { posting.pending, 'ReJSON-RL', true } })
  if fault then return nil, fault end
  local amount = pending_amount(posting.pending, posting.posts)
  if not amount then return nil, { 'not_pending' } end
  local most = math.floor(math.abs(amount) * (1 + ALLOWED_ABOVE))
  if amount * posting.amount < 0 or math.abs(posting.amount) > most then
    return nil, { 'refused', 'the amount is beyond what was authorized' }
  end
  return reserved_by(amount)
end

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

-- Money moved between one's own accounts is no spending.
local function spent_after(posting)
  local spent = {}
  if posting.direction == 'moved' then return spent end
  for _, key in ipairs({ posting.spenders, posting.month_spenders }) do
    local now = integer(redis.call('ZSCORE', key, posting.counterparty) or '0')
    if not now or math.abs(now - posting.amount) > EXACT then return nil, { 'refused', 'spenders are damaged' } end
    spent[key] = exact(now - posting.amount)
  end
  return spent
end

-- Nil when the posting can be booked, which then has `seq`, `balance`, `available` and its counters; else the answer:
-- what `look_at_account` answers | {'moved', seq, last event's at} | {'not_pending'}
local function look_at(posting)
  local fault = look_at_account(posting)
  if fault then return fault end
  if posting.seq ~= tonumber(posting.expected_seq) then return { 'moved', posting.seq, posting.last_at } end
  fault = wrong_type({
    { posting.entry }, { posting.totals, 'hash', true }, { posting.spenders, 'zset', true },
    { posting.month_spenders, 'zset', true }, { posting.stream, 'stream', true },
  })
  if fault then return fault end

  local amount = integer(posting.amount_text)
  if not amount or amount == 0 then return { 'refused', 'the amount is no integer' } end
  posting.amount = amount
  fault = wrong_time(posting)
  if fault then return fault end
  local released
  released, fault = released_by(posting)
  if fault then return fault end
  local balance, available = posting.balance + amount, posting.available + amount + released
  if math.abs(balance) > EXACT or math.abs(available) > EXACT then
    return { 'refused', 'balance leaves the exact range' }
  end
  posting.seq, posting.balance, posting.available = posting.seq + 1, balance, available

  posting.counted, fault = counters_after(posting)
  if fault then return fault end
  posting.entries = tonumber(posting.counted[2])
  posting.spent, fault = spent_after(posting)
  if fault then return fault end
  set_head(posting, 'seq', posting.seq)
  set_head(posting, 'balance', balance)
  set_head(posting, 'available', available)
  if posting.paid_field ~= '' then
    local paid = integer(redis.call('HGET', posting.account, posting.paid_field) or '0')
    if not paid or paid + math.abs(amount) > EXACT then return { 'refused', 'what was paid is damaged' } end
    set_head(posting, posting.paid_field, paid + math.abs(amount))
  end

  local rights = {
    { 'DEL', posting.entry }, { 'HSET', posting.account, 'seq', '0' }, { 'HSET', posting.totals, 'count', '0' },
    { 'ZADD', posting.spenders, '0', '' }, { 'ZADD', posting.month_spenders, '0', '' },
  }
  if posting.posts ~= '' then rights[#rights + 1] = { 'JSON.DEL', posting.pending, '$.x' } end
  if posting.live then rights[#rights + 1], rights[#rights + 2], rights[#rights + 3] = rights_to_tell(posting) end
  return missing_right(rights)
end

local function with_balances(json, suffix, posting)
  return with_number(with_number(json, 'balanceAfter' .. suffix, posting.balance), 'availableAfter' .. suffix,
    posting.available)
end

-- Nil, or the answer of a script that could not: then nothing of the posting is there.
local function write_entry(posting)
  local written = redis.pcall('JSON.SET', posting.entry, '$', with_balances(posting.entry_json, '', posting))
  if written['err'] then return written end
  local added = redis.pcall('TS.ADD', posting.series, exact(posting.at), exact(posting.available))
  if type(added) == 'table' and added['err'] then
    redis.call('DEL', posting.entry)
    return { 'refused', added['err'] }
  end
end

-- Of a posting whose entry was written and whose rest was not. Its script checks the right to TS.DEL.
local function take_out(posting)
  redis.call('DEL', posting.entry)
  redis.call('TS.DEL', posting.series, exact(posting.at), exact(posting.at))
end

-- Answers the id in the stream and how many processes listen; '' and 0 of history, which is neither logged nor told.
local function write_rest(posting)
  if posting.posts ~= '' then redis.call('JSON.DEL', posting.pending, path_of(posting.posts)) end
  redis.call('HSET', posting.account, unpack(posting.head))
  redis.call('HSET', posting.totals, unpack(posting.counted))
  for key, score in pairs(posting.spent) do redis.call('ZADD', key, score, posting.counterparty) end
  if not posting.live then return '', 0 end
  local kind = posting.posts == '' and 'booked' or 'posted'
  return tell(posting, kind, with_balances(posting.view_json, 'Minor', posting))
end
