/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The connection and its statements: settings, errors as decisions, transactions, the cache. */

#include "config.h"

#include "wb-db.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *dir;
  char *path;
  WbDb *db;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("wb-db-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->dir, "test.db", NULL);
  fixture->db = wb_db_open (fixture->path, WB_DB_CREATE, &error);
  g_assert_no_error (error);
  wb_db_exec (fixture->db,
              "CREATE TABLE shelf (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
              "CREATE TABLE book (id INTEGER PRIMARY KEY, shelf INTEGER NOT NULL REFERENCES shelf,"
              " title TEXT, cover BLOB) STRICT", &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *dir)
{
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name = NULL;

  while (listing && (name = g_dir_read_name (listing))) {
    g_autofree char *path = g_build_filename (dir, name, NULL);

    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->db, wb_db_close);
  remove_folder (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->path);
}

static void
exec_ok (WbDb       *db,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  gboolean done = wb_db_exec (db, sql, &error);

  g_assert_no_error (error);
  g_assert_true (done);
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
  g_assert_no_error (error);
  g_assert_true (has_row);

  return wb_stmt_get_int64 (stmt, 0);
}

static void
test_db_sets_what_it_promises (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) mode = NULL;
  GStatBuf info = { 0 };
  gboolean has_row = FALSE;
  const char *suffixes[] = { "", "-wal", "-shm" };

  g_assert_cmpint (read_int64 (fixture->db, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (read_int64 (fixture->db, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (read_int64 (fixture->db, "PRAGMA trusted_schema"), ==, 0);
  g_assert_cmpint (read_int64 (fixture->db, "PRAGMA busy_timeout"), ==, 5000);
  mode = wb_db_prepare (fixture->db, "PRAGMA journal_mode", &error);
  g_assert_true (wb_stmt_step (mode, &has_row, &error));
  g_assert_cmpstr (wb_stmt_get_text (mode, 0), ==, "wal");
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);

    g_test_message ("mode of the file%s", suffixes[i]);
    g_assert_cmpint (g_stat (path, &info), ==, 0);
    g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  }

  /* Defensive: the schema cannot be written by hand. Extensions: not even by SQL. */
  g_assert_false (wb_db_exec (fixture->db, "PRAGMA writable_schema=ON;"
                              "DELETE FROM sqlite_schema", &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (wb_db_exec (fixture->db, "SELECT load_extension ('x')", &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_FAILED);
  g_clear_error (&error);
  /* A wrong column name is an error, not a text. */
  g_assert_false (wb_db_exec (fixture->db, "SELECT \"nmae\" FROM shelf", &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_FAILED);
}

static void
test_db_maps_errors_to_decisions (Fixture       *fixture,
                                  gconstpointer  data)
{
  const struct
  {
    const char *prepare;
    const char *sql;
    int code;  /* -1 = succeeds */
  } cases[] = {
    { "SELECT 1", "INSERT INTO shelf (id, name) VALUES (1, 'a')", -1 },
    { "SELECT 1", "INSERT INTO shelf (id, name) VALUES (1, 'b')", WB_DB_ERROR_CONSTRAINT },
    { "SELECT 1", "INSERT INTO shelf (id, name) VALUES (2, 'a')", WB_DB_ERROR_CONSTRAINT },
    { "SELECT 1", "INSERT INTO shelf (id, name) VALUES (2, NULL)", WB_DB_ERROR_CONSTRAINT },
    { "SELECT 1", "INSERT INTO book (shelf) VALUES (1)", -1 },
    { "SELECT 1", "INSERT INTO book (shelf) VALUES (9)", WB_DB_ERROR_CONSTRAINT },
    { "SELECT 1", "INSERT INTO book (shelf) VALUES ('x')", WB_DB_ERROR_CONSTRAINT },
    { "SELECT 1", "SELEC 1", WB_DB_ERROR_FAILED },
    { "PRAGMA max_page_count=1", "INSERT INTO book (shelf, cover) VALUES (1, zeroblob (100000))",
      WB_DB_ERROR_FULL },
    { "PRAGMA max_page_count=1000000",
      "INSERT INTO book (shelf, cover) VALUES (1, zeroblob (100000))", -1 },
    { "PRAGMA query_only=1", "INSERT INTO book (shelf) VALUES (1)", WB_DB_ERROR_READ_ONLY },
    { "PRAGMA query_only=0", "INSERT INTO book (shelf) VALUES (1)", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    gboolean done = FALSE;

    g_test_message ("%s; %s", cases[i].prepare, cases[i].sql);
    exec_ok (fixture->db, cases[i].prepare);
    done = wb_db_exec (fixture->db, cases[i].sql, &error);
    if (cases[i].code < 0) {
      g_assert_no_error (error);
      g_assert_true (done);
    } else {
      g_assert_false (done);
      g_assert_error (error, WB_DB_ERROR, cases[i].code);
    }
  }
}

static void
test_db_refuses_what_is_not_a_database (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autofree char *text = g_strnfill (8192, 'x');
  g_autofree char *missing = g_build_filename (fixture->dir, "missing.db", NULL);
  g_autofree char *no_folder = g_build_filename (fixture->dir, "no", "folder.db", NULL);
  g_autofree char *contents = NULL;
  gsize length = 0;
  const struct
  {
    const char *what;
    const char *path;
    WbDbFlags flags;
    int code;
  } cases[] = {
    { "text, to write", fixture->path, WB_DB_READ_WRITE, WB_DB_ERROR_NOT_OURS },
    { "text, to create", fixture->path, WB_DB_CREATE, WB_DB_ERROR_NOT_OURS },
    { "text, to read", fixture->path, WB_DB_READ_ONLY, WB_DB_ERROR_NOT_OURS },
    { "missing, to write", missing, WB_DB_READ_WRITE, WB_DB_ERROR_CANNOT_OPEN },
    { "missing, to read", missing, WB_DB_READ_ONLY, WB_DB_ERROR_CANNOT_OPEN },
    { "missing folder", no_folder, WB_DB_CREATE, WB_DB_ERROR_CANNOT_OPEN },
    { "a folder", fixture->dir, WB_DB_CREATE, WB_DB_ERROR_CANNOT_OPEN },
  };

  g_clear_pointer (&fixture->db, wb_db_close);
  g_assert_true (g_file_set_contents (fixture->path, text, 8192, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbDb) db = NULL;

    g_test_message ("%s", cases[i].what);
    db = wb_db_open (cases[i].path, cases[i].flags, &error);
    g_assert_error (error, WB_DB_ERROR, cases[i].code);
    g_assert_null (db);
  }
  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  g_assert_cmpmem (contents, length, text, 8192);
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
}

static void
test_db_refuses_a_truncated_file (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) db = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  exec_ok (fixture->db, "INSERT INTO shelf (id, name) VALUES (1, 'a');"
           "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
           " INSERT INTO book (shelf, title) SELECT 1, hex (randomblob (100)) FROM n");
  g_clear_pointer (&fixture->db, wb_db_close);
  g_assert_cmpint (truncate (fixture->path, 3 * 4096), ==, 0);

  db = wb_db_open (fixture->path, WB_DB_READ_WRITE, &error);
  if (db && wb_db_check_integrity (db, &findings, &error)) {
    g_assert_cmpuint (findings->len, >, 0);
    g_assert_false (wb_db_exec (db, "SELECT max (title) FROM book", &error));
  }
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_CORRUPT);
}

static void
test_db_rolls_back_and_commits (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_db_begin_immediate (fixture->db, &error));
  g_assert_true (wb_db_in_transaction (fixture->db));
  exec_ok (fixture->db, "INSERT INTO shelf (name) VALUES ('undone')");
  wb_db_rollback (fixture->db);
  g_assert_false (wb_db_in_transaction (fixture->db));
  g_assert_cmpint (read_int64 (fixture->db, "SELECT count(*) FROM shelf"), ==, 0);
  wb_db_rollback (fixture->db);

  g_assert_true (wb_db_begin_immediate (fixture->db, &error));
  exec_ok (fixture->db, "INSERT INTO shelf (id, name) VALUES (7, 'kept'), (8, 'too')");
  g_assert_cmpint (wb_db_last_rowid (fixture->db), ==, 8);
  g_assert_cmpint (wb_db_changes (fixture->db), ==, 2);
  g_assert_true (wb_db_commit (fixture->db, &error));
  g_assert_no_error (error);
  g_assert_cmpint (read_int64 (fixture->db, "SELECT count(*) FROM shelf"), ==, 2);

  g_assert_false (wb_db_commit (fixture->db, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_FAILED);
}

static void
test_db_failed_commit_leaves_no_transaction (Fixture       *fixture,
                                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_db_begin_immediate (fixture->db, &error));
  exec_ok (fixture->db, "PRAGMA defer_foreign_keys=ON; INSERT INTO book (shelf) VALUES (5)");
  g_assert_false (wb_db_commit (fixture->db, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_CONSTRAINT);
  g_assert_false (wb_db_in_transaction (fixture->db));
  g_assert_cmpint (read_int64 (fixture->db, "SELECT count(*) FROM book"), ==, 0);
}

static void
test_db_notices_another_writer (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) other = wb_db_open (fixture->path, WB_DB_READ_WRITE, &error);
  gint64 before = 0;
  gint64 after = 0;

  g_assert_no_error (error);
  g_assert_true (wb_db_data_version (fixture->db, &before, &error));
  exec_ok (fixture->db, "INSERT INTO shelf (name) VALUES ('own')");
  g_assert_true (wb_db_data_version (fixture->db, &after, &error));
  g_assert_cmpint (before, ==, after);
  exec_ok (other, "INSERT INTO shelf (name) VALUES ('other')");
  g_assert_true (wb_db_data_version (fixture->db, &after, &error));
  g_assert_cmpint (before, !=, after);

  exec_ok (other, "PRAGMA busy_timeout=0");
  g_assert_true (wb_db_begin_immediate (fixture->db, &error));
  g_assert_false (wb_db_begin_immediate (other, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_BUSY);
  wb_db_rollback (fixture->db);
}

static void
test_db_reader_reads_and_never_writes (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) reader = wb_db_open (fixture->path, WB_DB_READ_ONLY, &error);

  g_assert_no_error (error);
  g_assert_true (wb_db_begin_immediate (fixture->db, &error));
  exec_ok (fixture->db, "INSERT INTO shelf (name) VALUES ('a')");
  g_assert_cmpint (read_int64 (reader, "SELECT count(*) FROM shelf"), ==, 0);
  g_assert_true (wb_db_commit (fixture->db, &error));
  g_assert_cmpint (read_int64 (reader, "SELECT count(*) FROM shelf"), ==, 1);

  /* One moment for the length of a read transaction. */
  g_assert_true (wb_db_begin (reader, &error));
  g_assert_cmpint (read_int64 (reader, "SELECT count(*) FROM shelf"), ==, 1);
  exec_ok (fixture->db, "INSERT INTO shelf (name) VALUES ('b')");
  g_assert_cmpint (read_int64 (reader, "SELECT count(*) FROM shelf"), ==, 1);
  g_assert_true (wb_db_commit (reader, &error));
  g_assert_cmpint (read_int64 (reader, "SELECT count(*) FROM shelf"), ==, 2);

  g_assert_false (wb_db_exec (reader, "DELETE FROM shelf", &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_READ_ONLY);
}

static gpointer
interrupt_thread (gpointer data)
{
  wb_db_interrupt (data);

  return NULL;
}

static void
interrupt_cb (gpointer data)
{
  g_thread_join (g_thread_new ("interrupt", interrupt_thread, data));
}

static void
test_db_is_interrupted (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (fixture->db,
                        "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n)"
                        " SELECT i FROM n", &error);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error));
  g_assert_true (has_row);
  interrupt_cb (fixture->db);
  g_assert_false (wb_stmt_step (stmt, &has_row, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_INTERRUPTED);
  g_assert_false (has_row);
  g_clear_pointer (&stmt, wb_stmt_release);
  g_assert_cmpint (read_int64 (fixture->db, "SELECT 3"), ==, 3);
}

static void
test_stmt_carries_every_type (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (fixture->db, "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7", &error);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GBytes) none = g_bytes_new_static (NULL, 0);
  g_autoptr (GBytes) got = NULL;
  g_autoptr (GBytes) got_none = NULL;
  g_autofree char *copy = NULL;
  char text[] = "Łukasz ß 日本";
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  wb_stmt_bind_text (stmt, 1, text);
  memset (text, 'x', sizeof text - 1);
  wb_stmt_bind_text (stmt, 2, NULL);
  wb_stmt_bind_int64 (stmt, 3, G_MININT64);
  wb_stmt_bind_blob (stmt, 4, bytes);
  wb_stmt_bind_blob (stmt, 5, none);
  wb_stmt_bind_null (stmt, 6);
  wb_stmt_bind_double (stmt, 7, 1e300);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error));
  g_assert_cmpstr (wb_stmt_get_text (stmt, 0), ==, "Łukasz ß 日本");
  copy = wb_stmt_dup_text (stmt, 0);
  g_assert_cmpstr (copy, ==, "Łukasz ß 日本");
  g_assert_true (wb_stmt_is_null (stmt, 1));
  g_assert_null (wb_stmt_get_text (stmt, 1));
  g_assert_cmpint (wb_stmt_get_int64 (stmt, 2), ==, G_MININT64);
  got = wb_stmt_get_blob (stmt, 3);
  g_assert_true (g_bytes_equal (got, bytes));
  got_none = wb_stmt_get_blob (stmt, 4);
  g_assert_nonnull (got_none);
  g_assert_cmpuint (g_bytes_get_size (got_none), ==, 0);
  g_assert_null (wb_stmt_get_blob (stmt, 5));
  g_assert_cmpfloat (wb_stmt_get_double (stmt, 5), ==, 0.0);
  g_assert_cmpfloat (wb_stmt_get_double (stmt, 6), ==, 1e300);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error));
  g_assert_false (has_row);
}

