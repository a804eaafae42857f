#!lua
-- Writes application data into a living session, by path.
-- KEYS  1 session, 2 epoch
-- ARGV  1 epoch, then pairs of path and JSON value
-- Answers 1, or 0 when the session is over.
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local epoch = redis.call('GET', KEYS[2])
if not epoch or epoch ~= ARGV[1] then return 0 end
for at = 2, #ARGV, 2 do redis.call('JSON.SET', KEYS[1], ARGV[at], ARGV[at + 1]) end
return 1
