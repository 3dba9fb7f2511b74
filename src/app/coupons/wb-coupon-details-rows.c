/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the details of a coupon say: as it was issued, its use, its story. */

#include "config.h"

#include "wb-coupon-details-private.h"

#include "wb-coupon-event.h"
#include "wb-coupon-offer.h"
#include "wb-coupon-words.h"
#include "wb-format.h"
#include "wb-spoken.h"
#include "wb-ticket-store.h"

#include <glib/gi18n-lib.h>

static void
clear_list (GtkWidget *list)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (list)))
    gtk_list_box_remove (GTK_LIST_BOX (list), child);
}

/* What it is, and below it in quieter letters what it is about. */
static GtkWidget *
add_row (GtkWidget  *list,
         const char *about,
         const char *words)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *spoken =
    about && *about != '\0' ? g_strdup_printf ("%s: %s", about, words) : NULL;

  /* What customers and shops wrote is text, whatever characters are in it. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (spoken) {
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), about);
    wb_spoken_set_name (row, spoken);
  }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_append (GTK_LIST_BOX (list), row);

  return row;
}

static void
lead_to (GtkWidget  *row,
         const char *action,
         const char *id,
         const char *tooltip)
{
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action);
  gtk_widget_set_tooltip_text (row, tooltip);
}

static const char *
name_placement (const char *placement)
{
  if (g_strcmp0 (placement, "portal") == 0)
    return C_ ("where a coupon was taken", "on the last step of the portal");
  if (g_strcmp0 (placement, "ticket_detail") == 0)
    return C_ ("where a coupon was taken", "on the ticket’s page");
  if (g_strcmp0 (placement, "email") == 0)
    return C_ ("where a coupon was taken", "from an e-mail");

  return "";
}

static char *
format_when (WbCouponDetails *self,
             gint64           at)
{
  return at == WB_TIME_NONE ? g_strdup ("")
                            : wb_format_when (at, wb_context_now (self->context),
                                              wb_context_get_zone (self->context));
}

static void
show_ticket (WbCouponDetails *self)
{
  const WbCoupon *coupon = self->coupon;
  g_autofree char *ticket = wb_coupon_words_ticket (self->context, coupon);
  GtkWidget *row = NULL;

  if (!coupon->ticket)
    return;
  row = add_row (self->issue_list, _ ("Ticket"), *ticket ? ticket : _ ("Ticket"));
  lead_to (row, "win.show-ticket", coupon->ticket, _ ("Show in Tickets"));
}

/* Whose it is: as the ticket says, which may not have been synced yet. */
static void
show_customer (WbCouponDetails *self)
{
  g_autoptr (WbTicket) ticket =
    self->coupon->ticket ? wb_ticket_store_get (wb_context_get_reader (self->context),
                                                self->coupon->ticket, NULL)
                         : NULL;

  if (ticket && ticket->customer_name && *ticket->customer_name != '\0')
    add_row (self->issue_list, _ ("Customer"), ticket->customer_name);
}

static void
show_call (WbCouponDetails *self)
{
  if (!self->coupon->activity)
    return;

  lead_to (add_row (self->issue_list, _ ("Given on"), _ ("A call")), "win.show-call",
           self->coupon->activity, _ ("Show in Calls"));
}

static void
show_issue (WbCouponDetails *self)
{
  const WbCoupon *coupon = self->coupon;
  g_autofree char *value = wb_coupon_words_value (coupon);
  g_autofree char *minimum = wb_coupon_words_minimum (coupon);
  g_autofree char *day = wb_coupon_words_expires (self->context, coupon);
  g_autofree char *issuer = wb_coupon_words_issuer (self->context, coupon);
  g_autofree char *when = format_when (self, coupon->created_at);
  g_autofree char *shop = wb_coupon_words_shop (self->context, coupon);
  g_autofree char *by =
    wb_format_join (issuer, coupon->issued_by ? "" : name_placement (coupon->placement), NULL);
  g_autofree char *issued = NULL;

  clear_list (self->issue_list);
  add_row (self->issue_list, _ ("Value"), value);
  add_row (self->issue_list, _ ("Minimum order"), *minimum ? minimum : _ ("None"));
  add_row (self->issue_list, _ ("Valid to the end of"), *day ? day : _ ("No last day"));
  issued = g_strdup_printf (C_ ("when a coupon was issued", "Issued %s"), when);
  add_row (self->issue_list, issued, by);
  show_customer (self);
  show_call (self);
  show_ticket (self);
  if (*shop)
    add_row (self->issue_list, _ ("Shop"), shop);
  if (coupon->settings_version > 0) {
    g_autofree char *version =
      g_strdup_printf (_ ("Version %d"), (int) coupon->settings_version);

    add_row (self->issue_list, _ ("Offer’s settings"), version);
  }
}

/* Each order of the story once; without a story the one that the coupon names. */
static void
show_orders (WbCouponDetails *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; self->story && i < self->story->len; i++) {
    const WbCouponEvent *event = g_ptr_array_index (self->story, i);

    if (g_strcmp0 (event->kind, WB_COUPON_EVENT_USED) != 0 || !event->order_code ||
        !g_hash_table_add (seen, event->order_code))
      continue;
    add_row (self->use_list, _ ("Order"), event->order_code);
  }
  if (self->coupon->used_order_code && !g_hash_table_contains (seen, self->coupon->used_order_code))
    add_row (self->use_list, _ ("Order"), self->coupon->used_order_code);
}

