CREATE TABLE file (
    id uuid PRIMARY KEY,
    room_id uuid NOT NULL REFERENCES room (id),
    author_id uuid NOT NULL REFERENCES account (id),
    name text NOT NULL,
    size bigint NOT NULL,
    sent_at timestamptz NOT NULL
);

CREATE INDEX file_by_room ON file (room_id, sent_at, id);

CREATE TABLE file_content (
    file_id uuid PRIMARY KEY REFERENCES file (id),
    content bytea NOT NULL
);
