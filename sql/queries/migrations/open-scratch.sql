-- Where the contract's tables are made afresh, to be compared with those that are there.
CREATE SCHEMA ddi_contract;
SET search_path = ddi_contract
