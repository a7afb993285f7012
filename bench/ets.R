# SPDX-License-Identifier: GPL-3.0-or-later
# Rscript ets.R FILE PERIOD: what bench-ets does, with ets() of the forecast package.
suppressMessages(library(forecast))
a <- commandArgs(TRUE)
for (line in readLines(a[1])) {
  y <- ts(as.numeric(strsplit(line, " ")[[1]]), frequency = as.integer(a[2]))
  t <- system.time(fit <- ets(y))
  cat(sprintf("%.6f %.6f\n", t[1] + t[2], fit$aicc))
}
