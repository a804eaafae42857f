-- What is recorded of an act, in the same step as the act.
-- KEYS  off the end: one key per entry, then the head (hash: n, mac, seal, since)
-- ARGV  2 { entries (a JSON text each), expected (mac of the head that they follow, '' for none), head, keptMs }, or ''
--       when nothing is recorded
local trail = ARGV[2] ~= '' and cjson.decode(ARGV[2])
local trail_head, trail_keys = nil, {}
if trail then
  trail_head = table.remove(KEYS)
  for at = #trail.entries, 1, -1 do trail_keys[at] = table.remove(KEYS) end
end

-- Asked before the first write: somebody else recorded something since the entries were made.
local function trail_moved()
  return trail and (redis.call('HGET', trail_head, 'mac') or '') ~= trail.expected
end

local function trail_write()
  if not trail then return end
  for at, entry in ipairs(trail.entries) do
    redis.call('JSON.SET', trail_keys[at], '$', entry)
    redis.call('PEXPIRE', trail_keys[at], trail.keptMs)
  end
  for field, value in pairs(trail.head) do redis.call('HSET', trail_head, field, value) end
  redis.call('PEXPIRE', trail_head, trail.keptMs)
end
