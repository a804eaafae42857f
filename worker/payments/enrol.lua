#!lua
-- Enrols a key for payments by a code, which is then gone. What was refused is left for whoever asked.
-- KEYS  1 keys (hash by credential id; ':refused' has the last refusal), 2 code (hash: digest, tries)
-- ARGV  1 { request, id, isProven (by the key itself), key (a JSON text), digest (of the code), maxKeys, maxKnown,
--       maxTries }
-- Answers 1, or why not: 'conflict', 'wrong_code', 'bad_proof'.
local enrolled, code = unpack(KEYS)
local given = cjson.decode(ARGV[1])

local function active_keys()
  local count, known = 0, redis.call('HGETALL', enrolled)
  for at = 1, #known, 2 do
    if known[at] ~= ':refused' and not cjson.decode(known[at + 1]).removedAt then count = count + 1 end
  end
  return count
end

local function code_is_right()
  local digest, tries = unpack(redis.call('HMGET', code, 'digest', 'tries'))
  if not digest then return false end
  local right = digest == given.digest
  -- Used up by a right one and by the last wrong one.
  if right or tonumber(tries) + 1 >= given.maxTries then
    redis.call('DEL', code)
  else
    redis.call('HSET', code, 'tries', tonumber(tries) + 1)
  end
  return right
end

local function why_not()
  if not given.isProven then return 'bad_proof' end
  -- A removed key is remembered, and comes back no more.
  if redis.call('HGET', enrolled, given.id) then return 'conflict' end
  if redis.call('HLEN', enrolled) >= given.maxKnown or active_keys() >= given.maxKeys then return 'conflict' end
  return not code_is_right() and 'wrong_code'
end

local reason = why_not()
if reason then
  redis.call('HSET', enrolled, ':refused', cjson.encode({ request = given.request, reason = reason }))
  return reason
end
redis.call('HSET', enrolled, given.id, given.key)
return 1
