#!/bin/sh
# Starts Redis inside a container: fills the password hashes into users.acl, and lets the container's network be
# the border instead of the loopback address. Passwords come by environment: REDIS_<USER>_PASSWORD.
set -eu

here=$(dirname "$0")
made=${TMPDIR:-/tmp}
acl=$made/users.acl
grep '^user ' "$here/users.acl" >"$acl"
for user in ADMIN WEB WORKER PAYMENTS DEPLOY; do
  eval "password=\${REDIS_${user}_PASSWORD:?is not set}"
  hash=$(printf '%s' "$password" | sha256sum | cut -d' ' -f1)
  name=$(printf '%s' "$user" | tr '[:upper:]' '[:lower:]')
  sed -i "s/{{$name}}/$hash/" "$acl"
done

cat "$here/common.conf" "$here/redis-8.conf" >"$made/redis.conf"
if [ "${BANK_PROFILE:-demo}" = production ] && [ "${BANK_DURABILITY:-always}" = always ]; then
  echo 'appendfsync always' >>"$made/redis.conf"
fi
# Half of what this container has; the rest is for the copy that Redis makes of what changes while it rewrites its file.
bytes=$(awk '/^MemTotal:/ { printf "%.0f", $2 * 1024 }' /proc/meminfo)
limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
if [ "$limit" != max ] && [ "$limit" -lt "$bytes" ]; then bytes=$limit; fi
echo "maxmemory ${REDIS_MAXMEMORY:-$((bytes / 2))}" >>"$made/redis.conf"
printf '%s\n' 'bind * -::*' 'port 6379' 'dir /data' "aclfile $acl" >>"$made/redis.conf"
# A kill in mid-write can leave half a transaction at the end of the append-only file, which Redis would carry out
# together with the next one it writes: cut back to the last whole one, as scripts/lib/redis/aof.mjs does elsewhere.
manifest=/data/appendonlydir/appendonly.aof.manifest
if [ -f "$manifest" ]; then yes | redis-check-aof --fix "$manifest"; fi

# The image's own entry point loads the modules, but only for a command that begins with redis-server.
exec docker-entrypoint.sh redis-server "$made/redis.conf"
