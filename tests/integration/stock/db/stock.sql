-- name: insert_item :execute (Item)
INSERT INTO item (id, name, shelf, amount, weight, fragile, counted_at, note, label)
VALUES (:id, :name, :shelf, :amount, :weight, :fragile, :counted_at, :note, :label);

-- name: insert_items :execute (Item...)
INSERT INTO item (id, name, shelf, amount, weight, fragile, counted_at, note, label)
VALUES (:id, :name, :shelf, :amount, :weight, :fragile, :counted_at, :note, :label);

-- name: put_items :many Name (Item...)
-- What is there already is counted again.
INSERT INTO item (id, name, shelf, amount, weight, fragile, counted_at, note, label)
VALUES (:id, upper(:name), :shelf, :amount, :weight, :fragile, :counted_at, NULL, NULL)
ON CONFLICT (name) DO UPDATE SET amount = excluded.amount
RETURNING name;

-- name: insert_moves :execute ({item_id: ItemId, amount: integer, reason?: string}...)
INSERT INTO move (item_id, amount, reason) VALUES (:item_id, :amount, :reason);

-- name: moved :scalar integer (reason: string)
SELECT coalesce(CAST(sum(amount) AS bigint), 0) AS "moved!" FROM move WHERE reason = :reason;

-- name: count_moves :scalar integer
SELECT count(*) AS "count!" FROM move;

-- name: count_items :scalar integer
SELECT count(*) AS "count!" FROM item;

-- name: items_of :many Item (ids...: ItemId)
SELECT id, name, shelf, amount, weight, fragile, counted_at, note, label FROM item
WHERE id IN (:ids...) ORDER BY name;

-- name: names_without :many Name (ids...: ItemId)
SELECT name FROM item WHERE id NOT IN (:ids...) ORDER BY name;

-- name: names_where :many Name (names...: Name, shelves...: Shelf, amounts...: Amount, weights...: number, fragile...: boolean, times...: date-time)
-- Every type that a list may have.
SELECT name FROM item
WHERE name IN (:names...) OR shelf IN (:shelves...) OR amount IN (:amounts...)
   OR weight IN (:weights...) OR fragile IN (:fragile...) OR counted_at IN (:times...)
ORDER BY name;
