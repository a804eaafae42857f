#!lua
-- Gives a payment's money to its payee, or says for good that it cannot be given: the first answer counts.
--
-- KEYS  1-8 of the posting (posting.lua)  9 what became of the payment
-- ARGV  1-16 of the posting (posting.lua)  17 currency
-- Answers {'credited'} | {'rejected'} | what `look_at` answers
-- include "../ledger/posting.lua"
local posting, paid, currency = posting_of(KEYS, ARGV), (unpack(KEYS, 9)), unpack(ARGV, 17)

local stored = redis.call('GET', paid)
if stored then return { stored } end
local refusal = missing_right({ { 'SET', paid, '' } })
if refusal then return refusal end
local account = redis.call('TYPE', posting.account)['ok']
local is = account == 'hash' and redis.call('HMGET', posting.account, 'closed', 'currency')
if account == 'none' or is and (is[1] or is[2] ~= currency) then
  redis.call('SET', paid, 'rejected')
  return { 'rejected' }
end

refusal = look_at(posting)
if refusal then return refusal end
local failed = write_entry(posting)
if failed then return failed end
write_rest(posting)
redis.call('SET', paid, 'credited')
return { 'credited' }
