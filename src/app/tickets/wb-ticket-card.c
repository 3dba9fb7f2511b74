/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The card of a ticket; see wb-ticket-card.h. What is stored is shown at once; the history is
 * fetched when the card opens, is stored, and comes back by "changed" as everything does. */

#include "config.h"

#include "wb-ticket-card.h"

#include "wb-back-button.h"
#include "wb-call-store.h"
#include "wb-coupon-giver.h"
#include "wb-coupon-store.h"
#include "wb-dot.h"
#include "wb-format.h"
#include "wb-phone.h"
#include "wb-remote-error.h"
#include "wb-ticket-rows.h"
#include "wb-ticket-store.h"

#include <glib/gi18n-lib.h>

struct _WbTicketCard
{
  AdwBin parent_instance;

  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *avatar;
  GtkWidget *name;
  GtkWidget *type_line;
  GtkWidget *type_dot;
  GtkWidget *type_name;
  GtkWidget *state_line;
  GtkWidget *state_dot;
  GtkWidget *state_name;
  GtkWidget *contact_list;
  GtkWidget *giver_bin;
  GtkWidget *coupon_group;
  GtkWidget *coupon_list;
  GtkWidget *goods_group;
  GtkWidget *goods_list;
  GtkWidget *call_group;
  GtkWidget *call_list;
  GtkWidget *not_offered;
  GtkWidget *history_group;
  GtkWidget *history_spinner;
  GtkWidget *history_list;
  GtkWidget *history_state;
  GtkWidget *history_note;
  GtkWidget *history_again;
  GtkWidget *giver;

  WbContext *context;         /* (owned) */
  char *ticket_id;            /* (owned) (nullable) */
  WbTicket *ticket;           /* (owned) (nullable) as last read */
  GCancellable *fetching;     /* (owned) (nullable) the fetch of this ticket's history */
  char *trouble;              /* (owned) (nullable) why it could not be fetched */
  char *shown;                /* (owned) (nullable) the state of all shown, to see a change */
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (WbTicketCard, wb_ticket_card, ADW_TYPE_BIN)

static void
clear_list (GtkWidget *list)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (list)))
    gtk_list_box_remove (GTK_LIST_BOX (list), child);
}

static void
append (GtkWidget *list,
        GtkWidget *row)
{
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

static void
add_contact (WbTicketCard *self,
             const char   *title,
             const char   *shown,
             const char   *copied,
             const char   *tooltip)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), title);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  if (copied) {
    GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

    gtk_widget_set_tooltip_text (button, tooltip);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    tooltip, -1);
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class (button, "flat");
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "ticket.copy");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", copied);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  }
  append (self->contact_list, row);
}

static void
show_head (WbTicketCard *self)
{
  const WbTicket *ticket = self->ticket;
  const WbTicketType *type = wb_context_find_type (self->context, ticket->type);
  const WbTicketState *state = wb_context_find_state (self->context, ticket->state);
  const char *type_name = wb_context_get_type_name (self->context, ticket->type);
  const char *state_name = wb_context_get_state_name (self->context, ticket->state);
  const char *name = ticket->customer_name ? ticket->customer_name : _ ("Name not known");
  g_autofree char *line = g_strdup_printf ("%s %s", WB_TEXT (type_name), WB_TEXT (ticket->code));

  g_strstrip (line);
  adw_avatar_set_text (ADW_AVATAR (self->avatar), ticket->customer_name);
  adw_avatar_set_show_initials (ADW_AVATAR (self->avatar), ticket->customer_name != NULL);
  gtk_label_set_text (GTK_LABEL (self->name), name);
  gtk_label_set_text (GTK_LABEL (self->type_name), line);
  wb_dot_set_color (WB_DOT (self->type_dot), type ? type->color : NULL);
  gtk_label_set_text (GTK_LABEL (self->state_name), WB_TEXT (state_name));
  wb_dot_set_color (WB_DOT (self->state_dot), state ? state->color : NULL);
  gtk_widget_set_visible (self->state_line, state_name != NULL);
}