static void
test_stmt_reports_a_bad_bind_at_the_step (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (fixture->db, "SELECT ?1", &error);
  gboolean has_row = FALSE;

  wb_stmt_bind_int64 (stmt, 2, 1);
  wb_stmt_bind_int64 (stmt, 1, 1);
  g_assert_false (wb_stmt_step (stmt, &has_row, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_FAILED);
  g_clear_error (&error);
  wb_stmt_reset (stmt);
  wb_stmt_bind_int64 (stmt, 1, 1);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error));
  g_assert_no_error (error);
}

static void
test_stmt_is_cached_and_nests (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  const char *sql = "SELECT id FROM shelf WHERE id >= ?1 ORDER BY id";
  WbStmt *first = NULL;
  WbStmt *nested = NULL;
  gboolean has_row = FALSE;
  guint n_rows = 0;

  exec_ok (fixture->db, "INSERT INTO shelf (name) VALUES ('a'), ('b'), ('c')");
  first = wb_db_prepare (fixture->db, sql, &error);
  wb_stmt_bind_int64 (first, 1, 1);
  while (wb_stmt_step (first, &has_row, &error) && has_row) {
    n_rows++;
    nested = wb_db_prepare (fixture->db, sql, &error);
    g_assert_true (nested != first);
    wb_stmt_bind_int64 (nested, 1, 3);
    g_assert_true (wb_stmt_step (nested, &has_row, &error));
    g_assert_cmpint (wb_stmt_get_int64 (nested, 0), ==, 3);
    wb_stmt_release (nested);
  }
  g_assert_cmpuint (n_rows, ==, 3);
  wb_stmt_release (first);

  /* The same one again, without the value it had. */
  nested = wb_db_prepare (fixture->db, sql, &error);
  g_assert_true (nested == first);
  g_assert_true (wb_stmt_step (nested, &has_row, &error));
  g_assert_false (has_row);
  wb_stmt_release (nested);
}

