CREATE TABLE item (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    shelf text NOT NULL,
    amount bigint NOT NULL,
    weight double precision NOT NULL,
    fragile boolean NOT NULL,
    counted_at timestamptz NOT NULL,
    note text,
    label bytea
);
CREATE TABLE move (item_id uuid NOT NULL REFERENCES item (id), amount bigint NOT NULL, reason text);
CREATE TABLE parcel (id uuid PRIMARY KEY, box jsonb NOT NULL, inner_box jsonb, names jsonb NOT NULL);
