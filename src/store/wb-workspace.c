/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The workspace; see wb-workspace.h.
 *
 * Threads: the writer connection is guarded by `writer_lock`, held from begin to commit or
 * rollback; the reader belongs to the main thread; what a commit touched is gathered under
 * `told_lock` and told once by the default main context, however many commits there were
 * meanwhile. */

#include "config.h"

#include "wb-workspace-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "wb-coupon-row.h"
#include "wb-meta-store.h"
#include "wb-server-time.h"
#include "wb-store-resources.h"
#include "wb-time.h"

/* "WBws" */
#define APPLICATION_ID 0x57427773
#define FILE_NAME "workspace.db"
#define SYNC_LOCK_NAME "sync.lock"
#define IN_USE_NAME "in-use.lock"
#define MAX_HOLDER_BYTES 256
#define MAX_TOLD_CALLS 256

/* A window's frame that is due comes first, at G_PRIORITY_HIGH_IDLE + 20: whoever pressed a key
 * sees what it did before all that shows the rows stored with it has read them. But where frame
 * follows frame the rest does not wait for them to end. */
#define TELL_PRIORITY (G_PRIORITY_HIGH_IDLE + 30)
#define TELL_WITHIN_MS 40

#define RESOURCES "/io/github/winback_desk/Winback/store/"

static const WbMigration migrations[] = {
  { "the first workspace", RESOURCES "0001.sql" },
  { "banners, and the earlier versions of settings", RESOURCES "0002.sql" },
  { "sorts, filters and reminders of calls, notes being typed", RESOURCES "0003.sql" },
  { "both stories of a call that somebody else took or closed", RESOURCES "0004.sql" },
  { "all coupons, and shops of our own", RESOURCES "0005.sql" },
  { "statistics, day by day", RESOURCES "0006.sql" },
  { "after how many days coupons end", RESOURCES "0007.sql" },
};

struct _WbWorkspace
{
  GObject parent_instance;

  char *dir;              /* (owned) */
  char *path;             /* (owned) */
  WbClock *clock;         /* (owned) */
  WbRandom *random;       /* (owned) */

  GMutex writer_lock;
  WbDb *writer;           /* (owned) (nullable) (mutex writer_lock) */
  gint64 data_version;    /* (mutex writer_lock) the last seen one */
  GThread *writing;       /* who holds writer_lock; for catching a begin inside a begin */
  GArray *touched_calls;  /* (owned) (mutex writer_lock) row ids, of the open transaction */
  WbDb *reader;           /* (owned) (nullable) main thread */

  GMutex told_lock;
  WbTables to_tell;       /* (mutex told_lock) */
  GArray *calls_to_tell;  /* (owned) (nullable) (mutex told_lock) row ids; NULL = any */
  GSource *telling[2];    /* (owned) (nullable) both or none (mutex told_lock) */

  GArray *told_calls;     /* (owned) (nullable) main thread: of the "changed" under way */

  int in_use_fd;          /* (owned) -1 = closed */
  int sync_lock_fd;       /* (owned) -1 = not ours */

  WbWorkspaceProbe probe; /* (nullable) tests only */
  gpointer probe_data;    /* (unowned) */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbWorkspace, wb_workspace, G_TYPE_OBJECT)

static GArray *
new_rows (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* With told_lock. */
static void
stop_telling (WbWorkspace *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->telling); i++) {
    if (self->telling[i])
      g_source_destroy (self->telling[i]);
    g_clear_pointer (&self->telling[i], g_source_unref);
  }
}

static void
wb_workspace_finalize (GObject *object)
{
  WbWorkspace *self = WB_WORKSPACE (object);

  wb_workspace_close (self);
  g_mutex_clear (&self->writer_lock);
  g_mutex_clear (&self->told_lock);
  g_array_unref (self->touched_calls);
  g_clear_pointer (&self->calls_to_tell, g_array_unref);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_free (self->path);
  g_free (self->dir);

  G_OBJECT_CLASS (wb_workspace_parent_class)->finalize (object);
}

