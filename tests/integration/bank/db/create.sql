CREATE TABLE account (
    id uuid PRIMARY KEY,
    balance bigint NOT NULL,
    revision bigint NOT NULL
);
