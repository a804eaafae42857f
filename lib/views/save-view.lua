#!lua
-- Saves a view under its name: a known name gets the new filter, a new one counts against the limit.
-- KEYS  1 the user's views
-- ARGV  1 id, 2 the view as JSON, 3 how many there may be
-- Answers 1, or 0 when there are as many as there may be.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
