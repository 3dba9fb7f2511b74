-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Version 5: all coupons, listed, searched and summed; shops of our own and what is made in them.

-- The coupons of version 4 are whole objects of the API. The program itself takes them over, right
-- after this (wb-coupon-upgrade.c): amounts are decimal texts of as many digits as their currency has,
-- and search is folded by our own function.
DROP INDEX coupon_by_ticket;
ALTER TABLE coupon RENAME TO coupon_v4;

-- Words that repeat in each coupon, once: states, kinds, currencies, ids of types, shops and users.
-- The first nine are known to the program and to indexes below. A word is never taken out.
CREATE TABLE coupon_word (
  n INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

INSERT INTO coupon_word (n, text) VALUES
  (1, 'pending'), (2, 'active'), (3, 'used'), (4, 'expired'), (5, 'failed'), (6, 'disabled'),
  (7, 'fixed'), (8, 'percent'), (9, '');

-- `row` is created_at, or the next free one (wb-coupon-row.c): the order of rows is the order of
-- creation, so that each index below, and search, gives newest first without a sort. `origin` is 0
-- for the helpdesk's, 1 for one made here. `superseded` is 1 while another one is being made that
-- replaces it. `code` is upper case. `amount_minor` is in minor units of the currency, or in
-- hundredths of a percent; NULL when the currency is not known. `issued_by` is the word '' for a
-- customer's click. `search` is what coupon_fts has of the row.
CREATE TABLE coupon (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  origin INTEGER NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER,
  expires_at INTEGER,
  used_at INTEGER,
  state INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  currency INTEGER NOT NULL,
  type INTEGER NOT NULL,
  store INTEGER NOT NULL,
  issued_by INTEGER NOT NULL,
  platform INTEGER NOT NULL,
  placement INTEGER NOT NULL,
  ticket TEXT NOT NULL,
  ticket_code TEXT,
  code TEXT,
  amount TEXT NOT NULL,
  amount_minor INTEGER,
  min_order_value TEXT,
  remote_id TEXT,
  activity TEXT,
  settings_version INTEGER NOT NULL,
  used_order_code TEXT,
  revenue TEXT,
  revenue_minor INTEGER,
  revenue_currency INTEGER NOT NULL,
  refunded TEXT,
  is_probable INTEGER NOT NULL,
  error_code TEXT,
  error_message TEXT,
  search TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX coupon_by_id ON coupon (id);
CREATE INDEX coupon_by_ticket ON coupon (ticket);
-- One that can be spent, or will be, for each ticket: of those made here.
CREATE UNIQUE INDEX coupon_live ON coupon (ticket)
  WHERE origin = 1 AND superseded = 0 AND state IN (1, 2);
CREATE INDEX coupon_made_here ON coupon (store, code) WHERE origin = 1;

-- The rarest of the filters that are set leads, the others are looked at in its index.
CREATE INDEX coupon_by_state ON coupon (state, row, type, store, currency, issued_by);
CREATE INDEX coupon_by_type ON coupon (type, row, state, store, currency, issued_by);
CREATE INDEX coupon_by_store ON coupon (store, row, state, type, currency, issued_by);
CREATE INDEX coupon_by_currency ON coupon (currency, row, state, type, store, issued_by);
CREATE INDEX coupon_by_issuer ON coupon (issued_by, row, state, type, store, currency);
-- Other orders.
CREATE INDEX coupon_by_end ON coupon (
  ifnull (expires_at, 9223372036854775807), row, state, type, store, currency, issued_by
);
CREATE INDEX coupon_by_use ON coupon (used_at, row, state, type, store, currency, issued_by);
CREATE INDEX coupon_by_value ON coupon (
  currency, kind DESC, amount_minor, row, state, type, store, issued_by
);
-- What may still be claimed, by when.
CREATE INDEX coupon_active_by_end ON coupon (
  ifnull (expires_at, 9223372036854775807), row, type, store, currency, issued_by
) WHERE state = 2;

-- Words folded and split by ourselves, as with tickets, and behind them one character of a private
-- plane for each of state, type, shop, currency and issuer, so that search and filters are one
-- question.
CREATE VIRTUAL TABLE coupon_fts USING fts5 (
  search, content='coupon', content_rowid='row', tokenize='ascii', prefix='1 2 3 4 5', detail=none,
  columnsize=0
);

-- Kept with each write of a coupon, by hand: a trigger opens a savepoint, at which FTS5 writes
-- everything out. `minor` is the sum of fixed amounts.
CREATE TABLE coupon_total (
  currency INTEGER NOT NULL,
  state INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  n INTEGER NOT NULL,
  minor INTEGER NOT NULL,
  PRIMARY KEY (currency, state, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE coupon_revenue (
  currency INTEGER PRIMARY KEY,
  n INTEGER NOT NULL,
  minor INTEGER NOT NULL
) STRICT;

-- How many have a word as their type, shop and issuer, which tells the rarest filter.
CREATE TABLE coupon_count (
  what TEXT NOT NULL,
  word INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (what, word)
) STRICT, WITHOUT ROWID;

-- A coupon's story, in the order of seq. `id` is the service's, NULL for what was done here.
CREATE TABLE coupon_event (
  seq INTEGER PRIMARY KEY,
  coupon TEXT NOT NULL,
  id TEXT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  by TEXT,
  order_code TEXT,
  amount TEXT,
  currency TEXT,
  value TEXT,
  text TEXT
) STRICT;

CREATE INDEX coupon_event_by_coupon ON coupon_event (coupon);

-- Shops that this program speaks to itself. No secrets. `name_key` is the name as names are compared.
CREATE TABLE shop_connection (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  platform TEXT NOT NULL,
  url TEXT NOT NULL UNIQUE,
  ca_pem TEXT,
  is_paused INTEGER NOT NULL,
  connection TEXT NOT NULL,
  error_message TEXT,
  caps TEXT,
  checked_at INTEGER,
  last_sync_at INTEGER
) STRICT, WITHOUT ROWID;

-- Coupons being made.
CREATE TABLE coupon_issue (
  coupon TEXT PRIMARY KEY,
  connection TEXT NOT NULL,
  code TEXT NOT NULL,
  remote_id TEXT,
  replaces TEXT,
  step INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  error_code TEXT,
  error_message TEXT
) STRICT, WITHOUT ROWID;

-- A code that is being made must not be chosen a second time.
CREATE UNIQUE INDEX coupon_issue_by_code ON coupon_issue (connection, code);

-- Orders that name a coupon made here, and no others.
CREATE TABLE shop_order (
  connection TEXT NOT NULL,
  remote_id TEXT NOT NULL,
  code TEXT NOT NULL,
  state TEXT NOT NULL,
  is_test INTEGER NOT NULL,
  currency TEXT NOT NULL,
  total_minor INTEGER NOT NULL,
  refunded_minor INTEGER NOT NULL,
  email TEXT,
  created_at INTEGER,
  updated_at INTEGER,
  PRIMARY KEY (connection, remote_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE shop_order_coupon (
  connection TEXT NOT NULL,
  coupon_code TEXT NOT NULL,
  order_id TEXT NOT NULL,
  remote_id TEXT,
  discount_minor INTEGER,
  discount_currency TEXT,
  is_certain INTEGER NOT NULL,
  PRIMARY KEY (connection, coupon_code, order_id),
  FOREIGN KEY (connection, order_id) REFERENCES shop_order (connection, remote_id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX shop_order_coupon_by_order ON shop_order_coupon (connection, order_id);

-- How far a shop was followed.
CREATE TABLE shop_mark (
  connection TEXT NOT NULL,
  kind TEXT NOT NULL,
  mark TEXT NOT NULL,
  PRIMARY KEY (connection, kind)
) STRICT, WITHOUT ROWID;
