#!lua
-- Writes a user's preferences, so that two changes at a time lose nothing, and tells their open pages.
-- KEYS  1 preferences (hash: a JSON text each, by name), 2 epoch
-- ARGV  1 { channel (of signals), changed (a JSON text each, by name) }
-- Answers all preferences, or nothing for a user that is gone.
local preferences, epoch = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if redis.call('EXISTS', epoch) == 0 then return nil end
local changed = {}
for name, json in pairs(given.changed) do
  redis.call('HSET', preferences, name, json)
  changed[#changed + 1] = cjson.encode(name) .. ':' .. json
end
if #changed > 0 then
  redis.call('PUBLISH', given.channel, '{"kind":"preferences","changed":{' .. table.concat(changed, ',') .. '}}')
end
return redis.call('HGETALL', preferences)
