/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Faults by name, in the order they were asked for, and answers that come late by the shop's clock. */

#include "wb-pretend-server.h"

#include "wb-time.h"

#include <libsoup/soup.h>
#include <string.h>

static void
test_names (void)
{
  for (guint i = WB_PRETEND_FAULT_NONE + 1; i < WB_N_PRETEND_FAULTS; i++) {
    const char *text = wb_pretend_fault_to_text ((WbPretendFault) i);
    WbPretendFault fault = WB_PRETEND_FAULT_NONE;

    g_test_message ("%s", text);
    g_assert_true (wb_pretend_fault_from_text (text, &fault));
    g_assert_cmpuint (fault, ==, i);
  }
  for (guint i = 0; i < 4; i++) {
    static const char *const wrong[] = { "", "none", "430", "HTML" };
    WbPretendFault fault = WB_PRETEND_FAULT_CUT;

    g_assert_false (wb_pretend_fault_from_text (wrong[i], &fault));
    g_assert_cmpint (fault, ==, WB_PRETEND_FAULT_CUT);
  }
}

static void
test_order (void)
{
  static const struct {
    const char *request;
    WbPretendFault fault;
  } rows[] = {
    { WB_PRETEND_REQUEST_FIND, WB_PRETEND_FAULT_HTML },     /* "any" comes first, for whoever comes first */
    { WB_PRETEND_REQUEST_CREATE, WB_PRETEND_FAULT_NONE },   /* two go well */
    { WB_PRETEND_REQUEST_REMOVE, WB_PRETEND_FAULT_NONE },
    { WB_PRETEND_REQUEST_CREATE, WB_PRETEND_FAULT_NONE },
    { WB_PRETEND_REQUEST_CREATE, WB_PRETEND_FAULT_429 },
    { WB_PRETEND_REQUEST_FIND, WB_PRETEND_FAULT_NONE },
    { WB_PRETEND_REQUEST_CREATE, WB_PRETEND_FAULT_429 },
    { WB_PRETEND_REQUEST_CREATE, WB_PRETEND_FAULT_CUT },
    { WB_PRETEND_REQUEST_CREATE, WB_PRETEND_FAULT_NONE },
    { WB_PRETEND_REQUEST_ORDERS, WB_PRETEND_FAULT_500_BEFORE },
    { WB_PRETEND_REQUEST_ORDERS, WB_PRETEND_FAULT_500_BEFORE },
  };
  g_autoptr (WbPretendFaults) faults = wb_pretend_faults_new ();

  wb_pretend_faults_add (faults, WB_PRETEND_FAULT_HTML, WB_PRETEND_REQUEST_ANY, 1);
  wb_pretend_faults_add (faults, WB_PRETEND_FAULT_NONE, WB_PRETEND_REQUEST_CREATE, 2);
  wb_pretend_faults_add (faults, WB_PRETEND_FAULT_429, WB_PRETEND_REQUEST_CREATE, 2);
  wb_pretend_faults_add (faults, WB_PRETEND_FAULT_DROP, WB_PRETEND_REQUEST_CREATE, 0);
  wb_pretend_faults_add (faults, WB_PRETEND_FAULT_CUT, WB_PRETEND_REQUEST_CREATE, 1);
  wb_pretend_faults_add (faults, WB_PRETEND_FAULT_500_BEFORE, WB_PRETEND_REQUEST_ORDERS, G_MAXUINT);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("row %u: %s", i, rows[i].request);
    g_assert_cmpint (wb_pretend_faults_take (faults, rows[i].request), ==, rows[i].fault);
  }
  wb_pretend_faults_clear (faults);
  g_assert_cmpint (wb_pretend_faults_take (faults, WB_PRETEND_REQUEST_ORDERS), ==, WB_PRETEND_FAULT_NONE);
}

typedef struct
{
  WbPretendFault fault;
  int n_handled;           /* (atomic) */
} Shop;

static WbPretendSending
answer_cb (WbPretendRequest *request,
           gboolean          is_released,
           WbPretendAnswer  *answer,
           gpointer          data)
{
  Shop *shop = data;

  if (!is_released && wb_pretend_fault_is_early (shop->fault))
    return wb_pretend_sending_of (shop->fault);
  g_atomic_int_inc (&shop->n_handled);
  wb_pretend_answer_html (answer, 200, "A", "B");

  return is_released ? WB_PRETEND_SEND : wb_pretend_sending_of (shop->fault);
}

typedef struct
{
  const char *url;
  guint status;            /* 0 = no answer */
  gboolean is_whole;
} Call;

