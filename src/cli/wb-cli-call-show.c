/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl call show: what the window's card has: the customer and whether calling is fair now,
 * both clocks, ticket and goods, what is offered, attempts, what is being typed, what is not
 * sent. */

#include "config.h"

#include "wb-cli.h"

#include "wb-account-store.h"
#include "wb-call-draft.h"
#include "wb-call-story.h"
#include "wb-calling-hours.h"
#include "wb-cli-print.h"
#include "wb-customer-text.h"
#include "wb-local-settings-store.h"
#include "wb-next-try.h"
#include "wb-offer-store.h"
#include "wb-phone.h"
#include "wb-ticket-state.h"
#include "wb-ticket-store.h"
#include "wb-time.h"
#include "wb-wire-activity.h"
#include "wb-wire-builder.h"
#include "wb-wire-ticket.h"
#include "wb-working-time.h"

#include <glib/gi18n-lib.h>

#define GOAL_HOURS_DEFAULT 24

/* All of it, read once. */
typedef struct
{
  WbCli *cli;                   /* (unowned) */
  WbActivity *call;             /* (owned) */
  WbTicket *ticket;             /* (owned) (nullable) */
  char *state;                  /* (owned) (nullable) the ticket's, by name */
  WbServedOffer *coupon;        /* (owned) (nullable) that may be given */
  WbLocalSettings *settings;    /* (owned) */
  WbCalling *calling;           /* (owned) */
  WbWorkingCalendar *calendar;  /* (owned) (nullable) where opening hours are counted */
  char *draft;                  /* (owned) (nullable) */
  WbCallUnsent unsent;
  WbCallStory *story;           /* (owned) (nullable) of work lost to a colleague */
  int goal_hours;
  gint64 goal_at;
  gint64 now;
} Card;

static void
card_clear (Card *self)
{
  g_clear_pointer (&self->call, wb_activity_unref);
  g_clear_pointer (&self->ticket, wb_ticket_unref);
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->coupon, wb_served_offer_unref);
  g_clear_pointer (&self->settings, wb_local_settings_unref);
  g_clear_pointer (&self->calling, wb_calling_unref);
  g_clear_pointer (&self->calendar, wb_working_calendar_unref);
  g_clear_pointer (&self->draft, g_free);
  g_clear_pointer (&self->story, wb_call_story_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Card, card_clear)

/* The coupon of the ticket's type, wherever it is offered. */
static gboolean
read_coupon (Card    *self,
             GError **error)
{
  g_autoptr (WbOfferSet) set = NULL;
  g_autoptr (WbServedOffers) served = NULL;
  WbServedAsk ask = { .account = self->cli->account };
  WbPlacements placements;
  GError *cause = NULL;

  if (!self->ticket || !self->ticket->type || !ask.account)
    return TRUE;
  set = wb_offer_store_get (self->cli->db, self->ticket->type, &cause);
  if (cause) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  placements = set ? wb_offer_set_get_placements (set, WB_TOOL_COUPON) : WB_PLACEMENT_NONE;
  if (placements == WB_PLACEMENT_NONE)
    return TRUE;
  ask.set = set;
  ask.placement = placements & -placements;
  ask.order_currency = self->ticket->has_order ? self->ticket->order_currency : NULL;
  ask.today = wb_date_of_time (self->now, self->cli->zone);
  if (wb_served_offers_find_gap (&ask, WB_TOOL_COUPON) != WB_SERVED_GAP_NONE)
    return TRUE;
  served = wb_served_offers_make (&ask);
  self->coupon = wb_served_offer_ref (g_ptr_array_index (served->offers, 0));
  return TRUE;
}

static gboolean
read_state (Card    *self,
            GError **error)
{
  g_autoptr (GPtrArray) states = wb_ticket_state_store_list (self->cli->db, error);

  for (guint i = 0; states && self->ticket && i < states->len; i++) {
    const WbTicketState *state = g_ptr_array_index (states, i);

    if (g_strcmp0 (state->id, self->ticket->state) == 0)
      self->state = g_strdup (wb_cli_pick_text (self->cli, state->name));
  }
  return states ? TRUE : FALSE;
}

