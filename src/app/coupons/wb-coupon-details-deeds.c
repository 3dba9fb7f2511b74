/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done about a coupon, and why not. What the shop does for us is never queued: it is
 * done now, or said to be impossible now. */

#include "config.h"

#include "wb-coupon-details-private.h"

#include "wb-coupon-giver.h"
#include "wb-coupon-words.h"
#include "wb-format.h"
#include "wb-notice.h"
#include "wb-remote-error.h"
#include "wb-sync-shops.h"
#include "wb-ticket-store.h"

#include <glib/gi18n-lib.h>

/* The buttons of the question; the keyboard begins at the one that does no harm. */
#define ANSWER_SWITCH_OFF 0
#define ANSWER_KEEP 1

typedef struct
{
  WbCouponDetails *self;  /* (unowned) gone when it was cancelled */
  char *coupon_id;        /* (owned) */
} Deed;

static void
deed_free (Deed *deed)
{
  g_free (deed->coupon_id);
  g_free (deed);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deed, deed_free)

static gboolean
has_state (WbCouponDetails *self,
           const char      *state)
{
  return self->coupon && g_strcmp0 (self->coupon->state, state) == 0;
}

/* Why nothing of the kind can be done by this person, now; NULL = it can. */
static const char *
get_obstacle (WbCouponDetails *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  gboolean plain = wb_context_get_level (self->context) == WB_LEVEL_PLAIN;

  if (!plain && !wb_context_is_manager (self->context))
    return _ ("Only a manager can change a coupon.");
  if (!wb_context_get_sync (self->context))
    return _ ("This needs the server.");
  if (!plain && state->phase == WB_SYNC_OFFLINE)
    return _ ("This needs the server, which does not answer now.");

  return NULL;
}

static void
show_deed (GtkWidget  *button,
           gboolean    fits,
           const char *obstacle,
           const char *tooltip)
{
  gtk_widget_set_visible (button, fits);
  gtk_widget_set_sensitive (button, !obstacle);
  gtk_widget_set_tooltip_text (button, obstacle ? obstacle : tooltip);
}

static gboolean
is_busy (WbCouponDetails *self)
{
  return self->coupon_id && g_hash_table_contains (self->busy, self->coupon_id);
}

/* Whether the keyboard is in here; what is hidden would give it to anything in the window. */
gboolean
wb_coupon_details_has_keyboard (WbCouponDetails *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* Back to the coupon it is about, when what had it is gone. */
void
wb_coupon_details_keep_keyboard (WbCouponDetails *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!focus || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) ||
      !gtk_widget_is_visible (focus) || !gtk_widget_is_sensitive (focus))
    gtk_widget_grab_focus (gtk_widget_get_visible (self->copy) ? self->copy : self->scroller);
}

void
wb_coupon_details_show_deeds (WbCouponDetails *self)
{
  gboolean had_keyboard = wb_coupon_details_has_keyboard (self);
  gboolean busy = is_busy (self);
  gboolean pending = has_state (self, WB_COUPON_PENDING);
  gboolean used = has_state (self, WB_COUPON_USED);
  gboolean live = pending || has_state (self, WB_COUPON_ACTIVE);
  gboolean failed = has_state (self, WB_COUPON_FAILED);
  const char *obstacle = get_obstacle (self);
  const char *reason = obstacle && (live || used || failed) ? obstacle : NULL;

  if (!obstacle && used)
    reason = _ ("A coupon that was used cannot be switched off.");
  else if (!obstacle && pending)
    reason = _ ("It can be changed once the shop has made it.");

  show_deed (self->retry, failed && !busy, reason, _ ("Ask the shop again for this coupon"));
  show_deed (self->disable, (live || used) && !busy && !self->is_asking, reason,
             _ ("The shop does not take it from then on"));
  show_deed (self->replace, live && !busy && !self->is_replacing, reason,
             _ ("Give the customer another coupon and switch this one off"));
  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  gtk_label_set_text (GTK_LABEL (self->why), WB_TEXT (reason));
  gtk_widget_set_visible (self->why, reason && !busy);
  gtk_widget_set_visible (self->giver_bin, self->is_replacing && live);
  if (had_keyboard)
    wb_coupon_details_keep_keyboard (self);
}

/* Another coupon is shown: what was asked about the last one is asked no more. */
void
wb_coupon_details_forget_deeds (WbCouponDetails *self)
{
  self->is_asking = FALSE;
  self->is_replacing = FALSE;
  wb_notice_hide (WB_NOTICE (self->notice));
  wb_coupon_giver_set_ticket (WB_COUPON_GIVER (self->giver), NULL, NULL);
}

