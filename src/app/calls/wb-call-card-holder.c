/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose the call is: what is not confirmed of it yet, what became of work on it that somebody else
 * was quicker with, and a manager handing it over. */

#include "config.h"

#include "wb-call-card-private.h"

#include "wb-format.h"
#include "wb-outbox.h"

#include <glib/gi18n-lib.h>

/* Online a row is on its way for the blink of an eye: it is said only when that lasts. */
#define UNSENT_SECS 3

void
wb_call_card_read_holder (WbCallCard *self)
{
  WbDb *reader = wb_context_get_reader (self->context);
  WbCallUnsent unsent = WB_CALL_UNSENT_NONE;

  /* What cannot be read now is not said; the next change reads it again. */
  wb_call_store_unsent (reader, self->call->id, &unsent, NULL);
  self->unsent = unsent;
  g_clear_pointer (&self->story, wb_call_story_unref);
  self->story = wb_call_story_get (reader, self->call->id, NULL);
}

static char *
describe_holder (WbCallCard *self)
{
  const WbActivity *call = self->call;
  const char *name = wb_context_get_user_name (self->context, call->assignee);
  GTimeZone *zone = wb_context_get_zone (self->context);
  gint64 now = wb_context_now (self->context);
  g_autofree char *until = NULL;

  if (!call->assignee)
    return g_strdup (_ ("Nobody has this call."));
  if (!wb_call_card_is_mine (self))
    return g_strdup_printf (_ ("%s has this call."), name ? name : _ ("Somebody else"));
  if (call->lease_until == WB_TIME_NONE || call->lease_until <= now)
    return g_strdup (_ ("This call is yours until you give it back."));

  until = wb_date_of_time (now, zone) == wb_date_of_time (call->lease_until, zone)
            ? wb_format_clock (call->lease_until, zone)
            : wb_format_when (call->lease_until, now, zone);

  /* TRANSLATORS: %s is a time, e.g. “14:30” or “Mon 9:15” */
  return g_strdup_printf (_ ("This call is yours until %s."), until);
}

static const char *
get_unsent_words (WbCallUnsent unsent)
{
  if (unsent & WB_CALL_UNSENT_END)
    return _ ("Not yet confirmed: how it ended is sent when the server answers.");
  if (unsent & WB_CALL_UNSENT_TIME)
    return _ ("Not yet confirmed: the new time is sent when the server answers.");
  if (unsent & WB_CALL_UNSENT_HOLDER)
    return _ ("Not yet confirmed: somebody else may have taken it.");

  return _ ("Not yet confirmed: the note is sent when the server answers.");
}

static gboolean
unsent_long_cb (gpointer user_data)
{
  WbCallCard *self = WB_CALL_CARD (user_data);

  self->unsent_id = 0;
  self->unsent_long = TRUE;
  wb_call_card_show_holder (self);

  return G_SOURCE_REMOVE;
}

void
wb_call_card_forget_unsent (WbCallCard *self)
{
  g_clear_handle_id (&self->unsent_id, g_source_remove);
  self->unsent_long = FALSE;
}

static void
show_unsent (WbCallCard *self)
{
  gboolean live = wb_context_get_sync_state (self->context)->phase == WB_SYNC_LIVE;
  gboolean unsent = self->unsent != WB_CALL_UNSENT_NONE && !self->story;

  if (!unsent)
    wb_call_card_forget_unsent (self);
  else if (live && !self->unsent_long && self->unsent_id == 0)
    self->unsent_id = g_timeout_add_seconds (UNSENT_SECS, unsent_long_cb, self);

  gtk_widget_set_visible (self->unsent_box, unsent && (!live || self->unsent_long));
  if (unsent)
    gtk_label_set_text (GTK_LABEL (self->unsent_note), get_unsent_words (self->unsent));
}

static void
add_item (GMenu      *menu,
          const char *label,
          const char *user_id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "card.assign", "s", user_id);
  g_menu_append_item (menu, item);
}

/* Those who may have it, by name; "" gives it to nobody. Made when it is opened: of the calls
 * passed few are given away. */
static void
fill_assign_menu (GtkMenuButton *button,
                  gpointer       user_data)
{
  WbCallCard *self = WB_CALL_CARD (user_data);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) people = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();
  GPtrArray *users = wb_context_get_users (self->context);

  for (guint i = 0; i < users->len; i++) {
    const WbUser *user = g_ptr_array_index (users, i);
    g_autofree char *label = g_strdup (user->full_name ? user->full_name : user->email);

    if (!user->active || g_strcmp0 (user->id, self->call->assignee) == 0)
      continue;
    if (g_strcmp0 (user->id, wb_context_get_me_id (self->context)) == 0) {
      g_autofree char *mine = g_steal_pointer (&label);

      /* TRANSLATORS: %s is the name of who works here, in a list of colleagues */
      label = g_strdup_printf (_ ("%s (you)"), mine ? mine : user->id);
    }
    add_item (people, label ? label : user->id, user->id);
  }
  if (self->call->assignee)
    add_item (others, _ ("Nobody"), "");
  g_menu_append_section (menu, _ ("Give this call to"), G_MENU_MODEL (people));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static gboolean
