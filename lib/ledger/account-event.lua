-- What the four events of an account share: authorize, post, void or expire, book.
--
-- Scripts do not roll back, so their order is the safety: first everything that can refuse, which writes nothing; then the
-- writes that may fail, undone one by one if one does; last the writes that cannot fail, because the type of their key,
-- the numbers they add to and the rights they need were checked. Redis refuses a script that is out of memory at its first
-- write and never later.
--
-- Every write sets an absolute value: a file torn by a crash can make Redis run part of a script and then the whole of it,
-- and both must end in the same state.
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

-- Rights are checked first, or a user without one would stop the script between two writes.
local function missing_right(rights)
  for _, command in ipairs(rights) do
    if not redis.acl_check_cmd(unpack(command)) then return { 'refused', 'no right to ' .. command[1] } end
  end
end

-- `event` has account, series, at_text, tick ('' outside a tick), mark_field and mark. Nil when the event may happen, which
-- then has at, seq, balance, available and, for the fields of its account, `head`; else the answer:
-- {'unknown'} | {'again'} (the tick is done) | {'late', last event's at} | {'refused', reason}
local function look_at_account(event)
  if redis.call('EXISTS', event.account) == 0 then return { 'unknown' } end
  local fault = wrong_type({ { event.account, 'hash' }, { event.series, 'TSDB-TYPE' } })
  if fault then return fault end
  local head = redis.call('HMGET', event.account, 'seq', 'balance', 'available', 'lastAt', 'tick')
  local seq, balance, last_at = integer(head[1]), integer(head[2]), integer(head[4] or '0')
  local available = integer(head[3] or head[2])
  if not seq or not balance or not available or not last_at then return { 'refused', 'account is damaged' } end
  local tick = integer(event.tick)
  if tick and tick <= (integer(head[5]) or -1) then return { 'again' } end
  local at = integer(event.at_text)
  if not at then return { 'refused', 'the time is no integer' } end
  event.seq, event.balance, event.available, event.last_at, event.at = seq, balance, available, last_at, at
  event.head = { 'lastAt', exact(at) }
  if tick then event.head[3], event.head[4] = 'tick', exact(tick) end
  if event.mark_field ~= '' then
    event.head[#event.head + 1] = event.mark_field
    event.head[#event.head + 1] = event.mark
  end
end

-- Time never goes back in an account.
local function wrong_time(event)
  if event.at <= event.last_at then return { 'late', event.last_at } end
  -- After a clock that was ahead the last event lies in the future; the next one follows it, or none could until then.
  if event.at > math.max(now_ms() + CLOCK_SLACK_MS, event.last_at + 1) then
    return { 'refused', 'the time is in the future' }
  end
end

local function set_head(event, field, number)
  event.head[#event.head + 1] = field
  event.head[#event.head + 1] = exact(number)
end

-- A pending transaction by its id; ids are checked before they get here and need no escaping.
local function path_of(id) return '$["' .. id .. '"]' end

-- The amount that a pending transaction reserves or announces; nil when there is none of that id.
local function pending_amount(pending, id)
  local found = redis.call('JSON.GET', pending, path_of(id) .. '.amountMinor')
  return found and integer(string.match(found, '^%[(-?%d+)%]$'))
end

-- Pending money that leaves is reserved; pending money that arrives does not count yet.
local function reserved_by(amount) return amount < 0 and -amount or 0 end

local function rights_to_tell(event)
  return { 'XREVRANGE', event.stream, '+', '-', 'COUNT', '1' }, { 'XADD', event.stream, '*', 'kind', '' },
    { 'PUBLISH', event.channel, '' }
end

local function with_number(json, field, number)
  return string.sub(json, 1, -2) .. ',"' .. field .. '":' .. exact(number) .. '}'
end

-- Appends to the live log and wakes its readers: `<id before> <id> <kind> <JSON>`, so that a reader who has everything up to
-- the event before needs no read. Answers the id in the stream, and how many processes listen: whether somebody watches.
local function tell(event, kind, json)
  local newest = redis.call('XREVRANGE', event.stream, '+', '-', 'COUNT', 1)[1]
  local stream_id = redis.call('XADD', event.stream, 'MAXLEN', '~', event.stream_length, '*',
    'account', event.account_id, 'kind', kind, 'seq', exact(event.seq), 'row', json)
  local text = (newest and newest[1] or '0-0') .. ' ' .. stream_id .. ' ' .. kind .. ' ' .. json
  return stream_id, redis.call('PUBLISH', event.channel, text)
end
