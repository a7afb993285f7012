-- Ends the server that answers, by a fast shutdown, from a process of its own: a signal from a sandbox reaches no process
-- of another. Its folder is the data directory, and the first line there is its process id as it sees it itself.
COPY (SELECT) TO PROGRAM 'read -r pid < postmaster.pid && kill -INT "$pid"'
