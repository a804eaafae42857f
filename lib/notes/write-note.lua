#!lua
-- Writes the note beside an entry, or removes it, unless it is no longer the one that the writer had seen.
-- KEYS  1 note
-- ARGV  1 changedAt of the note as it was seen, '0' for none, '' to write over whatever is there,
--       2 now in milliseconds, 3 the document without changedAt, '' to remove
-- Answers the new changedAt, 0 for a removed note, -1 when the note is another one by now.
local known = redis.call('JSON.GET', KEYS[1], '$.changedAt')
local current = known and tonumber(string.match(known, '%d+')) or 0
if ARGV[1] ~= '' and tonumber(ARGV[1]) ~= current then return -1 end
if ARGV[3] == '' then
  redis.call('DEL', KEYS[1])
  return 0
end
-- Two writes of one millisecond must not look like the same one.
local now = math.max(tonumber(ARGV[2]), current + 1)
redis.call('JSON.SET', KEYS[1], '$', string.sub(ARGV[3], 1, -2) .. ',"changedAt":' .. string.format('%d', now) .. '}')
return now