static void
tell_trouble (WbCouponDetails *self,
              const GError    *error)
{
  /* What is not known is said so: the shop may have done it. */
  const char *words = wb_remote_error_is_passing (error)
                        ? _ ("Not confirmed yet: no answer came. Look again in a moment.")
                        : error->message;

  wb_notice_set_buttons (WB_NOTICE (self->notice), NULL, NULL);
  wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_ERROR, _ ("That did not work"), words);
}

static void
deed_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Deed) deed = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) coupon = wb_sync_do_coupon_finish (WB_SYNC (source), result, &error);
  WbCouponDetails *self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = deed->self;
  g_hash_table_remove (self->busy, deed->coupon_id);
  if (g_strcmp0 (self->coupon_id, deed->coupon_id) != 0)
    return;
  if (error)
    tell_trouble (self, error);
  wb_coupon_details_show_deeds (self);
}

static void
do_deed (WbCouponDetails *self,
         WbCouponDeed     what)
{
  Deed *deed = NULL;

  if (!self->coupon || is_busy (self) || get_obstacle (self))
    return;

  deed = g_new0 (Deed, 1);
  deed->self = self;
  deed->coupon_id = g_strdup (self->coupon_id);
  g_hash_table_add (self->busy, g_strdup (self->coupon_id));
  wb_coupon_details_forget_deeds (self);
  wb_sync_do_coupon_async (wb_context_get_sync (self->context), self->coupon_id, what,
                           self->cancellable, deed_done_cb, deed);
  wb_coupon_details_show_deeds (self);
}

void
wb_coupon_details_retry_action (GtkWidget  *widget,
                                const char *name,
                                GVariant   *parameter)
{
  WbCouponDetails *self = WB_COUPON_DETAILS (widget);

  if (has_state (self, WB_COUPON_FAILED))
    do_deed (self, WB_COUPON_DEED_RETRY);
}

/* It cannot be taken back, so it is asked once, in place. */
void
wb_coupon_details_disable_action (GtkWidget  *widget,
                                  const char *name,
                                  GVariant   *parameter)
{
  WbCouponDetails *self = WB_COUPON_DETAILS (widget);
  g_autofree char *title = NULL;

  if (!has_state (self, WB_COUPON_ACTIVE) || get_obstacle (self))
    return;

  self->is_asking = TRUE;
  /* TRANSLATORS: %s is the code of a coupon */
  title = g_strdup_printf (_ ("Switch %s off?"), WB_TEXT (self->coupon->code));
  wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_WARNING, title,
                  _ ("The shop will refuse it from then on. This cannot be undone."));
  wb_notice_set_buttons (WB_NOTICE (self->notice), _ ("_Switch off"), _ ("_Keep it"));
  wb_coupon_details_show_deeds (self);
  wb_notice_focus (WB_NOTICE (self->notice), ANSWER_KEEP);
}

void
wb_coupon_details_notice_cb (WbCouponDetails *self,
                             int              button)
{
  if (!self->is_asking)
    return;

  self->is_asking = FALSE;
  wb_notice_hide (WB_NOTICE (self->notice));
  if (button == ANSWER_SWITCH_OFF)
    do_deed (self, WB_COUPON_DEED_DISABLE);
  wb_coupon_details_show_deeds (self);
  if (gtk_widget_get_visible (self->disable))
    gtk_widget_grab_focus (self->disable);
}

void
wb_coupon_details_replace_action (GtkWidget  *widget,
                                  const char *name,
                                  GVariant   *parameter)
{
  WbCouponDetails *self = WB_COUPON_DETAILS (widget);
  g_autoptr (WbTicket) ticket = NULL;

  if (!has_state (self, WB_COUPON_ACTIVE) || get_obstacle (self))
    return;

  ticket = wb_ticket_store_get (wb_context_get_reader (self->context), self->coupon->ticket, NULL);
  self->is_replacing = TRUE;
  wb_coupon_giver_replace (WB_COUPON_GIVER (self->giver), ticket, self->coupon->activity);
  wb_coupon_details_show_deeds (self);
  gtk_widget_child_focus (self->giver, GTK_DIR_TAB_FORWARD);
}

/* The coupon stays; the keyboard goes back to where it came from. */
void
wb_coupon_details_given_up_cb (WbCouponDetails *self)
{
  self->is_replacing = FALSE;
  wb_coupon_details_show_deeds (self);
  gtk_widget_grab_focus (self->replace);
}
