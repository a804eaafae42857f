#!lua
-- Takes a payment's money from its payer, if it waits for its proof still and nothing is against it; else it is refused.
--
-- KEYS  1-8 of the posting (posting.lua)  9 payment  10 payments  11 payments on their way  12 limits  13 keys for payments
-- ARGV  1-16 of the posting (posting.lua)
--       17 { id, nonce, askedAt, day (yyyy-mm-dd), renewsAt, perPaymentMinor, perDayMinor (where the customer has no others;
--          texts), key { id, counter }, channel, debited, refused (signals, texts of JSON) }
-- Answers {'booked', seq} | {'refused_payment', reason} | {'not_asked'} | what `look_at` answers
-- include "payment.lua"
local payment, payments, open, limits, keys_for_payments = unpack(KEYS, 9)
local posting, given = posting_of(KEYS, ARGV), cjson.decode(unpack(ARGV, 17))
local key = given.key

local now = now_ms()
local function refuse(reason, facts)
  local fields = { reason = '"' .. reason .. '"', endedAt = exact(now), facts = facts }
  move_on(payment, 'refused', fields, given.channel, given.refused)
  return { 'refused_payment', reason }
end

local found = redis.call('JSON.GET', payment, '$.state', '$.nonce', '$.expiresAt')
local is = found and cjson.decode(found) or { ['$.state'] = {} }
if is['$.state'][1] ~= 'asked' or is['$.nonce'][1] ~= given.nonce then return { 'not_asked' } end

local refusal = wrong_type({
  { payments, 'zset', true }, { open, 'hash', true }, { limits, 'hash', true }, { keys_for_payments, 'hash', true },
}) or rights_to_move_on(payment, given.channel) or missing_right({
  { 'ZADD', payments, '0', '' }, { 'HSET', open, 'x', '0' }, { 'HSET', limits, 'day', '' }, { 'HSET', keys_for_payments, 'x', '' },
})
if refusal then return refusal end
if now > is['$.expiresAt'][1] then return refuse('expired') end

local stored_key = redis.call('HGET', keys_for_payments, key.id)
local known = stored_key and cjson.decode(stored_key)
if not known or known.removedAt then return refuse('no_key') end
-- An authenticator that does not count says 0 always; of one that does, each signature counts once.
if (known.counter > 0 or key.counter > 0) and key.counter <= known.counter then return refuse('bad_proof') end

refusal = look_at(posting)
if refusal then return refusal end
local amount = -posting.amount
local limit = redis.call('HMGET', limits, 'perPaymentMinor', 'perDayMinor', 'day', 'spentMinor')
local per_payment, per_day = integer(limit[1] or given.perPaymentMinor), integer(limit[2] or given.perDayMinor)
-- Days as yyyy-mm-dd compare as texts. A clock that went back, or another process's, begins no day anew.
local day = limit[3] and limit[3] > given.day and limit[3] or given.day
local spent = integer(limit[3] == day and limit[4] or '0')
if not per_payment or not per_day or not spent then return { 'refused', 'limits are damaged' } end
if amount > per_payment then return refuse('over_payment_limit', '{"limitMinor":' .. exact(per_payment) .. '}') end
if amount > per_day - spent then
  local facts = '{"limitMinor":%d,"availableMinor":%d,"renewsAt":%d}'
  return refuse('over_day_limit', string.format(facts, per_day, math.max(0, per_day - spent), given.renewsAt))
end
local left = posting.available
if left < 0 then return refuse('not_enough', '{"availableMinor":' .. exact(math.max(0, left + amount)) .. '}') end

local failed = write_entry(posting)
if failed then return failed end
write_rest(posting)
known.counter, known.usedAt = key.counter, now
redis.call('HSET', keys_for_payments, key.id, cjson.encode(known))
redis.call('HSET', limits, 'day', day, 'spentMinor', exact(spent + amount))
redis.call('HSET', open, given.id, exact(amount))
redis.call('ZADD', payments, exact(given.askedAt), given.id)
redis.call('PERSIST', payment)
local fields = { keyId = cjson.encode(key.id), debitedAt = exact(posting.at), debitSeq = exact(posting.seq) }
move_on(payment, 'debited', fields, given.channel, given.debited)
return { 'booked', posting.seq }
