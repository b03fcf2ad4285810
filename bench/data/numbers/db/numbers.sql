-- name: find_row :one Row
SELECT id, value FROM number WHERE id = :id;

-- name: set_value :execute (Row)
UPDATE number SET value = :value WHERE id = :id;
