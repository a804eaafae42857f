#!lua
-- Makes a code for a key for payments, in place of the one before.
-- KEYS  1 code (hash: digest, tries), then those of audit-log.lua
-- ARGV  1 { digest, goodForMs }, then that of audit-log.lua
-- Answers 1, or 'moved' (the audit log).
-- include "../sessions/audit-log.lua"
local code = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if audit_moved() then return 'moved' end
redis.call('DEL', code)
redis.call('HSET', code, 'digest', given.digest, 'tries', 0)
redis.call('PEXPIRE', code, given.goodForMs)
audit_write()
return 1
