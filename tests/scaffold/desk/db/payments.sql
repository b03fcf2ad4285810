-- name: insert_payment :execute (Payment)
INSERT INTO payment (id, order_id, amount, refunded, paid_at) VALUES (:id, :order_id, :amount, :refunded, :paid_at);

-- name: find_payment :optional Payment (id: PaymentId)
SELECT id, order_id, amount, refunded, paid_at FROM payment WHERE id = :id;

-- name: all_payments :many Payment
SELECT id, order_id, amount, refunded, paid_at FROM payment ORDER BY paid_at DESC, id DESC;

-- name: set_refunded :execute (id: PaymentId, refunded: boolean)
UPDATE payment SET refunded = :refunded WHERE id = :id;
