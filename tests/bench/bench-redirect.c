/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a customer who clicks a banner waits to be sent on, against the same request to a server
 * of libsoup that does nothing but redirect. Both are asked in turns, in the same process, each time
 * over a new connection, as each customer has one of their own. Prints JSON.
 *
 *   bench-redirect REQUESTS */

#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "wb-db.h"
#include "wb-portal.h"
#include "wb-time.h"

#define N_TICKETS 1000
#define TYPE "b0000001-0000-4000-8000-000000000000"
#define BANNER "03000001-0000-4000-8000-000000000000"
#define TARGET "https://www.example.cz/akce"
#define WARM_UP 200

typedef struct
{
  GMainContext *context;
  GMainLoop *loop;
  GMutex mutex;
  GCond cond;
  guint16 port;   /* 0 = not yet */
} Bare;

static void
redirect_cb (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           data)
{
  soup_server_message_set_redirect (message, 302, TARGET);
}

static gpointer
run_bare (gpointer data)
{
  Bare *self = data;
  g_autoptr (SoupServer) server = NULL;
  GSList *uris = NULL;

  g_main_context_push_thread_default (self->context);
  server = soup_server_new (NULL, NULL);
  soup_server_add_handler (server, NULL, redirect_cb, NULL, NULL);
  g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (server);
  g_mutex_lock (&self->mutex);
  self->port = (guint16) g_uri_get_port (uris->data);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static char *
make_key (guint i)
{
  return g_strdup_printf ("%032x", i + 1);
}

static void
import_all (WbPortal *portal)
{
  g_autoptr (WbTicketType) type = wb_ticket_type_new ();
  g_autoptr (WbOfferSet) set = wb_offer_set_new ();

  type->id = g_strdup (TYPE);
  type->kind = g_strdup ("return");
  type->color = g_strdup ("#1d4ed8");
  type->version = 1;
  set->type = g_strdup (TYPE);
  set->banner_enabled = TRUE;
  set->banner_placements = WB_PLACEMENT_EMAIL | WB_PLACEMENT_PORTAL;
  set->banner = g_strdup (BANNER);
  set->banner_target_url = g_strdup (TARGET);
  set->version = 1;

  g_assert_true (wb_portal_begin_import (portal, NULL));
  g_assert_true (wb_portal_import_type (portal, type, NULL));
  g_assert_true (wb_portal_import_settings (portal, set, NULL));
  for (guint i = 0; i < N_TICKETS; i++) {
    g_autoptr (WbTicket) ticket = wb_ticket_new ();
    g_autofree char *key = make_key (i);

    ticket->id = g_strdup_printf ("e0%06x-0000-4000-8000-000000000000", i);
    ticket->code = g_strdup_printf ("2025%04u", i);
    ticket->type = g_strdup (TYPE);
    ticket->order_date = WB_DATE_NONE;
    ticket->customer_name = g_strdup ("Jana");
    ticket->state = g_strdup ("f0000001-0000-4000-8000-000000000000");
    ticket->created_at = WB_DAY_MS;
    ticket->updated_at = WB_DAY_MS;
    ticket->closed_at = WB_TIME_NONE;
    ticket->deleted_at = WB_TIME_NONE;
    ticket->has_history = TRUE;
    ticket->version = 1;
    g_assert_true (wb_portal_import_ticket (portal, ticket, NULL));
    g_assert_true (wb_portal_import_customer_key (portal, ticket->id, key, NULL));
  }
  g_assert_true (wb_portal_end_import (portal, NULL));
}

/* From the connection's beginning to the answer's end, ms. */
static double
ask (guint16 port,
     guint   i)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *key = make_key (i % N_TICKETS);
  g_autofree char *text = NULL;
  char answer[4096];
  gsize n = 0;
  gint64 start = 0;

  text = g_strdup_printf ("GET /api/v2/portal/%s/banner/" BANNER "?placement=%s HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                          "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0\r\n"
                          "Accept: text/html\r\nAccept-Language: cs,en;q=0.5\r\nConnection: close\r\n\r\n",
                          key, i % 3 == 0 ? "portal" : "email");
  g_socket_client_set_enable_proxy (client, FALSE);
  start = g_get_monotonic_time ();
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_assert_nonnull (connection);
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                                            strlen (text), NULL, NULL, NULL));
  g_assert_true (g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), answer,
                                          sizeof answer - 1, &n, NULL, NULL));
  answer[n] = '\0';
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 302"));
  g_assert_nonnull (strstr (answer, TARGET));

  return (double) (g_get_monotonic_time () - start) / 1000;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

