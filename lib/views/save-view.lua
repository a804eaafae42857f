#!lua
-- Saves a view under its name: a known name gets the new filter, a new one counts against the limit.
-- KEYS  1 views (hash)
-- ARGV  1 { id, view (JSON text), maxViews }
-- Answers 1, or 0 when there are as many as there may be.
local views = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if redis.call('HEXISTS', views, given.id) == 0 and redis.call('HLEN', views) >= given.maxViews then return 0 end
redis.call('HSET', views, given.id, given.view)
return 1
