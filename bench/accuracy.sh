#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# accuracy.sh CLI [DATA] [SCORE]: the forecasts' accuracy on real data, 26 weekly origins of seven days,
# judged by a program that knows nothing of ours. DATA holds a folder a data set (sales.csv, events.csv);
# SCORE is score.py ACTUAL FORECAST [--fractile F]. Where R's forecast package and python3-xgboost are
# installed, the peers beside them (PEERS=1; minutes).
set -euo pipefail
cli=$1
shared=$(cd "$(dirname "$0")/../.." && pwd)/shared
data=${2:-$shared/data}
score=${3:-$shared/bench/score.py}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

columns() { awk '{ printf "%s %s  ", $1, $2 } END { print "" }'; }

for sales in "$data"/*/sales.csv; do
  folder=$(dirname "$sales")
  name=$(basename "$folder")
  events=()
  [ ! -f "$folder/events.csv" ] || events=(--events "$folder/events.csv")
  for fractile in 0.5 0.75 0.9; do
    "$cli" backtest --sales "$sales" "${events[@]}" --origins 26 --horizon 7 --fractile "$fractile" \
      --output "$work/ours.csv" > "$work/figures"
    printf '%-14s fractile %-4s  ' "$name" "$fractile"
    python3 "$score" "$sales" "$work/ours.csv" --fractile "$fractile" | columns
  done
  printf '%-14s %s\n' "$name" "$(grep series_per_second "$work/figures")"
  if [ -f "$folder/weather.csv" ]; then
    "$cli" backtest --sales "$sales" "${events[@]}" --weather "$folder/weather.csv" --origins 26 --horizon 7 \
      --output "$work/weather.csv" > /dev/null
    printf '%-14s with weather   ' "$name"
    python3 "$score" "$sales" "$work/weather.csv" | columns
  fi
  python3 "$(dirname "$0")/accuracy-detail.py" "$sales" "$folder/events.csv" "$work/ours.csv"
  if [ "${PEERS:-0}" = 1 ]; then
    if command -v Rscript > /dev/null; then
      Rscript "$(dirname "$score")/peers.R" "$sales" "$work/r.csv" seed4,theta,stlf,ets 26 7 "$(nproc)"
    fi
    if /usr/bin/python3 -c 'import xgboost, pandas' 2> /dev/null; then
      /usr/bin/python3 "$(dirname "$score")/gbt.py" "$sales" "$folder/events.csv" "$work/x.csv" 26 7
    fi
  fi
done
