/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners, their pictures, the account and earlier versions of settings on their way, and a new
 * banner that is made once whatever is lost. */

#include "config.h"

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-meta-store.h"
#include "wb-offer-history.h"
#include "wb-offer-store.h"
#include "wb-staff-actions.h"
#include "wb-sync-desk.h"
#include "wb-test-pictures.h"
#include "wb-wire-account.h"

#include <string.h>

#define BANNERS "/api/v2/remarketing/banners"

static GBytes *
get_bytes (gboolean white)
{
  return white ? g_bytes_new_static (wb_test_png_white, sizeof wb_test_png_white)
               : g_bytes_new_static (wb_test_png_black, sizeof wb_test_png_black);
}

static JsonObject *
add_banner (WbSyncDesk *desk,
            const char *id,
            gboolean    white)
{
  g_autoptr (GBytes) bytes = get_bytes (white);

  return wb_fake_helpdesk_add_banner (desk->fake, id, wb_fake_helpdesk_add_file (desk->fake, bytes));
}

/* A helpdesk with two banners, the second archived; nothing is read yet. */
static WbSyncDesk *
make_desk (void)
{
  WbSyncDesk *desk = wb_sync_desk_new (1);

  desk->fake->has_banners = TRUE;
  add_banner (desk, "b1", FALSE);
  json_object_set_boolean_member (add_banner (desk, "b2", TRUE), "archived", TRUE);

  return desk;
}

static WbSyncDesk *
open_desk (void)
{
  WbSyncDesk *desk = make_desk ();

  wb_sync_desk_pull (desk);

  return desk;
}

static JsonObject *
server_banner (WbSyncDesk *desk,
               const char *id)
{
  return wb_fake_helpdesk_find (desk->fake, desk->fake->banners, id);
}

static WbBanner *
read_banner (WbSyncDesk *desk,
             const char *id)
{
  g_autoptr (GError) error = NULL;
  WbBanner *banner = wb_banner_store_get (wb_sync_desk_db (desk), id, &error);

  g_assert_no_error (error);

  return banner;
}

static gboolean
has_banner (WbSyncDesk *desk,
            const char *id)
{
  g_autoptr (WbBanner) banner = read_banner (desk, id);

  return banner != NULL;
}

static WbAccount *
read_account (WbSyncDesk *desk)
{
  g_autoptr (GError) error = NULL;
  WbAccount *account = wb_account_store_get (wb_sync_desk_db (desk), &error);

  g_assert_no_error (error);

  return account;
}

static gboolean
has_picture (WbSyncDesk *desk,
             gboolean    white)
{
  g_autoptr (GBytes) bytes = get_bytes (white);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autoptr (GBytes) stored = wb_banner_store_get_picture (wb_sync_desk_db (desk), sha256, NULL);

  return stored && g_bytes_equal (stored, bytes);
}

static guint
count_banners (WbSyncDesk *desk)
{
  g_autoptr (GPtrArray) banners = wb_banner_store_list (wb_sync_desk_db (desk), NULL);

  return banners->len;
}

static guint
count_requests (WbSyncDesk *desk,
                const char *path)
{
  return wb_stub_server_count_for (desk->fake->stub, "GET", path);
}

/* The only row, which must be in @state. */
static WbOutboxRow *
get_row (WbSyncDesk    *desk,
         WbOutboxState  state)
{
  g_autoptr (GPtrArray) rows = wb_outbox_list (wb_sync_desk_db (desk), NULL);
  WbOutboxRow *row = NULL;

  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->state, ==, state);

  return wb_outbox_row_ref (row);
}

static guint
count_rows (WbSyncDesk *desk)
{
  g_autoptr (GPtrArray) rows = wb_outbox_list (wb_sync_desk_db (desk), NULL);

  return rows->len;
}