can_assign (WbCallCard *self)
{
  return wb_context_is_manager (self->context) && wb_activity_is_open (self->call);
}

void
wb_call_card_show_holder (WbCallCard *self)
{
  g_autofree char *words = describe_holder (self);

  gtk_label_set_text (GTK_LABEL (self->holder), words);
  gtk_widget_set_visible (self->holder, wb_activity_is_open (self->call) &&
                          (self->call->assignee || can_assign (self)));
  show_unsent (self);
  gtk_widget_set_visible (self->holder_box, gtk_widget_get_visible (self->holder) ||
                          gtk_widget_get_visible (self->unsent_box));
}

void
wb_call_card_set_up_holder (WbCallCard *self)
{
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->assign), fill_assign_menu, self,
                                         NULL);
}

void
wb_call_card_assign_action (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);
  const char *user_id = g_variant_get_string (parameter, NULL);
  WbDeed *deed = NULL;

  if (g_strcmp0 (user_id, wb_context_get_me_id (self->context)) == 0) {
    wb_call_card_take (self, FALSE);
    return;
  }

  deed = wb_call_card_new_deed (self, WB_DEED_ASSIGN);
  deed->user_id = *user_id ? g_strdup (user_id) : NULL;
  wb_call_card_start_deed (self, deed);
}

void
wb_call_card_assign_menu_action (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (WB_CALL_CARD (widget)->assign));
}

/* “No answer”, “took the call”: what I did. */
static const char *
get_my_words (const WbCallStory *story)
{
  const char *outcome = wb_outcome_label (wb_outcome_from_text (WB_TEXT (story->my_outcome)));

  if (outcome && *outcome)
    return outcome;
  if (g_strcmp0 (story->op, WB_OP_RESCHEDULE) == 0)
    return C_ ("story of a call", "put it off");
  if (g_strcmp0 (story->op, WB_OP_REOPEN) == 0)
    return C_ ("story of a call", "reopened it");
  if (g_strcmp0 (story->op, WB_OP_NOTE) == 0)
    return C_ ("story of a call", "wrote a note");

  return C_ ("story of a call", "took it");
}

static char *
dup_when (WbCallCard *self,
          gint64      at)
{
  if (at == WB_TIME_NONE)
    return g_strdup ("");

  return wb_format_when (at, wb_context_now (self->context), wb_context_get_zone (self->context));
}

/* “You: No answer · today 14:05” */
static char *
describe_mine (WbCallCard *self)
{
  g_autofree char *when = dup_when (self, self->story->my_at);
  /* TRANSLATORS: %s is what I did with a call: “No answer”, “took it” */
  g_autofree char *what = g_strdup_printf (_ ("You: %s"), get_my_words (self->story));

  return wb_format_join (what, when, NULL);
}

/* “Tomáš Dvořák: closed it · today 14:20 · Solved · “Wants the blue one.”” */
static char *
describe_theirs (WbCallCard *self)
{
  const WbCallStory *story = self->story;
  const char *name = wb_context_get_user_name (self->context, story->their_user);
  const char *outcome = wb_outcome_label (wb_outcome_from_text (WB_TEXT (story->their_outcome)));
  g_autofree char *when = dup_when (self, story->their_at);
  g_autofree char *note =
    story->their_note ? g_strdup_printf (_ ("“%s”"), story->their_note) : NULL;
  /* TRANSLATORS: %s is a colleague */
  g_autofree char *what = g_strdup_printf (story->is_closed ? _ ("%s: closed it")
                                                            : _ ("%s: has the call"),
                                           name ? name : _ ("Somebody else"));

  return wb_format_join (what, when, WB_TEXT (outcome), WB_TEXT (note), NULL);
}

void
wb_call_card_show_story (WbCallCard *self)
{
  const WbCallStory *story = self->story;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *note = NULL;
  g_autofree char *detail = NULL;

  if (!story) {
    wb_notice_hide (WB_NOTICE (self->story_notice));
    return;
  }

  mine = describe_mine (self);
  theirs = describe_theirs (self);
  if (story->my_note && story->note_kept)
    note = g_strdup_printf (_ ("Your note was added to the ticket: “%s”"), story->my_note);
  else if (story->my_note)
    note = g_strdup_printf (_ ("Your note: “%s”"), story->my_note);
  else if (story->note_kept)
    note = g_strdup (_ ("What you did stands in the ticket’s history."));
  detail = g_strjoin ("\n", mine, theirs, note, NULL);
  wb_notice_show (WB_NOTICE (self->story_notice), WB_NOTICE_WARNING,
                  story->is_closed ? _ ("A colleague closed this call meanwhile")
                                   : _ ("A colleague took this call meanwhile"),
                  detail);
  wb_notice_set_buttons (WB_NOTICE (self->story_notice), _ ("_Got it"), NULL);
}

void
wb_call_card_story_clicked_cb (WbCallCard *self)
{
  WbDeed *deed = NULL;

  if (!self->call || !self->story)
    return;

  deed = wb_call_card_new_deed (self, WB_DEED_READ);
  deed->seq = self->story->seq;
  wb_call_card_start_deed (self, deed);
}
