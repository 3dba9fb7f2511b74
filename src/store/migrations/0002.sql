-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Version 2: banners with their pictures, and the earlier versions of settings.

-- `data` is the object as part B of the API writes it. What waits to be sent is put on top when it is
-- read, as with settings.
CREATE TABLE banner (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  created_at INTEGER,
  archived INTEGER NOT NULL,
  sha256 TEXT,
  bytes INTEGER NOT NULL,
  -- The server removed it while unsent work hung on it: goes with the last of that work.
  doomed INTEGER NOT NULL DEFAULT 0,
  data TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Pictures by their content, which never changes; wb-picture-store.c keeps their sum bounded.
CREATE TABLE picture (
  row INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  stored_at INTEGER NOT NULL,
  size INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- A version never changes, so a known one is never written again.
CREATE TABLE offer_version (
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (type, version)
) STRICT, WITHOUT ROWID;
