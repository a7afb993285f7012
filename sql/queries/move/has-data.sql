-- Whether somebody's data are in this database: shops, figures or people with a password.
-- → boolean
SELECT EXISTS (SELECT FROM public.stores) OR EXISTS (SELECT FROM public.daily_sales)
       OR EXISTS (SELECT FROM public.daily_waste) OR NOT auth.is_vacant()
