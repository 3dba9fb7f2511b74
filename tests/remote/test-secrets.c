/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Secrets in a file that nobody else may read; the Secret Service where there is none. */

#include "config.h"

#include "wb-secrets.h"

#include "wb-remote-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
  char *spec;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *base = g_dir_make_tmp ("wb-secrets-XXXXXX", &error);

  g_assert_no_error (error);
  fixture->folder = g_build_filename (base, "own", NULL);
  fixture->path = g_build_filename (fixture->folder, "secrets", NULL);
  fixture->spec = g_strconcat ("file:", fixture->path, NULL);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *base = g_path_get_dirname (fixture->folder);

  remove_folder (fixture->folder);
  remove_folder (base);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->spec);
}

static WbSecrets *
open_file (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WbSecrets *secrets = wb_secrets_new (fixture->spec, &error);

  g_assert_no_error (error);
  return secrets;
}

static guint
get_mode (const char *path)
{
  struct stat found;

  g_assert_cmpint (g_stat (path, &found), ==, 0);
  return found.st_mode & 07777;
}

static void
test_secrets_file_keeps_what_is_stored (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autoptr (WbSecrets) secrets = open_file (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  g_autofree char *other = NULL;
  g_autofree char *again = NULL;

  g_assert_cmpstr (wb_secrets_get_kind (secrets), ==, "file");
  g_assert_true (wb_secrets_check (secrets, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (wb_secrets_store (secrets, "w1", "token", "One", "příliš = [žluťoučký] #;\\ ", NULL, &error));
  g_assert_true (wb_secrets_store (secrets, "w2", "token", "Two", "second", NULL, &error));
  g_assert_no_error (error);
  found = wb_secrets_lookup (secrets, "w1", "token", NULL, &error);
  g_assert_cmpstr (found, ==, "příliš = [žluťoučký] #;\\ ");
  other = wb_secrets_lookup (secrets, "w2", "token", NULL, &error);
  g_assert_cmpstr (other, ==, "second");

  g_assert_true (wb_secrets_clear (secrets, "w1", "token", NULL, &error));
  g_assert_true (wb_secrets_clear (secrets, "w1", "token", NULL, &error));
  g_assert_no_error (error);
  g_assert_null (wb_secrets_lookup (secrets, "w1", "token", NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_LOCKED);
  g_clear_error (&error);
  again = wb_secrets_lookup (secrets, "w2", "token", NULL, &error);
  g_assert_cmpstr (again, ==, "second");
}

static void
test_secrets_file_is_private (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (WbSecrets) secrets = open_file (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  mode_t old_mask = umask (0);

  g_assert_true (wb_secrets_store (secrets, "w1", "token", "One", "s3cret", NULL, &error));
  umask (old_mask);
  g_assert_no_error (error);
  g_assert_cmpuint (get_mode (fixture->folder), ==, 0700);
  g_assert_cmpuint (get_mode (fixture->path), ==, 0600);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    g_assert_true (g_str_equal (name, "secrets") || g_str_equal (name, "secrets.lock"));
}

static const struct
{
  guint file_mode;
  guint folder_mode;
  gboolean is_fine;
} mode_cases[] = {
  { 0600, 0700, TRUE },
  { 0400, 0700, TRUE },
  { 0600, 0755, TRUE },
  { 0600, 01777, TRUE },
  { 0640, 0700, FALSE },
  { 0604, 0700, FALSE },
  { 0660, 0700, FALSE },
  { 0602, 0700, FALSE },
  { 0601, 0700, FALSE },
  { 0600, 0770, FALSE },
  { 0600, 0702, FALSE },
};

static void
test_secrets_file_open_to_others_is_refused (Fixture       *fixture,
                                             gconstpointer  data)
{
  g_autoptr (WbSecrets) secrets = open_file (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_secrets_store (secrets, "w1", "token", "One", "s3cret", NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (mode_cases); i++) {
    g_autofree char *found = NULL;
    gboolean is_stored;

    g_test_message ("file %o, folder %o", mode_cases[i].file_mode, mode_cases[i].folder_mode);
    g_assert_cmpint (g_chmod (fixture->path, (int) mode_cases[i].file_mode), ==, 0);
    g_assert_cmpint (g_chmod (fixture->folder, (int) mode_cases[i].folder_mode), ==, 0);
    found = wb_secrets_lookup (secrets, "w1", "token", NULL, &error);
    if (mode_cases[i].is_fine) {
      g_assert_no_error (error);
      g_assert_cmpstr (found, ==, "s3cret");
    } else {
      g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE);
      g_assert_null (strstr (error->message, "s3cret"));
      g_assert_null (found);
      g_clear_error (&error);
    }
    is_stored = wb_secrets_store (secrets, "w2", "token", "Two", "x", NULL, &error);
    g_assert_cmpint (is_stored, ==, mode_cases[i].is_fine);
    g_clear_error (&error);
  }
  g_chmod (fixture->folder, 0700);
}

static void
test_secrets_file_that_is_none_is_refused (Fixture       *fixture,
                                           gconstpointer  data)
{
  g_autoptr (WbSecrets) secrets = open_file (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *target = g_build_filename (fixture->folder, "target", NULL);

  g_assert_true (wb_secrets_store (secrets, "w1", "token", "One", "x", NULL, &error));
  g_assert_true (g_file_set_contents (fixture->path, "just s3cret text", -1, NULL));
  g_chmod (fixture->path, 0600);
  g_assert_null (wb_secrets_lookup (secrets, "w1", "token", NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE);
  g_assert_null (strstr (error->message, "s3cret"));
  g_clear_error (&error);
  /* Nothing is lost by trying to store into it either. */
  g_assert_false (wb_secrets_store (secrets, "w1", "token", "One", "x", NULL, &error));
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "just s3cret text");

  g_rename (fixture->path, target);
  g_assert_cmpint (symlink (target, fixture->path), ==, 0);
  g_assert_null (wb_secrets_lookup (secrets, "w1", "token", NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE);
}

static void
test_secrets_cancelled_touches_nothing (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autoptr (WbSecrets) secrets = open_file (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (wb_secrets_store (secrets, "w1", "token", "One", "x", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* Threads stand for programs: each takes the lock of its own open file. */
static gpointer
store_many (gpointer data)
{
  g_autoptr (WbSecrets) secrets = wb_secrets_new (data, NULL);

  for (guint i = 0; i < 25; i++) {
    g_autofree char *name = g_strdup_printf ("s%u-%p", i, (gpointer) g_thread_self ());

    g_assert_true (wb_secrets_store (secrets, "w", name, "x", "y", NULL, NULL));
  }
  return NULL;
}

static void
test_secrets_two_writers_lose_nothing (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GKeyFile) entries = g_key_file_new ();
  g_auto (GStrv) keys = NULL;
  GThread *one = g_thread_new ("one", store_many, fixture->spec);
  GThread *two = g_thread_new ("two", store_many, fixture->spec);

  g_thread_join (one);
  g_thread_join (two);
  g_assert_true (g_key_file_load_from_file (entries, fixture->path, G_KEY_FILE_NONE, NULL));
  keys = g_key_file_get_keys (entries, "w", NULL, NULL);
  g_assert_cmpuint (g_strv_length (keys), ==, 50);
}

static const struct
{
  const char *spec;
  const char *kind;   /* NULL = refused */
} spec_cases[] = {
  { NULL, "keyring" },
  { "keyring", "keyring" },
  { "file:/tmp/x", "file" },
  { "file:relative", NULL },
  { "file:", NULL },
  { "", NULL },
  { "/tmp/x", NULL },
};

static void
test_secrets_place_is_named_exactly (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (spec_cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbSecrets) secrets = wb_secrets_new (spec_cases[i].spec, &error);

    g_test_message ("%s", spec_cases[i].spec ? spec_cases[i].spec : "(none)");
    if (spec_cases[i].kind)
      g_assert_cmpstr (wb_secrets_get_kind (secrets), ==, spec_cases[i].kind);
    else
      g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
  }
}

/* Run as a child with no bus at all: the answer comes at once and says what is missing. */
static void
test_secrets_keyring_without_a_bus_is_told (void)
{
  if (g_test_subprocess ()) {
    g_autoptr (WbSecrets) secrets = wb_secrets_new (NULL, NULL);
    g_autoptr (GError) error = NULL;

    g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
    g_assert_false (wb_secrets_check (secrets, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE);
    g_clear_error (&error);
    g_assert_null (wb_secrets_lookup (secrets, "w", "token", NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE);
    g_clear_error (&error);
    g_assert_false (wb_secrets_clear (secrets, "w", "token", NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE);
    return;
  }
  g_test_trap_subprocess (NULL, 20 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_passed ();
}

#define ADD(name, func) \
  g_test_add ("/remote/secrets/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("file-keeps-what-is-stored", test_secrets_file_keeps_what_is_stored);
  ADD ("file-is-private", test_secrets_file_is_private);
  ADD ("file-open-to-others-is-refused", test_secrets_file_open_to_others_is_refused);
  ADD ("file-that-is-none-is-refused", test_secrets_file_that_is_none_is_refused);
  ADD ("cancelled-touches-nothing", test_secrets_cancelled_touches_nothing);
  ADD ("two-writers-lose-nothing", test_secrets_two_writers_lose_nothing);
  g_test_add_func ("/remote/secrets/place-is-named-exactly", test_secrets_place_is_named_exactly);
  g_test_add_func ("/remote/secrets/keyring-without-a-bus-is-told",
                   test_secrets_keyring_without_a_bus_is_told);
  return g_test_run ();
}
