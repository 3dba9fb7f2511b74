/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The offer to take back the last act in the queue: a toast, Ctrl+Z and U. There is one toast at a
 * time, whose button is for the newest act. libadwaita 1.2 crashes when a toast is dismissed while
 * it still comes in, so one that is young is given the new words instead. */

#include "config.h"

#include "wb-calls-page-private.h"

#include <glib/gi18n-lib.h>

/* A toast takes half a second to come in; a busy machine's frames are late. */
#define YOUNG_USEC (1500 * G_TIME_SPAN_MILLISECOND)

static void
toast_dismissed_cb (WbCallsPage *self,
                    AdwToast    *toast)
{
  if (self->undo_toast == toast)
    g_clear_weak_pointer (&self->undo_toast);
}

static gboolean
is_young (WbCallsPage *self)
{
  return g_get_monotonic_time () - self->undo_shown_usec < YOUNG_USEC;
}

/* What was undone is offered no more. */
static void
forget_undo (WbCallsPage *self)
{
  AdwToast *toast = self->undo_toast;

  g_clear_pointer (&self->undo_before, wb_activity_unref);
  if (!toast)
    return;

  if (is_young (self)) {
    adw_toast_set_title (toast, _ ("Taken back"));
    adw_toast_set_button_label (toast, NULL);
  } else {
    adw_toast_dismiss (toast);
  }
}

static void
undo_clicked_cb (WbCallsPage *self)
{
  wb_calls_page_undo (self);
}

/**
 * wb_calls_page_undo:
 *
 * Returns: `FALSE` if there is nothing to take back
 */
gboolean
wb_calls_page_undo (WbCallsPage *self)
{
  if (!self->undo_before)
    return FALSE;

  g_free (self->wanted_id);
  self->wanted_id = g_strdup (self->undo_before->id);
  wb_call_card_undo (self->card, self->undo_before);
  forget_undo (self);

  return TRUE;
}

/* Only the last act is taken back: @before is its call as it was, @words say what was done. */
void
wb_calls_page_offer_undo (WbCallsPage *self,
                          WbActivity  *before,
                          const char  *words)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *markup = g_markup_escape_text (words, -1);
  AdwToast *toast = NULL;

  g_clear_pointer (&self->undo_before, wb_activity_unref);
  self->undo_before = wb_activity_ref (before);
  if (!overlay)
    return;

  if (self->undo_toast && is_young (self)) {
    adw_toast_set_title (self->undo_toast, markup);
    adw_toast_set_button_label (self->undo_toast, _ ("Undo"));
    return;
  }

  if (self->undo_toast)
    adw_toast_dismiss (self->undo_toast);
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _ ("Undo"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_dismissed_cb), self,
                           G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->undo_toast, toast);
  self->undo_shown_usec = g_get_monotonic_time ();
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}