static void
show_use (WbCouponDetails *self)
{
  const WbCoupon *coupon = self->coupon;
  gboolean used = g_strcmp0 (coupon->state, WB_COUPON_USED) == 0;
  g_autofree char *when = format_when (self, coupon->used_at);

  clear_list (self->use_list);
  gtk_widget_set_visible (self->use_group, used || coupon->revenue);
  if (used && *when)
    add_row (self->use_list, _ ("Used"), when);
  show_orders (self);
  if (coupon->revenue) {
    g_autofree char *revenue = wb_coupon_money (coupon->revenue, coupon->revenue_currency);

    add_row (self->use_list, wb_coupon_is_refunded (coupon) ? _ ("Revenue, refunds taken off")
                                                            : _ ("Revenue"),
             revenue);
  }
  if (wb_coupon_is_refunded (coupon)) {
    g_autofree char *refunded = wb_coupon_money (coupon->refunded, coupon->revenue_currency);

    add_row (self->use_list, _ ("Given back of it"), refunded);
  }
  if (used && coupon->is_probable)
    add_row (self->use_list, _ ("No order names the coupon for certain; it is a likely one."),
             _ ("Probable"));
}

static void
show_head (WbCouponDetails *self)
{
  const WbCoupon *coupon = self->coupon;
  const char *state = coupon->state;
  g_autofree char *note = NULL;

  gtk_label_set_text (GTK_LABEL (self->code),
                      coupon->code ? coupon->code : C_ ("code of a coupon", "No code yet"));
  gtk_widget_set_visible (self->copy, coupon->code != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->state_icon), wb_coupon_state_icon (state));
  gtk_widget_set_css_classes (self->state_icon, (const char *[]) {
    "coupon-state", wb_coupon_state_class (state), NULL
  });
  gtk_label_set_text (GTK_LABEL (self->state_label), wb_coupon_state_label (state));

  if (g_strcmp0 (state, WB_COUPON_FAILED) == 0)
    note = g_strdup (coupon->error_message ? coupon->error_message
                                           : _ ("The shop did not make it and did not say why."));
  else if (g_strcmp0 (state, WB_COUPON_PENDING) == 0)
    note = g_strdup (coupon->error_message ? coupon->error_message
                                           : _ ("The shop is making it. Not confirmed yet."));
  else if (g_strcmp0 (state, WB_COUPON_DISABLED) == 0)
    note = g_strdup (_ ("The shop does not take it any more."));
  gtk_label_set_text (GTK_LABEL (self->state_note), WB_TEXT (note));
  gtk_widget_set_visible (self->state_note, note != NULL);
}

void
wb_coupon_details_show_rows (WbCouponDetails *self)
{
  show_head (self);
  show_issue (self);
  show_use (self);
}

static const char *
get_event_icon (const char *kind)
{
  static const struct
  {
    const char *kind;
    const char *icon;
  } table[] = {
    { WB_COUPON_EVENT_MADE, "wb-coupon-symbolic" },
    { WB_COUPON_EVENT_FOUND, "wb-coupon-symbolic" },
    { WB_COUPON_EVENT_USED, "object-select-symbolic" },
    { WB_COUPON_EVENT_FREED, "edit-undo-symbolic" },
    { WB_COUPON_EVENT_REFUNDED, "edit-undo-symbolic" },
    { WB_COUPON_EVENT_UNCERTAIN, "content-loading-symbolic" },
    { WB_COUPON_EVENT_FAILED, "dialog-warning-symbolic" },
    { WB_COUPON_EVENT_REMOVED, "dialog-warning-symbolic" },
    { WB_COUPON_EVENT_GONE, "dialog-warning-symbolic" },
    { WB_COUPON_EVENT_DISABLED, "action-unavailable-symbolic" },
    { WB_COUPON_EVENT_EXPIRED, "document-open-recent-symbolic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (g_strcmp0 (table[i].kind, kind) == 0)
      return table[i].icon;
  }

  return "document-edit-symbolic";
}

static void
add_event (WbCouponDetails     *self,
           const WbCouponEvent *event)
{
  const char *person = event->by ? wb_context_get_user_name (self->context, event->by) : NULL;
  g_autofree char *words = wb_coupon_event_words (event);
  g_autofree char *when = format_when (self, event->at);
  g_autofree char *line = wb_format_join (when, WB_TEXT (person), NULL);

  g_autofree char *spoken = wb_format_join (words, line, NULL);
  GtkWidget *row = add_row (self->story_list, line, words);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (get_event_icon (event->kind)));
  wb_spoken_set_name (row, spoken);
}

/* The newest first: that is what one asks about. */
void
wb_coupon_details_show_story (WbCouponDetails *self)
{
  gboolean fetching = self->fetching != NULL;
  guint n_events = self->story ? self->story->len : 0;
  g_autofree char *words = NULL;

  clear_list (self->story_list);
  for (guint i = n_events; i > 0; i--)
    add_event (self, g_ptr_array_index (self->story, i - 1));
  gtk_widget_set_visible (self->story_list, n_events > 0);
  gtk_spinner_set_spinning (GTK_SPINNER (self->story_spinner), fetching);
  gtk_widget_set_visible (self->story_spinner, fetching);

  if (self->trouble && n_events > 0)
    words = g_strdup_printf (_ ("As last fetched. %s"), self->trouble);
  else if (self->trouble)
    words = g_strdup_printf (_ ("Not fetched yet. %s"), self->trouble);
  else if (fetching && n_events == 0)
    words = g_strdup (_ ("Fetching…"));
  else if (n_events == 0)
    words = g_strdup (_ ("This server does not tell a coupon’s story."));
  gtk_label_set_text (GTK_LABEL (self->story_note), WB_TEXT (words));
  gtk_widget_set_visible (self->story_state, words != NULL);
  gtk_widget_set_visible (self->story_again, self->trouble != NULL);
}
