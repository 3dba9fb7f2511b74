/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The card of one call; see wb-call-card.h. This file keeps it and reads what it shows; what it
 * says is in -words.c, the number in -dial.c, whose it is in -holder.c, its offer in -coupon.c,
 * what can be done in -actions.c, and how that is stored in -deeds.c. */

#include "config.h"

#include "wb-call-card-private.h"

#include "wb-back-button.h"
#include "wb-key-button.h"
#include "wb-steady-bin.h"
#include "wb-ticket-store.h"
#include "wb-tiles.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (WbCallCard, wb_call_card, ADW_TYPE_BIN)

/* The outcomes in the order of their keys (design.md 9). */
static const struct
{
  WbOutcome outcome;
  const char *key;
} final_table[] = {
  { WB_OUTCOME_RESOLVED, "1" },         { WB_OUTCOME_COUPON_OFFERED, "2" },
  { WB_OUTCOME_EXCHANGE_AGREED, "3" },  { WB_OUTCOME_DECLINED, "4" },
  { WB_OUTCOME_WRONG_NUMBER, "9" },     { WB_OUTCOME_UNREACHABLE, "0" },
}, attempt_table[] = {
  { WB_OUTCOME_NO_ANSWER, "5" },        { WB_OUTCOME_BUSY, "6" },
  { WB_OUTCOME_VOICEMAIL, "7" },        { WB_OUTCOME_CALL_LATER, "8" },
};

static void
add_outcome (GtkWidget  *tiles,
             WbOutcome   outcome,
             const char *key)
{
  GtkWidget *button = wb_key_button_new (wb_outcome_label (outcome), key);

  g_object_set (button, "spread", TRUE, NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "card.outcome");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", wb_outcome_to_text (outcome));
  wb_tiles_append (WB_TILES (tiles), button);
}

static void
read_call (WbCallCard *self)
{
  WbDb *reader = wb_context_get_reader (self->context);

  g_clear_pointer (&self->ticket, wb_ticket_unref);

  /* What cannot be read is said as not loaded: the card still serves the call. */
  if (self->call->ticket)
    self->ticket = wb_ticket_store_get (reader, self->call->ticket, NULL);
  wb_call_card_read_coupon (self);
  wb_call_card_read_holder (self);
}

static void
show_all (WbCallCard *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->call ? "call" : "none");
  if (self->call) {
    wb_call_card_show_person (self);
    wb_call_card_show_number (self);
    wb_call_card_show_story (self);
    wb_call_card_show_holder (self);
    wb_call_card_show_clocks (self);
    wb_call_card_show_offer (self);
    wb_call_card_show_ticket (self);
    wb_call_card_show_vain (self);
    wb_call_card_show_closed (self);
  }
  wb_call_card_update_actions (self);
  wb_call_card_update_lease (self);
}

static void
context_changed_cb (WbCallCard *self,
                    guint       tables)
{
  if (tables & WB_TABLE_DRAFTS)
    wb_call_note_reread (self->note);
  if (!self->call)
    return;
  if (tables & (WB_TABLE_ACCOUNT | WB_TABLE_TICKETS | WB_TABLE_OFFERS | WB_TABLE_COUPONS |
                WB_TABLE_BANNERS)) {
    read_call (self);
    show_all (self);
  } else if (tables & WB_TABLE_OUTBOX) {
    /* All that waiting to be sent changes; the rest of a card takes longer to say. */
    wb_call_card_read_coupon (self);
    wb_call_card_read_holder (self);
    wb_call_card_show_story (self);
    wb_call_card_show_holder (self);
    wb_call_card_show_offer (self);
    wb_call_card_update_actions (self);
  }
}

/* Whether the server answers decides whether “not yet confirmed” is worth saying. */
static void
sync_changed_cb (WbCallCard *self)
{
  if (self->call)
    wb_call_card_show_holder (self);
}

/* From the note back to where a number key says how it went: to the list, not to a button that ends
 * the call by the next blank. */
