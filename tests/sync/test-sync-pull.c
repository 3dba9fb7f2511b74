/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes from the helpdesk: the first read, the feed, its expiry, polling, trouble on the way. */

#include "config.h"

#include <string.h>

#include "wb-account-store.h"
#include "wb-call-store.h"
#include "wb-coupon-list.h"
#include "wb-coupon-store.h"
#include "wb-meta-store.h"
#include "wb-offer-store.h"
#include "wb-staff-actions.h"
#include "wb-sync-desk.h"
#include "wb-ticket-store.h"

/* Tickets with ids t000, t001, … one second apart; of every @same consecutive ones the time is one. */
static void
add_tickets (WbFakeHelpdesk *fake,
             guint           n,
             guint           same)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf ("t%03u", i);

    wb_fake_helpdesk_add_ticket (fake, id, fake->now - WB_DAY_MS + (i / same) * WB_SECOND_MS);
  }
}

static WbTicket *
get_ticket (WbSyncDesk *desk,
            const char *id)
{
  g_autoptr (GError) error = NULL;
  WbTicket *ticket = wb_ticket_store_get (wb_sync_desk_db (desk), id, &error);

  g_assert_no_error (error);

  return ticket;
}

/* All there is, and how many requests a second sync makes: one per list, none with a page. */
static void
test_pull_first_read (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GPtrArray) users = NULL;
  g_autoptr (GPtrArray) offers = NULL;
  g_autoptr (WbActivity) call = NULL;
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (WbTicket) old = NULL;
  g_autoptr (GArray) found = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  add_tickets (desk->fake, 250, 1);
  /* Older than a full read goes, but named by a call. */
  wb_fake_helpdesk_add_ticket (desk->fake, "old", desk->fake->now - 400 * WB_DAY_MS);
  wb_fake_helpdesk_add_ticket (desk->fake, "older", desk->fake->now - 400 * WB_DAY_MS);
  wb_fake_helpdesk_add_call (desk->fake, "c1", "old");
  wb_fake_helpdesk_add_coupon (desk->fake, "k1", "t001");
  wb_sync_desk_pull (desk);

  g_assert_cmpint (wb_sync_desk_count (desk), ==, 251);
  users = wb_user_store_list (wb_sync_desk_db (desk), NULL);
  g_assert_cmpuint (users->len, ==, 2);
  offers = wb_offer_store_list (wb_sync_desk_db (desk), NULL);
  g_assert_cmpuint (offers->len, ==, 1);
  call = wb_call_store_get (wb_sync_desk_db (desk), "c1", NULL);
  g_assert_nonnull (call);
  coupon = wb_coupon_store_get (wb_sync_desk_db (desk), "k1", NULL);
  g_assert_cmpstr (coupon->code, ==, "VRAT8KQ2MX4TH7");
  old = get_ticket (desk, "old");
  g_assert_nonnull (old);
  found = wb_ticket_store_list_ids (wb_sync_desk_db (desk), "novakova", 0, NULL);
  g_assert_cmpuint (found->len, ==, 251);

  before = wb_sync_desk_dump (desk);
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/tickets"), ==, 0);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/activities"), ==, 0);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/events"), ==, 1);
  after = wb_sync_desk_dump (desk);
  g_assert_cmpstr (before, ==, after);
}

/* More rows with one time than a page holds: paged by number inside that time, none twice or lost. */
static void
test_pull_equal_times (void)
{
  const guint same[] = { 1, 7, 100, 150, 260 };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++) {
    g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);

    g_test_message ("%u of 260 at one time", same[i]);
    add_tickets (desk->fake, 260, same[i]);
    wb_sync_desk_pull (desk);
    g_assert_cmpint (wb_sync_desk_count (desk), ==, 260);
  }
}

/* Events change what they name, in order; the same ones again change nothing. */
static void
test_pull_events (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (WbTicket) changed = NULL;
  g_autoptr (WbTicket) gone = NULL;
  g_autoptr (WbTicket) fetched = NULL;
  g_autoptr (WbActivity) call = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *ticket = NULL;
  WbDb *db = NULL;

  add_tickets (desk->fake, 5, 1);
  wb_sync_desk_pull (desk);

  ticket = wb_fake_helpdesk_find (desk->fake, desk->fake->tickets, "t001");
  json_object_set_string_member (json_object_get_object_member (ticket, "customer"), "phone", "+420777");
  wb_fake_helpdesk_touch (desk->fake, "ticket", ticket, "updated");
  wb_fake_helpdesk_delete (desk->fake, "ticket", desk->fake->tickets, "t002");
  /* A call of a ticket that is older than what was read. */
  wb_fake_helpdesk_add_ticket (desk->fake, "old", desk->fake->now - 400 * WB_DAY_MS);
  wb_fake_helpdesk_touch (desk->fake, "activity", wb_fake_helpdesk_add_call (desk->fake, "c9", "old"),
                          "created");
  wb_sync_desk_pull (desk);
  changed = get_ticket (desk, "t001");
  g_assert_cmpstr (changed->customer_phone, ==, "+420777");
  gone = get_ticket (desk, "t002");
  g_assert_null (gone);
  fetched = get_ticket (desk, "old");
  g_assert_nonnull (fetched);
  call = wb_call_store_get (wb_sync_desk_db (desk), "c9", NULL);
  g_assert_nonnull (call);

  /* The cursor set back, as if the program had been killed before it was stored. */
  before = wb_sync_desk_dump (desk);
  db = wb_workspace_begin (desk->workspace, &error);
  wb_workspace_set_meta (db, WB_META_CURSOR, "0", &error);
  wb_workspace_commit (desk->workspace, WB_TABLE_SYNC, &error);
  g_assert_no_error (error);
  wb_sync_desk_pull (desk);
  after = wb_sync_desk_dump (desk);
  g_assert_cmpstr (before, ==, after);
}

/* More events than one answer holds. */
static void
test_pull_many_events (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  JsonObject *ticket = NULL;
  g_autoptr (WbTicket) stored = NULL;

  add_tickets (desk->fake, 1, 1);
  wb_sync_desk_pull (desk);
  ticket = wb_fake_helpdesk_find (desk->fake, desk->fake->tickets, "t000");
  for (guint i = 0; i < 250; i++)
    wb_fake_helpdesk_touch (desk->fake, "ticket", ticket, "updated");
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_desk_pull (desk);
  stored = get_ticket (desk, "t000");
  g_assert_cmpint (stored->version, ==, 251);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/events"), ==, 3);
}

static void
add_old_coupons (WbFakeHelpdesk *fake,
                 guint           n)
{
  for (guint i = 1; i <= n; i++) {
    g_autofree char *id = g_strdup_printf ("o%03u", i);
    g_autofree char *at = wb_time_format (fake->now - 400 * WB_DAY_MS + i);
    JsonObject *coupon = wb_fake_helpdesk_add_coupon (fake, id, "ancient");

    json_object_set_string_member (coupon, "created_at", at);
    json_object_set_string_member (coupon, "updated_at", at);
  }
}

static gint64
count_coupons (WbSyncDesk *desk)
{
  return wb_coupon_store_count_state (wb_sync_desk_db (desk), NULL, NULL);
}

static guint
count_found_coupons (WbSyncDesk *desk,
                     const char *typed)
{
  WbCouponQuery query = {
    .typed = typed, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
  };
  g_autoptr (GArray) ids = wb_coupon_store_list (wb_sync_desk_db (desk), &query, NULL);

  return ids->len;
}

/* Coupons of whatever age come with the first read; the tickets of old ones do not. */
static void
test_pull_all_coupons (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (WbTicket) named = NULL;
  g_autoptr (WbTicket) ancient = NULL;

  wb_fake_helpdesk_add_ticket (desk->fake, "ancient", desk->fake->now - 400 * WB_DAY_MS);
  wb_fake_helpdesk_add_ticket (desk->fake, "named", desk->fake->now - 400 * WB_DAY_MS);
  add_old_coupons (desk->fake, 230);
  wb_fake_helpdesk_add_coupon (desk->fake, "k1", "named");
  wb_sync_desk_pull (desk);

  g_assert_cmpint (count_coupons (desk), ==, 231);
  g_assert_cmpuint (count_found_coupons (desk, "vrat"), ==, 231);
  named = get_ticket (desk, "named");
  g_assert_nonnull (named);
  ancient = get_ticket (desk, "ancient");
  g_assert_null (ancient);

  /* Not a second time. */
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/coupons"), ==, 0);
}

/* A workspace of before, which has the young ones only: the others come beside the daily work. */
static void
test_pull_completes_coupons (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  add_old_coupons (desk->fake, 230);
  wb_fake_helpdesk_add_coupon (desk->fake, "k1", "t001");
  wb_sync_desk_pull (desk);
  db = wb_workspace_begin (desk->workspace, &error);
  for (guint i = 1; i <= 230; i++) {
    g_autofree char *id = g_strdup_printf ("o%03u", i);

    g_assert_true (wb_coupon_store_remove (db, id, &error));
  }
  g_assert_true (wb_workspace_set_meta (db, "sync.coupons_all", NULL, &error));
  g_assert_true (wb_workspace_commit (desk->workspace, WB_TABLE_COUPONS, &error));
  g_assert_cmpint (count_coupons (desk), ==, 1);

  wb_sync_desk_pull (desk);
  g_assert_cmpint (count_coupons (desk), ==, 231);
  g_assert_cmpuint (count_found_coupons (desk, "vrat"), ==, 231);
}

/* The cursor is too old: all is read again, what is gone goes, what has unsent work stays. */
static void
test_pull_expired_cursor (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbTicket) kept = NULL;
  g_autoptr (WbTicket) gone = NULL;
  g_autoptr (WbTicket) outside = NULL;
  g_autoptr (WbActivity) call = NULL;
  g_autoptr (WbCoupon) coupon = NULL;
  g_autofree char *cursor = NULL;
  g_autofree char *range = NULL;

  add_tickets (desk->fake, 120, 1);
  wb_fake_helpdesk_add_ticket (desk->fake, "old", desk->fake->now - 400 * WB_DAY_MS);
  wb_fake_helpdesk_add_call (desk->fake, "c1", "t001");
  wb_fake_helpdesk_add_call (desk->fake, "c2", "old");
  wb_fake_helpdesk_add_coupon (desk->fake, "k1", "t001");
  wb_sync_desk_pull (desk);
  g_assert_true (wb_action_set_phone (desk->workspace, "t002", "+420602000002", &error));
  g_assert_no_error (error);

  /* Gone without an event that we could still read. */
  for (guint i = 1; i <= 3; i++) {
    g_autofree char *id = g_strdup_printf ("t00%u", i);

    wb_fake_helpdesk_delete (desk->fake, "ticket", desk->fake->tickets, id);
  }
  g_ptr_array_set_size (desk->fake->activities, 0);
  g_ptr_array_set_size (desk->fake->coupons, 0);
  wb_fake_helpdesk_add_ticket (desk->fake, "new", desk->fake->now);
  desk->fake->first_event = 2;
  wb_sync_desk_pull (desk);

  kept = get_ticket (desk, "t002");
  g_assert_nonnull (kept);
  gone = get_ticket (desk, "t003");
  g_assert_null (gone);
  outside = get_ticket (desk, "old");
  g_assert_nonnull (outside);
  call = wb_call_store_get (wb_sync_desk_db (desk), "c2", NULL);
  g_assert_null (call);
  coupon = wb_coupon_store_get (wb_sync_desk_db (desk), "k1", NULL);
  g_assert_null (coupon);
  /* 120 - 3 gone + the one with unsent work + new + old. */
  g_assert_cmpint (wb_sync_desk_count (desk), ==, 120);
  cursor = wb_workspace_dup_meta (wb_sync_desk_db (desk), WB_META_CURSOR);
  g_assert_cmpstr (cursor, ==, "3");
}

/* Each kind of trouble is one clear error, keeps what is stored, and is over when it is over. */
static void
test_pull_trouble (void)
{
  const struct
  {
    guint status;
    const char *body;
    const char *header;
    const char *value;
    WbStubFault fault;
    WbRemoteError code;
    gint64 retry_after_ms;
  } rows[] = {
    { 429, "{\"code\":\"rate_limited\"}", "Retry-After", "7", WB_STUB_NO_FAULT,
      WB_REMOTE_ERROR_RATE_LIMITED, 7000 },
    { 503, "{\"code\":\"maintenance\"}", "Retry-After", "30", WB_STUB_NO_FAULT,
      WB_REMOTE_ERROR_SERVER_FAULT, 30000 },
    { 500, "<html>oops</html>", NULL, NULL, WB_STUB_NO_FAULT, WB_REMOTE_ERROR_SERVER_FAULT, -1 },
    { 200, "<html>Log in</html>", NULL, NULL, WB_STUB_NO_FAULT, WB_REMOTE_ERROR_UNEXPECTED_REPLY, -1 },
    { 200, "{\"count\":1,\"results\":[{", NULL, NULL, WB_STUB_NO_FAULT,
      WB_REMOTE_ERROR_UNEXPECTED_REPLY, -1 },
    { 200, "{\"results\":[{\"id\":{}}]}", NULL, NULL, WB_STUB_NO_FAULT,
      WB_REMOTE_ERROR_UNEXPECTED_REPLY, -1 },
    { 401, "{\"code\":\"token_invalid\"}", NULL, NULL, WB_STUB_NO_FAULT,
      WB_REMOTE_ERROR_UNAUTHORIZED, -1 },
    { 0, NULL, NULL, NULL, WB_STUB_CUT_BODY, WB_REMOTE_ERROR_TIMEOUT, -1 },
    { 0, NULL, NULL, NULL, WB_STUB_DROP_READ, WB_REMOTE_ERROR_TIMEOUT, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
    g_autoptr (GError) error = NULL;

    g_test_message ("%u %s", rows[i].status, rows[i].body ? rows[i].body : "fault");
    add_tickets (desk->fake, 150, 1);
    if (rows[i].fault != WB_STUB_NO_FAULT)
      wb_stub_server_queue_fault (desk->fake->stub, "GET", "/api/v2/tickets", rows[i].fault);
    else
      wb_stub_server_queue (desk->fake->stub, "GET", "/api/v2/tickets", rows[i].status,
                            strstr (rows[i].body, "<html") ? "text/html" : "application/json",
                            rows[i].body, -1, rows[i].header, rows[i].value);
    g_assert_false (wb_sync_pull (desk->sync, desk->helpdesk, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, (int) rows[i].code);
    if (rows[i].retry_after_ms >= 0)
      g_assert_cmpint (wb_sync_back_off_ms (desk->sync, 1,
                                            wb_helpdesk_get_last (desk->helpdesk)->retry_after_ms),
                       ==, rows[i].retry_after_ms);
    wb_sync_desk_pull (desk);
    g_assert_cmpint (wb_sync_desk_count (desk), ==, 150);
  }
}

/* Retry-After as a date is reckoned from the Date of the same answer, and not from the workspace's
 * clock, which stands days away. */
static void
test_pull_retry_after_date (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) until = g_date_time_new_from_unix_utc (desk->fake->now / 1000 + 20);
  g_autofree char *text = g_date_time_format (until, "%a, %d %b %Y %H:%M:%S GMT");

  wb_movable_clock_set_wall (desk->clock, desk->fake->now - 3 * WB_DAY_MS);
  wb_stub_server_queue (desk->fake->stub, "GET", "/api/v2/users", 429, "application/json", "{}", -1,
                        "Retry-After", text);
  g_assert_false (wb_sync_pull (desk->sync, desk->helpdesk, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_RATE_LIMITED);
  g_assert_cmpint (wb_helpdesk_get_last (desk->helpdesk)->retry_after_ms, >=, 15000);
  g_assert_cmpint (wb_helpdesk_get_last (desk->helpdesk)->retry_after_ms, <=, 21000);
}

/* A refused token keeps everything; a new one goes on. */
static void
test_pull_new_token (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;

  add_tickets (desk->fake, 3, 1);
  wb_sync_desk_pull (desk);
  g_free (desk->fake->token);
  desk->fake->token = g_strdup ("renewed");
  g_assert_false (wb_sync_pull (desk->sync, desk->helpdesk, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED);
  g_assert_cmpint (wb_sync_desk_count (desk), ==, 3);
  g_free (desk->token);
  desk->token = g_strdup ("renewed");
  wb_sync_desk_restart (desk);
  wb_sync_desk_pull (desk);
}

/* Lateness goes by the server's clock, whatever ours says. */
static void
test_pull_server_time (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);

  wb_movable_clock_advance (desk->clock, -3 * WB_HOUR_MS);
  wb_sync_desk_pull (desk);
  g_assert_cmpint (ABS (wb_sync_server_now (desk->sync) - desk->fake->now), <=, 2000);
  g_assert_cmpint (ABS (wb_sync_get_meta_int (desk->sync, WB_META_CLOCK_SKEW_MS, 0) - 3 * WB_HOUR_MS),
                   <=, 2000);
  wb_sync_desk_restart (desk);
  g_assert_cmpint (ABS (wb_sync_server_now (desk->sync) - desk->fake->now), <=, 2000);
}

/* A plain Retino: every form it may send, and none of the requests it does not know. */
static void
test_pull_level_0 (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (0);
  g_autoptr (WbTicket) first = NULL;
  g_autoptr (WbTicket) second = NULL;
  g_autoptr (WbTicket) third = NULL;
  JsonObject *ticket = NULL;

  ticket = wb_fake_helpdesk_add_ticket (desk->fake, "z1", desk->fake->now - WB_DAY_MS);
  json_object_remove_member (ticket, "version");
  json_object_set_string_member (ticket, "updated_at", "2026-11-17T10:00:00.123456+00:00");
  ticket = wb_fake_helpdesk_add_ticket (desk->fake, "z2", desk->fake->now - WB_DAY_MS);
  json_object_remove_member (ticket, "version");
  json_object_remove_member (ticket, "customer");
  json_object_set_string_member (ticket, "customer_phone", "+420602");
  json_object_set_double_member (json_object_get_object_member (
                                   json_object_get_object_member (ticket, "bound_order"), "price"),
                                 "with_vat", 1599.5);
  ticket = wb_fake_helpdesk_add_ticket (desk->fake, "z3", desk->fake->now - WB_DAY_MS);
  json_object_remove_member (ticket, "version");
  json_object_set_null_member (ticket, "customer");
  json_object_set_null_member (ticket, "bound_order");
  wb_sync_desk_pull (desk);

  g_assert_cmpint (wb_sync_desk_count (desk), ==, 3);
  first = get_ticket (desk, "z1");
  second = get_ticket (desk, "z2");
  third = get_ticket (desk, "z3");
  g_assert_cmpstr (first->customer_phone, ==, "+420601123456");
  g_assert_cmpstr (second->customer_phone, ==, "+420602");
  g_assert_cmpint (second->order_price_with_vat.minor, ==, 159950);
  g_assert_null (third->customer_name);
  g_assert_false (third->has_order);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, NULL, "/api/v2/account"), ==, 0);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, NULL, "/api/v2/events"), ==, 0);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, NULL, "/api/v2/account/stores"), ==, 0);
}

/* Polling: only since the mark, with the overlap, with no parameter that is not on record. */
static void
test_pull_level_0_polls (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (0);
  g_autoptr (WbStubRequest) request = NULL;
  g_autoptr (WbTicket) changed = NULL;
  g_autofree char *from = NULL;
  g_autofree char *ordering = NULL;
  JsonObject *ticket = NULL;
  gint64 from_ms = 0;

  add_tickets (desk->fake, 230, 1);
  wb_sync_desk_pull (desk);
  g_assert_cmpint (wb_sync_desk_count (desk), ==, 230);

  wb_sync_desk_pass (desk, WB_MINUTE_MS);
  ticket = wb_fake_helpdesk_find (desk->fake, desk->fake->tickets, "t007");
  json_object_set_string_member (json_object_get_object_member (ticket, "customer"), "phone", "+420777");
  wb_fake_helpdesk_touch (desk->fake, "ticket", ticket, "updated");
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_desk_pull (desk);
  changed = get_ticket (desk, "t007");
  g_assert_cmpstr (changed->customer_phone, ==, "+420777");
  /* One page of tickets, and no list that was read a minute ago. */
  g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 1);
  request = wb_stub_server_dup_request (desk->fake->stub, 0);
  from = wb_stub_request_dup_param (request, "updated_at_from");
  g_assert_true (wb_time_parse (from, &from_ms));
  g_assert_cmpint (desk->fake->now - WB_MINUTE_MS - from_ms, >=, 118 * WB_SECOND_MS);
  g_assert_cmpint (desk->fake->now - WB_MINUTE_MS - from_ms, <=, 122 * WB_SECOND_MS);
  ordering = wb_stub_request_dup_param (request, "ordering");
  g_assert_null (ordering);
}

/* A pass whose count changes is made again; one that never settles does not move the mark. */
static void
test_pull_level_0_drift (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (0);
  gint64 mark = 0;

  add_tickets (desk->fake, 150, 1);
  wb_sync_desk_pull (desk);
  mark = wb_sync_get_meta_int (desk->sync, WB_META_MARK, 0);

  desk->fake->now += WB_MINUTE_MS;
  for (guint i = 0; i < 150; i++)
    wb_fake_helpdesk_touch (desk->fake, "ticket", g_ptr_array_index (desk->fake->tickets, i), "updated");
  desk->fake->is_drifting = TRUE;
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/tickets"), ==, 6);
  g_assert_cmpint (wb_sync_get_meta_int (desk->sync, WB_META_MARK, 0), ==, mark);

  desk->fake->is_drifting = FALSE;
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/tickets"), ==, 2);
  g_assert_cmpint (wb_sync_get_meta_int (desk->sync, WB_META_MARK, 0), >, mark);
}

/* Deletions are invisible: once a day the ids are compared, and only then. */
static void
test_pull_level_0_compares_daily (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (0);

  add_tickets (desk->fake, 120, 1);
  wb_fake_helpdesk_add_ticket (desk->fake, "old", desk->fake->now - 170 * WB_DAY_MS);
  wb_sync_desk_pull (desk);
  g_ptr_array_remove_index (desk->fake->tickets, 5);
  wb_sync_desk_pull (desk);
  g_assert_cmpint (wb_sync_desk_count (desk), ==, 121);

  desk->fake->now += WB_DAY_MS + WB_HOUR_MS;
  wb_sync_desk_pass (desk, WB_DAY_MS + WB_HOUR_MS);
  desk->fake->is_drifting = TRUE;
  wb_sync_desk_pull (desk);
  g_assert_cmpint (wb_sync_desk_count (desk), ==, 121);
  desk->fake->is_drifting = FALSE;
  wb_sync_desk_pull (desk);
  g_assert_cmpint (wb_sync_desk_count (desk), ==, 120);
}

/* Level 1 without a feed: everything by polling. */
static void
test_pull_level_1_without_events (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (WbActivity) call = NULL;
  g_autoptr (WbActivity) later = NULL;
  JsonObject *object = NULL;

  desk->fake->has_events = FALSE;
  add_tickets (desk->fake, 3, 1);
  object = wb_fake_helpdesk_add_call (desk->fake, "c1", "t001");
  wb_sync_desk_pull (desk);
  call = wb_call_store_get (wb_sync_desk_db (desk), "c1", NULL);
  g_assert_null (call->assignee);

  wb_sync_desk_pass (desk, WB_MINUTE_MS);
  json_object_set_string_member (object, "assignee", "d1000002");
  wb_fake_helpdesk_touch (desk->fake, "activity", object, "updated");
  wb_sync_desk_pull (desk);
  later = wb_call_store_get (wb_sync_desk_db (desk), "c1", NULL);
  g_assert_cmpstr (later->assignee, ==, "d1000002");
}

/* The history of a ticket that is opened. */
static void
test_pull_fetch_ticket (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbTicket) before = NULL;
  g_autoptr (WbTicket) after = NULL;

  add_tickets (desk->fake, 1, 1);
  wb_sync_desk_pull (desk);
  before = get_ticket (desk, "t000");
  g_assert_false (before->has_history);
  wb_fake_helpdesk_add_history (desk->fake, "t000", "Wants an exchange");
  g_assert_true (wb_sync_fetch_ticket (desk->sync, "t000", NULL, &error));
  g_assert_no_error (error);
  after = get_ticket (desk, "t000");
  g_assert_true (after->has_history);
  g_assert_cmpuint (after->history->len, ==, 1);

  g_assert_false (wb_sync_fetch_ticket (desk->sync, "nowhere", NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
}

/* When a shop was read last is told by nothing but its list. */
static void
test_pull_fetch_stores (void)
{
  static const char stores[] =
    "{\"count\":1,\"current_page\":1,\"total_pages\":1,\"results\":[{\"id\":\"s1\",\"store_id\":\"domov-cz\","
    "\"name\":\"Domov\",\"platform\":\"shoptet\",\"url\":\"https://domov.example\",\"currencies\":[\"CZK\"],"
    "\"supports_coupons\":true,\"connection\":\"connected\",\"last_sync_at\":\"%s\",\"version\":3}]}";
  static const char *const times[] = { "2026-11-21T08:00:00.000Z", "2026-11-21T08:30:00.000Z" };
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;

  wb_sync_desk_pull (desk);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autofree char *answer = g_strdup_printf (stores, times[i]);
    g_autoptr (GPtrArray) kept = NULL;
    gint64 told_at = 0;

    g_assert_true (wb_time_parse (times[i], &told_at));
    wb_stub_server_queue_json (desk->fake->stub, "GET", "/api/v2/account/stores", 200, answer);
    g_assert_true (wb_sync_fetch_stores (desk->sync, NULL, &error));
    g_assert_no_error (error);
    kept = wb_merchant_store_list (wb_sync_desk_db (desk), &error);
    g_assert_no_error (error);
    g_assert_cmpuint (kept->len, ==, 1);
    g_assert_cmpint (((WbMerchantStore *) g_ptr_array_index (kept, 0))->last_sync_at, ==, told_at);
  }

  wb_stub_server_queue_json (desk->fake->stub, "GET", "/api/v2/account/stores", 503, "{}");
  g_assert_false (wb_sync_fetch_stores (desk->sync, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SERVER_FAULT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/sync/pull/first-read", test_pull_first_read);
  g_test_add_func ("/wb/sync/pull/equal-times", test_pull_equal_times);
  g_test_add_func ("/wb/sync/pull/events", test_pull_events);
  g_test_add_func ("/wb/sync/pull/fetch-stores", test_pull_fetch_stores);
  g_test_add_func ("/wb/sync/pull/many-events", test_pull_many_events);
  g_test_add_func ("/wb/sync/pull/all-coupons", test_pull_all_coupons);
  g_test_add_func ("/wb/sync/pull/completes-coupons", test_pull_completes_coupons);
  g_test_add_func ("/wb/sync/pull/expired-cursor", test_pull_expired_cursor);
  g_test_add_func ("/wb/sync/pull/trouble", test_pull_trouble);
  g_test_add_func ("/wb/sync/pull/retry-after-date", test_pull_retry_after_date);
  g_test_add_func ("/wb/sync/pull/new-token", test_pull_new_token);
  g_test_add_func ("/wb/sync/pull/server-time", test_pull_server_time);
  g_test_add_func ("/wb/sync/pull/level-0", test_pull_level_0);
  g_test_add_func ("/wb/sync/pull/level-0-polls", test_pull_level_0_polls);
  g_test_add_func ("/wb/sync/pull/level-0-drift", test_pull_level_0_drift);
  g_test_add_func ("/wb/sync/pull/level-0-compares-daily", test_pull_level_0_compares_daily);
  g_test_add_func ("/wb/sync/pull/level-1-without-events", test_pull_level_1_without_events);
  g_test_add_func ("/wb/sync/pull/fetch-ticket", test_pull_fetch_ticket);

  return g_test_run ();
}
