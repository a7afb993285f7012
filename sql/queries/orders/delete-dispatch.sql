-- The undo of insert-dispatch. $1 id.
DELETE FROM order_dispatches WHERE id = $1::integer
