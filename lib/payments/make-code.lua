#!lua
-- Makes a code for a first key, in place of the one before.
-- KEYS  1 code (hash: digest, tries)
-- ARGV  1 { digest, goodForMs }
-- Answers 1.
local code = unpack(KEYS)
local given = cjson.decode(ARGV[1])

redis.call('DEL', code)
redis.call('HSET', code, 'digest', given.digest, 'tries', 0)
redis.call('PEXPIRE', code, given.goodForMs)
return 1
