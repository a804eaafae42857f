#!lua
-- Counts a refusal; the first of an hour from one source is recorded in the audit log, the others only counted, and so
-- is every source after the first few, so that nobody can flood it.
-- KEYS  1 counter, 2 sources (counter: of this hour that were recorded), then those of audit-log.lua
-- ARGV  1 { keptMs (of the counters), maxSources (absent for no limit) }, then that of audit-log.lua ('' to count only
--       what was recorded before)
-- Answers how many there are now, 0 for one that was not recorded, 'crowded', or 'moved' (the audit log).
-- include "../sessions/audit-log.lua"
local counter, sources = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if redis.call('EXISTS', counter) == 1 then return redis.call('INCR', counter) end
if not audit then return 0 end
if given.maxSources and tonumber(redis.call('GET', sources) or 0) >= given.maxSources then return 'crowded' end
if audit_moved() then return 'moved' end
for _, key in ipairs({ counter, sources }) do
  redis.call('INCR', key)
  redis.call('PEXPIRE', key, given.keptMs)
end
audit_write()
return 1
