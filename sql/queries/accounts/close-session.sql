-- Ends the session that the unit carries.
-- → closed
SELECT auth.sign_out() AS closed
