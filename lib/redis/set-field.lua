#!lua
-- Sets a field of a hash that has a limit: a known field gets the new value, a new one counts.
-- KEYS  1 hash
-- ARGV  1 { field, value, maxFields }
-- Answers 1, or 0 when there are as many as there may be.
local hash = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if redis.call('HEXISTS', hash, given.field) == 0 and redis.call('HLEN', hash) >= given.maxFields then return 0 end
redis.call('HSET', hash, given.field, given.value)
return 1
