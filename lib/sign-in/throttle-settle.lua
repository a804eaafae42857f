#!lua
-- Settles a try that had leave: it was right, it was wrong, or it was never judged.
-- KEYS  1 budget (hash: failures, until, flying, flyingUntil)
-- ARGV  1 'right', 'wrong', 'dropped', or 'full' to fill a budget up that the try did not have leave of,
--       2 forgotten after (ms), 3 most failures in a row, then the wait (ms) after each failure in a row, the last
--       for all that follow
-- Answers how many failures in a row there are now.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'failures', 'flying')
local failures, flying = tonumber(held[1] or 0), tonumber(held[2] or 0)
if ARGV[1] ~= 'full' then flying = math.max(0, flying - 1) end
if flying == 0 and (ARGV[1] == 'right' or ARGV[1] == 'dropped' and not held[1]) then
  redis.call('DEL', KEYS[1])
  return 0
end
redis.call('HSET', KEYS[1], 'flying', flying)
if ARGV[1] == 'right' then
  failures = 0
  redis.call('HSET', KEYS[1], 'failures', 0, 'until', 0)
elseif ARGV[1] ~= 'dropped' then
  failures = failures + 1
  if ARGV[1] == 'full' then failures = math.max(failures, tonumber(ARGV[3])) end
  local wait = tonumber(ARGV[math.min(3 + failures, #ARGV)])
  redis.call('HSET', KEYS[1], 'failures', failures, 'until', string.format('%d', now + wait))
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return failures
