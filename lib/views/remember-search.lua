#!lua
-- Puts a search on top of a person's recent ones. The same text in another case, and what was only the way to it (the
-- beginning of it, asked for a moment ago), make room.
-- KEYS  1 the user's recent searches
-- ARGV  1 text, 2 how many are kept, 3 how long a beginning counts as unfinished, 4 how long all are kept; milliseconds
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local text = string.lower(ARGV[1])
local known = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for at = 1, #known, 2 do
  local before, asked = string.lower(known[at]), tonumber(known[at + 1])
  local unfinished = now - asked < tonumber(ARGV[3]) and string.sub(text, 1, #before) == before
  if before == text or unfinished then redis.call('ZREM', KEYS[1], known[at]) end
  -- Two of one millisecond are still one after the other.
  now = math.max(now, asked + 1)
end
redis.call('ZADD', KEYS[1], string.format('%d', now), ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[2]))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
