#!lua
-- Enrols a key for payments: the first by a code, which is then gone, further ones by a key that is enrolled. What was
-- refused is left for whoever asked.
-- KEYS  1 keys (hash by credential id; ':refused' has the last refusal), 2 code (hash: digest, tries)
-- ARGV  1 { request, id, isProven (by the key itself), key (a JSON text), digest (of the code), by { id, counter } where
--       a key vouched, maxKeys, maxKnown, maxTries }
-- Answers 1, or why not: 'conflict', 'wrong_code', 'bad_proof'.
local enrolled, code = unpack(KEYS)
local given = cjson.decode(ARGV[1])

local function key_of(id)
  local json = redis.call('HGET', enrolled, id)
  return json and cjson.decode(json)
end
local function is_active(key) return key and not key.removedAt end

local function active_keys()
  local count, known = 0, redis.call('HGETALL', enrolled)
  for at = 1, #known, 2 do
    if known[at] ~= ':refused' and is_active(cjson.decode(known[at + 1])) then count = count + 1 end
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
  -- A removed key is remembered: what enrolled it once enrols it no second time.
  if key_of(given.id) or redis.call('HLEN', enrolled) >= given.maxKnown then return 'conflict' end
  local count = active_keys()
  if count >= given.maxKeys then return 'conflict' end
  if count == 0 then return not code_is_right() and 'wrong_code' end
  local by = given.by and key_of(given.by.id)
  if not is_active(by) then return 'bad_proof' end
  if (given.by.counter > 0 or by.counter > 0) and given.by.counter <= by.counter then return 'bad_proof' end
  by.counter = given.by.counter
  redis.call('HSET', enrolled, given.by.id, cjson.encode(by))
end

local reason = why_not()
if reason then
  redis.call('HSET', enrolled, ':refused', cjson.encode({ request = given.request, reason = reason }))
  return reason
end
redis.call('HSET', enrolled, given.id, given.key)
return 1