static gpointer
call (gpointer data)
{
  Call *made = data;
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", made->url);
  g_autoptr (GBytes) body = NULL;

  g_object_set (session, "proxy-resolver", NULL, "timeout", 20, NULL);
  /* A second try would be another request. */
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  body = soup_session_send_and_read (session, message, NULL, NULL);
  if (body) {
    g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

    made->status = soup_message_get_status (message);
    made->is_whole = strstr (text, "</html>") != NULL;
  }

  return NULL;
}

static void
wait_until_handled (Shop *shop,
                    int   n)
{
  while (g_atomic_int_get (&shop->n_handled) < n)
    g_thread_yield ();
}

static void
test_sending (void)
{
  static const struct {
    WbPretendFault fault;
    guint status;
    gboolean is_whole;
    gboolean needs_release;
    gboolean needs_time;
    int n_before;            /* handled before the release */
    int n_after;
  } rows[] = {
    { WB_PRETEND_FAULT_NONE, 200, TRUE, FALSE, FALSE, 1, 1 },
    { WB_PRETEND_FAULT_SILENT_BEFORE, 0, FALSE, FALSE, FALSE, 0, 0 },
    { WB_PRETEND_FAULT_SILENT_AFTER, 0, FALSE, FALSE, FALSE, 1, 1 },
    { WB_PRETEND_FAULT_CUT, 0, FALSE, FALSE, FALSE, 1, 1 },
    { WB_PRETEND_FAULT_LATE, 0, FALSE, FALSE, FALSE, 0, 1 },
    { WB_PRETEND_FAULT_HOLD_AFTER, 200, TRUE, TRUE, FALSE, 1, 1 },
    { WB_PRETEND_FAULT_SLOW, 200, TRUE, FALSE, TRUE, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbMovableClock) clock = wb_movable_clock_new (0, FALSE);
    Shop shop = { .fault = rows[i].fault };
    g_autoptr (WbPretendServer) server = wb_pretend_server_new (answer_cb, &shop, WB_CLOCK (clock));
    g_autoptr (GError) error = NULL;
    Call made = { .url = wb_pretend_server_listen (server, 0, NULL, NULL, &error) };
    GThread *thread = NULL;

    g_test_message ("%s", wb_pretend_fault_to_text (rows[i].fault));
    g_assert_no_error (error);
    thread = g_thread_new ("call", call, &made);
    wait_until_handled (&shop, rows[i].n_before);
    if (rows[i].needs_release)
      wb_pretend_server_release (server);
    /* Nine seconds are not enough: the answer is not there. */
    if (rows[i].needs_time) {
      wb_pretend_server_release (server);
      wb_movable_clock_advance (clock, 9 * WB_SECOND_MS);
      wb_pretend_server_release (server);
      g_assert_cmpuint (made.status, ==, 0);
      wb_movable_clock_advance (clock, 9 * WB_SECOND_MS);
    }
    g_thread_join (thread);
    g_assert_cmpuint (made.is_whole ? made.status : 0, ==, rows[i].status);
    g_assert_cmpint (made.is_whole, ==, rows[i].is_whole);
    wb_pretend_server_release (server);
    g_assert_cmpint (MIN (g_atomic_int_get (&shop.n_handled), 1), ==, rows[i].n_after);
  }
}

/* A server goes away while answers are still to come. */
static void
test_free (void)
{
  static const WbPretendFault faults[] = {
    WB_PRETEND_FAULT_SLOW, WB_PRETEND_FAULT_HOLD_AFTER, WB_PRETEND_FAULT_LATE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autoptr (WbMovableClock) clock = wb_movable_clock_new (0, FALSE);
    Shop shop = { .fault = faults[i] };
    WbPretendServer *server = wb_pretend_server_new (answer_cb, &shop, WB_CLOCK (clock));
    g_autofree char *url = g_strdup (wb_pretend_server_listen (server, 0, NULL, NULL, NULL));
    Call made = { .url = url };
    GThread *thread = g_thread_new ("call", call, &made);

    wait_until_handled (&shop, faults[i] == WB_PRETEND_FAULT_LATE ? 0 : 1);
    wb_pretend_server_free (server);
    g_thread_join (thread);
    g_assert_false (made.is_whole);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/pretend-fault/names", test_names);
  g_test_add_func ("/wb/pretend-fault/order", test_order);
  g_test_add_func ("/wb/pretend-fault/sending", test_sending);
  g_test_add_func ("/wb/pretend-fault/free", test_free);

  return g_test_run ();
}
