-- A tier of a balance series: what the series holds in closed buckets, and the rule that adds what follows.
local function make_tier(series, tier, rule)
  redis.call('TS.CREATE', tier, 'CHUNK_SIZE', 256, 'RETENTION', rule.keptMs)
  local buckets = redis.call('TS.RANGE', series, '-', '+', 'AGGREGATION', rule.keeps, rule.bucketMs)
  for at = 1, #buckets - 1 do
    local value = buckets[at][2]
    local minor = tonumber(type(value) == 'table' and value['ok'] or value)
    redis.call('TS.ADD', tier, buckets[at][1], string.format('%d', minor))
  end
  redis.call('TS.CREATERULE', series, tier, 'AGGREGATION', rule.keeps, rule.bucketMs)
end
