-- Takes the fresh tables away, without a notice for each.
SET client_min_messages = warning;
DROP SCHEMA ddi_contract CASCADE;
RESET client_min_messages
