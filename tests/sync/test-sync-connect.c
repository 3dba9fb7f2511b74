/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Connecting: what is checked, what is kept, and that nothing is left behind when it fails. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "wb-account-store.h"
#include "wb-fake-helpdesk.h"
#include "wb-meta-store.h"
#include "wb-sync-private.h"
#include "wb-ticket-store.h"
#include "wb-time.h"

typedef struct
{
  WbFakeHelpdesk *fake;   /* (owned) */
  char *root;             /* (owned) */
  char *dir;              /* (owned) */
  char *secrets_path;     /* (owned) */
  WbSecrets *secrets;     /* (owned) (nullable) */
  WbClock *clock;         /* (owned) */
  WbRandom *random;       /* (owned) */
} Fixture;

static WbSecrets *
open_secrets (Fixture *self)
{
  g_autofree char *spec = g_strconcat ("file:", self->secrets_path, NULL);
  g_autoptr (GError) error = NULL;
  WbSecrets *secrets = wb_secrets_new (spec, &error);

  g_assert_no_error (error);

  return secrets;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->fake = wb_fake_helpdesk_new (GPOINTER_TO_INT (data));
  self->root = g_dir_make_tmp ("wb-connect-XXXXXX", NULL);
  self->dir = g_build_filename (self->root, "workspace", NULL);
  self->secrets_path = g_build_filename (self->root, "private", "secrets", NULL);
  self->secrets = open_secrets (self);
  self->clock = WB_CLOCK (wb_movable_clock_new (self->fake->now, FALSE));
  self->random = wb_seeded_random_new (1);
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

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_pointer (&self->secrets, wb_secrets_free);
  g_object_unref (self->clock);
  g_object_unref (self->random);
  wb_fake_helpdesk_free (self->fake);
  remove_tree (self->root);
  g_free (self->root);
  g_free (self->dir);
  g_free (self->secrets_path);
}

static WbWorkspace *
connect_to (Fixture     *self,
            const char  *url,
            const char  *token,
            GError     **error)
{
  return wb_sync_connect (url, token, NULL, self->dir, self->secrets, self->clock, self->random, NULL,
                          error);
}

