#!lua flags=allow-oom
-- Settles a try that had leave: it was right, it was wrong, or it was never judged.
-- KEYS  1 budget (hash: failures, until, flying, flyingUntil)
-- ARGV  1 { outcome ('right', 'wrong', 'dropped', or 'full' to fill a budget up that the try did not have leave of),
--       forgottenAfterMs, maxInARow, waitsMs (after each failure in a row, the last for all that follow) }
-- Answers how many failures in a row there are now.
-- include "../redis/now.lua"
local budget = unpack(KEYS)
local given = cjson.decode(ARGV[1])
local outcome = given.outcome

local held = redis.call('HMGET', budget, 'failures', 'flying')
local failures, flying = tonumber(held[1] or 0), tonumber(held[2] or 0)
if outcome ~= 'full' then flying = math.max(0, flying - 1) end
if flying == 0 and (outcome == 'right' or outcome == 'dropped' and not held[1]) then
  redis.call('DEL', budget)
  return 0
end
redis.call('HSET', budget, 'flying', flying)
if outcome == 'right' then
  failures = 0
  redis.call('HSET', budget, 'failures', 0, 'until', 0)
elseif outcome ~= 'dropped' then
  failures = failures + 1
  if outcome == 'full' then failures = math.max(failures, given.maxInARow) end
  local wait = given.waitsMs[math.min(failures, #given.waitsMs)]
  redis.call('HSET', budget, 'failures', failures, 'until', now_ms() + wait)
end
redis.call('PEXPIRE', budget, given.forgottenAfterMs)
return failures
