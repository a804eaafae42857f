#!lua
-- Refuses a payment that waits for its proof, and tells its payer.
-- KEYS  1 payment
-- ARGV  1 { reason, channel, signal (a text of JSON) }
-- Answers 1, or 0 when it waits no more.
-- include "../../lib/payments/payment.lua"
local payment = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if state_of(payment) ~= 'asked' then return 0 end
local fields = { reason = cjson.encode(given.reason), endedAt = exact(now_ms()) }
move_on(payment, 'refused', fields, given.channel, given.signal)
return 1
