-- name: insert_order :execute (Order)
INSERT INTO customer_order (id, customer_id, product_id, quantity, total, status, placed_at)
VALUES (:id, :customer_id, :product_id, :quantity, :total, :status, :placed_at);

-- name: find_order :optional Order (id: OrderId)
SELECT id, customer_id, product_id, quantity, total, status, placed_at FROM customer_order WHERE id = :id;

-- name: orders_of :many Order (customer_id: Order/customerId)
SELECT id, customer_id, product_id, quantity, total, status, placed_at FROM customer_order
WHERE customer_id = :customer_id ORDER BY placed_at DESC, id DESC;

-- name: set_status :execute (id: OrderId, status: Status)
UPDATE customer_order SET status = :status WHERE id = :id;