static void
test_banners_are_read_with_their_pictures (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbBanner) archived = read_banner (desk, "b2");

  g_assert_cmpuint (count_banners (desk), ==, 2);
  g_assert_true (archived->archived);
  g_assert_true (has_picture (desk, FALSE));
  g_assert_false (has_picture (desk, TRUE));
  g_assert_cmpuint (count_requests (desk, "/f/f1"), ==, 1);
  g_assert_cmpuint (count_requests (desk, "/f/f2"), ==, 0);

  /* Asked again: not modified, and no picture twice. */
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (count_requests (desk, BANNERS), ==, 1);
  g_assert_cmpuint (count_requests (desk, "/f/f1"), ==, 0);
  for (guint i = 0; i < wb_stub_server_count (desk->fake->stub); i++) {
    g_autoptr (WbStubRequest) request = wb_stub_server_dup_request (desk->fake->stub, i);

    if (g_str_equal (request->path, BANNERS))
      g_assert_nonnull (wb_stub_request_get_header (request, "if-none-match"));
  }
  g_assert_cmpuint (count_banners (desk), ==, 2);
}

static WbBannerRequest *
make_request (void)
{
  WbBannerRequest *request = wb_banner_request_new ();

  request->file_name = g_strdup ("zima.png");
  request->bytes = get_bytes (TRUE);
  request->banner = wb_banner_new ();
  request->banner->name = g_strdup ("Zima");
  wb_lang_text_set (request->banner->alt_text, "cs", "Zimní sleva");
  request->banner->ends_on = 20000;

  return request;
}

/* What the server does not name is not asked for. */
static void
test_offers_are_asked_for_only_where_offered (void)
{
  const struct
  {
    int level;
    gboolean has_events;
  } rows[] = { { 0, FALSE }, { 1, TRUE }, { 1, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (rows[i].level);
    g_autoptr (WbBannerRequest) request = make_request ();
    g_autoptr (GError) error = NULL;

    desk->fake->has_events = rows[i].has_events;
    wb_sync_desk_pull (desk);
    g_assert_cmpuint (count_requests (desk, BANNERS), ==, 0);
    wb_stub_server_forget (desk->fake->stub);
    g_assert_false (wb_sync_fetch_versions (desk->sync, "b1000001", NULL, &error));
    g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_OFFERED);
    g_clear_error (&error);
    g_assert_null (wb_sync_create_banner (desk->sync, request, NULL, &error));
    g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_OFFERED);
    g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 0);
  }
}

static void
test_banners_follow_the_feed (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbBanner) changed = NULL;
  g_autoptr (WbBanner) made = NULL;
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (server_banner (desk, "b1"), "name", "Léto");
  wb_fake_helpdesk_touch (desk->fake, "banner", server_banner (desk, "b1"), "updated");
  wb_fake_helpdesk_delete (desk->fake, "banner", desk->fake->banners, "b2");
  wb_fake_helpdesk_touch (desk->fake, "banner", add_banner (desk, "b3", TRUE), "created");
  json_object_set_int_member (desk->fake->account, "call_goal_hours", 12);
  wb_fake_helpdesk_touch (desk->fake, "account", desk->fake->account, "updated");
  wb_stub_server_forget (desk->fake->stub);
  g_assert_true (wb_sync_listen (desk->sync, desk->helpdesk, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_requests (desk, BANNERS), ==, 0);
  changed = read_banner (desk, "b1");
  g_assert_cmpstr (changed->name, ==, "Léto");
  g_assert_false (has_banner (desk, "b2"));
  made = read_banner (desk, "b3");
  g_assert_nonnull (made);
  g_assert_true (has_picture (desk, TRUE));
  account = read_account (desk);
  g_assert_cmpint (account->call_goal_hours, ==, 12);
  g_assert_cmpint (account->version, ==, 5);
}

/* The feed brings what was answered to us already: the older account does not come back. */
static void
test_account_is_not_set_back_by_the_feed (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbAccount) newer = read_account (desk);
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  wb_fake_helpdesk_touch (desk->fake, "account", desk->fake->account, "updated");
  newer->call_goal_hours = 12;
  newer->version = 6;
  db = wb_workspace_begin (desk->workspace, &error);
  g_assert_true (wb_account_store_put (db, newer, &error));
  g_assert_true (wb_workspace_commit (desk->workspace, WB_TABLE_ACCOUNT, &error));
  g_assert_true (wb_sync_listen (desk->sync, desk->helpdesk, 0, NULL, &error));
  account = read_account (desk);
  g_assert_cmpint (account->version, ==, 6);
  g_assert_cmpint (account->call_goal_hours, ==, 12);
}

