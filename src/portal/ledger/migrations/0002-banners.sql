-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Uploaded pictures, banners, what was shown and clicked, and customers' keys.

-- The bytes are kept here and not in a folder beside the ledger: a picture and what tells of it are
-- stored and deleted in one transaction, one copy of one file is a whole backup, and several service
-- processes on one database see the same pictures. They are few and at most 2 MiB each. One row per
-- content, however often it was uploaded. (BYTEA is PostgreSQL's word; SQLite keeps a blob as it is
-- whatever the column is called.)
CREATE TABLE picture (
  sha256 TEXT PRIMARY KEY,
  bytes BYTEA NOT NULL
);

-- Uploads. One that no banner shows goes after a day.
CREATE TABLE file (
  id TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  doc TEXT NOT NULL
);

CREATE INDEX file_sha256 ON file (sha256);
CREATE INDEX file_created ON file (created_at);

-- `shown_at` is when a customer was first shown it, in whatever place; NULL = never.
CREATE TABLE banner (
  id TEXT PRIMARY KEY,
  file TEXT NOT NULL,
  name TEXT NOT NULL,
  archived INTEGER NOT NULL,
  shown_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL
);

CREATE INDEX banner_file ON banner (file);

-- The banner that the settings of a type enable; NULL = none.
ALTER TABLE settings ADD COLUMN banner TEXT;

CREATE INDEX settings_banner ON settings (banner);

-- Kept as sums, so that statistics never scan. `day` counts days since 1970-01-01 in the account's
-- time zone; `clicks_raw` also counts what `clicks` leaves out.
CREATE TABLE banner_count (
  day INTEGER NOT NULL,
  banner TEXT NOT NULL,
  placement TEXT NOT NULL,
  type TEXT NOT NULL,
  shown INTEGER NOT NULL,
  clicks INTEGER NOT NULL,
  clicks_raw INTEGER NOT NULL,
  PRIMARY KEY (day, banner, placement, type)
);

-- The last click of a ticket's customer that counted, to leave out the ones right after it.
CREATE TABLE banner_click (
  ticket TEXT NOT NULL,
  banner TEXT NOT NULL,
  placement TEXT NOT NULL,
  clicked_at INTEGER NOT NULL,
  PRIMARY KEY (ticket, banner, placement)
);

CREATE INDEX banner_click_time ON banner_click (clicked_at);

-- The secrets of customers' links, by their SHA-256 alone.
CREATE TABLE customer_key (
  key_sha256 TEXT PRIMARY KEY,
  ticket TEXT NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE INDEX customer_key_ticket ON customer_key (ticket);
