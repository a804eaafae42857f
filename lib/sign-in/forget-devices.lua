#!lua flags=allow-oom
-- Forgets all devices of a user, or all but one.
-- KEYS  1 devices (sorted set)
-- ARGV  1 { except (a digest, or absent) }
-- Answers how many were forgotten.
local devices = unpack(KEYS)
local given = cjson.decode(ARGV[1])

local forgotten = 0
for _, digest in ipairs(redis.call('ZRANGE', devices, 0, -1)) do
  if digest ~= given.except then forgotten = forgotten + redis.call('ZREM', devices, digest) end
end
return forgotten
