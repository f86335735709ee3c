# Sourced by the benchmarks here: what they measure beside, and what they measure with. `work` is a folder of their own, `pids` what is to be ended.
ferry=$PWD/runtime/distribution/target/ferry/bin/ferry
[ -x "$ferry" ] || { echo "There is no distribution yet. Make one: runtime/ferry version" >&2; exit 2; }
for tool in scp rsync sshd; do
    PATH="$PATH:/usr/sbin" command -v $tool >/dev/null || { echo "$tool is missing: install it and run this again." >&2; exit 2; }
done

now() { date +%s.%N; }
median() { sort -g | awk '{a[NR]=$1} END{print (NR%2) ? a[(NR+1)/2] : (a[NR/2]+a[NR/2+1])/2}'; }
# What the whole machine spent: nothing else should run.
busy() { awk '/^cpu /{print $2+$3+$4+$7+$8}' /proc/stat; }

# start_sshd PREFIX PORT: a private sshd with keys of its own; sets ssh_options
start_sshd() {
    mkdir -p "$work/ssh" /run/sshd
    ssh-keygen -q -t ed25519 -N '' -f "$work/ssh/host"
    ssh-keygen -q -t ed25519 -N '' -f "$work/ssh/id"
    cp "$work/ssh/id.pub" "$work/ssh/authorized"
    chmod -R go-rwx "$work"
    printf 'Port %s\nHostKey %s\nAuthorizedKeysFile %s\nPidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\n' \
        "$2" "$work/ssh/host" "$work/ssh/authorized" > "$work/ssh/config"
    $1 "$(PATH="$PATH:/usr/sbin" command -v sshd)" -D -e -f "$work/ssh/config" 2>"$work/ssh/log" & pids+=($!)
    ssh_options="-i $work/ssh/id -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
}

# join_hosts: two network namespaces joined by a wire, 10.79.0.1 and 10.79.0.2; sets their prefixes a and b, and what is to happen at the end
join_hosts() {
    hosts=(fb$$a fb$$b)
    a="ip netns exec ${hosts[0]}" b="ip netns exec ${hosts[1]}"
    pids=()
    trap 'kill "${pids[@]}" 2>/dev/null || true; wait; for host in "${hosts[@]}"; do ip netns del "$host" 2>/dev/null || true; done; rm -rf "$work"' EXIT
    local host i
    for host in "${hosts[@]}"; do ip netns add "$host"; ip -n "$host" link set lo up; done
    ip link add eth0 netns "${hosts[0]}" type veth peer name eth0 netns "${hosts[1]}"
    for i in 0 1; do ip -n "${hosts[$i]}" addr add 10.79.0.$((i + 1))/24 dev eth0; ip -n "${hosts[$i]}" link set eth0 up; done
}

# start_daemons PREFIX_A PREFIX_B INBOX MORE_CONFIGURATION: sets daemons to their process ids, the sender's first
start_daemons() {
    local side prefix
    daemons=
    for side in a b; do
        mkdir -p -m 700 "$work/$side" "$work/$side/config"
        printf '{ "dev.ferry.core.identity": { "name": "host-%s" }, "dev.ferry.core.transfer": { "inbox": "%s" }%s }\n' "$side" "$3" "$4" > "$work/$side/config/ferry.json"
        [ $side = a ] && prefix=$1 || prefix=$2
        FERRY_HOME=$work/$side $prefix "$ferry" up > "$work/$side.log" 2>&1 & pids+=($!); daemons+=" $!"
    done
    for side in a b; do
        until FERRY_HOME=$work/$side "$ferry" status -q > /dev/null 2>&1; do sleep 0.2; done
    done
}

stop_daemons() { kill $daemons; wait $daemons || true; }

# pair_daemons PREFIX_A PREFIX_B: pairs them, and each trusts the other
pair_daemons() {
    : > "$work/paired"
    FERRY_HOME=$work/b $2 "$ferry" pair --ndjson > "$work/paired" 2>&1 & local showing=$!
    until grep -q '"event":"code"' "$work/paired"; do sleep 0.1; done
    sed -n 's/.*"code":"\([^"]*\)".*/\1/p' "$work/paired" | head -1 > "$work/code"; chmod 600 "$work/code"
    FERRY_HOME=$work/a $1 "$ferry" pair --code-file "$work/code" -q > /dev/null
    wait $showing
    FERRY_HOME=$work/a "$ferry" trust host-b trusted -q
    FERRY_HOME=$work/b "$ferry" trust host-a trusted -q
}
