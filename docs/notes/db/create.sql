CREATE TABLE note (
    id TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    written_at TEXT NOT NULL
);
