#!lua
-- Records what no other script does: an act on several users, of which each has a slot of its own.
-- KEYS and ARGV are the trail's alone.
-- Answers 1, or 'trail'.
if trail_moved() then return 'trail' end
trail_write()
return 1
