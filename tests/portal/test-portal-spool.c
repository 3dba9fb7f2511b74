/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Views and clicks on their way to the ledger: none is lost and none is stored twice, wherever the
 * program is killed and whatever the disk and the ledger are like; and nobody waits for them. */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "portal-fixture.h"
#include "wb-ledger.h"
#include "wb-portal-spool.h"

#define KEY_1 "00112233445566778899aabbccddeeff"
#define STATS "/remarketing/stats/banners?from=2025-10-01&to=2025-10-31"

typedef struct
{
  Fixture *fixture;
  WbLedger *ledger;   /* (nullable) */
  WbRandom *random;
  char *journal;
} Setup;

static void
open_ledger (Setup *self)
{
  g_autoptr (GError) error = NULL;

  self->ledger = wb_ledger_open (self->fixture->db, WB_CLOCK (self->fixture->clock), self->random, TRUE, &error);
  g_assert_no_error (error);
}

static void
set_up (Setup         *self,
        gconstpointer  data)
{
  self->fixture = fixture_new_stopped ();
  fixture_close (self->fixture);
  self->random = WB_RANDOM (wb_system_random_new ());
  self->journal = g_strconcat (self->fixture->db, ".sights", NULL);
  open_ledger (self);
}

static void
tear_down (Setup         *self,
           gconstpointer  data)
{
  g_clear_pointer (&self->ledger, wb_ledger_close);
  g_unlink (self->journal);
  g_clear_pointer (&self->fixture, fixture_free);
  g_object_unref (self->random);
  g_free (self->journal);
}

static WbPortalSpool *
open_spool (Setup *self)
{
  g_autoptr (GError) error = NULL;
  WbPortalSpool *spool = wb_portal_spool_open (self->journal, WB_CLOCK (self->fixture->clock), self->random, &error);

  g_assert_no_error (error);

  return spool;
}

static void
add_for (Setup         *self,
         WbPortalSpool *spool,
         const char    *ticket,
         guint          n)
{
  WbLedgerSight sight = {
    .sight = { .kind = WB_SIGHT_CLICK, .ticket = ticket, .banner = "b\t1", .placement = WB_PLACEMENT_EMAIL,
               .agent = "Ours \\ 1.0" },
    .type = TYPE_RETURN,
    .offered = 5,
  };

  for (guint i = 0; i < n; i++) {
    wb_portal_spool_add (spool, &sight);
    fixture_advance (self->fixture, WB_MINUTE_MS);
  }
}

static void
add (Setup         *self,
     WbPortalSpool *spool,
     guint          n)
{
  add_for (self, spool, "somebody's", n);
}

static gint64
count_stored (Setup *self)
{
  return ask_ledger (self->fixture, "SELECT count(*) FROM sight");
}

static void
drain (Setup         *self,
       WbPortalSpool *spool)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_portal_spool_drain (spool, self->ledger, 5000, &error));
  g_assert_no_error (error);
}

static gsize
get_size (Setup *self)
{
  GStatBuf facts = { .st_size = 0 };

  return g_stat (self->journal, &facts) == 0 ? (gsize) facts.st_size : 0;
}

static void
test_stores (Setup         *self,
             gconstpointer  data)
{
  g_autoptr (WbPortalSpool) spool = open_spool (self);
  g_autoptr (WbPortalSpool) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (wb_portal_spool_oldest (spool), ==, WB_TIME_NONE);
  add (self, spool, 120);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 120);
  g_assert_cmpint (wb_portal_spool_oldest (spool), ==, NOW);
  g_assert_cmpuint (get_size (self), >, 0);
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 120);
  g_assert_cmpint (ask_ledger (self->fixture,
                               "SELECT sum (clicks) FROM sight_count WHERE banner = 'b' || char (9) || '1'"),
                   ==, 120);
  g_assert_cmpint (ask_ledger (self->fixture,
                               "SELECT count(*) FROM sight WHERE agent = 'Ours \\ 1.0' AND offered = 5"),
                   ==, 120);
  g_assert_cmpuint (get_size (self), ==, 0);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 0);

  /* One program at a time. */
  again = wb_portal_spool_open (self->journal, WB_CLOCK (self->fixture->clock), self->random, &error);
  g_assert_null (again);
  g_assert_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE);
}

