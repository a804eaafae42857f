#!lua flags=allow-oom
-- Writes a passkey: a new one, or one in the place of what the caller read.
-- KEYS  1 passkeys (hash), then those of sessions.lua
-- ARGV  1 { id, before (as read; absent for a new one), after (JSON text), maxPasskeys, sid and epoch (of the session that
--       asks; absent at a sign-in), change (to signal, or absent) }, then those of sessions.lua
-- Answers 1, 'moved' (the passkey or the audit log), 'gone', 'exists', 'full', or 'stale' (the session is over).
-- include "../sessions/sessions.lua"
local passkeys = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if given.sid and not is_living(given.sid, given.epoch) then return 'stale' end
local found = redis.call('HGET', passkeys, given.id) or nil
if given.before then
  if not found then return 'gone' end
  if found ~= given.before then return 'moved' end
else
  if found then return 'exists' end
  if redis.call('HLEN', passkeys) >= given.maxPasskeys then return 'full' end
end
if audit_moved() then return 'moved' end

redis.call('HSET', passkeys, given.id, given.after)
if given.change then signal({ kind = 'passkey', by = given.sid, change = given.change }) end
audit_write()
return 1
