/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person does on the card of a call. Each is stored on the writing thread
 * (wb-context-write.c) and seen when the workspace says it changed; a refusal comes back as the
 * signal "refused". */

#include "config.h"

#include "wb-call-card-private.h"

#include "wb-call-store.h"
#include "wb-format.h"
#include "wb-staff-actions.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

/* How long a taken call is held without a sign of life (reference/retino-api.md B.6). */
#define LEASE_SECS 900
/* Often enough that one failed renewal loses nothing. */
#define RENEW_SECS (LEASE_SECS / 3)

typedef struct
{
  enum
  {
    DO_TAKE,
    DO_GIVE_BACK,
    DO_COMPLETE,
    DO_SNOOZE,
    DO_REOPEN,
    DO_UNDO,
  } what;
  char *activity_id;  /* (owned) */
  WbOutcome outcome;
  char *note;         /* (owned) (nullable) */
  gint64 at;          /* ms: called at, or due at */
  int lease_secs;
  WbActivity *before; /* (owned) (nullable) the call as it was shown, to undo */
} Deed;

static void
deed_free (Deed *self)
{
  g_free (self->activity_id);
  g_free (self->note);
  g_clear_pointer (&self->before, wb_activity_unref);
  g_free (self);
}

/* A completion is opened again; a snooze goes back to the time it was put off from. */
static gboolean
undo (WbWorkspace       *workspace,
      const WbActivity  *before,
      gint64             now,
      GError           **error)
{
  gint64 due_at = MAX (before->due_at, now);
  g_autoptr (WbDb) reader = wb_workspace_open_reader (workspace, error);
  g_autoptr (WbActivity) call = reader ? wb_call_store_get (reader, before->id, error) : NULL;

  if (call && !wb_activity_is_open (call))
    return wb_action_reopen (workspace, before->id, due_at, _ ("Closed by mistake"), error);

  return call && wb_action_snooze (workspace, before->id, due_at, WB_OUTCOME_NONE, NULL, error);
}

static gboolean
do_deed (WbWorkspace  *workspace,
         gpointer      data,
         GError      **error)
{
  Deed *deed = data;

  switch (deed->what) {
    case DO_TAKE:
      return wb_action_take (workspace, deed->activity_id, deed->lease_secs, error);
    case DO_GIVE_BACK:
      return wb_action_release (workspace, deed->activity_id, error);
    case DO_COMPLETE:
      return wb_action_complete (workspace, deed->activity_id, deed->outcome, deed->note, deed->at,
                                 error);
    case DO_SNOOZE:
      return wb_action_snooze (workspace, deed->activity_id, deed->at, deed->outcome, deed->note,
                               error);
    case DO_REOPEN:
      return wb_action_reopen (workspace, deed->activity_id, deed->at, deed->note, error);
    case DO_UNDO:
      return undo (workspace, deed->before, deed->at, error);
    default:
      g_assert_not_reached ();
  }
}

/* What the answer needs to know; the deed itself belongs to the writing thread by then. */
typedef struct
{
  WbCallCard *card;    /* (owned) */
  WbActivity *before;  /* (owned) (nullable) the call as it was shown; `NULL` = no way back */
  char *words;         /* (owned) (nullable) what was done, for people */
} Answer;

static void
answer_free (Answer *self)
{
  g_object_unref (self->card);
  g_clear_pointer (&self->before, wb_activity_unref);
  g_free (self->words);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static void
deed_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Answer) answer = user_data;
  WbCallCard *self = answer->card;
  g_autoptr (GError) error = NULL;

  if (!wb_context_write_finish (result, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_signal_emit_by_name (self, "refused", error);
    return;
  }

  if (wb_context_get_sync (self->context))
    wb_sync_wake (wb_context_get_sync (self->context));
  if (answer->words)
    g_signal_emit_by_name (self, "handled", answer->before, answer->words);
}

static Deed *
new_deed (WbCallCard *self,
          int         what)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->what = what;
  deed->activity_id = g_strdup (self->call ? self->call->id : NULL);

  return deed;
}

/* “Solved · Jana Nováková”, “Jana Nováková · Again tomorrow 9:00”: what the toast with *Undo* says. */
static char *
describe_deed (WbCallCard *self,
               const Deed *deed)
{
  g_autofree char *when = NULL;
  g_autofree char *again = NULL;
  const char *name = WB_TEXT (self->call->customer_name);

  if (deed->what == DO_COMPLETE)
    return wb_format_join (wb_outcome_label (deed->outcome), name, NULL);

  when = wb_format_when (deed->at, wb_context_now (self->context),
                         wb_context_get_zone (self->context));
  again = g_strdup_printf (_ ("Again %s"), when);

  return wb_format_join (name, again, NULL);
}

static void
start_deed (WbCallCard *self,
            Deed       *deed)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->card = g_object_ref (self);
  if (deed->what == DO_COMPLETE || deed->what == DO_SNOOZE) {
    answer->before = wb_activity_ref (self->call);
    answer->words = describe_deed (self, deed);
  }
  wb_context_write_async (self->context, do_deed, deed, (GDestroyNotify) deed_free,
                          self->cancellable, deed_done_cb, answer);
}

static char *
dup_note (WbCallCard *self)
{
  char *note = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note)));

  g_strstrip (note);
  if (!*note)
    g_clear_pointer (&note, g_free);

  return note;
}

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

