/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The workspace as a file: making, opening and refusing it, its threads, other programs, the sync
 * lock, unclean ends and the first load. */

#include "config.h"

#include "store-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_workspace_is_private (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *file = g_build_filename (fixture->dir, "workspace.db", NULL);
  g_autofree char *base_url = NULL;
  GStatBuf info = { 0 };

  g_assert_cmpint (g_stat (fixture->dir, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  base_url = wb_workspace_dup_meta (wb_workspace_get_reader (fixture->ws), WB_META_BASE_URL);
  g_assert_cmpstr (base_url, ==, "https://helpdesk.example/api/v2");
  g_assert_cmpstr (wb_workspace_get_dir (fixture->ws), ==, fixture->dir);
}

static void
test_workspace_is_made_once (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWorkspace) second = NULL;
  g_autoptr (WbTicket) kept = NULL;

  put_ticket (fixture, make_ticket ("e1", "A1", "Jana", 1));
  second = wb_workspace_create (fixture->dir, "https://other.example/api/v2", fixture->clock,
                                fixture->random, &error);
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_CONSTRAINT);
  g_assert_null (second);
  fixture_reopen (fixture);
  kept = wb_ticket_store_get (wb_workspace_get_reader (fixture->ws), "e1", NULL);
  g_assert_nonnull (kept);
}

