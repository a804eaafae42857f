#!lua
-- Makes the stream of requests anew once it can take none: after the last id there is, every XADD fails. What it has is
-- carried out first; the group is made by whoever reads next.
-- KEYS  1 requests
-- Answers 1, or 0 when there is nothing to do.
local requests = unpack(KEYS)
local LAST_ID = '18446744073709551615-18446744073709551615'

if redis.call('EXISTS', requests) == 0 or redis.call('XLEN', requests) > 0 then return 0 end
local info = redis.call('XINFO', 'STREAM', requests)
for at = 1, #info, 2 do
  if info[at] == 'last-generated-id' and info[at + 1] == LAST_ID then return redis.call('DEL', requests) end
end
return 0
