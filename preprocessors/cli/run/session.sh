# One chapter in a terminal. Reads requests on standard input, a line each, and answers on standard output:
#   file N NAME    the text steps/N.file becomes the file NAME    -> done
#   run N          the commands of steps/N.sh are run             -> STATUS EMULATOR JOBS
# The supervisor, which is process 1 where there are walls, ends everything as soon as its input ends: when the
# program that started it is done, or is no more.
__proof_dir=$PROOF_DIR

# Everything but the session's folder becomes read-only, and the loopback interface is the only network.
__proof_walls() {
    mount --make-rprivate / || return
    mount --bind "$__proof_dir" "$__proof_dir" || return
    mount -t proc proc /proc || return
    local point options flag kept
    local -A last
    while read -r _ _ _ _ point options _; do
        printf -v point '%b' "$point"
        [[ $point == "$__proof_dir" || $point == /proc || $point == /proc/* ]] && continue
        kept=
        for flag in nosuid nodev noexec noatime nodiratime relatime; do
            [[ ,$options, == *,$flag,* ]] && kept+=,$flag
        done
        mount -o "remount,bind,ro$kept" "$point" 2>/dev/null
    done < <(cat /proc/self/mountinfo)
    # Of several at one place, the last hides the others.
    while read -r _ _ _ _ point options _; do
        printf -v point '%b' "$point"
        last[$point]=$options
    done < <(cat /proc/self/mountinfo)
    for point in "${!last[@]}"; do
        case $point in "$__proof_dir" | /proc | /proc/* | /sys | /sys/* | /dev/pts | /dev/mqueue) continue ;; esac
        [[ ,${last[$point]}, == *,ro,* ]] || return
    done
    if [[ $PROOF_NETWORK == none ]]; then
        ip link set lo up 2>/dev/null || python3 -c '
import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh", b"lo", 0x41))'
    fi
}

if [[ $1 != inner ]]; then
    # Nothing may be open for writing while the walls go up: the kernel would call the file system busy.
    if [[ $PROOF_WALLS == yes ]] && ! __proof_walls; then
        echo walls
        exit 1
    fi
    exec 2>"$__proof_dir/supervisor.log"
    if [[ $PROOF_ONLY == probe ]]; then
        echo standing
        exit 0
    fi
    mkfifo "$__proof_dir/requests" || exit 1
    # Whoever asks has to hear of a shell that a command ended: the pipe stays open, as others have it too.
    {
        bash --noprofile --norc "$0" inner
        echo gone
    } <"$__proof_dir/requests" &
    exec >&-
    cat >"$__proof_dir/requests"
    # Without walls there is no process whose end would end the others.
    [[ $PROOF_WALLS == yes ]] || kill -KILL 0
    exit 0
fi

exec 3<&0 4>&1 </dev/null >/dev/null 2>"$__proof_dir/session.log"
ulimit -c 0
__proof_emulator=
if [[ -n $PROOF_START ]]; then
    if (exec 5<>"/dev/tcp/127.0.0.1/$PROOF_PORT") 2>/dev/null; then
        echo taken >&4
        exit 1
    fi
    (
        cd "$__proof_dir/emulator" || exit
        # The words of the environment hold no blanks that matter: one a line.
        mapfile -t own <"$__proof_dir/emulator.env"
        exec env -i "${own[@]}" bash --noprofile --norc -c "$PROOF_START"
    ) >"$__proof_dir/emulator.log" 2>&1 </dev/null 3<&- 4>&- &
    __proof_emulator=$!
    disown
    __proof_up=
    for ((i = 0; i < PROOF_PATIENCE * 10; i++)); do
        kill -0 "$__proof_emulator" 2>/dev/null || break
        if (
            exec 5<>"/dev/tcp/127.0.0.1/$PROOF_PORT" && printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$PROOF_READY" >&5 &&
                read -r -t 5 line <&5 && [[ $line == HTTP/*\ [234]* ]]
        ) 2>/dev/null; then
            __proof_up=yes
            break
        fi
        sleep 0.1
    done
    # Whoever answers has to be the one that was started.
    sleep 0.05
    if [[ -z $__proof_up ]] || ! kill -0 "$__proof_emulator" 2>/dev/null; then
        echo emulator >&4
        exit 1
    fi
fi
unset i "${!PROOF_@}"
ulimit -f 204800
cd "$__proof_dir/work" || exit
echo ready >&4

while read -r __proof_kind __proof_step __proof_name <&3; do
    case $__proof_kind in
    file)
        (
            cd "$__proof_dir/work" || exit
            [[ $__proof_name != */* ]] || mkdir -p -- "${__proof_name%/*}"
            cat -- "$__proof_dir/steps/$__proof_step.file" >"$__proof_name"
        )
        echo done >&4
        ;;
    run)
        set +eu -o pipefail
        . "$__proof_dir/steps/$__proof_step.sh" >"$__proof_dir/steps/$__proof_step.out" 2>&1 </dev/null 3<&- 4>&-
        __proof_status=$?
        set +eu
        __proof_alive=yes
        [[ -z $__proof_emulator ]] || kill -0 "$__proof_emulator" 2>/dev/null || __proof_alive=no
        builtin echo "$__proof_status" "$__proof_alive" $(jobs -rp | wc -l) >&4
        ;;
    esac
done