static void
overwrite (const char *path,
           const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (8192, 'x');
  WbDb *db = NULL;

  if (g_str_equal (what, "empty") || g_str_equal (what, "text")) {
    g_assert_true (g_file_set_contents (path, text, g_str_equal (what, "text") ? 8192 : 0, NULL));
    return;
  }
  if (g_str_equal (what, "truncated")) {
    g_assert_cmpint (truncate (path, 3 * 4096), ==, 0);
    return;
  }
  if (g_str_equal (what, "missing")) {
    g_assert_cmpint (g_unlink (path), ==, 0);
    return;
  }
  db = wb_db_open (path, WB_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (wb_db_exec (db, what, &error));
  wb_db_close (db);
}

static void
test_workspace_refuses_what_it_cannot_read (Fixture       *fixture,
                                            gconstpointer  data)
{
  const struct
  {
    const char *what;  /* a kind of damage, or SQL */
    int code;
  } cases[] = {
    { "PRAGMA user_version=7", -1 },
    { "PRAGMA user_version=8", WB_DB_ERROR_SCHEMA_TOO_NEW },
    { "PRAGMA application_id=1", WB_DB_ERROR_NOT_OURS },
    { "text", WB_DB_ERROR_NOT_OURS },
    { "empty", WB_DB_ERROR_NOT_OURS },
    { "truncated", WB_DB_ERROR_CORRUPT },
    { "missing", WB_DB_ERROR_CANNOT_OPEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *dir = g_strdup_printf ("%s/%u", fixture->root, i);
    g_autofree char *file = g_build_filename (dir, "workspace.db", NULL);
    g_autoptr (WbWorkspace) ws = NULL;

    g_test_message ("%s", cases[i].what);
    ws = wb_workspace_create (dir, "https://h.example/api/v2", fixture->clock, fixture->random,
                              &error);
    g_assert_no_error (error);
    g_clear_object (&ws);
    overwrite (file, cases[i].what);
    ws = wb_workspace_open (dir, fixture->clock, fixture->random, &error);
    if (cases[i].code < 0) {
      g_assert_no_error (error);
    } else {
      g_assert_null (ws);
      g_assert_error (error, WB_DB_ERROR, cases[i].code);
      g_assert_cmpuint (strlen (error->message), >, 20);
    }
  }
}

/* Runs @function in a child with a workspace of its own; its return value is the exit status, unless
 * a signal ends it. Gives what waitpid() gave. */
static int
run_in_child (Fixture *fixture,
              int (*function)(WbWorkspace *ws, Fixture *fixture))
{
  int status = 0;
  pid_t child = fork ();

  if (child == 0) {
    g_autoptr (GError) error = NULL;
    WbWorkspace *ws = wb_workspace_open (fixture->dir, fixture->clock, fixture->random, &error);

    _exit (ws ? function (ws, fixture) : 99);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);

  return status;
}

static int
die_at_once (WbWorkspace *ws,
             Fixture     *fixture)
{
  kill (getpid (), SIGKILL);

  return 0;
}

/* Turns bytes of @file around, past the first page. */
static void
damage (const char *file)
{
  int fd = g_open (file, O_RDWR, 0);
  GStatBuf info = { 0 };

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (g_stat (file, &info), ==, 0);
  for (off_t at = 8192; at < info.st_size; at += 4096)
    g_assert_cmpint (pwrite (fd, "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 8, at), ==, 8);
  close (fd);
}

static void
test_workspace_checks_the_file_after_an_unclean_end (Fixture       *fixture,
                                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->dir, "workspace.db", NULL);
  g_autofree char *mark = g_build_filename (fixture->dir, "in-use.lock", NULL);
  GStatBuf info = { 0 };

  put_ticket (fixture, make_ticket ("e1", "A1", "Jana", 1));
  g_clear_object (&fixture->ws);
  g_assert_cmpint (g_stat (mark, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, 0);
  /* Sound: opens again, and the mark goes with a clean end. */
  g_assert_true (WIFSIGNALED (run_in_child (fixture, die_at_once)));
  g_assert_cmpint (g_stat (mark, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, 1);
  fixture_reopen (fixture);
  g_clear_object (&fixture->ws);
  g_assert_cmpint (g_stat (mark, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, 0);

  /* Damaged: found after an unclean end, every time. */
  g_assert_true (WIFSIGNALED (run_in_child (fixture, die_at_once)));
  damage (file);
  for (int round = 0; round < 2; round++) {
    fixture->ws = wb_workspace_open (fixture->dir, fixture->clock, fixture->random, &error);
    g_assert_null (fixture->ws);
    g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_CORRUPT);
    g_clear_error (&error);
  }
}

static void
changed_cb (WbWorkspace *ws,
            guint        tables,
            gpointer     data)
{
  g_array_append_val ((GArray *) data, tables);
}

static void
run_main_context (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_workspace_tells_changes_together (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (guint));

  run_main_context ();
  g_signal_connect (fixture->ws, "changed", G_CALLBACK (changed_cb), told);
  put_ticket (fixture, make_ticket ("e1", "A1", "Jana", 1));
  put_call (fixture, make_call ("k1", "e1", NOW, 1));
  put_ticket (fixture, make_ticket ("e2", "A2", "Petr", 1));
  g_assert_cmpuint (told->len, ==, 0);
  run_main_context ();
  g_assert_cmpuint (told->len, ==, 1);
  g_assert_cmpuint (g_array_index (told, guint, 0), ==, WB_TABLE_TICKETS | WB_TABLE_CALLS);
  put_ticket (fixture, make_ticket ("e1", "A1", "Jana", 2));
  run_main_context ();
  g_assert_cmpuint (told->len, ==, 2);
  g_assert_cmpuint (g_array_index (told, guint, 1), ==, WB_TABLE_TICKETS);
}

static gboolean
frame_cb (gpointer data)
{
  const guint frame = G_MAXUINT;

  g_array_append_val ((GArray *) data, frame);

  return G_SOURCE_REMOVE;
}

/* A window draws at G_PRIORITY_HIGH_IDLE + 20 what a key has done; to read what is stored takes longer. */
static void
test_workspace_tells_after_a_frame (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (guint));

  run_main_context ();
  g_signal_connect (fixture->ws, "changed", G_CALLBACK (changed_cb), told);
  /* A machine that stands still meanwhile is told at once: then it is tried again. */
  for (int i = 1; i < 50 && (told->len == 0 || g_array_index (told, guint, 0) != G_MAXUINT); i++) {
    g_array_set_size (told, 0);
    put_ticket (fixture, make_ticket ("e1", "A1", "Jana", i));
    g_idle_add_full (G_PRIORITY_HIGH_IDLE + 20, frame_cb, told, NULL);
    run_main_context ();
  }
  g_assert_cmpuint (told->len, ==, 2);
  g_assert_cmpuint (g_array_index (told, guint, 0), ==, G_MAXUINT);
  g_assert_cmpuint (g_array_index (told, guint, 1), ==, WB_TABLE_TICKETS);
}

static gboolean
draw_again_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
give_up_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

/* What moves on a slow display has frame follow frame. */
static void
test_workspace_tells_between_frames (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean gave_up = FALSE;
  guint frames = 0;
  guint limit = 0;

  run_main_context ();
  g_signal_connect (fixture->ws, "changed", G_CALLBACK (changed_cb), told);
  frames = g_idle_add_full (G_PRIORITY_HIGH_IDLE + 20, draw_again_cb, NULL, NULL);
  limit = g_timeout_add_seconds (10, give_up_cb, &gave_up);
  put_ticket (fixture, make_ticket ("e1", "A1", "Jana", 1));
  while (told->len == 0 && !gave_up)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (gave_up);
  g_source_remove (limit);
  g_source_remove (frames);
  run_main_context ();
  g_assert_cmpuint (told->len, ==, 1);
}

/* What a "changed" is about, as "k1 k2", or "any". */
static void
calls_changed_cb (WbWorkspace *ws,
                  guint        tables,
                  gpointer     data)
{
  GString *text = data;
  GArray *calls = wb_workspace_get_changed_calls (ws);

  g_string_truncate (text, 0);
  for (guint i = 0; calls && i < calls->len; i++) {
    g_autoptr (WbActivity) call = wb_call_store_get_row (wb_workspace_get_reader (ws),
                                                         g_array_index (calls, gint64, i), NULL);

    if (!strstr (text->str, call->id))
      g_string_append_printf (text, "%s ", call->id);
  }
  if (!calls)
    g_string_append (text, "any");
}

static void
test_workspace_tells_which_calls_changed (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (WbActivity) undone = make_call ("k2", "e1", NOW, 9);
  Fixture other = *fixture;
  WbDb *db = NULL;

  put_call (fixture, make_call ("k1", "e1", NOW, 1));
  put_call (fixture, make_call ("k2", "e1", NOW, 1));
  put_call (fixture, make_call ("k3", "e1", NOW, 1));
  run_main_context ();
  g_signal_connect (fixture->ws, "changed", G_CALLBACK (calls_changed_cb), told);
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_call_store_apply (db, undone, NULL, &error));
  wb_workspace_rollback (fixture->ws);
  put_call (fixture, make_call ("k1", "e1", NOW, 2));
  g_assert_true (wb_action_take (fixture->ws, "k3", 0, &error));
  run_main_context ();
  g_assert_cmpstr (told->str, ==, "k1 k3 ");
  put_ticket (fixture, make_ticket ("e9", "A9", "Jana", 1));
  run_main_context ();
  g_assert_cmpstr (told->str, ==, "");
  /* Asked outside of a handler, nothing is known. */
  g_assert_null (wb_workspace_get_changed_calls (fixture->ws));

  /* Another program does not say which. */
  other.ws = wb_workspace_open (fixture->dir, fixture->clock, fixture->random, &error);
  g_assert_no_error (error);
  put_call (&other, make_call ("k2", "e1", NOW, 3));
  wb_workspace_notice_others (fixture->ws);
  run_main_context ();
  g_assert_cmpstr (told->str, ==, "any");
  g_object_unref (other.ws);
  g_signal_handlers_disconnect_by_data (fixture->ws, told);
}

static void
test_workspace_says_nothing_of_what_was_undone (Fixture       *fixture,
                                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (guint));
  WbDb *db = NULL;

  run_main_context ();
  g_signal_connect (fixture->ws, "changed", G_CALLBACK (changed_cb), told);
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_workspace_set_meta (db, WB_META_CURSOR, "x", &error));
  wb_workspace_rollback (fixture->ws);
  run_main_context ();
  g_assert_cmpuint (told->len, ==, 0);
  g_assert_null (wb_workspace_dup_meta (wb_workspace_get_reader (fixture->ws), WB_META_CURSOR));
}

static void
test_workspace_notices_another_program (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (guint));
  Fixture other = *fixture;

  run_main_context ();
  g_signal_connect (fixture->ws, "changed", G_CALLBACK (changed_cb), told);
  wb_workspace_notice_others (fixture->ws);
  put_meta (fixture, WB_META_MARK, "1");
  run_main_context ();
  g_array_set_size (told, 0);
  wb_workspace_notice_others (fixture->ws);
  run_main_context ();
  g_assert_cmpuint (told->len, ==, 0);

  other.ws = wb_workspace_open (fixture->dir, fixture->clock, fixture->random, &error);
  g_assert_no_error (error);
  put_ticket (&other, make_ticket ("e1", "A1", "Jana", 1));
  wb_workspace_notice_others (fixture->ws);
  wb_workspace_notice_others (fixture->ws);
  run_main_context ();
  g_assert_cmpuint (told->len, ==, 1);
  g_assert_cmpuint (g_array_index (told, guint, 0), ==, WB_TABLE_ALL);
  wb_workspace_notice_others (fixture->ws);
  run_main_context ();
  g_assert_cmpuint (told->len, ==, 1);
  g_object_unref (other.ws);
}

