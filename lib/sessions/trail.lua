-- Put before a script that records what it does: takes its own keys and arguments off the end of both lists.
-- KEYS  …, one per entry, the head (hash: n, mac, seal, since)
-- ARGV  …, one entry (JSON) per key, mac of the head as the entries expect it ('' for none), n, mac, seal and
--       since of the new head, entries kept (ms), how many entries
local trail = { entries = {} }
trail.count = tonumber(table.remove(ARGV))
trail.kept = table.remove(ARGV)
trail.since, trail.seal = table.remove(ARGV), table.remove(ARGV)
trail.mac, trail.n = table.remove(ARGV), table.remove(ARGV)
trail.expected = table.remove(ARGV)
trail.head = table.remove(KEYS)
for at = trail.count, 1, -1 do trail.entries[at] = { key = table.remove(KEYS), json = table.remove(ARGV) } end
-- Asked before the first write: somebody else recorded something since the entries were made.
local function trail_moved() return (redis.call('HGET', trail.head, 'mac') or '') ~= trail.expected end
local function trail_write()
  for _, entry in ipairs(trail.entries) do
    redis.call('JSON.SET', entry.key, '$', entry.json)
    redis.call('PEXPIRE', entry.key, trail.kept)
  end
  redis.call('HSET', trail.head, 'n', trail.n, 'mac', trail.mac, 'seal', trail.seal, 'since', trail.since)
  redis.call('PEXPIRE', trail.head, trail.kept)
end
