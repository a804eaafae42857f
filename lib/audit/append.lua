#!lua flags=allow-oom
-- Records what no other script does: an act on several users, of which each has a slot of its own, or one of the
-- payments process, which writes no audit log.
-- KEYS  those of audit-log.lua
-- ARGV  1 {}, then that of audit-log.lua
-- Answers 1, or 'moved' (the audit log).
-- include "../sessions/audit-log.lua"
if audit_moved() then return 'moved' end
audit_write()
return 1
