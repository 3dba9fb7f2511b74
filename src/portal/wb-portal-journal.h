/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A file of lines that only grows until it is cut to nothing: what is written outlives the program.
 * It belongs to one program at a time. One that cannot be written now may be later, so nothing here
 * fails for good but another program's having it. Serving thread. */

#pragma once

#include "wb-portal.h"

G_BEGIN_DECLS

typedef struct _WbPortalJournal WbPortalJournal;

WbPortalJournal *wb_portal_journal_open (const char       *path,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void       wb_portal_journal_close      (WbPortalJournal  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPortalJournal, wb_portal_journal_close)

/* Whether what was written is still in the file of that name. */
gboolean   wb_portal_journal_is_in_place (WbPortalJournal *self);
/* Whole lines: all of them or none. FALSE = it cannot be written now. */
gboolean   wb_portal_journal_append     (WbPortalJournal  *self,
                                         const char       *lines,
                                         gsize             n_bytes);
gint64     wb_portal_journal_get_size   (WbPortalJournal  *self);
/* Whole lines from @at on, about a mebibyte; NULL = there are none. Their length is what was read. Not
 * ended by a zero; what a computer that lost its power left may have zeros in it, and no line's end. */
char      *wb_portal_journal_read       (WbPortalJournal  *self,
                                         gint64            at,
                                         gsize            *n_bytes_out) G_GNUC_WARN_UNUSED_RESULT;
/* All of it is somewhere else by now. */
gboolean   wb_portal_journal_cut        (WbPortalJournal  *self);

G_END_DECLS
