/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See store-fixture.h. */

#include "config.h"

#include "store-fixture.h"

#include <glib/gstdio.h>

void
fixture_remove (const char *path)
{
  g_autoptr (GDir) listing = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (listing && (name = g_dir_read_name (listing))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      fixture_remove (child);
    else
      g_assert_cmpint (g_unlink (child), ==, 0);
  }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static WbUser *
make_user (const char *id,
           const char *role,
           const char *name)
{
  WbUser *user = wb_user_new ();

  user->id = g_strdup (id);
  user->role = g_strdup (role);
  user->full_name = g_strdup (name);
  user->active = TRUE;
  user->version = 1;

  return user;
}

static WbAccount *
make_account (void)
{
  WbAccount *account = wb_account_new ();
  const char *features[] = {
    WB_FEATURE_REMARKETING, WB_FEATURE_ACTIVITIES, WB_FEATURE_COUPONS, WB_FEATURE_EVENTS,
    WB_FEATURE_STAFF_COUPONS, WB_FEATURE_LEASES, WB_FEATURE_BANNERS, NULL
  };
  const char *currencies[] = { "CZK", "EUR", NULL };
  const char *languages[] = { "cs", "en", NULL };

  account->id = g_strdup ("a1000001-0000-4000-8000-000000000000");
  account->time_zone = g_strdup ("Europe/Prague");
  account->default_language = g_strdup ("cs");
  account->default_currency = g_strdup ("CZK");
  g_strfreev (account->languages);
  account->languages = g_strdupv ((GStrv) languages);
  g_strfreev (account->currencies);
  account->currencies = g_strdupv ((GStrv) currencies);
  g_strfreev (account->features);
  account->features = g_strdupv ((GStrv) features);
  account->remarketing_active = TRUE;
  account->version = 4;

  return account;
}

static WbMerchantStore *
make_store (void)
{
  WbMerchantStore *store = wb_merchant_store_new ();
  const char *currencies[] = { "CZK", NULL };

  store->id = g_strdup ("c1000001-0000-4000-8000-000000000000");
  store->store_id = g_strdup ("hlavni-eshop");
  store->platform = g_strdup ("woocommerce");
  g_strfreev (store->currencies);
  store->currencies = g_strdupv ((GStrv) currencies);
  store->connection = g_strdup ("connected");
  store->supports_coupons = TRUE;
  store->version = 1;

  return store;
}

static void
put_account (Fixture    *fixture,
             const char *me)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = make_account ();
  g_autoptr (WbMerchantStore) store = make_store ();
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_user_unref);
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_no_error (error);
  g_ptr_array_add (users, make_user (AGENT, "agent", "Eva Dvořáková"));
  g_ptr_array_add (users, make_user (COLLEAGUE, "agent", "Jan Malý"));
  g_ptr_array_add (users, make_user (MANAGER, "manager", "Petra Veselá"));
  g_assert_true (wb_account_store_put (db, account, &error));
  g_assert_true (wb_merchant_store_upsert (db, store, &error));
  g_assert_true (wb_user_store_replace_all (db, users, &error));
  g_assert_true (wb_workspace_set_meta (db, WB_META_ME, me, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ACCOUNT, &error));
  g_assert_no_error (error);
}

void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("wb-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->dir = g_build_filename (fixture->root, "workspace", NULL);
  fixture->clock = WB_CLOCK (wb_movable_clock_new (NOW, FALSE));
  fixture->random = wb_seeded_random_new (7);
  fixture->ws = wb_workspace_create (fixture->dir, "https://helpdesk.example/api/v2",
                                     fixture->clock, fixture->random, &error);
  g_assert_no_error (error);
  put_account (fixture, data ? data : AGENT);
}

void
fixture_reopen (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->ws);
  fixture->ws = wb_workspace_open (fixture->dir, fixture->clock, fixture->random, &error);
  g_assert_no_error (error);
}

void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  if (fixture->ws)
    g_assert_finalize_object (fixture->ws);
  fixture_remove (fixture->root);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->random);
  g_free (fixture->dir);
  g_free (fixture->root);
}

WbTicket *
make_ticket (const char *id,
             const char *code,
             const char *customer,
             gint64      version)
{
  WbTicket *ticket = wb_ticket_new ();

  ticket->id = g_strdup (id);
  g_free (ticket->code);
  ticket->code = g_strdup (code);
  ticket->customer_name = g_strdup (customer);
  ticket->created_at = NOW - WB_DAY_MS;
  ticket->updated_at = NOW - WB_DAY_MS + version * 1000;
  ticket->version = version;

  return ticket;
}

WbActivity *
make_call (const char *id,
           const char *ticket,
           gint64      due_at,
           gint64      version)
{
  WbActivity *call = wb_activity_new ();

  g_free (call->id);
  call->id = g_strdup (id);
  g_free (call->ticket);
  call->ticket = g_strdup (ticket);
  g_free (call->kind);
  call->kind = g_strdup ("call_request");
  g_free (call->status);
  call->status = g_strdup ("open");
  call->customer_name = g_strdup ("Jana Nováková");
  call->customer_phone = g_strdup ("+420601123456");
  call->created_at = NOW - WB_HOUR_MS;
  call->due_at = due_at;
  call->original_due_at = due_at;
  call->updated_at = NOW;
  call->version = version;

  return call;
}

