-- Put before a script that ends sessions: the one way in which that is done.
-- Ends a session and keeps why, for `kept_ms`, for whoever still holds its token. False when there was none; it then
-- leaves the list all the same.
local function end_session(sessions, sid, session, record, reason, kept_ms)
  local found = redis.call('JSON.GET', session, '$.tokenDigest')
  redis.call('ZREM', sessions, sid)
  if not found then return false end
  -- Gone first: nothing that could fail below may keep it alive.
  redis.call('DEL', session)
  local time = redis.call('TIME')
  local now = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
  local digest = cjson.encode(cjson.decode(found)[1])
  redis.call('JSON.SET', record, '$', '{"reason":' .. cjson.encode(reason) .. ',"at":' .. now .. ',"tokenDigest":' .. digest .. '}')
  redis.call('PEXPIRE', record, kept_ms)
  return true
end
