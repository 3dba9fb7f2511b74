-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Version 1 of the workspace. Times are Unix milliseconds in UTC, NULL where there is none.

-- Small facts of the workspace itself: base URL, cursor, marks.
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The account ("account", one row), stores, users, types, states and tags: short lists that are
-- read whole. `data` is the object as part B of the API writes it.
CREATE TABLE catalogue (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  position INTEGER NOT NULL,
  ord INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- `row` is made of created_at and the id (wb-ticket-row.c), so that its order is the order of
-- creation: lists and search hits come newest first without an index or a sort.
CREATE TABLE ticket (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER,
  updated_at INTEGER,
  closed_at INTEGER,
  code TEXT NOT NULL,
  company TEXT,
  type TEXT,
  state TEXT,
  owner TEXT,
  customer_name TEXT,
  customer_email TEXT,
  customer_phone TEXT,
  customer_language TEXT,
  has_order INTEGER NOT NULL,
  order_id TEXT,
  order_code TEXT,
  order_remote_id TEXT,
  order_store_id TEXT,
  order_date INTEGER,
  order_currency TEXT,
  order_price_minor INTEGER,
  products TEXT,
  tags TEXT,
  has_remarketing INTEGER NOT NULL,
  coupon TEXT,
  call_request TEXT,
  banner_clicks INTEGER NOT NULL,
  portal_url TEXT,
  -- What staff entered and was not sent yet; NULL = nothing, '' = taken away.
  unsent_phone TEXT,
  -- The server removed it while unsent work hung on it: goes with the last of that work.
  doomed INTEGER NOT NULL DEFAULT 0,
  search TEXT NOT NULL,
  -- NULL = never sent.
  history TEXT
) STRICT;

-- The first load drops these two and makes them again at its end (wb-bulk-load.c).
CREATE UNIQUE INDEX ticket_by_id ON ticket (id);
CREATE INDEX ticket_by_code ON ticket (code);

-- `search` is folded and split into words by ourselves, so the simplest tokenizer and the leanest
-- index do. Four letters because codes of a year begin alike. Written by hand, only when changed.
CREATE VIRTUAL TABLE ticket_fts USING fts5 (
  search, content='ticket', content_rowid='row', tokenize='ascii', prefix='2 3 4', detail=none,
  columnsize=0
);

-- `queue` is 1 for an open call, 2 for a closed one, 0 for what is no call; `sort_at` is due_at in 1
-- and closed_at in 2. They and `assignee` follow the object as it is shown. `shown` is NULL where it
-- is the same as `server`.
CREATE TABLE call (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  ticket TEXT NOT NULL,
  version INTEGER NOT NULL,
  queue INTEGER NOT NULL,
  sort_at INTEGER NOT NULL,
  assignee TEXT,
  doomed INTEGER NOT NULL DEFAULT 0,
  search TEXT NOT NULL,
  server TEXT NOT NULL,
  shown TEXT
) STRICT;

CREATE INDEX call_by_queue ON call (queue, sort_at, assignee);
CREATE INDEX call_by_ticket ON call (ticket);

CREATE TABLE offer (
  type TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  data TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE offer_draft (
  type TEXT PRIMARY KEY,
  draft TEXT NOT NULL,
  base TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE coupon (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  ticket TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  data TEXT NOT NULL
) STRICT;

CREATE INDEX coupon_by_ticket ON coupon (ticket, created_at);

-- seq never comes again, so that an answer in flight cannot meet another row.
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  op TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  base_version INTEGER NOT NULL,
  body TEXT NOT NULL,
  base TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'needs_you', 'conflict')),
  created_at INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  error_code TEXT,
  error_message TEXT,
  current TEXT
) STRICT;

CREATE INDEX outbox_by_object ON outbox (object_kind, object_id, seq);
