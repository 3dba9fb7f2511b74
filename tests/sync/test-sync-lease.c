/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeping a call that is held while its card is open. */

#include "config.h"

#include "wb-call-store.h"
#include "wb-sync-desk.h"

#define RENEW "/api/v2/activities/c1/renew"

/* A call held by @holder (nullable) of the fake's two users, and pulled. */
static WbSyncDesk *
open_desk (const char *holder)
{
  WbSyncDesk *desk = wb_sync_desk_new (1);
  JsonObject *call = NULL;

  wb_fake_helpdesk_add_ticket (desk->fake, "t1", desk->fake->now - WB_DAY_MS);
  call = wb_fake_helpdesk_add_call (desk->fake, "c1", "t1");
  if (holder)
    json_object_set_string_member (call, "assignee", holder);
  wb_sync_desk_pull (desk);

  return desk;
}

static gint64
get_lease_until (WbSyncDesk *desk)
{
  JsonObject *call = wb_fake_helpdesk_find (desk->fake, desk->fake->activities, "c1");
  gint64 ms = WB_TIME_NONE;

  if (!json_object_get_null_member (call, "lease_until"))
    g_assert_true (wb_time_parse (json_object_get_string_member (call, "lease_until"), &ms));

  return ms;
}

/* The lease runs on at the server; here nothing changes, and no write is left behind. */
static void
test_lease_runs_on (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ("d1000001");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = wb_sync_desk_dump (desk);
  g_autofree char *after = NULL;

  g_assert_true (wb_sync_renew_lease (desk->sync, "c1", 900, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_lease_until (desk), ==, desk->fake->now + 900 * WB_SECOND_MS);

  desk->fake->now += 10 * WB_MINUTE_MS;
  g_assert_true (wb_sync_renew_lease (desk->sync, "c1", 60, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_lease_until (desk), ==, desk->fake->now + 60 * WB_SECOND_MS);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "POST", RENEW), ==, 2);
  after = wb_sync_desk_dump (desk);
  g_assert_cmpstr (before, ==, after);
}

/* Somebody else's, nobody's or closed: one clear error, and the lease is not touched. */
static void
test_lease_is_lost (void)
{
  const struct
  {
    const char *holder;
    const char *status;
  } rows[] = {
    { "d1000002", "open" },
    { NULL, "open" },
    { "d1000001", "closed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ("d1000001");
    g_autoptr (GError) error = NULL;
    g_autoptr (WbActivity) shown = NULL;
    JsonObject *call = wb_fake_helpdesk_find (desk->fake, desk->fake->activities, "c1");
    guint n_events = wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/events");

    g_test_message ("held by %s, %s", rows[i].holder ? rows[i].holder : "nobody", rows[i].status);
    if (rows[i].holder)
      json_object_set_string_member (call, "assignee", rows[i].holder);
    else
      json_object_set_null_member (call, "assignee");
    json_object_set_string_member (call, "status", rows[i].status);
    wb_fake_helpdesk_touch (desk->fake, "activity", call, "updated");
    g_assert_false (wb_sync_renew_lease (desk->sync, "c1", 900, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
    g_assert_false (wb_remote_error_is_passing (error));
    g_assert_cmpint (get_lease_until (desk), ==, WB_TIME_NONE);
    /* Known here before the answer is: nobody waits for the feed. */
    g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/events"), ==, n_events);
    shown = wb_call_store_get (wb_sync_desk_db (desk), "c1", NULL);
    g_assert_cmpstr (shown->assignee, ==, rows[i].holder);
    g_assert_cmpstr (shown->status, ==, rows[i].status);
  }
}

static WbHelpdesk *
make_helpdesk_cb (gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  WbHttpOptions options = { .io_timeout_secs = 5, .total_timeout_secs = 10 };
  g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (0, FALSE));
  WbHttp *http = wb_http_new (&options, clock, error);

  return http ? wb_helpdesk_new (data, "token-of-eva", WB_AUTH_TOKEN, http, error) : NULL;
}

/* No server there at all. */
static void
test_lease_offline (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ("d1000001");
  g_autoptr (WbSync) sync = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  WbStubServer *gone = wb_stub_server_new (NULL);

  url = wb_stub_server_dup_url (gone, "/api/v2");
  wb_stub_server_free (gone);
  sync = wb_sync_new (desk->workspace, make_helpdesk_cb, url, NULL);
  g_assert_false (wb_sync_renew_lease (sync, "c1", 900, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_OFFLINE);
  g_assert_true (wb_remote_error_is_passing (error));
}

/* The line breaks on the way: passing too, and the same again works. */
static void
test_lease_interrupted (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ("d1000001");
  g_autoptr (GError) error = NULL;

  wb_stub_server_queue_fault (desk->fake->stub, "POST", RENEW, WB_STUB_DROP_READ);
  g_assert_false (wb_sync_renew_lease (desk->sync, "c1", 900, NULL, &error));
  g_assert_true (wb_remote_error_is_passing (error));
  g_clear_error (&error);
  g_assert_true (wb_sync_renew_lease (desk->sync, "c1", 900, NULL, &error));
  g_assert_no_error (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/sync/lease/runs-on", test_lease_runs_on);
  g_test_add_func ("/wb/sync/lease/is-lost", test_lease_is_lost);
  g_test_add_func ("/wb/sync/lease/offline", test_lease_offline);
  g_test_add_func ("/wb/sync/lease/interrupted", test_lease_interrupted);

  return g_test_run ();
}
