/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A key file with a group per workspace, mode 0600, in a folder made with mode 0700
 * (reference/proven.md 4). It is written beside, synced and renamed, under a lock on a second file,
 * so that two programs lose none of each other's entries and a kill at any instant leaves the old
 * file or the new one. What others could read or write is refused, not mended: somebody may have
 * read it already. */

#include "config.h"

#include "wb-secrets-file.h"

#include "wb-remote-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILE_BYTES (1024 * 1024)

static void
set_file_error (GError     **error,
                const char  *path,
                int          cause)
{
  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE,
               _ ("The file of secrets %s cannot be used: %s"), path, g_strerror (cause));
}

static gboolean
check_owner (const char         *path,
             const struct stat  *found,
             gboolean            may_be_root,
             GError            **error)
{
  if (found->st_uid == geteuid () || (may_be_root && found->st_uid == 0))
    return TRUE;
  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE,
               _ ("%s belongs to somebody else and was not used"), path);
  return FALSE;
}

/* Refuses what anybody else could read or write. */
static gboolean
check_file (const char         *path,
            const struct stat  *found,
            GError            **error)
{
  if (!check_owner (path, found, FALSE, error))
    return FALSE;
  if ((found->st_mode & 0077) == 0)
    return TRUE;
  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE,
               _ ("Others may read or write %s; take their rights away with “chmod 600”, and "
                  "change the token if it is not theirs to know"),
               path);
  return FALSE;
}

/* Others may look into the folder, but nobody else may put a file of their own in ours' place. */
static gboolean
check_folder (const char         *folder,
              const struct stat  *found,
              GError            **error)
{
  if (!check_owner (folder, found, TRUE, error))
    return FALSE;
  if ((found->st_mode & 0022) == 0 || (found->st_mode & S_ISVTX) != 0)
    return TRUE;
  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE,
               _ ("Others may write to the folder %s; keep secrets in a folder of your own"),
               folder);
  return FALSE;
}

/* Loads the file; a missing one is empty. Returns whether it could be read and was private. */
static gboolean
load_file (const char  *path,
           GKeyFile    *entries,
           GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  struct stat found;
  gsize n_read = 0;
  gboolean is_loaded;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);

  if (fd < 0 && errno == ENOENT)
    return TRUE;
  if (fd < 0 || fstat (fd, &found) != 0) {
    set_file_error (error, path, errno);
    if (fd >= 0)
      close (fd);
    return FALSE;
  }
  if (!S_ISREG (found.st_mode) || found.st_size > MAX_FILE_BYTES) {
    close (fd);
    set_file_error (error, path, EINVAL);
    return FALSE;
  }
  if (!check_file (path, &found, error)) {
    close (fd);
    return FALSE;
  }
  text = g_malloc0 ((gsize) found.st_size + 1);
  while (n_read < (gsize) found.st_size) {
    gssize n = read (fd, text + n_read, (gsize) found.st_size - n_read);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      break;
    n_read += (gsize) n;
  }
  close (fd);
  is_loaded = g_key_file_load_from_data (entries, text, n_read, G_KEY_FILE_NONE, &cause) ||
              n_read == 0;
  /* Under UBSan GCC believes that it may be NULL here, and refuses an unconditional call. */
  if (text)
    explicit_bzero (text, n_read);
  /* The parser's message would show the line, which may be a secret. */
  if (!is_loaded)
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE,
                 _ ("%s is not a file of secrets"), path);
  return is_loaded;
}

static gboolean
write_all (int         fd,
           const char *data,
           gsize       size)
{
  while (size > 0) {
    gssize n = write (fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    data += n;
    size -= (gsize) n;
  }
  return TRUE;
}

static void
sync_folder (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  /* A file system that cannot sync a folder has nothing better to offer. */
  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static gboolean
replace_file (const char  *path,
              const char  *folder,
              GKeyFile    *entries,
              GError     **error)
{
  g_autofree char *beside = g_strdup_printf ("%s.XXXXXX", path);
  gsize size = 0;
  g_autofree char *text = g_key_file_to_data (entries, &size, NULL);
  int fd = g_mkstemp_full (beside, O_RDWR | O_CLOEXEC, 0600);
  int cause = 0;

  if (fd < 0) {
    set_file_error (error, path, errno);
    explicit_bzero (text, size);
    return FALSE;
  }
  if (!write_all (fd, text, size) || fsync (fd) != 0)
    cause = errno;
  explicit_bzero (text, size);
  if (close (fd) != 0 && cause == 0)
    cause = errno;
  if (cause == 0 && g_rename (beside, path) != 0)
    cause = errno;
  if (cause != 0) {
    g_unlink (beside);
    set_file_error (error, path, cause);
    return FALSE;
  }
  sync_folder (folder);
  return TRUE;
}

/* The folder, made if need be; -1 with an error, else the held lock. */
static int
lock_folder (const char  *path,
             const char  *folder,
             GError     **error)
{
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  struct stat found;
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_stat (folder, &found) != 0) {
    set_file_error (error, path, errno);
    return -1;
  }
  if (!check_folder (folder, &found, error))
    return -1;
  fd = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) {
    set_file_error (error, path, errno);
    return -1;
  }
  while (flock (fd, LOCK_EX) != 0) {
    if (errno == EINTR)
      continue;
    set_file_error (error, path, errno);
    close (fd);
    return -1;
  }
  return fd;
}

/**
 * wb_secrets_file_store:
 * @path: the file
 * @workspace_id: whose secret
 * @name: which one
 * @secret: (nullable): the secret; `NULL` forgets it
 * @error: return location for a #GError
 *
 * Puts one secret into the file, durably before it returns. Any thread, several programs.
 *
 * Errors: %WB_REMOTE_ERROR_SECRET_UNAVAILABLE.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_secrets_file_store (const char  *path,
                       const char  *workspace_id,
                       const char  *name,
                       const char  *secret,
                       GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GKeyFile) entries = g_key_file_new ();
  gboolean is_stored;
  int lock = lock_folder (path, folder, error);

  if (lock < 0)
    return FALSE;
  is_stored = load_file (path, entries, error);
  if (is_stored) {
    if (secret)
      g_key_file_set_string (entries, workspace_id, name, secret);
    else
      g_key_file_remove_key (entries, workspace_id, name, NULL);
    is_stored = replace_file (path, folder, entries, error);
  }
  close (lock);
  return is_stored;
}

/**
 * wb_secrets_file_lookup:
 * @path: the file
 * @workspace_id: whose secret
 * @name: which one
 * @error: return location for a #GError
 *
 * Errors: %WB_REMOTE_ERROR_SECRET_LOCKED when it is not stored,
 * %WB_REMOTE_ERROR_SECRET_UNAVAILABLE.
 *
 * Returns: (transfer full) (nullable): the secret
 */
char *
wb_secrets_file_lookup (const char  *path,
                        const char  *workspace_id,
                        const char  *name,
                        GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GKeyFile) entries = g_key_file_new ();
  struct stat found;
  char *secret;

  if (g_stat (folder, &found) == 0 && !check_folder (folder, &found, error))
    return NULL;
  if (!load_file (path, entries, error))
    return NULL;
  secret = g_key_file_get_string (entries, workspace_id, name, NULL);
  if (!secret)
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_LOCKED,
                 _ ("The token is not in %s; connect again"), path);
  return secret;
}
