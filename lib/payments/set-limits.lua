#!lua
-- Sets what a customer may pay to others; what was paid today stays.
-- KEYS  1 limits (hash), then those of audit-log.lua
-- ARGV  1 { perPaymentMinor, perDayMinor (texts, each may be absent) }, then that of audit-log.lua
-- Answers 1, or 'moved' (the audit log).
-- include "../sessions/audit-log.lua"
local limits = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if audit_moved() then return 'moved' end
for field, amount in pairs(given) do redis.call('HSET', limits, field, amount) end
audit_write()
return 1
