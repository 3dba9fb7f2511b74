/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Taking back the last act in the queue: by its toast, Ctrl+Z and U. */

#include "config.h"

#include "wb-calls-page-private.h"

#include <glib/gi18n-lib.h>

/**
 * wb_calls_page_undo:
 *
 * Returns: `FALSE` if there is nothing to take back
 */
gboolean
wb_calls_page_undo (WbCallsPage *self)
{
  g_autoptr (WbActivity) before = g_steal_pointer (&self->undo_before);

  if (!before)
    return FALSE;

  g_free (self->wanted_id);
  self->wanted_id = g_strdup (before->id);
  wb_call_card_undo (self->card, before);
  wb_undo_toast_withdraw (self->undo_toast, _ ("Taken back"));

  return TRUE;
}

static void
undo_cb (WbCallsPage *self)
{
  wb_calls_page_undo (self);
}

/* Only the last act is taken back: @before is its call as it was, @words say what was done. */
void
wb_calls_page_offer_undo (WbCallsPage *self,
                          WbActivity  *before,
                          const char  *words)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  g_clear_pointer (&self->undo_before, wb_activity_unref);
  self->undo_before = wb_activity_ref (before);
  if (!self->undo_toast) {
    self->undo_toast = wb_undo_toast_new ();
    g_signal_connect_object (self->undo_toast, "undo", G_CALLBACK (undo_cb), self,
                             G_CONNECT_SWAPPED);
  }
  if (overlay)
    wb_undo_toast_offer (self->undo_toast, ADW_TOAST_OVERLAY (overlay), words);
}