WbOfferSet *
make_offers (const char *type,
             const char *amount,
             gint64      version)
{
  WbOfferSet *set = wb_offer_set_new ();
  WbCouponAmount *entry = wb_offer_set_ensure_amount (set, "CZK");

  g_free (set->type);
  set->type = g_strdup (type);
  set->coupon_enabled = TRUE;
  set->coupon_placements = WB_PLACEMENT_PORTAL;
  g_free (entry->kind);
  entry->kind = g_strdup (WB_COUPON_KIND_FIXED);
  g_free (entry->amount);
  entry->amount = g_strdup (amount);
  g_free (entry->min_order_value);
  entry->min_order_value = g_strdup ("1000.00");
  set->validity_days = 30;
  set->call_deadline_days = 2;
  set->updated_at = NOW;
  set->version = version;

  return set;
}

WbCoupon *
make_coupon (const char *id,
             const char *ticket,
             gint64      version)
{
  WbCoupon *coupon = wb_coupon_new ();

  coupon->id = g_strdup (id);
  coupon->ticket = g_strdup (ticket);
  coupon->kind = g_strdup ("fixed");
  coupon->amount = g_strdup ("200.00");
  coupon->currency = g_strdup ("CZK");
  coupon->state = g_strdup (version > 1 ? WB_COUPON_ACTIVE : WB_COUPON_PENDING);
  coupon->code = version > 1 ? g_strdup ("VRAT8KQ2MX4TH7") : NULL;
  coupon->created_at = NOW;
  coupon->updated_at = NOW;
  coupon->version = version;

  return coupon;
}

WbBanner *
make_banner (const char *id,
             const char *name,
             gint64      version)
{
  WbBanner *banner = wb_banner_new ();
  WbPicture *picture = wb_picture_new ();

  picture->id = g_strconcat ("f-", id, NULL);
  picture->mime_type = g_strdup ("image/png");
  picture->size = 148201;
  picture->sha256 = g_strconcat ("sha-", id, NULL);
  picture->url = g_strdup ("https://cdn.example/f.png");
  picture->width = 1200;
  picture->height = 300;
  g_free (banner->id);
  banner->id = g_strdup (id);
  g_free (banner->name);
  banner->name = g_strdup (name);
  banner->picture = picture;
  wb_lang_text_set (banner->alt_text, "cs", "Sleva");
  banner->created_at = NOW;
  banner->updated_at = NOW;
  banner->version = version;

  return banner;
}

static gboolean
commit (Fixture  *fixture,
        WbTables  touched,
        gboolean  applied,
        GError   *error)
{
  g_autoptr (GError) problem = NULL;

  g_assert_no_error (error);
  g_assert_true (applied);
  g_assert_true (wb_workspace_commit (fixture->ws, touched, &problem));
  g_assert_no_error (problem);

  return TRUE;
}

gboolean
put_ticket (Fixture  *fixture,
            WbTicket *ticket)
{
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  commit (fixture, WB_TABLE_TICKETS, wb_ticket_store_apply (db, ticket, &changed, &error), error);
  wb_ticket_unref (ticket);

  return changed;
}

gboolean
put_call (Fixture    *fixture,
          WbActivity *call)
{
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  commit (fixture, WB_TABLE_CALLS, wb_call_store_apply (db, call, &changed, &error), error);
  wb_activity_unref (call);

  return changed;
}

gboolean
put_offers (Fixture    *fixture,
            WbOfferSet *set)
{
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  commit (fixture, WB_TABLE_OFFERS, wb_offer_store_apply (db, set, &changed, &error), error);
  wb_offer_set_unref (set);

  return changed;
}

gboolean
put_banner (Fixture  *fixture,
            WbBanner *banner)
{
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  commit (fixture, WB_TABLE_BANNERS, wb_banner_store_apply (db, banner, &changed, &error), error);
  wb_banner_unref (banner);

  return changed;
}

void
put_meta (Fixture    *fixture,
          const char *key,
          const char *value)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  commit (fixture, WB_TABLE_SYNC, wb_workspace_set_meta (db, key, value, &error), error);
}

WbActivity *
read_call (Fixture    *fixture,
           const char *id)
{
  g_autoptr (GError) error = NULL;
  WbActivity *call = wb_call_store_get (wb_workspace_get_reader (fixture->ws), id, &error);

  g_assert_no_error (error);

  return call;
}

GPtrArray *
read_outbox (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = wb_outbox_list (wb_workspace_get_reader (fixture->ws), &error);

  g_assert_no_error (error);

  return rows;
}

gint64
read_number (WbDb       *db,
             const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, sql, &error);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error));
  g_assert_no_error (error);
  g_assert_true (has_row);

  return wb_stmt_get_int64 (stmt, 0);
}

char *
search_tickets (Fixture    *fixture,
                const char *typed)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_get_reader (fixture->ws);
  g_autoptr (GArray) ids = wb_ticket_store_list_ids (db, typed, 50, &error);
  GString *found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (WbTicket) ticket = wb_ticket_store_get_row (db, g_array_index (ids, gint64, i),
                                                           &error);

    g_assert_no_error (error);
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "", ticket->id);
  }

  return g_string_free (found, FALSE);
}
