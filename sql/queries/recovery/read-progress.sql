-- recovering (boolean), replayed (epoch seconds of the last commit that was done again; NULL: none yet)
SELECT pg_is_in_recovery() AS recovering, extract(epoch FROM pg_last_xact_replay_timestamp())::bigint AS replayed