/* Killed with some in the journal, in the ledger and not yet cut, and with half a line written. */
static void
test_killed (Setup         *self,
             gconstpointer  data)
{
  g_autoptr (WbPortalSpool) spool = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *half = NULL;
  gsize size = 0;
  pid_t child = 0;
  int status = 0;

  /* Before anything is stored. */
  child = fork ();
  if (child == 0) {
    spool = open_spool (self);
    add (self, spool, 3);
    kill (getpid (), SIGKILL);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_true (g_file_get_contents (self->journal, &lines, &size, NULL));
  spool = open_spool (self);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 3);
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 3);
  g_clear_pointer (&spool, wb_portal_spool_close);

  /* Between the ledger's having them and the cut. */
  g_assert_true (g_file_set_contents (self->journal, lines, (gssize) size, NULL));
  spool = open_spool (self);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 3);
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 3);
  g_assert_cmpint (ask_ledger (self->fixture, "SELECT sum (clicks_raw) FROM sight_count"), ==, 3);
  g_clear_pointer (&spool, wb_portal_spool_close);

  /* In the middle of a line; and with lines in it that nobody understands. */
  half = g_strdup_printf ("nonsense\n\n%sc0ffee\t1759485600000\tcli", lines);
  g_assert_true (g_file_set_contents (self->journal, half, -1, NULL));
  spool = open_spool (self);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 3);
  add (self, spool, 1);
  g_clear_pointer (&spool, wb_portal_spool_close);
  spool = open_spool (self);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 4);
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 4);
}

/* A computer that lost its power may leave zeros where lines were, however many. */
static void
test_zeros (Setup         *self,
            gconstpointer  data)
{
  static const struct {
    const char *why;
    const char *before;
    gsize n_zeros;
    const char *after;
  } rows[] = {
    { "within a line", "c0ffee\t17594", 20, "\n" },
    { "from the beginning of one", "", 20, "\n" },
    { "to the end of one", "c0ffee\t17594", 20, "5\tclick\n" },
    { "more than is read at a time", "c0ffee\t17594", 3 * 1024 * 1024, "\n" },
  };
  g_autofree char *lines = NULL;
  gsize size = 0;

  {
    g_autoptr (WbPortalSpool) spool = open_spool (self);

    add (self, spool, 2);
  }
  g_assert_true (g_file_get_contents (self->journal, &lines, &size, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (WbPortalSpool) spool = NULL;
    g_autofree guint8 *zeros = g_new0 (guint8, rows[i].n_zeros);
    gsize first = (gsize) (strchr (lines, '\n') + 1 - lines);

    g_test_message ("%s", rows[i].why);
    change_ledger (self->fixture, "DELETE FROM sight");
    g_byte_array_append (bytes, (const guint8 *) lines, (guint) first);
    g_byte_array_append (bytes, (const guint8 *) rows[i].before, (guint) strlen (rows[i].before));
    g_byte_array_append (bytes, zeros, (guint) rows[i].n_zeros);
    g_byte_array_append (bytes, (const guint8 *) rows[i].after, (guint) strlen (rows[i].after));
    g_byte_array_append (bytes, (const guint8 *) lines + first, (guint) (size - first));
    g_assert_true (g_file_set_contents (self->journal, (const char *) bytes->data, (gssize) bytes->len, NULL));
    spool = open_spool (self);
    add (self, spool, 1);
    for (int n = 0; n < 5; n++)
      drain (self, spool);
    g_assert_cmpint (count_stored (self), ==, 3);
    g_assert_cmpuint (get_size (self), ==, 0);
  }
}

/* No folder to write into, until there is one; and a journal that somebody deletes. */
static void
test_unwritable (Setup         *self,
                 gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (self->fixture->dir, "later", NULL);
  g_autofree char *path = g_build_filename (folder, "j", NULL);
  g_autoptr (WbPortalSpool) spool = NULL;
  g_autoptr (GError) error = NULL;

  g_free (self->journal);
  self->journal = g_steal_pointer (&path);
  spool = open_spool (self);
  add (self, spool, 2);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 2);
  g_assert_cmpuint (get_size (self), ==, 0);
  g_assert_no_errno (g_mkdir (folder, 0700));
  add (self, spool, 1);
  g_clear_pointer (&spool, wb_portal_spool_close);
  spool = open_spool (self);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 3);

  g_assert_no_errno (g_unlink (self->journal));
  add (self, spool, 1);
  g_clear_pointer (&spool, wb_portal_spool_close);
  spool = open_spool (self);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 4);
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 4);

  /* A folder stands where the file should be: only memory, and straight into the ledger. */
  g_clear_pointer (&spool, wb_portal_spool_close);
  g_assert_no_errno (g_mkdir (self->journal, 0700));
  spool = open_spool (self);
  add (self, spool, 2);
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 6);
  g_clear_pointer (&spool, wb_portal_spool_close);
  g_assert_no_errno (g_rmdir (self->journal));
  g_assert_no_errno (g_rmdir (folder));
}

