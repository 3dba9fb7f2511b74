-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Version 7: coupon_count also has how many coupons end, and are used, so many whole days after their
-- creation ('valid' and 'use', with the largest number for never), and how many of a state were not
-- used ('unused'). Of a time's coupons the page knows by it where they can stand in another order.
-- That none ended before it was created ('odd') is part of it now.
DELETE FROM coupon_count WHERE what = 'odd';

INSERT INTO coupon_count
SELECT 'valid', ifnull ((expires_at - created_at) / 86400000, 9223372036854775807), count(*)
FROM coupon GROUP BY 2;

INSERT INTO coupon_count
SELECT 'use', ifnull ((used_at - created_at) / 86400000, 9223372036854775807), count(*)
FROM coupon GROUP BY 2;

INSERT INTO coupon_count SELECT 'unused', state, count(*) FROM coupon WHERE used_at IS NULL GROUP BY 2;
