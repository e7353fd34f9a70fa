#!/usr/bin/env bash
# How many threads the program takes, and how they wait, on a machine that others use too.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"
unset OMP_NUM_THREADS OMP_WAIT_POLICY GOMP_SPINCOUNT

expect 0 "a thread that waits spins while nothing else wants the cores" "$MMIM" version
expect 0 "threads wait as OMP_WAIT_POLICY says: passive" env OMP_WAIT_POLICY=passive "$MMIM" version
expect 0 "threads wait as GOMP_SPINCOUNT says: 200" env GOMP_SPINCOUNT=200 "$MMIM" version

expect 0 "threads: 3, since OMP_NUM_THREADS is 3" env OMP_NUM_THREADS=3 "$MMIM" version
expect 0 "threads: $(nproc), since" "$MMIM" version
core=$(taskset -cp $$ | sed 's/.*: \([0-9]*\).*/\1/')
expect 0 "threads: 1, since" taskset -c "$core" "$MMIM" version
expect 0 "1 thread" taskset -c "$core" "$MMIM" version