/* What an earlier run left could not be read at the start, and can later. */
static void
test_late (Setup         *self,
           gconstpointer  data)
{
  g_autofree char *aside = g_strconcat (self->journal, ".aside", NULL);
  g_autoptr (WbPortalSpool) spool = open_spool (self);

  add (self, spool, 3);
  g_clear_pointer (&spool, wb_portal_spool_close);
  g_assert_no_errno (g_rename (self->journal, aside));
  g_assert_no_errno (g_mkdir (self->journal, 0700));
  spool = open_spool (self);
  add (self, spool, 1);
  g_assert_no_errno (g_rmdir (self->journal));
  g_assert_no_errno (g_rename (aside, self->journal));
  add (self, spool, 1);
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 5);
  g_assert_cmpuint (get_size (self), ==, 0);
}

static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  limit.rlim_cur = bytes;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
}

/* A disk that takes part of a line, and then nothing of the ledger either. */
static void
test_full (Setup         *self,
           gconstpointer  data)
{
  g_autoptr (WbPortalSpool) spool = open_spool (self);
  g_autoptr (GError) error = NULL;
  gsize line = 0;

  signal (SIGXFSZ, SIG_IGN);
  add (self, spool, 1);
  line = get_size (self);
  limit_files (line + line / 2);
  add (self, spool, 3);
  g_assert_cmpuint (get_size (self), ==, line + line / 2);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 4);
  g_assert_false (wb_portal_spool_drain (spool, self->ledger, 1000, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 4);
  limit_files (RLIM_INFINITY);

  /* Room again: all of it is written, whole. */
  add (self, spool, 1);
  g_clear_pointer (&spool, wb_portal_spool_close);
  spool = open_spool (self);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 5);
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 5);
}