static void
wb_workspace_class_init (WbWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = wb_workspace_finalize;

  /**
   * WbWorkspace::changed:
   * @tables: WbTables, all that was touched since the last emission
   *
   * After commits, here or by another program; main thread.
   */
  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
wb_workspace_init (WbWorkspace *self)
{
  g_mutex_init (&self->writer_lock);
  g_mutex_init (&self->told_lock);
  self->touched_calls = new_rows ();
  self->calls_to_tell = new_rows ();
  self->in_use_fd = -1;
  self->sync_lock_fd = -1;
}

static gboolean
fail_with_errno (const char  *sentence,
                 const char  *path,
                 GError     **error)
{
  int saved_errno = errno;
  WbDbError code = WB_DB_ERROR_CANNOT_OPEN;

  if (saved_errno == EACCES || saved_errno == EPERM || saved_errno == EROFS)
    code = WB_DB_ERROR_READ_ONLY;
  else if (saved_errno == ENOSPC || saved_errno == EDQUOT)
    code = WB_DB_ERROR_FULL;
  g_set_error (error, WB_DB_ERROR, code, "%s %s: %s", sentence, path, g_strerror (saved_errno));

  return FALSE;
}

static int
open_lock_file (WbWorkspace  *self,
                const char   *name,
                GError      **error)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    fail_with_errno (_ ("Cannot write"), path, error);

  return fd;
}

/* Every program that has the workspace open holds in-use.lock together with the others. Whoever
 * comes first marks it and whoever leaves last takes the mark away: a mark found by the first is
 * from a program that did not come to its end. */
static gboolean
mark_in_use (WbWorkspace  *self,
             gboolean     *first_out,
             gboolean     *unclean_out,
             GError      **error)
{
  char mark = 0;

  *first_out = FALSE;
  *unclean_out = FALSE;
  self->in_use_fd = open_lock_file (self, IN_USE_NAME, error);
  if (self->in_use_fd < 0)
    return FALSE;

  if (flock (self->in_use_fd, LOCK_EX | LOCK_NB) == 0) {
    *first_out = TRUE;
    *unclean_out = pread (self->in_use_fd, &mark, 1, 0) == 1;
    if (pwrite (self->in_use_fd, "1", 1, 0) != 1)
      return fail_with_errno (_ ("Cannot write in"), self->dir, error);
  }
  if (flock (self->in_use_fd, LOCK_SH) != 0)
    return fail_with_errno (_ ("Cannot lock"), self->dir, error);

  return TRUE;
}

static void
unmark_in_use (WbWorkspace *self)
{
  if (self->in_use_fd < 0)
    return;
  /* Not the last one: the mark stays for the others. */
  if (flock (self->in_use_fd, LOCK_EX | LOCK_NB) == 0 && ftruncate (self->in_use_fd, 0) != 0)
    g_debug ("the mark in %s stays: the next start checks the file", IN_USE_NAME);
  close (self->in_use_fd);
  self->in_use_fd = -1;
}

/* Structure and constraints, without comparing each index with its table: a second per gigabyte. */
static gboolean
check_quickly (WbDb    *db,
               GError **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, "PRAGMA quick_check (1)", error);
  gboolean has_row = FALSE;

  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row && g_strcmp0 (wb_stmt_get_text (stmt, 0), "ok") == 0)
    return TRUE;
  g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_CORRUPT,
               _ ("The workspace was damaged when the program last ended (%s); restore a copy of "
                  "it, or connect again"), has_row ? wb_stmt_get_text (stmt, 0) : "");

  return FALSE;
}

static gboolean
prepare_writer (WbWorkspace  *self,
                gboolean      first,
                gboolean      unclean,
                GError      **error)
{
  gboolean unfinished = FALSE;

  /* 64 MiB of pages: an index is made in memory (reference/floors.md 9). */
  if (!wb_db_exec (self->writer, "PRAGMA cache_size=-65536", error) ||
      (unclean && !check_quickly (self->writer, error)) ||
      !wb_bulk_load_is_unfinished (self->writer, &unfinished, error))
    return FALSE;
  /* Not when another program has it open: it may be loading just now. */
  if (unfinished && first && !wb_bulk_load_end (self->writer, error))
    return FALSE;

  return wb_db_data_version (self->writer, &self->data_version, error);
}

