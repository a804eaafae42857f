-- Ends a pending transaction without a posting, once: the merchant voided it, or its time is over.
--
-- KEYS  1-4 of the event (pending-event.lua)
-- ARGV  1-9 of the event (pending-event.lua)  10 'voided' | 'expired'
-- Answers {'voided' | 'expired', available, how many processes listen} | {'not_pending'} | {'early', its expiresAt}
--       | what `look_at_account` answers
-- include "pending-event.lua"
local event = pending_event_of(KEYS, ARGV)
local kind = unpack(ARGV, 10)

local refusal = look_at_pending(event)
if refusal then return refusal end
local amount = pending_amount(event.pending, event.id)
if not amount then return { 'not_pending' } end
if kind == 'expired' then
  local found = redis.call('JSON.GET', event.pending, path_of(event.id) .. '.expiresAt')
  local expires_at = found and integer(string.match(found, '^%[(%d+)%]$'))
  if expires_at and expires_at > event.at then return { 'early', expires_at } end
end

event.available = event.available + reserved_by(amount)
local failed = write_sample(event)
if failed then return failed end
redis.call('JSON.DEL', event.pending, path_of(event.id))
return write_event(event, kind)
