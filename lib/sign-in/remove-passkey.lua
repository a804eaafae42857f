#!lua flags=allow-oom
-- Removes a passkey and moves the epoch in one step, so that a sign-in that read it is refused.
-- KEYS  1 passkeys (hash), 2 credential, then those of sessions.lua
-- ARGV  1 { id, sid (the session that asks), epoch }, then those of sessions.lua
-- Answers 1, 'moved' (members or audit log, since they were read), 'gone', 'last' (there would be no way in), or 'stale'
-- (the session is over).
-- include "../sessions/sessions.lua"
local passkeys, credential = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if user_epoch() ~= given.epoch or epoch_of(given.sid) ~= given.epoch then return 'stale' end
if not redis.call('HGET', passkeys, given.id) then return 'gone' end
if redis.call('HLEN', passkeys) == 1 and redis.call('EXISTS', credential) == 0 then return 'last' end
-- One that joined in between would end with the epoch although nobody asked for that.
if not listed_sids() or audit_moved() then return 'moved' end

redis.call('HDEL', passkeys, given.id)
carry_all()
signal({ kind = 'passkey', by = given.sid, change = 'removed' })
audit_write()
return 1