static void
test_workspace_is_synced_by_one (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWorkspace) other = NULL;
  g_autofree char *holder = NULL;
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());

  g_assert_true (wb_workspace_try_lock_sync (fixture->ws, &holder, &error));
  g_assert_null (holder);
  g_assert_true (wb_workspace_try_lock_sync (fixture->ws, NULL, &error));
  other = wb_workspace_open (fixture->dir, fixture->clock, fixture->random, &error);
  g_assert_false (wb_workspace_try_lock_sync (other, &holder, &error));
  g_assert_no_error (error);
  g_assert_nonnull (holder);
  g_assert_nonnull (strstr (holder, pid));
  wb_workspace_unlock_sync (fixture->ws);
  g_assert_true (wb_workspace_try_lock_sync (other, NULL, &error));
}

typedef struct
{
  Fixture *fixture;
  int n_rounds;
  int stop;  /* atomic */
  int n_reads;
} Threads;

static gpointer
write_thread (gpointer data)
{
  Threads *threads = data;

  for (int i = 0; i < threads->n_rounds; i++) {
    g_autofree char *id = g_strdup_printf ("%p-%d", (void *) g_thread_self (), i);

    put_ticket (threads->fixture, make_ticket (id, id, "Jana", 1));
  }

  return NULL;
}

