/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines in a file; see wb-portal-journal.h. Written at a place that is counted here and not at the
 * file's end, so that a line that a full disk cut in half is overwritten by the next one. It is not
 * synced: the program may be killed at any time, and a computer that loses power loses the last
 * moment's clicks, which is better than a disk's turn in each redirect. */

#include "config.h"

#include "wb-portal-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_BYTES (1024 * 1024)

struct _WbPortalJournal
{
  char *path;     /* (owned) */
  int fd;         /* -1 = could not be opened yet */
  gint64 size;    /* of whole lines */
};

/* Just behind the last end of a line; 0 = there is none. */
static gsize
find_lines (const char *text,
            gssize      n_bytes)
{
  gsize n = n_bytes > 0 ? (gsize) n_bytes : 0;

  while (n > 0 && text[n - 1] != '\n')
    n--;

  return n;
}

/* Where the last whole line ends. What a kill left of another one was never answered. */
static gint64
find_end (int    fd,
          gint64 size)
{
  g_autofree char *buffer = g_malloc (READ_BYTES);

  while (size > 0) {
    gint64 from = MAX (size - READ_BYTES, 0);
    gssize n = pread (fd, buffer, (gsize) (size - from), from);
    gsize end = find_lines (buffer, n);

    if (end > 0)
      return from + (gint64) end;
    size = from;
  }

  return 0;
}

static gboolean
open_file (WbPortalJournal  *self,
           GError          **error)
{
  int fd = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  struct stat facts;

  if (fd < 0)
    return TRUE;
  if (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    close (fd);
    g_set_error_literal (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                         "Another winback-portal serves this database.");
    return FALSE;
  }
  if (fstat (fd, &facts) != 0 || !S_ISREG (facts.st_mode)) {
    close (fd);
    return TRUE;
  }

  self->size = find_end (fd, facts.st_size);
  self->fd = fd;

  return TRUE;
}

WbPortalJournal *
wb_portal_journal_open (const char  *path,
                        GError     **error)
{
  g_autoptr (WbPortalJournal) self = g_new0 (WbPortalJournal, 1);

  self->path = g_strdup (path);
  self->fd = -1;
  if (!open_file (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
close_file (WbPortalJournal *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  self->size = 0;
}

void
wb_portal_journal_close (WbPortalJournal *self)
{
  /* Nothing is left to be found again. */
  if (self->size == 0 && wb_portal_journal_is_in_place (self) && self->fd >= 0)
    unlink (self->path);
  close_file (self);
  g_free (self->path);
  g_free (self);
}

gboolean
wb_portal_journal_is_in_place (WbPortalJournal *self)
{
  struct stat facts;

  if (self->fd < 0 || (fstat (self->fd, &facts) == 0 && facts.st_nlink > 0))
    return TRUE;

  close_file (self);

  return FALSE;
}

gboolean
wb_portal_journal_append (WbPortalJournal *self,
                          const char      *lines,
                          gsize            n_bytes)
{
  gssize n = 0;

  if (self->fd < 0)
    open_file (self, NULL);
  if (self->fd < 0)
    return FALSE;

  do
    n = pwrite (self->fd, lines, n_bytes, self->size);
  while (n < 0 && errno == EINTR);
  if (n != (gssize) n_bytes)
    return FALSE;
  self->size += n;

  return TRUE;
}

gint64
wb_portal_journal_get_size (WbPortalJournal *self)
{
  return self->size;
}

char *
wb_portal_journal_read (WbPortalJournal *self,
                        gint64           at,
                        gsize           *n_bytes_out)
{
  g_autofree char *buffer = NULL;
  gssize n = 0;

  *n_bytes_out = 0;
  if (self->fd < 0 || at >= self->size)
    return NULL;

  buffer = g_malloc (READ_BYTES);
  n = pread (self->fd, buffer, (gsize) MIN (READ_BYTES, self->size - at), at);
  *n_bytes_out = find_lines (buffer, n);
  /* No line is that long. */
  if (*n_bytes_out == 0 && n == READ_BYTES)
    *n_bytes_out = (gsize) n;

  return *n_bytes_out > 0 ? g_steal_pointer (&buffer) : NULL;
}

gboolean
wb_portal_journal_cut (WbPortalJournal *self)
{
  if (self->fd >= 0 && ftruncate (self->fd, 0) != 0)
    return FALSE;
  self->size = 0;

  return TRUE;
}
