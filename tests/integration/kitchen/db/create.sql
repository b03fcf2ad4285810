CREATE TABLE orders (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT orders_code_key UNIQUE (code)
);
