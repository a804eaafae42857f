#!lua
-- Makes a link for a new password, in place of one that was made before.
-- KEYS  1 reset (string: digest of the link's secret), 2 user
-- ARGV  1 digest, 2 good for (ms)
-- Answers 1, 'trail', or 'gone' when there is no such user.
if redis.call('EXISTS', KEYS[2]) == 0 then return 'gone' end
if trail_moved() then return 'trail' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
trail_write()
return 1