static gboolean
read_card (Card        *self,
           WbCli       *cli,
           const char  *id,
           GError     **error)
{
  GError *cause = NULL;

  self->cli = cli;
  self->now = wb_cli_now (cli);
  self->goal_hours = cli->account && cli->account->call_goal_hours > 0
                     ? cli->account->call_goal_hours : GOAL_HOURS_DEFAULT;
  self->call = wb_cli_resolve_call (cli, id, error);
  if (!self->call)
    return FALSE;
  self->goal_at = wb_deadline_goal (self->call->created_at, self->goal_hours);
  self->ticket = wb_ticket_store_get (cli->db, self->call->ticket, &cause);
  if (!cause)
    self->draft = wb_call_draft_get (cli->db, self->call->id, &cause);
  if (!cause)
    self->settings = wb_local_settings_store_get (cli->db, &cause);
  if (!cause)
    self->story = wb_call_story_get (cli->db, self->call->id, &cause);
  if (cause) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  self->calling = wb_calling_judge (self->call->customer_phone, self->settings->calling_hours,
                                    self->now);
  if (self->settings->count_opening_hours && cli->account)
    self->calendar = wb_working_calendar_of (cli->account, cli->zone);
  return wb_call_store_unsent (cli->db, self->call->id, &self->unsent, error) &&
         read_state (self, error) && read_coupon (self, error);
}

/* "2 d 3 h", "3 h 20 min", "5 min" */
static char *
format_span (gint64 ms)
{
  gint64 minutes = ABS (ms) / WB_MINUTE_MS;
  int hours = (int) (minutes / 60);

  if (hours >= 48)
    /* Translators: days and hours. */
    return g_strdup_printf (_ ("%d d %d h"), hours / 24, hours % 24);
  if (hours > 0)
    /* Translators: hours and minutes. */
    return g_strdup_printf (_ ("%d h %d min"), hours, (int) (minutes % 60));
  return g_strdup_printf (_ ("%d min"), (int) minutes);
}

static char *
describe_limit (Card   *self,
                gint64  limit)
{
  g_autofree char *when = wb_cli_format_time (limit, self->now, self->cli->zone);
  gint64 answered_at = wb_answered_at (self->call);
  g_autofree char *span = NULL;

  if (answered_at != WB_TIME_NONE && answered_at <= limit)
    return g_strdup_printf (_ ("%s, kept"), when);
  if (answered_at != WB_TIME_NONE) {
    span = format_span (answered_at - limit);
    return g_strdup_printf (_ ("%s, answered %s late"), when, span);
  }
  span = format_span (limit - self->now);
  return limit < self->now ? g_strdup_printf (_ ("%s, %s late"), when, span)
                           : g_strdup_printf (_ ("%s, %s left"), when, span);
}

static char *
format_local (gint64     at,
              GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  /* Translators: a day and a time where the customer is. */
  return g_date_time_format (local, _ ("%a %H:%M"));
}

static char *
describe_calling (Card *self)
{
  const WbCalling *calling = self->calling;
  GTimeZone *zone = calling->zone ? calling->zone : self->cli->zone;
  g_autofree char *until = calling->changes_at != WB_TIME_NONE
                           ? format_local (calling->changes_at, zone) : NULL;

  if (!self->call->customer_phone)
    return g_strdup (_ ("no number: write an e-mail"));
  switch (calling->verdict) {
    case WB_CALLING_PERMITTED:
      return until ? g_strdup_printf (_ ("fair until %s"), until) : g_strdup (_ ("fair"));
    case WB_CALLING_NOT_NOW:
      return until ? g_strdup_printf (_ ("not before %s"), until) : g_strdup (_ ("not now"));
    case WB_CALLING_UNKNOWN:
    default:
      return g_strdup (_ ("country not known: mind what time it is there"));
  }
}

static void
add (WbCliTable *table,
     const char *label,
     const char *value)
{
  const char *const cells[] = { label, value };

  if (value && *value)
    wb_cli_table_add (table, cells);
}

static void
add_customer (Card       *self,
              WbCliTable *table)
{
  const WbActivity *call = self->call;
  g_autofree char *phone = wb_phone_for_people (call->customer_phone);
  g_autofree char *calling = describe_calling (self);

  add (table, _ ("Customer"), call->customer_name);
  add (table, _ ("Phone"), phone);
  add (table, _ ("E-mail"), self->ticket ? self->ticket->customer_email : NULL);
  if (self->calling->zone) {
    g_autofree char *there = format_local (self->now, self->calling->zone);

    add (table, _ ("Time there"), there);
  }
  add (table, _ ("Calling"), calling);
}

static void
add_clocks (Card       *self,
            WbCliTable *table)
{
  const WbActivity *call = self->call;
  g_autofree char *promise = describe_limit (self, call->original_due_at);
  g_autofree char *goal = describe_limit (self, self->goal_at);
  g_autofree char *next = wb_cli_format_time (call->due_at, self->now, self->cli->zone);
  g_autofree char *goal_label = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%d-hour goal", "%d-hour goal", (gulong) self->goal_hours),
    self->goal_hours);

  add (table, _ ("Promised by"), promise);
  add (table, goal_label, goal);
  if (self->calendar) {
    gint64 answered_at = wb_answered_at (call);
    gint64 end = answered_at != WB_TIME_NONE ? answered_at : self->now;
    g_autofree char *span = format_span (wb_working_elapsed (self->calendar, call->created_at,
                                                             end));

    add (table, _ ("In opening hours"), span);
  }
  if (wb_activity_is_open (call)) {
    add (table, _ ("Next try"), next);
    add (table, _ ("Taken by"), wb_cli_user_name (self->cli, call->assignee));
  } else {
    add (table, _ ("Outcome"),
         call->outcome ? wb_outcome_label (wb_outcome_from_text (call->outcome)) : NULL);
    add (table, _ ("Closed by"), wb_cli_user_name (self->cli, call->closed_by));
    add (table, _ ("Note"), call->note);
  }
}

