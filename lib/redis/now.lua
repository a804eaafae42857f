-- Milliseconds by Redis' clock.
local function now_ms()
  local seconds, micros = unpack(redis.call('TIME'))
  return seconds * 1000 + math.floor(micros / 1000)
end
