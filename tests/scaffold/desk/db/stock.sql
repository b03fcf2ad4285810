-- name: insert_product :execute (Product)
INSERT INTO product (id, title, price, available) VALUES (:id, :title, :price, :available);

-- name: find_product :optional Product (id: ProductId)
SELECT id, title, price, available FROM product WHERE id = :id;

-- name: all_products :many Product
SELECT id, title, price, available FROM product ORDER BY title, id;

-- name: set_available :execute (id: ProductId, available: Available)
UPDATE product SET available = :available WHERE id = :id;
