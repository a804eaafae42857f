#!lua flags=allow-oom
-- Asks for leave to try a password. Tries under way count against the limit, so that of many at the same moment no
-- more pass than are left; each is settled by throttle-settle.lua, or forgotten when it takes too long.
-- KEYS  1 budget (hash: failures, until, flying, flyingUntil)
-- ARGV  1 { maxInARow (failures), tryTakesMs (at most), waitForOthersMs (while they are judged), forgottenAfterMs }
-- Answers 0 to go on, or the milliseconds to wait.
-- include "../redis/now.lua"
local budget = unpack(KEYS)
local given = cjson.decode(ARGV[1])

local now = now_ms()
local held = redis.call('HMGET', budget, 'failures', 'until', 'flying', 'flyingUntil')
local failures, blocked = tonumber(held[1] or 0), tonumber(held[2] or 0)
local flying = now < tonumber(held[4] or 0) and tonumber(held[3] or 0) or 0
if now < blocked then return blocked - now end
-- Past the limit, each wait that has passed buys one try.
if flying >= math.max(1, given.maxInARow - failures) then return given.waitForOthersMs end
redis.call('HSET', budget, 'flying', flying + 1, 'flyingUntil', now + given.tryTakesMs)
redis.call('PEXPIRE', budget, given.forgottenAfterMs)
return 0