static void
test_locked (Setup         *self,
             gconstpointer  data)
{
  g_autoptr (WbPortalSpool) spool = open_spool (self);
  g_autoptr (WbDb) other = wb_db_open (self->fixture->db, WB_DB_READ_WRITE, NULL);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_true (wb_db_begin_immediate (other, NULL));
  add (self, spool, 2);
  g_assert_false (wb_portal_spool_drain (spool, self->ledger, 1000, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_BUSY);
  /* A connection waits for five seconds otherwise. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 2);
  wb_db_rollback (other);
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 2);
}

/* A deleted file would take them, and be gone with the connection. */
static void
test_gone (Setup         *self,
           gconstpointer  data)
{
  g_autoptr (WbPortalSpool) spool = open_spool (self);
  g_autofree char *aside = g_strconcat (self->fixture->db, ".aside", NULL);
  g_autoptr (GError) error = NULL;

  add (self, spool, 2);
  g_assert_no_errno (g_rename (self->fixture->db, aside));
  g_assert_false (wb_portal_spool_drain (spool, self->ledger, 1000, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_CANNOT_OPEN);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 2);
  g_assert_no_errno (g_rename (aside, self->fixture->db));
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 2);
}

/* One that the ledger cannot take keeps nobody else's, and waits for the ledger to be mended. */
static void
test_refused (Setup         *self,
              gconstpointer  data)
{
  g_autoptr (WbPortalSpool) spool = open_spool (self);
  gint64 refused_at = WB_TIME_NONE;

  change_ledger (self->fixture, "UPDATE ticket SET doc = '{' || doc WHERE id = '" TICKET_1 "'");
  add (self, spool, 1);
  refused_at = NOW + WB_MINUTE_MS;
  add_for (self, spool, TICKET_1, 1);
  add (self, spool, 60);
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 61);
  g_assert_cmpuint (wb_portal_spool_count (spool), ==, 1);
  g_assert_cmpint (wb_portal_spool_oldest (spool), ==, refused_at);
  change_ledger (self->fixture, "UPDATE ticket SET doc = substr (doc, 2) WHERE id = '" TICKET_1 "'");
  g_clear_pointer (&spool, wb_portal_spool_close);
  spool = open_spool (self);
  drain (self, spool);
  g_assert_cmpint (count_stored (self), ==, 62);
  g_assert_cmpuint (get_size (self), ==, 0);
}

/* From here on through the service. */

static char *
start_merchant (Setup *self)
{
  Fixture *fixture = self->fixture;
  g_autofree char *banner = NULL;
  g_autofree char *body = NULL;
  g_autoptr (Answer) put = NULL;

  g_clear_pointer (&self->ledger, wb_ledger_close);
  fixture_restart (fixture);
  g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_1, KEY_1, NULL));
  banner = add_banner (fixture, "Podzim", "");
  body = g_strdup_printf ("{\"tools\":{\"coupon\":{\"enabled\":false,\"placements\":[],\"amounts\":[],"
                          "\"validity_days\":null},\"call_request\":{\"enabled\":false,\"placements\":[],\"text\":{}},"
                          "\"banner\":{\"enabled\":true,\"placements\":[\"portal\",\"ticket_detail\",\"email\"],"
                          "\"banner\":\"%s\",\"target_url\":\"https://www.example.cz/akce\"}}}",
                          banner);
  put = ask_write (fixture, "PUT", "/remarketing/settings/" TYPE_RETURN, MANAGER, 17, body);
  assert_status (put, 200);

  return g_strdup_printf ("/portal/" KEY_1 "/banner/%s?placement=email", banner);
}

static void
click (Fixture    *fixture,
       const char *path)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (Answer) answer = ask (fixture, "GET", path, NULL, NULL, NULL);
  g_autoptr (Answer) offers = ask (fixture, "GET", "/portal/" KEY_1 "/offers?placement=portal", NULL, NULL, NULL);

  assert_status (answer, 302);
  g_assert_cmpstr (answer_header (answer, "location"), ==, "https://www.example.cz/akce");
  assert_status (offers, 200);
  /* Whoever waits for a lock waits for five seconds. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 4 * G_USEC_PER_SEC);
  fixture_advance (fixture, WB_MINUTE_MS);
}

static gint64
count_served (Fixture    *fixture,
              const char *member)
{
  g_autoptr (Answer) stats = ask (fixture, "GET", STATS "&placement=email", MANAGER, NULL, NULL);
  g_autofree char *path = g_strconcat ("results.0.", member, NULL);

  assert_status (stats, 200);

  return answer_has (stats, path) ? answer_int (stats, path) : 0;
}

static void
test_service_locked (Setup         *self,
                     gconstpointer  data)
{
  g_autofree char *path = start_merchant (self);
  g_autoptr (WbDb) other = wb_db_open (self->fixture->db, WB_DB_READ_WRITE, NULL);

  click (self->fixture, path);
  g_assert_cmpint (count_served (self->fixture, "clicks"), ==, 1);
  g_assert_true (wb_db_begin_immediate (other, NULL));
  for (int i = 0; i < 5; i++)
    click (self->fixture, path);
  /* A day later something is due, which waits as well. */
  fixture_advance (self->fixture, 2 * WB_DAY_MS);
  click (self->fixture, path);
  g_assert_cmpint (count_served (self->fixture, "clicks"), ==, 1);
  wb_db_rollback (other);
  {
    g_autoptr (Answer) stats = ask (self->fixture, "GET", STATS "&placement=email", MANAGER, NULL, NULL);

    g_assert_cmpint (answer_int (stats, "results.0.clicks"), ==, 6);
    g_assert_cmpint (answer_int (stats, "results.1.clicks"), ==, 1);
  }
}