static void
show_contact (WbTicketCard *self)
{
  const WbTicket *ticket = self->ticket;
  const char *owner = wb_context_get_user_name (self->context, ticket->owner);

  clear_list (self->contact_list);
  if (ticket->customer_phone) {
    g_autofree char *shown = wb_phone_for_people (ticket->customer_phone);

    add_contact (self, _ ("Phone"), shown, ticket->customer_phone, _ ("Copy the number"));
  }
  if (ticket->customer_email)
    add_contact (self, _ ("E-mail"), ticket->customer_email, ticket->customer_email,
                 _ ("Copy the address"));
  if (!ticket->customer_phone && !ticket->customer_email)
    add_contact (self, _ ("Phone and e-mail"), _ ("Not known"), NULL, NULL);
  if (owner)
    add_contact (self, _ ("Assigned to"), owner, NULL, NULL);
}

static void
show_goods (WbTicketCard *self)
{
  const WbTicket *ticket = self->ticket;

  clear_list (self->goods_list);
  for (guint i = 0; i < ticket->products->len; i++)
    append (self->goods_list,
            wb_ticket_rows_new_product (self->context, g_ptr_array_index (ticket->products, i)));
  if (ticket->has_order)
    append (self->goods_list, wb_ticket_rows_new_order (self->context, ticket));
  gtk_widget_set_visible (self->goods_group, ticket->has_order || ticket->products->len > 0);
}

static void
show_calls (WbTicketCard *self)
{
  g_autoptr (GPtrArray) calls = wb_call_store_for_ticket (
    wb_context_get_reader (self->context), self->ticket_id, NULL);

  clear_list (self->call_list);
  for (guint i = 0; calls && i < calls->len; i++)
    append (self->call_list,
            wb_ticket_rows_new_call (self->context, g_ptr_array_index (calls, i)));
  gtk_widget_set_visible (self->call_group, calls && calls->len > 0);
}

static void
show_coupons (WbTicketCard *self)
{
  g_autoptr (GPtrArray) coupons = wb_coupon_store_for_ticket (
    wb_context_get_reader (self->context), self->ticket_id, NULL);

  clear_list (self->coupon_list);
  for (guint i = 0; coupons && i < coupons->len; i++)
    append (self->coupon_list,
            wb_ticket_rows_new_coupon (self->context, g_ptr_array_index (coupons, i)));
  gtk_widget_set_visible (self->coupon_group, coupons && coupons->len > 0);
  wb_coupon_giver_set_ticket (WB_COUPON_GIVER (self->giver), self->ticket, NULL);
}

/* What a plain helpdesk cannot do is said where one would look for it. */
static void
show_not_offered (WbTicketCard *self)
{
  gboolean calls = wb_context_offers (self->context, WB_FEATURE_ACTIVITIES);
  gboolean shops = wb_context_get_level (self->context) == WB_LEVEL_PLAIN &&
                   wb_context_get_stores (self->context)->len > 0;
  gboolean coupons = shops || wb_context_offers (self->context, WB_FEATURE_COUPONS);
  const char *words = "";

  if (!calls && !coupons)
    words = _ ("This server offers neither calls nor coupons. Connect a Winback portal for them.");
  else if (!calls)
    words = _ ("This server offers no calls.");
  else if (!coupons)
    words = _ ("This server offers no coupons.");

  gtk_label_set_text (GTK_LABEL (self->not_offered), words);
  gtk_widget_set_visible (self->not_offered, *words != '\0');
}

