#!lua flags=allow-oom
-- Gives a user another role and ends all their sessions in the same step, so that none goes on with the rights of before:
-- a sign-in that read the old role is refused by the epoch.
-- KEYS  1 user, then those of sessions.lua
-- ARGV  1 { before (the role that was judged), role (the new one) }, then those of sessions.lua
-- Answers how many sessions were ended, 'moved' (the audit log), or 'other' when the role is another by now.
-- include "../sessions/sessions.lua"
local user = unpack(KEYS)
local given = cjson.decode(ARGV[1])

local found = redis.call('JSON.GET', user, '$.role')
if not found or cjson.decode(found)[1] ~= given.before or not user_epoch() then return 'other' end
if audit_moved() then return 'moved' end

redis.call('JSON.SET', user, '$.role', cjson.encode(given.role))
local ended = end_all('role_changed')
audit_write()
return ended