static void
test_stmt_release_ends_its_read_lock (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) reader = wb_db_open (fixture->path, WB_DB_READ_ONLY, &error);
  WbStmt *stmt = NULL;
  gboolean has_row = FALSE;

  exec_ok (fixture->db, "INSERT INTO shelf (name) VALUES ('a'), ('b')");
  exec_ok (fixture->db, "PRAGMA busy_timeout=0");
  stmt = wb_db_prepare (reader, "SELECT id FROM shelf", &error);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error));
  exec_ok (fixture->db, "INSERT INTO shelf (name) VALUES ('c')");
  g_assert_cmpint (read_int64 (fixture->db, "PRAGMA wal_checkpoint(TRUNCATE)"), ==, 1);
  wb_stmt_release (stmt);
  g_assert_cmpint (read_int64 (fixture->db, "PRAGMA wal_checkpoint(TRUNCATE)"), ==, 0);
}

static void
test_stmt_cache_is_bounded (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) used = wb_db_prepare (fixture->db, "SELECT 0", &error);
  gboolean has_row = FALSE;

  for (int i = 1; i < 1000; i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT %d", i);

    g_assert_cmpint (read_int64 (fixture->db, sql), ==, i);
  }
  g_assert_true (wb_stmt_step (used, &has_row, &error));
  g_assert_cmpint (wb_stmt_get_int64 (used, 0), ==, 0);
}

