-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Views and clicks of banners as they came, so that statistics can be counted anew, by other rules or
-- in another time zone. `kind` is view, click or look (offers that show no banner, or in a mail);
-- `type` and `placement` as they were; `offered` has a bit per tool that the answer offered (1 coupon,
-- 2 call request, 4 banner); `verdict` is counted, or why not: head, prefetch, agent, burst, repeat.
CREATE TABLE sight (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  ticket TEXT NOT NULL,
  type TEXT NOT NULL,
  banner TEXT NOT NULL,
  placement TEXT NOT NULL,
  is_head INTEGER NOT NULL,
  is_ahead INTEGER NOT NULL,
  agent TEXT NOT NULL,
  offered INTEGER NOT NULL,
  verdict TEXT NOT NULL
);

CREATE INDEX sight_ticket ON sight (ticket, at, id);
CREATE INDEX sight_at ON sight (at);

-- Their sums, so that statistics never scan. `day` counts days since 1970-01-01 in the account's time
-- zone (which one these are of: meta, `stat_zone`); the columns after `clicks_raw` count clicks by why
-- they were left out.
CREATE TABLE sight_count (
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

-- Sums whose events are not there (any more): added when read, and never counted anew.
CREATE TABLE sight_fixed (
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

-- Until now only sums were kept: views by whomever, and not why a click was left out.
INSERT INTO sight_fixed (day, banner, placement, type, impressions, impressions_raw, clicks, clicks_raw,
  head, prefetch, agent, burst, repeat)
SELECT day, banner, placement, type, shown, shown, clicks, clicks_raw, 0, 0, 0, 0, 0 FROM banner_count;

DROP TABLE banner_count;
DROP TABLE banner_click;
