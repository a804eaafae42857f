#!lua
-- Creates a session, unless its user's epoch moved since the credential was read.
-- KEYS  1 session, 2 sessions (sorted set), 3 epoch, then for each known member: its session, its ended record
-- ARGV  1 epoch, 2 document, 3 expires at (ms), 4 sid, 5 absolute end (ms), 6 most sessions, 7 ended kept (ms),
--       8 signal channel, 9 the sids that will make room (comma-separated, oldest first), then the sids of the known
--       members in the order of KEYS
-- Answers 'created', 'stale' (epoch moved or absent), 'exists', 'retry' (members changed since they were read), or
-- 'trail'.
local epoch = redis.call('GET', KEYS[3])
if not epoch or epoch ~= ARGV[1] then return 'stale' end
if redis.call('EXISTS', KEYS[1]) == 1 then return 'exists' end

local place = {}
for at = 10, #ARGV do place[ARGV[at]] = 4 + (at - 10) * 2 end
local members = redis.call('ZRANGE', KEYS[2], 0, -1)
for _, sid in ipairs(members) do
  -- A cluster needs every key declared, so a member that joined in between means: read again.
  if not place[sid] then return 'retry' end
end

-- Everything is read before the first write. Dead are those whose document expired and those of an earlier epoch,
-- which a revoke-all raced with their creation left behind: they must not push a living one out.
local living, dead = {}, {}
for _, sid in ipairs(members) do
  local found = redis.call('JSON.GET', KEYS[place[sid]], '$.epoch')
  local member = found and cjson.decode(found)
  if member and string.format('%d', member[1]) == epoch then
    living[#living + 1] = sid
  else
    dead[#dead + 1] = sid
  end
end

-- Who makes room is recorded with the rest, so the caller must have known it.
local leaving = {}
for at = 1, #living - tonumber(ARGV[6]) + 1 do leaving[at] = living[at] end
if table.concat(leaving, ',') ~= ARGV[9] then return 'retry' end
if trail_moved() then return 'trail' end

redis.call('JSON.SET', KEYS[1], '$', ARGV[2])
redis.call('PEXPIREAT', KEYS[1], ARGV[3])

-- Dead members first; only then does the oldest living one make room.
for _, sid in ipairs(dead) do
  redis.call('DEL', KEYS[place[sid]])
  redis.call('ZREM', KEYS[2], sid)
end
for _, sid in ipairs(leaving) do
  end_session(KEYS[2], sid, KEYS[place[sid]], KEYS[place[sid] + 1], 'too_many', ARGV[7])
  redis.call('PUBLISH', ARGV[8], cjson.encode({ kind = 'ended', sid = sid, reason = 'too_many' }))
end

-- The score is the time of creation, the order of eviction: to the microsecond, since a tie would go by name.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[2], string.format('%d.%03d', now, time[2] % 1000), ARGV[4])
-- The list lives as long as its longest member; GT alone would not set a first expiry.
if redis.call('PTTL', KEYS[2]) < 0 then
  redis.call('PEXPIREAT', KEYS[2], ARGV[5])
else
  redis.call('PEXPIREAT', KEYS[2], ARGV[5], 'GT')
end
trail_write()
local device = cjson.decode(ARGV[2]).device
redis.call(
  'PUBLISH',
  ARGV[8],
  cjson.encode({ kind = 'created', sid = ARGV[4], browser = device.browser, system = device.system })
)
return 'created'
