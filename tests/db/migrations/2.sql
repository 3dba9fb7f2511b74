-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

ALTER TABLE book ADD COLUMN pages INTEGER;
UPDATE book SET pages = 1;