static gpointer
read_thread (gpointer data)
{
  Threads *threads = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) reader = wb_workspace_open_reader (threads->fixture->ws, &error);
  gint64 last = 0;

  g_assert_no_error (error);
  do {
    gint64 count = 0;
    g_autoptr (GArray) ids = NULL;

    g_assert_true (wb_db_begin (reader, &error));
    g_assert_true (wb_ticket_store_count (reader, &count, &error));
    ids = wb_ticket_store_list_ids (reader, "jana", 0, &error);
    g_assert_no_error (error);
    /* Rows and index are of one moment, and nothing is ever lost. */
    g_assert_cmpint (ids->len, ==, count);
    g_assert_cmpint (count, >=, last);
    last = count;
    g_assert_true (wb_db_commit (reader, &error));
    threads->n_reads++;
  } while (!g_atomic_int_get (&threads->stop));

  return NULL;
}

static void
test_workspace_serves_threads (Fixture       *fixture,
                               gconstpointer  data)
{
  Threads threads = { fixture, 150, 0, 0 };
  GThread *writers[2] = { NULL };
  GThread *reader = g_thread_new ("read", read_thread, &threads);
  gint64 count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    writers[i] = g_thread_new ("write", write_thread, &threads);
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    g_thread_join (writers[i]);
  g_atomic_int_set (&threads.stop, 1);
  g_thread_join (reader);
  g_assert_true (wb_ticket_store_count (wb_workspace_get_reader (fixture->ws), &count, NULL));
  g_assert_cmpint (count, ==, 300);
  g_assert_cmpint (threads.n_reads, >, 0);
}

static void
load_some (WbWorkspace *ws,
           int          from,
           int          to)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (ws, &error);

  g_assert_no_error (error);
  for (int i = from; i < to; i++) {
    g_autofree char *id = g_strdup_printf ("id-%04d", i);
    g_autoptr (WbTicket) ticket = make_ticket (id, id, i % 2 ? "Jana Nová" : "Łukasz", 1);

    ticket->created_at = NOW - i * WB_MINUTE_MS;
    g_assert_true (wb_ticket_store_load (db, ticket, &error));
    g_assert_no_error (error);
  }
  g_assert_true (wb_workspace_commit (ws, WB_TABLE_TICKETS, &error));
  g_assert_no_error (error);
}

static void
assert_loaded (Fixture *fixture,
               gint64   n_tickets)
{
  g_autoptr (GError) error = NULL;
  WbDb *reader = wb_workspace_get_reader (fixture->ws);
  g_autoptr (GArray) found = NULL;
  g_autoptr (WbTicket) one = NULL;
  gint64 count = 0;
  WbDb *db = NULL;

  g_assert_true (wb_ticket_store_count (reader, &count, &error));
  g_assert_cmpint (count, ==, n_tickets);
  found = wb_ticket_store_list_ids (reader, "lukasz", 0, &error);
  g_assert_cmpint (found->len, ==, n_tickets / 2);
  one = wb_ticket_store_get (reader, "id-0005", &error);
  g_assert_cmpstr (one->customer_name, ==, "Jana Nová");
  g_assert_cmpint (read_number (reader, "SELECT count(*) FROM sqlite_schema WHERE name IN"
                                " ('ticket_by_id', 'ticket_by_code')"), ==, 2);
  g_assert_null (wb_workspace_dup_meta (reader, WB_META_BULK_LOAD));
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_db_exec (db, "INSERT INTO ticket_fts (ticket_fts, rank)"
                             " VALUES ('integrity-check', 1)", &error));
  g_assert_no_error (error);
  g_assert_cmpint (read_number (db, "PRAGMA synchronous"), ==, 2);
  wb_workspace_rollback (fixture->ws);
}

