/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is listed on the Coupons page as a CSV file: where to, how far it is, and the way there. */

#include "config.h"

#include "wb-coupons-page-private.h"

#include "compat.h"
#include "wb-coupon-file.h"
#include "wb-coupon-table.h"
#include "wb-page.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  WbCouponsPage *self;        /* (unowned) gone when the page's own cancellable is cancelled */
  GCancellable *page_gone;    /* (owned) */
  GFile *file;                /* (owned) */
  guint n_rows;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->page_gone);
  g_clear_object (&export->file);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
show_progress (WbCouponsPage *self,
               gint64         n_done,
               guint          n_rows)
{
  /* TRANSLATORS: how far an export is: “Exporting 12,000 of 480,000” */
  g_autofree char *words = g_strdup_printf (_ ("Exporting %'d of %'u"), (int) n_done, n_rows);

  gtk_label_set_text (GTK_LABEL (self->export_label), words);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->export_bar),
                                 n_rows > 0 ? MIN (1.0, (double) n_done / n_rows) : 0);
}

static void
told_cb (gint64   n_done,
         gpointer user_data)
{
  Export *export = user_data;

  if (!g_cancellable_is_cancelled (export->page_gone))
    show_progress (export->self, n_done, export->n_rows);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  gboolean exported = wb_coupon_file_write_finish (result, &error);
  WbCouponsPage *self = export->self;
  g_autofree char *uri = NULL;

  if (g_cancellable_is_cancelled (export->page_gone))
    return;

  g_clear_object (&self->exporting);
  gtk_widget_set_visible (self->export_box, FALSE);
  wb_coupons_page_show_state (self);
  if (!exported) {
    wb_page_toast_error (WB_PAGE (self), error);
    return;
  }
  uri = g_file_get_uri (export->file);
  wb_page_toast (WB_PAGE (self), _ ("Coupons exported"), _ ("Open folder"), "win.show-folder",
                 g_variant_new_string (uri));
}

/* The list may have grown while the person chose a file; what is written is what is listed then. */
void
wb_coupons_page_export_to (WbCouponsPage *self,
                           GFile         *file)
{
  Export *export = NULL;

  if (self->exporting)
    return;

  export = g_new0 (Export, 1);
  export->self = self;
  export->page_gone = g_object_ref (self->cancellable);
  export->file = g_object_ref (file);
  export->n_rows = wb_coupon_table_get_n_rows (WB_COUPON_TABLE (self->table));
  self->exporting = g_cancellable_new ();
  show_progress (self, 0, export->n_rows);
  gtk_widget_set_visible (self->export_box, TRUE);
  wb_coupons_page_show_state (self);
  wb_coupon_file_write_async (wb_context_get_workspace (self->context),
                              wb_coupons_page_make_question (self, 0),
                              wb_context_get_zone (self->context), file, told_cb, self->exporting,
                              exported_cb, export);
}

static void
file_chosen_cb (GFile    *file,
                gpointer  user_data)
{
  WbCouponsPage *self = user_data;

  if (file && self->context)
    wb_coupons_page_export_to (self, file);
}

void
wb_coupons_page_export (WbCouponsPage *self)
{
  gint32 today =
    wb_date_of_time (wb_context_now (self->context), wb_context_get_zone (self->context));
  g_autofree char *name = wb_coupon_file_name (today);

  wb_compat_save_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Export coupons"),
                       name, file_chosen_cb, g_object_ref (self), g_object_unref);
}

void
wb_coupons_page_stop_export (WbCouponsPage *self)
{
  if (self->exporting)
    g_cancellable_cancel (self->exporting);
}
