CREATE TABLE number (id bigint PRIMARY KEY, value bigint NOT NULL);
INSERT INTO number (id, value)
WITH RECURSIVE ids(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM ids WHERE id < 10000)
SELECT id, id * 7919 % 10007 FROM ids;
