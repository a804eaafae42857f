-- Brings what the build before kept in a user's document under `preferences` to where it is now. That stays where it
-- was: until the last of its processes has ended, they read it there.
--
-- KEYS  1 user (document), 2 preferences (hash: a JSON text each, by name)
-- Answers 1 when there was something of that build, else 0.
local user, preferences = unpack(KEYS)

local found = cjson.decode(redis.call('JSON.GET', user, '$.preferences') or '[]')[1]
if type(found) ~= 'table' then return 0 end
if found.sessionPolicy == 'psd2' then redis.call('JSON.SET', user, '$.sessionPolicy', '"psd2"', 'NX') end
-- What was chosen since is newer.
for _, name in ipairs({ 'language', 'hideAmounts' }) do
  if found[name] ~= nil then redis.call('HSETNX', preferences, name, cjson.encode(found[name])) end
end
return 1
