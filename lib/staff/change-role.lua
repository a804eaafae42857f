#!lua
-- Gives a user another role and ends all their sessions in the same step, so that none goes on with the rights of before.
-- The epoch is what ends them: a sign-in that read the old role, and a session this script was not told about, are
-- refused by it. Deleting is only the tidying up.
-- KEYS  1 user, 2 epoch, 3 sessions (sorted set), then for each known member: its session, its ended record
-- ARGV  1 the role that was judged, 2 the new one, 3 ended kept (ms), 4 signal channel, then the known sids
-- Answers how many sessions were ended, 'trail', or 'moved' when the role is another by now.
local found = redis.call('JSON.GET', KEYS[1], '$.role')
if not found or cjson.decode(found)[1] ~= ARGV[1] then return 'moved' end
if redis.call('EXISTS', KEYS[2]) == 0 then return 'moved' end
if trail_moved() then return 'trail' end

redis.call('JSON.SET', KEYS[1], '$.role', cjson.encode(ARGV[2]))
redis.call('INCR', KEYS[2])
local ended = 0
for at = 5, #ARGV do
  local place = 4 + (at - 5) * 2
  if end_session(KEYS[3], ARGV[at], KEYS[place], KEYS[place + 1], 'role_changed', ARGV[3]) then ended = ended + 1 end
end
trail_write()
redis.call('PUBLISH', ARGV[4], cjson.encode({ kind = 'ended_all', except = '', reason = 'role_changed' }))
return ended
