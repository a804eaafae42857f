#!lua flags=allow-oom
-- Counts a try in a sliding window. Atomic: of two tries at the limit one passes.
-- KEYS  1 tries (sorted set, score = time)
-- ARGV  1 { tries (the limit), windowMs, heldMs (how long this try counts), id (of this try; one that counts already counts no
--          more) }
-- Answers 0 to go on, or the milliseconds until the oldest leaves the window.
-- include "../redis/now.lua"
local tries = unpack(KEYS)
local given = cjson.decode(ARGV[1])

local now = now_ms()
redis.call('ZREMRANGEBYSCORE', tries, '-inf', now - given.windowMs)
if redis.call('ZSCORE', tries, given.id) then return 0 end
if redis.call('ZCARD', tries) >= given.tries then
  local _, oldest = unpack(redis.call('ZRANGE', tries, 0, 0, 'WITHSCORES'))
  return math.max(1, tonumber(oldest) + given.windowMs - now)
end
redis.call('ZADD', tries, now - given.windowMs + given.heldMs, given.id)
redis.call('PEXPIRE', tries, given.windowMs)
return 0
