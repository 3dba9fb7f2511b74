-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- What of a refused act on a call went on as a note: said once, and told beside their story.
ALTER TABLE outbox ADD COLUMN story TEXT;
