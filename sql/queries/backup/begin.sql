-- All that is read afterwards is one moment of the database.
BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY
