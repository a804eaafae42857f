#!lua flags=allow-oom
-- Ends all sessions of a user, or all but one.
-- KEYS  those of sessions.lua
-- ARGV  1 { reason, except (a sid, or absent) }, then those of sessions.lua
-- Answers how many were ended, 'moved' (the audit log), or -1 when there is no such user (an absent epoch stays absent).
-- include "sessions.lua"
local given = cjson.decode(ARGV[1])

if not user_epoch() then return -1 end
if audit_moved() then return 'moved' end
local ended = end_all(given.reason, given.except)
-- What ended nothing is not recorded: a log cannot be filled by repeating it.
if ended > 0 then audit_write() end
return ended
