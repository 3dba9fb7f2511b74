/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See app-fixture.h. */

#include "config.h"

#include "app-fixture.h"

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-call-store.h"
#include "wb-coupon-store.h"
#include "wb-demo-data.h"
#include "wb-meta-store.h"
#include "wb-offer-store.h"
#include "wb-ticket-store.h"

#include <glib/gstdio.h>

#define WAIT_SECS 20

typedef struct
{
  AppFixture *fixture;
  const AppFixtureOptions *options;
  WbDb *db;
  GPtrArray *users;
  GPtrArray *types;
  GPtrArray *states;
} Filling;

/* With its picture, as if it had been fetched. */
static gboolean
store_banner (WbDb      *db,
              WbBanner  *banner,
              GError   **error)
{
  g_autoptr (GBytes) bytes = wb_demo_picture_load (banner->picture->name);

  /* The server that serves the data says where. */
  if (!banner->picture->url || *banner->picture->url == '\0') {
    g_free (banner->picture->url);
    banner->picture->url = g_strdup_printf ("https://shop.example/%s", banner->picture->name);
  }

  return wb_banner_store_apply (db, banner, NULL, error) &&
         wb_banner_store_put_picture (db, banner->picture->sha256, bytes, banner->created_at, error);
}

static gboolean
take_record (WbDemoKind   kind,
             gpointer     record,
             const char  *token,
             gpointer     data,
             GError     **error)
{
  Filling *filling = data;

  switch (kind) {
    case WB_DEMO_ACCOUNT: {
      WbAccount *account = record;
      static const char *const features[] = { WB_FEATURE_REMARKETING, WB_FEATURE_ACTIVITIES,
                                              WB_FEATURE_COUPONS, WB_FEATURE_EVENTS,
                                              WB_FEATURE_STAFF_COUPONS, WB_FEATURE_LEASES,
                                              WB_FEATURE_BANNERS, NULL };

      /* The server that serves the data says what it can. */
      g_strfreev (account->features);
      account->features = g_strdupv ((char **) features);
      return filling->options->level_0 || wb_account_store_put (filling->db, account, error);
    }
    case WB_DEMO_USER: {
      WbUser *user = record;
      char **id = wb_role_from_text (user->role) == WB_ROLE_MANAGER ? &filling->fixture->manager_id
                                                                    : &filling->fixture->agent_id;

      if (!*id)
        *id = g_strdup (user->id);
      return wb_user_store_upsert (filling->db, user, error);
    }
    case WB_DEMO_TYPE:
      return wb_ticket_type_store_upsert (filling->db, record, error);
    case WB_DEMO_STATE:
      return wb_ticket_state_store_upsert (filling->db, record, error);
    case WB_DEMO_TAG:
      return TRUE;
    case WB_DEMO_BANNER:
      return filling->options->level_0 || store_banner (filling->db, record, error);
    case WB_DEMO_SETTINGS:
      return filling->options->level_0 || wb_offer_store_apply (filling->db, record, NULL, error);
    case WB_DEMO_TICKET:
      return wb_ticket_store_apply (filling->db, record, NULL, error);
    case WB_DEMO_ACTIVITY:
      return filling->options->level_0 || wb_call_store_apply (filling->db, record, NULL, error);
    case WB_DEMO_COUPON:
      return filling->options->level_0 || wb_coupon_store_apply (filling->db, record, NULL, error);
    default:
      g_assert_not_reached ();
  }
}

static void
set_meta (WbDb       *db,
          const char *key,
          const char *value)
{
  g_autoptr (GError) error = NULL;

  wb_workspace_set_meta (db, key, value, &error);
  g_assert_no_error (error);
}

static void
fill_workspace (AppFixture              *self,
                const AppFixtureOptions *options)
{
  WbDemoDataOptions demo_options = { 7, APP_NOW, options->n_tickets, options->n_calls };
  g_autoptr (WbDemoData) demo = wb_demo_data_new (&demo_options);
  g_autoptr (GError) error = NULL;
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, APP_NOW);
  Filling filling = { self, options, NULL };

  filling.db = wb_workspace_begin (self->workspace, &error);
  g_assert_no_error (error);
  wb_demo_data_make (demo, take_record, &filling, &error);
  g_assert_no_error (error);
  for (int i = 0; i < WB_DEMO_N_SHOPS && !options->level_0; i++) {
    g_autoptr (WbMerchantStore) store = wb_demo_data_new_store (demo, i);

    store->connection = g_strdup ("connected");
    wb_merchant_store_upsert (filling.db, store, &error);
    g_assert_no_error (error);
  }
  set_meta (filling.db, WB_META_LEVEL, options->level_0 ? "0" : "1");
  set_meta (filling.db, WB_META_ME, options->as_manager ? self->manager_id : self->agent_id);
  set_meta (filling.db, WB_META_TIME_ZONE, "Europe/Prague");
  /* As connecting names it. */
  set_meta (filling.db, "workspace_id", "0b9ad3a6-5f4e-4d0c-9a52-2f6f2a1c7d11");
  set_meta (filling.db, WB_META_LAST_SYNCED_AT, now);
  wb_workspace_commit (self->workspace, WB_TABLE_ALL, &error);
  g_assert_no_error (error);
}

