/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners, their pictures, and the earlier versions of settings. */

#include "config.h"

#include "wb-offer-history.h"

#include "store-fixture.h"

#define MIB (1024 * 1024)

static char *
list_ids (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) banners = wb_banner_store_list (wb_workspace_get_reader (fixture->ws),
                                                        &error);
  GString *ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < banners->len; i++) {
    const WbBanner *banner = g_ptr_array_index (banners, i);

    g_string_append_printf (ids, "%s%s=%s", i > 0 ? " " : "", banner->id, banner->name);
  }

  return g_string_free (ids, FALSE);
}

static void
remove_banner (Fixture    *fixture,
               const char *id,
               gint64      version)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_banner_store_remove (db, id, version, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_BANNERS, &error));
  g_assert_no_error (error);
}

static void
test_banners_follow_their_versions (Fixture       *fixture,
                                    gconstpointer  data)
{
  WbBanner *archived = make_banner ("b3", "Zima", 2);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autoptr (WbBanner) read = NULL;

  archived->archived = TRUE;
  archived->created_at = NOW - WB_DAY_MS;
  g_assert_true (put_banner (fixture, make_banner ("b1", "Podzim", 3)));
  g_assert_true (put_banner (fixture, make_banner ("b2", "Jaro", 1)));
  g_assert_true (put_banner (fixture, archived));
  first = list_ids (fixture);
  g_assert_cmpstr (first, ==, "b1=Podzim b2=Jaro b3=Zima");

  g_assert_false (put_banner (fixture, make_banner ("b1", "Starý", 3)));
  g_assert_false (put_banner (fixture, make_banner ("b1", "Starý", 2)));
  g_assert_true (put_banner (fixture, make_banner ("b1", "Nový", 4)));
  /* A removal that is older than what is stored is one of another life. */
  remove_banner (fixture, "b1", 4);
  second = list_ids (fixture);
  g_assert_cmpstr (second, ==, "b1=Nový b2=Jaro b3=Zima");
  remove_banner (fixture, "b1", 5);
  remove_banner (fixture, "b2", G_MAXINT64);
  remove_banner (fixture, "none", G_MAXINT64);
  third = list_ids (fixture);
  g_assert_cmpstr (third, ==, "b3=Zima");

  read = wb_banner_store_get (wb_workspace_get_reader (fixture->ws), "b3", NULL);
  g_assert_true (read->archived);
  g_assert_cmpstr (read->picture->sha256, ==, "sha-b3");
  g_assert_cmpstr (wb_lang_text_get (read->alt_text, "cs"), ==, "Sleva");
}

/* Pictures of @mib MiB each whose first byte is @fill. */
static GBytes *
make_bytes (guint mib,
            guint fill)
{
  guint8 *data = g_malloc0 (mib * MIB);

  data[0] = (guint8) fill;

  return g_bytes_new_take (data, mib * MIB);
}

static void
put_picture (Fixture    *fixture,
             const char *sha256,
             guint       mib,
             gint64      now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = make_bytes (mib, (guint) sha256[4]);
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_banner_store_put_picture (db, sha256, bytes, now, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_BANNERS, &error));
  g_assert_no_error (error);
}

static gboolean
has_picture (Fixture    *fixture,
             const char *sha256)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    wb_banner_store_get_picture (wb_workspace_get_reader (fixture->ws), sha256, &error);

  g_assert_no_error (error);

  return bytes != NULL;
}

static guint
count_missing (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pictures =
    wb_banner_store_list_missing (wb_workspace_get_reader (fixture->ws), &error);

  g_assert_no_error (error);

  return pictures->len;
}

static void
test_banners_keep_pictures_by_content (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GBytes) bytes = NULL;
  WbBanner *archived = make_banner ("b2", "Zima", 1);
  WbBanner *twin = make_banner ("b3", "Jaro", 1);

  archived->archived = TRUE;
  g_free (twin->picture->sha256);
  twin->picture->sha256 = g_strdup ("sha-b1");
  put_banner (fixture, make_banner ("b1", "Podzim", 1));
  put_banner (fixture, archived);
  put_banner (fixture, twin);
  /* An archived banner's picture is not asked for; a shared one once. */
  g_assert_cmpuint (count_missing (fixture), ==, 1);
  g_assert_false (has_picture (fixture, "sha-b1"));
  put_picture (fixture, "sha-b1", 1, NOW);
  put_picture (fixture, "sha-b1", 2, NOW);
  bytes = wb_banner_store_get_picture (wb_workspace_get_reader (fixture->ws), "sha-b1", NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, MIB);
  g_assert_cmpint (((const guint8 *) g_bytes_get_data (bytes, NULL))[0], ==, 'b');
  g_assert_cmpuint (count_missing (fixture), ==, 0);
}

