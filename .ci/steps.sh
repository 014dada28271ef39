# For scripts that source it: `step COMMAND …` runs a command under a heading. At the end, also after a failure, the script
# prints how many seconds each step has taken.
step() {
    started+=("$SECONDS")
    commands+=("$*")
    printf '\n== %s\n' "$*"
    running=yes
    "$@"
    running=
}

print_times() {
    local end=$SECONDS last=$((${#commands[@]} - 1)) index
    printf '\n== Seconds of each step\n'
    for index in "${!commands[@]}"; do
        printf '%6d  %s' $((${started[index + 1]:-$end} - started[index])) "${commands[index]}"
        [[ $running && $index -eq $last ]] && printf '  (failed)'
        printf '\n'
    done
    printf '%6d  in all\n' "$end"
}

started=() commands=() running=
trap print_times EXIT
