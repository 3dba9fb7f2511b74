/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The details of a coupon; see wb-coupon-details.h. What is stored is shown at once; the story is
 * fetched when it opens, is stored, and comes back by "changed" as everything does. */

#include "config.h"

#include "wb-coupon-details-private.h"

#include "wb-back-button.h"
#include "wb-coupon-giver.h"
#include "wb-coupon-store.h"
#include "wb-format.h"
#include "wb-issue-store.h"
#include "wb-notice.h"
#include "wb-spoken.h"
#include "wb-remote-error.h"
#include "wb-sync-shops.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (WbCouponDetails, wb_coupon_details, ADW_TYPE_BIN)

static void
read_coupon (WbCouponDetails *self)
{
  WbDb *reader = wb_context_get_reader (self->context);

  g_clear_pointer (&self->coupon, wb_coupon_unref);
  g_clear_pointer (&self->story, g_ptr_array_unref);
  if (!self->coupon_id)
    return;

  /* What cannot be read counts as not there. */
  self->coupon = wb_coupon_store_get (reader, self->coupon_id, NULL);
  self->story = wb_coupon_story_list (reader, self->coupon_id, NULL);
}

static void
refresh (WbCouponDetails *self)
{
  gboolean had_keyboard = wb_coupon_details_has_keyboard (self);

  if (!self->coupon) {
    wb_coupon_details_forget_deeds (self);
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "none");
    return;
  }

  wb_coupon_details_show_rows (self);
  wb_coupon_details_show_story (self);
  wb_coupon_details_show_deeds (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "coupon");
  if (had_keyboard)
    wb_coupon_details_keep_keyboard (self);
}

/* Rows are made anew only when something they show changed, so that the focus stays where it is
 * while a sync goes on. */
static char *
describe_stored (WbCouponDetails *self)
{
  const WbCoupon *coupon = self->coupon;

  if (!coupon)
    return NULL;

  return g_strdup_printf ("%s %" G_GINT64_FORMAT " %s %s %s %s %u", coupon->id, coupon->version,
                          coupon->state, WB_TEXT (coupon->code), WB_TEXT (coupon->revenue),
                          WB_TEXT (coupon->error_message), self->story ? self->story->len : 0);
}

static void
story_fetched_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean fetched = wb_sync_fetch_coupon_story_finish (WB_SYNC (source), result, &error);
  WbCouponDetails *self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = WB_COUPON_DETAILS (user_data);
  g_clear_object (&self->fetching);
  g_clear_pointer (&self->trouble, g_free);
  if (!fetched)
    self->trouble = wb_remote_error_is_passing (error)
                      ? g_strdup (_ ("The server cannot be reached."))
                      : g_strdup (error->message);
  read_coupon (self);
  refresh (self);
}

static void
stop_fetching (WbCouponDetails *self)
{
  if (self->fetching)
    g_cancellable_cancel (self->fetching);
  g_clear_object (&self->fetching);
  g_clear_pointer (&self->trouble, g_free);
}

static gboolean
tells_stories (WbCouponDetails *self)
{
  return wb_context_get_level (self->context) == WB_LEVEL_PLAIN ||
         wb_context_offers (self->context, WB_FEATURE_COUPON_EVENTS);
}

static void
fetch_story (WbCouponDetails *self)
{
  WbSync *sync = wb_context_get_sync (self->context);

  stop_fetching (self);
  if (!sync || !self->coupon_id || !tells_stories (self))
    return;

  self->story_version = self->coupon ? self->coupon->version : 0;
  self->fetching = g_cancellable_new ();
  wb_sync_fetch_coupon_story_async (sync, self->coupon_id, self->fetching, story_fetched_cb, self);
}

/* A coupon that was changed has a longer story: that of a coupon without a change is whole. */
static void
follow_story (WbCouponDetails *self)
{
  gint64 version = self->coupon ? self->coupon->version : 0;

  if (self->coupon && version != self->story_version)
    fetch_story (self);
}

static void
context_changed_cb (WbCouponDetails *self,
                    guint            tables)
{
  g_autofree char *stored = NULL;

  if (!self->coupon_id)
    return;

  read_coupon (self);
  stored = describe_stored (self);
  if ((tables & WB_TABLE_ACCOUNT) || g_strcmp0 (stored, self->shown) != 0) {
    g_free (self->shown);
    self->shown = g_steal_pointer (&stored);
    follow_story (self);
    refresh (self);
  }
  if (self->is_replacing)
    wb_coupon_giver_refresh (WB_COUPON_GIVER (self->giver));
}

