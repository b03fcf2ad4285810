-- name: insert_room :execute (Room)
INSERT INTO room (id, title, owner_id, created_at)
VALUES (:id, :title, :owner_id, :created_at);

-- name: find_room :optional Room
SELECT id, title, owner_id, created_at FROM room WHERE id = :id;

-- name: all_rooms :many Room
SELECT id, title, owner_id, created_at FROM room ORDER BY created_at DESC, id DESC;

-- name: is_member :scalar boolean (room_id: RoomId, account_id: auth.AccountId)
SELECT EXISTS (SELECT 1 FROM member WHERE room_id = :room_id AND account_id = :account_id)
    AS "is_member!";

-- name: insert_member :execute (room_id: RoomId, account_id: auth.AccountId, joined_at: date-time)
INSERT INTO member (room_id, account_id, joined_at)
VALUES (:room_id, :account_id, :joined_at)
ON CONFLICT (room_id, account_id) DO NOTHING;

-- name: delete_member :execute (room_id: RoomId, account_id: auth.AccountId)
DELETE FROM member WHERE room_id = :room_id AND account_id = :account_id;

-- name: room_members :many auth.Account (room_id: RoomId)
SELECT account.id, account.login, account.display_name
FROM member JOIN account ON account.id = member.account_id
WHERE member.room_id = :room_id
ORDER BY account.login;

-- name: insert_message :execute (Message)
INSERT INTO message (id, room_id, author_id, text, sent_at)
VALUES (:id, :room_id, :author_id, :text, :sent_at);

-- name: find_message :optional Message
SELECT id, room_id, author_id, text, sent_at, edited_at FROM message WHERE id = :id;

-- name: update_message :execute (Message)
UPDATE message SET text = :text, edited_at = :edited_at WHERE id = :id;

-- name: delete_message :execute (id: MessageId)
DELETE FROM message WHERE id = :id;

-- name: recent_messages :many Message (room_id: RoomId, limit: integer)
SELECT id, room_id, author_id, text, sent_at, edited_at
FROM message
WHERE room_id = :room_id
ORDER BY sent_at DESC, id DESC
LIMIT :limit;

-- name: messages_before :many Message (room_id: RoomId, sent_at: date-time, id: MessageId, limit: integer)
SELECT id, room_id, author_id, text, sent_at, edited_at
FROM message
WHERE room_id = :room_id AND (sent_at, id) < (:sent_at, :id)
ORDER BY sent_at DESC, id DESC
LIMIT :limit;

-- name: insert_file :execute (File)
INSERT INTO file (id, room_id, author_id, name, size, sent_at)
VALUES (:id, :room_id, :author_id, :name, :size, :sent_at);

-- name: insert_content :execute (file_id: FileId, content: bytes)
INSERT INTO file_content (file_id, content) VALUES (:file_id, :content);

-- name: find_file :optional File
SELECT id, room_id, author_id, name, size, sent_at FROM file WHERE id = :id;

-- name: find_content :scalar bytes (file_id: FileId)
SELECT content FROM file_content WHERE file_id = :file_id;

-- name: room_files :many File (room_id: RoomId)
SELECT id, room_id, author_id, name, size, sent_at
FROM file
WHERE room_id = :room_id
ORDER BY sent_at DESC, id DESC
LIMIT 1000;