static void
test_banners_are_read_once_they_are_offered (void)
{
  g_autoptr (WbSyncDesk) desk = make_desk ();
  g_autoptr (GError) error = NULL;

  desk->fake->has_banners = FALSE;
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (count_banners (desk), ==, 0);
  desk->fake->has_banners = TRUE;
  json_array_add_string_element (json_object_get_array_member (desk->fake->account, "features"), "banners");
  wb_fake_helpdesk_touch (desk->fake, "account", desk->fake->account, "updated");
  g_assert_true (wb_sync_listen (desk->sync, desk->helpdesk, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_banners (desk), ==, 2);
  g_assert_true (has_picture (desk, FALSE));
}

static void
rename_banner (WbSyncDesk *desk,
               const char *id,
               const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) base = read_banner (desk, id);
  g_autoptr (WbBanner) changed = wb_banner_copy (base);

  g_free (changed->name);
  changed->name = g_strdup (name);
  wb_action_change_banner (desk->workspace, changed, base, &error);
  g_assert_no_error (error);
}

static void
set_alt_text (WbSyncDesk *desk,
              const char *id,
              const char *language,
              const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) base = read_banner (desk, id);
  g_autoptr (WbBanner) changed = wb_banner_copy (base);

  wb_lang_text_set (changed->alt_text, language, text);
  wb_action_change_banner (desk->workspace, changed, base, &error);
  g_assert_no_error (error);
}

static void
set_goal (WbSyncDesk *desk,
          int         hours)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) base = read_account (desk);
  g_autoptr (JsonNode) node = wb_wire_account_encode (base);
  g_autoptr (WbAccount) changed = wb_wire_account_decode (node, &error);

  changed->call_goal_hours = hours;
  wb_action_change_account (desk->workspace, changed, base, &error);
  g_assert_no_error (error);
}

/* The cursor is too old: what the list no longer has goes, but for what unsent work hangs on. */
static void
test_banners_are_compared_after_a_lost_cursor (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();

  rename_banner (desk, "b1", "Zima");
  add_banner (desk, "b3", TRUE);
  wb_fake_helpdesk_delete (desk->fake, "banner", desk->fake->banners, "b1");
  wb_fake_helpdesk_delete (desk->fake, "banner", desk->fake->banners, "b2");
  desk->fake->first_event = desk->fake->events->len;
  wb_sync_desk_pull (desk);
  g_assert_true (has_banner (desk, "b1"));
  g_assert_false (has_banner (desk, "b2"));
  g_assert_true (has_banner (desk, "b3"));

  /* The server does not know it: a person is told, and then it goes. */
  wb_sync_desk_push (desk);
  {
    g_autoptr (WbOutboxRow) row = get_row (desk, WB_OUTBOX_NEEDS_YOU);
    g_autoptr (GError) error = NULL;

    g_assert_true (wb_action_discard (desk->workspace, row->seq, &error));
  }
  g_assert_false (has_banner (desk, "b1"));
}

