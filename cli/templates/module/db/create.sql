CREATE TABLE {{module}}_item (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX {{module}}_item_newest ON {{module}}_item (created_at, id);
