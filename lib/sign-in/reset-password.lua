#!lua
-- Uses a link up, writes the new credential, removes the passkeys and ends all sessions, in one step: of two who use it
-- one succeeds, and a sign-in that read what signed in before is refused by the epoch.
-- KEYS  1 reset (digest of the link's secret), 2 credential, 3 passkeys, then those of sessions.lua
-- ARGV  1 { digest, credential (JSON text) }, then those of sessions.lua
-- Answers how many sessions were ended, 'moved' (the audit log), or 'gone' when the link was used, replaced or is too old.
-- include "../sessions/sessions.lua"
local reset, credential, passkeys = unpack(KEYS)
local given = cjson.decode(ARGV[1])

if redis.call('GET', reset) ~= given.digest or not user_epoch() then return 'gone' end
if audit_moved() then return 'moved' end

redis.call('DEL', reset)
redis.call('JSON.SET', credential, '$', given.credential)
redis.call('DEL', passkeys)
local ended = end_all('password_changed')
audit_write()
return ended
