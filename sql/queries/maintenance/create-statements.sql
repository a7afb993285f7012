-- Makes the view of what statements cost, as a superuser; the library is loaded when the server starts.
CREATE EXTENSION IF NOT EXISTS pg_stat_statements
