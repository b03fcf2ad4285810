-- name: find_credentials :optional Credentials
SELECT id, login, display_name, password_hash, created_at FROM account WHERE login = :login;

-- name: find_account :one Account
SELECT id, login, display_name FROM account WHERE id = :id;

-- name: insert_account :execute (Credentials)
INSERT INTO account (id, login, display_name, password_hash, created_at)
VALUES (:id, :login, :display_name, :password_hash, :created_at);
