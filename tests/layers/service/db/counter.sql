-- name: find_count :optional Count
SELECT name, value FROM counter WHERE name = :name;

-- name: update_count :execute (Count)
UPDATE counter SET value = :value WHERE name = :name;
