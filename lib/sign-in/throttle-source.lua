#!lua
-- Counts a try in a sliding window. Atomic: of two tries at the limit one passes.
-- KEYS  1 tries (sorted set, score = time)
-- ARGV  1 limit, 2 window (ms), 3 a name for this try that no other has
-- Answers 0 to go on, or the milliseconds until the oldest leaves the window.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%d', now - window))
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then
  local oldest = tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2])
  return math.max(1, oldest + window - now)
end
redis.call('ZADD', KEYS[1], string.format('%d', now), ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 0
