#!lua
-- Makes a link for a new password, in place of one that was made before.
-- KEYS  1 reset (string: digest of the link's secret), 2 user, then those of audit-log.lua
-- ARGV  1 { digest, goodForMs }, then that of audit-log.lua
-- Answers 1, 'moved' (the audit log), or 'gone' when there is no such user.
-- include "../sessions/audit-log.lua"
local reset, user = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if redis.call('EXISTS', user) == 0 then return 'gone' end
if audit_moved() then return 'moved' end
redis.call('SET', reset, given.digest, 'PX', given.goodForMs)
audit_write()
return 1
