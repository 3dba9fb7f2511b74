/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Migrations: new, older, newer, other program's and broken files. */

#include "config.h"

#include "wb-db.h"

#include <glib/gstdio.h>

#define OUR_ID 0x57425431

static const WbMigration steps[] = {
  { "shelves and books", "/wb-tests/migrations/1.sql" },
  { "pages of books", "/wb-tests/migrations/2.sql" },
};

static const WbMigration broken_steps[] = {
  { "shelves and books", "/wb-tests/migrations/1.sql" },
  { "a step that fails half way", "/wb-tests/migrations/broken.sql" },
};

typedef struct
{
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("wb-db-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->dir, "test.db", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) listing = g_dir_open (fixture->dir, 0, NULL);
  const char *name = NULL;

  while (listing && (name = g_dir_read_name (listing))) {
    g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->dir);
  g_free (fixture->path);
}

static gint64
read_int64 (WbDb       *db,
            const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, sql, &error);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error));

  return wb_stmt_get_int64 (stmt, 0);
}

/* Opens and brings the file to version @n_steps. */
static WbDb *
open_migrated (const char *path,
               guint       n_steps)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_db_open (path, WB_DB_CREATE, &error);

  g_assert_no_error (error);
  g_assert_true (wb_db_migrate (db, OUR_ID, steps, n_steps, &error));
  g_assert_no_error (error);

  return db;
}

