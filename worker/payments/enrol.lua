#!lua
-- Enrols a key for payments by a code, which is then gone. What was refused is left for whoever asked; a request that
-- comes a second time changes nothing.
-- KEYS  1 keys (hash by credential id; ':refused:<request>' says why it was refused, for a while), 2 code (hash: digest, tries)
-- ARGV  1 { request, id, isProven (by the key itself), key (a JSON text), digest (of the code), maxKeys, maxKnown,
--       maxTries, refusedForMs }
-- Answers 1, or why not: 'conflict', 'wrong_code', 'bad_proof'.
local enrolled, code = unpack(KEYS)
local given = cjson.decode(ARGV[1])
local refused = ':refused:' .. given.request

local function counted()
  local active, known, fields = 0, 0, redis.call('HGETALL', enrolled)
  for at = 1, #fields, 2 do
    if fields[at]:sub(1, 1) ~= ':' then
      known = known + 1
      if not cjson.decode(fields[at + 1]).removedAt then active = active + 1 end
    end
  end
  return active, known
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
  local active, known = counted()
  if active >= given.maxKeys or known >= given.maxKnown then return 'conflict' end
  return not code_is_right() and 'wrong_code'
end

local found = redis.call('HGET', enrolled, given.id)
if found and cjson.decode(found).request == given.request then return 1 end
local before = redis.call('HGET', enrolled, refused)
if before then return before end
local reason = why_not()
if reason then
  redis.call('HSET', enrolled, refused, reason)
  redis.call('HPEXPIRE', enrolled, given.refusedForMs, 'FIELDS', 1, refused)
  return reason
end
redis.call('HSET', enrolled, given.id, given.key)
return 1
