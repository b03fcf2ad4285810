-- Orders and what is in them.

-- name: find_order :optional Order
SELECT id, title, note, status, count, created_at FROM orders WHERE id = :id;

-- name: insert_order :execute (Order)
INSERT INTO orders (id, title, note, status, count, created_at)
VALUES (:id, :title, :note, :status, :count, :created_at);

-- name: recent_orders :many Order (status: Status, before?: date-time, limit: integer)
-- Newest first; from `before` on backwards.
SELECT id, title, note, status, count, created_at
FROM orders
WHERE status = :status AND (:before IS NULL OR created_at < :before)
ORDER BY created_at DESC, id DESC  -- ids are in order of time
LIMIT :limit;

-- name: has_title :scalar boolean (title: Title)
SELECT EXISTS (SELECT 1 FROM orders WHERE title = :title);

-- name: totals :many {status: Status, count: integer, last?: date-time}
SELECT status, sum(count) AS count, max(created_at) AS last FROM orders GROUP BY status;

-- name: set_details :execute (id: OrderId, details?: json)
UPDATE orders SET details = :details WHERE id = :id;

-- name: details_of :optional json (id: OrderId)
SELECT details FROM orders WHERE id = :id AND details IS NOT NULL;

-- name: delete :execute (id: OrderId)
DELETE FROM orders WHERE id = :id;

-- name: insert_orders :execute (Order...)
INSERT INTO orders (id, title, note, status, count, created_at)
VALUES (:id, :title, :note, :status, :count, :created_at);

-- name: insert_drafts :many OrderId ({id: OrderId, title: Title, details?: json}...)
INSERT INTO orders (id, title, status, created_at, details)
VALUES (:id, lower(:title), 'open', '', :details) RETURNING id;

-- name: orders_of :many Order (ids...: OrderId, statuses...: Status, limit: integer)
SELECT id, title, note, status, count, created_at FROM orders
WHERE id IN (:ids...) AND status NOT IN ( :statuses... ) LIMIT :limit;

-- name: every_order :stream Order (status: Status)
SELECT id, title, note, status, count, created_at FROM orders WHERE status = :status;

-- name: set_past :execute (id: OrderId, past: Order, next?: Order)
UPDATE orders SET details = coalesce(:next, :past) WHERE id = :id;

-- name: past_of :many {id: OrderId, details?: Order}
SELECT id, details FROM orders;

-- name: past :scalar Order (id: OrderId)
SELECT details FROM orders WHERE id = :id;
