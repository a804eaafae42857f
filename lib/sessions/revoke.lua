#!lua flags=allow-oom
-- Ends one session. Allowed at maxmemory: ending must always work, and it frees more than it writes.
-- KEYS  1 session, 2 sessions (sorted set), 3 ended record
-- ARGV  1 sid, 2 reason, 3 ended kept (ms), 4 signal channel
-- Answers 1, 0 when there was none, or 'trail'.
if redis.call('EXISTS', KEYS[1]) == 1 and trail_moved() then return 'trail' end
if not end_session(KEYS[2], ARGV[1], KEYS[1], KEYS[3], ARGV[2], ARGV[3]) then return 0 end
trail_write()
redis.call('PUBLISH', ARGV[4], cjson.encode({ kind = 'ended', sid = ARGV[1], reason = ARGV[2] }))
return 1
