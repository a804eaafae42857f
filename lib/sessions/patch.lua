#!lua
-- Writes application data into a living session, by path.
-- KEYS  those of sessions.lua
-- ARGV  1 { sid, epoch, members (a JSON text each, by name) }, then those of sessions.lua
-- Answers 1, or 0 when the session is over.
-- include "sessions.lua"
local given = cjson.decode(ARGV[1])

if not is_living(given.sid, given.epoch) then return 0 end
for name, json in pairs(given.members) do redis.call('JSON.SET', documents[given.sid], '$.' .. name, json) end
return 1