static WbWorkspace *
make_object (const char *dir,
             WbClock    *clock,
             WbRandom   *random)
{
  WbWorkspace *self = g_object_new (WB_TYPE_WORKSPACE, NULL);

  self->dir = g_strdup (dir);
  self->path = g_build_filename (dir, FILE_NAME, NULL);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);

  /* In a static library the resources are only linked in when somebody names them. */
  g_resources_register (wb_store_get_resource ());

  return self;
}

static gboolean
refuse_empty (WbWorkspace  *self,
              GError      **error)
{
  GStatBuf info = { 0 };

  if (g_stat (self->path, &info) != 0)
    return fail_with_errno (_ ("Cannot open the workspace"), self->path, error);
  if (info.st_size > 0)
    return TRUE;
  g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_NOT_OURS,
               _ ("The workspace %s is empty; move its folder away and connect again, or put a "
                  "copy of it back"), self->path);

  return FALSE;
}

/* From a file on disk to a usable workspace; the same for a new one. */
static gboolean
open_file (WbWorkspace  *self,
           WbDbFlags     flags,
           GError      **error)
{
  gboolean first = FALSE;
  gboolean unclean = FALSE;

  self->writer = wb_db_open (self->path, flags, error);
  if (!self->writer || !wb_db_migrate (self->writer, APPLICATION_ID, migrations,
                                       G_N_ELEMENTS (migrations), error))
    return FALSE;
  if (!mark_in_use (self, &first, &unclean, error) ||
      !prepare_writer (self, first, unclean, error) ||
      !wb_coupon_upgrade (self->writer, wb_clock_now (self->clock), error))
    return FALSE;
  wb_db_watch_rows (self->writer, "call", self->touched_calls);
  self->reader = wb_workspace_open_reader (self, error);

  return self->reader != NULL;
}

static gboolean
store_first_facts (WbWorkspace  *self,
                   const char   *base_url,
                   GError      **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, wb_clock_now (self->clock));
  WbDb *db = wb_workspace_begin (self, error);

  if (!db)
    return FALSE;
  if (wb_workspace_set_meta (db, WB_META_BASE_URL, base_url, error) &&
      wb_workspace_set_meta (db, WB_META_CREATED_AT, now, error))
    return wb_workspace_commit (self, WB_TABLE_SYNC, error);
  wb_workspace_rollback (self);

  return FALSE;
}

static void
remove_files (WbWorkspace *self)
{
  const char *names[] = { FILE_NAME, FILE_NAME "-wal", FILE_NAME "-shm", IN_USE_NAME };

  wb_workspace_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (self->dir, names[i], NULL);

    g_unlink (path);
  }
  g_rmdir (self->dir);
}

/**
 * wb_workspace_create:
 * @dir: the folder; made with its parents where there is none
 * @base_url: of the helpdesk, ending in "/api/v2"
 * @clock: what time it is
 * @random: for idempotency keys
 *
 * Makes a new workspace. When that fails, what was made is taken away again. Any thread.
 *
 * Returns: (transfer full): the workspace; `NULL` with a %WB_DB_ERROR: %WB_DB_ERROR_CONSTRAINT when
 *   @dir holds a workspace already, %WB_DB_ERROR_READ_ONLY, %WB_DB_ERROR_FULL, …
 */