static void
test_banners_let_pictures_go_that_nobody_needs (Fixture       *fixture,
                                                gconstpointer  data)
{
  WbDb *reader = wb_workspace_get_reader (fixture->ws);
  WbBanner *archived = make_banner ("b2", "Zima", 1);

  archived->archived = TRUE;
  put_banner (fixture, make_banner ("b1", "Podzim", 1));
  put_banner (fixture, archived);
  put_picture (fixture, "sha-b1", 16, NOW);
  put_picture (fixture, "sha-b2", 16, NOW + 2);
  put_picture (fixture, "sha-nobody", 16, NOW + 1);
  put_picture (fixture, "sha-other", 16, NOW + 3);
  g_assert_true (has_picture (fixture, "sha-nobody"));
  put_picture (fixture, "sha-new", 16, NOW + 4);
  /* The oldest of those that no banner shows went; the oldest of all is shown and stayed. */
  g_assert_false (has_picture (fixture, "sha-nobody"));
  g_assert_true (has_picture (fixture, "sha-b1"));
  g_assert_true (has_picture (fixture, "sha-b2"));
  put_picture (fixture, "sha-newer", 16, NOW + 5);
  g_assert_false (has_picture (fixture, "sha-b2"));
  g_assert_true (has_picture (fixture, "sha-newer"));
  g_assert_cmpint (read_number (reader, "SELECT sum (size) FROM picture"), <=,
                   WB_PICTURES_BYTES_MAX);
}

/* More than fits is not asked for in turns for ever. */
static void
test_banners_ask_for_what_fits (Fixture       *fixture,
                                gconstpointer  data)
{
  for (guint i = 0; i < 40; i++) {
    g_autofree char *id = g_strdup_printf ("b%u", i);
    WbBanner *banner = make_banner (id, "Mnoho", 1);

    banner->picture->size = 2 * MIB;
    banner->created_at = NOW + i;
    put_banner (fixture, banner);
  }
  g_assert_cmpuint (count_missing (fixture), ==, 32);
  put_picture (fixture, "sha-b39", 2, NOW);
  g_assert_cmpuint (count_missing (fixture), ==, 31);
}

static void
test_offer_history_keeps_versions (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  g_autoptr (GPtrArray) again = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (GPtrArray) other = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_ptr_array_add (versions, make_offers ("b1", "100.00", 2));
  g_ptr_array_add (versions, make_offers ("b1", "200.00", 10));
  g_assert_true (wb_offer_history_put (db, "b1", versions, &error));
  g_ptr_array_add (again, make_offers ("b1", "999.00", 10));
  g_ptr_array_add (again, make_offers ("b1", "300.00", 11));
  g_assert_true (wb_offer_history_put (db, "b1", again, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OFFERS, &error));
  g_assert_no_error (error);

  read = wb_offer_history_list (wb_workspace_get_reader (fixture->ws), "b1", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->len, ==, 3);
  g_assert_cmpint (((WbOfferSet *) read->pdata[0])->version, ==, 11);
  g_assert_cmpint (((WbOfferSet *) read->pdata[1])->version, ==, 10);
  g_assert_cmpstr (wb_offer_set_find_amount (read->pdata[1], "CZK")->amount, ==, "200.00");
  g_assert_cmpint (((WbOfferSet *) read->pdata[2])->version, ==, 2);
  other = wb_offer_history_list (wb_workspace_get_reader (fixture->ws), "b2", &error);
  g_assert_cmpuint (other->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) FIXTURE_ADD ("/wb/store/banner-store/" path, function)
  ADD ("follow-their-versions", test_banners_follow_their_versions);
  ADD ("keep-pictures-by-content", test_banners_keep_pictures_by_content);
  ADD ("let-pictures-go-that-nobody-needs", test_banners_let_pictures_go_that_nobody_needs);
  ADD ("ask-for-what-fits", test_banners_ask_for_what_fits);
  FIXTURE_ADD ("/wb/store/offer-history/keeps-versions", test_offer_history_keeps_versions);

  return g_test_run ();
}
