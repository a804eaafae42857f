#!lua
-- Notes a device that signed its user in, in place of what it was known by before.
-- KEYS  1 devices (sorted set, score = last sign-in), 2 epoch
-- ARGV  1 { epoch (of the sign-in), digest, before (a digest, or absent), keptMs, maxDevices }
-- Answers 1, or 0 when everything was ended meanwhile: whoever was forgotten then must not be known again.
-- include "../redis/now.lua"
local devices, epoch = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if redis.call('GET', epoch) ~= given.epoch then return 0 end
local now = now_ms()
if given.before then redis.call('ZREM', devices, given.before) end
redis.call('ZREMRANGEBYSCORE', devices, '-inf', now - given.keptMs)
redis.call('ZADD', devices, now, given.digest)
redis.call('ZREMRANGEBYRANK', devices, 0, -given.maxDevices - 1)
redis.call('PEXPIRE', devices, given.keptMs)
return 1