/* A picture that cannot be had is no trouble for anything else, and is tried again later. */
static void
test_pictures_are_tried_again (void)
{
  const struct
  {
    const char *what;
    guint status;
    WbStubFault fault;
    const char *data;
  } rows[] = {
    { "gone", 404, WB_STUB_NO_FAULT, "<html>secret</html>" },
    { "broken", 500, WB_STUB_NO_FAULT, "{\"detail\":\"secret\"}" },
    { "another file", 200, WB_STUB_NO_FAULT, "GIF89a" },
    { "cut off", 0, WB_STUB_DROP_READ, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = make_desk ();

    g_test_message ("%s", rows[i].what);
    if (rows[i].fault != WB_STUB_NO_FAULT)
      wb_stub_server_queue_fault (desk->fake->stub, "GET", "/f/f1", rows[i].fault);
    else
      wb_stub_server_queue (desk->fake->stub, "GET", "/f/f1", rows[i].status, "text/plain", rows[i].data,
                            -1, NULL, NULL);
    wb_sync_desk_pull (desk);
    g_assert_cmpuint (count_banners (desk), ==, 2);
    g_assert_false (has_picture (desk, FALSE));
    g_assert_cmpint (wb_sync_get_meta_int (desk->sync, WB_META_LAST_SYNCED_AT, 0), >, 0);
    wb_stub_server_forget (desk->fake->stub);
    wb_sync_desk_pull (desk);
    g_assert_cmpuint (count_requests (desk, "/f/f1"), ==, 0);
    wb_sync_desk_pass (desk, WB_MINUTE_MS);
    wb_sync_desk_pull (desk);
    g_assert_cmpuint (count_requests (desk, "/f/f1"), ==, 1);
    g_assert_true (has_picture (desk, FALSE));
  }
}

static void
test_managers_changes_are_sent (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (WbBanner) banner = NULL;
  g_autoptr (WbOfferSet) base = NULL;
  g_autoptr (WbOfferSet) mine = NULL;

  g_assert_true (wb_action_activate_remarketing (desk->workspace, FALSE, &error));
  set_goal (desk, 12);
  g_assert_true (wb_action_activate_remarketing (desk->workspace, TRUE, &error));
  base = wb_offer_store_get (wb_sync_desk_db (desk), "b1000001", NULL);
  mine = wb_offer_set_copy (base);
  mine->validity_days = 14;
  g_assert_true (wb_action_save_offers (desk->workspace, mine, base, &error));
  g_assert_no_error (error);
  rename_banner (desk, "b1", "Zima");
  set_alt_text (desk, "b1", "en", "Sale");
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_desk_push (desk);

  g_assert_cmpuint (count_rows (desk), ==, 0);
  g_assert_cmpuint (desk->fake->n_effects, ==, 6);
  g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 6);
  g_assert_cmpint (json_object_get_int_member (desk->fake->account, "call_goal_hours"), ==, 12);
  account = read_account (desk);
  g_assert_true (account->remarketing_active);
  g_assert_cmpint (account->version, ==, 7);
  banner = wb_banner_store_get_server (wb_sync_desk_db (desk), "b1", NULL);
  g_assert_cmpstr (banner->name, ==, "Zima");
  g_assert_cmpstr (wb_lang_text_get (banner->alt_text, "en"), ==, "Sale");
  g_assert_cmpint (banner->version, ==, 3);
}

/* What another manager does meanwhile to the members of an object. */
static void
change_server (WbSyncDesk *desk,
               const char *kind,
               JsonObject *object,
               const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (object, name, json_node_copy (value));
  wb_fake_helpdesk_touch (desk->fake, kind, object, "updated");
}

static void
test_changes_are_merged_by_field (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbBanner) banner = NULL;
  g_autoptr (WbAccount) account = NULL;

  set_goal (desk, 12);
  set_alt_text (desk, "b1", "cs", "Velká sleva");
  change_server (desk, "account", desk->fake->account, "{\"coupon_cap_percent\":\"20.00\"}");
  change_server (desk, "banner", server_banner (desk, "b1"),
                 "{\"alt_text\":{\"cs\":\"Sleva\",\"sk\":\"Zľava\"},\"ends_on\":\"2025-12-24\"}");
  wb_sync_desk_push (desk);
  g_assert_cmpuint (count_rows (desk), ==, 0);
  account = read_account (desk);
  g_assert_cmpint (account->call_goal_hours, ==, 12);
  g_assert_cmpint (account->coupon_cap_percent_hundredths, ==, 2000);
  banner = read_banner (desk, "b1");
  g_assert_cmpstr (wb_lang_text_get (banner->alt_text, "cs"), ==, "Velká sleva");
  g_assert_cmpstr (wb_lang_text_get (banner->alt_text, "sk"), ==, "Zľava");
  g_assert_cmpint (banner->ends_on, !=, WB_DATE_NONE);
  g_assert_cmpuint (desk->fake->n_effects, ==, 2);
}