static void
test_db_backup_is_whole_and_private (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->dir, "copy.db", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->dir, "no", "copy.db", NULL);
  GStatBuf info = { 0 };

  exec_ok (fixture->db, "INSERT INTO shelf (name) VALUES ('a'), ('b')");
  for (int round = 0; round < 2; round++) {
    g_autoptr (WbDb) copy = NULL;
    g_autoptr (GPtrArray) findings = NULL;

    g_assert_true (wb_db_backup (fixture->db, path, &error));
    g_assert_no_error (error);
    g_assert_cmpint (g_stat (path, &info), ==, 0);
    g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    copy = wb_db_open (path, WB_DB_READ_ONLY, &error);
    g_assert_no_error (error);
    g_assert_cmpint (read_int64 (copy, "SELECT count(*) FROM shelf"), ==, 2);
    g_assert_true (wb_db_check_integrity (copy, &findings, &error));
    g_assert_cmpuint (findings->len, ==, 0);
  }
  g_assert_false (wb_db_backup (fixture->db, nowhere, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_READ_ONLY);
}

static void
test_db_integrity_finds_damage (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  exec_ok (fixture->db, "PRAGMA foreign_keys=OFF; INSERT INTO book (shelf) VALUES (77);"
           "PRAGMA foreign_keys=ON");
  g_assert_true (wb_db_check_integrity (fixture->db, &findings, &error));
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (findings, 0), ==, "broken reference in book");
}

