#!lua
-- Writes a user's preferences by path, so that two changes at a time lose nothing, and tells their open pages.
-- KEYS  1 user
-- ARGV  1 signal channel, then pairs of name and JSON value
-- Answers the preferences as JSON, or nothing for a user that is gone.
local found = redis.call('JSON.GET', KEYS[1], '$.preferences')
if not found or found == '[]' then return nil end
local changed = {}
for at = 2, #ARGV, 2 do
  redis.call('JSON.SET', KEYS[1], '$.preferences.' .. ARGV[at], ARGV[at + 1])
  changed[#changed + 1] = cjson.encode(ARGV[at]) .. ':' .. ARGV[at + 1]
end
if #changed > 0 then
  redis.call('PUBLISH', ARGV[1], '{"kind":"preferences","changed":{' .. table.concat(changed, ',') .. '}}')
end
return redis.call('JSON.GET', KEYS[1], '$.preferences')
