#!lua
-- Writes the document of a payment that was asked for, if it is the first: asking again changes nothing, and no nonce is
-- drawn twice. It expires, unless the debit keeps it.
-- KEYS  1 payment
-- ARGV  1 the document (a JSON text), 2 keptMs
-- Answers 1, or 0 when there is one.
local payment = unpack(KEYS)
local document, kept_ms = unpack(ARGV)

if redis.call('EXISTS', payment) == 1 then return 0 end
redis.call('JSON.SET', payment, '$', document)
redis.call('PEXPIRE', payment, kept_ms)
return 1
