-- What went to the kitchen for a day, newest first. $1 day.
-- Columns: id, sent_epoch, sender, format, file_name, total (pieces).
SELECT o.id, extract(epoch FROM o.sent_at)::bigint AS sent_epoch, u.name AS sender, o.format, o.file_name, o.total
FROM order_dispatches o JOIN users u ON u.id = o.user_id
WHERE o.delivery_date = $1::date
ORDER BY o.sent_at DESC, o.id DESC
