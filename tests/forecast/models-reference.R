# SPDX-License-Identifier: GPL-3.0-or-later
# Rscript models-reference.R > models-reference.txt: what R's stats and forecast packages make of made-up series,
# and what the equations of a paper make of them where neither package has the method. One line a value:
#   name number number ...
suppressMessages(library(forecast))
set.seed(20240521)
say <- function(name, x) cat(name, formatC(as.numeric(x), digits = 12, format = "fg", width = 1), "\n")
days <- function(n, level, growth, noise) {
  profile <- c(0.8, 0.7, 0.9, 1.0, 1.1, 1.5, 1.0)
  round(level * (1 + growth * (1:n) / n) * profile[(0:(n - 1)) %% 7 + 1] * exp(rnorm(n, 0, noise)))
}

cat("# Written by models-reference.R with R", as.character(getRversion()), "and forecast",
    as.character(packageVersion("forecast")), "\n")

# Baselines: naive, snaive, and the mean of the last four of the same weekday.
y <- ts(days(60, 30, 0.2, 0.2), frequency = 7)
say("week.y", y)
say("week.naive", naive(y, h = 10)$mean)
say("week.snaive", snaive(y, h = 10)$mean)
say("week.mean4", sapply(1:10, function(i) mean(y[60 + (i - 1) %% 7 + 1 - 7 * (1:4)])))

# Theta: thetaf(), on series with a season, without one, that grow, that fall. The season is taken out here as
# thetaf() does, for what follows.
theta <- function(y) {
  f <- thetaf(y, h = 10)
  n <- length(y)
  x <- y
  seasonal <- rep(1, 10)
  r <- as.numeric(acf(y, lag.max = frequency(y), plot = FALSE)$acf)[-1]
  m <- frequency(y)
  if (m > 1 && abs(r[m]) / sqrt((1 + 2 * sum(r[-m]^2)) / n) > qnorm(0.95)) {
    d <- decompose(y, type = "multiplicative")
    x <- seasadj(d)
    seasonal <- rep(tail(d$seasonal, m), 2)[1:10]
  }
  list(mean = f$mean, x = as.numeric(x), seasonal = as.numeric(seasonal), alpha = f$model$alpha,
       squares = sum(residuals(ses(x, h = 1))^2))
}
series <- list(week = y, grow = ts(days(100, 50, 1.5, 0.1), frequency = 7), fall = ts(days(83, 90, -0.6, 0.15), frequency = 7),
               plain = ts(round(40 + cumsum(rnorm(90, 0.1, 2)))))
for (name in names(series)) {
  t <- theta(series[[name]])
  if (name != "week") say(paste0(name, ".y"), series[[name]])
  say(paste0(name, ".theta"), t$mean)
  say(paste0(name, ".theta.alpha"), t$alpha)
  say(paste0(name, ".theta.squares"), t$squares)
  # Fiorucci et al. (2016): optimised and dynamic optimised theta, the recursions as they are printed, with optim()
  # from many starts on (l0, alpha, 1 - 1 / theta).
  x <- t$x
  n <- length(x)
  line <- lm(x ~ seq_len(n))$coefficients
  run <- function(p, dynamic, h = 0) {
    l <- p[1]; a <- p[2]; w <- p[3]
    A <- if (dynamic) 0 else line[1]
    B <- if (dynamic) 0 else line[2]
    mean <- 0
    mu <- numeric(n + h)
    for (t in 1:(n + h)) {
      mu[t] <- l + w * ((1 - a)^(t - 1) * A + (1 - (1 - a)^t) / a * B)
      if (t > n && !dynamic) mu[t] <- l + w * ((1 - a)^n * A + ((t - n - 1) + (1 - (1 - a)^(n + 1)) / a) * B)
      value <- if (t <= n) x[t] else mu[t]
      if (t <= n || dynamic) l <- a * value + (1 - a) * l
      if (dynamic) {
        B <- if (t == 1) 0 else ((t - 2) * B + 6 / t * (value - mean)) / (t + 1)
        mean <- ((t - 1) * mean + value) / t
        A <- mean - (t + 1) / 2 * B
      }
    }
    mu
  }
  for (dynamic in c(FALSE, TRUE)) {
    loss <- function(p) sum((x - run(p, dynamic))^2)
    best <- NULL
    for (a in c(0.15, 0.4, 0.8)) for (w in c(0.2, 0.8)) {
      fit <- optim(c(x[1], a, w), loss, method = "L-BFGS-B", lower = c(-Inf, 0.1, 0), upper = c(Inf, 0.99, 1),
                   control = list(parscale = c(10, 0.1, 0.1), factr = 10, maxit = 1000))
      if (is.null(best) || fit$value < best$value) best <- fit
    }
    kind <- if (dynamic) ".dynamic" else ".optimised"
    say(paste0(name, kind, ".squares"), best$value)
    say(paste0(name, kind), run(best$par, dynamic, 10)[n + 1:10] * t$seasonal)
  }
}

