/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person can do on the card of a call, when, and by which key. How it is stored is in
 * -deeds.c. */

#include "config.h"

#include "wb-call-card-private.h"

#include "wb-format.h"
#include "wb-key-button.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

/* How long a taken call is held without a sign of life (reference/retino-api.md B.6). */
#define LEASE_SECS 900
/* Often enough that one failed renewal loses nothing. */
#define RENEW_SECS (LEASE_SECS / 3)

gboolean
wb_call_card_is_mine (WbCallCard *self)
{
  return self->call && self->call->assignee &&
         g_strcmp0 (self->call->assignee, wb_context_get_me_id (self->context)) == 0;
}

gboolean
wb_call_card_is_held (WbCallCard *self)
{
  return self->call && self->call->assignee && !wb_call_card_is_mine (self);
}

static void
lease_renewed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  /* Offline the lease may run out: then the event feed says whose the call is, and the card with
   * it. There is nothing else to do about it here. */
  wb_sync_renew_lease_finish (WB_SYNC (source), result, NULL);
}

static gboolean
renew_cb (gpointer user_data)
{
  WbCallCard *self = WB_CALL_CARD (user_data);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  /* With the window closed nobody works on it: others may have it when the lease is over. */
  if (root && !gtk_widget_get_mapped (GTK_WIDGET (root)))
    return G_SOURCE_CONTINUE;

  wb_sync_renew_lease_async (wb_context_get_sync (self->context), self->call->id, LEASE_SECS,
                             self->cancellable, lease_renewed_cb, NULL);

  return G_SOURCE_CONTINUE;
}

/* While the card of a leased call is open, it stays with who works on it. */
void
wb_call_card_update_lease (WbCallCard *self)
{
  gboolean leased = self->call && wb_activity_is_open (self->call) &&
                    wb_call_card_is_mine (self) && self->call->lease_until != WB_TIME_NONE &&
                    wb_context_get_sync (self->context) &&
                    wb_context_offers (self->context, WB_FEATURE_LEASES);

  if (leased && self->lease_id == 0)
    self->lease_id = g_timeout_add_seconds (RENEW_SECS, renew_cb, self);
  else if (!leased)
    g_clear_handle_id (&self->lease_id, g_source_remove);
}

/* Says at once whose it will be: storing that takes a frame or two. If it is refused the card shows
 * what was before (-deeds.c). */
static void
expect_holder (WbCallCard *self,
               const char *user_id,
               gint64      lease_until)
{
  g_autoptr (WbActivity) expected = wb_activity_copy (self->call);

  g_free (expected->assignee);
  expected->assignee = g_strdup (user_id);
  expected->lease_until = lease_until;
  wb_call_card_set_call (self, expected);
}

/* @then_dial: once it is stored, so that no call taken by somebody else is dialled. */
void
wb_call_card_take (WbCallCard *self,
                   gboolean    then_dial)
{
  WbDeed *deed = wb_call_card_new_deed (self, WB_DEED_TAKE);
  gint64 lease_until = WB_TIME_NONE;

  deed->lease_secs = wb_context_offers (self->context, WB_FEATURE_LEASES) ? LEASE_SECS : 0;
  deed->then_dial = then_dial;
  if (deed->lease_secs > 0)
    lease_until = wb_context_now (self->context) + deed->lease_secs * WB_SECOND_MS;
  wb_call_card_start_deed (self, deed);
  expect_holder (self, wb_context_get_me_id (self->context), lease_until);
}

static void
take_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  wb_call_card_take (WB_CALL_CARD (widget), FALSE);
}

static void
give_back_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);

  wb_call_card_start_deed (self, wb_call_card_new_deed (self, WB_DEED_GIVE_BACK));
  expect_holder (self, NULL, WB_TIME_NONE);
}

/* Under the snooze button, or above the outcomes when it was asked for there. */
static void
ask_when (WbCallCard *self,
          GtkWidget  *near,
          WbOutcome   attempt)
{
  WbNextTryAsk ask = {
    .now = wb_context_now (self->context),
    .zone = wb_context_get_zone (self->context),
    .calendar = wb_context_get_calendar (self->context),
    .phone = self->call->customer_phone,
    .calling_hours = wb_context_get_local_settings (self->context)->calling_hours,
    .attempts = self->call->attempts,
    .attempt = attempt,
  };
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (near, GTK_WIDGET (self), &bounds)) {
    GdkRectangle place = { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                           (int) bounds.size.height };

    /* A button scrolled out of sight is asked about at the edge it lies beyond. */
    place.y = CLAMP (place.y, 0, MAX (0, gtk_widget_get_height (GTK_WIDGET (self)) - place.height));
    gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
  }
  gtk_popover_set_position (GTK_POPOVER (self->popover),
                            attempt == WB_OUTCOME_NONE ? GTK_POS_BOTTOM : GTK_POS_TOP);
  wb_snooze_popover_ask (self->popover, &ask);
}

static void
snooze_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);

  ask_when (self, self->snooze, WB_OUTCOME_NONE);
}