static void
show_history (WbTicketCard *self)
{
  const WbTicket *ticket = self->ticket;
  gboolean fetching = self->fetching != NULL;
  g_autofree char *words = NULL;

  clear_list (self->history_list);
  /* The newest first: that is what one asks about. */
  for (guint i = ticket->history->len; i > 0; i--)
    append (self->history_list, wb_ticket_rows_new_history (
              self->context, g_ptr_array_index (ticket->history, i - 1)));
  gtk_widget_set_visible (self->history_list, ticket->history->len > 0);
  gtk_spinner_set_spinning (GTK_SPINNER (self->history_spinner), fetching);
  gtk_widget_set_visible (self->history_spinner, fetching);

  if (self->trouble && ticket->has_history)
    words = g_strdup_printf (_ ("As last fetched. %s"), self->trouble);
  else if (self->trouble)
    words = g_strdup_printf (_ ("Not fetched yet. %s"), self->trouble);
  else if (fetching && !ticket->has_history)
    words = g_strdup (_ ("Fetching…"));
  else if (ticket->has_history && ticket->history->len == 0)
    words = g_strdup (_ ("Nothing has happened yet."));
  else if (!ticket->has_history)
    words = g_strdup (_ ("Not fetched yet."));

  gtk_label_set_text (GTK_LABEL (self->history_note), WB_TEXT (words));
  gtk_widget_set_visible (self->history_state, words != NULL);
  gtk_widget_set_visible (self->history_again, !fetching && words && !ticket->has_history &&
                          wb_context_get_sync (self->context));
}

static void
refresh (WbTicketCard *self)
{
  g_autoptr (WbTicket) ticket =
    self->ticket_id ? wb_ticket_store_get (wb_context_get_reader (self->context), self->ticket_id,
                                           NULL)
                    : NULL;

  g_clear_pointer (&self->ticket, wb_ticket_unref);
  self->ticket = g_steal_pointer (&ticket);
  if (!self->ticket) {
    wb_coupon_giver_set_ticket (WB_COUPON_GIVER (self->giver), NULL, NULL);
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "none");
    return;
  }

  show_head (self);
  show_contact (self);
  show_coupons (self);
  show_goods (self);
  show_calls (self);
  show_not_offered (self);
  show_history (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "ticket");
}

/* Rows are made anew only when something they show changed, so that the focus stays where it is
 * while a sync goes on. */
static char *
describe_stored (WbTicketCard *self)
{
  WbDb *reader = wb_context_get_reader (self->context);
  g_autoptr (WbTicket) ticket = wb_ticket_store_get (reader, self->ticket_id, NULL);
  g_autoptr (GPtrArray) calls = wb_call_store_for_ticket (reader, self->ticket_id, NULL);
  g_autoptr (GPtrArray) coupons = wb_coupon_store_for_ticket (reader, self->ticket_id, NULL);
  GString *text = g_string_new (NULL);

  if (ticket)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %u %d\n",
                            ticket->version, ticket->updated_at, ticket->history->len,
                            ticket->has_history);
  for (guint i = 0; calls && i < calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (calls, i);

    g_string_append_printf (text, "%s %" G_GINT64_FORMAT " %s %s %" G_GINT64_FORMAT " %s\n",
                            call->id, call->version, call->status, WB_TEXT (call->assignee),
                            call->due_at, WB_TEXT (call->note));
  }
  for (guint i = 0; coupons && i < coupons->len; i++) {
    const WbCoupon *coupon = g_ptr_array_index (coupons, i);

    g_string_append_printf (text, "%s %" G_GINT64_FORMAT " %s\n", coupon->id, coupon->version,
                            coupon->state);
  }

  return g_string_free (text, FALSE);
}

static void
ticket_fetched_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean fetched = wb_sync_fetch_ticket_finish (WB_SYNC (source), result, &error);
  WbTicketCard *self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = WB_TICKET_CARD (user_data);
  g_clear_object (&self->fetching);
  g_clear_pointer (&self->trouble, g_free);
  if (!fetched)
    self->trouble = wb_remote_error_is_passing (error)
                      ? g_strdup (_ ("The server cannot be reached."))
                      : g_strdup (error->message);
  refresh (self);
}

static void
stop_fetching (WbTicketCard *self)
{
  if (self->fetching)
    g_cancellable_cancel (self->fetching);
  g_clear_object (&self->fetching);
  g_clear_pointer (&self->trouble, g_free);
}

static void
fetch_history (WbTicketCard *self)
{
  WbSync *sync = wb_context_get_sync (self->context);

  stop_fetching (self);
  if (!sync || !self->ticket_id)
    return;

  self->fetching = g_cancellable_new ();
  wb_sync_fetch_ticket_async (sync, self->ticket_id, self->fetching, ticket_fetched_cb, self);
}

static void
history_again_cb (WbTicketCard *self)
{
  fetch_history (self);
  refresh (self);
}