static void
test_workspace_loads_in_bulk (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) meanwhile = NULL;

  g_assert_true (wb_workspace_begin_bulk_load (fixture->ws, &error));
  load_some (fixture->ws, 0, 300);
  /* Pages overlap, and a page may come twice. */
  load_some (fixture->ws, 250, 400);
  load_some (fixture->ws, 250, 400);
  /* Reading meanwhile is possible; searching finds nothing yet. */
  meanwhile = wb_ticket_store_list_ids (wb_workspace_get_reader (fixture->ws), "jana", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (meanwhile->len, ==, 0);
  g_assert_true (wb_workspace_end_bulk_load (fixture->ws, &error));
  g_assert_no_error (error);
  assert_loaded (fixture, 400);
  put_ticket (fixture, make_ticket ("e1", "A1", "Petr", 1));
}

static void
test_workspace_loads_over_what_is_there (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbTicket) newer = NULL;
  g_autoptr (WbTicket) moved = NULL;
  WbTicket *ticket = make_ticket ("id-0005", "id-0005", "Newer than the page", 9);

  ticket->created_at = NOW - 5 * WB_MINUTE_MS;
  put_ticket (fixture, ticket);
  /* One whose creation the server corrected: it stands in another row. */
  ticket = make_ticket ("id-0006", "id-0006", "Corrected", 9);
  ticket->created_at = NOW - WB_DAY_MS * 100;
  put_ticket (fixture, ticket);
  g_assert_true (wb_workspace_begin_bulk_load (fixture->ws, &error));
  load_some (fixture->ws, 0, 10);
  g_assert_true (wb_workspace_end_bulk_load (fixture->ws, &error));
  g_assert_no_error (error);
  newer = wb_ticket_store_get (wb_workspace_get_reader (fixture->ws), "id-0005", &error);
  g_assert_cmpstr (newer->customer_name, ==, "Newer than the page");
  moved = wb_ticket_store_get (wb_workspace_get_reader (fixture->ws), "id-0006", &error);
  g_assert_cmpstr (moved->customer_name, ==, "Corrected");
  g_assert_cmpint (read_number (wb_workspace_get_reader (fixture->ws),
                                "SELECT count(*) FROM ticket"), ==, 10);
}

static int
die_in_bulk_load (WbWorkspace *ws,
                  Fixture     *fixture)
{
  g_autoptr (GError) error = NULL;

  if (!wb_workspace_begin_bulk_load (ws, &error))
    return 1;
  load_some (ws, 0, 100);
  load_some (ws, 100, 200);
  wb_workspace_begin (ws, &error);
  kill (getpid (), SIGKILL);

  return 0;
}

static int
leave_bulk_load (WbWorkspace *ws,
                 Fixture     *fixture)
{
  g_autoptr (GError) error = NULL;

  if (!wb_workspace_begin_bulk_load (ws, &error))
    return 1;
  load_some (ws, 0, 200);
  g_object_unref (ws);

  return 0;
}

static void
test_workspace_rebuilds_after_a_load_cut_off (Fixture       *fixture,
                                              gconstpointer  data)
{
  const struct
  {
    const char *how;
    int (*leave) (WbWorkspace *ws, Fixture *fixture);
  } cases[] = { { "killed", die_in_bulk_load }, { "cancelled", leave_bulk_load } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    int status = 0;

    g_test_message ("%s", cases[i].how);
    g_clear_object (&fixture->ws);
    status = run_in_child (fixture, cases[i].leave);
    g_assert_true (WIFSIGNALED (status) || WEXITSTATUS (status) == 0);
    fixture_reopen (fixture);
    assert_loaded (fixture, 200);
  }
}

static int
write_nowhere (WbWorkspace *ws,
               Fixture     *fixture)
{
  return 0;
}

