/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the banner section opens above itself, and what it says came of it; see wb-banner-card.h. */

#include "config.h"

#include "wb-banner-card-private.h"

#include "wb-banner-picker.h"
#include "wb-banner-work.h"
#include "wb-dialog.h"
#include "wb-format.h"
#include "wb-notice.h"
#include "wb-offer-work.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH 480
#define FORM_HEIGHT 680
#define PICKER_WIDTH 640
#define PICKER_HEIGHT 560

/* The notice: a new banner on its way, or a change of the chosen one that needs a person. */

static gboolean
show_upload (WbBannerCard *self)
{
  WbUploadState state =
    self->upload ? wb_banner_upload_get_state (self->upload) : WB_UPLOAD_IDLE;
  const char *refusal = self->upload ? wb_banner_upload_get_refusal (self->upload) : NULL;
  const char *name = self->upload ? wb_banner_upload_get_name (self->upload) : NULL;
  g_autofree char *words = NULL;

  if (state == WB_UPLOAD_UNCONFIRMED) {
    /* Translators: %s is the name of a new banner */
    words = g_strdup_printf (_ ("“%s” is not confirmed yet"), WB_TEXT (name));
    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_WARNING, words,
                    _ ("The server cannot be reached, or did not answer. Nothing is lost: try "
                       "again, and there will be one banner at most."));
    wb_notice_set_buttons (WB_NOTICE (self->notice), _ ("_Try again"), _ ("_Show"));
    self->matter = NOTICE_UNCONFIRMED;
  } else if (state == WB_UPLOAD_SENDING) {
    words = g_strdup_printf (_ ("Uploading “%s”…"), WB_TEXT (name));
    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_INFO, words, NULL);
  } else if (refusal && self->form) {
    /* Translators: %s are the server's own words */
    words = g_strdup_printf (_ ("The server says: %s"), refusal);
    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_ERROR, _ ("The new banner was refused"),
                    words);
    wb_notice_set_buttons (WB_NOTICE (self->notice), _ ("_Show"), NULL);
    self->matter = NOTICE_NOT_MADE;
  } else {
    return FALSE;
  }

  return TRUE;
}

static gboolean
show_trouble (WbBannerCard *self)
{
  g_autoptr (WbOutboxRow) row =
    self->banner ? wb_banner_work_find_trouble (self->context, self->banner->id) : NULL;
  g_autofree char *words = NULL;

  if (!row)
    return FALSE;

  if (row->state == WB_OUTBOX_CONFLICT) {
    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_WARNING,
                    _ ("This banner was changed by somebody else, too"),
                    _ ("See both changes and choose."));
    wb_notice_set_buttons (WB_NOTICE (self->notice), _ ("_See"), NULL);
    self->matter = NOTICE_CONFLICT;
  } else {
    words = g_strdup_printf (_ ("The server says: %s"), WB_TEXT (row->error_message));
    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_ERROR,
                    _ ("A change of this banner was refused"), words);
    wb_notice_set_buttons (WB_NOTICE (self->notice), _ ("Send _again"), _ ("Give the change _up"));
    self->matter = NOTICE_REFUSED;
    self->refused_seq = row->seq;
  }

  return TRUE;
}

void
wb_banner_card_show_notice (WbBannerCard *self)
{
  self->matter = NOTICE_NONE;
  if (!self->context || self->read_only || (!show_upload (self) && !show_trouble (self)))
    wb_notice_hide (WB_NOTICE (self->notice));
}

/* A new banner. */

static GtkWindow *
get_window (WbBannerCard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
forget_upload (WbBannerCard *self)
{
  if (self->upload) {
    g_signal_handlers_disconnect_by_data (self->upload, self);
    wb_banner_upload_stop (self->upload);
  }
  g_clear_object (&self->upload);
  g_clear_object (&self->upload_editor);
}

static void
upload_changed_cb (WbBannerCard *self)
{
  if (wb_banner_upload_get_state (self->upload) == WB_UPLOAD_DONE) {
    const WbBanner *banner = wb_banner_upload_get_banner (self->upload);

    wb_offer_editor_set_banner (self->upload_editor, banner->id);
    forget_upload (self);
  }
  wb_banner_card_refresh (self);
}

static void
form_gone_cb (WbBannerCard *self)
{
  g_clear_weak_pointer (&self->form);
  if (self->upload && wb_banner_upload_get_state (self->upload) == WB_UPLOAD_IDLE)
    forget_upload (self);
  wb_banner_card_refresh (self);
}

WbBannerForm *
wb_banner_card_open_form (WbBannerCard *self)
{
  WbBannerForm *form = self->form;

  if (form) {
    gtk_window_present (GTK_WINDOW (form));
    return form;
  }

  forget_upload (self);
  self->upload = wb_banner_upload_new (self->context);
  self->upload_editor = g_object_ref (self->editor);
  g_signal_connect_swapped (self->upload, "changed", G_CALLBACK (upload_changed_cb), self);
  form = wb_banner_form_new (self->context, self->upload);
  g_set_weak_pointer (&self->form, form);
  g_signal_connect_object (form, "destroy", G_CALLBACK (form_gone_cb), self, G_CONNECT_SWAPPED);
  wb_dialog_open (GTK_WINDOW (form), get_window (self), FORM_WIDTH, FORM_HEIGHT);

  return form;
}

void
wb_banner_card_drop_form (WbBannerCard *self)
{
  WbBannerForm *form = self->form;

  forget_upload (self);
  g_clear_weak_pointer (&self->form);
  if (form) {
    g_signal_handlers_disconnect_by_data (form, self);
    gtk_window_destroy (GTK_WINDOW (form));
  }
}

/* Earlier ones. */

static void
chosen_cb (WbBannerCard *self,
           const char   *id)
{
  if (self->editor)
    wb_offer_editor_set_banner (self->editor, id);
}

void
wb_banner_card_open_picker (WbBannerCard *self)
{
  WbBannerPicker *picker = wb_banner_picker_new (self->context, self->pictures,
                                                 wb_offer_editor_get_banner (self->editor));

  g_signal_connect_object (picker, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (picker, "add", G_CALLBACK (wb_banner_card_open_form), self,
                           G_CONNECT_SWAPPED);
  wb_dialog_open (GTK_WINDOW (picker), get_window (self), PICKER_WIDTH, PICKER_HEIGHT);
}

void
wb_banner_card_open_edit (WbBannerCard *self)
{
  if (self->banner)
    wb_dialog_open (
      GTK_WINDOW (wb_banner_form_new_edit (self->context, self->pictures, self->banner)),
      get_window (self), FORM_WIDTH, FORM_HEIGHT);
}

static void
row_done_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (WbBannerCard) self = user_data;

  /* What could not be stored shows itself: the row is still there, and so is the notice. */
  if (wb_context_write_finish (result, NULL) && self->context &&
      wb_context_get_sync (self->context))
    wb_sync_wake (wb_context_get_sync (self->context));
}

void
wb_banner_card_notice_clicked (WbBannerCard *self,
                               int           button)
{
  switch (self->matter) {
    case NOTICE_UNCONFIRMED:
      if (button == 0)
        wb_banner_upload_send_again (self->upload);
      else
        wb_banner_card_open_form (self);
      break;
    case NOTICE_NOT_MADE:
      wb_banner_card_open_form (self);
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
      gtk_widget_activate_action (GTK_WIDGET (self), "win.needs-you", NULL);
      break;
    case NOTICE_NONE:
    default:
      break;
  }
}
