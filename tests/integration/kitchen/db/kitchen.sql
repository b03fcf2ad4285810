-- name: insert_order :execute (id: OrderId, code: Code, created_at: date-time)
INSERT INTO orders (id, code, created_at) VALUES (:id, :code, :created_at);

-- name: find_order :optional {id: OrderId, code: Code, created_at: date-time} (id: OrderId)
SELECT id, code, created_at FROM orders WHERE id = :id;

-- name: delete_order :execute (id: OrderId)
DELETE FROM orders WHERE id = :id;
