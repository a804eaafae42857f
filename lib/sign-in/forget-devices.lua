#!lua
-- Forgets all devices of a user, or all but one.
-- KEYS  1 devices (sorted set)
-- ARGV  1 digest to keep, or ''
-- Answers how many were forgotten.
local forgotten = 0
for _, digest in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if digest ~= ARGV[1] then forgotten = forgotten + redis.call('ZREM', KEYS[1], digest) end
end
return forgotten
