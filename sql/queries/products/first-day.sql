-- The first day that has figures: from when on prices must hold for money to be shown everywhere.
-- → first_day (NULL where there are none)
SELECT least((SELECT min(date) FROM daily_production), (SELECT min(date) FROM all_sales),
             (SELECT min(date) FROM all_waste)) AS first_day