static void
test_migrate_makes_a_new_file (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = g_strconcat (fixture->path, ".v0.bak", NULL);
  g_autofree char *copy_half_way = g_strconcat (fixture->path, ".v1.bak", NULL);
  g_autoptr (WbDb) db = open_migrated (fixture->path, 2);

  g_assert_cmpint (read_int64 (db, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (read_int64 (db, "PRAGMA application_id"), ==, OUR_ID);
  g_assert_true (wb_db_exec (db, "INSERT INTO shelf (name) VALUES ('a');"
                             "INSERT INTO book (shelf, pages) VALUES (1, 2)", &error));
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (copy_half_way, G_FILE_TEST_EXISTS));
  /* Once more changes nothing. */
  g_assert_true (wb_db_migrate (db, OUR_ID, steps, 2, &error));
  g_assert_cmpint (read_int64 (db, "SELECT count(*) FROM book"), ==, 1);
}

static void
test_migrate_keeps_rows_and_a_copy (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy_path = g_strconcat (fixture->path, ".v1.bak", NULL);
  g_autoptr (WbDb) db = open_migrated (fixture->path, 1);
  g_autoptr (WbDb) copy = NULL;

  g_assert_true (wb_db_exec (db, "INSERT INTO shelf (name) VALUES ('a');"
                             "INSERT INTO book (shelf) VALUES (1)", &error));
  g_clear_pointer (&db, wb_db_close);
  db = open_migrated (fixture->path, 2);
  g_assert_cmpint (read_int64 (db, "SELECT pages FROM book"), ==, 1);

  copy = wb_db_open (copy_path, WB_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_int64 (copy, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (read_int64 (copy, "SELECT count(*) FROM book"), ==, 1);
  g_assert_cmpint (read_int64 (copy, "SELECT count(*) FROM pragma_table_info ('book')"), ==, 3);
}

static void
test_migrate_undoes_a_broken_step (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) db = open_migrated (fixture->path, 1);

  g_assert_false (wb_db_migrate (db, OUR_ID, broken_steps, 2, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_FAILED);
  g_assert_true (g_str_has_prefix (error->message, "a step that fails half way: "));
  g_assert_false (wb_db_in_transaction (db));
  g_assert_cmpint (read_int64 (db, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (read_int64 (db, "SELECT count(*) FROM pragma_table_info ('book')"), ==, 3);
  g_clear_error (&error);
  g_assert_true (wb_db_migrate (db, OUR_ID, steps, 2, &error));
  g_assert_no_error (error);
}

static void
test_migrate_undoes_on_a_full_disk (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) db = wb_db_open (fixture->path, WB_DB_CREATE, &error);

  g_assert_true (wb_db_exec (db, "PRAGMA max_page_count=2", &error));
  g_assert_false (wb_db_migrate (db, OUR_ID, steps, 2, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_FULL);
  g_clear_error (&error);
  g_assert_cmpint (read_int64 (db, "SELECT count(*) FROM sqlite_schema"), ==, 0);
  g_assert_true (wb_db_exec (db, "PRAGMA max_page_count=1000", &error));
  g_assert_true (wb_db_migrate (db, OUR_ID, steps, 2, &error));
}

static void
test_migrate_refuses_strangers (Fixture       *fixture,
                                gconstpointer  data)
{
  const struct
  {
    const char *what;
    const char *sql;
    int code;  /* -1 = accepted */
  } cases[] = {
    { "empty", "", -1 },
    { "ours", "PRAGMA application_id=1463964721; PRAGMA user_version=2", -1 },
    { "newer", "PRAGMA application_id=1463964721; PRAGMA user_version=3",
      WB_DB_ERROR_SCHEMA_TOO_NEW },
    { "negative", "PRAGMA application_id=1463964721; PRAGMA user_version=-1",
      WB_DB_ERROR_NOT_OURS },
    { "other id", "PRAGMA application_id=252006675; PRAGMA user_version=1", WB_DB_ERROR_NOT_OURS },
    { "tables without an id", "CREATE TABLE contact (name TEXT)", WB_DB_ERROR_NOT_OURS },
    { "a version without an id", "PRAGMA user_version=2", WB_DB_ERROR_NOT_OURS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *path = g_strdup_printf ("%s%u", fixture->path, i);
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    gsize before_length = 0;
    gsize after_length = 0;
    WbDb *db = NULL;

    g_test_message ("%s", cases[i].what);
    g_assert_cmpint (OUR_ID, ==, 1463964721);
    db = wb_db_open (path, WB_DB_CREATE, &error);
    g_assert_no_error (error);
    /* As most programs leave theirs: no write-ahead log. */
    g_assert_true (wb_db_exec (db, "PRAGMA journal_mode=DELETE", &error));
    g_assert_true (wb_db_exec (db, cases[i].sql, &error));
    wb_db_close (db);
    g_assert_true (g_file_get_contents (path, &before, &before_length, NULL));

    db = wb_db_open (path, WB_DB_READ_WRITE, &error);
    g_assert_no_error (error);
    if (cases[i].code < 0) {
      g_assert_true (wb_db_migrate (db, OUR_ID, steps, 2, &error));
      g_assert_no_error (error);
      wb_db_close (db);
    } else {
      g_assert_false (wb_db_migrate (db, OUR_ID, steps, 2, &error));
      g_assert_error (error, WB_DB_ERROR, cases[i].code);
      wb_db_close (db);
      g_assert_true (g_file_get_contents (path, &after, &after_length, NULL));
      g_assert_cmpmem (before, before_length, after, after_length);
    }
  }
}

static void
test_migrate_only_judges_on_a_reader (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) db = open_migrated (fixture->path, 1);
  g_autoptr (WbDb) reader = wb_db_open (fixture->path, WB_DB_READ_ONLY, &error);

  g_assert_true (wb_db_migrate (reader, OUR_ID, steps, 1, &error));
  g_assert_false (wb_db_migrate (reader, OUR_ID, steps, 2, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_READ_ONLY);
  g_assert_cmpint (read_int64 (db, "PRAGMA user_version"), ==, 1);
}

static gpointer
migrate_thread (gpointer data)
{
  wb_db_close (open_migrated (data, 2));

  return NULL;
}

static void
test_migrate_by_two_at_once_runs_each_step_once (Fixture       *fixture,
                                                 gconstpointer  data)
{
  for (int round = 0; round < 20; round++) {
    g_autofree char *path = g_strdup_printf ("%s.%d", fixture->path, round);
    GThread *threads[2] = { NULL };

    wb_db_close (open_migrated (path, 1));
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
      threads[i] = g_thread_new ("migrate", migrate_thread, path);
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
      g_thread_join (threads[i]);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/wb/db/migrate/makes-a-new-file", test_migrate_makes_a_new_file);
  ADD ("/wb/db/migrate/keeps-rows-and-a-copy", test_migrate_keeps_rows_and_a_copy);
  ADD ("/wb/db/migrate/undoes-a-broken-step", test_migrate_undoes_a_broken_step);
  ADD ("/wb/db/migrate/undoes-on-a-full-disk", test_migrate_undoes_on_a_full_disk);
  ADD ("/wb/db/migrate/refuses-strangers", test_migrate_refuses_strangers);
  ADD ("/wb/db/migrate/only-judges-on-a-reader", test_migrate_only_judges_on_a_reader);
  ADD ("/wb/db/migrate/by-two-at-once-runs-each-step-once",
       test_migrate_by_two_at_once_runs_each_step_once);

  return g_test_run ();
}
