-- name: count_notes :scalar integer
SELECT COUNT(*) AS "count!" FROM note;

-- name: insert_note :execute (Note)
INSERT INTO note (id, text, written_at) VALUES (:id, :text, :written_at);

-- name: all_notes :many Note
SELECT id, text, written_at FROM note ORDER BY written_at DESC, id DESC;
