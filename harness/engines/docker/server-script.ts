import { shellWord } from './shell-word.ts';

/**
 * What is done to a server inside of its container, by a shell that runs as the server's user. A process is the server's
 * when it works in the data directory: its children leave the session, and orphans have no parent that tells.
 */
const common = String.raw`
d=$PGDATA
# Every process that works in the data directory.
family() { ls -l /proc/[0-9]*/cwd 2>/dev/null | sed -n "s|.* /proc/\([0-9]*\)/cwd -> $d\([ /].*\)\{0,1\}$|\1|p"; }
# Sets pid and status from postmaster.pid; fails when there is none.
file() {
  pid= status= n=0
  [ -r "$d/postmaster.pid" ] || return 1
  while IFS= read -r line; do
    n=$((n + 1))
    case $n in 1) pid=$line ;; 8) status=${'$'}{line%% *} ;; esac
  done <"$d/postmaster.pid"
  case $pid in '' | *[!0-9]*) return 1 ;; esac
}
# The same; fails also when it is a dead server's.
main() { file && [ "$(readlink "/proc/$pid/cwd")" = "$d" ]; }
# Until the server is gone, at most $1 hundredths of a second.
gone() {
  n=0
  while [ -n "$(family)" ]; do
    n=$((n + 1))
    [ $n -gt "$1" ] && return 1
    sleep 0.01
  done
}
`;

/** Each prints what is known of the server afterwards: the pid of its postmaster, or nothing when none runs. */
const operations = {
  /** pg_ctl is content when postmaster.pid has gone, which is a moment before the processes have. */
  look: `${common}\nif main; then echo $pid; else gone 200; fi; exit 0`,
  /** As a cut of power: no process sees another die. The postmaster is frozen first and dies last. */
  kill: `${common}
first=
if main; then first=$pid; kill -STOP $first; fi
while pids=$(family | grep -vx "$first"); [ -n "$pids" ]; do kill -KILL $pids 2>/dev/null; sleep 0.002; done
if [ -n "$first" ]; then kill -KILL $first 2>/dev/null; fi
while pids=$(family); [ -n "$pids" ]; do kill -KILL $pids 2>/dev/null; sleep 0.002; done
exit 0`,
  /** $1: a signal, $2: hundredths of a second for its effect. */
  stop: `${common}\nmain && kill -$1 $pid\ngone $2 || { main; echo $pid; }; exit 0`,
  /** $1: a signal for every process of a server that runs. */
  signal: `${common}\nmain || exit 0\nkill -$1 $(family) 2>/dev/null; echo $pid`,
  /** Ends when the postmaster $1 has. */
  watch: `${common}\nwhile [ "$(readlink /proc/$1/cwd)" = "$d" ]; do sleep 0.05; done`,
  /** Ends every process with the mark $1 in its environment, until none is left. */
  abort: `while pids=$(grep -lzsx "LAB_COMMAND=$1" /proc/[0-9]*/environ | sed 's|/proc/\\([0-9]*\\)/.*|\\1|'); [ -n "$pids" ]
do kill -KILL $pids 2>/dev/null; sleep 0.002; done; exit 0`,
} as const;

/** Of a machine's attendant: those on a server, and `serve`, `size` (bytes of its log) and `write`. */
export type Order = keyof typeof operations | 'serve' | 'size' | 'write';

/**
 * Starts a server ($@) and stays its parent. Says \`ready PID\` when it accepts connections, by the line that the server
 * writes into postmaster.pid (on a follower too), and \`exit STATUS\` when it has ended.
 */
const serve = `${common}
umask 077
"$@" >&3 2>&3 3>&- </dev/null &
child=$!
exec 3>&-
while kill -0 $child 2>/dev/null; do
  if file && [ "$pid" = $child ] && [ "$status" = ready ]; then echo "ready $child"; break; fi
  sleep 0.01
done
wait $child
echo "exit $?"`;

/** What is written, in base64, comes on stdin; $1 in base64: where to. */
const write = `umask 077; base64 -d >"$(echo "$1" | base64 -d)"`;

/**
 * The first program of a machine's container: it takes orders from stdin, a line each, \`ID ORDER WORD WORD\`. It answers
 * \`ID . STATUS TEXT\`, and what a server that it starts has to say before with \`ID - TEXT\`. It is root, so that nobody
 * on the machine can speak in its name, and does nothing for which it need not be: that is left to the servers' user.
 * It keeps the log ($1) below a limit: a loop of notices must not fill the disk. $2: \`follower\` where the data shall be
 * one's; then the command line of the server.
 */
export const attendant = `
umask 077
log=$1 kind=$2
shift 2
as() { setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; }
while sleep 1; do [ -z "$(find "$log" -size +16M)" ] || : >"$log"; done </dev/null >/dev/null 2>&1 &
[ "$kind" != follower ] || as touch "$PGDATA/standby.signal"
while read -r id order one two; do
  (
    {
      said=
      case $order in
${Object.entries(operations)
  .map(([name, script]) => `        ${name}) said=$(as sh -c ${shellWord(script)} sh $one $two 2>/dev/null) ;;`)
  .join('\n')}
        size) said=$(stat -c %s "$log") ;;
        write) said=$(echo "$two" | as sh -c ${shellWord(write)} sh "$one" 2>&1) ;;
        serve)
          printf '%s - from %s\\n' "$id" "$(stat -c %s "$log")"
          as sh -c ${shellWord(serve)} sh "$@" 3>>"$log" | while read -r word; do printf '%s - %s\\n' "$id" "$word"; done
          ;;
      esac
      status=$?
      set -f
      set -- $said
      printf '%s . %s %.1500s\\n' "$id" $status "$*"
    } </dev/null 2>/dev/null &
  ) # whoever does it is nobody's child: none is left to be awaited
done`;