/* The ledger's file is deleted under the service, and its tables are. */
static void
test_service_gone (Setup         *self,
                   gconstpointer  data)
{
  g_autofree char *path = start_merchant (self);
  g_autofree char *aside = g_strconcat (self->fixture->db, ".aside", NULL);

  click (self->fixture, path);
  g_assert_no_errno (g_rename (self->fixture->db, aside));
  click (self->fixture, path);
  click (self->fixture, path);
  g_assert_no_errno (g_rename (aside, self->fixture->db));
  g_assert_cmpint (count_served (self->fixture, "clicks"), ==, 3);

  change_ledger (self->fixture, "ALTER TABLE customer_key RENAME TO away");
  {
    g_autoptr (Answer) answer = ask (self->fixture, "GET", path, NULL, NULL, NULL);

    assert_status (answer, 302);
    g_assert_cmpstr (answer_header (answer, "location"), ==, "https://www.example.cz/akce");
  }
  g_assert_cmpint (count_served (self->fixture, "clicks"), ==, 3);
  change_ledger (self->fixture, "ALTER TABLE away RENAME TO customer_key");
  g_assert_cmpint (count_served (self->fixture, "clicks"), ==, 4);
  g_assert_cmpint (ask_ledger (self->fixture,
                               "SELECT count(*) FROM sight WHERE ticket = '" TICKET_1 "' AND kind = 'click'"),
                   ==, 4);
}

/* What waits when the service ends is stored at its end, or at its next start. */
static void
test_service_restarts (Setup         *self,
                       gconstpointer  data)
{
  g_autofree char *path = start_merchant (self);
  g_autoptr (WbDb) other = NULL;

  click (self->fixture, path);
  fixture_close (self->fixture);
  g_assert_cmpint (ask_ledger (self->fixture, "SELECT sum (clicks) FROM sight_count WHERE placement = 'email'"), ==,
                   1);
  g_assert_false (g_file_test (self->journal, G_FILE_TEST_EXISTS));

  fixture_restart (self->fixture);
  other = wb_db_open (self->fixture->db, WB_DB_READ_WRITE, NULL);
  g_assert_true (wb_db_begin_immediate (other, NULL));
  click (self->fixture, path);
  fixture_close (self->fixture);
  g_assert_cmpuint (get_size (self), >, 0);
  g_clear_pointer (&other, wb_db_close);
  fixture_restart (self->fixture);
  g_assert_cmpint (count_served (self->fixture, "clicks"), ==, 2);
}

#define ADD(path, function) g_test_add ("/wb/portal/spool/" path, Setup, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("what-came-is-stored-once", test_stores);
  ADD ("killed-anywhere-nothing-is-lost-nor-doubled", test_killed);
  ADD ("zeros-in-the-journal-keep-no-line", test_zeros);
  ADD ("without-a-folder-they-wait-in-memory", test_unwritable);
  ADD ("a-journal-that-opens-late-is-read", test_late);
  ADD ("a-full-disk-cuts-no-line", test_full);
  ADD ("a-locked-ledger-is-not-waited-for", test_locked);
  ADD ("a-ledger-that-is-gone-gets-nothing", test_gone);
  ADD ("one-refused-keeps-nobody-elses", test_refused);
  ADD ("customers-are-redirected-while-it-is-locked", test_service_locked);
  ADD ("customers-are-redirected-while-it-is-gone", test_service_gone);
  ADD ("what-waits-outlives-the-service", test_service_restarts);

  return g_test_run ();
}
