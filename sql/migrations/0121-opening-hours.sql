-- When a shop opens and closes, so that a time at which something sold out, or at which it closed early, says how much
-- of a day's demand came before. Both NULL: not known. A shop may close after midnight.

ALTER TABLE stores ADD COLUMN opens_at TIME;
ALTER TABLE stores ADD COLUMN closes_at TIME;
ALTER TABLE stores ADD CONSTRAINT stores_hours
  CHECK ((opens_at IS NULL) = (closes_at IS NULL) AND (opens_at <> closes_at) IS NOT FALSE);
