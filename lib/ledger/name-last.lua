#!lua
-- Names the last entries of an account, as its entries make them; nothing when one came meanwhile.
--
-- KEYS  1 account
-- ARGV  1 { seq (text, which they follow from), booked, planned ('' for as it is) }
-- Answers 'moved' | 'same' | 'named'
local given, account = cjson.decode(ARGV[1]), KEYS[1]
local head = redis.call('HMGET', account, 'seq', 'booked', 'planned')
if head[1] ~= given.seq then return 'moved' end
local planned = given.planned
if planned == '' then planned = head[3] or '' end
if head[2] == given.booked and head[3] == planned then return 'same' end
redis.call('HSET', account, 'booked', given.booked, 'planned', planned)
return 'named'