/* Both to the same: nothing is left to do, and nothing is done. */
static void
test_changes_that_are_so_already_are_done (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = NULL;

  g_assert_true (wb_action_activate_remarketing (desk->workspace, FALSE, &error));
  rename_banner (desk, "b1", "Zima");
  change_server (desk, "account", desk->fake->account, "{\"addons\":{\"remarketing\":{\"active\":false}}}");
  change_server (desk, "banner", server_banner (desk, "b1"), "{\"name\":\"Zima\"}");
  wb_sync_desk_push (desk);
  g_assert_cmpuint (count_rows (desk), ==, 0);
  g_assert_cmpuint (desk->fake->n_effects, ==, 0);
  account = read_account (desk);
  g_assert_false (account->remarketing_active);

  /* Another field was changed meanwhile: it is still to be switched. */
  g_assert_true (wb_action_activate_remarketing (desk->workspace, TRUE, &error));
  change_server (desk, "account", desk->fake->account, "{\"call_goal_hours\":6}");
  wb_sync_desk_push (desk);
  g_assert_cmpuint (desk->fake->n_effects, ==, 1);
  g_clear_pointer (&account, wb_account_unref);
  account = read_account (desk);
  g_assert_true (account->remarketing_active);
  g_assert_cmpint (account->call_goal_hours, ==, 6);
}

static void
test_clashes_go_to_a_person (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbOutboxRow) row = NULL;
  g_autoptr (GPtrArray) clashes = NULL;
  g_autoptr (WbBanner) shown = NULL;
  g_autoptr (WbBanner) chosen = NULL;
  g_autoptr (GError) error = NULL;
  const WbFieldClash *clash = NULL;

  set_alt_text (desk, "b1", "cs", "Velká sleva");
  change_server (desk, "banner", server_banner (desk, "b1"),
                 "{\"name\":\"Léto\",\"alt_text\":{\"cs\":\"Malá sleva\"}}");
  wb_sync_desk_push (desk);
  row = get_row (desk, WB_OUTBOX_CONFLICT);
  g_assert_cmpuint (desk->fake->n_effects, ==, 0);
  g_assert_nonnull (row->error_message);
  clashes = wb_outbox_row_list_clashes (row);
  g_assert_cmpuint (clashes->len, ==, 1);
  clash = g_ptr_array_index (clashes, 0);
  g_assert_cmpstr (clash->path, ==, "alt_text.cs");
  g_assert_cmpstr (clash->base, ==, "Sleva");
  g_assert_cmpstr (clash->mine, ==, "Velká sleva");
  g_assert_cmpstr (clash->theirs, ==, "Malá sleva");
  shown = read_banner (desk, "b1");
  g_assert_cmpstr (wb_lang_text_get (shown->alt_text, "cs"), ==, "Malá sleva");

  chosen = wb_banner_copy (shown);
  wb_lang_text_set (chosen->alt_text, "cs", "Střední sleva");
  g_assert_true (wb_action_settle_banner (desk->workspace, row->seq, chosen, &error));
  wb_sync_desk_push (desk);
  g_assert_cmpuint (count_rows (desk), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member
                                                    (server_banner (desk, "b1"), "alt_text"), "cs"), ==,
                   "Střední sleva");
  g_assert_cmpstr (json_object_get_string_member (server_banner (desk, "b1"), "name"), ==, "Léto");

  /* The account's, discarded: theirs holds. */
  set_goal (desk, 12);
  change_server (desk, "account", desk->fake->account, "{\"call_goal_hours\":36}");
  wb_sync_desk_push (desk);
  g_clear_pointer (&row, wb_outbox_row_unref);
  row = get_row (desk, WB_OUTBOX_CONFLICT);
  g_assert_true (wb_action_discard (desk->workspace, row->seq, &error));
  {
    g_autoptr (WbAccount) account = read_account (desk);

    g_assert_cmpint (account->call_goal_hours, ==, 36);
  }
}

/* The first of two was put together with another's change; the second clashes with that. */
static void
test_clashes_behind_go_to_a_person (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbOutboxRow) row = NULL;

  rename_banner (desk, "b1", "Zima");
  set_alt_text (desk, "b1", "cs", "Velká sleva");
  change_server (desk, "banner", server_banner (desk, "b1"), "{\"alt_text\":{\"cs\":\"Malá sleva\"}}");
  wb_sync_desk_push (desk);
  row = get_row (desk, WB_OUTBOX_CONFLICT);
  g_assert_nonnull (row->current);
  g_assert_nonnull (row->error_message);
  g_assert_cmpuint (desk->fake->n_effects, ==, 1);
  g_assert_cmpstr (json_object_get_string_member (server_banner (desk, "b1"), "name"), ==, "Zima");
}

