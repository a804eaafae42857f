-- An event of a pending transaction, for the scripts that authorize one and that end one without a posting.
--
-- `pending_event_of(keys, args)`, of lists that begin with
-- keys  1 account  2 pending  3 balance series  4 stream
-- args  1 id  2 at, ms  3 row as JSON without balances  4 account id  5 channel  6 stream length  7 tick, or ''
--       8 field of the account that says how far a plan is, or ''  9 its value
-- include "account-event.lua"
local function pending_event_of(keys, args)
  local account, pending, series, stream = unpack(keys)
  local id, at_text, row, account_id, channel, stream_length, tick, mark_field, mark = unpack(args)
  return {
    account = account, pending = pending, series = series, stream = stream, id = id, at_text = at_text, row = row,
    account_id = account_id, channel = channel, stream_length = stream_length, tick = tick, mark_field = mark_field,
    mark = mark,
  }
end

-- As `look_at_account`, and what every event of a pending transaction needs.
local function look_at_pending(event)
  local fault = look_at_account(event)
    or wrong_type({ { event.pending, 'ReJSON-RL', true }, { event.stream, 'stream', true } })
    or wrong_time(event)
  if fault then return fault end
  return missing_right({
    { 'JSON.SET', event.pending, '$.x', '{}' }, { 'JSON.DEL', event.pending, '$.x' },
    { 'TS.ADD', event.series, '1', '0' }, { 'HSET', event.account, 'available', '0' }, rights_to_tell(event),
  })
end

-- Nil, or why the sample of the available balance could not be written.
local function write_sample(event)
  local added = redis.pcall('TS.ADD', event.series, exact(event.at), exact(event.available))
  if type(added) == 'table' and added['err'] then return { 'refused', added['err'] } end
end

-- Answers the available balance and how many processes listen.
local function write_event(event, kind)
  set_head(event, 'available', event.available)
  redis.call('HSET', event.account, unpack(event.head))
  local row = with_number(with_number(event.row, 'balanceMinor', event.balance), 'availableMinor', event.available)
  local _, listeners = tell(event, kind, row)
  return { kind, event.available, listeners }
end