static void
note_done_cb (WbCallCard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!(self->can & WB_CALL_CARD_CAN_WORK) && gtk_widget_grab_focus (self->add_note))
    return;
  if (root)
    gtk_root_set_focus (root, NULL);
  g_signal_emit_by_name (self, "left");
}

static gboolean
minute_cb (gpointer user_data)
{
  WbCallCard *self = WB_CALL_CARD (user_data);

  self->minute_id = 0;
  wb_call_card_refresh (self);

  return G_SOURCE_REMOVE;
}

/* The time there is told by the minute, as clocks are. */
static void
schedule_minute (WbCallCard *self)
{
  gint64 past_ms = wb_context_now (self->context) % WB_MINUTE_MS;

  g_clear_handle_id (&self->minute_id, g_source_remove);
  if (self->call)
    self->minute_id = g_timeout_add ((guint) (WB_MINUTE_MS - past_ms), minute_cb, self);
}

static void
ticket_fetched_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  /* The history is an extra: without it the card shows what is stored, and the sync line tells of
   * trouble with the server. A commit of it comes back as "changed". */
  wb_sync_fetch_ticket_finish (WB_SYNC (source), result, NULL);
}

static void
fetch_history (WbCallCard *self)
{
  WbSync *sync = wb_context_get_sync (self->context);

  if (sync && self->call->ticket && (!self->ticket || !self->ticket->has_history))
    wb_sync_fetch_ticket_async (sync, self->call->ticket, self->cancellable, ticket_fetched_cb,
                                NULL);
}

static void
wb_call_card_dispose (GObject *object)
{
  WbCallCard *self = WB_CALL_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->lease_id, g_source_remove);
  g_clear_handle_id (&self->minute_id, g_source_remove);
  g_clear_handle_id (&self->unsent_id, g_source_remove);
  g_clear_signal_handler (&self->context_changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  g_clear_pointer ((GtkWidget **) &self->popover, gtk_widget_unparent);
  if (self->offer) {
    g_signal_handlers_disconnect_by_data (self->offer, self);
    wb_coupon_offer_stop (self->offer);
  }
  g_clear_object (&self->offer);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_call_card_parent_class)->dispose (object);
}

