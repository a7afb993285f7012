-- Opens a unit that writes. Each of its statements sees whether its session still holds.
BEGIN ISOLATION LEVEL READ COMMITTED