static void
take_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);
  Deed *deed = new_deed (self, DO_TAKE);

  deed->lease_secs = wb_context_offers (self->context, WB_FEATURE_LEASES) ? LEASE_SECS : 0;
  start_deed (self, deed);
}

static void
give_back_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);

  start_deed (self, new_deed (self, DO_GIVE_BACK));
}

/* Under the snooze button, or above the outcomes when it was asked for there. */
static void
ask_when (WbCallCard *self,
          GtkWidget  *near,
          WbOutcome   attempt)
{
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
  wb_snooze_popover_ask (self->popover, attempt, wb_context_now (self->context),
                         wb_context_get_zone (self->context));
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
  Deed *deed = NULL;

  if (!self->call)
    return;

  deed = new_deed (self, DO_SNOOZE);
  deed->at = at;
  deed->outcome = attempt;
  deed->note = attempt == WB_OUTCOME_NONE ? NULL : dup_note (self);
  start_deed (self, deed);
}

static void
outcome_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);
  WbOutcome outcome = wb_outcome_from_text (g_variant_get_string (parameter, NULL));
  Deed *deed = NULL;

  if (wb_outcome_is_attempt (outcome)) {
    GtkWidget *tile = gtk_widget_get_first_child (self->attempt_tiles);

    for (int i = WB_OUTCOME_NO_ANSWER; tile && i < (int) outcome; i++) {
      GtkWidget *next = gtk_widget_get_next_sibling (tile);

      tile = next ? next : tile;
    }
    ask_when (self, tile, outcome);
    return;
  }

  deed = new_deed (self, DO_COMPLETE);
  deed->outcome = outcome;
  deed->note = dup_note (self);
  deed->at = wb_context_now (self->context);
  start_deed (self, deed);
}

static void
note_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_widget_grab_focus (WB_CALL_CARD (widget)->note);
}

static void
copy_number_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);

  if (self->call && self->call->customer_phone)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->call->customer_phone);
}

static void
reopen_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);
  Deed *deed = NULL;

  if (!self->call)
    return;

  deed = new_deed (self, DO_REOPEN);
  deed->at = MAX (self->call->due_at, wb_context_now (self->context));
  deed->note = g_strdup (_ ("Closed by mistake"));
  start_deed (self, deed);
}

static void
open_ticket_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);

  if (self->call)
    gtk_widget_activate_action (widget, "win.show-ticket", "s", self->call->ticket);
}

void
wb_call_card_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "card.take", NULL, take_action);
  gtk_widget_class_install_action (widget_class, "card.give-back", NULL, give_back_action);
  gtk_widget_class_install_action (widget_class, "card.snooze", NULL, snooze_action);
  gtk_widget_class_install_action (widget_class, "card.outcome", "s", outcome_action);
  gtk_widget_class_install_action (widget_class, "card.note", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "card.copy-number", NULL, copy_number_action);
  gtk_widget_class_install_action (widget_class, "card.reopen", NULL, reopen_action);
  gtk_widget_class_install_action (widget_class, "card.open-ticket", NULL, open_ticket_action);
  gtk_widget_class_install_action (widget_class, "card.coupon", NULL, wb_call_card_coupon_action);
  gtk_widget_class_install_action (widget_class, "card.copy-code", NULL,
                                   wb_call_card_copy_code_action);
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

void
wb_call_card_update_actions (WbCallCard *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_open = self->call && wb_activity_is_open (self->call);

  self->can_take = is_open && !self->call->assignee;
  self->can_give_back = is_open && wb_call_card_is_mine (self);
  self->can_work = self->can_take || self->can_give_back;
  self->can_coupon = wb_call_card_can_coupon (self);

  gtk_widget_action_set_enabled (widget, "card.take", self->can_take);
  gtk_widget_action_set_enabled (widget, "card.give-back", self->can_give_back);
  gtk_widget_action_set_enabled (widget, "card.snooze", self->can_work);
  gtk_widget_action_set_enabled (widget, "card.outcome", self->can_work);
  gtk_widget_action_set_enabled (widget, "card.note", self->can_work);
  gtk_widget_action_set_enabled (widget, "card.coupon", self->can_coupon);
  gtk_widget_action_set_enabled (widget, "card.reopen",
                                 self->call && !is_open && can_reopen (self));
  gtk_widget_set_visible (self->take, self->can_take);
  gtk_widget_set_visible (self->give_back, self->can_give_back);
  gtk_widget_set_visible (self->snooze, self->can_work);
  gtk_widget_set_sensitive (self->note, self->can_work);
}

/**
 * wb_call_card_undo:
 * @self: a card
 * @before: from "handled": the call as it was shown then; the card may show another by now
 *
 * Takes back what was done to that call.
 */
void
wb_call_card_undo (WbCallCard *self,
                   WbActivity *before)
{
  Deed *deed = NULL;

  g_return_if_fail (WB_IS_CALL_CARD (self));
  g_return_if_fail (before);

  deed = g_new0 (Deed, 1);
  deed->what = DO_UNDO;
  deed->activity_id = g_strdup (before->id);
  deed->before = wb_activity_ref (before);
  deed->at = wb_context_now (self->context);
  start_deed (self, deed);
}
