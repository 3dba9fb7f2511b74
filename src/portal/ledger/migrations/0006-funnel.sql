-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- What became of each offer, and how calls were answered (wb-ledger-funnel.h, wb-ledger-call-rows.h).
-- '' stands for none where a column is part of a key.

-- A keyed sum of the customer's e-mail, to find their orders by.
ALTER TABLE ticket ADD COLUMN who TEXT;
CREATE INDEX ticket_who ON ticket (who);

-- A ticket's way with one tool. Facts first: type, currency and shop as they were at the first offer,
-- the first offer, the first asking, the first confirmed click, whether a person saw it. What is below
-- is counted from them, from the ticket's coupons and from orders; `day` NULL = not counted yet.
CREATE TABLE funnel_row (
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

CREATE INDEX funnel_row_sum ON funnel_row (day, tool, type, placement, currency, ticket);
CREATE INDEX funnel_row_taken ON funnel_row (who, shop, taken_at);
CREATE INDEX funnel_row_open ON funnel_row (open_until) WHERE is_open = 1;

-- What a row's orders brought, refunds taken off, by their currency.
CREATE TABLE funnel_money (
  ticket TEXT NOT NULL,
  tool TEXT NOT NULL,
  currency TEXT NOT NULL,
  revenue INTEGER NOT NULL,
  revenue_probable INTEGER NOT NULL,
  PRIMARY KEY (ticket, tool, currency)
);

-- Orders that may count: those that name a coupon of ours, and those of customers who have a ticket.
-- `ticket` and `tool`: the row each counts for; NULL = none.
CREATE TABLE funnel_order (
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

CREATE INDEX funnel_order_who ON funnel_order (who, shop, created_at);
CREATE INDEX funnel_order_row ON funnel_order (ticket, tool);

-- The sums that statistics are read from. `shown` NULL = cannot be counted.
CREATE TABLE funnel_sum (
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

CREATE INDEX funnel_sum_open ON funnel_sum (day) WHERE open > 0;

-- When a sum of the day last became another one; only the last days' are kept.
CREATE TABLE funnel_day (
  day INTEGER PRIMARY KEY,
  changed_at INTEGER NOT NULL
);

-- Calls that customers asked for, as far as statistics need them. They stay when their ticket is
-- deleted, unless nobody answered them.
CREATE TABLE call_row (
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

CREATE INDEX call_row_day ON call_row (day, type);
CREATE INDEX call_row_ticket ON call_row (ticket);
CREATE INDEX call_row_open ON call_row (day) WHERE is_open = 1;
CREATE INDEX call_row_changed ON call_row (changed_at);
