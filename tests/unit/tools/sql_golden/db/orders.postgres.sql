-- name: has_title :scalar boolean (title: Title)
SELECT EXISTS (SELECT FROM orders WHERE title = :title::text);
