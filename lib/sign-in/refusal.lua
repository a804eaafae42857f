#!lua
-- Counts a refusal; the first of an hour from one place is recorded in the trail, the others only counted, so that
-- nobody can flood it.
-- KEYS  1 counter, then those of trail.lua
-- ARGV  1 { keptMs (of the counter) }, then that of trail.lua
-- Answers how many there are now, or 'moved' (the trail).
-- include "../sessions/trail.lua"
local counter = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if redis.call('EXISTS', counter) == 1 then return redis.call('INCR', counter) end
if trail_moved() then return 'moved' end
redis.call('INCR', counter)
redis.call('PEXPIRE', counter, given.keptMs)
trail_write()
return 1
