-- A payment's document in scripts that book it: its state, and what becomes of it.
-- include "../ledger/posting.lua"

-- The document's `state`, or nil when there is none.
local function state_of(payment)
  local stored = redis.call('JSON.GET', payment, '$.state')
  return stored and cjson.decode(stored)[1]
end

-- The fields are texts of JSON by name; the payer hears of the new state. What moved money is kept for good.
local function move_on(payment, state, fields, channel, signal)
  for field, json in pairs(fields) do redis.call('JSON.SET', payment, '$.' .. field, json) end
  redis.call('JSON.SET', payment, '$.state', '"' .. state .. '"')
  redis.call('PUBLISH', channel, signal)
end

local function rights_to_move_on(payment, channel)
  return missing_right({ { 'JSON.SET', payment, '$.state', '""' }, { 'PERSIST', payment }, { 'PUBLISH', channel, '' } })
end
