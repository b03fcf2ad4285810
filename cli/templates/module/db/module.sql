-- name: insert_item :execute (Item)
INSERT INTO {{module}}_item (id, name, created_at) VALUES (:id, :name, :created_at);

-- name: find_item :optional Item (id: ItemId)
SELECT id, name, created_at FROM {{module}}_item WHERE id = :id;

-- name: newest_items :many Item (limit: integer)
SELECT id, name, created_at FROM {{module}}_item ORDER BY created_at DESC, id DESC LIMIT :limit;
