#!lua
-- Counts a refusal; the first of an hour from one source is recorded in the audit log, the others only counted, so that
-- nobody can flood it.
-- KEYS  1 counter, then those of audit-log.lua
-- ARGV  1 { keptMs (of the counter) }, then that of audit-log.lua
-- Answers how many there are now, or 'moved' (the audit log).
-- include "../sessions/audit-log.lua"
local counter = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if redis.call('EXISTS', counter) == 1 then return redis.call('INCR', counter) end
if audit_moved() then return 'moved' end
redis.call('INCR', counter)
redis.call('PEXPIRE', counter, given.keptMs)
audit_write()
return 1
