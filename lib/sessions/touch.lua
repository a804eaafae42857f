#!lua
-- Notes activity. Without allow-oom: at maxmemory it is refused as a whole, and the caller carries on without it.
-- KEYS  1 session, 2 epoch
-- ARGV  1 epoch, 2 idle (ms), 3 step (ms)
-- Answers 'gone', 'stale', 'idle', 'absolute', or the time at which the session now goes idle.
if redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end
local epoch = redis.call('GET', KEYS[2])
if not epoch or epoch ~= ARGV[1] then return 'stale' end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local times = cjson.decode(redis.call('JSON.GET', KEYS[1], '$.lastActiveAt', '$.idleExpiresAt', '$.absoluteExpiresAt'))
local lastActiveAt, idleExpiresAt, absoluteExpiresAt =
  times['$.lastActiveAt'][1], times['$.idleExpiresAt'][1], times['$.absoluteExpiresAt'][1]
-- Redis may be late to remove an expired document; a late touch must not bring it back.
if now >= absoluteExpiresAt then return 'absolute' end
if now >= idleExpiresAt then return 'idle' end
if now - lastActiveAt < tonumber(ARGV[3]) then return string.format('%d', idleExpiresAt) end

idleExpiresAt = now + tonumber(ARGV[2])
-- Writes by path cannot create a key: whatever ended the session, this cannot revive it.
redis.call('JSON.SET', KEYS[1], '$.lastActiveAt', string.format('%d', now))
redis.call('JSON.SET', KEYS[1], '$.idleExpiresAt', string.format('%d', idleExpiresAt))
redis.call('PEXPIREAT', KEYS[1], string.format('%d', math.min(idleExpiresAt, absoluteExpiresAt)))
return string.format('%d', idleExpiresAt)
