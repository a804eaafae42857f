#!lua
-- Notes a wrong password given within a session. At the limit the session ends, in this same step.
-- KEYS  1 session, 2 epoch, 3 sessions (sorted set), 4 ended record
-- ARGV  1 epoch, 2 most failures, 3 sid, 4 reason, 5 ended kept (ms), 6 signal channel
-- Answers how many there are now; the limit when it ended the session; 'trail'; -1 when the session is over.
local found = redis.call('JSON.GET', KEYS[1], '$.stepUpFailures')
local epoch = redis.call('GET', KEYS[2])
if not found or not epoch or epoch ~= ARGV[1] then return -1 end
if trail_moved() then return 'trail' end
local failures = (cjson.decode(found)[1] or 0) + 1
if failures < tonumber(ARGV[2]) then
  redis.call('JSON.SET', KEYS[1], '$.stepUpFailures', string.format('%d', failures))
  trail_write()
  return failures
end

end_session(KEYS[3], ARGV[3], KEYS[1], KEYS[4], ARGV[4], ARGV[5])
trail_write()
redis.call('PUBLISH', ARGV[6], cjson.encode({ kind = 'ended', sid = ARGV[3], reason = ARGV[4] }))
return failures
