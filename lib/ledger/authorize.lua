-- Begins a pending transaction, once: money that leaves is reserved, unless the account has too little of it.
--
-- KEYS  1-4 of the event (pending-event.lua)  5 posted (of the same id)
-- ARGV  1-9 of the event (pending-event.lua)  10 amount, minor units, signed  11 the pending transaction as JSON
--       12 how many an account may have
-- Answers {'authorized' | 'declined', available, how many processes listen} | {'already'} (it is pending or was posted)
--       | {'full'} | what `look_at_account` answers
-- include "pending-event.lua"
local event, posted = pending_event_of(KEYS, ARGV), unpack(KEYS, 5)
local amount_text, json, most = unpack(ARGV, 10)

local refusal = look_at_pending(event)
if refusal then return refusal end
local amount = integer(amount_text)
if not amount or amount == 0 then return { 'refused', 'the amount is no integer' } end
if redis.call('EXISTS', posted) == 1 then return { 'already' } end
local exists = redis.call('EXISTS', event.pending) == 1
if exists then
  local count = redis.call('JSON.OBJLEN', event.pending, '$')[1]
  if not count then return { 'refused', 'pending transactions are damaged' } end
  if pending_amount(event.pending, event.id) then return { 'already' } end
  if count >= tonumber(most) then return { 'full' } end
end
local left = event.available - reserved_by(amount)
if amount < 0 and left < 0 then return write_sample(event) or write_event(event, 'declined') end

local path, value = path_of(event.id), json
if not exists then path, value = '$', '{"' .. event.id .. '":' .. json .. '}' end
local written = redis.pcall('JSON.SET', event.pending, path, value)
if type(written) ~= 'table' or written['err'] then return { 'refused', 'JSON.SET: ' .. tostring(written and written['err']) } end
event.available = left
local failed = write_sample(event)
if failed then
  redis.call('JSON.DEL', event.pending, path_of(event.id))
  return failed
end
return write_event(event, 'authorized')
