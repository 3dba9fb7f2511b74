/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A new banner, from its form to the server; see wb-banner-maker.h. */

#include "config.h"

#include "wb-banner-maker.h"

#include "wb-banner-work.h"
#include "wb-dialog.h"
#include "wb-format.h"
#include "wb-offer-work.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH 480
#define FORM_HEIGHT 680

/* What the notice is about, and so what its buttons do. */
typedef enum
{
  NOTICE_NONE,
  NOTICE_UNCONFIRMED,
  NOTICE_NOT_MADE,
  NOTICE_REFUSED,
  NOTICE_CONFLICT,
} NoticeMatter;

struct _WbBannerMaker
{
  GObject parent_instance;

  WbContext *context;        /* (owned) */
  WbBannerUpload *upload;    /* (owned) (nullable) */
  WbBannerForm *form;        /* (nullable) weak; of @upload */
  NoticeMatter matter;
  gint64 refused_seq;        /* of NOTICE_REFUSED */
};

G_DEFINE_FINAL_TYPE (WbBannerMaker, wb_banner_maker, G_TYPE_OBJECT)

enum
{
  MADE,
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static gboolean
show_upload (WbBannerMaker *self,
             WbNotice      *notice)
{
  WbUploadState state =
    self->upload ? wb_banner_upload_get_state (self->upload) : WB_UPLOAD_IDLE;
  const char *refusal = self->upload ? wb_banner_upload_get_refusal (self->upload) : NULL;
  const char *name = self->upload ? wb_banner_upload_get_name (self->upload) : NULL;
  g_autofree char *words = NULL;

  if (state == WB_UPLOAD_UNCONFIRMED) {
    /* Translators: %s is the name of a new banner */
    words = g_strdup_printf (_ ("“%s” is not confirmed yet"), WB_TEXT (name));
    wb_notice_show (notice, WB_NOTICE_WARNING, words,
                    _ ("The server cannot be reached, or did not answer. Nothing is lost: try "
                       "again, and there will be one banner at most."));
    wb_notice_set_buttons (notice, _ ("_Try again"), _ ("_Show"));
    self->matter = NOTICE_UNCONFIRMED;
  } else if (state == WB_UPLOAD_SENDING) {
    words = g_strdup_printf (_ ("Uploading “%s”…"), WB_TEXT (name));
    wb_notice_show (notice, WB_NOTICE_INFO, words, NULL);
  } else if (refusal && self->form) {
    /* Translators: %s are the server's own words */
    words = g_strdup_printf (_ ("The server says: %s"), refusal);
    wb_notice_show (notice, WB_NOTICE_ERROR, _ ("The new banner was refused"),
                    words);
    wb_notice_set_buttons (notice, _ ("_Show"), NULL);
    self->matter = NOTICE_NOT_MADE;
  } else {
    return FALSE;
  }

  return TRUE;
}

static gboolean
show_trouble (WbBannerMaker *self,
              WbNotice      *notice,
              const char    *id)
{
  g_autoptr (WbOutboxRow) row =
    id ? wb_banner_work_find_trouble (self->context, id) : NULL;
  g_autofree char *words = NULL;

  if (!row)
    return FALSE;

  if (row->state == WB_OUTBOX_CONFLICT) {
    wb_notice_show (notice, WB_NOTICE_WARNING,
                    _ ("This banner was changed by somebody else, too"),
                    _ ("See both changes and choose."));
    wb_notice_set_buttons (notice, _ ("_See"), NULL);
    self->matter = NOTICE_CONFLICT;
  } else {
    words = g_strdup_printf (_ ("The server says: %s"), WB_TEXT (row->error_message));
    wb_notice_show (notice, WB_NOTICE_ERROR,
                    _ ("A change of this banner was refused"), words);
    wb_notice_set_buttons (notice, _ ("Send _again"), _ ("Give the change _up"));
    self->matter = NOTICE_REFUSED;
    self->refused_seq = row->seq;
  }

  return TRUE;
}

/**
 * wb_banner_maker_show:
 * @self: a maker
 * @notice: the page's notice
 * @id: (nullable): a banner whose changes matter
 *
 * Says what needs a person.
 */
void
wb_banner_maker_show (WbBannerMaker *self,
                      WbNotice      *notice,
                      const char    *id)
{
  self->matter = NOTICE_NONE;
  if (!show_upload (self, notice) && !show_trouble (self, notice, id))
    wb_notice_hide (notice);
}

static void
forget_upload (WbBannerMaker *self)
{
  if (self->upload) {
    g_signal_handlers_disconnect_by_data (self->upload, self);
    wb_banner_upload_stop (self->upload);
  }
  g_clear_object (&self->upload);
}

static void
upload_changed_cb (WbBannerMaker *self)
{
  if (wb_banner_upload_get_state (self->upload) == WB_UPLOAD_DONE) {
    g_autofree char *id = g_strdup (wb_banner_upload_get_banner (self->upload)->id);

    forget_upload (self);
    g_signal_emit (self, signals[MADE], 0, id);
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
form_gone_cb (WbBannerMaker *self)
{
  g_clear_weak_pointer (&self->form);
  if (self->upload && wb_banner_upload_get_state (self->upload) == WB_UPLOAD_IDLE)
    forget_upload (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * wb_banner_maker_open:
 * @self: a maker
 * @parent: (nullable): above what
 *
 * Returns: (transfer none): the form of a new banner, or the one that is open, or that of what is
 *   not confirmed yet
 */
WbBannerForm *
wb_banner_maker_open (WbBannerMaker *self,
                      GtkWindow     *parent)
{
  WbBannerForm *form = self->form;

  if (form) {
    gtk_window_present (GTK_WINDOW (form));
    return form;
  }

  forget_upload (self);
  self->upload = wb_banner_upload_new (self->context);
  g_signal_connect_swapped (self->upload, "changed", G_CALLBACK (upload_changed_cb), self);
  form = wb_banner_form_new (self->context, self->upload);
  g_set_weak_pointer (&self->form, form);
  g_signal_connect_object (form, "destroy", G_CALLBACK (form_gone_cb), self, G_CONNECT_SWAPPED);
  wb_dialog_open (GTK_WINDOW (form), parent, FORM_WIDTH, FORM_HEIGHT);

  return form;
}

/**
 * wb_banner_maker_is_busy:
 * @self: a maker
 *
 * Returns: whether there is a form, seen or not
 */
gboolean
wb_banner_maker_is_busy (WbBannerMaker *self)
{
  g_return_val_if_fail (WB_IS_BANNER_MAKER (self), FALSE);

  return self->form != NULL;
}

/**
 * wb_banner_maker_drop:
 * @self: a maker
 *
 * Closes the form and stops: what was sent may still arrive.
 */
void
wb_banner_maker_drop (WbBannerMaker *self)
{
  WbBannerForm *form = self->form;

  forget_upload (self);
  g_clear_weak_pointer (&self->form);
  if (form) {
    g_signal_handlers_disconnect_by_data (form, self);
    gtk_window_destroy (GTK_WINDOW (form));
  }
}

static void
wb_banner_maker_dispose (GObject *object)
{
  WbBannerMaker *self = WB_BANNER_MAKER (object);

  wb_banner_maker_drop (self);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_banner_maker_parent_class)->dispose (object);
}

static void
wb_banner_maker_class_init (WbBannerMakerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_banner_maker_dispose;

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_banner_maker_init (WbBannerMaker *self)
{
}

/**
 * wb_banner_maker_new:
 * @context: the workspace
 *
 * Returns: (transfer full): a maker without a new banner
 */
WbBannerMaker *
wb_banner_maker_new (WbContext *context)
{
  WbBannerMaker *self = g_object_new (WB_TYPE_BANNER_MAKER, NULL);

  self->context = g_object_ref (context);

  return self;
}

static GtkWindow *
find_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
row_done_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (WbBannerMaker) self = user_data;

  /* What could not be stored shows itself: the row is still there, and so is the notice. */
  if (wb_context_write_finish (result, NULL) &&
      wb_context_get_sync (self->context))
    wb_sync_wake (wb_context_get_sync (self->context));
}

/**
 * wb_banner_maker_clicked:
 * @self: a maker
 * @widget: who shows the notice
 * @button: which of its buttons
 *
 * Does what the notice offered.
 */
void
wb_banner_maker_clicked (WbBannerMaker *self,
                         GtkWidget     *widget,
                         int            button)
{
  switch (self->matter) {
    case NOTICE_UNCONFIRMED:
      if (button == 0)
        wb_banner_upload_send_again (self->upload);
      else
        wb_banner_maker_open (self, find_window (widget));
      break;
    case NOTICE_NOT_MADE:
      wb_banner_maker_open (self, find_window (widget));
      break;
    case NOTICE_REFUSED:
      if (button == 0)
        wb_offer_work_resend_row (self->context, self->refused_seq, row_done_cb,
                                  g_object_ref (self));
      else
        wb_offer_work_drop_row (self->context, self->refused_seq, row_done_cb,
                                g_object_ref (self));
      break;
    case NOTICE_CONFLICT:
      gtk_widget_activate_action (widget, "win.needs-you", NULL);
      break;
    case NOTICE_NONE:
    default:
      break;
  }
}

/**
 * wb_banner_form_open_edit:
 * @context: the workspace
 * @pictures: its pictures
 * @banner: the banner to change
 * @parent: (nullable): above what
 *
 * Opens the form of a banner that there is.
 */
void
wb_banner_form_open_edit (WbContext        *context,
                          WbBannerPictures *pictures,
                          const WbBanner   *banner,
                          GtkWindow        *parent)
{
  wb_dialog_open (GTK_WINDOW (wb_banner_form_new_edit (context, pictures, banner)), parent,
                  FORM_WIDTH, FORM_HEIGHT);
}
