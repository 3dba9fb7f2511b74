-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Version 3: the whole call queue: sorts, filters, reminders, the share answered, notes being typed.

-- Like `sort_at` these follow the object as it is shown. `promise` is its original_due_at,
-- `answered_at` the instant at which the customer was answered, NULL = not (wb-answered.h).
-- `reminded` is a set: bit N is set when the reminder N was shown (WbReminderKind).
ALTER TABLE call ADD COLUMN type TEXT;
ALTER TABLE call ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN promise INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN has_number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN answered_at INTEGER;
ALTER TABLE call ADD COLUMN reminded INTEGER NOT NULL DEFAULT 0;

-- A Julian day is kept to the microsecond; 2440587.5 is 1970-01-01.
UPDATE call SET
  type = coalesce (shown, server) ->> '$.ticket_type',
  created_at = coalesce (CAST (round ((julianday (
    coalesce (shown, server) ->> '$.created_at') - 2440587.5) * 86400000.0) AS INTEGER), 0),
  promise = coalesce (CAST (round ((julianday (coalesce (
    coalesce (shown, server) ->> '$.original_due_at',
    coalesce (shown, server) ->> '$.due_at')) - 2440587.5) * 86400000.0) AS INTEGER), 0),
  has_number = coalesce (coalesce (shown, server) ->> '$.customer.phone', '') <> '',
  answered_at = CASE
    WHEN coalesce (shown, server) ->> '$.status' <> 'open'
     AND coalesce (shown, server) ->> '$.outcome' NOT IN ('unreachable', 'wrong_number')
    THEN CAST (round ((julianday (coalesce (
      coalesce (shown, server) ->> '$.called_at',
      coalesce (shown, server) ->> '$.closed_at')) - 2440587.5) * 86400000.0) AS INTEGER)
    END;

-- The list of all is read from one of the first three, whichever its order; that of one holder from
-- the fourth. All that is asked of a call by then stands in the index, `row` among it because calls
-- of one instant come in the order in which they came here.
DROP INDEX call_by_queue;
CREATE INDEX call_by_queue ON call (queue, sort_at, row, assignee, type, has_number);
CREATE INDEX call_by_promise ON call (queue, promise, row, sort_at, assignee, type, has_number);
CREATE INDEX call_by_age ON call (queue, created_at, row, sort_at, assignee, type, has_number);
CREATE INDEX call_by_holder ON call (
  queue, assignee, sort_at, row, promise, created_at, type, has_number
);
-- For the share answered: calls of whatever end by the day they were asked for.
CREATE INDEX call_by_answer ON call (created_at, answered_at, promise, queue) WHERE queue > 0;
-- What a reminder may still come of, and what it has come of.
CREATE INDEX call_to_tell ON call (created_at, assignee, queue, reminded)
  WHERE queue = 1 AND reminded & 1 = 0;
CREATE INDEX call_to_goal ON call (created_at, assignee, queue, reminded)
  WHERE queue = 1 AND reminded & 2 = 0;
CREATE INDEX call_to_promise ON call (promise, assignee, queue, reminded)
  WHERE queue = 1 AND reminded & 4 = 0;
CREATE INDEX call_reminded ON call (id, queue, reminded) WHERE queue = 1 AND reminded > 0;

-- Notes of calls as they are typed, until they are sent.
CREATE TABLE call_draft (
  activity TEXT PRIMARY KEY,
  note TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is written about a customer does not outlive the call it is about.
CREATE TRIGGER call_gone AFTER DELETE ON call BEGIN
  DELETE FROM call_draft WHERE activity = old.id;
END;
