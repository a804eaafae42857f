#!lua flags=allow-oom
-- Ends one session. Allowed at maxmemory: ending must always work, and it frees more than it writes.
-- KEYS  1 session, 2 sessions (sorted set), 3 ended record
-- ARGV  1 sid, 2 reason, 3 ended kept (ms), 4 signal channel
-- Answers 1, 0 when there was none, or 'trail'.
local found = redis.call('JSON.GET', KEYS[1], '$.tokenDigest')
if found and trail_moved() then return 'trail' end
redis.call('ZREM', KEYS[2], ARGV[1])
if not found then return 0 end
-- Gone first: nothing that could fail below may keep it alive.
redis.call('DEL', KEYS[1])
local time = redis.call('TIME')
local now = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
local digest = cjson.encode(cjson.decode(found)[1])
redis.call('JSON.SET', KEYS[3], '$', '{"reason":' .. cjson.encode(ARGV[2]) .. ',"at":' .. now .. ',"tokenDigest":' .. digest .. '}')
redis.call('PEXPIRE', KEYS[3], ARGV[3])
trail_write()
redis.call('PUBLISH', ARGV[4], cjson.encode({ kind = 'ended', sid = ARGV[1], reason = ARGV[2] }))
return 1