/* Call texts and the banner's fields of settings are merged as amounts are. */
static void
test_settings_are_merged_by_field (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbOfferSet) base = wb_offer_store_get (wb_sync_desk_db (desk), "b1000001", NULL);
  g_autoptr (WbOfferSet) mine = wb_offer_set_copy (base);
  g_autoptr (WbOfferSet) merged = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  g_autoptr (GPtrArray) clashes = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *set = g_ptr_array_index (desk->fake->settings, 0);
  static const char tools[] =
    "{\"tools\":{\"coupon\":{\"enabled\":true,\"placements\":[\"portal\"],\"amounts\":["
    "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"200.00\",\"min_order_value\":\"1000.00\"},"
    "{\"currency\":\"EUR\",\"kind\":\"fixed\",\"amount\":\"8.00\",\"min_order_value\":\"40.00\"}],"
    "\"validity_days\":30},\"call_request\":{\"enabled\":false,\"placements\":[],"
    "\"text\":{\"en\":\"Shall we call?\"%s},\"deadline_days\":2},\"banner\":{\"enabled\":false,"
    "\"placements\":[],\"banner\":%s,\"target_url\":\"https://www.example.cz/akce\"}}}";
  g_autofree char *theirs = g_strdup_printf (tools, "", "null");
  g_autofree char *clashing = g_strdup_printf (tools, ",\"cs\":\"Máme volat?\"", "\"b9\"");

  wb_lang_text_set (mine->call_text, "cs", "Zavoláme?");
  mine->banner = g_strdup ("b1");
  g_assert_true (wb_action_save_offers (desk->workspace, mine, base, &error));
  g_assert_no_error (error);
  change_server (desk, "remarketing_settings", set, theirs);
  wb_sync_desk_push (desk);
  g_assert_cmpuint (count_rows (desk), ==, 0);
  merged = wb_offer_store_get (wb_sync_desk_db (desk), "b1000001", NULL);
  g_assert_cmpstr (wb_lang_text_get (merged->call_text, "cs"), ==, "Zavoláme?");
  g_assert_cmpstr (wb_lang_text_get (merged->call_text, "en"), ==, "Shall we call?");
  g_assert_cmpstr (merged->banner, ==, "b1");
  g_assert_cmpstr (merged->banner_target_url, ==, "https://www.example.cz/akce");

  g_clear_pointer (&mine, wb_offer_set_unref);
  mine = wb_offer_set_copy (merged);
  wb_lang_text_set (mine->call_text, "cs", "Chcete zavolat?");
  g_free (mine->banner);
  mine->banner = NULL;
  g_assert_true (wb_action_save_offers (desk->workspace, mine, merged, &error));
  change_server (desk, "remarketing_settings", set, clashing);
  wb_sync_desk_push (desk);
  row = get_row (desk, WB_OUTBOX_CONFLICT);
  clashes = wb_outbox_row_list_clashes (row);
  g_assert_cmpuint (clashes->len, ==, 2);
  g_assert_cmpstr (((WbFieldClash *) clashes->pdata[0])->path, ==, "tools.call_request.text.cs");
  g_assert_cmpstr (((WbFieldClash *) clashes->pdata[1])->path, ==, "tools.banner.banner");
}

static void
assert_made_once (WbSyncDesk     *desk,
                  const WbBanner *banner)
{
  g_assert_cmpuint (desk->fake->files->len, ==, 3);
  g_assert_cmpuint (desk->fake->banners->len, ==, 3);
  g_assert_cmpuint (desk->fake->n_effects, ==, 2);
  g_assert_cmpstr (banner->name, ==, "Zima");
  g_assert_cmpint (banner->ends_on, ==, 20000);
}

static void
test_a_banner_is_made (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbBannerRequest) request = make_request ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) made = wb_sync_create_banner (desk->sync, request, NULL, &error);
  g_autoptr (WbBanner) stored = NULL;

  g_assert_no_error (error);
  assert_made_once (desk, made);
  stored = read_banner (desk, made->id);
  g_assert_cmpstr (wb_lang_text_get (stored->alt_text, "cs"), ==, "Zimní sleva");
  /* Its picture is here without being fetched. */
  g_assert_true (has_picture (desk, TRUE));
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (count_requests (desk, "/f/f3"), ==, 0);
  g_assert_cmpuint (count_banners (desk), ==, 3);
  g_assert_cmpuint (count_rows (desk), ==, 0);
}