static void
wb_call_card_finalize (GObject *object)
{
  WbCallCard *self = WB_CALL_CARD (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->call, wb_activity_unref);
  g_clear_pointer (&self->ticket, wb_ticket_unref);
  g_clear_pointer (&self->calling, wb_calling_unref);
  g_clear_pointer (&self->story, wb_call_story_unref);
  g_free (self->tel_uri);

  G_OBJECT_CLASS (wb_call_card_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, WbCallCard, name)

static void
bind_top (GtkWidgetClass *widget_class)
{
  BIND (stack);
  BIND (header);
  BIND (take);
  BIND (give_back);
  BIND (snooze);
  BIND (scroller);
  BIND (avatar);
  BIND (name);
  BIND (subtitle);
  BIND (number_row);
  BIND (number);
  BIND (number_note);
  BIND (number_said);
  BIND (calling_box);
  BIND (calling_icon);
  BIND (calling_note);
  BIND (copy_number);
  BIND (dial);
  BIND (story_notice);
  BIND (holder_box);
  BIND (holder);
  BIND (unsent_box);
  BIND (unsent_note);
  BIND (assign);
  BIND (assign_key);
  BIND (promise_box);
  BIND (promise_icon);
  BIND (promise_title);
  BIND (promise_note);
  BIND (promise_hours);
  BIND (goal_box);
  BIND (goal_icon);
  BIND (goal_title);
  BIND (goal_note);
}

static void
bind_bottom (GtkWidgetClass *widget_class)
{
  BIND (offer_box);
  BIND (offer_row);
  BIND (offer_title);
  BIND (offer_note);
  BIND (offer_code);
  BIND (offer_problem);
  BIND (offer_said);
  BIND (offer_spinner);
  BIND (offer_call);
  BIND (offer_banner);
  BIND (give_coupon);
  BIND (copy_code);
  BIND (show_coupon);
  BIND (open_page);
  BIND (open_ticket);
  BIND (ticket_list);
  BIND (note_part);
  BIND (note_heading);
  BIND (note);
  BIND (add_note);
  BIND (outcome_part);
  BIND (vain_box);
  BIND (vain_note);
  BIND (final_tiles);
  BIND (attempt_tiles);
  BIND (closed_part);
  BIND (closed_title);
  BIND (closed_note);
  BIND (reopen);
}

static void
wb_call_card_class_init (WbCallCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_call_card_dispose;
  object_class->finalize = wb_call_card_finalize;

  g_signal_new ("handled", WB_TYPE_CALL_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                2, G_TYPE_POINTER, G_TYPE_STRING);
  g_signal_new ("leaving", WB_TYPE_CALL_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, G_TYPE_POINTER);
  g_signal_new ("stayed", WB_TYPE_CALL_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, G_TYPE_POINTER);
  g_signal_new ("refused", WB_TYPE_CALL_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, G_TYPE_ERROR);

  g_signal_new ("left", WB_TYPE_CALL_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_CALL_NOTE);
  g_type_ensure (WB_TYPE_KEY_BUTTON);
  g_type_ensure (WB_TYPE_NOTICE);
  g_type_ensure (WB_TYPE_STEADY_BIN);
  g_type_ensure (WB_TYPE_TILES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/calls/wb-call-card.ui");
  bind_top (widget_class);
  bind_bottom (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, note_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, wb_call_card_update_actions);
  gtk_widget_class_bind_template_callback (widget_class, wb_call_card_story_clicked_cb);
  wb_call_card_install_actions (widget_class);
}

static void
wb_call_card_init (WbCallCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  self->popover = g_object_new (WB_TYPE_SNOOZE_POPOVER, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
  g_signal_connect_swapped (self->popover, "picked", G_CALLBACK (wb_call_card_picked_cb), self);
  wb_call_card_set_up_holder (self);

  for (guint i = 0; i < G_N_ELEMENTS (final_table); i++)
    add_outcome (self->final_tiles, final_table[i].outcome, final_table[i].key);
  for (guint i = 0; i < G_N_ELEMENTS (attempt_table); i++)
    add_outcome (self->attempt_tiles, attempt_table[i].outcome, attempt_table[i].key);
}

/**
 * wb_call_card_new:
 * @context: what it reads and writes
 *
 * Returns: (transfer floating): a card of no call; main thread, as all here
 */
WbCallCard *
wb_call_card_new (WbContext *context)
{
  WbCallCard *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_CALL_CARD, NULL);
  self->context = g_object_ref (context);
  self->context_changed_id = g_signal_connect_swapped (context, "changed",
                                                       G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id = g_signal_connect_swapped (context, "sync-changed",
                                                    G_CALLBACK (sync_changed_cb), self);
  wb_call_note_set_context (self->note, context);
  self->offer = wb_coupon_offer_new (context);
  g_signal_connect_swapped (self->offer, "answered", G_CALLBACK (wb_call_card_offer_answered_cb),
                            self);
  g_signal_connect_swapped (self->offer, "changed", G_CALLBACK (wb_call_card_offer_changed_cb),
                            self);
  show_all (self);

  return self;
}

/**
 * wb_call_card_set_call:
 * @self: a card
 * @call: (nullable): the call, or the same one as it is now
 *
 * Shows a call. A note being written stays with its call, and is there when that is shown again.
 */
void
wb_call_card_set_call (WbCallCard *self,
                       WbActivity *call)
{
  gboolean another = FALSE;

  g_return_if_fail (WB_IS_CALL_CARD (self));

  another = g_strcmp0 (self->call ? self->call->id : NULL, call ? call->id : NULL) != 0;
  if (call)
    wb_activity_ref (call);
  g_clear_pointer (&self->call, wb_activity_unref);
  self->call = call;

  if (another) {
    wb_call_note_set_call (self->note, call ? call->id : NULL);
    wb_call_card_forget_said (self);
    wb_call_card_forget_offer_said (self);
    wb_call_card_forget_unsent (self);
    gtk_popover_popdown (GTK_POPOVER (self->popover));
    gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  }
  if (call)
    read_call (self);
  show_all (self);
  schedule_minute (self);
  if (call && another)
    fetch_history (self);
}

/**
 * wb_call_card_get_call:
 * @self: a card
 *
 * Returns: (nullable) (transfer none): what it shows
 */
WbActivity *
wb_call_card_get_call (WbCallCard *self)
{
  g_return_val_if_fail (WB_IS_CALL_CARD (self), NULL);

  return self->call;
}

/* Where two tiles have the width of a phone, words come before keys. */
static void
show_keys (GtkWidget *tiles,
           gboolean   shown)
{
  for (GtkWidget *tile = gtk_widget_get_first_child (tiles); tile;
       tile = gtk_widget_get_next_sibling (tile))
    g_object_set (tile, "show-key", shown, NULL);
}

/**
 * wb_call_card_set_compact:
 * @self: a card
 * @compact: whether room is short
 */
void
wb_call_card_set_compact (WbCallCard *self,
                          gboolean    compact)
{
  GtkWidget *buttons[] = { self->take, self->give_back, self->snooze, self->dial,
                           self->copy_number, self->give_coupon, self->open_page,
                           self->open_ticket };

  g_return_if_fail (WB_IS_CALL_CARD (self));

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    g_object_set (buttons[i], "show-key", !compact, NULL);
  gtk_widget_set_visible (self->assign_key, !compact);
  show_keys (self->final_tiles, !compact);
  show_keys (self->attempt_tiles, !compact);
  /* Below the number there is room for a button that a thumb finds. */
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->number_row),
                                  compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->offer_row),
                                  compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->closed_part),
                                  compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

/**
 * wb_call_card_refresh:
 * @self: a card
 *
 * Time went by: the clocks are said again.
 */
void
wb_call_card_refresh (WbCallCard *self)
{
  g_return_if_fail (WB_IS_CALL_CARD (self));

  if (self->call) {
    wb_call_card_show_person (self);
    wb_call_card_show_number (self);
    wb_call_card_show_holder (self);
    wb_call_card_show_clocks (self);
    wb_call_card_update_actions (self);
  }
  schedule_minute (self);
}

static WbOutcome
find_outcome (guint32 digit)
{
  for (guint i = 0; i < G_N_ELEMENTS (final_table); i++) {
    if (digit == (guint32) final_table[i].key[0])
      return final_table[i].outcome;
  }
  for (guint i = 0; i < G_N_ELEMENTS (attempt_table); i++) {
    if (digit == (guint32) attempt_table[i].key[0])
      return attempt_table[i].outcome;
  }

  return WB_OUTCOME_NONE;
}

/**
 * wb_call_card_handle_key:
 * @self: a card
 * @keyval: a key without modifiers that no focused widget wanted
 *
 * Returns: `TRUE` if it is one of the card's and was used
 */
gboolean
wb_call_card_handle_key (WbCallCard *self,
                         guint       keyval)
{
  WbOutcome outcome = find_outcome (gdk_keyval_to_unicode (keyval));

  g_return_val_if_fail (WB_IS_CALL_CARD (self), FALSE);

  if (wb_call_card_activate_key (self, keyval))
    return TRUE;
  if (outcome == WB_OUTCOME_NONE || !(self->can & WB_CALL_CARD_CAN_WORK))
    return FALSE;

  return gtk_widget_activate_action (GTK_WIDGET (self), "card.outcome", "s",
                                     wb_outcome_to_text (outcome));
}
