-- The first day that has figures: from when on prices must hold for money to be shown everywhere. Shop by shop for whoever
-- does not see all of them, since the days of the others may come long before.
-- → first_day (NULL where there are none)
SELECT CASE WHEN sees_chain() THEN
         least((SELECT min(date) FROM daily_production), (SELECT min(date) FROM all_sales), (SELECT min(date) FROM all_waste))
       ELSE
         (SELECT min(least((SELECT min(p.date) FROM daily_production p WHERE p.store_id = s.id),
                           (SELECT min(x.date) FROM all_sales x WHERE x.store_id = s.id),
                           (SELECT min(w.date) FROM all_waste w WHERE w.store_id = s.id)))
          FROM stores s)
       END AS first_day
