#!lua
-- Counts a refusal; the first of an hour from one place is recorded in the trail, the others only counted, so that
-- nobody can flood it.
-- KEYS  1 counter
-- ARGV  1 counter kept (ms)
-- Answers how many there are now, or 'trail'.
if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('INCR', KEYS[1]) end
if trail_moved() then return 'trail' end
redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
trail_write()
return 1
