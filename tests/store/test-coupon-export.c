/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons as CSV: every cell of a row, names for ids, times of the account's zone, what is filtered, and being
 * stopped. */

#include "config.h"

#include "wb-coupon-list.h"

#include "store-fixture.h"
#include "wb-coupon-row.h"

#include <string.h>

#define HEADER \
  "Code,State,Value,Currency,Minimum order,Created,Valid until,Ticket,Ticket type,Customer,Shop,Given by,Used on," \
  "Order,Revenue,Revenue currency,Refunded,Order is probable,Problem\r\n"

static void
put_coupon (Fixture  *fixture,
            WbCoupon *coupon)
{
  g_autoptr (WbCoupon) owned = coupon;
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_coupon_store_apply (db, owned, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
}

static void
put_type (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbTicketType) type = wb_ticket_type_new ();
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  type->id = g_strdup ("b1");
  type->name = wb_lang_text_new ();
  wb_lang_text_set (type->name, "cs", "Vratka, 14 dní");
  type->version = 1;
  g_assert_true (wb_ticket_type_store_upsert (db, type, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ACCOUNT, &error));
}

static char *
export (Fixture              *fixture,
        const WbCouponQuery  *query,
        GError              **error)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");

  if (!wb_coupon_store_export (wb_workspace_get_reader (fixture->ws), query, zone, out, NULL, NULL, NULL, error))
    return NULL;

  return g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (out)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (out)));
}

static WbCoupon *
make_used (void)
{
  WbCoupon *coupon = make_coupon ("c1", "t1", 2);

  g_free (coupon->state);
  coupon->state = g_strdup (WB_COUPON_USED);
  coupon->ticket_code = g_strdup ("20250042");
  coupon->ticket_type = g_strdup ("b1");
  coupon->store = g_strdup ("c1000001-0000-4000-8000-000000000000");
  coupon->issued_by = g_strdup (AGENT);
  coupon->min_order_value = g_strdup ("1000.00");
  /* The last second before and the first after the clocks go back: 2025-10-26 01:00 UTC. */
  coupon->used_at = G_GINT64_CONSTANT (1761440399000);
  coupon->expires_at = G_GINT64_CONSTANT (1761440400000);
  coupon->used_order_code = g_strdup ("=HYPERLINK(\"x\")");
  coupon->revenue = g_strdup ("1250.00");
  coupon->revenue_currency = g_strdup ("EUR");
  coupon->refunded = g_strdup ("0.50");
  coupon->is_probable = TRUE;

  return coupon;
}

static void
test_export_every_cell (Fixture       *fixture,
                        gconstpointer  data)
{
  WbCouponQuery query = { .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE };
  g_autoptr (GError) error = NULL;
  WbCoupon *failed = make_coupon ("c2", "t2", 1);
  g_autofree char *text = NULL;
  g_autofree char *only_failed = NULL;

  put_type (fixture);
  put_ticket (fixture, make_ticket ("t1", "20250042", "Łukasz \"Luky\" Dvořák", 1));
  put_coupon (fixture, make_used ());
  g_free (failed->state);
  failed->state = g_strdup (WB_COUPON_FAILED);
  g_free (failed->kind);
  failed->kind = g_strdup ("percent");
  g_free (failed->amount);
  failed->amount = g_strdup ("12.50");
  failed->ticket_type = g_strdup ("b9");
  failed->created_at = NOW - WB_DAY_MS;
  failed->error_message = g_strdup ("Coupons are\nswitched off");
  put_coupon (fixture, failed);

  text = export (fixture, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, HEADER
                   "VRAT8KQ2MX4TH7,used,200.00,CZK,1000.00,2025-10-03 12:00,2025-10-26 02:00,20250042,"
                   "\"Vratka, 14 dní\",\"Łukasz \"\"Luky\"\" Dvořák\",hlavni-eshop,Eva Dvořáková,2025-10-26 02:59,"
                   "\"'=HYPERLINK(\"\"x\"\")\",1250.00,EUR,0.50,Yes,\r\n"
                   ",failed,12.50%,CZK,,2025-10-02 12:00,,t2,b9,,,Customer,,,,,,,\"Coupons are\nswitched off\"\r\n");

  query.state = WB_COUPON_FAILED;
  only_failed = export (fixture, &query, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (only_failed, HEADER ",failed"));
  g_assert_null (strstr (only_failed, "VRAT8KQ2MX4TH7"));
}

static void
count_rows (gint64   n_done,
            gpointer data)
{
  GArray *told = data;

  g_array_append_val (told, n_done);
}

static void
cancel_at_first (gint64   n_done,
                 gpointer data)
{
  g_cancellable_cancel (data);
}

static void
test_export_many (Fixture       *fixture,
                  gconstpointer  data)
{
  WbCouponQuery query = { .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE, .reversed = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (GStrv) lines = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);
  WbDb *reader = wb_workspace_get_reader (fixture->ws);
  const char *text = NULL;

  for (guint i = 0; i < 2500; i++) {
    g_autofree char *id = g_strdup_printf ("c%04u", i);
    g_autoptr (WbCoupon) coupon = make_coupon (id, "t1", 2);

    g_free (coupon->code);
    coupon->code = g_strdup_printf ("CODE%04u", i);
    coupon->created_at = NOW + i;
    g_assert_true (wb_coupon_store_apply (db, coupon, NULL, &error));
  }
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));

  g_assert_true (wb_coupon_store_export (reader, &query, zone, out, count_rows, told, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (told->len, ==, 3);
  g_assert_cmpint (g_array_index (told, gint64, 0), ==, 1000);
  g_assert_cmpint (g_array_index (told, gint64, 2), ==, 2500);
  g_output_stream_write_all (out, "", 1, NULL, NULL, &error);
  text = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (out));
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 2502);
  g_assert_true (g_str_has_prefix (lines[1], "CODE0000,"));
  g_assert_true (g_str_has_prefix (lines[2500], "CODE2499,"));
  /* The reader is free again. */
  g_assert_false (wb_db_in_transaction (reader));

  g_assert_false (wb_coupon_store_export (reader, &query, zone, out, cancel_at_first, cancellable, cancellable,
                                          &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (wb_db_in_transaction (reader));
}

/* What the stream says is said. */
static void
test_export_full_disk (Fixture       *fixture,
                       gconstpointer  data)
{
  WbCouponQuery query = { .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  char space[16];
  g_autoptr (GOutputStream) out = g_memory_output_stream_new (space, sizeof space, NULL, NULL);

  g_assert_false (wb_coupon_store_export (wb_workspace_get_reader (fixture->ws), &query, zone, out, NULL, NULL, NULL,
                                          &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/coupon-export/every-cell", test_export_every_cell);
  FIXTURE_ADD ("/wb/store/coupon-export/many", test_export_many);
  FIXTURE_ADD ("/wb/store/coupon-export/full-disk", test_export_full_disk);

  return g_test_run ();
}
