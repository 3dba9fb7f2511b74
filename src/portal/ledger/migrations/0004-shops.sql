-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Shops that are followed: what became of coupons, by which orders, and the story of each.

-- A paused shop is neither asked for coupons nor followed. Each mark says where following goes on; it
-- is stored with what was read before it. `pass` counts the walks through all coupons of a shop that
-- cannot tell which changed.
ALTER TABLE merchant_store ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE merchant_store ADD COLUMN checked_at INTEGER;
ALTER TABLE merchant_store ADD COLUMN orders_mark TEXT;
ALTER TABLE merchant_store ADD COLUMN orders_at INTEGER;
ALTER TABLE merchant_store ADD COLUMN coupons_mark TEXT;
ALTER TABLE merchant_store ADD COLUMN coupons_at INTEGER;
ALTER TABLE merchant_store ADD COLUMN pass INTEGER NOT NULL DEFAULT 0;
ALTER TABLE merchant_store ADD COLUMN pass_from INTEGER;

-- The pass that last met the coupon in its shop, and how often it was used when the shop last said so.
ALTER TABLE coupon ADD COLUMN seen_pass INTEGER NOT NULL DEFAULT 0;
ALTER TABLE coupon ADD COLUMN usage_count INTEGER NOT NULL DEFAULT 0;

CREATE INDEX coupon_followed ON coupon (store, seen_pass) WHERE state = 'active';
CREATE INDEX coupon_counted ON coupon (store) WHERE state = 'active' AND usage_count > 0;

-- Orders that name a coupon of ours; others are not kept. Nothing of who ordered.
CREATE TABLE shop_order (
  store TEXT NOT NULL,
  remote_id TEXT NOT NULL,
  code TEXT,
  state TEXT NOT NULL,
  is_test INTEGER NOT NULL,
  currency TEXT NOT NULL,
  total_minor INTEGER NOT NULL,
  refunded_minor INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (store, remote_id)
);

CREATE TABLE shop_order_coupon (
  store TEXT NOT NULL,
  remote_id TEXT NOT NULL,
  coupon TEXT NOT NULL,
  is_certain INTEGER NOT NULL,
  PRIMARY KEY (store, remote_id, coupon)
);

CREATE INDEX shop_order_coupon_coupon ON shop_order_coupon (coupon);

-- A coupon's story, in the order of `row`.
CREATE TABLE coupon_event (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  coupon TEXT NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  doc TEXT NOT NULL
);

CREATE INDEX coupon_event_coupon ON coupon_event (coupon, row);

-- Coupons that a person wants disabled in their shop; a row goes when that is done.
CREATE TABLE coupon_disable (
  coupon TEXT PRIMARY KEY,
  store TEXT NOT NULL,
  user TEXT NOT NULL,
  not_before INTEGER NOT NULL
);