/* Root may write anywhere, so a child becomes somebody else before it opens. */
static void
test_workspace_says_when_it_cannot_write (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autofree char *file = g_build_filename (fixture->dir, "workspace.db", NULL);
  g_autofree char *fresh = g_build_filename (fixture->dir, "sub", NULL);
  pid_t child = 0;
  int status = 0;

  g_clear_object (&fixture->ws);
  g_assert_cmpint (run_in_child (fixture, write_nowhere), ==, 0);
  g_assert_cmpint (g_chmod (fixture->root, 0755), ==, 0);
  g_assert_cmpint (g_chmod (fixture->dir, 0555), ==, 0);
  g_assert_cmpint (g_chmod (file, 0444), ==, 0);
  child = fork ();
  if (child == 0) {
    g_autoptr (GError) error = NULL;

    if (geteuid () == 0 && setuid (65534) != 0)
      _exit (10);
    if (wb_workspace_open (fixture->dir, fixture->clock, fixture->random, &error))
      _exit (11);
    if (!g_error_matches (error, WB_DB_ERROR, WB_DB_ERROR_READ_ONLY))
      _exit (12);
    g_clear_error (&error);
    if (wb_workspace_create (fresh, "https://h.example/api/v2", fixture->clock, fixture->random,
                             &error))
      _exit (13);
    _exit (g_error_matches (error, WB_DB_ERROR, WB_DB_ERROR_READ_ONLY) ? 0 : 14);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (g_chmod (fixture->dir, 0700), ==, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
test_workspace_survives_a_full_disk (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *filler = g_strnfill (100000, 'x');
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_db_exec (db, "PRAGMA max_page_count=1", &error));
  g_assert_false (wb_workspace_set_meta (db, WB_META_CURSOR, filler, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_FULL);
  wb_workspace_rollback (fixture->ws);
  g_clear_error (&error);
  /* The indexes of a load do not fit: what was loaded stays, the next start makes them. */
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_db_exec (db, "PRAGMA max_page_count=1000000", &error));
  wb_workspace_rollback (fixture->ws);
  g_assert_true (wb_workspace_begin_bulk_load (fixture->ws, &error));
  load_some (fixture->ws, 0, 400);
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_db_exec (db, "PRAGMA max_page_count=1", &error));
  wb_workspace_rollback (fixture->ws);
  g_assert_false (wb_workspace_end_bulk_load (fixture->ws, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_FULL);
  fixture_reopen (fixture);
  assert_loaded (fixture, 400);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/workspace/is-private", test_workspace_is_private);
  FIXTURE_ADD ("/wb/store/workspace/is-made-once", test_workspace_is_made_once);
  FIXTURE_ADD ("/wb/store/workspace/refuses-what-it-cannot-read",
               test_workspace_refuses_what_it_cannot_read);
  FIXTURE_ADD ("/wb/store/workspace/checks-the-file-after-an-unclean-end",
               test_workspace_checks_the_file_after_an_unclean_end);
  FIXTURE_ADD ("/wb/store/workspace/tells-changes-together",
               test_workspace_tells_changes_together);
  FIXTURE_ADD ("/wb/store/workspace/tells-after-a-frame", test_workspace_tells_after_a_frame);
  FIXTURE_ADD ("/wb/store/workspace/tells-between-frames", test_workspace_tells_between_frames);
  FIXTURE_ADD ("/wb/store/workspace/tells-which-calls-changed",
               test_workspace_tells_which_calls_changed);
  FIXTURE_ADD ("/wb/store/workspace/says-nothing-of-what-was-undone",
               test_workspace_says_nothing_of_what_was_undone);
  FIXTURE_ADD ("/wb/store/workspace/notices-another-program",
               test_workspace_notices_another_program);
  FIXTURE_ADD ("/wb/store/workspace/is-synced-by-one", test_workspace_is_synced_by_one);
  FIXTURE_ADD ("/wb/store/workspace/serves-threads", test_workspace_serves_threads);
  FIXTURE_ADD ("/wb/store/workspace/loads-in-bulk", test_workspace_loads_in_bulk);
  FIXTURE_ADD ("/wb/store/workspace/loads-over-what-is-there",
               test_workspace_loads_over_what_is_there);
  FIXTURE_ADD ("/wb/store/workspace/rebuilds-after-a-load-cut-off",
               test_workspace_rebuilds_after_a_load_cut_off);
  FIXTURE_ADD ("/wb/store/workspace/says-when-it-cannot-write",
               test_workspace_says_when_it_cannot_write);
  FIXTURE_ADD ("/wb/store/workspace/survives-a-full-disk", test_workspace_survives_a_full_disk);

  return g_test_run ();
}
