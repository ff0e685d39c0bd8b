# Runs "$@" and ties its life to whoever holds the other end of our standard input: when that end closes, because
# its holder closed it or died of anything, the child is told to stop (SIGINT: Postgres' fast shutdown) and, if it has
# not gone within five seconds, to stop at once (SIGQUIT: no checkpoint; recovery at the next start).
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
(
    cat <&3 >/dev/null
    kill -INT "$child"
    tenths=0
    while kill -0 "$child" && [ "$tenths" -lt 50 ]; do
        sleep 0.1
        tenths=$((tenths + 1))
    done
    kill -QUIT "$child"
) 2>/dev/null &
guard=$!
exec 3<&-
wait "$child"
code=$?
kill "$guard" 2>/dev/null
exit "$code"
