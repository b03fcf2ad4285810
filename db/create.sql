CREATE TABLE account (
    id uuid PRIMARY KEY,
    login text NOT NULL,
    display_name text NOT NULL,
    password_hash text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT account_login_key UNIQUE (login)
);

CREATE TABLE room (
    id uuid PRIMARY KEY,
    title text NOT NULL,
    owner_id uuid NOT NULL REFERENCES account (id),
    created_at timestamptz NOT NULL
);

CREATE TABLE member (
    room_id uuid NOT NULL REFERENCES room (id),
    account_id uuid NOT NULL REFERENCES account (id),
    joined_at timestamptz NOT NULL,
    PRIMARY KEY (room_id, account_id)
);

CREATE TABLE message (
    id uuid PRIMARY KEY,
    room_id uuid NOT NULL REFERENCES room (id),
    author_id uuid NOT NULL REFERENCES account (id),
    text text NOT NULL,
    sent_at timestamptz NOT NULL,
    edited_at timestamptz
);

CREATE INDEX message_by_room ON message (room_id, sent_at, id);