static void
add_ticket (Card       *self,
            WbCliTable *table)
{
  const WbTicket *ticket = self->ticket;

  if (!ticket)
    return;
  add (table, _ ("Ticket"), ticket->code);
  add (table, _ ("Type"), wb_cli_type_name (self->cli, ticket->type));
  add (table, _ ("State"), self->state);
  add (table, _ ("Order"), ticket->order_code);
  for (guint i = 0; i < ticket->products->len; i++) {
    const WbProduct *product = g_ptr_array_index (ticket->products, i);
    g_autofree char *price = wb_money_is_none (&product->price_with_vat)
                             ? NULL : wb_money_format_symbol (&product->price_with_vat, NULL, TRUE);
    g_autofree char *words = g_strjoin (", ", product->name ? product->name : "–",
                                        product->variant ? product->variant : price,
                                        product->variant ? price : NULL, NULL);

    add (table, _ ("Product"), words);
  }
  add (table, _ ("Customer's link"), ticket->portal_url);
  if (self->coupon) {
    const char *language = self->cli->account->default_language;
    g_autofree char *title = wb_customer_coupon_title (self->coupon, language);
    g_autofree char *terms = wb_customer_coupon_terms (self->coupon, language);
    g_autofree char *words = g_strdup_printf ("%s. %s", title, terms);

    add (table, _ ("Offer"), words);
  }
}

static void
add_work (Card       *self,
          WbCliTable *table)
{
  static const struct {
    WbCallUnsent flag;
    const char *words;
  } unsent[] = {
    { WB_CALL_UNSENT_HOLDER, N_ ("who has it") },
    { WB_CALL_UNSENT_TIME, N_ ("when to call again") },
    { WB_CALL_UNSENT_END, N_ ("the outcome") },
    { WB_CALL_UNSENT_NOTE, N_ ("a note") },
  };
  GPtrArray *attempts = self->call->attempts;

  for (guint i = 0; i < attempts->len; i++) {
    const WbAttempt *attempt = g_ptr_array_index (attempts, i);
    g_autofree char *when = wb_cli_format_time (attempt->at, self->now, self->cli->zone);
    const char *label = wb_outcome_label (wb_outcome_from_text (attempt->outcome));
    const char *who = wb_cli_user_name (self->cli, attempt->user);
    g_autofree char *words = g_strjoin (", ", when, label ? label : attempt->outcome,
                                        who ? who : "–", attempt->note, NULL);

    add (table, _ ("Attempt"), words);
  }
  add (table, _ ("Being typed"), self->draft);
  for (guint i = 0; i < G_N_ELEMENTS (unsent); i++) {
    if ((self->unsent & unsent[i].flag) != 0)
      add (table, _ ("Not sent yet"), _ (unsent[i].words));
  }
}

static const char *
label_outcome (const char *outcome)
{
  const char *label = outcome ? wb_outcome_label (wb_outcome_from_text (outcome)) : NULL;

  return label ? label : outcome;
}

/* Both stories, and how to say that they were read. */
static void
add_story (Card       *self,
           WbCliTable *table)
{
  const WbCallStory *story = self->story;
  const char *their_name = NULL;
  g_autofree char *mine_at = NULL;
  g_autofree char *theirs_at = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *read = NULL;

  if (!story)
    return;
  their_name = wb_cli_user_name (self->cli, story->their_user);
  mine_at = wb_cli_format_time (story->my_at, self->now, self->cli->zone);
  theirs_at = wb_cli_format_time (story->their_at, self->now, self->cli->zone);
  mine = g_strjoin (", ", mine_at,
                    story->my_outcome ? label_outcome (story->my_outcome) : _ ("taken"),
                    story->my_note, NULL);
  theirs = g_strjoin (", ", theirs_at, their_name ? their_name : _ ("somebody else"),
                      story->is_closed ? _ ("closed it") : _ ("has it"),
                      story->their_outcome ? label_outcome (story->their_outcome)
                                           : story->their_note,
                      story->their_outcome ? story->their_note : NULL, NULL);
  read = g_strdup_printf ("winbackctl outbox discard %" G_GINT64_FORMAT, story->seq);
  add (table, _ ("You did"), mine);
  add (table, _ ("Meanwhile"), theirs);
  if (story->note_kept)
    add (table, _ ("Your note"), _ ("kept in the ticket's history"));
  add (table, _ ("When read"), read);
}

