#!lua
-- Settles a try that had leave: it was right, it was wrong, or it was never judged.
-- KEYS  1 budget (hash: failures, until, flying, flyingUntil)
-- ARGV  1 'right', 'wrong' or 'dropped', 2 forgotten after (ms), then the wait (ms) after each failure in a row, the last
--       for all that follow
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'failures', 'flying')
local flying = math.max(0, tonumber(held[2] or 0) - 1)
if ARGV[1] == 'right' and flying == 0 then return redis.call('DEL', KEYS[1]) end
if ARGV[1] == 'dropped' and not held[1] and flying == 0 then return redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], 'flying', flying)
if ARGV[1] == 'right' then redis.call('HSET', KEYS[1], 'failures', 0, 'until', 0) end
if ARGV[1] == 'wrong' then
  local failures = tonumber(held[1] or 0) + 1
  local wait = tonumber(ARGV[math.min(2 + failures, #ARGV)])
  redis.call('HSET', KEYS[1], 'failures', failures, 'until', string.format('%d', now + wait))
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