static void
context_changed_cb (WbTicketCard *self,
                    guint         tables)
{
  g_autofree char *stored = NULL;

  if (!self->ticket_id)
    return;

  stored = describe_stored (self);
  if ((tables & WB_TABLE_ACCOUNT) || g_strcmp0 (stored, self->shown) != 0) {
    g_free (self->shown);
    self->shown = g_steal_pointer (&stored);
    refresh (self);
  } else if (tables & (WB_TABLE_OFFERS | WB_TABLE_OUTBOX | WB_TABLE_COUPONS)) {
    wb_coupon_giver_refresh (WB_COUPON_GIVER (self->giver));
  }
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          g_variant_get_string (parameter, NULL));
  if (overlay)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (_ ("Copied")));
}

static void
wb_ticket_card_dispose (GObject *object)
{
  WbTicketCard *self = WB_TICKET_CARD (object);

  stop_fetching (self);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_ticket_card_parent_class)->dispose (object);
}

static void
wb_ticket_card_finalize (GObject *object)
{
  WbTicketCard *self = WB_TICKET_CARD (object);

  g_clear_pointer (&self->ticket_id, g_free);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->ticket, wb_ticket_unref);

  G_OBJECT_CLASS (wb_ticket_card_parent_class)->finalize (object);
}

static void
wb_ticket_card_class_init (WbTicketCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_ticket_card_dispose;
  object_class->finalize = wb_ticket_card_finalize;

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_DOT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/tickets/wb-ticket-card.ui");
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, stack);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, scroller);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, name);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, type_line);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, type_dot);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, type_name);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, state_line);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, state_dot);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, state_name);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, contact_list);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, giver_bin);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, coupon_group);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, coupon_list);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, goods_group);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, goods_list);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, call_group);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, call_list);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, not_offered);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, history_group);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, history_spinner);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, history_list);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, history_state);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, history_note);
  gtk_widget_class_bind_template_child (widget_class, WbTicketCard, history_again);
  gtk_widget_class_bind_template_callback (widget_class, history_again_cb);

  gtk_widget_class_install_action (widget_class, "ticket.copy", "s", copy_action);
}

static void
wb_ticket_card_init (WbTicketCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_ticket_card_new:
 * @context: the workspace
 *
 * Returns: (transfer floating): a card without a ticket; main thread, as all here
 */
GtkWidget *
wb_ticket_card_new (WbContext *context)
{
  WbTicketCard *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_TICKET_CARD, NULL);
  self->context = g_object_ref (context);
  self->giver = wb_coupon_giver_new (context);
  adw_bin_set_child (ADW_BIN (self->giver_bin), self->giver);
  g_object_bind_property (self->giver, "visible", self->giver_bin, "visible",
                          G_BINDING_SYNC_CREATE);
  self->changed_id =
    g_signal_connect_swapped (context, "changed", G_CALLBACK (context_changed_cb), self);
  refresh (self);

  return GTK_WIDGET (self);
}

/**
 * wb_ticket_card_set_ticket:
 * @self: a card
 * @ticket_id: (nullable): what to show
 *
 * Shows what is stored and fetches the history. The same ticket again changes nothing.
 */
void
wb_ticket_card_set_ticket (WbTicketCard *self,
                           const char   *ticket_id)
{
  g_return_if_fail (WB_IS_TICKET_CARD (self));

  if (g_strcmp0 (self->ticket_id, ticket_id) == 0)
    return;

  g_free (self->ticket_id);
  self->ticket_id = g_strdup (ticket_id);
  g_clear_pointer (&self->shown, g_free);
  if (ticket_id)
    self->shown = describe_stored (self);
  fetch_history (self);
  refresh (self);
  gtk_adjustment_set_value (
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

/**
 * wb_ticket_card_get_ticket:
 * @self: a card
 *
 * Returns: (nullable) (transfer none): the id of the ticket it shows
 */
const char *
wb_ticket_card_get_ticket (WbTicketCard *self)
{
  g_return_val_if_fail (WB_IS_TICKET_CARD (self), NULL);

  return self->ticket_id;
}
