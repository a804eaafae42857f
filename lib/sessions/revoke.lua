#!lua flags=allow-oom
-- Ends one session. Allowed at maxmemory: ending must always work, and it frees more than it writes.
-- KEYS  those of sessions.lua
-- ARGV  1 { sid, reason }, then those of sessions.lua
-- Answers 1, 0 when there was none, or 'moved' (the audit log).
-- include "sessions.lua"
local given = cjson.decode(ARGV[1])

if redis.call('EXISTS', documents[given.sid]) == 1 and audit_moved() then return 'moved' end
if not end_session(given.sid, given.reason) then return 0 end
audit_write()
return 1