void
wb_call_card_picked_cb (WbCallCard *self,
                        gint64      at,
                        int         attempt)
{
  WbDeed *deed = NULL;

  if (!self->call)
    return;

  deed = wb_call_card_new_deed (self, WB_DEED_SNOOZE);
  deed->at = at;
  deed->outcome = attempt;
  deed->note = attempt == WB_OUTCOME_NONE ? NULL : wb_call_note_dup_text (self->note);
  wb_call_card_start_deed (self, deed);
}

static void
outcome_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);
  WbOutcome outcome = wb_outcome_from_text (g_variant_get_string (parameter, NULL));
  WbDeed *deed = NULL;

  if (wb_outcome_is_attempt (outcome)) {
    GtkWidget *tile = gtk_widget_get_first_child (self->attempt_tiles);

    for (int i = WB_OUTCOME_NO_ANSWER; tile && i < (int) outcome; i++) {
      GtkWidget *next = gtk_widget_get_next_sibling (tile);

      tile = next ? next : tile;
    }
    ask_when (self, tile, outcome);
    return;
  }

  deed = wb_call_card_new_deed (self, WB_DEED_COMPLETE);
  deed->outcome = outcome;
  deed->note = wb_call_note_dup_text (self->note);
  deed->at = wb_context_now (self->context);
  wb_call_card_start_deed (self, deed);
}

static void
note_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (WB_CALL_CARD (widget)->note));
}

/* The call is not theirs to end any more, but what they wrote is not lost. */
static void
add_note_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);
  WbDeed *deed = wb_call_card_new_deed (self, WB_DEED_NOTE);

  deed->note = wb_call_note_dup_text (self->note);
  wb_call_card_start_deed (self, deed);
}

static void
reopen_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);
  WbDeed *deed = wb_call_card_new_deed (self, WB_DEED_REOPEN);

  deed->at = MAX (self->call->due_at, wb_context_now (self->context));
  deed->note = g_strdup (_ ("Closed by mistake"));
  wb_call_card_start_deed (self, deed);
}

static void
open_ticket_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.show-ticket", "s", WB_CALL_CARD (widget)->call->ticket);
}

void
wb_call_card_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "card.take", NULL, take_action },
    { "card.give-back", NULL, give_back_action },
    { "card.assign", "s", wb_call_card_assign_action },
    { "card.assign-menu", NULL, wb_call_card_assign_menu_action },
    { "card.dial", NULL, wb_call_card_dial_action },
    { "card.copy-number", NULL, wb_call_card_copy_number_action },
    { "card.snooze", NULL, snooze_action },
    { "card.outcome", "s", outcome_action },
    { "card.note", NULL, note_action },
    { "card.add-note", NULL, add_note_action },
    { "card.reopen", NULL, reopen_action },
    { "card.open-ticket", NULL, open_ticket_action },
    { "card.open-page", NULL, wb_call_card_open_page_action },
    { "card.coupon", NULL, wb_call_card_coupon_action },
    { "card.copy-code", NULL, wb_call_card_copy_code_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
}

/* Whether the one who works here closed it and may still take that back (B.6). */
static gboolean
can_reopen (WbCallCard *self)
{
  gint64 now = wb_context_now (self->context);

  if (wb_context_is_manager (self->context))
    return TRUE;

  return g_strcmp0 (self->call->closed_by, wb_context_get_me_id (self->context)) == 0 &&
         self->call->closed_at != WB_TIME_NONE && now - self->call->closed_at < WB_DAY_MS;
}

/* Keys of the card; those of outcomes are in wb-call-card.c. */
static const struct
{
  guint keyval;
  const char *action;
  WbCallCardCan can;
} keys[] = {
  { GDK_KEY_t, "card.take", WB_CALL_CARD_CAN_TAKE },
  { GDK_KEY_g, "card.give-back", WB_CALL_CARD_CAN_GIVE_BACK },
  { GDK_KEY_a, "card.assign-menu", WB_CALL_CARD_CAN_ASSIGN },
  { GDK_KEY_d, "card.dial", WB_CALL_CARD_CAN_DIAL },
  { GDK_KEY_y, "card.copy-number", WB_CALL_CARD_CAN_COPY },
  { GDK_KEY_s, "card.snooze", WB_CALL_CARD_CAN_WORK },
  { GDK_KEY_n, "card.note", WB_CALL_CARD_CAN_NOTE },
  { GDK_KEY_c, "card.coupon", WB_CALL_CARD_CAN_COUPON },
  { GDK_KEY_o, "card.open-ticket", WB_CALL_CARD_CAN_OPEN },
  { GDK_KEY_p, "card.open-page", WB_CALL_CARD_CAN_OPEN_PAGE },
};

