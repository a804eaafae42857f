#!lua
-- Uses a link up, writes the new credential and ends all sessions, in one step: of two who use it one succeeds, and a
-- sign-in that read the old credential is refused by the epoch.
-- KEYS  1 reset, 2 credential, 3 epoch, 4 sessions (sorted set), then for each known member: its session, its ended record
-- ARGV  1 digest, 2 credential (JSON), 3 ended kept (ms), 4 signal channel, then the known sids
-- Answers how many sessions were ended, 'trail', or 'gone' when the link was used, replaced or is too old.
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('EXISTS', KEYS[3]) == 0 then return 'gone' end
if trail_moved() then return 'trail' end

redis.call('DEL', KEYS[1])
redis.call('JSON.SET', KEYS[2], '$', ARGV[2])
redis.call('INCR', KEYS[3])
local ended = 0
for at = 5, #ARGV do
  local place = 5 + (at - 5) * 2
  if end_session(KEYS[4], ARGV[at], KEYS[place], KEYS[place + 1], 'password_changed', ARGV[3]) then ended = ended + 1 end
end
trail_write()
redis.call('PUBLISH', ARGV[4], cjson.encode({ kind = 'ended_all', except = '', reason = 'password_changed' }))
return ended
