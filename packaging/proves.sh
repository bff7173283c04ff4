# Shared by the tests beside it: a sentence, and the command that proves it.
# shellcheck shell=bash
passed=0

proves() { # proves SENTENCE COMMAND…
  local sentence=$1 said
  shift
  if said=$("$@" 2>&1); then
    passed=$((passed + 1))
  else
    printf 'It is not so that %s: %s\n%s\n' "$sentence" "$*" "$said" >&2
    exit 1
  fi
}
