-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- A ticket's link is derived from a secret beside the ledger, the ticket and this number, so that it
-- can be told again; raising the number makes another one.
ALTER TABLE ticket ADD COLUMN key_generation INTEGER NOT NULL DEFAULT 1;

-- Which of the ticket's derived keys it is; NULL = one that was drawn at random, or derived from an
-- earlier secret. Those go on working.
ALTER TABLE customer_key ADD COLUMN generation INTEGER;
