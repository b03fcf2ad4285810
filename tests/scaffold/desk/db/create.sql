CREATE TABLE product (
    id uuid PRIMARY KEY,
    title text NOT NULL,
    price bigint NOT NULL,
    available bigint NOT NULL CHECK (available >= 0)
);

CREATE TABLE customer_order (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL,
    product_id uuid NOT NULL REFERENCES product (id),
    quantity bigint NOT NULL,
    total bigint NOT NULL,
    status text NOT NULL,
    placed_at timestamptz NOT NULL
);

CREATE INDEX customer_order_of ON customer_order (customer_id, placed_at);

CREATE TABLE payment (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES customer_order (id),
    amount bigint NOT NULL,
    refunded boolean NOT NULL,
    paid_at timestamptz NOT NULL
);