static WbCallCardCan
judge_actions (WbCallCard *self)
{
  gboolean is_open = self->call && wb_activity_is_open (self->call);
  gboolean is_held = wb_call_card_is_held (self);
  gboolean is_manager = wb_context_is_manager (self->context);
  WbCallCardCan can = WB_CALL_CARD_CAN_NOTHING;

  if (!self->call)
    return can;

  if (is_open && !wb_call_card_is_mine (self) && (!is_held || is_manager))
    can |= WB_CALL_CARD_CAN_TAKE;
  if (is_open && wb_call_card_is_mine (self))
    can |= WB_CALL_CARD_CAN_GIVE_BACK;
  if (is_open && is_manager)
    can |= WB_CALL_CARD_CAN_ASSIGN;
  if (is_open && !is_held)
    can |= WB_CALL_CARD_CAN_WORK;
  if (!is_open && can_reopen (self))
    can |= WB_CALL_CARD_CAN_REOPEN;
  if ((can & WB_CALL_CARD_CAN_WORK) || !wb_call_note_is_empty (self->note))
    can |= WB_CALL_CARD_CAN_NOTE;
  if (!(can & WB_CALL_CARD_CAN_WORK) && !wb_call_note_is_empty (self->note))
    can |= WB_CALL_CARD_CAN_ADD_NOTE;
  if (wb_call_card_can_coupon (self))
    can |= WB_CALL_CARD_CAN_COUPON;
  if (self->call->customer_phone)
    can |= WB_CALL_CARD_CAN_COPY;
  /* Somebody may have talked to the customer already: no second call is suggested. */
  if ((can & WB_CALL_CARD_CAN_WORK) && self->tel_uri && !self->story)
    can |= WB_CALL_CARD_CAN_DIAL;
  if (self->call->ticket)
    can |= WB_CALL_CARD_CAN_OPEN;
  if (wb_call_card_get_page_uri (self))
    can |= WB_CALL_CARD_CAN_OPEN_PAGE;

  return can;
}

static gboolean
can (WbCallCard    *self,
     WbCallCardCan  what)
{
  return (self->can & what) != 0;
}

static void
suggest (GtkWidget *button,
         gboolean   suggested)
{
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

/* The one thing to do next: calling, unless it had better wait, else taking it. */
static void
suggest_next (WbCallCard *self)
{
  gboolean may_call = can (self, WB_CALL_CARD_CAN_DIAL) &&
                      self->calling->verdict != WB_CALLING_NOT_NOW;

  suggest (self->dial, may_call);
  suggest (self->take, !can (self, WB_CALL_CARD_CAN_DIAL));
}

void
wb_call_card_update_actions (WbCallCard *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->can = judge_actions (self);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_action_set_enabled (widget, keys[i].action, can (self, keys[i].can));
  gtk_widget_action_set_enabled (widget, "card.outcome", can (self, WB_CALL_CARD_CAN_WORK));
  gtk_widget_action_set_enabled (widget, "card.assign", can (self, WB_CALL_CARD_CAN_ASSIGN));
  gtk_widget_action_set_enabled (widget, "card.add-note", can (self, WB_CALL_CARD_CAN_ADD_NOTE));
  gtk_widget_action_set_enabled (widget, "card.reopen", can (self, WB_CALL_CARD_CAN_REOPEN));

  wb_key_button_set_text (WB_KEY_BUTTON (self->take),
                          wb_call_card_is_held (self) ? _ ("Take over") : _ ("Take"));
  gtk_widget_set_visible (self->take, can (self, WB_CALL_CARD_CAN_TAKE));
  gtk_widget_set_visible (self->give_back, can (self, WB_CALL_CARD_CAN_GIVE_BACK));
  gtk_widget_set_visible (self->snooze, can (self, WB_CALL_CARD_CAN_WORK));
  gtk_widget_set_visible (self->dial, can (self, WB_CALL_CARD_CAN_DIAL));
  gtk_widget_set_visible (self->copy_number, can (self, WB_CALL_CARD_CAN_COPY));
  gtk_widget_set_visible (self->assign, can (self, WB_CALL_CARD_CAN_ASSIGN));
  gtk_widget_set_visible (self->open_page, can (self, WB_CALL_CARD_CAN_OPEN_PAGE));
  gtk_label_set_text (GTK_LABEL (self->note_heading),
                      can (self, WB_CALL_CARD_CAN_WORK) ? _ ("How did it go?")
                                                        : _ ("What you wrote"));
  gtk_widget_set_visible (self->note_part, can (self, WB_CALL_CARD_CAN_NOTE));
  gtk_widget_set_visible (self->add_note, can (self, WB_CALL_CARD_CAN_ADD_NOTE));
  gtk_widget_set_visible (self->outcome_part, can (self, WB_CALL_CARD_CAN_WORK));
  gtk_widget_set_visible (self->reopen, can (self, WB_CALL_CARD_CAN_REOPEN));
  suggest_next (self);
}

gboolean
wb_call_card_activate_key (WbCallCard *self,
                           guint       keyval)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (gdk_keyval_to_lower (keyval) == keys[i].keyval && (self->can & keys[i].can))
      return gtk_widget_activate_action (GTK_WIDGET (self), keys[i].action, NULL);
  }

  return FALSE;
}