# STL and MSTL.
long <- days(800, 40, 0.5, 0.15)
long <- round(long * (1 + 0.3 * sin(2 * pi * (1:800) / 365.25)))
long[c(100, 350, 351)] <- c(400, 0, 300)
say("long.y", long)
parts <- function(name, x) { say(paste0(name, ".season"), x[, 1]); say(paste0(name, ".trend"), x[, 2]) }
short <- ts(long[1:200], frequency = 7)
parts("stl.periodic", stl(short, "periodic")$time.series)
parts("stl.window", stl(short, s.window = 11)$time.series)
parts("stl.wide", stl(short, s.window = 35, t.window = 51)$time.series)
# Ten rounds: in the eleventh of this series R's partial sort misses the median of the remainders.
parts("stl.robust", stl(short, s.window = 7, robust = TRUE, outer = 10)$time.series)
parts("stl.even", stl(ts(long[1:150], frequency = 12), s.window = 9)$time.series)
m <- mstl(msts(long, c(7, 365.25)))
say("mstl.week", m[, "Seasonal7"])
say("mstl.year", m[, "Seasonal365.25"])
say("mstl.trend", m[, "Trend"])
say("stlf", stlf(short, h = 14)$mean)

# Croston, and the two that follow it, by their equations.
slow <- rpois(120, 0.25) * (1 + rpois(120, 1))
say("slow.y", slow)
say("slow.croston", croston(slow, h = 1, alpha = 0.1)$mean)
say("slow.croston3", croston(slow, h = 1, alpha = 0.3)$mean)
tsb <- function(y, alpha, beta) {
  first <- which(y > 0)[1]
  z <- y[first]
  p <- 1 / first
  for (v in y[(first + 1):length(y)]) {
    p <- p + beta * ((v > 0) - p)
    if (v > 0) z <- z + alpha * (v - z)
  }
  p * z
}
say("slow.sba", croston(slow, h = 1, alpha = 0.1)$mean * (1 - 0.1 / 2))
say("slow.tsb", tsb(slow, 0.1, 0.05))

# The damped local level, by the joint normal distribution of all levels and days: E (l(n) | y), its variance, and
# the forecast seven days on. Days 4 and 5 are missing.
prior <- list(m = 30, p = 100, phi = 0.97, q = 4, r = 60)
n <- 12
y <- 30 + 8 + rnorm(n, 0, 6)
y[4:5] <- NA
cov.l <- matrix(0, n, n)
v <- prior$p
for (t in 1:n) {
  v <- prior$phi^2 * v + prior$q
  for (u in t:n) cov.l[t, u] <- cov.l[u, t] <- prior$phi^(u - t) * v
}
known <- which(!is.na(y))
gain <- cov.l[n, known] %*% solve(cov.l[known, known] + diag(prior$r, length(known)))
level <- prior$m + gain %*% (y[known] - prior$m)
say("level.y", ifelse(is.na(y), -1, y))
say("level.state", c(level, cov.l[n, n] - gain %*% cov.l[known, n], prior$m + prior$phi^7 * (level - prior$m),
                     1 - sum(gain)))

# MinT-shrink: two stores of three products each, the sums of all, of the products and of the stores, by the formula
# of Wickramasuriya, Athanasopoulos & Hyndman (2019) over the bottom series, S (S' W^-1 S)^-1 S' W^-1 y; W shrunk as in
# their shrink estimator (Schaefer & Strimmer 2005). Not negative: of all choices of bottom series held at 0, the
# feasible one with the least (y - S b)' W^-1 (y - S b). Errors are a row a day, sums before the bottom series.
sums <- rbind(rep(1, 6), cbind(diag(3), diag(3)), c(1, 1, 1, 0, 0, 0), c(0, 0, 0, 1, 1, 1))
S <- rbind(sums, diag(6))
common <- rnorm(40, 0, 3)
own <- sapply(1:6, function(i) common * c(1, 0.5, 0.2)[(i - 1) %% 3 + 1] + rnorm(40, 0, i))
errors <- cbind(own %*% t(sums) * 0.7 + matrix(rnorm(40 * 6, 0, 4), 40), own)
errors <- round(errors, 2)
n <- nrow(errors)
W1 <- crossprod(errors) / n
xs <- sweep(errors, 2, sqrt(diag(W1)), "/")
r <- crossprod(xs) / n
v <- (crossprod(xs^2) - crossprod(xs)^2 / n) / (n * (n - 1))
diag(v) <- 0
off <- r
diag(off) <- 0
lambda <- max(min(sum(v) / sum(off^2), 1), 0)
W <- lambda * diag(diag(W1)) + (1 - lambda) * W1
mint <- function(y, free) {
  X <- S[, free, drop = FALSE]
  b <- rep(0, 6)
  b[free] <- solve(t(X) %*% solve(W) %*% X, t(X) %*% solve(W) %*% y)
  b
}
cost <- function(y, b) drop(t(y - S %*% b) %*% solve(W) %*% (y - S %*% b))
least <- function(y) {
  best <- NULL
  for (set in 1:63) {
    b <- mint(y, which(bitwAnd(set, 2^(0:5)) > 0))
    if (all(b >= -1e-12) && (is.null(best) || cost(y, b) < cost(y, best))) best <- b
  }
  best
}
low <- c(60, 21, 15, 10, 20, 40, 10.1, 12, 8, 9, 14, 12)
below <- c(30, 1, 17, 9, 3, 27, 2, 3, 4, 5, 11, 6)
say("mint.errors", t(errors))
say("mint.lambda", lambda)
say("mint.base", low)
say("mint.parts", mint(low, 1:6))
say("mint.base.below", below)
say("mint.free.below", mint(below, 1:6))
say("mint.parts.below", least(below))
