#!lua
-- Writes the note beside an entry, or removes it, unless it is no longer the one that the writer had seen.
-- KEYS  1 note
-- ARGV  1 { basedOn (changedAt of the note as it was seen, 0 for none; absent to write over whatever is there), now (ms),
--       document (JSON text without changedAt; absent to remove) }
-- Answers the new changedAt, 0 for a removed note, -1 when the note is another one by now.
local note = unpack(KEYS)
local given = cjson.decode(ARGV[1])

local stored = redis.call('JSON.GET', note, '$.changedAt')
local current = stored and tonumber(string.match(stored, '%d+')) or 0
if given.basedOn and given.basedOn ~= current then return -1 end
if not given.document then
  redis.call('DEL', note)
  return 0
end
-- Two writes of one millisecond must not look like the same one.
local changed_at = math.max(given.now, current + 1)
redis.call('JSON.SET', note, '$', string.sub(given.document, 1, -2) .. ',"changedAt":' .. string.format('%d', changed_at) .. '}')
return changed_at
