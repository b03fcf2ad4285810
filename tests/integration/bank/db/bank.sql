-- name: insert_account :execute (id: AccountId, balance: Amount)
INSERT INTO account (id, balance, revision) VALUES (:id, :balance, 1);

-- name: find_account :optional Account
SELECT id, balance, revision FROM account WHERE id = :id;

-- name: add_to_balance :execute (id: AccountId, amount: Amount)
UPDATE account SET balance = balance + :amount, revision = revision + 1 WHERE id = :id;

-- name: set_balance :execute (id: AccountId, balance: Amount)
UPDATE account SET balance = :balance, revision = revision + 1 WHERE id = :id;

-- name: set_balance_of_revision :execute (id: AccountId, balance: Amount, revision: integer)
UPDATE account SET balance = :balance, revision = revision + 1
WHERE id = :id AND revision = :revision;
