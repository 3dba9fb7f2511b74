-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- The portal's ledger. An object of the API is kept in its API form (`doc`); beside it stand the
-- members that queries ask for. Times are Unix milliseconds, NULL = none. `row` is the order of
-- arrival. Kept to what SQLite and PostgreSQL share, the search table excepted.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL
);

CREATE TABLE merchant_store (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  store_id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL,
  secret_file TEXT,
  ca_file TEXT,
  time_zone TEXT
);

CREATE TABLE staff (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  email TEXT,
  token_sha256 TEXT UNIQUE,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL
);

CREATE TABLE ticket_type (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL
);

CREATE TABLE ticket_state (
  id TEXT PRIMARY KEY,
  type TEXT,
  step TEXT,
  position INTEGER NOT NULL,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL
);

CREATE TABLE tag (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL
);

-- The present settings of a type and all that were before.
CREATE TABLE settings (
  type TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL
);

CREATE TABLE settings_version (
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (type, version)
);

CREATE TABLE ticket (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE,
  type TEXT,
  state TEXT,
  owner TEXT,
  created_at INTEGER,
  updated_at INTEGER NOT NULL,
  closed_at INTEGER,
  deleted_at INTEGER,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL
);

CREATE INDEX ticket_updated ON ticket (updated_at, id, deleted_at);
CREATE INDEX ticket_created ON ticket (created_at, id);
CREATE INDEX ticket_closed ON ticket (closed_at, id);

-- What a search finds a ticket by, folded; rowid = ticket.row.
CREATE VIRTUAL TABLE ticket_search USING fts5 (body);

CREATE TABLE history (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  ticket TEXT NOT NULL,
  type TEXT NOT NULL,
  text TEXT,
  created_at INTEGER,
  user TEXT
);

CREATE INDEX history_ticket ON history (ticket, created_at, row);

CREATE TABLE activity (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  ticket TEXT NOT NULL,
  type TEXT,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  assignee TEXT,
  lease_until INTEGER,
  due_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL
);

CREATE INDEX activity_due ON activity (status, due_at, id);
CREATE INDEX activity_updated ON activity (updated_at, id);
CREATE INDEX activity_ticket ON activity (ticket);
CREATE INDEX activity_lease ON activity (lease_until) WHERE lease_until IS NOT NULL;

CREATE TABLE coupon (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  ticket TEXT NOT NULL,
  type TEXT,
  store TEXT,
  currency TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  state TEXT NOT NULL,
  code TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expires_at INTEGER,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL
);

CREATE INDEX coupon_created ON coupon (created_at, id);
CREATE INDEX coupon_updated ON coupon (updated_at, id);
CREATE INDEX coupon_ticket ON coupon (ticket, created_at);
CREATE INDEX coupon_code ON coupon (code);
CREATE INDEX coupon_expiry ON coupon (expires_at) WHERE state = 'active';

-- Where the making of a coupon in its shop stands. The code is here before the shop is asked; the
-- API shows it only when the shop has it. A row goes when its coupon is finished.
CREATE TABLE coupon_issue (
  coupon TEXT PRIMARY KEY,
  store TEXT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  remote_id TEXT,
  replaces TEXT,
  step INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  error_code TEXT,
  error_message TEXT
);

-- Answers to writes that took effect, for repeats. `coupon` set = the answer is that coupon as it is
-- now.
CREATE TABLE reply (
  user TEXT NOT NULL,
  key TEXT NOT NULL,
  request_sha256 TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  status INTEGER NOT NULL,
  etag TEXT,
  body TEXT,
  coupon TEXT,
  PRIMARY KEY (user, key)
);

CREATE INDEX reply_created ON reply (created_at);

-- The one order in which everything happened. Numbers are never used twice, even after the oldest
-- are gone.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  change TEXT NOT NULL,
  actor TEXT,
  object_id TEXT NOT NULL,
  object_version INTEGER NOT NULL,
  doc TEXT NOT NULL
);

CREATE INDEX event_created ON event (created_at);
