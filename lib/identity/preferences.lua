#!lua
-- Writes a user's preferences by path, so that two changes at a time lose nothing, and tells their open pages.
-- KEYS  1 user
-- ARGV  1 { channel (of signals), changed (a JSON text each, by name) }
-- Answers the preferences as JSON, or nothing for a user that is gone.
local user = unpack(KEYS)
local given = cjson.decode(ARGV[1])

local found = redis.call('JSON.GET', user, '$.preferences')
if not found or found == '[]' then return nil end
local changed = {}
for name, json in pairs(given.changed) do
  redis.call('JSON.SET', user, '$.preferences.' .. name, json)
  changed[#changed + 1] = cjson.encode(name) .. ':' .. json
end
if #changed > 0 then
  redis.call('PUBLISH', given.channel, '{"kind":"preferences","changed":{' .. table.concat(changed, ',') .. '}}')
end
return redis.call('JSON.GET', user, '$.preferences')
