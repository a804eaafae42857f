#!lua
-- Creates a session, unless its user's epoch moved since the credential was read.
-- KEYS  1 the new document, then those of sessions.lua
-- ARGV  1 { sid, epoch, document (JSON text), expiresAt, absoluteExpiresAt, maxSessions, evicted (sids, oldest first) },
--       then those of sessions.lua
-- Answers 'created', 'stale' (epoch moved or absent), 'exists', or 'moved' (members or audit log, since they were read).
-- include "sessions.lua"
local document = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if user_epoch() ~= given.epoch then return 'stale' end
if redis.call('EXISTS', document) == 1 then return 'exists' end
local listed = listed_sids()
if not listed then return 'moved' end

-- Everything is read before the first write. Dead are members whose document expired and those of an earlier epoch,
-- which a revoke-all raced with their creation left behind: they must not evict a living one.
local living, dead = {}, {}
for _, sid in ipairs(listed) do
  table.insert(epoch_of(sid) == given.epoch and living or dead, sid)
end

-- Evictions are recorded, so the caller must have foreseen them.
local evicted = {}
for at = 1, #living - given.maxSessions + 1 do evicted[at] = living[at] end
if table.concat(evicted, ',') ~= table.concat(given.evicted, ',') then return 'moved' end
if audit_moved() then return 'moved' end

redis.call('JSON.SET', document, '$', given.document)
redis.call('PEXPIREAT', document, given.expiresAt)

-- Dead members go first, then the oldest living one.
for _, sid in ipairs(dead) do
  redis.call('DEL', documents[sid])
  redis.call('ZREM', session_list, sid)
end
for _, sid in ipairs(evicted) do end_session(sid, 'too_many') end

-- The score is the time of creation, the order of eviction: to the microsecond, since a tie would go by name.
local seconds, micros = unpack(redis.call('TIME'))
redis.call('ZADD', session_list, string.format('%d.%03d', seconds * 1000 + math.floor(micros / 1000), micros % 1000), given.sid)
-- The list lives as long as its longest member; GT alone would not set a first expiry.
if redis.call('PTTL', session_list) < 0 then
  redis.call('PEXPIREAT', session_list, given.absoluteExpiresAt)
else
  redis.call('PEXPIREAT', session_list, given.absoluteExpiresAt, 'GT')
end
audit_write()
local created = cjson.decode(given.document)
local device = created.device
signal({
  kind = 'created', sid = given.sid, at = created.createdAt,
  browser = device.browser, system = device.system, address = device.address,
})
return 'created'
