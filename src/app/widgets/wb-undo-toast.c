/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The offer to take back the last act; see wb-undo-toast.h. libadwaita 1.2 crashes when a toast is
 * dismissed while it still comes in, so one that is young is given the new words instead. */

#include "config.h"

#include "wb-undo-toast.h"

#include <glib/gi18n-lib.h>

/* A toast takes half a second to come in; a busy machine's frames are late. */
#define YOUNG_USEC (1500 * G_TIME_SPAN_MILLISECOND)

struct _WbUndoToast
{
  GObject parent_instance;

  AdwToast *toast;    /* (unowned) (nullable) weak */
  gint64 shown_usec;  /* since when it is there, monotonic */
};

G_DEFINE_FINAL_TYPE (WbUndoToast, wb_undo_toast, G_TYPE_OBJECT)

enum
{
  SIGNAL_UNDO,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
dismissed_cb (WbUndoToast *self,
              AdwToast    *toast)
{
  if (self->toast == toast)
    g_clear_weak_pointer (&self->toast);
}

static void
clicked_cb (WbUndoToast *self)
{
  g_signal_emit (self, signals[SIGNAL_UNDO], 0);
}

static gboolean
is_young (WbUndoToast *self)
{
  return g_get_monotonic_time () - self->shown_usec < YOUNG_USEC;
}

static void
wb_undo_toast_dispose (GObject *object)
{
  WbUndoToast *self = WB_UNDO_TOAST (object);

  g_clear_weak_pointer (&self->toast);

  G_OBJECT_CLASS (wb_undo_toast_parent_class)->dispose (object);
}

static void
wb_undo_toast_class_init (WbUndoToastClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_undo_toast_dispose;

  signals[SIGNAL_UNDO] = g_signal_new ("undo", WB_TYPE_UNDO_TOAST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
}

static void
wb_undo_toast_init (WbUndoToast *self)
{
}

/**
 * wb_undo_toast_new:
 *
 * Returns: (transfer full): an offer that is not made yet
 */
WbUndoToast *
wb_undo_toast_new (void)
{
  return g_object_new (WB_TYPE_UNDO_TOAST, NULL);
}

/**
 * wb_undo_toast_offer:
 * @self: an offer
 * @overlay: where its toast is shown
 * @words: what was done; no markup
 *
 * Says what was done, with a button *Undo*, in place of what was said before.
 */
void
wb_undo_toast_offer (WbUndoToast     *self,
                     AdwToastOverlay *overlay,
                     const char      *words)
{
  g_autofree char *markup = NULL;
  AdwToast *toast = NULL;

  g_return_if_fail (WB_IS_UNDO_TOAST (self));
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (words);

  markup = g_markup_escape_text (words, -1);
  if (self->toast && is_young (self)) {
    adw_toast_set_title (self->toast, markup);
    adw_toast_set_button_label (self->toast, _ ("Undo"));
    return;
  }

  if (self->toast)
    adw_toast_dismiss (self->toast);
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _ ("Undo"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->toast, toast);
  self->shown_usec = g_get_monotonic_time ();
  adw_toast_overlay_add_toast (overlay, toast);
}

/**
 * wb_undo_toast_withdraw:
 * @self: an offer, made or not
 * @words: what a toast says that cannot go yet; no markup
 *
 * There is nothing to take back any more.
 */
void
wb_undo_toast_withdraw (WbUndoToast *self,
                        const char  *words)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (WB_IS_UNDO_TOAST (self));
  g_return_if_fail (words);

  if (!self->toast)
    return;
  if (!is_young (self)) {
    adw_toast_dismiss (self->toast);
    return;
  }

  markup = g_markup_escape_text (words, -1);
  adw_toast_set_title (self->toast, markup);
  adw_toast_set_button_label (self->toast, NULL);
}
