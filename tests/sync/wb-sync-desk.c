/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The tests' workplace; see wb-sync-desk.h. */

#include "config.h"

#include "wb-sync-desk.h"

#include <glib/gstdio.h>

#include "wb-meta-store.h"
#include "wb-ticket-store.h"

static WbHelpdesk *
make_helpdesk_cb (gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  WbSyncDesk *self = data;
  WbHttpOptions options = { .io_timeout_secs = 5, .total_timeout_secs = 10 };
  g_autofree char *url = wb_stub_server_dup_url (self->fake->stub, "/api/v2");
  WbHttp *http = wb_http_new (&options, WB_CLOCK (self->clock), error);

  return http ? wb_helpdesk_new (url, self->token, WB_AUTH_TOKEN, http, error) : NULL;
}

static void
make_engine (WbSyncDesk *self)
{
  g_autoptr (GError) error = NULL;

  self->sync = wb_sync_new (self->workspace, make_helpdesk_cb, self, NULL);
  self->helpdesk = make_helpdesk_cb (self, NULL, &error);
  g_assert_no_error (error);
}

WbSyncDesk *
wb_sync_desk_new (int level)
{
  WbSyncDesk *self = g_new0 (WbSyncDesk, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = NULL;
  g_autofree char *url = NULL;
  WbDb *db = NULL;

  self->fake = wb_fake_helpdesk_new (level);
  self->token = g_strdup (self->fake->token);
  self->root = g_dir_make_tmp ("wb-sync-XXXXXX", &error);
  g_assert_no_error (error);
  dir = g_build_filename (self->root, "workspace", NULL);
  url = wb_stub_server_dup_url (self->fake->stub, "/api/v2");
  self->clock = wb_movable_clock_new (self->fake->now, FALSE);
  self->random = wb_seeded_random_new (1);
  self->workspace = wb_workspace_create (dir, url, WB_CLOCK (self->clock), self->random, &error);
  g_assert_no_error (error);
  db = wb_workspace_begin (self->workspace, &error);
  g_assert_no_error (error);
  wb_sync_put_meta_int (db, WB_META_LEVEL, level, &error);
  wb_workspace_commit (self->workspace, WB_TABLE_SYNC, &error);
  g_assert_no_error (error);
  make_engine (self);

  return self;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *inner = g_build_filename (path, name, NULL);

    remove_tree (inner);
  }
  g_remove (path);
}

/* A GTask's thread lets go of the engine a moment after the callback was given its result. */
static void
wait_for_tasks (WbSyncDesk *self)
{
  gint64 until = g_get_monotonic_time () + 5 * G_TIME_SPAN_SECOND;

  while (g_atomic_int_get (&G_OBJECT (self->sync)->ref_count) > 1 && g_get_monotonic_time () < until)
    g_thread_yield ();
}

void
wb_sync_desk_free (WbSyncDesk *self)
{
  wait_for_tasks (self);
  wb_helpdesk_free (self->helpdesk);
  g_assert_finalize_object (self->sync);
  wb_workspace_close (self->workspace);
  g_assert_finalize_object (self->workspace);
  g_object_unref (self->clock);
  g_object_unref (self->random);
  wb_fake_helpdesk_free (self->fake);
  remove_tree (self->root);
  g_free (self->root);
  g_free (self->token);
  g_free (self);
}

void
wb_sync_desk_pass (WbSyncDesk *self,
                   gint64      ms)
{
  g_mutex_lock (&self->fake->lock);
  self->fake->now += ms;
  g_mutex_unlock (&self->fake->lock);
  wb_movable_clock_advance (self->clock, ms);
}

void
wb_sync_desk_restart (WbSyncDesk *self)
{
  wb_helpdesk_free (self->helpdesk);
  g_assert_finalize_object (self->sync);
  make_engine (self);
}

void
wb_sync_desk_pull (WbSyncDesk *self)
{
  g_autoptr (GError) error = NULL;

  wb_sync_pull (self->sync, self->helpdesk, NULL, &error);
  g_assert_no_error (error);
}

void
wb_sync_desk_push (WbSyncDesk *self)
{
  g_autoptr (GError) error = NULL;

  wb_sync_push (self->sync, self->helpdesk, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
give_up_cb (gpointer data)
{
  g_error ("waited 20 s for “%s”", (const char *) data);

  return G_SOURCE_REMOVE;
}

void
wb_sync_desk_wait (WbSyncDesk     *self,
                   const char     *what,
                   WbSyncDeskTest  is_so,
                   gconstpointer   data)
{
  guint guard = g_timeout_add_seconds (20, give_up_cb, (gpointer) what);

  while (!is_so (self, data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);
}

WbDb *
wb_sync_desk_db (WbSyncDesk *self)
{
  return wb_workspace_get_reader (self->workspace);
}

gint64
wb_sync_desk_count (WbSyncDesk *self)
{
  gint64 count = 0;

  g_assert_true (wb_ticket_store_count (wb_sync_desk_db (self), &count, NULL));

  return count;
}

static void
dump_query (WbSyncDesk *self,
            GString    *text,
            const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (wb_sync_desk_db (self), sql, &error);
  gboolean has_row = TRUE;

  g_assert_no_error (error);
  while (wb_stmt_step (stmt, &has_row, &error) && has_row)
    g_string_append_printf (text, "%s\n", wb_stmt_get_text (stmt, 0));
  g_assert_no_error (error);
}

char *
wb_sync_desk_dump (WbSyncDesk *self)
{
  GString *text = g_string_new (NULL);

  dump_query (self, text, "SELECT id || ' ' || version || ' ' || coalesce (customer_phone, '-')"
              " FROM ticket ORDER BY id");
  dump_query (self, text, "SELECT server || coalesce (shown, '') FROM call ORDER BY id");
  dump_query (self, text, "SELECT json_array (id, row, version, state, created_at, updated_at, expires_at, used_at,"
              " ticket, ticket_code, code, amount, amount_minor, min_order_value, used_order_code, revenue,"
              " (SELECT text FROM coupon_word WHERE n = currency), (SELECT text FROM coupon_word WHERE n = type),"
              " (SELECT text FROM coupon_word WHERE n = store)) FROM coupon ORDER BY id");
  dump_query (self, text, "SELECT data FROM offer ORDER BY type");
  dump_query (self, text, "SELECT json_remove (data, '$.file.url') FROM banner ORDER BY id");
  dump_query (self, text, "SELECT sha256 || size FROM picture ORDER BY sha256");
  dump_query (self, text, "SELECT kind || id || data FROM catalogue ORDER BY kind, id");
  dump_query (self, text, "SELECT op || object_id || state FROM outbox ORDER BY seq");
  dump_query (self, text, "SELECT value FROM meta WHERE key = 'cursor'");

  return g_string_free (text, FALSE);
}
