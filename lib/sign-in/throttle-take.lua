#!lua
-- Asks for leave to try a password. Tries under way count against the limit, so that of many at the same moment no
-- more pass than are left; each is settled by throttle-settle.lua, or forgotten when it takes too long.
-- KEYS  1 budget (hash: failures, until, flying, flyingUntil)
-- ARGV  1 most failures in a row, 2 a try takes at most (ms), 3 wait while others are judged (ms), 4 forgotten after (ms)
-- Answers 0 to go on, or the milliseconds to wait.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'failures', 'until', 'flying', 'flyingUntil')
local failures, blocked = tonumber(held[1] or 0), tonumber(held[2] or 0)
local flying = now < tonumber(held[4] or 0) and tonumber(held[3] or 0) or 0
if now < blocked then return blocked - now end
-- Past the limit, each wait that has passed buys one try.
local left = math.max(1, tonumber(ARGV[1]) - failures)
if flying >= left then return tonumber(ARGV[3]) end
redis.call('HSET', KEYS[1], 'flying', flying + 1, 'flyingUntil', string.format('%d', now + tonumber(ARGV[2])))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 0
