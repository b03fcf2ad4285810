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

-- name: insert_parcel :execute (Parcel)
INSERT INTO parcel (id, box, inner_box, names) VALUES (:id, :box, :inner, :names);

-- name: insert_parcels :execute (Parcel...)
INSERT INTO parcel (id, box, inner_box, names) VALUES (:id, :box, :inner, :names);

-- name: find_parcel :optional Parcel (id: ItemId)
SELECT id, box, inner_box AS "inner", names FROM parcel WHERE id = :id;

-- name: box_of :scalar Box (id: ItemId)
SELECT box FROM parcel WHERE id = :id;

-- name: inner_boxes :many {id: ItemId, inner?: Box}
SELECT id, inner_box AS "inner" FROM parcel ORDER BY id;

-- name: spoil_box :execute (id: ItemId, box: json)
UPDATE parcel SET box = :box WHERE id = :id;

-- name: every_item :stream Item (least: Amount)
-- In the order of their amounts.
SELECT id, name, shelf, amount, weight, fragile, counted_at, note, label FROM item
WHERE amount >= :least ORDER BY amount;

-- name: every_name :stream Name (ids...: ItemId)
SELECT name FROM item WHERE id NOT IN (:ids...) ORDER BY name;

-- name: count_to :stream integer (most: integer)
WITH RECURSIVE n(number) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT number + 1 FROM n WHERE number < :most)
SELECT number AS "number!" FROM n;

-- name: set_amount :execute (id: ItemId, amount: Amount)
UPDATE item SET amount = :amount WHERE id = :id;

-- name: amount_of :optional Amount (id: ItemId)
SELECT amount FROM item WHERE id = :id;

-- name: delete_items :execute
DELETE FROM item;
