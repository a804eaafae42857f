-- The sessions of one user, for a script that looks at them or ends them: nothing else reads or writes their keys.
-- KEYS  off the end: epoch, list (sorted set of sids, score = created), then for each known sid its document and the
--       record of its end
-- ARGV  3 { sids (the known ones, in the order of KEYS), channel (of signals), keptMs (of records) }
-- include "audit-log.lua"
-- include "../redis/now.lua"
local sessions = cjson.decode(ARGV[3])
local documents, records = {}, {}
for at = #sessions.sids, 1, -1 do
  records[sessions.sids[at]] = table.remove(KEYS)
  documents[sessions.sids[at]] = table.remove(KEYS)
end
local session_list = table.remove(KEYS)
local epoch_key = table.remove(KEYS)

-- The user's epoch as text; nil for a user that is gone.
local function user_epoch() return redis.call('GET', epoch_key) or nil end

-- The epoch that a session is of, as text; nil when there is no such session.
local function epoch_of(sid)
  local found = documents[sid] and redis.call('JSON.GET', documents[sid], '$.epoch')
  return found and string.format('%d', cjson.decode(found)[1]) or nil
end

-- Whether a session is there, and its user's epoch still the one that it was read with.
local function is_living(sid, epoch) return redis.call('EXISTS', documents[sid]) == 1 and user_epoch() == epoch end

-- The sids of the list, oldest first; nil when one joined that is not known: a cluster needs every key declared, so the
-- caller must read again.
local function listed_sids()
  local listed = redis.call('ZRANGE', session_list, 0, -1)
  for _, sid in ipairs(listed) do
    if not documents[sid] then return nil end
  end
  return listed
end

local function signal(message) redis.call('PUBLISH', sessions.channel, cjson.encode(message)) end

-- Ends a session without a signal, and keeps why for whoever still holds its token. False when there was none; it then
-- leaves the list all the same.
local function remove_session(sid, reason)
  local found = redis.call('JSON.GET', documents[sid], '$.tokenDigest')
  redis.call('ZREM', session_list, sid)
  if not found then return false end
  -- Gone first: nothing that could fail below may keep it alive.
  redis.call('DEL', documents[sid])
  local record = { reason = reason, at = now_ms(), tokenDigest = cjson.decode(found)[1] }
  redis.call('JSON.SET', records[sid], '$', cjson.encode(record))
  redis.call('PEXPIRE', records[sid], sessions.keptMs)
  return true
end

-- Ends one session. False when there was none.
local function end_session(sid, reason)
  if not remove_session(sid, reason) then return false end
  signal({ kind = 'ended', sid = sid, reason = reason })
  return true
end

-- Ends all sessions of the user, or all but `survivor`, and answers how many documents that were. The epoch is what ends
-- them: one that is created or touched at the same moment, or that is not known here, is refused by it. Removing is only
-- the tidying up.
local function end_all(reason, survivor)
  -- The survivor must be of the epoch that ends now, else it is a dead one that asks to be revived.
  if survivor and epoch_of(survivor) ~= user_epoch() then survivor = nil end
  local epoch = redis.call('INCR', epoch_key)
  local ended = 0
  for _, sid in ipairs(sessions.sids) do
    if sid == survivor then
      redis.call('JSON.SET', documents[sid], '$.epoch', string.format('%d', epoch))
    elseif remove_session(sid, reason) then
      ended = ended + 1
    end
  end
  signal({ kind = 'ended_all', except = survivor or '', reason = reason })
  return ended
end

-- Moves the epoch together with the sessions that are of it: a sign-in under way is refused, and nobody is signed out.
local function carry_all()
  local before = user_epoch()
  local epoch = redis.call('INCR', epoch_key)
  for _, sid in ipairs(sessions.sids) do
    -- What belongs to an earlier epoch is over, and must not be brought back by the new one.
    if epoch_of(sid) == before then
      redis.call('JSON.SET', documents[sid], '$.epoch', string.format('%d', epoch))
    else
      redis.call('ZREM', session_list, sid)
    end
  end
end