static void
print_card (Card *self)
{
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Call"), self->call->id, NULL);

  add_customer (self, table);
  add_clocks (self, table);
  add_ticket (self, table);
  add_work (self, table);
  add_story (self, table);
  wb_cli_table_print (table);
}

static JsonObject *
make_calling (Card *self)
{
  static const char *const verdicts[] = {
    [WB_CALLING_UNKNOWN] = "unknown",
    [WB_CALLING_PERMITTED] = "permitted",
    [WB_CALLING_NOT_NOW] = "not_now",
  };
  JsonObject *calling = json_object_new ();

  wb_wire_put_text (calling, "verdict", verdicts[self->calling->verdict]);
  wb_wire_put_text (calling, "country", self->calling->country);
  wb_wire_put_text (calling, "time_zone",
                    self->calling->zone ? g_time_zone_get_identifier (self->calling->zone) : NULL);
  wb_wire_put_time (calling, "changes_at", self->calling->changes_at);
  return calling;
}

static void
put_offer (JsonObject          *object,
           const WbServedOffer *coupon)
{
  JsonObject *offer = NULL;

  if (!coupon) {
    json_object_set_null_member (object, "offer");
    return;
  }
  offer = json_object_new ();
  wb_wire_put_text (offer, "kind", coupon->kind);
  wb_wire_put_text (offer, "amount", coupon->amount);
  wb_wire_put_text (offer, "currency", coupon->currency);
  wb_wire_put_text (offer, "min_order_value", coupon->min_order_value);
  json_object_set_int_member (offer, "validity_days", coupon->validity_days);
  json_object_set_object_member (object, "offer", offer);
}

static void
put_story (JsonObject        *object,
           const WbCallStory *story)
{
  JsonObject *member = NULL;

  if (!story) {
    json_object_set_null_member (object, "story");
    return;
  }
  member = json_object_new ();
  json_object_set_int_member (member, "number", story->seq);
  wb_wire_put_text (member, "my_outcome", story->my_outcome);
  wb_wire_put_text (member, "my_note", story->my_note);
  wb_wire_put_time (member, "my_at", story->my_at);
  json_object_set_boolean_member (member, "note_kept", story->note_kept);
  wb_wire_put_text (member, "their_user", story->their_user);
  json_object_set_boolean_member (member, "closed", story->is_closed);
  wb_wire_put_text (member, "their_outcome", story->their_outcome);
  wb_wire_put_text (member, "their_note", story->their_note);
  wb_wire_put_time (member, "their_at", story->their_at);
  json_object_set_object_member (object, "story", member);
}

static void
print_json (Card *self)
{
  static const char *const words[] = { "holder", "time", "end", "note" };
  JsonObject *object = json_object_new ();
  JsonArray *unsent = json_array_new ();
  g_autoptr (JsonNode) node = NULL;

  json_object_set_member (object, "call", wb_wire_activity_encode (self->call));
  if (self->ticket)
    json_object_set_member (object, "ticket", wb_wire_ticket_encode (self->ticket));
  else
    json_object_set_null_member (object, "ticket");
  wb_wire_put_time (object, "promise_at", self->call->original_due_at);
  wb_wire_put_time (object, "goal_at", self->goal_at);
  wb_wire_put_time (object, "answered_at", wb_answered_at (self->call));
  wb_wire_put_text (object, "group",
                    wb_call_group_to_text (wb_call_group_of (self->call, self->now,
                                                             self->cli->zone)));
  json_object_set_object_member (object, "calling", make_calling (self));
  put_offer (object, self->coupon);
  json_object_set_int_member (object, "attempts_in_vain",
                              wb_next_try_count_vain (self->call->attempts));
  wb_wire_put_text (object, "draft", self->draft);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if ((self->unsent & (WbCallUnsent) (1u << i)) != 0)
      json_array_add_string_element (unsent, words[i]);
  }
  json_object_set_array_member (object, "unsent", unsent);
  put_story (object, self->story);
  node = wb_wire_take_object (object);
  wb_cli_print_json (node);
}

/**
 * wb_cli_call_show:
 * @self: the program
 * @args: the call
 * @error: return location for a #GError
 *
 * Shows all there is about a call.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_call_show (WbCli   *self,
                  GStrv    args,
                  GError **error)
{
  g_auto (Card) card = { 0 };

  if (!read_card (&card, self, args[0], error))
    return FALSE;
  if (self->options.json)
    print_json (&card);
  else
    print_card (&card);
  return TRUE;
}