static WbHelpdesk *
make_helpdesk (gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  AppFixture *self = data;
  WbHttpOptions options = { .io_timeout_secs = 5, .total_timeout_secs = 10 };
  g_autofree char *url = NULL;
  WbHttp *http = NULL;

  if (!self->server) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_OFFLINE, "There is none.");
    return NULL;
  }
  url = wb_stub_server_dup_url (self->server, "/api/v2");
  http = wb_http_new (&options, WB_CLOCK (self->clock), error);

  return http ? wb_helpdesk_new (url, "token", WB_AUTH_TOKEN, http, error) : NULL;
}

static void
make_keys (AppFixture *self)
{
  g_autofree char *spec = g_strdup_printf ("file:%s/secrets", self->root);
  g_autoptr (GError) error = NULL;
  WbSecrets *secrets = wb_secrets_new (spec, &error);

  g_assert_no_error (error);
  self->sync = wb_sync_new_for_workspace (self->workspace, secrets, NULL);
}

void
app_fixture_set_up (AppFixture    *self,
                    gconstpointer  data)
{
  static const AppFixtureOptions usual = { 120, 30, FALSE, FALSE };
  const AppFixtureOptions *options = data ? data : &usual;
  g_autofree char *dir = NULL;
  g_autoptr (GError) error = NULL;

  self->root = g_dir_make_tmp ("winback-app-XXXXXX", &error);
  g_assert_no_error (error);
  dir = g_build_filename (self->root, "workspace", NULL);
  self->clock = wb_movable_clock_new (APP_NOW, FALSE);
  self->random = wb_seeded_random_new (7);
  self->workspace = wb_workspace_create (dir, "http://127.0.0.1:9/api/v2", WB_CLOCK (self->clock),
                                         self->random, &error);
  g_assert_no_error (error);
  fill_workspace (self, options);
  if (options->with_server)
    self->server = wb_stub_server_new (NULL);
  if (options->with_sync)
    self->sync = wb_sync_new (self->workspace, make_helpdesk, self, NULL);
  if (options->with_keys)
    make_keys (self);
  self->context = wb_context_new (self->workspace, self->sync, NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static gboolean
is_alone (gpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;

  return g_atomic_int_get (&G_OBJECT (data)->ref_count) == 1;
}

/* A thread that asked the server lets go of the engine, one that wrote of the context, and one that
 * read of the workspace, a moment after its answer is here. */
static void
wait_for_threads (gpointer object)
{
  gint64 until = g_get_monotonic_time () + WAIT_SECS * G_TIME_SPAN_SECOND;

  while (!is_alone (object) && g_get_monotonic_time () < until)
    g_thread_yield ();
  g_assert_finalize_object (G_OBJECT (object));
}

void
app_fixture_tear_down (AppFixture    *self,
                       gconstpointer  data)
{
  /* What the last commit still has to tell is told, so that nothing holds the context. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  wait_for_threads (self->context);
  if (self->sync)
    wait_for_threads (self->sync);
  g_clear_pointer (&self->server, wb_stub_server_free);
  wb_workspace_close (self->workspace);
  wait_for_threads (self->workspace);
  g_assert_finalize_object (self->clock);
  g_assert_finalize_object (self->random);
  remove_tree (self->root);
  g_free (self->root);
  g_free (self->agent_id);
  g_free (self->manager_id);
}

static gboolean
give_up_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

void
app_wait_until (AppCheck check,
                gpointer data)
{
  gboolean gave_up = FALSE;
  guint id = g_timeout_add_seconds (WAIT_SECS, give_up_cb, &gave_up);

  while (!check (data) && !gave_up)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (gave_up);
  g_source_remove (id);
}

static gboolean
do_nothing (WbWorkspace  *workspace,
            gpointer      data,
            GError      **error)
{
  return TRUE;
}

static void
nothing_done_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  *(gboolean *) user_data = wb_context_write_finish (result, NULL);
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *) data;
}

void
app_wait_written (AppFixture *self)
{
  gboolean done = FALSE;

  /* The writing thread does one thing after another, so this one comes last. */
  wb_context_write_async (self->context, do_nothing, NULL, NULL, NULL, nothing_done_cb, &done);
  app_wait_until (is_set, &done);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
count_frame_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  int *left = user_data;

  gtk_widget_queue_draw (widget);

  return --*left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
is_zero (gpointer data)
{
  return *(int *) data <= 0;
}

void
app_run_sql (AppFixture *self,
             const char *sql)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (self->workspace, &error);

  g_assert_no_error (error);
  wb_db_exec (db, sql, &error);
  g_assert_no_error (error);
  wb_workspace_commit (self->workspace, 0, &error);
  g_assert_no_error (error);
}

static gboolean
is_offline (gpointer context)
{
  return wb_context_get_sync_state (context)->phase == WB_SYNC_OFFLINE;
}

void
app_go_offline (AppFixture *self)
{
  wb_sync_start (self->sync);
  app_wait_until (is_offline, self->context);
}

void
app_wait_frames (GtkWidget *widget,
                 int        n_frames)
{
  int left = n_frames;

  gtk_widget_add_tick_callback (widget, count_frame_cb, &left, NULL);
  app_wait_until (is_zero, &left);
}

GtkWidget *
app_find (GtkWidget *root,
          GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = app_find (child, type);

    if (found)
      return found;
  }

  return NULL;
}

AdwApplication *
app_get_application (void)
{
  AdwApplication *application =
    g_object_new (ADW_TYPE_APPLICATION, "application-id", "org.example.WinbackTest",
                  "flags", G_APPLICATION_NON_UNIQUE, "resource-base-path", "/winback/app", NULL);
  g_autoptr (GError) error = NULL;

  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  return application;
}
