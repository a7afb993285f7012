-- A shop's own goal can end: without a share the goal of all shops holds again from that day on.
ALTER TABLE waste_goals ALTER COLUMN share DROP NOT NULL;
