/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads and writes files of mode 0600; see wb-portal-private-file.h. No message has their words. */

#include "config.h"

#include "wb-portal-private-file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wb-portal.h"

/* Two keys of 43 characters fit many times over. */
#define MAX_BYTES 4096

static gboolean
set_secret_error (GError     **error,
                  const char  *path,
                  const char  *what)
{
  g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_SECRET, "The secret file %s %s", path,
               what);

  return FALSE;
}

/**
 * wb_portal_private_file_read:
 * @path: a file of mode 0600
 * @text_out: (out) (transfer full): what it holds
 * @error: return location (WB_PORTAL_ERROR_SECRET)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_private_file_read (const char  *path,
                             char       **text_out,
                             GError     **error)
{
  char buffer[MAX_BYTES + 1];
  struct stat info;
  gssize n = 0;
  int fd = -1;

  g_return_val_if_fail (path, FALSE);
  g_return_val_if_fail (text_out, FALSE);

  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return set_secret_error (error, path, "cannot be read.");

  /* Asked of what was opened, so that nothing is swapped in between. */
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode) || (info.st_mode & 077) != 0) {
    close (fd);
    return set_secret_error (error, path, "may be read by others. Run: chmod 600 on it.");
  }

  n = read (fd, buffer, sizeof buffer);
  close (fd);
  if (n <= 0 || n > MAX_BYTES)
    return set_secret_error (error, path, "is empty or too long.");

  *text_out = g_strndup (buffer, (gsize) n);

  return TRUE;
}

static gboolean
write_and_sync (int         fd,
                const char *text)
{
  gsize length = strlen (text);

  return write (fd, text, length) == (gssize) length && fsync (fd) == 0;
}

/* That a file has its name is on disk only when its folder is. */
static void
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0) {
    fsync (fd);
    close (fd);
  }
}

/**
 * wb_portal_private_file_write:
 * @path: where
 * @text: a short text
 * @error: return location (WB_PORTAL_ERROR_SECRET)
 *
 * Returns: `FALSE` with @error set; what was there before is as it was then
 */
gboolean
wb_portal_private_file_write (const char  *path,
                              const char  *text,
                              GError     **error)
{
  g_autofree char *new_path = NULL;
  gboolean done = FALSE;
  int fd = -1;

  g_return_val_if_fail (path, FALSE);
  g_return_val_if_fail (text && strlen (text) <= MAX_BYTES, FALSE);

  new_path = g_strconcat (path, ".new", NULL);
  /* One that a power cut left half-written. */
  unlink (new_path);
  fd = open (new_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) {
    done = write_and_sync (fd, text);
    done = close (fd) == 0 && done && rename (new_path, path) == 0;
  }
  if (!done) {
    unlink (new_path);
    return set_secret_error (error, path, "cannot be written.");
  }
  sync_folder_of (path);

  return TRUE;
}
