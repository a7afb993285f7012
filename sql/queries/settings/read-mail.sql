-- Through which server mail goes; no row where nobody has said. → url, sender, login (NULL: none)
SELECT value ->> 'url' AS url, value ->> 'from' AS sender, value ->> 'user' AS login
FROM settings WHERE key = 'mail' AND value ? 'url' AND value ? 'from'
