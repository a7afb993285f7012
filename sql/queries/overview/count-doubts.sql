-- Figures of the last fortnight that can hardly be right. $1 store (0: all), $2 today.
-- Columns: n_over (products that threw away more than was made), over_store (a shop with one), n_clean
-- (complete days of a whole shop without any waste: sold out, or not counted?), clean_store.
SELECT coalesce(sum(y.n_over), 0) AS n_over, (array_agg(s.name ORDER BY y.date DESC) FILTER (WHERE y.n_over > 0))[1] AS over_store,
       count(*) FILTER (WHERE y.clean) AS n_clean, (array_agg(s.name ORDER BY y.date DESC) FILTER (WHERE y.clean))[1] AS clean_store
FROM auth.list_doubts($1::integer, $2::date) y JOIN stores s ON s.id = y.store_id
