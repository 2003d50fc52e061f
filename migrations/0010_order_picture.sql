-- migrate:up
SET LOCAL lock_timeout = '2s';

-- The picture of the product when the order was placed, so that the shop sees what to send.
ALTER TABLE shop_order ADD COLUMN picture_id text;

UPDATE shop_order SET picture_id = (
    SELECT product_picture.picture_id FROM variant
    JOIN product_picture ON product_picture.product_id = variant.product_id
    WHERE variant.sku_id = shop_order.sku_id AND product_picture.state = 'stored'
    ORDER BY product_picture.position LIMIT 1
);

CREATE INDEX shop_order_newest ON shop_order (merchant_id, placed_at, order_id);

-- migrate:down
