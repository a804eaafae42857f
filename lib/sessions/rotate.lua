#!lua flags=allow-oom
-- Gives a session a new secret. The old one authorises nothing from here on.
-- KEYS  those of sessions.lua
-- ARGV  1 { sid, epoch, digest (as presented), newDigest, stepUp (whether to note one) }, then those of sessions.lua
-- Answers 1, 'moved' (the audit log), or 0 when the session is over or the digest presented is no longer its own.
-- include "sessions.lua"
local given = cjson.decode(ARGV[1])

if not is_living(given.sid, given.epoch) then return 0 end
local document = documents[given.sid]
local current = cjson.decode(redis.call('JSON.GET', document, '$.tokenDigest'))[1]
-- Of two rotations at once, one wins; the other client is told that its token was rotated.
if current ~= given.digest then return 0 end
if audit_moved() then return 'moved' end

local now = string.format('%d', now_ms())
redis.call('JSON.SET', document, '$.previousDigest', cjson.encode(current))
redis.call('JSON.SET', document, '$.rotatedAt', now)
redis.call('JSON.SET', document, '$.tokenDigest', cjson.encode(given.newDigest))
if given.stepUp then
  redis.call('JSON.SET', document, '$.stepUpAt', now)
  redis.call('JSON.SET', document, '$.stepUpFailures', '0')
end
audit_write()
return 1
