-- Books one entry to one account, once: an event of the day, or a pending transaction that is posted. posting.lua has the
-- order in which that is safe.
--
-- KEYS  1-8 of the posting (posting.lua)  9 posted
-- ARGV  1-16 of the posting (posting.lua)  17 'live' or 'quiet' (history: no stream, no publish, no idempotency key)
--       18 life of the idempotency key, ms
-- Answers {'booked', seq, balance, available, how many entries there are, stream id, how many processes listen}
--       | {'already', account, seq} | what `look_at` answers
-- include "posting.lua"
local posting, posted = posting_of(KEYS, ARGV), unpack(KEYS, 9)
local mode, posted_ms = unpack(ARGV, 17)
posting.live = mode == 'live'

if posting.live then
  local stored = redis.pcall('GET', posted)
  if type(stored) == 'table' then return { 'refused', 'posted key has another type' } end
  if stored then
    local of, seq = string.match(stored, '^(.+):(%d+)$')
    return { 'already', of, tonumber(seq) }
  end
end

local refusal = look_at(posting) or posting.live and missing_right({ { 'SET', posted, '' } })
if refusal then return refusal end
local failed = write_entry(posting)
if failed then return failed end
local stream_id, listeners = write_rest(posting)
if posting.live then redis.call('SET', posted, posting.account_id .. ':' .. exact(posting.seq), 'PX', posted_ms) end
return { 'booked', posting.seq, posting.balance, posting.available, posting.entries, stream_id, listeners }
