-- → version, as in "15.14 (Debian 15.14-0+deb12u1)"
SELECT current_setting('server_version') AS version
