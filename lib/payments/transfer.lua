#!lua
-- Moves money between two accounts of one customer: two entries, both or none.
--
-- KEYS  1-8 of the posting of the account that pays (posting.lua)  9-16 of the other's  17 payment  18 payments
-- ARGV  1-16 and 17-32 of the postings  33 { id, askedAt, channel, done, refused (signals, texts of JSON) }
-- Answers {'booked', seq} | {'refused_payment', reason} | {'not_asked'} | what `look_at` answers
-- include "payment.lua"
local from, to = posting_of(KEYS, ARGV), posting_of({ unpack(KEYS, 9, 16) }, { unpack(ARGV, 17, 32) })
local payment, payments = unpack(KEYS, 17)
local given = cjson.decode(unpack(ARGV, 33))

if state_of(payment) ~= 'asked' then return { 'not_asked' } end
local refusal = wrong_type({ { payments, 'zset', true } }) or rights_to_move_on(payment, given.channel)
  or missing_right({ { 'ZADD', payments, '0', '' }, { 'TS.DEL', from.series, '0', '0' } })
  or look_at(from) or look_at(to)
if refusal then return refusal end

local function refuse(reason, facts)
  local fields = { reason = '"' .. reason .. '"', endedAt = exact(now_ms()), facts = facts }
  move_on(payment, 'refused', fields, given.channel, given.refused)
  return { 'refused_payment', reason }
end
if redis.call('HGET', to.account, 'closed') then return refuse('account_closed') end
local left = from.available
if left < 0 then return refuse('not_enough', '{"availableMinor":' .. exact(math.max(0, left - from.amount)) .. '}') end

local failed = write_entry(from)
if failed then return failed end
failed = write_entry(to)
if failed then
  take_out(from)
  return failed
end
write_rest(from)
write_rest(to)
redis.call('ZADD', payments, exact(given.askedAt), given.id)
redis.call('PERSIST', payment)
local at = exact(from.at)
local fields = { debitedAt = at, endedAt = at, debitSeq = exact(from.seq) }
move_on(payment, 'done', fields, given.channel, given.done)
return { 'booked', from.seq }
