#!lua flags=allow-oom
-- Notes a wrong password given within a session. At the limit the session ends, in this same step.
-- KEYS  those of sessions.lua
-- ARGV  1 { sid, epoch, maxFailures, reason }, then those of sessions.lua
-- Answers how many there are now; the limit when it ended the session; 'moved' (the audit log); -1 when the session is over.
-- include "sessions.lua"
local given = cjson.decode(ARGV[1])

if not is_living(given.sid, given.epoch) then return -1 end
if audit_moved() then return 'moved' end
local document = documents[given.sid]
local failures = (cjson.decode(redis.call('JSON.GET', document, '$.stepUpFailures'))[1] or 0) + 1
if failures < given.maxFailures then
  redis.call('JSON.SET', document, '$.stepUpFailures', string.format('%d', failures))
else
  end_session(given.sid, given.reason)
end
audit_write()
return failures