/* Whatever is lost on the way, the same request asked again makes nothing twice. */
static void
test_a_banner_is_made_once (void)
{
  const char *paths[] = { "/api/v2/files", BANNERS };
  const WbStubFault faults[] = { WB_STUB_DROP_UNREAD, WB_STUB_DROP_READ, WB_STUB_CUT_BODY };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (faults); j++) {
      g_autoptr (WbSyncDesk) desk = open_desk ();
      g_autoptr (WbBannerRequest) request = make_request ();
      g_autoptr (GError) error = NULL;
      g_autoptr (WbBanner) made = NULL;

      g_test_message ("%s, fault %u", paths[i], j);
      wb_stub_server_queue_fault (desk->fake->stub, "POST", paths[i], faults[j]);
      g_assert_null (wb_sync_create_banner (desk->sync, request, NULL, &error));
      g_assert_true (wb_remote_error_is_passing (error));
      g_assert_cmpint (request->picture_id != NULL, ==, i == 1);
      g_clear_error (&error);
      made = wb_sync_create_banner (desk->sync, request, NULL, &error);
      g_assert_no_error (error);
      assert_made_once (desk, made);
      wb_sync_desk_pull (desk);
      g_assert_cmpuint (count_banners (desk), ==, 3);
    }
  }
}

typedef struct
{
  guint n_passed;
  guint end_at;
} Killer;

static gboolean
probe_cb (const char *point,
          gpointer    data)
{
  Killer *killer = data;

  return killer->n_passed++ != killer->end_at;
}

static void
test_a_banner_is_made_once_after_a_kill (void)
{
  guint n_points = 0;

  for (guint end_at = 0; end_at < 20; end_at++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (WbBannerRequest) request = make_request ();
    g_autoptr (GError) error = NULL;
    g_autoptr (WbBanner) first = NULL;
    g_autoptr (WbBanner) made = NULL;
    Killer killer = { 0, end_at };

    wb_sync_set_probe (desk->sync, probe_cb, &killer);
    first = wb_sync_create_banner (desk->sync, request, NULL, &error);
    if (killer.n_passed <= end_at)
      break;
    n_points++;
    g_assert_null (first);
    g_clear_error (&error);
    wb_sync_desk_restart (desk);
    made = wb_sync_create_banner (desk->sync, request, NULL, &error);
    g_assert_no_error (error);
    assert_made_once (desk, made);
    g_assert_true (has_banner (desk, made->id));
  }
  /* Two requests and what is stored. */
  g_assert_cmpuint (n_points, ==, 3);
}

static void
test_a_refused_banner_has_the_servers_words (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbBannerRequest) request = make_request ();
  g_autoptr (WbBannerRequest) broken = make_request ();
  g_autoptr (GError) error = NULL;

  wb_stub_server_queue_json (desk->fake->stub, "POST", BANNERS, 400,
                             "{\"detail\":\"The name is taken.\",\"code\":\"validation_failed\"}");
  g_assert_null (wb_sync_create_banner (desk->sync, request, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED);
  g_assert_nonnull (strstr (error->message, "The name is taken."));
  g_assert_cmpuint (count_rows (desk), ==, 0);
  g_clear_error (&error);

  /* What is no picture is not even sent. */
  g_bytes_unref (broken->bytes);
  broken->bytes = g_bytes_new_static ("no picture", 10);
  wb_stub_server_forget (desk->fake->stub);
  g_assert_null (wb_sync_create_banner (desk->sync, broken, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 0);
}

/* Uploaded long ago, and removed by the server since: it is uploaded once more. */
static void
test_a_lost_file_is_uploaded_again (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbBannerRequest) request = make_request ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) made = NULL;

  wb_stub_server_queue_fault (desk->fake->stub, "POST", BANNERS, WB_STUB_DROP_UNREAD);
  g_assert_null (wb_sync_create_banner (desk->sync, request, NULL, &error));
  g_clear_error (&error);
  json_object_set_string_member (g_ptr_array_index (desk->fake->files, 2), "id", "removed");
  made = wb_sync_create_banner (desk->sync, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (desk->fake->banners->len, ==, 3);
  g_assert_cmpstr (made->picture->id, ==, "f4");
}

