#!lua
-- Records what no other script does: an act on several users, of which each has a slot of its own.
-- KEYS  those of trail.lua
-- ARGV  1 {}, then that of trail.lua
-- Answers 1, or 'moved' (the trail).
-- include "../sessions/trail.lua"
if trail_moved() then return 'moved' end
trail_write()
return 1
