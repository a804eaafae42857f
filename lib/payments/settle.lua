#!lua
-- Ends a payment whose money arrived.
-- KEYS  1 payment  2 payments on their way
-- ARGV  1 { id, channel, signal (a text of JSON) }
-- Answers {'booked'} | {'not_debited'} | {'refused', reason}
-- include "payment.lua"
local payment, open = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if state_of(payment) ~= 'debited' then return { 'not_debited' } end
local refusal = rights_to_move_on(payment, given.channel) or wrong_type({ { open, 'hash' } })
  or missing_right({ { 'HDEL', open, 'x' } })
if refusal then return refusal end
move_on(payment, 'done', { endedAt = exact(now_ms()) }, given.channel, given.signal)
redis.call('HDEL', open, given.id)
return { 'booked' }
