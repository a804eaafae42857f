-- Records an act in the step that does it.
-- KEYS  off the end: one key per entry, one per entry that makes room, then the head (hash: n, mac, seal, since, and the
--       minute of the last act with the acts in it)
-- ARGV  2 { entries (a JSON text each), outdated (how many make room), expected (mac of the head that they follow, '' for
--       none), head, keptMs }, or '' when nothing is recorded
local audit = ARGV[2] ~= '' and cjson.decode(ARGV[2])
local head_key, entry_keys, outdated_keys = nil, {}, {}
if audit then
  head_key = table.remove(KEYS)
  for at = 1, audit.outdated do outdated_keys[at] = table.remove(KEYS) end
  for at = #audit.entries, 1, -1 do entry_keys[at] = table.remove(KEYS) end
end

-- Checked before the first write: whether something else was recorded since the entries were made.
local function audit_moved()
  return audit and (redis.call('HGET', head_key, 'mac') or '') ~= audit.expected
end

local function audit_write()
  if not audit then return end
  for at, entry in ipairs(audit.entries) do
    redis.call('JSON.SET', entry_keys[at], '$', entry)
    redis.call('PEXPIRE', entry_keys[at], audit.keptMs)
  end
  for _, key in ipairs(outdated_keys) do redis.call('DEL', key) end
  for field, value in pairs(audit.head) do redis.call('HSET', head_key, field, value) end
  redis.call('PEXPIRE', head_key, audit.keptMs)
end
