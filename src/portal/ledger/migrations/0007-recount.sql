-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Statistics are counted anew a little at a time, into tables of their own, which then take the place
-- of those that are served (wb-ledger-recount.h). Each is as the one without `_next` in its name.

-- How a view or click is judged by the rules that are being counted by; NULL = as `verdict` says.
ALTER TABLE sight ADD COLUMN verdict_next TEXT;
CREATE INDEX sight_turned ON sight (ticket) WHERE verdict_next IS NOT NULL;

CREATE TABLE sight_count_next (
  day INTEGER NOT NULL,
  banner TEXT NOT NULL,
  placement TEXT NOT NULL,
  type TEXT NOT NULL,
  impressions INTEGER NOT NULL,
  impressions_raw INTEGER NOT NULL,
  clicks INTEGER NOT NULL,
  clicks_raw INTEGER NOT NULL,
  head INTEGER NOT NULL,
  prefetch INTEGER NOT NULL,
  agent INTEGER NOT NULL,
  burst INTEGER NOT NULL,
  repeat INTEGER NOT NULL,
  PRIMARY KEY (day, banner, placement, type)
);

CREATE TABLE funnel_row_next (
  ticket TEXT NOT NULL,
  tool TEXT NOT NULL,
  type TEXT NOT NULL,
  currency TEXT NOT NULL,
  shop TEXT,
  who TEXT,
  offer_at INTEGER,
  offer_placement TEXT,
  ask_at INTEGER,
  ask_placement TEXT,
  click_at INTEGER,
  click_placement TEXT,
  seen INTEGER NOT NULL DEFAULT 0,

  day INTEGER,
  placement TEXT,
  taken_at INTEGER,
  shown INTEGER NOT NULL DEFAULT 0,
  used INTEGER NOT NULL DEFAULT 0,
  used_probable INTEGER NOT NULL DEFAULT 0,
  open_until INTEGER,
  is_open INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (ticket, tool)
);

CREATE INDEX funnel_row_next_sum ON funnel_row_next (day, tool, type, placement, currency, ticket);
CREATE INDEX funnel_row_next_taken ON funnel_row_next (who, shop, taken_at);
CREATE INDEX funnel_row_next_open ON funnel_row_next (open_until) WHERE is_open = 1;

CREATE TABLE funnel_money_next (
  ticket TEXT NOT NULL,
  tool TEXT NOT NULL,
  currency TEXT NOT NULL,
  revenue INTEGER NOT NULL,
  revenue_probable INTEGER NOT NULL,
  PRIMARY KEY (ticket, tool, currency)
);

CREATE TABLE funnel_order_next (
  store TEXT NOT NULL,
  remote_id TEXT NOT NULL,
  code TEXT,
  shop TEXT,
  who TEXT,
  is_counted INTEGER NOT NULL,
  currency TEXT NOT NULL,
  minor INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  ticket TEXT,
  tool TEXT,
  is_certain INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (store, remote_id)
);

CREATE INDEX funnel_order_next_who ON funnel_order_next (who, shop, created_at);
CREATE INDEX funnel_order_next_row ON funnel_order_next (ticket, tool);

CREATE TABLE funnel_sum_next (
  day INTEGER NOT NULL,
  tool TEXT NOT NULL,
  type TEXT NOT NULL,
  placement TEXT NOT NULL,
  currency TEXT NOT NULL,
  offered INTEGER NOT NULL,
  shown INTEGER,
  taken INTEGER NOT NULL,
  used INTEGER NOT NULL,
  used_probable INTEGER NOT NULL,
  open INTEGER NOT NULL,
  revenue INTEGER NOT NULL,
  revenue_probable INTEGER NOT NULL,
  revenue_squares DOUBLE PRECISION NOT NULL,
  revenue_all_squares DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (day, tool, type, placement, currency)
);

CREATE INDEX funnel_sum_next_open ON funnel_sum_next (day) WHERE open > 0;

CREATE TABLE call_row_next (
  activity TEXT PRIMARY KEY,
  ticket TEXT NOT NULL,
  day INTEGER NOT NULL,
  type TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  promise_at INTEGER NOT NULL,
  answered_at INTEGER,
  outcome TEXT,
  is_open INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
);

CREATE INDEX call_row_next_day ON call_row_next (day, type);
CREATE INDEX call_row_next_ticket ON call_row_next (ticket);
CREATE INDEX call_row_next_open ON call_row_next (day) WHERE is_open = 1;
CREATE INDEX call_row_next_changed ON call_row_next (changed_at);

-- Row 1: what is under way. `step` is what is being done, `after` the last that it was done for.
-- Row 2: what was asked for while the end of row 1 could not be given up any more.
-- `rules` and `zone`: what is counted by; NULL = the rules that hold without any set.
CREATE TABLE recount (
  id INTEGER PRIMARY KEY,
  step TEXT NOT NULL,
  after TEXT NOT NULL,
  rules TEXT,
  zone TEXT NOT NULL,
  n_changed INTEGER NOT NULL
);