static void
story_again_cb (WbCouponDetails *self)
{
  fetch_story (self);
  refresh (self);
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  WbCouponDetails *self = WB_COUPON_DETAILS (widget);

  if (self->coupon && self->coupon->code)
    gtk_widget_activate_action (widget, "coupons.copy", "s", self->coupon->code);
}

static void
wb_coupon_details_dispose (GObject *object)
{
  WbCouponDetails *self = WB_COUPON_DETAILS (object);

  stop_fetching (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_coupon_details_parent_class)->dispose (object);
}

static void
wb_coupon_details_finalize (GObject *object)
{
  WbCouponDetails *self = WB_COUPON_DETAILS (object);

  g_clear_pointer (&self->coupon_id, g_free);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->coupon, wb_coupon_unref);
  g_clear_pointer (&self->story, g_ptr_array_unref);
  g_clear_pointer (&self->busy, g_hash_table_unref);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (wb_coupon_details_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, stack);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, scroller);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, close);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, code);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, copy);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, state_icon);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, state_label);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, state_note);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, notice);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, retry);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, disable);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, replace);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, spinner);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, why);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, giver_bin);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, issue_list);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, use_group);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, use_list);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, story_spinner);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, story_list);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, story_state);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, story_note);
  gtk_widget_class_bind_template_child (widget_class, WbCouponDetails, story_again);
  gtk_widget_class_bind_template_callback (widget_class, story_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, wb_coupon_details_notice_cb);
}

static void
wb_coupon_details_class_init (WbCouponDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_coupon_details_dispose;
  object_class->finalize = wb_coupon_details_finalize;

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/coupons/wb-coupon-details.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "details.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "details.retry", NULL,
                                   wb_coupon_details_retry_action);
  gtk_widget_class_install_action (widget_class, "details.disable", NULL,
                                   wb_coupon_details_disable_action);
  gtk_widget_class_install_action (widget_class, "details.replace", NULL,
                                   wb_coupon_details_replace_action);
}

static void
wb_coupon_details_init (WbCouponDetails *self)
{
  self->cancellable = g_cancellable_new ();
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  wb_spoken_drop_underline (self->retry);
  wb_spoken_drop_underline (self->disable);
  wb_spoken_drop_underline (self->replace);
  wb_spoken_set_name (self->scroller, _ ("Details of the coupon"));
}

/**
 * wb_coupon_details_new:
 * @context: the workspace
 *
 * Returns: (transfer floating): details of no coupon
 */
GtkWidget *
wb_coupon_details_new (WbContext *context)
{
  WbCouponDetails *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_COUPON_DETAILS, NULL);
  self->context = g_object_ref (context);
  self->giver = wb_coupon_giver_new (context);
  adw_bin_set_child (ADW_BIN (self->giver_bin), self->giver);
  g_signal_connect_swapped (self->giver, "given-up", G_CALLBACK (wb_coupon_details_given_up_cb),
                            self);
  self->changed_id =
    g_signal_connect_swapped (context, "changed", G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id = g_signal_connect_swapped (
    context, "sync-changed", G_CALLBACK (wb_coupon_details_show_deeds), self);

  return GTK_WIDGET (self);
}

/**
 * wb_coupon_details_set_folded:
 * @self: details
 * @folded: whether they stand in place of the table rather than beside it
 */
void
wb_coupon_details_set_folded (WbCouponDetails *self,
                              gboolean         folded)
{
  g_return_if_fail (WB_IS_COUPON_DETAILS (self));

  gtk_widget_set_visible (self->close, !folded);
}

/**
 * wb_coupon_details_set_coupon:
 * @self: details
 * @coupon_id: (nullable): the coupon to show
 */
void
wb_coupon_details_set_coupon (WbCouponDetails *self,
                              const char      *coupon_id)
{
  g_return_if_fail (WB_IS_COUPON_DETAILS (self));

  if (g_strcmp0 (self->coupon_id, coupon_id) == 0)
    return;

  g_free (self->coupon_id);
  self->coupon_id = g_strdup (coupon_id);
  wb_coupon_details_forget_deeds (self);
  read_coupon (self);
  g_free (self->shown);
  self->shown = describe_stored (self);
  fetch_story (self);
  refresh (self);
  gtk_adjustment_set_value (
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

/**
 * wb_coupon_details_get_coupon:
 * @self: details
 *
 * Returns: (nullable) (transfer none): the id of the coupon they are of
 */
const char *
wb_coupon_details_get_coupon (WbCouponDetails *self)
{
  g_return_val_if_fail (WB_IS_COUPON_DETAILS (self), NULL);

  return self->coupon_id;
}
