-- Opens a unit that only reads: all its statements see the same snapshot.
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY
