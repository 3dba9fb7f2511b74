/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The service is killed after each single write to its files and each thing it sends, one place after
 * another, while a coupon is being given and while a call is completed. Started again and asked again,
 * there is exactly one coupon in the shop and one outcome on the call. */

#include "config.h"

#include "wb-e2e.h"

#include "wb-coupon-store.h"
#include "wb-outbox.h"
#include "wb-staff-actions.h"
#include "wb-wire-write.h"

#include <libsoup/soup.h>

/* Start-up writes come first, then the request's own; the loop ends when the child outlives a whole
 * request, this is only a stop for a test gone wrong. */
#define MOST_PLACES 400
#define MOST_READS 20000

static const char *child_path;
static const char *kill_library;

static GSubprocess *
start_child (E2e   *e2e,
             guint  kill_at)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *ledger = g_build_filename (e2e->dir, "portal.db", NULL);
  g_autofree char *port = g_strdup_printf ("%u", e2e->port);
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, wb_clock_now (WB_CLOCK (e2e->clock)));
  g_autofree char *place = g_strdup_printf ("%u", kill_at);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  if (kill_at > 0) {
    g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", kill_library, TRUE);
    g_subprocess_launcher_setenv (launcher, "WB_KILL_AT", place, TRUE);
  }
  child = g_subprocess_launcher_spawn (launcher, &error, child_path, ledger, port, now, NULL);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  /* No line: killed while it was starting. */
  if (!line)
    g_subprocess_wait (child, NULL, NULL);

  return g_steal_pointer (&child);
}

static WbCoupon *
ask_for_coupon (E2eSeat  *seat,
                guint     index,
                GError  **error)
{
  g_autofree char *ticket = e2e_ticket_id (index);
  g_autoptr (WbCouponRequest) request = wb_coupon_request_new ();
  gint64 seq = 0;

  request->currency = g_strdup ("CZK");
  request->kind = g_strdup ("fixed");
  request->amount = g_strdup ("200.00");
  request->min_order_value = g_strdup ("1000.00");
  request->validity_days = 14;
  if (!wb_action_request_coupon (seat->workspace, ticket, request, &seq, error))
    return NULL;

  return wb_sync_give_coupon (seat->sync, seq, NULL, error);
}

/* Reads the coupon until the service is done with it; its clock runs fast. */
static void
await_active (E2e       *e2e,
              WbCoupon **coupon)
{
  g_autoptr (WbHelpdesk) client = e2e_client (e2e, E2E_EVA);

  for (guint i = 0; i < MOST_READS && g_str_equal ((*coupon)->state, WB_COUPON_PENDING); i++) {
    g_autoptr (GError) error = NULL;
    WbCoupon *now = wb_helpdesk_get_coupon (client, (*coupon)->id, NULL, &error);

    g_assert_no_error (error);
    wb_coupon_unref (*coupon);
    *coupon = now;
  }
}

static void
test_kill_portal_coupon_is_issued_once (void)
{
  g_autoptr (E2e) e2e = e2e_new (3 * MOST_PLACES, 0);
  g_autoptr (E2eSeat) seat = e2e_seat_new (e2e, E2E_EVA);
  guint place;

  e2e_seat_sync (seat);
  e2e_stop_portal (e2e);

  for (place = 1; place < MOST_PLACES; place++) {
    g_autoptr (GSubprocess) child = start_child (e2e, place);
    g_autoptr (GSubprocess) second = NULL;
    g_autoptr (WbCoupon) coupon = NULL;
    g_autoptr (GError) error = NULL;
    gboolean killed;

    /* Every third ticket is a return: only those have a coupon to give. */
    coupon = ask_for_coupon (seat, 3 * place, &error);
    killed = e2e_end_child (child);
    g_test_message ("place %u: %s, %s", place, killed ? "killed" : "lived", error ? error->message : "coupon");
    g_assert_cmpuint (wb_pretend_woo_count_coupons (e2e->woo), <=, place);

    second = start_child (e2e, 0);
    /* Not confirmed yet: asking again is all a person does. */
    if (!coupon) {
      g_clear_error (&error);
      coupon = ask_for_coupon (seat, 3 * place, &error);
      g_assert_no_error (error);
    }
    await_active (e2e, &coupon);
    g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
    g_assert_nonnull (coupon->code);
    g_assert_cmpuint (wb_pretend_woo_count_code (e2e->woo, coupon->code), ==, 1);
    g_assert_cmpuint (wb_pretend_woo_count_coupons (e2e->woo), ==, place);
    e2e_end_child (second);
    if (!killed)
      break;
  }
  /* It was killed at many places before it lived through one. */
  g_assert_cmpuint (place, >, 5);
  g_assert_cmpuint (place, <, MOST_PLACES);
}

static guint
count_notes (E2e        *e2e,
             guint       index,
             const char *note)
{
  g_autoptr (WbTicket) ticket = e2e_api_ticket (e2e, index);
  guint n = 0;

  for (guint i = 0; i < ticket->history->len; i++) {
    WbHistoryItem *item = g_ptr_array_index (ticket->history, i);

    n += item->text && strstr (item->text, note);
  }

  return n;
}

static void
test_kill_portal_call_is_completed_once (void)
{
  g_autoptr (E2e) e2e = e2e_new (MOST_PLACES, MOST_PLACES);
  g_autoptr (E2eSeat) seat = e2e_seat_new (e2e, E2E_EVA);
  guint place;

  e2e_seat_sync (seat);
  e2e_stop_portal (e2e);

  for (place = 1; place < MOST_PLACES; place++) {
    g_autofree char *id = e2e_call_id (place);
    g_autofree char *note = g_strdup_printf ("Killed at %u.", place);
    g_autoptr (GSubprocess) child = start_child (e2e, place);
    g_autoptr (GSubprocess) second = NULL;
    g_autoptr (WbActivity) call = NULL;
    g_autoptr (GPtrArray) rows = NULL;
    g_autoptr (GError) error = NULL;
    gboolean killed;

    wb_action_complete (seat->workspace, id, WB_OUTCOME_RESOLVED, note, E2E_NOW, &error);
    g_assert_no_error (error);
    if (!wb_sync_run (seat->sync, NULL, &error))
      g_assert_true (wb_remote_error_is_passing (error));
    killed = e2e_end_child (child);
    g_test_message ("place %u: %s", place, killed ? "killed" : "lived");

    second = start_child (e2e, 0);
    /* Past any back-off. */
    e2e_advance (e2e, 2 * WB_MINUTE_MS);
    e2e_seat_sync (seat);
    rows = e2e_seat_outbox (seat);
    g_assert_cmpuint (rows->len, ==, 0);
    call = e2e_api_call (e2e, place);
    g_assert_cmpstr (call->outcome, ==, "resolved");
    g_assert_cmpstr (call->note, ==, note);
    g_assert_cmpuint (count_notes (e2e, place, note), ==, 1);
    e2e_end_child (second);
    if (!killed)
      break;
  }
  g_assert_cmpuint (place, >, 5);
  g_assert_cmpuint (place, <, MOST_PLACES);
}

#define CUSTOMER_KEY "0123456789abcdef0123456789%06u"

/* (nullable): the answer's id; NULL = none came. */
static char *
request_call (E2e        *e2e,
              guint       index,
              guint      *status_out,
              const char *phone)
{
  g_autofree char *url = g_strdup_printf ("%s/portal/" CUSTOMER_KEY "/call-request", e2e->url, index);
  g_autofree char *body = g_strdup_printf ("{\"placement\":\"portal\",\"phone\":\"%s\"}", phone);
  g_autoptr (SoupSession) session = g_object_new (SOUP_TYPE_SESSION, "timeout", 10, "proxy-resolver", NULL, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr (GBytes) content = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (JsonNode) node = NULL;

  soup_message_set_request_body_from_bytes (message, "application/json", content);
  answer = soup_session_send_and_read (session, message, NULL, NULL);
  *status_out = soup_message_get_status (message);
  if (!answer || g_bytes_get_size (answer) == 0)
    return NULL;
  node = json_from_string (g_bytes_get_data (answer, NULL), NULL);

  return node ? g_strdup (json_object_get_string_member (json_node_get_object (node), "id")) : NULL;
}

/* A customer clicks again when no answer came: there is one call, and everything tells of it. */
static void
test_kill_portal_call_is_requested_once (void)
{
  g_autoptr (E2e) e2e = e2e_new (3 * MOST_PLACES, 0);
  guint place;

  for (guint i = 0; i < MOST_PLACES; i++) {
    g_autofree char *ticket = e2e_ticket_id (3 * i);
    g_autofree char *key = g_strdup_printf (CUSTOMER_KEY, i);
    g_autoptr (GError) error = NULL;

    wb_portal_import_customer_key (e2e->portal, ticket, key, &error);
    g_assert_no_error (error);
  }
  e2e_stop_portal (e2e);

  for (place = 1; place < MOST_PLACES; place++) {
    g_autoptr (GSubprocess) child = start_child (e2e, place);
    g_autoptr (GSubprocess) second = NULL;
    g_autofree char *phone = g_strdup_printf ("+420601%06u", place);
    g_autofree char *path = NULL;
    guint status = 0;
    guint again = 0;
    g_autofree char *first = request_call (e2e, place, &status, phone);
    g_autofree char *id = NULL;
    g_autoptr (JsonNode) calls = NULL;
    g_autoptr (WbTicket) ticket = NULL;
    gboolean killed = e2e_end_child (child);

    g_test_message ("place %u: %s, %u", place, killed ? "killed" : "lived", status);
    second = start_child (e2e, 0);
    id = request_call (e2e, place, &again, phone);
    g_assert_nonnull (id);
    if (first) {
      g_assert_cmpuint (status, ==, 201);
      g_assert_cmpuint (again, ==, 200);
      g_assert_cmpstr (id, ==, first);
    }
    ticket = e2e_api_ticket (e2e, 3 * place);
    g_assert_cmpstr (ticket->call_request, ==, id);
    g_assert_cmpstr (ticket->customer_phone, ==, phone);
    path = g_strdup_printf ("/activities?status=all&ticket=%s", ticket->id);
    calls = e2e_api_get (e2e, path);
    g_assert_cmpint (json_object_get_int_member (json_node_get_object (calls), "count"), ==, 1);
    e2e_end_child (second);
    if (!killed)
      break;
  }
  g_assert_cmpuint (place, >, 5);
  g_assert_cmpuint (place, <, MOST_PLACES);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  child_path = g_getenv ("WB_PORTAL_CHILD");
  kill_library = g_getenv ("WB_KILL_LIBRARY");
  g_assert_nonnull (child_path);
  g_assert_nonnull (kill_library);
  g_test_add_func ("/e2e/kill-portal/coupon-is-issued-once", test_kill_portal_coupon_is_issued_once);
  g_test_add_func ("/e2e/kill-portal/call-is-completed-once", test_kill_portal_call_is_completed_once);
  g_test_add_func ("/e2e/kill-portal/call-is-requested-once", test_kill_portal_call_is_requested_once);

  return g_test_run ();
}
