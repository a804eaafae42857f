#!lua flags=allow-oom
-- Ends all sessions of a user, or all but one. The epoch is what ends them: a session created or touched at the
-- same moment, or one this script was not told about, is refused by it. Deleting is only the tidying up.
-- KEYS  1 epoch, 2 sessions (sorted set), then for each known member: its session, its ended record
-- ARGV  1 reason, 2 ended kept (ms), 3 signal channel, 4 sid to keep (or ''), then the known sids
-- Answers how many were ended, 'trail', or -1 when there is no such user (an absent epoch stays absent).
if redis.call('EXISTS', KEYS[1]) == 0 then return -1 end
if trail_moved() then return 'trail' end
local keep = 0
for at = 5, #ARGV do
  if ARGV[at] == ARGV[4] and redis.call('EXISTS', KEYS[3 + (at - 5) * 2]) == 1 then keep = 3 + (at - 5) * 2 end
end
-- The survivor must be of the epoch that ends now, else it is a dead one that asks to be revived.
if keep > 0 then
  local own = cjson.decode(redis.call('JSON.GET', KEYS[keep], '$.epoch'))[1]
  if string.format('%d', own) ~= redis.call('GET', KEYS[1]) then keep = 0 end
end

local epoch = redis.call('INCR', KEYS[1])
local ended = 0
for at = 5, #ARGV do
  local place = 3 + (at - 5) * 2
  if place == keep then
    redis.call('JSON.SET', KEYS[place], '$.epoch', string.format('%d', epoch))
  elseif end_session(KEYS[2], ARGV[at], KEYS[place], KEYS[place + 1], ARGV[1], ARGV[2]) then
    ended = ended + 1
  end
end
trail_write()
local survivor = ''
if keep > 0 then survivor = ARGV[4] end
redis.call('PUBLISH', ARGV[3], cjson.encode({ kind = 'ended_all', except = survivor, reason = ARGV[1] }))
return ended
