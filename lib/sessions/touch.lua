#!lua
-- Notes activity. Without allow-oom: at maxmemory it is refused as a whole, and the caller carries on without it.
-- KEYS  those of sessions.lua
-- ARGV  1 { sid, epoch, idleMs, stepMs }, then those of sessions.lua
-- Answers 'gone', 'stale', 'idle', 'absolute', or the time at which the session now goes idle.
-- include "sessions.lua"
local given = cjson.decode(ARGV[1])
local document = documents[given.sid]

if redis.call('EXISTS', document) == 0 then return 'gone' end
if not is_living(given.sid, given.epoch) then return 'stale' end

local now = now_ms()
local times = cjson.decode(redis.call('JSON.GET', document, '$.lastActiveAt', '$.idleExpiresAt', '$.absoluteExpiresAt'))
local lastActiveAt, idleExpiresAt, absoluteExpiresAt =
  times['$.lastActiveAt'][1], times['$.idleExpiresAt'][1], times['$.absoluteExpiresAt'][1]
-- Redis may be late to remove an expired document; a late touch must not bring it back.
if now >= absoluteExpiresAt then return 'absolute' end
if now >= idleExpiresAt then return 'idle' end
if now - lastActiveAt < given.stepMs then return string.format('%d', idleExpiresAt) end

idleExpiresAt = now + given.idleMs
-- Writes by path cannot create a key: whatever ended the session, this cannot revive it.
redis.call('JSON.SET', document, '$.lastActiveAt', string.format('%d', now))
redis.call('JSON.SET', document, '$.idleExpiresAt', string.format('%d', idleExpiresAt))
redis.call('PEXPIREAT', document, string.format('%d', math.min(idleExpiresAt, absoluteExpiresAt)))
return string.format('%d', idleExpiresAt)