static double
get_share (GArray *times,
           double  share)
{
  g_array_sort (times, compare);

  return g_array_index (times, double, (guint) ((double) (times->len - 1) * share));
}

/* In turns, so that what else the machine does hits both alike. */
static void
measure (guint16  bare,
         guint16  ours,
         guint    n,
         GArray  *bare_times,
         GArray  *our_times)
{
  for (guint i = 0; i < n + WARM_UP; i++) {
    double bare_ms = ask (bare, i);
    double our_ms = ask (ours, i);

    if (i >= WARM_UP) {
      g_array_append_val (bare_times, bare_ms);
      g_array_append_val (our_times, our_ms);
    }
  }
}

static void
run (WbPortal   *portal,
     const Bare *bare,
     const char *db,
     guint       n)
{
  GArray *times[4] = { NULL };
  g_autoptr (WbDb) writer = NULL;

  for (guint i = 0; i < 4; i++)
    times[i] = g_array_new (FALSE, FALSE, sizeof (double));
  measure (bare->port, wb_portal_get_port (portal), n, times[0], times[1]);
  writer = wb_db_open (db, WB_DB_READ_WRITE, NULL);
  g_assert_true (wb_db_begin_immediate (writer, NULL));
  measure (bare->port, wb_portal_get_port (portal), n / 4, times[2], times[3]);
  wb_db_rollback (writer);

  g_print ("{\"bare_p50_ms\":%.3f,\"bare_p99_ms\":%.3f,\"ours_p50_ms\":%.3f,\"ours_p99_ms\":%.3f,"
           "\"bare_beside_locked_p99_ms\":%.3f,\"locked_p99_ms\":%.3f,\"worst_ms\":%.3f}\n",
           get_share (times[0], 0.5), get_share (times[0], 0.99), get_share (times[1], 0.5),
           get_share (times[1], 0.99), get_share (times[2], 0.99), get_share (times[3], 0.99),
           get_share (times[1], 1));
  for (guint i = 0; i < 4; i++)
    g_array_unref (times[i]);
}

int
main (int    argc,
      char **argv)
{
  guint n = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 5000;
  g_autofree char *dir = g_dir_make_tmp ("winback-bench-XXXXXX", NULL);
  g_autofree char *db = g_build_filename (dir, "portal.db", NULL);
  g_autofree char *key = g_strconcat (db, ".key", NULL);
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (WbPortal) portal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GThread) thread = NULL;
  WbPortalOptions options = { .db_path = db, .rate_limit_per_minute = WB_PORTAL_RATE_OFF };
  Bare bare = { g_main_context_new () };

  portal = wb_portal_open (&options, clock, random, &error);
  g_assert_no_error (error);
  import_all (portal);
  wb_portal_start (portal, &error);
  g_assert_no_error (error);
  bare.loop = g_main_loop_new (bare.context, FALSE);
  thread = g_thread_new ("bare", run_bare, &bare);
  g_mutex_lock (&bare.mutex);
  while (bare.port == 0)
    g_cond_wait (&bare.cond, &bare.mutex);
  g_mutex_unlock (&bare.mutex);

  run (portal, &bare, db, n);

  g_main_loop_quit (bare.loop);
  g_thread_join (g_steal_pointer (&thread));
  g_main_loop_unref (bare.loop);
  g_main_context_unref (bare.context);
  g_clear_object (&portal);
  g_unlink (db);
  g_unlink (key);
  g_rmdir (dir);

  return 0;
}
