# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Completion for dunkin-demand-cli. What there is, the program's own --help says: nothing here to keep up to date.

# The option that takes a value and stands before the word, or nothing.
_dunkin_demand_cli_option() {
  local i=$((COMP_CWORD - 1))
  [ "${COMP_WORDS[COMP_CWORD]}" = = ] || [ "${COMP_WORDS[i]}" != = ] || i=$((i - 1))
  [[ ${COMP_WORDS[i]} != -* ]] || printf '%s\n' "${COMP_WORDS[i]}"
}

# "FILE" for "--output FILE" where the help has "--output=FILE"; nothing for an option without a value.
_dunkin_demand_cli_value_of() {
  case $1 in
    --data-dir) echo DIR ;;
    --connection) echo URI ;;
    *) sed -nE "s/^  (-[a-z], )?(--[a-z-]+)=([^ ]+).*/\1\2 \3/p" <<<"$2" |
         awk -v option="$1" '{ gsub(",", ""); for (i = 1; i < NF; i++) if ($i == option) print $NF }' ;;
  esac
}

_dunkin_demand_cli() {
  local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} i help option value usage words=
  local -a plain=()
  COMPREPLY=()
  [ "$word" != = ] || word=

  # The command and what follows it, without options and their values.
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --data-dir | --connection) [ "${COMP_WORDS[i + 1]}" != = ] || i=$((i + 1)); i=$((i + 1)) ;;
      -* | =) ;;
      *) plain+=("${COMP_WORDS[i]}") ;;
    esac
  done

  # --help comes first, so that nothing is ever run by asking.
  if [ ${#plain[@]} -eq 0 ]; then help=$(LC_ALL=C "$program" --help 2>/dev/null) || return
  else help=$(LC_ALL=C "$program" "${plain[0]}" --help "${plain[@]:1:1}" 2>/dev/null) || return
  fi

  option=$(_dunkin_demand_cli_option)
  value=$([ -z "$option" ] || _dunkin_demand_cli_value_of "$option" "$help")
  case $value in
    '') ;;
    FILE | PATH) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
    DIR) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    *) return ;;
  esac

  if [[ $word = -* ]]; then
    words="--json --data-dir --connection --accept-insecure $(sed -nE 's/^  (-[a-z], )?(--[a-z-]+).*/\2/p' <<<"$help")"
    [ ${#plain[@]} -gt 0 ] || words+=' --help --version'
  elif [ ${#plain[@]} -eq 0 ]; then
    words=$(sed -nE 's/^  ([a-z]+) .*/\1/p' <<<"$help")
  else
    # "[list] | invite|reset EMAIL": what is in small letters is to be typed, FILE is a file.
    usage=$(sed -nE 's/^  [^ ]+ [a-z]+ \[[^]]*\] (.*)/\1/p' <<<"$help")
    [ ${#plain[@]} -gt 1 ] || words=$(tr -s '[]| ' '\n' <<<"$usage" | grep -xE '[a-z]+')
    if [[ ${#plain[@]} -gt 1 && $usage = *FILE* ]]; then mapfile -t COMPREPLY < <(compgen -f -- "$word"); fi
  fi
  [ -z "$words" ] || mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -o filenames -F _dunkin_demand_cli dunkin-demand-cli
