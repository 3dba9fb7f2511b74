/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Archiving; see wb-banner-archiver.h. */

#include "config.h"

#include "wb-banner-archiver.h"

#include "wb-banner-store.h"
#include "wb-banner-work.h"
#include "wb-undo-toast.h"

#include <glib/gi18n-lib.h>

struct _WbBannerArchiver
{
  GObject parent_instance;

  WbContext *context;         /* (owned) */
  GCancellable *cancellable;  /* (owned) */
  WbUndoToast *undo_toast;    /* (owned) */
  char *undo_id;              /* (owned) (nullable) banner archived last */
};

G_DEFINE_FINAL_TYPE (WbBannerArchiver, wb_banner_archiver, G_TYPE_OBJECT)

enum
{
  FAILED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
change_stored_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  WbBannerArchiver *self = NULL;

  if (wb_context_write_finish (result, &error)) {
    self = user_data;
    if (wb_context_get_sync (self->context))
      wb_sync_wake (wb_context_get_sync (self->context));
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  wb_undo_toast_withdraw (self->undo_toast, error->message);
  g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
change (WbBannerArchiver *self,
        const WbBanner   *banner,
        gboolean          archived)
{
  g_autoptr (WbBanner) changed = wb_banner_copy (banner);
  g_autoptr (WbBanner) base = wb_banner_copy (banner);

  /* Undoing may come before the list has heard of what is undone. */
  changed->archived = archived;
  base->archived = !archived;
  wb_banner_work_change (self->context, changed, base, self->cancellable, change_stored_cb, self);
}

static void
undo_cb (WbBannerArchiver *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) banner =
    wb_banner_store_get (wb_context_get_reader (self->context), self->undo_id, &error);

  if (banner)
    change (self, banner, FALSE);
  else if (error)
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
wb_banner_archiver_dispose (GObject *object)
{
  WbBannerArchiver *self = WB_BANNER_ARCHIVER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->undo_toast);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_banner_archiver_parent_class)->dispose (object);
}

static void
wb_banner_archiver_finalize (GObject *object)
{
  WbBannerArchiver *self = WB_BANNER_ARCHIVER (object);

  g_clear_object (&self->cancellable);
  g_free (self->undo_id);

  G_OBJECT_CLASS (wb_banner_archiver_parent_class)->finalize (object);
}

static void
wb_banner_archiver_class_init (WbBannerArchiverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_banner_archiver_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_banner_archiver_finalize;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wb_banner_archiver_init (WbBannerArchiver *self)
{
  self->cancellable = g_cancellable_new ();
  self->undo_toast = wb_undo_toast_new ();
  g_signal_connect_object (self->undo_toast, "undo", G_CALLBACK (undo_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * wb_banner_archiver_new:
 * @context: the workspace
 *
 * Returns: (transfer full): an archiver; disposed, what it began is stored and nobody told
 */
WbBannerArchiver *
wb_banner_archiver_new (WbContext *context)
{
  WbBannerArchiver *self = g_object_new (WB_TYPE_BANNER_ARCHIVER, NULL);

  self->context = g_object_ref (context);

  return self;
}

/**
 * wb_banner_archiver_set:
 * @self: an archiver
 * @overlay: where undoing is offered
 * @banner: the banner, as the person sees it
 * @archived: whether it is to be archived, or brought back
 */
void
wb_banner_archiver_set (WbBannerArchiver *self,
                        AdwToastOverlay  *overlay,
                        const WbBanner   *banner,
                        gboolean          archived)
{
  g_autofree char *words = NULL;

  g_return_if_fail (WB_IS_BANNER_ARCHIVER (self));

  if (archived) {
    /* Translators: %s is the name of a banner */
    words = g_strdup_printf (_ ("“%s” archived"), banner->name);
    g_free (self->undo_id);
    self->undo_id = g_strdup (banner->id);
    wb_undo_toast_offer (self->undo_toast, overlay, words);
  }
  change (self, banner, archived);
}