/* Connected, and synced by an engine that knows nothing but the workspace and the secrets. */
static void
test_connect_and_run (Fixture       *self,
                      gconstpointer  data)
{
  int level = GPOINTER_TO_INT (data);
  g_autoptr (WbWorkspace) workspace = NULL;
  g_autoptr (WbAccount) account = NULL;
  g_autofree char *me = NULL;
  g_autofree char *stored_level = NULL;
  g_autofree char *database = g_build_filename (self->dir, "workspace.db", NULL);
  g_autofree char *contents = NULL;
  g_autofree char *url = wb_stub_server_dup_url (self->fake->stub, "/");
  g_autoptr (GError) error = NULL;
  WbSync *sync = NULL;
  gint64 count = 0;
  gsize length = 0;

  wb_fake_helpdesk_add_ticket (self->fake, "t1", self->fake->now);
  workspace = connect_to (self, url, self->fake->token, &error);
  g_assert_no_error (error);
  me = wb_workspace_dup_meta (wb_workspace_get_reader (workspace), WB_META_ME);
  stored_level = wb_workspace_dup_meta (wb_workspace_get_reader (workspace), WB_META_LEVEL);
  account = wb_account_store_get (wb_workspace_get_reader (workspace), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stored_level, ==, level == 1 ? "1" : "0");
  g_assert_cmpstr (me, ==, level == 1 ? "d1000001" : NULL);
  g_assert_true ((account != NULL) == (level == 1));

  sync = wb_sync_new_for_workspace (workspace, open_secrets (self), NULL);
  g_assert_true (wb_sync_run (sync, NULL, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (sync);
  g_assert_true (wb_ticket_store_count (wb_workspace_get_reader (workspace), &count, NULL));
  g_assert_cmpint (count, ==, 1);

  /* The token is nowhere in the workspace. */
  wb_workspace_close (workspace);
  g_assert_true (g_file_get_contents (database, &contents, &length, NULL));
  g_assert_null (g_strstr_len (contents, (gssize) length, self->fake->token));
}

/* Each is one clear error; no folder and no secret stay. */
static void
test_connect_refuses (Fixture       *self,
                      gconstpointer  data)
{
  g_autofree char *good = wb_stub_server_dup_url (self->fake->stub, "/api/v2");
  g_autofree char *elsewhere = wb_stub_server_dup_url (self->fake->stub, "/elsewhere");
  const struct
  {
    const char *url;
    const char *token;
    WbRemoteError code;
  } rows[] = {
    { good, "wrong", WB_REMOTE_ERROR_UNAUTHORIZED },
    { good, "line\nbreak", WB_REMOTE_ERROR_NOT_ALLOWED },
    { good, "", WB_REMOTE_ERROR_NOT_ALLOWED },
    { "http://helpdesk.example/api/v2", "x", WB_REMOTE_ERROR_NOT_ALLOWED },
    { "not an address", "x", WB_REMOTE_ERROR_NOT_ALLOWED },
    { "http://127.0.0.1:1/api/v2", "x", WB_REMOTE_ERROR_OFFLINE },
    { elsewhere, self->fake->token, WB_REMOTE_ERROR_NOT_FOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbWorkspace) workspace = NULL;

    g_test_message ("%s", rows[i].url);
    workspace = connect_to (self, rows[i].url, rows[i].token, &error);
    g_assert_null (workspace);
    g_assert_error (error, WB_REMOTE_ERROR, (int) rows[i].code);
    if (*rows[i].token != '\0' && strlen (rows[i].token) > 1)
      g_assert_null (strstr (error->message, rows[i].token));
    g_assert_false (g_file_test (self->dir, G_FILE_TEST_EXISTS));
    g_assert_false (g_file_test (self->secrets_path, G_FILE_TEST_EXISTS));
  }
}

/* The folder is taken: the token that was just kept goes again. */
static void
test_connect_to_taken_folder (Fixture       *self,
                              gconstpointer  data)
{
  g_autofree char *url = wb_stub_server_dup_url (self->fake->stub, "/api/v2");
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWorkspace) first = connect_to (self, url, self->fake->token, &error);
  g_autoptr (WbWorkspace) second = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (self->secrets_path, &before, NULL, NULL));
  second = connect_to (self, url, self->fake->token, &error);
  g_assert_null (second);
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_CONSTRAINT);
  g_assert_true (g_file_get_contents (self->secrets_path, &after, NULL, NULL));
  g_assert_nonnull (strstr (before, "token="));
  g_assert_nonnull (strstr (after, "token="));
  g_assert_null (strstr (strstr (after, "token=") + 1, "token="));
  wb_workspace_close (first);
}

/* The secret is lost: said in words, everything kept. */
static void
test_connect_lost_secret (Fixture       *self,
                          gconstpointer  data)
{
  g_autofree char *url = wb_stub_server_dup_url (self->fake->stub, "/api/v2");
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWorkspace) workspace = connect_to (self, url, self->fake->token, &error);
  WbSync *sync = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (self->secrets_path), ==, 0);
  sync = wb_sync_new_for_workspace (workspace, open_secrets (self), NULL);
  g_assert_false (wb_sync_run (sync, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_LOCKED);
  g_assert_finalize_object (sync);
  wb_workspace_close (workspace);
}

#define ADD(path, level, test)                                                      \
  g_test_add ("/wb/sync/connect/" path, Fixture, GINT_TO_POINTER (level), set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("level-1", 1, test_connect_and_run);
  ADD ("level-0", 0, test_connect_and_run);
  ADD ("refuses", 1, test_connect_refuses);
  ADD ("taken-folder", 1, test_connect_to_taken_folder);
  ADD ("lost-secret", 1, test_connect_lost_secret);

  return g_test_run ();
}
