/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the banner section opens above itself, and what it says came of it; see wb-banner-card.h. */

#include "config.h"

#include "wb-banner-card-private.h"

#include "wb-banner-picker.h"
#include "wb-dialog.h"
#include "wb-notice.h"

#define PICKER_WIDTH 640
#define PICKER_HEIGHT 560

/* A new banner on its way, or a change of the chosen one that needs a person. */
void
wb_banner_card_show_notice (WbBannerCard *self)
{
  if (!self->maker || self->read_only)
    wb_notice_hide (WB_NOTICE (self->notice));
  else
    wb_banner_maker_show (self->maker, WB_NOTICE (self->notice),
                          self->banner ? self->banner->id : NULL);
}

/* A new banner. */

static GtkWindow *
get_window (WbBannerCard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
made_cb (WbBannerCard *self,
         const char   *id)
{
  if (self->upload_editor)
    wb_offer_editor_set_banner (self->upload_editor, id);
  g_clear_object (&self->upload_editor);
}

WbBannerForm *
wb_banner_card_open_form (WbBannerCard *self)
{
  /* It is chosen where it was asked for, whatever is shown by then. */
  if (!wb_banner_maker_is_busy (self->maker))
    g_set_object (&self->upload_editor, self->editor);

  return wb_banner_maker_open (self->maker, get_window (self));
}

void
wb_banner_card_drop_form (WbBannerCard *self)
{
  if (self->maker)
    wb_banner_maker_drop (self->maker);
  g_clear_object (&self->upload_editor);
}

void
wb_banner_card_set_up_maker (WbBannerCard *self)
{
  self->maker = wb_banner_maker_new (self->context);
  g_signal_connect_object (self->maker, "made", G_CALLBACK (made_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->maker, "changed", G_CALLBACK (wb_banner_card_refresh), self,
                           G_CONNECT_SWAPPED);
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
    wb_banner_form_open_edit (self->context, self->pictures, self->banner, get_window (self));
}

void
wb_banner_card_notice_clicked (WbBannerCard *self,
                               int           button)
{
  wb_banner_maker_clicked (self->maker, GTK_WIDGET (self), button);
}