typedef struct
{
  GMainLoop *loop;
  WbBanner *banner;
  gboolean has_versions;
  GError *error;
} Wait;

static void
create_banner_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  Wait *wait = data;

  wait->banner = wb_sync_create_banner_finish (WB_SYNC (source), result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static void
fetch_versions_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  Wait *wait = data;

  wait->has_versions = wb_sync_fetch_versions_finish (WB_SYNC (source), result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static void
test_asked_off_the_main_thread (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbBannerRequest) request = make_request ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) versions = NULL;
  Wait wait = { loop, NULL, FALSE, NULL };

  for (int i = 1; i <= 3; i++) {
    g_autofree char *json = g_strdup_printf ("{\"id\":\"v%d\",\"version\":%d,\"updated_by\":\"d1000001\","
                                             "\"tools\":{\"coupon\":{\"enabled\":false,\"placements\":[],"
                                             "\"amounts\":[],\"validity_days\":%d}}}", i, i, i * 10);
    g_autoptr (JsonNode) node = json_from_string (json, NULL);

    g_ptr_array_add (desk->fake->versions, json_node_dup_object (node));
  }
  wb_sync_create_banner_async (desk->sync, request, NULL, create_banner_cb, &wait);
  g_main_loop_run (loop);
  g_assert_no_error (wait.error);
  g_assert_cmpstr (wait.banner->name, ==, "Zima");
  wb_banner_unref (wait.banner);
  wb_sync_fetch_versions_async (desk->sync, "b1000001", NULL, fetch_versions_cb, &wait);
  g_main_loop_run (loop);
  g_assert_no_error (wait.error);
  g_assert_true (wait.has_versions);
  versions = wb_offer_history_list (wb_sync_desk_db (desk), "b1000001", NULL);
  g_assert_cmpuint (versions->len, ==, 3);
  g_assert_cmpint (((WbOfferSet *) versions->pdata[0])->validity_days, ==, 30);
  g_assert_cmpstr (((WbOfferSet *) versions->pdata[0])->type, ==, "b1000001");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/wb/sync/offers/" path, function)
  ADD ("banners-are-read-with-their-pictures", test_banners_are_read_with_their_pictures);
  ADD ("asked-for-only-where-offered", test_offers_are_asked_for_only_where_offered);
  ADD ("banners-follow-the-feed", test_banners_follow_the_feed);
  ADD ("account-is-not-set-back-by-the-feed", test_account_is_not_set_back_by_the_feed);
  ADD ("banners-are-read-once-they-are-offered", test_banners_are_read_once_they_are_offered);
  ADD ("banners-are-compared-after-a-lost-cursor", test_banners_are_compared_after_a_lost_cursor);
  ADD ("pictures-are-tried-again", test_pictures_are_tried_again);
  ADD ("managers-changes-are-sent", test_managers_changes_are_sent);
  ADD ("changes-are-merged-by-field", test_changes_are_merged_by_field);
  ADD ("changes-that-are-so-already-are-done", test_changes_that_are_so_already_are_done);
  ADD ("clashes-go-to-a-person", test_clashes_go_to_a_person);
  ADD ("clashes-behind-go-to-a-person", test_clashes_behind_go_to_a_person);
  ADD ("settings-are-merged-by-field", test_settings_are_merged_by_field);
  ADD ("a-banner-is-made", test_a_banner_is_made);
  ADD ("a-banner-is-made-once", test_a_banner_is_made_once);
  ADD ("a-banner-is-made-once-after-a-kill", test_a_banner_is_made_once_after_a_kill);
  ADD ("a-refused-banner-has-the-servers-words", test_a_refused_banner_has_the_servers_words);
  ADD ("a-lost-file-is-uploaded-again", test_a_lost_file_is_uploaded_again);
  ADD ("asked-off-the-main-thread", test_asked_off_the_main_thread);

  return g_test_run ();
}
