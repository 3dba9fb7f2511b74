/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Taking back the last act in the queue: by its toast, Ctrl+Z and U. The last act is the one that
 * was made last, although its call is left before it is stored: until then U waits for it, and does
 * not take back the act before. */

#include "config.h"

#include "wb-calls-page-private.h"

#include <glib/gi18n-lib.h>

static gboolean
undo_stored (WbCallsPage *self)
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

/**
 * wb_calls_page_undo:
 *
 * Takes back the last act, at once or when it is stored.
 *
 * Returns: `FALSE` if there is nothing to take back
 */
gboolean
wb_calls_page_undo (WbCallsPage *self)
{
  if (!self->undo_storing)
    return undo_stored (self);

  g_clear_pointer (&self->undo_wanted, wb_activity_unref);
  self->undo_wanted = wb_activity_ref (self->undo_storing);

  return TRUE;
}

/* An act on a call, that was @before, is made and not stored yet. */
void
wb_calls_page_expect_act (WbCallsPage *self,
                          WbActivity  *before)
{
  g_clear_pointer (&self->undo_storing, wb_activity_unref);
  self->undo_storing = wb_activity_ref (before);
}

/* It will not be stored. Of several made at once the last is waited for, and the one wanted. */
void
wb_calls_page_forget_act (WbCallsPage *self,
                          WbActivity  *before)
{
  if (before == self->undo_storing)
    g_clear_pointer (&self->undo_storing, wb_activity_unref);
  if (before == self->undo_wanted)
    g_clear_pointer (&self->undo_wanted, wb_activity_unref);
}

/* It is, and offered to be taken back. */
void
wb_calls_page_act_stored (WbCallsPage *self,
                          WbActivity  *before)
{
  gboolean wanted = before == self->undo_wanted;

  wb_calls_page_forget_act (self, before);
  if (wanted)
    undo_stored (self);
}

/* What the button of the toast is for stands on it, whatever was done since. */
static void
undo_cb (WbCallsPage *self)
{
  undo_stored (self);
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
