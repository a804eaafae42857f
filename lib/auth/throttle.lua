#!lua
-- Counts one try in a fixed window that begins with the first. Atomic: of two tries at the limit one passes.
-- KEYS  1 counter
-- ARGV  1 limit, 2 window (ms)
-- Answers 0 to go on, or the milliseconds to wait.
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
if count >= tonumber(ARGV[1]) then return math.max(1, redis.call('PTTL', KEYS[1])) end
redis.call('INCR', KEYS[1])
if count == 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0
