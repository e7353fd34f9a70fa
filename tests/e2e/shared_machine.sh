#!/usr/bin/env bash
# How many threads the program takes, and how they wait, on a machine that others use too.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"
unset OMP_NUM_THREADS OMP_WAIT_POLICY GOMP_SPINCOUNT

# The library of OpenMP itself says which policy it was loaded with.
policy() { env OMP_DISPLAY_ENV=VERBOSE "$@" version 2>&1 | sed -n "s/.*GOMP_SPINCOUNT = '\(.*\)'/\1/p"; }
count=$(policy "$MMIM")
((count >= 20 && count <= 100000)) || fail "waiting threads spin $count times"
[[ $(policy env GOMP_SPINCOUNT=123456 "$MMIM") == 123456 ]] || fail "the user's GOMP_SPINCOUNT does not hold"
[[ $(policy env OMP_WAIT_POLICY=passive "$MMIM") == 0 ]] || fail "the user's OMP_WAIT_POLICY does not hold"
expect 0 "OMP_WAIT_POLICY says: passive" env OMP_WAIT_POLICY=passive "$MMIM" version

# Its name and words survive the second start, and so does a start by the loader.
expect 0 "(GOMP_SPINCOUNT)" bash -c 'cd "$(dirname "$MMIM")" && ./mmim version'
expect 2 "did you mean" bash -c 'exec -a other "$MMIM" trian'
loader=$(ldd "$MMIM" | grep -o "/[^ ]*/ld-linux[^ ]*" | head -n 1)
expect 0 "threads wait as OpenMP does" "$loader" "$MMIM" version

expect 0 "threads: 3, since OMP_NUM_THREADS is 3" env OMP_NUM_THREADS=3 "$MMIM" version
expect 0 "threads: $(nproc), since" "$MMIM" version
core=$(taskset -cp $$ | sed 's/.*: \([0-9]*\).*/\1/')
expect 0 "threads: 1, since" taskset -c "$core" "$MMIM" version
expect 0 "1 thread" taskset -c "$core" "$MMIM" version
