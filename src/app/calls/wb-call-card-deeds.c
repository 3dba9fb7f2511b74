/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the card of a call has something stored: what is asked goes to the writing thread
 * (wb-context-write.c), what came of it back as "handled" or "refused", and a way back is kept. */

#include "config.h"

#include "wb-call-card-private.h"

#include "wb-format.h"
#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>

static void
deed_free (WbDeed *self)
{
  wb_activity_unref (self->before);
  g_free (self->note);
  g_free (self->user_id);
  g_free (self);
}

static gboolean
do_deed (WbWorkspace  *workspace,
         gpointer      data,
         GError      **error)
{
  WbDeed *deed = data;

  switch (deed->what) {
    case WB_DEED_TAKE:
      return wb_action_take (workspace, deed->before->id, deed->lease_secs, error);
    case WB_DEED_GIVE_BACK:
      return wb_action_release (workspace, deed->before->id, error);
    case WB_DEED_ASSIGN:
      return wb_action_assign (workspace, deed->before->id, deed->user_id, error);
    case WB_DEED_COMPLETE:
      return wb_action_complete (workspace, deed->before->id, deed->outcome, deed->note, deed->at,
                                 error);
    case WB_DEED_SNOOZE:
      return wb_action_snooze (workspace, deed->before->id, deed->at, deed->outcome, deed->note,
                               error);
    case WB_DEED_REOPEN:
      return wb_action_reopen (workspace, deed->before->id, deed->at, deed->note, error);
    case WB_DEED_NOTE:
      return wb_action_note (workspace, deed->before->id, deed->note, WB_OUTCOME_NONE,
                             WB_TIME_NONE, error);
    case WB_DEED_UNDO:
      return wb_action_undo (workspace, deed->before, error);
    case WB_DEED_READ:
      return wb_action_discard (workspace, deed->seq, error);
    default:
      g_assert_not_reached ();
  }
}

/* What the answer needs to know; the deed itself belongs to the writing thread by then. */
typedef struct
{
  WbCallCard *card;    /* (owned) */
  WbActivity *before;  /* (owned) the call as it was shown */
  char *words;         /* (owned) (nullable) what was done; `NULL` = the call stays where it is */
  char *sent_note;     /* (owned) (nullable) what stood in the note and went with it */
  gboolean then_dial;
  gboolean is_expected; /* the card shows it as done already */
} Answer;

static void
answer_free (Answer *self)
{
  g_object_unref (self->card);
  wb_activity_unref (self->before);
  g_free (self->words);
  g_free (self->sent_note);
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
    if (answer->is_expected && self->call && g_str_equal (self->call->id, answer->before->id))
      wb_call_card_set_call (self, answer->before);
    if (answer->words)
      g_signal_emit_by_name (self, "stayed", answer->before);
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_signal_emit_by_name (self, "refused", error);
    return;
  }

  if (wb_context_get_sync (self->context))
    wb_sync_wake (wb_context_get_sync (self->context));
  if (answer->sent_note)
    wb_call_note_sent (self->note, answer->before->id, answer->sent_note);
  if (answer->then_dial)
    wb_call_card_dial_number (self, answer->before->customer_phone);
  if (answer->words)
    g_signal_emit_by_name (self, "handled", answer->before, answer->words);
}

/* “Solved · Jana Nováková”, “Jana Nováková · Again tomorrow 9:00”: what the toast with *Undo* says;
 * `NULL` where work on the call goes on. */
static char *
describe_deed (WbCallCard   *self,
               const WbDeed *deed)
{
  const char *name = self->call ? WB_TEXT (self->call->customer_name) : "";
  const char *user = NULL;
  g_autofree char *when = NULL;
  g_autofree char *words = NULL;

  switch (deed->what) {
    case WB_DEED_COMPLETE:
      return wb_format_join (wb_outcome_label (deed->outcome), name, NULL);
    case WB_DEED_SNOOZE:
      when = wb_format_when (deed->at, wb_context_now (self->context),
                             wb_context_get_zone (self->context));
      words = g_strdup_printf (_ ("Again %s"), when);
      return wb_format_join (name, words, NULL);
    case WB_DEED_ASSIGN:
      user = wb_context_get_user_name (self->context, deed->user_id);
      /* TRANSLATORS: %s is a colleague: the call is theirs now */
      words = deed->user_id ? g_strdup_printf (_ ("Given to %s"), user ? user : _ ("somebody else"))
                            : g_strdup (_ ("Free again"));
      return wb_format_join (name, words, NULL);
    case WB_DEED_TAKE:
    case WB_DEED_GIVE_BACK:
    case WB_DEED_REOPEN:
    case WB_DEED_NOTE:
    case WB_DEED_UNDO:
    case WB_DEED_READ:
    default:
      return NULL;
  }
}

WbDeed *
wb_call_card_new_deed (WbCallCard *self,
                       WbDeedKind  what)
{
  WbDeed *deed = g_new0 (WbDeed, 1);

  g_assert (self->call);

  deed->what = what;
  deed->before = wb_activity_ref (self->call);

  return deed;
}

/* Takes @deed over. */
void
wb_call_card_start_deed (WbCallCard *self,
                         WbDeed     *deed)
{
  Answer *answer = g_new0 (Answer, 1);
  g_autoptr (WbActivity) before = wb_activity_ref (deed->before);
  gboolean leaves = FALSE;

  answer->card = g_object_ref (self);
  answer->before = wb_activity_ref (deed->before);
  answer->words = describe_deed (self, deed);
  leaves = answer->words != NULL;
  answer->sent_note = deed->what == WB_DEED_REOPEN ? NULL : g_strdup (deed->note);
  answer->then_dial = deed->then_dial;
  answer->is_expected = deed->what == WB_DEED_TAKE || deed->what == WB_DEED_GIVE_BACK;
  /* No pause in typing comes after it and keeps again what went out with it. */
  wb_call_note_save (self->note);
  wb_context_write_async (self->context, do_deed, deed, (GDestroyNotify) deed_free,
                          self->cancellable, deed_done_cb, answer);
  if (leaves)
    g_signal_emit_by_name (self, "leaving", before);
}

/**
 * wb_call_card_undo:
 * @self: a card
 * @before: from "handled": the call as it was shown then; the card may show another by now
 *
 * Takes back what was done to that call; what was written with it stands in the note again.
 */
void
wb_call_card_undo (WbCallCard *self,
                   WbActivity *before)
{
  WbDeed *deed = NULL;

  g_return_if_fail (WB_IS_CALL_CARD (self));
  g_return_if_fail (before);

  deed = g_new0 (WbDeed, 1);
  deed->what = WB_DEED_UNDO;
  deed->before = wb_activity_ref (before);
  wb_call_card_start_deed (self, deed);
}
