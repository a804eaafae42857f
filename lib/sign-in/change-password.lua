#!lua flags=allow-oom
-- Writes a new credential and moves the epoch in one step, so that a sign-in that read the old one is refused.
-- KEYS  1 credential, then those of sessions.lua
-- ARGV  1 { sid (the session that stays), epoch, credential (JSON text), endOthers }, then those of sessions.lua
-- Answers how many others were ended, 'moved' (members or audit log, since they were read), or 'stale' (all were ended, or
-- this session is over).
-- include "../sessions/sessions.lua"
local credential = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if user_epoch() ~= given.epoch or epoch_of(given.sid) ~= given.epoch then return 'stale' end
-- One that joined in between would end with the epoch although nobody asked for that.
if not listed_sids() or audit_moved() then return 'moved' end

redis.call('JSON.SET', credential, '$', given.credential)
local ended = 0
if given.endOthers then
  ended = end_all('password_changed', given.sid)
else
  carry_all()
  signal({ kind = 'password_changed', by = given.sid })
end
audit_write()
return ended
