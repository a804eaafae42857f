#!lua
-- Puts a search on top of a person's recent ones. The same text in another case, and what was only the way to it (the
-- beginning of it, asked for a moment ago), make room.
-- KEYS  1 searches (sorted set, score = last asked for)
-- ARGV  1 { text, maxSearches, unfinishedMs (how long a beginning counts as unfinished), keptMs }
-- include "../redis/now.lua"
local searches = unpack(KEYS)
local given = cjson.decode(ARGV[1])

local now = now_ms()
local text = string.lower(given.text)
local stored = redis.call('ZRANGE', searches, 0, -1, 'WITHSCORES')
for at = 1, #stored, 2 do
  local before, searched_at = string.lower(stored[at]), tonumber(stored[at + 1])
  local unfinished = now - searched_at < given.unfinishedMs and string.sub(text, 1, #before) == before
  if before == text or unfinished then redis.call('ZREM', searches, stored[at]) end
  -- Two of one millisecond are still one after the other.
  now = math.max(now, searched_at + 1)
end
redis.call('ZADD', searches, now, given.text)
redis.call('ZREMRANGEBYRANK', searches, 0, -1 - given.maxSearches)
redis.call('PEXPIRE', searches, given.keptMs)
return 1