WbWorkspace *
wb_workspace_create (const char  *dir,
                     const char  *base_url,
                     WbClock     *clock,
                     WbRandom    *random,
                     GError     **error)
{
  g_autoptr (WbWorkspace) self = NULL;
  GStatBuf info = { 0 };

  g_return_val_if_fail (dir, NULL);
  g_return_val_if_fail (base_url, NULL);
  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (WB_IS_RANDOM (random), NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = make_object (dir, clock, random);
  if (g_stat (self->path, &info) == 0 && info.st_size > 0) {
    g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_CONSTRAINT,
                 _ ("There is a workspace in %s already; choose another folder"), dir);
    return NULL;
  }
  if (g_mkdir_with_parents (dir, 0700) != 0) {
    fail_with_errno (_ ("Cannot make the folder"), dir, error);
    return NULL;
  }
  if (!open_file (self, WB_DB_CREATE, error) || !store_first_facts (self, base_url, error)) {
    remove_files (self);
    return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * wb_workspace_open:
 * @dir: the folder
 * @clock: what time it is
 * @random: for idempotency keys
 *
 * Opens a workspace: brings it up to date (after a copy), checks the file if the last program that
 * had it did not come to its end, and makes the indexes of a first load that was cut off. The last
 * two may take seconds. Any thread.
 *
 * Returns: (transfer full): the workspace; `NULL` with a %WB_DB_ERROR:
 *   %WB_DB_ERROR_SCHEMA_TOO_NEW, %WB_DB_ERROR_NOT_OURS, %WB_DB_ERROR_CORRUPT,
 *   %WB_DB_ERROR_CANNOT_OPEN, %WB_DB_ERROR_READ_ONLY, …
 */
WbWorkspace *
wb_workspace_open (const char  *dir,
                   WbClock     *clock,
                   WbRandom    *random,
                   GError     **error)
{
  g_autoptr (WbWorkspace) self = NULL;

  g_return_val_if_fail (dir, NULL);
  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (WB_IS_RANDOM (random), NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = make_object (dir, clock, random);
  if (!refuse_empty (self, error) || !open_file (self, WB_DB_READ_WRITE, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * wb_workspace_close:
 * @self: a workspace in which nothing is under way
 *
 * Closes the file; nothing but freeing @self is possible afterwards. Readers given out by
 * wb_workspace_open_reader() are closed before by who has them. Main thread, or the only one.
 */
void
wb_workspace_close (WbWorkspace *self)
{
  g_return_if_fail (WB_IS_WORKSPACE (self));
  g_return_if_fail (!self->writing);

  g_mutex_lock (&self->told_lock);
  stop_telling (self);
  g_mutex_unlock (&self->told_lock);

  wb_workspace_unlock_sync (self);
  /* The reader first: the last connection to go tidies the log away, which takes writing. */
  g_clear_pointer (&self->reader, wb_db_close);
  g_clear_pointer (&self->writer, wb_db_close);
  unmark_in_use (self);
}

/**
 * wb_workspace_get_dir:
 * @self: a workspace
 *
 * Returns: (transfer none): its folder
 */
const char *
wb_workspace_get_dir (WbWorkspace *self)
{
  g_return_val_if_fail (WB_IS_WORKSPACE (self), NULL);

  return self->dir;
}

/**
 * wb_workspace_get_clock:
 * @self: a workspace
 *
 * Returns: (transfer none): its clock; this computer's time, not the server's
 */
WbClock *
wb_workspace_get_clock (WbWorkspace *self)
{
  g_return_val_if_fail (WB_IS_WORKSPACE (self), NULL);

  return self->clock;
}

/**
 * wb_workspace_get_random:
 * @self: a workspace
 *
 * Returns: (transfer none): its source of randomness; only within a transaction of it
 */
WbRandom *
wb_workspace_get_random (WbWorkspace *self)
{
  g_return_val_if_fail (WB_IS_WORKSPACE (self), NULL);

  return self->random;
}

static gboolean
tell_cb (gpointer data)
{
  g_autoptr (WbWorkspace) self = g_weak_ref_get (data);
  WbTables tables = WB_TABLE_NONE;
  g_autoptr (GArray) calls = NULL;

  if (!self)
    return G_SOURCE_REMOVE;

  g_mutex_lock (&self->told_lock);
  tables = self->to_tell;
  self->to_tell = WB_TABLE_NONE;
  calls = g_steal_pointer (&self->calls_to_tell);
  self->calls_to_tell = new_rows ();
  stop_telling (self);
  g_mutex_unlock (&self->told_lock);
  self->told_calls = calls;
  g_signal_emit (self, signals[CHANGED], 0, (guint) tables);
  self->told_calls = NULL;

  return G_SOURCE_REMOVE;
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* Many are as good as all: whoever listens reads them all at once. */
static void
add_calls_to_tell (WbWorkspace *self,
                   GArray      *calls)
{
  if (!calls || (self->calls_to_tell && self->calls_to_tell->len + calls->len > MAX_TOLD_CALLS))
    g_clear_pointer (&self->calls_to_tell, g_array_unref);
  if (self->calls_to_tell)
    g_array_append_vals (self->calls_to_tell, calls->data, calls->len);
}

/* Takes @source over; with told_lock. */
static void
start_telling (WbWorkspace *self,
               guint        n,
               GSource     *source,
               int          priority)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  self->telling[n] = source;
  g_source_set_priority (source, priority);
  g_source_set_static_name (source, "workspace changed");
  g_source_set_callback (source, tell_cb, weak, free_weak_ref);
  g_source_attach (source, NULL);
}

/* @calls: (nullable) row ids; NULL = any may have changed. */
static void
tell (WbWorkspace *self,
      WbTables     tables,
      GArray      *calls)
{
  if (tables == WB_TABLE_NONE)
    return;

  g_mutex_lock (&self->told_lock);
  self->to_tell |= tables;
  add_calls_to_tell (self, calls);
  if (!self->telling[0]) {
    start_telling (self, 0, g_idle_source_new (), TELL_PRIORITY);
    start_telling (self, 1, g_timeout_source_new (TELL_WITHIN_MS), G_PRIORITY_DEFAULT);
  }
  g_mutex_unlock (&self->told_lock);
}

/**
 * wb_workspace_begin:
 * @self: a workspace
 *
 * Takes the writer's lock, waiting for whoever has it, and begins a transaction. Ended by exactly
 * one commit or rollback on the same thread; never begun twice by one thread. Keep it short: 20 ms.
 *
 * Returns: (nullable) (transfer none): the writer, until the end of the transaction; `NULL` with a
 *   %WB_DB_ERROR, and then there is nothing to end
 */
WbDb *
wb_workspace_begin (WbWorkspace  *self,
                    GError      **error)
{
  g_return_val_if_fail (WB_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (g_atomic_pointer_get (&self->writing) != g_thread_self (), NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  g_mutex_lock (&self->writer_lock);
  g_assert (self->writer);
  if (!wb_db_begin_immediate (self->writer, error)) {
    g_mutex_unlock (&self->writer_lock);
    return NULL;
  }
  g_atomic_pointer_set (&self->writing, g_thread_self ());

  return self->writer;
}

static void
stop_writing (WbWorkspace *self)
{
  g_array_set_size (self->touched_calls, 0);
  g_atomic_pointer_set (&self->writing, NULL);
  g_mutex_unlock (&self->writer_lock);
}

/**
 * wb_workspace_commit:
 * @self: a workspace in which this thread has begun
 * @touched: what was touched, for the signal "changed"
 *
 * Ends the transaction: all is stored, or, on an error, nothing is. "changed" follows on the main
 * thread.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_workspace_commit (WbWorkspace  *self,
                     WbTables      touched,
                     GError      **error)
{
  gboolean stored = FALSE;
  g_autoptr (GArray) calls = NULL;

  g_return_val_if_fail (WB_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_atomic_pointer_get (&self->writing) == g_thread_self (), FALSE);

  stored = wb_db_commit (self->writer, error);
  calls = g_array_copy (self->touched_calls);
  stop_writing (self);
  if (stored)
    tell (self, touched, calls);

  return stored;
}

/**
 * wb_workspace_rollback:
 * @self: a workspace in which this thread has begun
 *
 * Ends the transaction; nothing of it is stored.
 */
void
wb_workspace_rollback (WbWorkspace *self)
{
  g_return_if_fail (WB_IS_WORKSPACE (self));
  g_return_if_fail (g_atomic_pointer_get (&self->writing) == g_thread_self ());

  wb_db_rollback (self->writer);
  stop_writing (self);
}

/**
 * wb_workspace_get_reader:
 * @self: a workspace
 *
 * Returns: (transfer none): the main thread's read-only connection; short reads only
 */
WbDb *
wb_workspace_get_reader (WbWorkspace *self)
{
  g_return_val_if_fail (WB_IS_WORKSPACE (self), NULL);

  return self->reader;
}

/**
 * wb_workspace_get_changed_calls:
 * @self: a workspace
 *
 * Which calls the "changed" that is under way is about, so that a list need not show all of its
 * rows anew for one. Main thread, within a handler.
 *
 * Returns: (nullable) (transfer none) (element-type gint64): row ids, some perhaps gone or more
 *   than once; `NULL` = any may have changed
 */
GArray *
wb_workspace_get_changed_calls (WbWorkspace *self)
{
  g_return_val_if_fail (WB_IS_WORKSPACE (self), NULL);

  return self->told_calls;
}

/**
 * wb_workspace_open_reader:
 * @self: a workspace
 *
 * A read-only connection for a thread of its own. Any thread.
 *
 * Returns: (transfer full): the connection, closed before the workspace is; `NULL` with a
 *   %WB_DB_ERROR
 */
WbDb *
wb_workspace_open_reader (WbWorkspace  *self,
                          GError      **error)
{
  g_autoptr (WbDb) reader = NULL;

  g_return_val_if_fail (WB_IS_WORKSPACE (self), NULL);

  reader = wb_db_open (self->path, WB_DB_READ_ONLY, error);
  if (!reader || !wb_db_exec (reader, "PRAGMA mmap_size=268435456; PRAGMA cache_size=-8192", error))
    return NULL;

  return g_steal_pointer (&reader);
}

/* Runs one end of the bulk load under the writer's lock. */
static gboolean
run_on_writer (WbWorkspace  *self,
               gboolean (*function)(WbDb *writer, GError **error),
               GError      **error)
{
  gboolean done = FALSE;

  g_mutex_lock (&self->writer_lock);
  done = function (self->writer, error);
  g_mutex_unlock (&self->writer_lock);

  return done;
}

/**
 * wb_workspace_begin_bulk_load:
 * @self: a workspace in which this thread has not begun
 *
 * Begins the first load: until its end transactions are not synced to the disk, tickets are stored
 * by wb_ticket_store_load() in transactions of about 10,000, looking a ticket up by id or code is
 * slow and searching finds nothing. Everything but tickets is better stored before or after. A
 * program killed inside leaves the mark, and the next open makes indexes and search. Any thread.
 *
 * Returns: `TRUE` if it began; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_workspace_begin_bulk_load (WbWorkspace  *self,
                              GError      **error)
{
  g_return_val_if_fail (WB_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_atomic_pointer_get (&self->writing) != g_thread_self (), FALSE);

  return run_on_writer (self, wb_bulk_load_begin, error);
}

/**
 * wb_workspace_begin_coupon_load:
 * @self: a workspace in which this thread has not begun
 *
 * As wb_workspace_begin_bulk_load(), for coupons; each may be under way alone. Any thread.
 *
 * Returns: `TRUE` if it began; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_workspace_begin_coupon_load (WbWorkspace  *self,
                                GError      **error)
{
  g_return_val_if_fail (WB_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_atomic_pointer_get (&self->writing) != g_thread_self (), FALSE);

  return run_on_writer (self, wb_bulk_load_begin_coupons, error);
}

/**
 * wb_workspace_end_bulk_load:
 * @self: a workspace in which a bulk load began
 *
 * Makes the indexes and the search rows, and has all of it synced to the disk. About two seconds
 * for 100,000 tickets. On an error what was loaded stays and the next open tries again. Any thread.
 *
 * Returns: `TRUE` if it is done; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_workspace_end_bulk_load (WbWorkspace  *self,
                            GError      **error)
{
  g_return_val_if_fail (WB_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_atomic_pointer_get (&self->writing) != g_thread_self (), FALSE);

  if (!run_on_writer (self, wb_bulk_load_end, error))
    return FALSE;
  tell (self, WB_TABLE_TICKETS | WB_TABLE_COUPONS, NULL);

  return TRUE;
}

/**
 * wb_workspace_dup_meta:
 * @db: a reader, or the open transaction
 * @key: one of wb-meta-store.h
 *
 * Returns: (nullable) (transfer full): its value; `NULL` when there is none
 */
char *
wb_workspace_dup_meta (WbDb       *db,
                       const char *key)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (key, NULL);

  stmt = wb_db_prepare (db, "SELECT value FROM meta WHERE key = ?1", NULL);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, key);

  return wb_stmt_step (stmt, &has_row, NULL) && has_row ? wb_stmt_dup_text (stmt, 0) : NULL;
}

/**
 * wb_workspace_set_meta:
 * @db: the open transaction
 * @key: one of wb-meta-store.h
 * @value: (nullable): its value; `NULL` takes it away
 *
 * Returns: `TRUE` if it is stored with the transaction; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_workspace_set_meta (WbDb        *db,
                       const char  *key,
                       const char  *value,
                       GError     **error)
{
  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (key, FALSE);

  if (!value)
    return wb_store_run (db, "DELETE FROM meta WHERE key = ?1", key, NULL, error);

  return wb_store_run (db, "INSERT INTO meta (key, value) VALUES (?1, ?2)"
                       " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
                       " WHERE value <> excluded.value", key, value, error);
}

/**
 * wb_workspace_server_now:
 * @self: a workspace
 * @db: one of its readers, or the open transaction
 *
 * Lateness and all that is stored with its time goes by the server's clock
 * (reference/retino-api.md B.1). Any thread.
 *
 * Returns: the server's time now, in ms; this computer's while no answer has been seen
 */
gint64
wb_workspace_server_now (WbWorkspace *self,
                         WbDb        *db)
{
  WbServerTime known;

  g_return_val_if_fail (WB_IS_WORKSPACE (self), 0);
  g_return_val_if_fail (db, 0);

  wb_server_time_read (&known, db);

  return wb_server_time_now (&known, self->clock);
}

/**
 * wb_workspace_try_lock_sync:
 * @self: a workspace
 * @holder_out: (out) (optional) (nullable): when another program syncs it: which, in words
 *
 * Only one program syncs a workspace at a time; the lock goes with the program.
 *
 * Returns: `TRUE` if we have it now (or had it); `FALSE` without an error when another program has
 *   it, with a %WB_DB_ERROR when the folder cannot be written
 */
gboolean
wb_workspace_try_lock_sync (WbWorkspace  *self,
                            char        **holder_out,
                            GError      **error)
{
  g_autofree char *words = NULL;
  char holder[MAX_HOLDER_BYTES + 1] = "";
  int fd = -1;

  g_return_val_if_fail (WB_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (holder_out)
    *holder_out = NULL;
  if (self->sync_lock_fd >= 0)
    return TRUE;
  fd = open_lock_file (self, SYNC_LOCK_NAME, error);
  if (fd < 0)
    return FALSE;
  if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK)
      fail_with_errno (_ ("Cannot lock"), self->dir, error);
    else if (holder_out && pread (fd, holder, MAX_HOLDER_BYTES, 0) > 0)
      *holder_out = g_utf8_make_valid (holder, -1);
    close (fd);
    return FALSE;
  }

  /* Who has it, for the other one's message; the lock holds without it. */
  words = g_strdup_printf (_ ("%s (process %d)"), g_get_prgname () ? g_get_prgname () : "winback",
                           (int) getpid ());
  if (ftruncate (fd, 0) != 0 || pwrite (fd, words, MIN (strlen (words), MAX_HOLDER_BYTES), 0) < 0)
    g_debug ("%s stays without words: %s", SYNC_LOCK_NAME, g_strerror (errno));
  self->sync_lock_fd = fd;

  return TRUE;
}

/**
 * wb_workspace_unlock_sync:
 * @self: a workspace
 *
 * Lets another program sync it.
 */
void
wb_workspace_unlock_sync (WbWorkspace *self)
{
  g_return_if_fail (WB_IS_WORKSPACE (self));

  if (self->sync_lock_fd < 0)
    return;
  close (self->sync_lock_fd);
  self->sync_lock_fd = -1;
}

/**
 * wb_workspace_notice_others:
 * @self: a workspace
 *
 * Looks whether another program has committed; "changed" with all tables follows if so. Costs
 * microseconds: call it every second or so. Does not wait for a transaction that is under way, the
 * next call sees it then. Main thread.
 */
void
wb_workspace_notice_others (WbWorkspace *self)
{
  gint64 version = 0;
  gboolean changed = FALSE;

  g_return_if_fail (WB_IS_WORKSPACE (self));

  if (!g_mutex_trylock (&self->writer_lock))
    return;
  if (self->writer && wb_db_data_version (self->writer, &version, NULL)) {
    changed = version != self->data_version;
    self->data_version = version;
  }
  g_mutex_unlock (&self->writer_lock);
  if (changed)
    tell (self, WB_TABLE_ALL, NULL);
}

void
wb_workspace_set_probe (WbWorkspace      *self,
                        WbWorkspaceProbe  probe,
                        gpointer          data)
{
  self->probe = probe;
  self->probe_data = data;
}

void
wb_workspace_probe (WbWorkspace *self,
                    const char  *point)
{
  if (self->probe)
    self->probe (point, self->probe_data);
}
