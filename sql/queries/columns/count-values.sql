-- How many rows have a value of an added column.
-- $1 text entity ('sales' or 'waste'), $2 text the column's name
-- → rows, archived (of those, in the archive)
SELECT count(*) AS rows, count(*) FILTER (WHERE x.archived) AS archived
FROM (SELECT s.archived FROM all_sales s WHERE $1::text = 'sales' AND s.custom ? $2
      UNION ALL
      SELECT w.archived FROM all_waste w WHERE $1::text = 'waste' AND w.custom ? $2) x
