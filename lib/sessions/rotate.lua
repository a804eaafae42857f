#!lua
-- Gives a session a new secret. The old one authorises nothing from here on.
-- KEYS  1 session, 2 epoch
-- ARGV  1 epoch, 2 digest presented, 3 new digest, 4 '1' to note a step-up
-- Answers 1, 'trail', or 0 when the session is over or the digest presented is no longer its own.
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local epoch = redis.call('GET', KEYS[2])
if not epoch or epoch ~= ARGV[1] then return 0 end
local current = cjson.decode(redis.call('JSON.GET', KEYS[1], '$.tokenDigest'))[1]
-- Of two rotations at once, one wins; the other client is told that its token was rotated.
if current ~= ARGV[2] then return 0 end
if trail_moved() then return 'trail' end

local time = redis.call('TIME')
local now = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('JSON.SET', KEYS[1], '$.previousDigest', cjson.encode(current))
redis.call('JSON.SET', KEYS[1], '$.rotatedAt', now)
redis.call('JSON.SET', KEYS[1], '$.tokenDigest', cjson.encode(ARGV[3]))
if ARGV[4] == '1' then
  redis.call('JSON.SET', KEYS[1], '$.stepUpAt', now)
  redis.call('JSON.SET', KEYS[1], '$.stepUpFailures', '0')
end
trail_write()
return 1
