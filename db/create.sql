CREATE TABLE account (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT account_login_key UNIQUE (login)
);

CREATE TABLE room (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    owner_id TEXT NOT NULL REFERENCES account (id),
    created_at TEXT NOT NULL
);

CREATE TABLE member (
    room_id TEXT NOT NULL REFERENCES room (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    joined_at TEXT NOT NULL,
    PRIMARY KEY (room_id, account_id)
);

CREATE TABLE message (
    id TEXT PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES room (id),
    author_id TEXT NOT NULL REFERENCES account (id),
    text TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    edited_at TEXT
);

CREATE INDEX message_by_room ON message (room_id, sent_at, id);
