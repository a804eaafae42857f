#!lua
-- Gives the money of a payment that was rejected back to its payer, and to the limit of the day it was paid on.
--
-- KEYS  1-8 of the posting (posting.lua)  9 payment  10 payments on their way  11 limits
-- ARGV  1-16 of the posting (posting.lua)  17 { id, day (yyyy-mm-dd, of the debit), channel, signal (a text of JSON) }
-- Answers {'booked'} | {'not_debited'} | what `look_at` answers
-- include "payment.lua"
local payment, open, limits = unpack(KEYS, 9)
local posting, given = posting_of(KEYS, ARGV), cjson.decode(unpack(ARGV, 17))

if state_of(payment) ~= 'debited' then return { 'not_debited' } end
local refusal = rights_to_move_on(payment, given.channel)
  or wrong_type({ { open, 'hash' }, { limits, 'hash', true } })
  or missing_right({ { 'HDEL', open, 'x' }, { 'HSET', limits, 'spentMinor', '0' } })
  or look_at(posting)
if refusal then return refusal end
local limit = redis.call('HMGET', limits, 'day', 'spentMinor')
local spent = limit[1] == given.day and integer(limit[2])

local failed = write_entry(posting)
if failed then return failed end
write_rest(posting)
if spent then redis.call('HSET', limits, 'spentMinor', exact(math.max(0, spent - posting.amount))) end
redis.call('HDEL', open, given.id)
local fields = { reason = '"account_closed"', endedAt = exact(posting.at) }
move_on(payment, 'returned', fields, given.channel, given.signal)
return { 'booked' }
