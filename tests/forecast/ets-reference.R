# SPDX-License-Identifier: GPL-3.0-or-later
# Rscript ets-reference.R > ets-reference.txt: what ets() of R's forecast package (Hyndman & Khandakar 2008)
# makes of 200 made-up series of whole pieces with a weekly season. Three lines a series:
#   error trend damped season, alpha beta gamma phi, minus twice the log-likelihood of that form, and the
#   AICc of the one that ets() chooses by itself
#   the initial states: level, growth, and the seasons of steps 1 to 7
#   the series
suppressMessages(library(forecast))
set.seed(20240229)
forms <- expand.grid(season = c("N", "A", "M"), trend = c("N", "A", "Ad", "M", "Md"), error = c("A", "M"),
                     stringsAsFactors = FALSE)
number <- function(x) paste(format(x, digits = 15, scientific = FALSE, trim = TRUE), collapse = " ")
or <- function(x, other) if (length(x) == 0 || is.na(x)) other else unname(x)

cat("# Written by ets-reference.R with R", as.character(getRversion()), "and forecast",
    as.character(packageVersion("forecast")), "\n")
for (i in 1:200) {
  form <- forms[(i - 1) %% nrow(forms) + 1, ]
  n <- 70 + 14 * (i %% 4)
  profile <- exp(rnorm(7, 0, 0.3))
  level <- exp(cumsum(rnorm(n, 0.001 * (i %% 3 - 1), 0.03))) * runif(1, 15, 90)
  y <- round(level * profile[(0:(n - 1)) %% 7 + 1] * exp(rnorm(n, 0, 0.15))) + 1
  series <- ts(y, frequency = 7)
  fit <- tryCatch(ets(series, model = paste0(form$error, substr(form$trend, 1, 1), form$season),
                      damped = nchar(form$trend) == 2, allow.multiplicative.trend = TRUE, restrict = FALSE),
                  error = function(e) NULL)
  if (is.null(fit) || !is.finite(fit$loglik)) next
  own <- ets(series)
  start <- fit$initstate
  seasons <- if (form$season == "N") numeric(0) else rev(start[grepl("^s", names(start))])
  cat(form$error, substr(form$trend, 1, 1), nchar(form$trend) - 1, form$season,
      number(c(or(fit$par["alpha"], 0), or(fit$par["beta"], 0), or(fit$par["gamma"], 0), or(fit$par["phi"], 1),
               -2 * fit$loglik, own$aicc)), "\n")
  cat(number(c(start["l"], or(start["b"], 0), seasons)), "\n")
  cat(y, "\n")
}