/* Root may write anywhere, so the test becomes somebody else in a child. */
static void
test_db_says_when_it_cannot_write (Fixture       *fixture,
                                   gconstpointer  data)
{
  int status = 0;
  pid_t child = 0;

  g_clear_pointer (&fixture->db, wb_db_close);
  g_assert_cmpint (g_chmod (fixture->dir, 0555), ==, 0);
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  child = fork ();
  if (child == 0) {
    g_autoptr (GError) error = NULL;
    g_autofree char *fresh = g_build_filename (fixture->dir, "new.db", NULL);
    g_autoptr (WbDb) db = NULL;

    if (geteuid () == 0 && setuid (65534) != 0)
      _exit (10);
    db = wb_db_open (fixture->path, WB_DB_READ_WRITE, &error);
    if (db || !g_error_matches (error, WB_DB_ERROR, WB_DB_ERROR_READ_ONLY))
      _exit (11);
    g_clear_error (&error);
    db = wb_db_open (fresh, WB_DB_CREATE, &error);
    if (db || !g_error_matches (error, WB_DB_ERROR, WB_DB_ERROR_READ_ONLY))
      _exit (12);
    _exit (0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (g_chmod (fixture->dir, 0700), ==, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/wb/db/db/sets-what-it-promises", test_db_sets_what_it_promises);
  ADD ("/wb/db/db/maps-errors-to-decisions", test_db_maps_errors_to_decisions);
  ADD ("/wb/db/db/refuses-what-is-not-a-database", test_db_refuses_what_is_not_a_database);
  ADD ("/wb/db/db/refuses-a-truncated-file", test_db_refuses_a_truncated_file);
  ADD ("/wb/db/db/rolls-back-and-commits", test_db_rolls_back_and_commits);
  ADD ("/wb/db/db/failed-commit-leaves-no-transaction",
       test_db_failed_commit_leaves_no_transaction);
  ADD ("/wb/db/db/notices-another-writer", test_db_notices_another_writer);
  ADD ("/wb/db/db/reader-reads-and-never-writes", test_db_reader_reads_and_never_writes);
  ADD ("/wb/db/db/is-interrupted", test_db_is_interrupted);
  ADD ("/wb/db/db/backup-is-whole-and-private", test_db_backup_is_whole_and_private);
  ADD ("/wb/db/db/integrity-finds-damage", test_db_integrity_finds_damage);
  ADD ("/wb/db/db/says-when-it-cannot-write", test_db_says_when_it_cannot_write);
  ADD ("/wb/db/stmt/carries-every-type", test_stmt_carries_every_type);
  ADD ("/wb/db/stmt/reports-a-bad-bind-at-the-step", test_stmt_reports_a_bad_bind_at_the_step);
  ADD ("/wb/db/stmt/is-cached-and-nests", test_stmt_is_cached_and_nests);
  ADD ("/wb/db/stmt/release-ends-its-read-lock", test_stmt_release_ends_its_read_lock);
  ADD ("/wb/db/stmt/cache-is-bounded", test_stmt_cache_is_bounded);

  return g_test_run ();
}
