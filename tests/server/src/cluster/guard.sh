# Runs one PostgreSQL server for as long as stdin is open, then stops it and removes its directory. The other end of
# stdin belongs to the test process alone, so it closes however that process ends.
#
# In:  BIN, the programs; DIR, a directory to make; PORT.
# Out: the end of the server's log on stderr, once the server has ended.

# An interrupt at the keyboard is for the tests; the server ends after them.
trap '' HUP INT TERM
umask 077
mkdir "$DIR" || exit 1

initialise() {
    "$BIN/initdb" -D "$DIR/data" -U postgres -A trust --encoding=UTF8 --locale="$1" --no-sync \
        >"$DIR/log" 2>&1 </dev/null
}

finish() {
    tail -c 8000 "$DIR/log" >&2
    # Killed processes may still be writing; what they write goes with the next round.
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        rm -rf "$DIR" 2>/dev/null && break
        sleep 0.2
    done
    exit 1
}

# C.UTF-8 sorts by code point, as SQLite does. Not every system has it.
initialise C.UTF-8 || initialise C || finish

exec 3<&0
"$BIN/postgres" -D "$DIR/data" -p "$PORT" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories="$DIR" \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_connections=200 -c shared_buffers=64MB -c jit=off -c dynamic_shared_memory_type=mmap \
    >>"$DIR/log" 2>&1 </dev/null 3<&- &
server=$!
{
    read -r _ <&3
    # Before it has written this file, the server may not listen to signals yet.
    until [ -e "$DIR/data/postmaster.pid" ]; do sleep 0.05; done
    kill -s QUIT "$server"
    kill -s CONT "$server"
} 2>/dev/null &
watcher=$!

wait "$server"
kill -s KILL "$watcher" 2>/dev/null

# A server that was killed leaves its segment of shared memory behind; the second number of this line names it.
set -- $(sed -n 7p "$DIR/data/postmaster.pid" 2>/dev/null)
[ -n "$2" ] && ipcrm -m "$2" 2>/dev/null
finish
