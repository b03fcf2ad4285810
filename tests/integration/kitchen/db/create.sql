CREATE TABLE orders (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT orders_code_key UNIQUE (code)
);
