#!lua flags=allow-oom
-- Removes a key for payments, for ever: it is remembered as removed.
-- KEYS  1 keys (hash by credential id)
-- ARGV  1 id
-- Answers 1, or 0 when there is none.
-- include "../../lib/redis/now.lua"
local enrolled = unpack(KEYS)
local id = unpack(ARGV)

if not redis.call('HGET', enrolled, id) then return 0 end
redis.call('HSET', enrolled, id, cjson.encode({ removedAt = now_ms() }))
return 1
