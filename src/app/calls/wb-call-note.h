/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The note of a call, kept as it is typed (wb-call-draft.h): at each pause, when another call is
 * shown and when the window closes, so that nobody loses a sentence. */

#pragma once

#include "wb-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_CALL_NOTE (wb_call_note_get_type ())
  G_DECLARE_FINAL_TYPE (WbCallNote, wb_call_note, WB, CALL_NOTE, GtkWidget)

/* Signal "done": Ctrl+Enter or Esc: back to where keys say how the call went.
 * Signal "changed": it has or has not words by now. */

/* Once, before all others: what it keeps the notes in. */
  void       wb_call_note_set_context   (WbCallNote *self,
                                         WbContext  *context);
/* NULL = no call. What was typed for the call before is kept, what was typed for this one shown. */
  void       wb_call_note_set_call      (WbCallNote *self,
                                         const char *activity_id);
/* Without blanks around it; NULL = nothing was typed. */
  char      *wb_call_note_dup_text      (WbCallNote *self) G_GNUC_WARN_UNUSED_RESULT;
  gboolean   wb_call_note_is_empty      (WbCallNote *self);
/* Keeps it now, not at the next pause. */
  void       wb_call_note_save          (WbCallNote *self);
/* That much of the note of that call was sent, and the draft of it removed by who sent it. */
  void       wb_call_note_sent          (WbCallNote *self,
                                         const char *activity_id,
                                         const char *sent);
/* Drafts changed: shows what is kept, unless something newer is being typed. */
  void       wb_call_note_reread        (WbCallNote *self);

G_END_DECLS
