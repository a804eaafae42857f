#!lua
-- Notes a device that signed its user in, in place of what it was known by before.
-- KEYS  1 devices (sorted set, score = last sign-in), 2 epoch
-- ARGV  1 epoch of the sign-in, 2 digest, 3 digest before ('' for none), 4 kept (ms), 5 most devices
-- Answers 1, or 0 when everything was ended meanwhile: whoever was forgotten then must not be known again.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[3] ~= '' then redis.call('ZREM', KEYS[1], ARGV[3]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%d', now - tonumber(ARGV[4])))
redis.call('ZADD', KEYS[1], string.format('%d', now), ARGV[2])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[5]) - 1)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
