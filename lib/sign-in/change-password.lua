#!lua
-- Writes a new credential and moves the epoch in one step, so that a sign-in that read the old one is refused.
-- KEYS  1 credential, 2 epoch, 3 sessions (sorted set), then for each known member: its session, its ended record
-- ARGV  1 epoch, 2 credential (JSON), 3 ended kept (ms), 4 signal channel, 5 sid that stays, 6 '1' to end the others,
--       then the known sids in the order of KEYS
-- Answers how many others were ended, 'trail', 'retry' (members changed since they were read), or 'stale' (all were ended, or
-- this session is over).
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 'stale' end
local place = {}
for at = 7, #ARGV do place[ARGV[at]] = 4 + (at - 7) * 2 end
if not place[ARGV[5]] or redis.call('EXISTS', KEYS[place[ARGV[5]]]) == 0 then return 'stale' end
for _, sid in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  -- One that joined in between would end with the epoch although nobody asked for that.
  if not place[sid] then return 'retry' end
end
local held = {}
for at = 7, #ARGV do
  local found = redis.call('JSON.GET', KEYS[place[ARGV[at]]], '$.epoch')
  local member = found and cjson.decode(found)
  -- What belongs to an earlier epoch is over, and must not be brought back by the new one.
  if member and string.format('%d', member[1]) == ARGV[1] then held[ARGV[at]] = true end
end
if not held[ARGV[5]] then return 'stale' end
if trail_moved() then return 'trail' end

redis.call('JSON.SET', KEYS[1], '$', ARGV[2])
local epoch = string.format('%d', redis.call('INCR', KEYS[2]))
local ended = 0
for at = 7, #ARGV do
  local sid = ARGV[at]
  local session = KEYS[place[sid]]
  if not held[sid] then
    redis.call('ZREM', KEYS[3], sid)
  elseif sid == ARGV[5] or ARGV[6] ~= '1' then
    redis.call('JSON.SET', session, '$.epoch', epoch)
  else
    end_session(KEYS[3], sid, session, KEYS[place[sid] + 1], 'password_changed', ARGV[3])
    ended = ended + 1
  end
end
trail_write()
if ARGV[6] == '1' then
  redis.call('PUBLISH', ARGV[4], cjson.encode({ kind = 'ended_all', except = ARGV[5], reason = 'password_changed' }))
else
  redis.call('PUBLISH', ARGV[4], cjson.encode({ kind = 'password_changed', by = ARGV[5] }))
end
return ended
